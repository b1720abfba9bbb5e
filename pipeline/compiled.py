"""Rules loaded by one process for others: a file per rule set, so that all processes of a run use the very same."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from detections.sigma import RuleSet
from detections.sigma import compiled as files
from model.errors import StoreError


def write_compiled(rules: RuleSet, folder: Path) -> Path:
    """Raises StoreError when the folder cannot be written to, or is not this user's alone."""
    rules.engine.prepare()
    file = folder / f"{rules.report.version}.rules"
    if not files.write(rules, file):
        raise StoreError("compiled rules cannot be kept there", where=str(folder), hint="see who owns the folder")
    return file


@lru_cache(maxsize=1)
def read_compiled(file: Path) -> RuleSet:
    rules = files.read(file)
    if rules is None:
        raise StoreError("the compiled rules are gone or damaged", where=str(file), hint="start the platform again")
    return rules


def forget_compiled(folder: Path) -> None:
    for file in folder.glob("*"):
        file.unlink(missing_ok=True)
