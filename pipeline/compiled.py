"""Rules loaded by one process for others: a file per rule set, so that all processes of a run use the very same."""

from __future__ import annotations

import os
import pickle
from functools import lru_cache
from pathlib import Path

from detections.sigma import RuleSet


def write_compiled(rules: RuleSet, folder: Path) -> Path:
    """Complete when it is there: written beside and renamed."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{rules.report.version}.rules"
    beside = folder / f".{rules.report.version}.{os.getpid()}"
    beside.write_bytes(pickle.dumps(rules, pickle.HIGHEST_PROTOCOL))
    beside.replace(file)
    return file


@lru_cache(maxsize=1)
def read_compiled(file: Path) -> RuleSet:
    rules = pickle.loads(file.read_bytes())  # noqa: S301 - written by ourselves into our own data folder, which only we write
    assert isinstance(rules, RuleSet)
    return rules


def forget_compiled(folder: Path, keep: Path | None = None) -> None:
    for file in folder.glob("*"):
        if file != keep:
            file.unlink(missing_ok=True)
