"""A small language for rule tests: a detection on an event, and rules written inline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

from detections import sigma
from detections.sigma.build import map_tree
from detections.sigma.fields import PLAIN
from detections.sigma.predicates import Tests
from detections.sigma.values import View


def holds(detection: Any, event: dict[str, Any]) -> bool:
    """Whether a detection, as a rule would write it, holds for an event."""
    return map_tree(detection, Tests()).evaluate(View(event, PLAIN))


def field(key: str, value: Any, event_value: Any) -> bool:
    """Whether `key: value` holds for an event whose field `f` has a value."""
    return holds({key: value}, {"f": event_value})


def load(folder: Path, *texts: str, pipelines: Sequence[str] = ()) -> sigma.RuleSet:
    """Rules written inline, loaded from a file each."""
    paths = []
    for i, text in enumerate(texts):
        path = folder / f"rule{i}.yml"
        path.write_text(dedent(text), "utf-8")
        paths.append(path)
    return sigma.load(paths, pipelines)


def rule(detection: str, *, extra: str = "", number: int = 1, logsource: str = "category: any") -> str:
    """A whole rule around a detection section written as flow YAML."""
    return (
        f"title: Rule {number}\n"
        f"id: 00000000-0000-4000-8000-{number:012d}\n"
        f"name: rule_{number}\n"
        f"logsource: {{{logsource}}}\n"
        f"detection: {detection}\n"
        f"{extra}\n"
    )


def problems(rules: sigma.RuleSet) -> list[str]:
    return [p.reason for e in rules.report.rejected + rules.report.inactive for p in e.problems]
