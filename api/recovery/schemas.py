"""Recovery over the wire."""

from __future__ import annotations

from api.backups.schemas import BackupPlanRead, BackupRepository
from api.wire import Moment, Read
from model.recovery import Lamp


class SystemRecovery(Read):
    """A system and what brings it back. Without a plan its lamp is grey."""

    id: str
    name: str
    name_zh: str
    unit: str
    mlps_level: int
    lamp: Lamp
    plans: list[BackupPlanRead]


class RecoveryDrill(Read):
    """A drill planned for a time and not begun. plan: the backup plan it restores, or empty."""

    id: str
    title: str
    system: str
    plan: str
    scheduled: Moment


class RecoveryBoard(Read):
    """drills: the earliest first. probes: names of the settings. restore_test_days: after so many a backup has to be restored
    for proof again."""

    at: Moment
    systems: list[SystemRecovery]
    repositories: list[BackupRepository]
    drills: list[RecoveryDrill]
    probes: list[str]
    restore_test_days: int


class RecoveryMachine(Read):
    """system: id of its system, or empty."""

    id: str
    name: str
    unit: str
    system: str
    criticality: int


class RecoveryStep(Read):
    """Machines started together; circle: they depend on one another. after: machines of earlier waves they need. others:
    machines of other units among them. foundation: time, names, identity or empty."""

    machines: list[RecoveryMachine]
    others: int
    after: list[RecoveryMachine]
    after_others: int
    circle: bool
    foundation: str


class RecoveryWave(Read):
    number: int
    steps: list[RecoveryStep]


class RecoveryHeld(Read):
    """A machine held back. incidents: open ones the caller may see that say it is compromised; certainty: 0 to 1."""

    machine: RecoveryMachine
    incidents: list[str]
    certainty: float


class RecoveryBlocked(Read):
    """A clean machine that cannot work yet. by: those it needs that are held or wait themselves; foundation: none of its
    kind is clean."""

    machine: RecoveryMachine
    by: list[RecoveryMachine]
    by_others: int
    foundation: str


class RecoveryOrder(Read):
    at: Moment
    waves: list[RecoveryWave]
    held: list[RecoveryHeld]
    blocked: list[RecoveryBlocked]
