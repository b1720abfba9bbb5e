"""The detectors as rules are listed: what is active and what the installation has switched off."""

from __future__ import annotations

from detections.behaviour.alerts import compiled
from detections.behaviour.catalogue import Config, rules
from detections.sigma import CompiledRule, Entry, State
from detections.sigma.report import Problem


def listed(config: Config | None) -> list[tuple[Entry, CompiledRule]]:
    """Every detector, in the order of the names. config None: behaviour detection is off as a whole."""
    active = config.active if config else ()
    return [(_entry(name, active=name in active), compiled(name)) for name in rules()]


def _entry(name: str, *, active: bool) -> Entry:
    rule = rules()[name]
    problems = () if active else (Problem(str(rule.file), 1, "switched off in the settings, detection.behaviour"),)
    return Entry(
        file=str(rule.file),
        line=1,
        kind="behaviour",
        state=State.ACTIVE if active else State.INACTIVE,
        id=rule.id,
        title=rule.title,
        cause="" if active else "disabled",
        problems=problems,
    )
