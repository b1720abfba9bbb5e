"""What the correlator remembers of an open incident, and how it becomes the `Incident` others see."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from correlator import confidence, scoring, titles
from correlator.habits import Usual
from correlator.identity import Part
from correlator.index import Posting
from correlator.settings import MACHINES, CorrelatorSettings
from correlator.stakes import NOTHING, Stake
from model.alert import Alert
from model.entity import Entity, Role
from model.incident import Incident, IncidentStatus, Member, Reason
from model.severity import Level
from model.times import Micros

_ROLE_RANK = {Role.ACTOR: 2, Role.TARGET: 1, Role.OBSERVED: 0}


class RuleCount(msgspec.Struct, array_like=True):
    title: str
    title_zh: str
    level: Level
    count: int


class Moved(msgspec.Struct, array_like=True):
    """An alert that came since the incident seemed to begin again, with what is needed to enter it elsewhere."""

    alert: Alert
    parts: list[Part]
    usual: Usual


class Again(msgspec.Struct):
    """The incident seems to begin again. began: when; rules: of its opening, that came back; before: the incident as it
    stood; postings: of the entities touched since, as they stood (None: there was none)."""

    began: Micros
    rules: dict[str, None]
    before: OpenIncident
    postings: dict[str, Posting | None] = {}
    moved: list[Moved] = []


class OpenIncident(msgspec.Struct):
    """number: counts openings, so that "the older one" is told by arrival and not by clocks or batches.

    keys: entity keys under which the index may hold this incident. actors: machines known to have acted.

    repeats: how often each (rule, entity) spoke; kinds: how many entities each rule spoke about. Both only serve the
    saturation of the score. entities is capped; `entities_dropped` says how many did not fit.

    centre: the machine of its last alert that is neither background nor only near, last_alert: that alert, last_own: when
    it was. opening: the unusual rules it began with, and when each last spoke. taught: habits its alerts added an hour to,
    until it is escalated. apart: incidents it was split from, which only a strong link may join again; related: incidents
    an alert connected with it too weakly to make them one. stake: the gravest of what its alerts are about.
    """

    id: str
    number: int
    first_alert: str
    background: bool
    created: Micros
    updated: Micros
    first_event: Micros
    last_event: Micros
    members: list[Member] = []
    keys: dict[str, None] = {}
    actors: dict[str, None] = {}
    entities: dict[str, Entity] = {}
    entities_dropped: int = 0
    units: dict[str, None] = {}
    tactics: dict[str, Micros] = {}
    techniques: dict[str, Micros] = {}
    rules: dict[str, RuleCount] = {}
    repeats: dict[str, int] = {}
    kinds: dict[str, int] = {}
    base: float = 0.0
    level: Level = Level.INFORMATIONAL
    escalated: bool = False
    shown_since: Micros | None = None
    centre: str = ""
    last_alert: str = ""
    last_own: Micros = 0
    opening: dict[str, Micros] = {}
    again: Again | None = None
    apart: dict[str, None] = {}
    related: dict[str, None] = {}
    taught: dict[str, int] = {}
    stake: Stake = NOTHING

    @classmethod
    def opened_by(cls, alert: Alert, incident_id: str, number: int, background: bool) -> OpenIncident:
        return cls(
            id=incident_id,
            number=number,
            first_alert=alert.id,
            background=background,
            created=alert.created,
            updated=alert.created,
            first_event=alert.first_time,
            last_event=alert.time,
            members=[],
            keys={},
            actors={},
            entities={},
            units={},
            tactics={},
            techniques={},
            rules={},
            repeats={},
            kinds={},
            opening={},
            apart={},
            related={},
            taught={},
        )

    def copied(self) -> OpenIncident:
        """A copy that shares nothing that changes."""
        return msgspec.structs.replace(
            self,
            members=list(self.members),
            keys=dict(self.keys),
            actors=dict(self.actors),
            entities=dict(self.entities),
            units=dict(self.units),
            tactics=dict(self.tactics),
            techniques=dict(self.techniques),
            rules={rule: msgspec.structs.replace(count) for rule, count in self.rules.items()},
            repeats=dict(self.repeats),
            kinds=dict(self.kinds),
            opening=dict(self.opening),
            apart=dict(self.apart),
            related=dict(self.related),
            taught=dict(self.taught),
            again=None,
        )

    def recurs(self, rule: str, time: Micros, settings: CorrelatorSettings) -> bool:
        """Whether a rule it began with speaks again after a long silence."""
        last = self.opening.get(rule)
        return last is not None and time - last > settings.again_after

    def score(self, settings: CorrelatorSettings) -> float:
        return scoring.score(self.evidence(settings), self.stake)

    def evidence(self, settings: CorrelatorSettings) -> float:
        return scoring.total(self.base, len(self.tactics), settings)

    def add(
        self,
        alert: Alert,
        reason: Reason,
        keys: list[str],
        actors: list[str],
        weight: float,
        settings: CorrelatorSettings,
    ) -> None:
        """weight: what the alert adds as evidence, before its repeats saturate."""
        self.members.append(Member(alert_id=alert.id, reason=reason))
        self.updated = max(self.updated, alert.created)
        self.first_event = min(self.first_event, alert.first_time, alert.time)
        self.last_event = max(self.last_event, alert.time)
        self.units[alert.unit] = None
        for key in keys:
            self.keys[key] = None
        for key in actors:
            if len(self.actors) < settings.max_incident_entities:
                self.actors[key] = None
        for entity in alert.entities:
            self._show(entity, settings)
        for known, names in ((self.tactics, alert.tactics), (self.techniques, alert.techniques)):
            for name in names:
                known[name] = min(known.get(name, alert.time), alert.time)
        rule = self.rules.get(alert.rule.id)
        if rule is None:
            self.rules[alert.rule.id] = RuleCount(alert.rule.title, alert.rule.title_zh, alert.rule.level, 1)
        else:
            rule.count += 1
        self.level = max(self.level, alert.rule.level, key=lambda level: level.rank)
        self._weigh(alert, actors[0] if actors else keys[0] if keys else "", weight, settings)

    def _show(self, entity: Entity, settings: CorrelatorSettings) -> None:
        known = self.entities.get(entity.key)
        if known is None and len(self.entities) >= settings.max_incident_entities:
            self.entities_dropped += 1
        elif known is None or _ROLE_RANK[entity.role] > _ROLE_RANK[known.role]:
            self.entities[entity.key] = entity

    def _weigh(self, alert: Alert, about: str, weight: float, settings: CorrelatorSettings) -> None:
        spoken = f"{alert.rule.id}\x00{about}"
        repeats = self.repeats.get(spoken, 0)
        if repeats == 0:
            self.kinds[alert.rule.id] = self.kinds.get(alert.rule.id, 0) + 1
        self.repeats[spoken] = repeats + 1
        spread = scoring.repeat_value(weight, self.kinds[alert.rule.id] - 1, settings)
        self.base += scoring.repeat_value(spread, repeats, settings)
        if self.escalates(settings):
            self.escalate(self.updated)

    def escalates(self, settings: CorrelatorSettings) -> bool:
        return scoring.escalates(self.evidence(settings), self.stake, self.level, settings)

    def escalate(self, since: Micros) -> None:
        """Show it to people from now on; nothing changes for what is shown already."""
        if not self.escalated:
            self.escalated, self.shown_since = True, since

    def absorb(self, other: OpenIncident, reason: Reason, settings: CorrelatorSettings) -> None:
        """Take over all members of `other`; the alert that opened it now belongs for `reason`."""
        for member in other.members:
            is_first = member.alert_id == other.first_alert
            self.members.append(Member(alert_id=member.alert_id, reason=reason) if is_first else member)
        self.created = min(self.created, other.created)
        self.updated = max(self.updated, other.updated)
        self.first_event = min(self.first_event, other.first_event)
        self.last_event = max(self.last_event, other.last_event)
        self.units.update(other.units)
        self.keys.update(other.keys)
        for key in other.actors:
            if len(self.actors) < settings.max_incident_entities:
                self.actors[key] = None
        self.entities_dropped += other.entities_dropped
        for entity in other.entities.values():
            self._show(entity, settings)
        for mine, theirs in ((self.tactics, other.tactics), (self.techniques, other.techniques)):
            for name, time in theirs.items():
                mine[name] = min(mine.get(name, time), time)
        for rule_id, rule in other.rules.items():
            had = self.rules.get(rule_id)
            self.rules[rule_id] = (
                rule if had is None else RuleCount(had.title, had.title_zh, had.level, had.count + rule.count)
            )
        for spoken, count in other.repeats.items():
            self.repeats[spoken] = self.repeats.get(spoken, 0) + count
        for rule_id, count in other.kinds.items():
            self.kinds[rule_id] = self.kinds.get(rule_id, 0) + count
        for rule_id, at in other.opening.items():
            self.opening[rule_id] = max(self.opening.get(rule_id, at), at)
        self.last_own = max(self.last_own, other.last_own)
        self.apart.update(other.apart)
        self.apart.pop(self.id, None)
        self.related.update(other.related)
        for gone in (self.id, other.id):
            self.related.pop(gone, None)
        self.again = None
        self.learn(other.taught, settings)
        self.stake = self.stake.with_(other.stake)
        # Each side was saturated on its own: the sum may count a repeat twice, never an alert.
        self.base += other.base
        self.level = max(self.level, other.level, key=lambda level: level.rank)
        since = [one.shown_since for one in (self, other) if one.escalated and one.shown_since is not None]
        if self.escalated or other.escalated:
            self.escalated, self.shown_since = True, min(since, default=None)
        elif self.escalates(settings):
            self.escalate(self.updated)

    def learn(self, noted: Mapping[str, int], settings: CorrelatorSettings) -> None:
        for key, hour in noted.items():
            if len(self.taught) < settings.max_incident_entities:
                self.taught[key] = hour

    def as_incident(
        self, settings: CorrelatorSettings, status: IncidentStatus = IncidentStatus.NEW, merged_into: str = ""
    ) -> Incident:
        entities = tuple(sorted(self.entities.values(), key=lambda e: (-_ROLE_RANK[e.role], e.kind, e.value)))
        by_time = [name for name, _ in sorted(self.tactics.items(), key=lambda item: item[1])]
        techniques = [name for name, _ in sorted(self.techniques.items(), key=lambda item: item[1])]
        rules = sorted(self.rules.values(), key=lambda r: (-r.level.rank, -r.count, r.title))
        shown = list(self.entities.values())  # in order of appearance
        title, title_zh = titles.titles(rules=rules, tactics=by_time, entities=shown, alerts=len(self.members))
        return Incident(
            id=self.id,
            title=title,
            title_zh=title_zh,
            status=status,
            level=self.level,
            created=self.created,
            updated=self.updated,
            first_event=self.first_event,
            last_event=self.last_event,
            score=round(self.score(settings), 3),
            escalated=self.escalated,
            units=tuple(sorted(self.units)),
            members=tuple(self.members),
            entities=entities,
            tactics=tuple(by_time),
            techniques=tuple(techniques),
            merged_into=merged_into,
            evidence=round(self.evidence(settings), 3),
            scored=scoring.parts(self.base, len(self.tactics), self.stake, settings),
            confidence=confidence.confidence(self.evidence(settings), settings.curve),
            because=confidence.reasons(
                level=self.level,
                top=min(self.base, scoring.LEVEL_WEIGHT[self.level]),
                rules=len(self.rules),
                base=self.base,
                tactics=by_time,
                bonus=settings.tactic_bonus,
                machines=sum(e.kind in MACHINES for e in self.entities.values()),
            ),
            related=tuple(self.related),
            shown_since=self.shown_since,
        )
