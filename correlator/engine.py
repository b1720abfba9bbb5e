"""The first correlator: incidents by shared entities within a window, every membership with its stated reason.

Per alert: look up the incidents that share an entity, weigh the links (`correlator.linking`), join the strongest that
is strong enough, merge those the alert shows to be one, or open a new one. Nothing looks at the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from correlator.index import EntityIndex, Posting
from correlator.linking import Link, Part, joins, links_of, parts_of
from correlator.scoring import Habits
from correlator.settings import CorrelatorSettings
from correlator.state import OpenIncident
from model.alert import Alert
from model.entity import EntityKind
from model.errors import StoreError
from model.estate import Asset
from model.event import digest
from model.incident import Incident, IncidentChange, IncidentStatus, Reason
from model.severity import Level
from model.times import Micros

SNAPSHOT_VERSION = 1
_START_OVER = "start from the stored alerts instead"
EVENTS_PER_ALERT = 16
FIRST = Reason(kind="first")
DEFAULTS = CorrelatorSettings()


class Counters(msgspec.Struct):
    """What the correlator did, and everything it had to drop to stay within its bounds."""

    alerts: int = 0
    repeated: int = 0  # the same alert id again: ignored
    opened: int = 0
    merged: int = 0
    closed: int = 0  # candidates that stayed quiet
    settled: int = 0  # escalated incidents that stayed quiet: no longer grow, still stand
    evicted_incidents: int = 0  # forgotten early because there were too many
    evicted_entities: int = 0
    evicted_habits: int = 0
    full: int = 0  # incidents that reached max_members and take no more
    entities_cut: int = 0  # entities of an alert beyond max_alert_entities


class _State(msgspec.Struct):
    version: int
    open: dict[str, OpenIncident]
    events: dict[str, str]
    index: EntityIndex
    habits: Habits
    counters: Counters
    ids: dict[str, None]


class Correlator:
    """aliases: entity key to the key it is another name of, e.g. `ip:10.1.0.5` to `host:portal` (see `aliases_of`).

    The engine decides the status words NEW, MERGED and CLOSED (a candidate that stayed quiet) and no other: what a
    person set on a stored incident is kept by whoever stores it.
    """

    def __init__(self, settings: CorrelatorSettings = DEFAULTS, aliases: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.aliases: Mapping[str, str] = dict(aliases or {})
        self._home: dict[str, str] = {}  # alert id to the open incident that holds it; follows from the state
        self._state = _State(SNAPSHOT_VERSION, {}, {}, EntityIndex(seen={}), Habits(known={}), Counters(), {})

    # -- what the pipeline calls

    def feed(self, alert: Alert) -> list[IncidentChange]:
        """The changes this alert makes, in order; the last one is of the incident that now holds it. Empty for an alert
        that is already a member. Costs the size of the changed incident; for many alerts use `feed_all`."""
        touched: dict[str, str] = {}
        done: list[IncidentChange] = []
        self._place(alert, touched, done)
        return done + self._show(touched, alert.id)

    def feed_all(self, alerts: Iterable[Alert]) -> list[IncidentChange]:
        """As `feed` one by one, but each incident is shown once, as it stands at the end."""
        touched: dict[str, str] = {}
        done: list[IncidentChange] = []
        for alert in alerts:
            self._place(alert, touched, done)
        return done + self._show(touched, "")

    def advance(self, now_us: Micros) -> list[IncidentChange]:
        """Forget incidents whose last event is `quiet` before `now_us`: candidates close, escalated ones stand as they
        are and no longer grow. `now_us` is event time in a replay, the clock in live running."""
        stale = [i for i in self._state.open.values() if i.last_event + self.settings.quiet < now_us]
        return [change for incident in stale for change in self._retire(incident, evicted=False)]

    def snapshot(self) -> bytes:
        """Everything the engine remembers, as JSON. Settings and aliases are the caller's."""
        return msgspec.json.encode(self._state)

    def restore(self, data: bytes) -> None:
        """Go on where `snapshot` was taken. Raises StoreError for bytes that are no snapshot of this version."""
        try:
            state = msgspec.json.decode(data, type=_State)
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            raise StoreError(
                f"not a correlator snapshot: {error}", hint="start from the stored alerts instead"
            ) from error
        if state.version != SNAPSHOT_VERSION:
            raise StoreError(
                f"correlator snapshot of version {state.version}, this is version {SNAPSHOT_VERSION}",
                hint=_START_OVER,
            )
        self._state = state
        self._home = {m.alert_id: i.id for i in state.open.values() for m in i.members}

    @property
    def counters(self) -> Counters:
        counters = msgspec.structs.replace(self._state.counters)
        counters.evicted_entities = self._state.index.evicted
        counters.evicted_habits = self._state.habits.evicted
        return counters

    def incidents(self) -> list[Incident]:
        """The open incidents, oldest first."""
        return [i.as_incident(self.settings) for i in self._state.open.values()]

    def incident_of(self, alert_id: str) -> str:
        """Id of the open incident that holds the alert; empty when none does (any more)."""
        return self._home.get(alert_id, "")

    # -- one alert

    def _place(self, alert: Alert, touched: dict[str, str], done: list[IncidentChange]) -> None:
        state, settings = self._state, self.settings
        if alert.id in self._home:
            state.counters.repeated += 1
            return
        state.counters.alerts += 1
        parts = parts_of(alert, self.aliases, settings.max_alert_entities)
        state.counters.entities_cut += max(0, len(alert.entities) - settings.max_alert_entities)
        about = [p.key for p in parts if p.is_machine or p.kind is EntityKind.USER]
        routine = state.habits.observe(
            [f"{alert.rule.id}\x00{key}" for key in about], alert.rule.level, alert.time, settings
        )
        background = routine or alert.rule.level.rank <= Level.LOW.rank
        links = self._candidates(alert, parts, background)
        if links:
            home = self._join(alert, links, touched, done)
            reason = links[home.id].reason()
        else:
            home, reason = self._open(alert, background, touched), FIRST
        self._enter(alert, parts, home, reason, routine)
        touched.setdefault(home.id, "grew")
        done.extend(self._keep_bounds(home.id, touched))

    def _candidates(self, alert: Alert, parts: list[Part], background: bool) -> dict[str, Link]:
        """Incidents strong enough to join, the strongest first; at equal strength the older one."""
        state, settings = self._state, self.settings
        near: dict[str, frozenset[str]] = {}
        for part in parts:
            record = state.index.seen.get(part.key)
            for incident_id in record.postings if record else ():
                incident = state.open.get(incident_id)
                if incident is not None and incident_id not in near and self._may_hold(incident, alert, background):
                    near[incident_id] = frozenset(incident.actors)
        links = links_of(alert, parts, state.index, near, settings)
        links = {incident: link for incident, link in links.items() if joins(link, settings)}
        for event_id in _events_of(alert):
            other = state.events.get(event_id, "")
            incident = state.open.get(self._home.get(other, ""))
            if incident is None or not self._is_open(incident, alert):
                continue
            if background or not incident.background:
                links[incident.id] = Link(1.0, 1.0, "event", other, [f"event:{event_id}"])
                break
        order = sorted(links, key=lambda i: (-links[i].strength, state.open[i].number))
        return {i: links[i] for i in order}

    def _may_hold(self, incident: OpenIncident, alert: Alert, background: bool) -> bool:
        if incident.background != background or not self._is_open(incident, alert):
            return False
        first, last = min(incident.first_event, alert.time), max(incident.last_event, alert.time)
        return not background or last - first <= self.settings.background_span

    def _is_open(self, incident: OpenIncident, alert: Alert) -> bool:
        """Not full, and not quiet for so long that `advance` may have forgotten it: whether it was called must not show."""
        quiet = max(incident.first_event - alert.time, alert.time - incident.last_event)
        return quiet <= self.settings.quiet and len(incident.members) < self.settings.max_members

    def _join(
        self, alert: Alert, links: dict[str, Link], touched: dict[str, str], done: list[IncidentChange]
    ) -> OpenIncident:
        """The incident that takes the alert, after taking over the others the alert shows to be the same."""
        state, settings = self._state, self.settings
        best_id = next(iter(links))
        best = state.open[best_id]
        for other_id in list(links)[1:]:
            other = state.open[other_id]
            weaker = min(links[best_id].best, links[other_id].best)
            if best.background or other.background or weaker < settings.merge:
                continue
            if len(best.members) + len(other.members) >= settings.max_members:
                continue
            keep, gone = sorted((best, other), key=lambda i: i.number)
            link = links[gone.id]
            reason = Reason(kind="merge", other=alert.id, path=tuple(link.path), weight=round(link.strength, 4))
            done.append(self._merge(keep, gone, reason, alert))
            touched.pop(gone.id, None)
            touched[keep.id] = "merged"
            best, best_id = keep, keep.id
        return best

    def _merge(self, keep: OpenIncident, gone: OpenIncident, reason: Reason, alert: Alert) -> IncidentChange:
        state = self._state
        shown = gone.as_incident(self.settings, IncidentStatus.MERGED, keep.id)
        shown = msgspec.structs.replace(shown, updated=max(shown.updated, alert.created))
        del state.open[gone.id]
        for member in gone.members:
            self._home[member.alert_id] = keep.id
        keep.absorb(gone, reason, self.settings)
        state.index.move(list(gone.keys), gone.id, keep.id)
        state.counters.merged += 1
        return IncidentChange(kind="merged", incident=shown, alert_id=alert.id)

    def _open(self, alert: Alert, background: bool, touched: dict[str, str]) -> OpenIncident:
        state = self._state
        incident_id = digest("incident", alert.id)
        while incident_id in state.open or incident_id in state.ids:
            incident_id = digest("incident", alert.id, incident_id)
        state.ids[incident_id] = None
        while len(state.ids) > self.settings.max_alerts:
            del state.ids[next(iter(state.ids))]
        state.counters.opened += 1
        incident = OpenIncident.opened_by(alert, incident_id, state.counters.opened, background)
        state.open[incident_id] = incident
        touched[incident_id] = "opened"
        return incident

    def _enter(self, alert: Alert, parts: list[Part], home: OpenIncident, reason: Reason, routine: bool) -> None:
        state, settings = self._state, self.settings
        actors = [p.key for p in parts if p.is_machine and p.acts]
        sweep = bool(actors) and f"{alert.rule.id}\x00{actors[0]}" in home.repeats
        home.add(alert, reason, [p.key for p in parts], actors, routine, settings)
        self._home[alert.id] = home.id
        for event_id in _events_of(alert):
            state.events.pop(event_id, None)
            state.events[event_id] = alert.id
        while len(state.events) > settings.max_event_ids:
            del state.events[next(iter(state.events))]
        for part in parts:
            state.index.touch(part.key, settings)
        for actor in actors:
            for part in parts:
                if part.key != actor and not (part.is_machine and part.acts):
                    state.index.meet(actor, part.key, alert.time, settings, sweep=sweep)
        for part in parts:
            state.index.post(
                part.key, home.id, Posting(alert.time, alert.time, alert.id, part.acts, part.suffers), settings
            )
        if len(home.members) == settings.max_members:
            state.counters.full += 1

    # -- forgetting

    def _keep_bounds(self, keep: str, touched: dict[str, str]) -> list[IncidentChange]:
        """Too many open incidents or alerts: forget a twentieth of them, candidates with the lowest score first."""
        state, settings = self._state, self.settings
        changes: list[IncidentChange] = []
        if len(state.open) <= settings.max_open and len(self._home) <= settings.max_alerts:
            return changes
        order = sorted(
            (i for i in state.open.values() if i.id != keep),
            key=lambda i: (i.escalated, i.score(settings), i.last_event, i.id),
        )
        alerts = settings.max_alerts - settings.max_alerts // 20
        incidents = settings.max_open - settings.max_open // 20
        for incident in order:
            if len(state.open) <= incidents and len(self._home) <= alerts:
                break
            kind = touched.pop(incident.id, "")
            if kind:
                changes.append(IncidentChange(kind=kind, incident=incident.as_incident(settings)))
            changes.extend(self._retire(incident, evicted=True))
        return changes

    def _retire(self, incident: OpenIncident, *, evicted: bool) -> list[IncidentChange]:
        state = self._state
        del state.open[incident.id]
        for member in incident.members:
            self._home.pop(member.alert_id, None)
        state.index.drop(list(incident.keys), incident.id)
        if evicted:
            state.counters.evicted_incidents += 1
        if incident.escalated:
            state.counters.settled += 1
            return []
        state.counters.closed += 1
        shown = incident.as_incident(self.settings, IncidentStatus.CLOSED)
        return [IncidentChange(kind="closed", incident=shown)]

    def _show(self, touched: dict[str, str], alert_id: str) -> list[IncidentChange]:
        return [
            IncidentChange(kind=kind, incident=self._state.open[i].as_incident(self.settings), alert_id=alert_id)
            for i, kind in touched.items()
            if i in self._state.open
        ]


def _events_of(alert: Alert) -> tuple[str, ...]:
    return alert.event_ids[:EVENTS_PER_ALERT]


def aliases_of(assets: Iterable[Asset]) -> dict[str, str]:
    """Every address and other name of an asset leads to its first host name, so that a host's log and a packet of its
    address speak of one machine. An address that two assets claim names neither."""
    claims: dict[str, set[str]] = {}
    for asset in assets:
        if not asset.hostnames:
            continue
        main = f"host:{asset.hostnames[0].rstrip('.').casefold()}"
        others = [f"host:{name.rstrip('.').casefold()}" for name in asset.hostnames[1:]]
        for key in [*others, *(f"ip:{address.casefold()}" for address in asset.addresses)]:
            claims.setdefault(key, set()).add(main)
    return {key: next(iter(mains)) for key, mains in sorted(claims.items()) if len(mains) == 1}
