"""Rule packs from files: what is in one, before it is installed; and where it is put when it is."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detections.sigma import LoadReport, load
from model.errors import InputError
from model.event import digest
from pipeline.settings import Settings
from store import content
from store.state import State

MAX_BYTES = 64 * 1024 * 1024
MAX_MEMBERS = 20_000
MAX_UNPACKED = 256 * 1024 * 1024
MAX_LISTED = 200
_VERSION = re.compile(r"(?:^|[-_v])(\d+(?:[.-]\d+)+)")


@dataclass(frozen=True, slots=True)
class PreviewJob:
    """file: what was uploaded; shown: its name, as people know it. replaces: rule id to version, of the pack of this name now
    installed; others: rule ids of all other content, which an import cannot take over."""

    file: Path
    shown: str
    pipelines: tuple[str, ...]
    replaces: Mapping[str, str]
    others: frozenset[str]


def receive(settings: Settings, data: bytes) -> Path:
    """Keep an upload under its digest until it is installed. Raises InputError for what cannot be rules."""
    if not data:
        raise InputError("the file is empty")
    if len(data) > MAX_BYTES:
        raise InputError(f"a content file has at most {MAX_BYTES} bytes")
    suffix = ".zip" if data[:4] == b"PK\x03\x04" else ".yml"
    folder = settings.content_folder / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{digest(data)}{suffix}"
    file.write_bytes(data)
    try:
        check_file(file)
    except InputError:
        file.unlink()
        raise
    for old in sorted(folder.iterdir(), key=lambda f: f.stat().st_mtime)[:-10]:
        old.unlink(missing_ok=True)
    return file


def received(settings: Settings, upload: str) -> Path:
    """The file of an upload, by its digest. Raises InputError when it is not there (any more)."""
    if re.fullmatch(r"[0-9a-f]{32}", upload):
        for suffix in (".zip", ".yml"):
            file = settings.content_folder / "uploads" / f"{upload}{suffix}"
            if file.is_file():
                return file
    raise InputError("no such upload is kept", hint="upload the file again")


def check_file(file: Path) -> None:
    """What the archive says about itself is bounded before anything is unpacked."""
    if file.suffix != ".zip":
        if b"\0" in file.read_bytes()[:4096]:
            raise InputError("neither a zip archive nor YAML text", where=file.name)
        return
    try:
        with zipfile.ZipFile(file) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith((".yml", ".yaml"))]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(f"not a readable zip archive: {error}") from error
    if not members:
        raise InputError("the archive holds no .yml file", hint="use the release archive with the rules in it")
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise InputError(f"the archive holds more than {MAX_MEMBERS} rule files or {MAX_UNPACKED} bytes of them")


def preview(job: PreviewJob, tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The load report of the file by itself, compared with what is installed. As a job of `pipeline.jobs`."""
    tell({"loading": True})
    report = load([job.file], job.pipelines).report
    return compared(report, job)


def compared(report: LoadReport, job: PreviewJob) -> dict[str, Any]:
    ids = {entry.id: entry.version for entry in report.active}
    taken = sorted(ids.keys() & job.others)
    fresh = ids.keys() - job.others
    new = [one for one in fresh if one not in job.replaces]
    changed = [one for one in fresh if one in job.replaces and job.replaces[one] != ids[one]]
    root = str(job.file)
    wrong = [
        {
            "file": entry.file.removeprefix(f"{root}/").replace(root, job.shown),
            "line": problem.line,
            "state": str(entry.state),
            "title": entry.title,
            "reason": problem.reason,
        }
        for entry in (*report.rejected, *report.inactive)
        for problem in entry.problems
    ]
    titles = {entry.id: entry.title for entry in report.active}
    return {
        "counts": {
            **report.counts,
            "new": len(new),
            "changed": len(changed),
            "same": len(fresh) - len(new) - len(changed),
            "removed": len(job.replaces.keys() - ids.keys()),
            "taken": len(taken),
        },
        "wrong": wrong[:MAX_LISTED],
        "changed": [titles[one] for one in sorted(changed)][:MAX_LISTED],
        "taken": [titles[one] for one in taken][:MAX_LISTED],
        "seconds": round(report.seconds, 2),
    }


def preview_job(
    settings: Settings, state: State, file: Path, name: str, report: LoadReport, *, shown: str
) -> PreviewJob:
    """report: of the rules in use. shown: the file's name, as people know it."""
    with state.reading() as tx:
        installed = next((pack for pack in content.find(tx) if pack.name == name), None)
    own = "" if installed is None else str(settings.content_folder / installed.file)
    mine = {e.id: e.version for e in report.active if own and e.file.startswith(own)}
    others = frozenset(e.id for e in report.active if e.id not in mine)
    return PreviewJob(file, shown or file.name, tuple(settings.detection.pipelines), mine, others)


def install(
    settings: Settings, state: State, file: Path, *, name: str, version: str, counts: dict[str, int], actor: str
) -> content.ContentPack:
    """Put an uploaded or local file in place and make it count; the running platform takes it in by itself."""
    check_file(file)
    content.check_name(name)
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise InputError(f"a content file has at most {MAX_BYTES} bytes")
    suffix = ".zip" if data[:4] == b"PK\x03\x04" else ".yml"
    kept = f"{name}-{digest(data)[:16]}{suffix}"
    settings.content_folder.mkdir(parents=True, exist_ok=True)
    beside = settings.content_folder / f".{kept}"
    beside.write_bytes(data)
    beside.replace(settings.content_folder / kept)
    with state.transaction() as tx:
        before = content.put(
            tx,
            name=name,
            version=version or guessed_version(file.name),
            digest=digest(data),
            file=kept,
            size=len(data),
            counts=counts,
            actor=actor,
        )
    if before is not None and before.file != kept:
        (settings.content_folder / before.file).unlink(missing_ok=True)
    with state.reading() as tx:
        return next(pack for pack in content.find(tx) if pack.name == name)


def uninstall(settings: Settings, state: State, name: str, *, actor: str) -> None:
    with state.transaction() as tx:
        gone = content.remove(tx, name, actor=actor)
    (settings.content_folder / gone.file).unlink(missing_ok=True)


def guessed_version(file_name: str) -> str:
    """A version or date in a file's name: `sigma_all_rules-2026-08-05.zip`; empty when there is none."""
    found = _VERSION.search(Path(file_name).stem)
    return found.group(1) if found else ""
