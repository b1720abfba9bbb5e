"""What the pipeline gathered at one moment: counts of events by group, sources, inventory, the platform itself.

Probes are pure functions of these. A `Seen` is what one query found for one system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from model.compliance import Document, SystemRecord
from model.estate import Asset, System
from model.event import EventId
from model.inventory import Estate
from model.times import Micros

BROKEN = frozenset({"paused", "silent", "failed", "gone"})
Group = tuple[str, str]
"""The two fields events are grouped by."""
UNIT: Group = ("fengsui.unit", "fengsui.source")
TARGET: Group = ("destination.ip", "fengsui.source")
ORIGIN: Group = ("source.ip", "fengsui.source")
HOST: Group = ("host.name", "fengsui.source")
HOST_ORIGIN: Group = ("host.name", "source.ip")
USER_ORIGIN: Group = ("user.name", "source.ip")
UNIT_ORIGIN: Group = ("fengsui.unit", "source.ip")


@dataclass(frozen=True, slots=True)
class Seen:
    """others: values of the group's second field, with how often (sources, for most groups)."""

    count: int = 0
    first: Micros = 0
    last: Micros = 0
    ids: tuple[EventId, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)

    def __or__(self, other: Seen) -> Seen:
        if not self.count or not other.count:
            return self if self.count else other
        newer, older = (self, other) if self.last >= other.last else (other, self)
        others = dict(self.others)
        for name, number in other.others.items():
            others[name] = others.get(name, 0) + number
        return Seen(
            self.count + other.count, min(self.first, other.first), newer.last, (*newer.ids, *older.ids)[:3], others
        )


NOTHING = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFact:
    """state: ok, paused, silent, failed, dropping; `recorded` for one that was replayed and is not being read; `gone`
    for one that delivered and is configured no more."""

    name: str
    unit: str
    state: str
    since: Micros = 0
    last: Micros = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """Alerts and incidents of a unit within a month. judged_in: half were judged within so long."""

    alerts: int = 0
    judged: int = 0
    judged_in: Micros | None = None
    incidents: int = 0
    documented: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFact:
    """A backup plan of a system. reasons: why it cannot be relied on, worst first (`playbooks.recovery.standing`)."""

    plan: str
    repository: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformFacts:
    """The platform about itself. rules_newest: day of the newest rule; roles: holders by role; ledger_ok: None while it
    was not verified; admin_records, audit_reads: audit records within a month; checks: of posture within a month."""

    retention_days: int = 0
    tls: bool = False
    rules: int = 0
    rules_newest: str = ""
    behaviour: bool = False
    indicators: int = 0
    indicators_newest: Micros = 0
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    administrators: int = 0
    administrators_with_factor: int = 0
    ledger_ok: bool | None = None
    ledger_records: int = 0
    ledger_root: str = ""
    admin_records: int = 0
    audit_reads: int = 0
    checks: int = 0


Look = Callable[[str, Group, int, str], Seen]
"""What a query found for one value of a group's first field: (query, group, window in days, value)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """at: the moment of it all. values: every value of a group's first field that a query found. gaps: by unit, whether
    (start, end) of a pause longer than a day is there, as told by days. backups: plans, by system."""

    at: Micros
    look: Look
    values: Callable[[str, Group, int], Mapping[str, Seen]]
    sources: Mapping[str, SourceFact] = field(default_factory=dict)
    estate: Estate = field(default_factory=Estate)
    units: Mapping[str, UnitFacts] = field(default_factory=dict)
    platform: PlatformFacts = PlatformFacts()
    documents: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    spans: Mapping[str, tuple[tuple[Micros, Micros], ...]] = field(default_factory=dict)
    backups: Mapping[str, tuple[BackupFact, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """A system as probes see it. above: the units over its unit, nearest first. assets: its own."""

    system: System
    record: SystemRecord
    above: tuple[str, ...] = ()
    assets: tuple[Asset, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for asset in self.assets for one in asset.addresses))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for asset in self.assets for one in asset.hostnames))
