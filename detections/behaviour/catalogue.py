"""What each detector says about itself (rules/*.yml), and what an installation changes about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from model.alert import RuleRef
from model.errors import SettingsError
from model.severity import Level

FOLDER = Path(__file__).with_name("rules")


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """unit: s, bytes, per cent …; empty for plain numbers. Values are checked against least."""

    default: float
    meaning: str
    meaning_zh: str
    unit: str = ""
    least: float = 0


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A detector's metadata; the fields mean what they mean in a Sigma rule. `name`: file name, and key in the settings."""

    id: str
    name: str
    title: str
    title_zh: str
    level: Level
    status: str
    description: str
    description_zh: str
    source: tuple[str, ...]
    reads: tuple[str, ...]
    tags: tuple[str, ...]
    falsepositives: tuple[str, ...]
    falsepositives_zh: tuple[str, ...]
    blind_spots: str
    blind_spots_zh: str
    thresholds: dict[str, Threshold]

    @property
    def file(self) -> Path:
        return FOLDER / f"{self.name}.yml"

    def ref(self, level: Level | None = None) -> RuleRef:
        return RuleRef(
            id=self.id,
            title=self.title,
            title_zh=self.title_zh,
            level=level or self.level,
            tags=self.tags,
            correlation=True,
        )


@cache
def rules() -> Mapping[str, Rule]:
    """Every shipped detector's metadata by name, in the order of the names."""
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        rule = msgspec.convert(yaml.safe_load(path.read_text("utf-8")), Rule)
        if rule.name != path.stem:
            raise ValueError(f"{path.name}: name must be {path.stem!r}, is {rule.name!r}")
        found[rule.name] = rule
    return found


# RFC 1918, RFC 6598 (shared address space), RFC 3927 and RFC 4291 (link-local), RFC 4193 (unique local)
PRIVATE = (
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
    "fc00::/7", "fe80::/10", "::1/128",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Config:
    """What an installation decides. Small and hashable: it travels to the worker processes.

    lateness_s: how long an observation may come after a later one and still be put in its place. own_networks: beside the
    private ones. entries: most entries of any one table. thresholds: (detector, threshold, value).
    """

    enabled: bool = True
    disabled: frozenset[str] = frozenset()
    thresholds: tuple[tuple[str, str, float], ...] = ()
    own_networks: tuple[str, ...] = ()
    lateness_s: float = 30.0
    entries: int = 50_000
    geoip: str = ""

    def limits(self, rule: Rule) -> dict[str, float]:
        """The thresholds of a detector: its defaults with the installation's values."""
        given = {name: value for detector, name, value in self.thresholds if detector == rule.name}
        return {name: given.get(name, threshold.default) for name, threshold in rule.thresholds.items()}

    def tightened(self, given: Mapping[str, Mapping[str, float]]) -> Config:
        """With these thresholds, detector → threshold → value, wherever they ask for less than the installation does."""
        lower = [
            (detector, name, min(value, self.limits(rules()[detector])[name]))
            for detector, values in given.items()
            for name, value in values.items()
        ]
        kept = [one for one in self.thresholds if one[0] not in given or one[1] not in given[one[0]]]
        return replace(self, thresholds=(*kept, *lower))

    @property
    def active(self) -> tuple[str, ...]:
        return tuple(name for name in rules() if name not in self.disabled) if self.enabled else ()


def check(disabled: list[str], thresholds: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Everything wrong with an installation's changes, each with what would be right."""
    known = rules()
    names = ", ".join(known)
    problems = [
        f"no behaviour detector is called {name!r}; there are: {names}" for name in disabled if name not in known
    ]
    for name, given in thresholds.items():
        rule = known.get(name)
        if rule is None:
            problems.append(f"no behaviour detector is called {name!r}; there are: {names}")
            continue
        for key, value in given.items():
            threshold = rule.thresholds.get(key)
            if threshold is None:
                problems.append(f"{name} has no threshold {key!r}; it has: {', '.join(rule.thresholds)}")
            elif not isinstance(value, int | float) or isinstance(value, bool) or not value >= threshold.least:
                problems.append(f"{name}.{key}: expected a number of at least {threshold.least:g}, got {value!r}")
    return problems


def config(
    *,
    enabled: bool = True,
    disabled: list[str] | None = None,
    thresholds: Mapping[str, Mapping[str, Any]] | None = None,
    own_networks: list[str] | None = None,
    lateness_s: float = 30.0,
    geoip: str = "",
) -> Config:
    """From an installation's settings. Raises SettingsError with everything that is wrong."""
    problems = check(disabled or [], thresholds or {})
    if problems:
        raise SettingsError(problems, where="detection.behaviour")
    return Config(
        enabled=enabled,
        disabled=frozenset(disabled or ()),
        thresholds=tuple(
            (name, key, float(value))
            for name, given in sorted((thresholds or {}).items())
            for key, value in sorted(given.items())
        ),
        own_networks=tuple(own_networks or ()),
        lateness_s=lateness_s,
        geoip=geoip,
    )
