"""Settings of recovery: the section `recovery` of `fengsui.toml`. Repositories and their passwords stand here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from pipeline.source_settings import Section
from playbooks.recovery.restic import location_problem

GIB = 1024**3
_PATHS = ("password_file", "environment_file", "ca_file", "ssh_key", "known_hosts")


class RepositorySettings(Section):
    """One restic repository."""

    location: Annotated[str, Field(description="/a/folder, sftp:user@host:/folder or rest:https://host/folder")]
    password_file: Annotated[Path, Field(description="File with the repository's password; read by restic itself")]
    unit: Annotated[str, Field(description="Unit that runs it")] = "district"
    environment_file: Annotated[
        Path | None, Field(description="File of NAME=VALUE lines: RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD")
    ] = None
    ca_file: Annotated[Path | None, Field(description="PEM file of the REST server's certificate authority")] = None
    ssh_key: Annotated[Path | None, Field(description="SFTP: private key")] = None
    known_hosts: Annotated[Path | None, Field(description="SFTP: host keys that are accepted")] = None
    look_minutes: Annotated[int, Field(ge=1, le=10_080, description="Minutes between looks at its snapshots")] = 60
    check_hours: Annotated[int, Field(ge=1, le=8_760, description="Hours between checks of its content")] = 24
    check_parts: Annotated[
        int, Field(ge=1, le=256, description="A check reads one of so many parts; that many checks read everything")
    ] = 7
    stale_hours: Annotated[
        int, Field(ge=1, le=8_760, description="Hours without a new snapshot after which it counts as stale")
    ] = 48

    @field_validator("location")
    @classmethod
    def _location(cls, value: str) -> str:
        problem = location_problem(value)
        if problem:
            raise ValueError(problem)
        return value


class ProbeSettings(Section):
    """A command that says whether restored data works. Run without a shell, in the restored folder."""

    command: Annotated[
        list[str], Field(min_length=1, description="Program and words; {folder} stands for the restored folder")
    ]
    expect: Annotated[
        str, Field(description="Regular expression its output must match; empty: its exit code tells")
    ] = ""
    timeout_s: Annotated[int, Field(ge=1, le=3600, description="Seconds it may take")] = 60

    @field_validator("expect")
    @classmethod
    def _expect(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from None
        return value


class RecoverySettings(Section):
    """Backups that are watched, and drills that restore them."""

    restic: Annotated[str, Field(description="The restic program")] = "restic"
    scratch: Annotated[
        Path | None, Field(description="Folder drills restore into; below the data folder when left out")
    ] = None
    max_restore_gib: Annotated[float, Field(gt=0, le=100_000, description="GiB a drill may restore at most")] = 50
    look_timeout_s: Annotated[int, Field(ge=1, le=86_400, description="Seconds a look at snapshots may take")] = 120
    check_timeout_s: Annotated[int, Field(ge=1, le=86_400, description="Seconds a check may take")] = 3_600
    restore_test_days: Annotated[
        int, Field(ge=1, le=3_660, description="Days after which a backup has to be restored for proof again")
    ] = 180
    drill_networks: Annotated[
        list[str], Field(description="Networks of the test estate: drills change nothing outside them")
    ] = []
    drill_objects: Annotated[
        list[str], Field(description="Accounts, clients and names of the test estate, which drills may change")
    ] = []
    probes: Annotated[dict[str, ProbeSettings], Field(description="Probes of restored data, by name")] = {}
    repositories: Annotated[dict[str, RepositorySettings], Field(description="restic repositories, by name")] = {}

    @field_validator("drill_networks")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        return [str(ip_network(one, strict=False)) for one in value]

    @field_validator("repositories")
    @classmethod
    def _names(cls, value: dict[str, RepositorySettings]) -> dict[str, RepositorySettings]:
        wrong = [name for name in value if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name)]
        if wrong:
            raise ValueError(f"repository names are lower-case letters, digits and dashes: {', '.join(wrong)}")
        return value

    def anchored(self, absolute: Callable[[Path | None], Path | None]) -> RecoverySettings:
        """With its paths made absolute."""
        repositories = {
            name: one.model_copy(update={key: absolute(getattr(one, key)) for key in _PATHS})
            for name, one in self.repositories.items()
        }
        return self.model_copy(update={"repositories": repositories, "scratch": absolute(self.scratch)})
