"""Rules as lists show them: what the load report says, what people decided, what each did."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from api import attack as words
from api.access import Caller
from api.core import Core
from api.rules.library import Document, Library, library_of
from api.rules.schemas import ActivityRead, RuleRead, RuleSort, Switched
from api.wire import moment, moment_or_none
from detections.sigma import State
from model import attack
from model.severity import Level
from store import alerts, content, rules
from store.rules import Activity, Switch

MOST = 1_000_000
_NONE = Activity()


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a list of rules is made from, read once. hits, activity: None for who may not see alerts."""

    library: Library
    switches: Mapping[str, Switch]
    hits: Mapping[str, int] | None
    activity: Mapping[str, Activity] | None
    packs: Mapping[str, str]

    def state_of(self, document: Document) -> State:
        """A rule that is switched off is inactive, whatever its file says."""
        off = document.rule is not None and document.rule.id in self.switches
        return State.INACTIVE if off else document.entry.state

    def activity_of(self, document: Document) -> Activity | None:
        if self.activity is None or document.rule is None:
            return None
        return self.activity.get(document.rule.id, _NONE)

    def pack_of(self, document: Document) -> str | None:
        return next((name for file, name in self.packs.items() if document.entry.file.startswith(file)), None)


def known_of(core: Core, tx: Session, caller: Caller) -> Known:
    sees = caller.may("alerts:read")
    folder = core.settings.content_folder
    return Known(
        library=library_of(core),
        switches=rules.switches(tx),
        hits=alerts.count_by_rule(tx, caller.scope, limit=MOST) if sees else None,
        activity=rules.activity(tx, caller.scope, now=core.clock()) if sees else None,
        packs={str(Path(folder) / pack.file): pack.name for pack in content.find(tx)},
    )


def view(document: Document, known: Known) -> RuleRead:
    entry, rule = document.entry, document.rule
    numbers, names = attack.from_sigma_tags(rule.tags) if rule else ((), ())
    switch = known.switches.get(rule.id) if rule else None
    done = known.activity_of(document)
    return RuleRead(
        key=document.key,
        id=entry.id or None,
        title=(rule.title if rule else entry.title) or None,
        title_zh=rule.title_zh or None if rule else None,
        kind=entry.kind,
        state=known.state_of(document),
        cause="switched_off" if switch else entry.cause or None,
        reason=f"switched off by {switch.actor}: {switch.reason}" if switch else entry.reason or None,
        level=rule.level if rule else None,
        level_zh=rule.level.zh if rule else None,
        status=rule.status or None if rule else None,
        logsource=str(rule.logsource) if rule and not rule.correlation else None,
        techniques=words.techniques(numbers),
        tactics=words.tactics(names),
        reports=rule.reports if rule else None,
        hits=None if known.hits is None or rule is None else known.hits.get(rule.id, 0),
        activity=None if done is None else activity_view(done),
        switched_off=Switched(reason=switch.reason, actor=switch.actor, time=moment(switch.time)) if switch else None,
        version=entry.version or None,
        pack=known.pack_of(document),
        file=document.file,
        line=entry.line,
    )


def activity_view(done: Activity) -> ActivityRead:
    return ActivityRead(
        day=done.day,
        week=done.week,
        month=done.month,
        hits=done.hits,
        alerts=done.alerts,
        hidden=done.hidden,
        decided=done.decided,
        dismissed=done.dismissed,
        noise=done.noise,
        last=moment_or_none(done.last),
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rules to list; an empty member does not limit. fired: whether they have hits."""

    q: str | None = None
    states: Sequence[State] = field(default_factory=tuple)
    levels: Sequence[Level] = field(default_factory=tuple)
    statuses: Sequence[str] = field(default_factory=tuple)
    technique: str | None = None
    logsource: str | None = None
    pack: str | None = None
    fired: bool | None = None

    def holds(self, document: Document, known: Known) -> bool:
        rule = document.rule
        if self.states and known.state_of(document) not in self.states:
            return False
        if self.levels and (rule is None or rule.level not in self.levels):
            return False
        if self.statuses and (rule is None or rule.status not in self.statuses):
            return False
        if self.technique and not self._speaks_of(document):
            return False
        if self.logsource and (rule is None or self.logsource.casefold() not in str(rule.logsource).casefold()):
            return False
        if self.pack is not None and (known.pack_of(document) or "") != self.pack:
            return False
        if self.fired is not None and bool((known.activity_of(document) or _NONE).hits) is not self.fired:
            return False
        return not self.q or self._says(document, self.q.casefold())

    def _speaks_of(self, document: Document) -> bool:
        wanted = (self.technique or "").upper()
        found = attack.from_sigma_tags(document.rule.tags)[0] if document.rule else ()
        return any(number == wanted or number.startswith(f"{wanted}.") for number in found)

    def _says(self, document: Document, q: str) -> bool:
        entry, rule = document.entry, document.rule
        said = (entry.title, entry.id, document.file, rule.title_zh if rule else "")
        return any(q in text.casefold() for text in said)


def ordered(documents: Sequence[Document], known: Known, sort: RuleSort) -> list[Document]:
    """Ties stay in the order of loading."""

    def done(document: Document) -> Activity:
        return known.activity_of(document) or _NONE

    keys: dict[RuleSort, Callable[[Document], tuple[float, ...]]] = {
        RuleSort.HITS: lambda d: (-done(d).month, -done(d).hits),
        RuleSort.NOISE: lambda d: (-(done(d).noise or 0.0), -done(d).dismissed, -done(d).decided),
        RuleSort.LAST: lambda d: (-(done(d).last or 0),),
    }
    return sorted(documents, key=keys[sort]) if sort in keys else list(documents)
