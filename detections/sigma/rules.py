"""What a loaded rule is, as data: everything about it except the way it is evaluated. Pickles small."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from detections.sigma.taxonomy import LogSource
from model.alert import RuleRef
from model.severity import Level


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """`index` is its place in the RuleSet that loaded it; `id` its UUID, or `auto-…` from its content when it has none.

    reports: whether a match is an alert of its own. False for a rule that only feeds a correlation (`generate: false`).
    level: a rule without one is `medium`. version: digest of the text it was made from (see `report.Entry`).
    """

    index: int
    id: str
    title: str
    level: Level
    tags: tuple[str, ...]
    file: str
    line: int
    title_zh: str = ""
    name: str = ""
    status: str = ""
    logsource: LogSource = field(default_factory=LogSource)
    correlation: bool = False
    reports: bool = True
    description: str = ""
    description_zh: str = ""
    falsepositives: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    version: str = ""

    @property
    def ref(self) -> RuleRef:
        return RuleRef(
            id=self.id,
            title=self.title,
            level=self.level,
            tags=self.tags,
            title_zh=self.title_zh,
            correlation=self.correlation,
            version=self.version,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """A rule found in an event. `matched`: Sigma field (or `keywords`) to the value, or list of values, that satisfied it.

    via: the field map (taxonomy) under which the event was read; correlations read group-by fields the same way.
    Empty for a match that was kept without it; it is then found again from the event.
    """

    rule: CompiledRule
    matched: dict[str, Any] = field(default_factory=dict)
    via: str = ""
