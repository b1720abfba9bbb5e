"""From what a source says about a threat to the level of an alert; the rules are data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from model.severity import Level

_WORD = re.compile(r"[^\w]+")


@cache
def _rules() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("severity.yml").read_text("utf-8"))
    return loaded


def level_of(confidence: int, labels: Iterable[str]) -> Level:
    """confidence: 0 to 100."""
    rules = _rules()
    level = next(Level(step["level"]) for step in rules["by_confidence"] if confidence >= step["from"])
    said = list(labels)
    if _says(said, "raise"):
        level = list(Level)[min(level.rank + 1, Level.CRITICAL.rank)]
    if _says(said, "cap_low") and level.rank > Level.LOW.rank:
        level = Level.LOW
    return level


def harmless(labels: Iterable[str]) -> bool:
    """The source itself says that it is not malicious."""
    return _says(labels, "harmless")


def _says(labels: Iterable[str], rule: str) -> bool:
    words = _rules()[rule]
    for label in labels:
        text = f"-{_WORD.sub('-', label.casefold())}-"
        if any(f"-{word}-" in text if word.isascii() else word in text for word in words):
            return True
    return False
