"""Reading restic repositories (format version 1 and 2, written for restic 0.14): snapshots, sizes, checks, restores.

Nothing here locks, prunes or writes a repository. No cache is used: a cache would answer for a repository that is gone.
What restic says when it fails was taken from restic 0.14 at work; its exit code tells no kinds of failure apart.
"""

from __future__ import annotations

import os
import re
import shlex
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from model.recovery import LookOutcome, Snapshot
from model.times import EARLIEST, LATEST, parse_iso
from playbooks.recovery.bounded import Ended, run

MAX_SAID = 2_000
MAX_SNAPSHOTS = 50_000
_SFTP = re.compile(
    r"sftp:(?://)?([A-Za-z0-9._-]+@)?([A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?[:/](.+)", re.ASCII
)
_REST = re.compile(r"rest:https?://(?![^/]*@)[A-Za-z0-9.\[\]:-]+(/\S*)?", re.ASCII)

_SAYS: tuple[tuple[LookOutcome, re.Pattern[str]], ...] = (
    (LookOutcome.LOCKED_OUT, re.compile(r"wrong password or no key found|an empty password is not")),
    (
        LookOutcome.CORRUPT,
        re.compile(
            r"ciphertext verification failed|does not match|repository contains errors|not found in repository|"
            r"invalid data returned|does not exist\b.*|invalid character|unexpected EOF|load\(<data/|config cannot be loaded"
        ),
    ),
    (
        LookOutcome.MISSING,
        re.compile(
            r"Is there a repository at the following location|unable to open config file|connection refused|no such host|"
            r"no route to host|i/o timeout|Permission denied \(publickey|Host key verification failed|unable to open repository"
        ),
    ),
)
"""In this order for what failed before anything was read: a missing config also is a file that does not exist."""


class ResticError(Exception):
    """outcome: what it means for the repository. `args[0]`: what restic said, for people."""

    def __init__(self, outcome: LookOutcome, said: str) -> None:
        super().__init__(said[:MAX_SAID])
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Repository:
    """location: a folder, `sftp:` or `rest:`. environment: credentials of a REST server, from a file."""

    name: str
    location: str
    password_file: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    ca_file: Path | None = None
    ssh_key: Path | None = None
    known_hosts: Path | None = None


def location_problem(location: str) -> str:
    """Why this cannot be a repository's place; empty when it can."""
    if location.startswith("/") or _SFTP.fullmatch(location) or _REST.fullmatch(location):
        return ""
    if location.startswith("rest:") and "@" in location:
        return "a user and a password of a REST server stand in its environment_file, not in the address"
    return "a repository is /a/folder, sftp:user@host:/folder or rest:https://host/folder"


class _Node(msgspec.Struct):
    time: str
    id: str
    hostname: str = ""
    paths: list[str] | None = None
    tags: list[str] | None = None


class _Stats(msgspec.Struct):
    total_size: int = 0
    total_file_count: int = 0


