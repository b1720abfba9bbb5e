"""Compiled rule sets kept on disk, so that a start costs reading instead of parsing and compiling.

A file is found by the digest of everything it was made from: rule files, taxonomy, pipelines, this package's sources and the
versions of what it builds on. Its content is trusted only if file and folder belong to this user and nobody else can write
to them, its checksum is right, and it names no other classes than those a rule set is made of. Anything else is as if it
were not there: the rules are compiled again.
"""

from __future__ import annotations

import gc
import io
import os
import pickle
import stat
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detections.sigma.loader import load
from detections.sigma.pipelines import resolve
from detections.sigma.ruleset import RuleSet
from detections.sigma.taxonomy import FOLDER

_MAGIC = b"FENGSUI RULES 1\n"
_SUM_BYTES = 32
KEPT = 8
"""Files kept in a folder; the oldest go."""
_METHODS = frozenset({"__eq__", "matches", "search"})
_CLASSES = {
    "detections.sigma.correlation_rule",
    "detections.sigma.fields",
    "detections.sigma.predicates",
    "detections.sigma.regex",
    "detections.sigma.report",
    "detections.sigma.rules",
    "detections.sigma.ruleset",
    "detections.sigma.taxonomy",
    "detections.sigma.text",
    "detections.sigma.numbers",
}
_OTHERS = {
    ("ipaddress", "IPv4Network"),
    ("ipaddress", "IPv6Network"),
    ("model.severity", "Level"),
    ("re", "RegexFlag"),
    *(("_operator", name) for name in ("eq", "ge", "gt", "le", "lt", "ne")),
}


def load_compiled(paths: Sequence[Path], pipelines: Sequence[str], folder: Path | None) -> RuleSet:
    """As `load`, from the folder's file for exactly these rules, or leaving one there. folder: None keeps nothing."""
    if folder is None:
        return load(paths, pipelines)
    resolve(pipelines)  # says what is wrong with them as `load` would
    file = folder / f"{digest_of(paths, pipelines)}.rules"
    rules = read(file)
    if rules is None:
        rules = load(paths, pipelines)
        if _usable(folder):
            rules.engine.prepare()
            write(rules, file)
    return rules


def digest_of(paths: Sequence[Path], pipelines: Sequence[str]) -> str:
    total = blake2b(_platform(), digest_size=16)
    for path in paths:
        _add(total, str(path).encode())
        for file in _files(Path(path)):
            _add(total, str(file).encode())
            _add(total, file.read_bytes())
    for name in pipelines:
        _add(total, name.encode())
        if Path(name).is_file():
            _add(total, Path(name).read_bytes())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in (".yml", ".yaml") and p.is_file())
    elif path.is_file():
        yield path


@cache
def _platform() -> bytes:
    """Everything but the rules that decides what is compiled."""
    total = blake2b(digest_size=32)
    _add(total, sys.version.encode())
    for name in ("pysigma", "hyperscan", "PyYAML"):
        _add(total, version(name).encode())
    for file in [*sorted(Path(__file__).parent.rglob("*.py")), *sorted(FOLDER.glob("*.yml"))]:
        _add(total, file.read_bytes())
    return total.digest()


def _add(total: Any, part: bytes) -> None:
    total.update(len(part).to_bytes(8, "big"))
    total.update(part)


def write(rules: RuleSet, file: Path) -> bool:
    """Complete when it is there: written beside and renamed. False when the folder cannot be written to or is not ours."""
    try:
        if not _usable(file.parent):
            return False
        body = pickle.dumps(rules, pickle.HIGHEST_PROTOCOL)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        with open(beside, "wb", opener=lambda path, flags: os.open(path, flags | os.O_EXCL, 0o600)) as out:
            out.write(_MAGIC + blake2b(body, digest_size=_SUM_BYTES).digest() + body)
        beside.replace(file)
        for old in sorted(file.parent.glob("*.rules"), key=lambda p: p.stat().st_mtime, reverse=True)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _usable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _private(folder)
    except OSError:
        return False


def read(file: Path) -> RuleSet | None:
    """None for a file that is not there, not ours, or not whole."""
    try:
        if not (_private(file.parent) and _private(file)):
            return None
        data = file.read_bytes()
    except OSError:
        return None
    start = len(_MAGIC) + _SUM_BYTES
    body = memoryview(data)[start:]
    if data[: len(_MAGIC)] != _MAGIC or blake2b(body, digest_size=_SUM_BYTES).digest() != data[len(_MAGIC) : start]:
        return None
    collecting = gc.isenabled()
    gc.disable()  # hundreds of thousands of new objects, none of them garbage
    try:
        rules = _Reader(io.BytesIO(body)).load()
    except (pickle.UnpicklingError, AttributeError, LookupError, TypeError, ValueError, EOFError):
        return None
    finally:
        if collecting:
            gc.enable()
    return rules if isinstance(rules, RuleSet) else None


def _private(path: Path) -> bool:
    info = path.lstat()
    return (
        info.st_uid == os.geteuid()
        and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        and (stat.S_ISREG(info.st_mode) or stat.S_ISDIR(info.st_mode))
    )


class _Reader(pickle.Unpickler):
    """Makes what a rule set is made of, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("builtins", "getattr"):
            return _method
        if (module, name) in _OTHERS:
            return super().find_class(module, name)
        if module in _CLASSES and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"a compiled rule set holds no {module}.{name}")


def _method(owner: Any, name: str) -> Any:
    if name not in _METHODS:
        raise pickle.UnpicklingError(f"a compiled rule set holds no method {name}")
    return getattr(owner, name)
