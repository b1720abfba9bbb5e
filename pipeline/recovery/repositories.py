"""From settings: the repositories, the program that reads them, and the actuator drills use."""

from __future__ import annotations

import re
import threading
from pathlib import Path

from model.errors import InputError, SettingsError
from model.recovery import BackupPlan
from model.times import HOUR
from pipeline.recovery_settings import GIB, RecoverySettings, RepositorySettings
from playbooks.capabilities.restic import ResticRestore
from playbooks.recovery.restic import Repository, Restic
from playbooks.recovery.standing import Expected
from playbooks.recovery.verifying import Probe

FOLDER = "recovery"
_ALLOWED = "only RESTIC_REST_USERNAME=… and RESTIC_REST_PASSWORD=… may stand there"
_LINE = re.compile(r"(RESTIC_REST_(?:USERNAME|PASSWORD))=(.*)")


def repositories_of(settings: RecoverySettings) -> dict[str, Repository]:
    """By name. Raises SettingsError for a file of credentials that holds anything else."""
    return {name: _repository(name, one) for name, one in settings.repositories.items()}


def restic_of(settings: RecoverySettings, data: Path, stop: threading.Event | None = None) -> Restic:
    """data: the platform's data folder."""
    return Restic(data / FOLDER / "home", settings.restic, stop)


def actuator_of(settings: RecoverySettings, data: Path) -> ResticRestore:
    probes = {
        name: Probe(tuple(one.command), one.expect, float(one.timeout_s)) for name, one in settings.probes.items()
    }
    return ResticRestore(
        "restic",
        restic_of(settings, data),
        repositories_of(settings),
        probes,
        settings.scratch or data / FOLDER / "scratch",
        max_bytes=int(settings.max_restore_gib * GIB),
    )


def check_plan(plan: BackupPlan, settings: RecoverySettings) -> None:
    """Raises InputError when it names a repository or probe the settings do not know."""
    if plan.repository not in settings.repositories:
        known = ", ".join(sorted(settings.repositories)) or "none"
        raise InputError(
            f"there is no repository {plan.repository[:80]!r}", where="repository", hint=f"the settings have: {known}"
        )
    if plan.probe and plan.probe not in settings.probes:
        known = ", ".join(sorted(settings.probes)) or "none"
        raise InputError(f"there is no probe {plan.probe[:80]!r}", where="probe", hint=f"the settings have: {known}")


def expected_of(one: RepositorySettings) -> Expected:
    return Expected(one.stale_hours * HOUR, one.check_hours * HOUR)


def _repository(name: str, one: RepositorySettings) -> Repository:
    environment: dict[str, str] = {}
    if one.environment_file is not None:
        try:
            lines = one.environment_file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError([f"recovery.repositories.{name}.environment_file: {error}"]) from None
        for line in (line.strip() for line in lines if line.strip()):
            found = _LINE.fullmatch(line)
            if found is None:
                raise SettingsError([f"recovery.repositories.{name}.environment_file: {_ALLOWED}"])
            environment[found[1]] = found[2]
    return Repository(name, one.location, one.password_file, environment, one.ca_file, one.ssh_key, one.known_hosts)