@dataclass(frozen=True, slots=True)
class Restic:
    """home: a folder of ours, where restic and ssh find nothing of anybody else's. stop: ends what runs."""

    home: Path
    program: str = "restic"
    stop: threading.Event | None = None

    def snapshots(self, repository: Repository, *, timeout_s: float) -> list[Snapshot]:
        """Oldest first, at most the newest MAX_SNAPSHOTS."""
        ended = self._read(repository, ["snapshots"], timeout_s)
        try:
            found = msgspec.json.decode(ended.out or b"[]", type=list[_Node] | None) or []
            made = [_snapshot(one) for one in found]
        except (msgspec.MsgspecError, ValueError) as error:
            raise ResticError(LookOutcome.UNSURE, f"the list of snapshots cannot be read: {error}") from None
        if re.search(r"ciphertext verification failed|does not match", ended.errors):
            raise ResticError(LookOutcome.CORRUPT, ended.errors)
        return sorted(made, key=lambda one: (one.time, one.id))[-MAX_SNAPSHOTS:]

    def size_bytes(self, repository: Repository, *, timeout_s: float) -> int:
        """Of what is stored, after deduplication."""
        return self._stats(repository, ["--mode", "raw-data"], timeout_s).total_size

    def restore_size(self, repository: Repository, snapshot: str, *, timeout_s: float) -> tuple[int, int]:
        """(bytes, files and folders) a snapshot takes when restored."""
        found = self._stats(repository, ["--mode", "restore-size", snapshot], timeout_s)
        return found.total_size, found.total_file_count

    def check(self, repository: Repository, part: int, parts: int, *, timeout_s: float) -> None:
        """Read the structure and one share of the packs, every byte of them. Raises ResticError naming what is wrong.

        Shares are taken by the packs' ids, so that `parts` checks with part 1, 2 … have read everything.
        """
        self._read(repository, ["check", f"--read-data-subset={part}/{parts}"], timeout_s)

    def restore(
        self, repository: Repository, snapshot: str, into: Path, *, include: str = "", timeout_s: float
    ) -> None:
        include_words = ["--include", include] if include else []
        self._read(repository, ["restore", snapshot, "--target", str(into), *include_words], timeout_s)

    def dump_command(self, repository: Repository, snapshot: str) -> list[str]:
        """Writes the whole snapshot to its output, as a tar file."""
        return [*self._words(repository), "dump", "--archive", "tar", snapshot, "/"]

    def environment(self, repository: Repository) -> dict[str, str]:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        ours = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        return {**repository.environment, **ours, "GOMAXPROCS": "2", "TMPDIR": str(self.home)}

    def _stats(self, repository: Repository, words: list[str], timeout_s: float) -> _Stats:
        try:
            return msgspec.json.decode(self._read(repository, ["stats", *words], timeout_s).out, type=_Stats)
        except msgspec.MsgspecError as error:
            raise ResticError(LookOutcome.UNSURE, f"the sizes cannot be read: {error}") from None

    def _words(self, repository: Repository) -> list[str]:
        words = [self.program, "--repo", repository.location, "--password-file", str(repository.password_file)]
        words += ["--no-lock", "--no-cache", "--json"]
        if repository.ca_file is not None:
            words += ["--cacert", str(repository.ca_file)]
        return [*words, *sftp_words(repository)]

    def _read(self, repository: Repository, words: Sequence[str], timeout_s: float) -> Ended:
        """Raises ResticError unless it ends well."""
        if not os.access(repository.password_file, os.R_OK):
            raise ResticError(
                LookOutcome.LOCKED_OUT, f"the password file {repository.password_file} cannot be read from here"
            )
        environment = self.environment(repository)
        try:
            ended = run(
                [*self._words(repository), *words], timeout_s=timeout_s, environment=environment, stop=self.stop
            )
        except OSError as error:
            raise ResticError(LookOutcome.UNSURE, f"{self.program} cannot be started: {error.strerror}") from None
        if ended.code == 0:
            return ended
        if ended.code is None:
            raise ResticError(LookOutcome.UNSURE, ended.why)
        raise ResticError(meaning(ended.errors), ended.errors or f"it ended with {ended.code} and said nothing")


def meaning(errors: str) -> LookOutcome:
    """What a failure means for the repository."""
    if re.search(r"unable to open config file|Is there a repository at the following", errors):
        return LookOutcome.MISSING
    return next((outcome for outcome, pattern in _SAYS if pattern.search(errors)), LookOutcome.UNSURE)


def sftp_words(repository: Repository) -> list[str]:
    """ssh as restic is to call it: only known hosts, no questions. Empty for other places."""
    found = _SFTP.fullmatch(repository.location)
    if found is None:
        return []
    user, host, port, _ = found.groups()
    words = ["ssh", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=20"]
    if repository.known_hosts is not None:
        words += ["-o", f"UserKnownHostsFile={repository.known_hosts}"]
    if repository.ssh_key is not None:
        words += ["-o", "IdentitiesOnly=yes", "-i", str(repository.ssh_key)]
    if port:
        words += ["-p", port]
    words += [f"{user or ''}{host.strip('[]')}", "-s", "sftp"]
    return ["-o", f"sftp.command={shlex.join(words)}"]


def _snapshot(node: _Node) -> Snapshot:
    if not re.fullmatch(r"[0-9a-f]{64}", node.id):
        raise ValueError("an id is no digest")
    time = parse_iso(node.time)
    if not EARLIEST <= time < LATEST:
        raise ValueError(f"no such time: {node.time[:40]}")
    paths, tags = node.paths or [], node.tags or []
    return Snapshot(
        id=node.id,
        time=time,
        host=node.hostname[:300],
        paths=tuple(one[:1_000] for one in paths[:100]),
        tags=tuple(one[:300] for one in tags[:100]),
    )


def matching(snapshots: Sequence[Snapshot], *, host: str = "", path: str = "", tag: str = "") -> list[Snapshot]:
    """Those that count for a plan, in their order."""
    return [
        one
        for one in snapshots
        if (not host or one.host == host)
        and (not path or any(path == held or path.startswith(held.rstrip("/") + "/") for held in one.paths))
        and (not tag or tag in one.tags)
    ]
