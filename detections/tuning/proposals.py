"""Filters proposed from judged alerts: what the dismissed ones have in common and the confirmed ones have not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from model.event import Event

MAX_PROPOSALS = 4
MAX_CONDITIONS = 3
MAX_VALUES = 5
"""Distinct values a proposed field lists at most; more is a description of the past, not a reason."""
LONGEST = 256

# What says who, where and what; the earlier, the better a reason it makes. Names as ECS has them; others come after.
_TELLING = (
    "source.ip", "user.name", "host.name", "process.executable", "process.command_line", "process.parent.executable",
    "destination.ip", "destination.domain", "dns.question.name", "url.path", "url.domain", "user_agent.original",
    "file.path", "destination.port", "mqtt.topic", "Image", "CommandLine", "ParentImage", "User", "TargetFilename",
    "IpAddress", "SubjectUserName", "TargetUserName", "Computer", "exe", "comm",
)  # fmt: skip
_ORDER = {name: number for number, name in enumerate(_TELLING)}
# Of the collection of the record, not of what happened; and what differs in every event.
_PREFIXES = ("event.", "log.", "fengsui.", "observer.", "agent.", "ecs.", "network.community", "winlog.record")
_NAMES = frozenset(
    {"@timestamp", "message", "tags", "EventRecordID", "RecordNumber", "UtcTime", "SystemTime", "Message"}
)

Value: TypeAlias = "str | int | bool"


@dataclass(frozen=True, slots=True)
class Sample:
    """One alert's event, as fields a filter can look at. dismissed: judged false positive or benign; None: not judged."""

    alert: str
    fields: Mapping[str, Any]
    dismissed: bool | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """selection: field to values, as `write_filter` takes it."""

    selection: dict[str, list[Value]] = field(default_factory=dict)

    def matches(self, fields: Mapping[str, Any]) -> bool:
        return all(_values(fields.get(name)) & set(values) for name, values in self.selection.items())


def telling_fields(event: Event) -> dict[str, Any]:
    """What of an event may explain why an alert is harmless."""
    return {
        name: value
        for name, value in event.items()
        if name not in _NAMES and not name.startswith(_PREFIXES) and _values(value)
    }


def propose(samples: Sequence[Sample]) -> list[Proposal]:
    """Filters that hide dismissed alerts and no confirmed one, those that hide most first, then the narrowest.

    Each looks at one to MAX_CONDITIONS fields. Empty when the dismissed ones share nothing that sets them apart.
    """
    dismissed = [s for s in samples if s.dismissed]
    confirmed = [s for s in samples if s.dismissed is False]
    unjudged = [s for s in samples if s.dismissed is None]
    if not dismissed:
        return []
    conditions = _conditions(dismissed)
    found: dict[tuple[Any, ...], Proposal] = {}
    for first in conditions:
        chosen = _narrowed([first], conditions, dismissed, confirmed)
        if chosen is not None:
            proposal = Proposal({name: list(values) for name, values in chosen})
            found.setdefault(tuple(sorted((n, tuple(map(str, v))) for n, v in proposal.selection.items())), proposal)

    def worth(proposal: Proposal) -> tuple[Any, ...]:
        hidden = sum(proposal.matches(s.fields) for s in dismissed)
        besides = sum(proposal.matches(s.fields) for s in unjudged)
        rank = min(_ORDER.get(name, len(_ORDER)) for name in proposal.selection)
        return -hidden, besides, len(proposal.selection), sum(map(len, proposal.selection.values())), rank

    return sorted(found.values(), key=worth)[:MAX_PROPOSALS]


_Condition: TypeAlias = tuple[str, tuple[Value, ...]]


def _conditions(dismissed: Sequence[Sample]) -> list[_Condition]:
    """Fields with few values among the dismissed alerts, by how many they cover, then by how telling they are."""
    counted: dict[str, Counter[Value]] = {}
    for sample in dismissed:
        for name, value in sample.fields.items():
            counted.setdefault(name, Counter()).update(_values(value))
    out: list[tuple[int, int, str, tuple[Value, ...]]] = []
    for name, values in counted.items():
        common = [value for value, _ in values.most_common(MAX_VALUES)]
        # As many values as alerts is no pattern; one value alone is, however often.
        kept = common if len(values) <= MAX_VALUES and len(values) * 2 <= len(dismissed) else common[:1]
        covered = sum(bool(_values(s.fields.get(name)) & set(kept)) for s in dismissed)
        if covered * 2 >= len(dismissed):
            out.append((-covered, _ORDER.get(name, len(_ORDER)), name, tuple(sorted(kept, key=str))))
    return [(name, values) for _, _, name, values in sorted(out)]


def _narrowed(
    chosen: list[_Condition],
    conditions: Sequence[_Condition],
    dismissed: Sequence[Sample],
    confirmed: Sequence[Sample],
) -> list[_Condition] | None:
    """With further conditions until no confirmed alert is hidden; None when that takes too many, or leaves too little."""
    while True:
        hit = [s for s in confirmed if _all_hold(chosen, s)]
        if not hit:
            # A field every confirmed alert has alike sets nothing apart; alone it would hide the next real one.
            return chosen
        if len(chosen) == MAX_CONDITIONS:
            return None
        left = [c for c in conditions if c[0] not in {name for name, _ in chosen}]
        if not left:
            return None
        best = min(left, key=lambda c: (sum(_all_hold([c], s) for s in hit), conditions.index(c)))
        if all(_all_hold([best], s) for s in hit):
            return None
        chosen = [*chosen, best]
        if 2 * sum(_all_hold(chosen, s) for s in dismissed) < len(dismissed):
            return None


def _all_hold(conditions: Sequence[_Condition], sample: Sample) -> bool:
    return all(_values(sample.fields.get(name)) & set(values) for name, values in conditions)


def _values(value: Any) -> set[Value]:
    """The values a filter could name: short texts and whole numbers, of a list each member."""
    members = value if isinstance(value, list) else [value]
    return {m for m in members if (isinstance(m, str) and 0 < len(m) <= LONGEST) or isinstance(m, bool | int)}
