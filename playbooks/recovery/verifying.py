"""Whether a restored folder holds what the snapshot says, byte for byte, and whether what came back works.

The snapshot is read from the repository a second time as a stream, and each file of it is compared with the one on disk by
SHA-256: what a disk or a hand changed since the restore shows as well. Names in a snapshot are untrusted: no link is
followed and nothing outside the folder is opened.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tarfile
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from playbooks.recovery.bounded import kill, run, started
from playbooks.recovery.restic import Repository, Restic

MAX_PROBLEMS = 20
MAX_FILES = 2_000_000
_BLOCK = 1_048_576
FOLDER = "{folder}"


@dataclass(frozen=True, slots=True)
class Probe:
    """A command that says whether what came back works. Words may hold `{folder}`; its output must match `expect`."""

    command: tuple[str, ...]
    expect: str = ""
    timeout_s: float = 60.0


@dataclass(slots=True)
class Proof:
    """newest: modification time of the newest file, in seconds since 1970. digest: SHA-256 over the sorted lines `digest
    path`, the same for the same files. problems: at most MAX_PROBLEMS; `wrong` counts them all."""

    files: int = 0
    size_bytes: int = 0
    newest: float = 0.0
    digest: str = ""
    wrong: int = 0
    problems: list[str] = field(default_factory=list)

    def blame(self, what: str) -> None:
        self.wrong += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(what[:300])


def prove(
    restic: Restic,
    repository: Repository,
    snapshot: str,
    folder: Path,
    *,
    include: str = "",
    timeout_s: float,
) -> Proof:
    """Compare every file of the snapshot (below `include`) with the restored one."""
    proof = Proof()
    environment = restic.environment(repository)
    with (
        tempfile.TemporaryFile() as errors,
        started(restic.dump_command(repository, snapshot), environment=environment, errors=errors) as process,
    ):
        assert process.stdout is not None
        late = threading.Timer(timeout_s, kill, (process,))
        late.start()
        held: set[str] = set()
        try:
            _compare(process.stdout, folder, include, proof, held)
            while process.stdout.read(_BLOCK):
                pass
            code = process.wait()
        except (tarfile.TarError, OSError, EOFError) as error:
            kill(process)
            code = None
            proof.blame(f"the snapshot cannot be read to its end: {error}")
        finally:
            ended = late.finished.is_set()
            late.cancel()
        if code != 0:
            errors.seek(0)
            said = errors.read(2_000).decode("utf-8", "replace").strip()
            proof.blame(f"it took longer than {timeout_s:.0f} s" if ended else f"the snapshot cannot be read: {said}")
    if code == 0:
        for extra in _extras(folder, held):
            proof.blame(f"{extra}: not in the snapshot")
    if not proof.files:
        proof.blame("no file came back")
    return proof


def _compare(stream: IO[bytes], folder: Path, include: str, proof: Proof, held: set[str]) -> None:
    """held: receives the paths of all the snapshot's files and links."""
    below = include.strip("/")
    lines: list[str] = []
    with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
        for member in archive:
            archive.members = []  # type: ignore[attr-defined]  # tarfile keeps every header it has read
            name = member.name.strip("/")
            if below and name != below and not name.startswith(f"{below}/"):
                continue
            if member.isdir():
                continue
            if len(held) >= MAX_FILES:
                raise EOFError(f"more than {MAX_FILES} files")
            held.add(name)
            if member.isreg():
                content = archive.extractfile(member)
                assert content is not None
                wanted = _digest(content)
                _judge(name, member.size, wanted, folder, proof)
                lines.append(f"{wanted} {name}")
                proof.newest = max(proof.newest, float(member.mtime))
            elif member.issym():
                _judge_link(name, member.linkname, folder, proof)
    text = "\n".join(sorted(lines)).encode("utf-8", "surrogateescape")
    proof.digest = hashlib.sha256(text).hexdigest()


def _judge(name: str, size: int, wanted: str, folder: Path, proof: Proof) -> None:
    proof.files += 1
    proof.size_bytes += size
    try:
        with _opened(folder, name) as restored:
            found = _digest(restored)
    except FileNotFoundError:
        proof.blame(f"{name}: not restored")
        return
    except (OSError, ValueError) as error:
        proof.blame(f"{name}: {error}")
        return
    if found != wanted:
        proof.blame(f"{name}: other content than in the snapshot")


def _judge_link(name: str, target: str, folder: Path, proof: Proof) -> None:
    try:
        if str(Path(_within(folder, name)).readlink()) != target:
            proof.blame(f"{name}: points elsewhere than in the snapshot")
    except (OSError, ValueError):
        proof.blame(f"{name}: not restored")


def _opened(folder: Path, name: str) -> IO[bytes]:
    handle = os.open(_within(folder, name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ValueError("no regular file")
    return os.fdopen(handle, "rb")


def _within(folder: Path, name: str) -> str:
    """Raises ValueError for a name that leads out of the folder."""
    path = os.path.join(folder, name)  # noqa: PTH118  # keeps undecodable names
    if not _inside(os.path.realpath(os.path.dirname(path)), folder):  # noqa: PTH120
        raise ValueError("leads out of the folder")
    return path


def _inside(path: str, folder: Path) -> bool:
    base = os.path.realpath(folder)
    return path == base or path.startswith(base + os.sep)


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _extras(folder: Path, held: set[str]) -> list[str]:
    out = []
    base = str(folder)
    for at, _, files in os.walk(base, followlinks=False):
        for name in files:
            relative = os.path.relpath(f"{at}/{name}", base)
            if relative not in held and not _special(f"{at}/{name}"):
                out.append(relative)
                if len(out) > MAX_PROBLEMS:
                    return out
    return sorted(out)


def _special(path: str) -> bool:
    mode = os.lstat(path).st_mode
    return not (stat.S_ISREG(mode) or stat.S_ISLNK(mode))


def missing(folder: Path, required: Sequence[str]) -> list[str]:
    """Of these paths, in the snapshot's own words, those that did not come back or are empty files."""
    out = []
    for one in required:
        try:
            found = os.lstat(_within(folder, one.strip("/")))
        except (OSError, ValueError):
            out.append(f"{one}: not there")
            continue
        if stat.S_ISREG(found.st_mode) and found.st_size == 0:
            out.append(f"{one}: empty")
    return out


def probed(probe: Probe, folder: Path, environment: Mapping[str, str]) -> str:
    """Why the probe does not vouch for the folder; empty when it does."""
    command = [word.replace(FOLDER, str(folder)) for word in probe.command]
    try:
        ended = run(command, timeout_s=probe.timeout_s, environment=environment, folder=folder, max_out=1_048_576)
    except OSError as error:
        return f"the probe cannot be started: {error.strerror}"
    if ended.code is None:
        return f"the probe was ended: {ended.why}"
    out = ended.out.decode("utf-8", "replace").strip()
    if ended.code:
        return f"the probe ended with {ended.code}: {(ended.errors or out)[:300]}"
    if probe.expect and not re.search(probe.expect, out):
        return f"the probe said {out[:200]!r}"
    return ""
