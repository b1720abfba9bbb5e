"""Which incident an alert joins, when incidents merge, split and are forgotten.

Per alert: look up the incidents that share an entity or are near, weigh the links, join the strongest that is strong
enough, merge those the alert shows to be one, or open a new one. Nothing looks at the clock.
"""

from __future__ import annotations

import msgspec

from correlator import nearby
from correlator.again import begins_again, remember, restored
from correlator.bounds import forget
from correlator.doomed import RETIRED_AT_ONCE, doom
from correlator.habits import Usual
from correlator.identity import Part
from correlator.index import Posting
from correlator.linking import Link, Near, joins, links_of
from correlator.memory import Memory
from correlator.scoring import belief, evidence
from correlator.settings import CorrelatorSettings
from correlator.stakes import gravest
from correlator.state import Moved, OpenIncident
from model.alert import Alert
from model.entity import EntityKind
from model.event import digest
from model.incident import Adopted, IncidentChange, IncidentStatus, Reason
from model.severity import Level

EVENTS_PER_ALERT = 16
MAX_RELATED = 16
FIRST = Reason(kind="first")


class Formation:
    """What `Correlator` offers to the outside stands on this."""

    def __init__(self, settings: CorrelatorSettings) -> None:
        self.settings = settings
        self._home: dict[str, str] = {}  # alert id to the open incident that holds it; follows from the state
        self._state = Memory.empty()

    def _place(self, alert: Alert, touched: dict[str, str], done: list[IncidentChange]) -> None:
        state, settings = self._state, self.settings
        if alert.id in self._home:
            state.counters.repeated += 1
            return
        state.counters.alerts += 1
        alert = state.clocks.place(alert, state.open, state.index, touched)
        parts = state.names.parts_of(alert, state.aliases, settings)
        state.names.learn(alert, parts, settings)
        state.sites.learn(alert.rule.id, parts, alert.time, settings)
        state.counters.entities_cut += max(0, len(alert.entities) - settings.max_alert_entities)
        about = [p.key for p in parts if p.is_machine or p.kind is EntityKind.USER]
        noted: dict[str, int] = {}
        usual = state.habits.observe(alert.rule.id, about, alert.rule.level, alert.time, settings, noted)
        background = usual.routine or alert.rule.level.rank <= Level.LOW.rank
        links = self._candidates(alert, parts, background, usual, noted)
        if links:
            home = self._join(alert, links, touched, done)
            reason = links[home.id].reason(tuple(o.alternative() for i, o in links.items() if i != home.id)[:2])
        else:
            home, reason = self._open(alert, background, touched), FIRST
        is_another = begins_again(home, alert, links.get(home.id), background, settings)
        self._enter(alert, parts, home, reason, usual, background)
        state.clocks.enter(home, alert)
        if not home.background:
            home.learn(noted, settings)
        if home.escalated:
            state.habits.disregard(home.taught, settings)
            home.taught.clear()
        kind = touched.pop(home.id, "grew")
        touched[home.id] = "grew" if kind == "related" else kind
        if is_another:
            home = self._split(home, touched, alert)
        done.extend(self._keep_bounds(home.id, touched))

    def _candidates(
        self, alert: Alert, parts: list[Part], background: bool, usual: Usual, noted: dict[str, int]
    ) -> dict[str, Link]:
        """Incidents strong enough to join, the strongest first; at equal strength the older one."""
        state, settings = self._state, self.settings
        near: dict[str, Near] = {}
        spoken = f"{alert.rule.id}\x00{_about(parts)}"
        for key in [key for part in parts for key in (part.key, *part.also)]:
            record = state.index.seen.get(key)
            for incident_id in record.postings if record else ():
                incident = state.open.get(incident_id)
                if incident is not None and incident_id not in near and self._may_hold(incident, alert, background):
                    near[incident_id] = Near(
                        frozenset(incident.actors), spoken in incident.repeats or incident.escalated
                    )
        if background and not usual.routine:
            detail = self._detail(alert, parts, usual)
            if detail:
                return detail
        links = links_of(alert, parts, state.index, near, _novelty(alert, usual), settings)
        links = {incident: link for incident, link in links.items() if joins(link, settings)}
        for incident_id, link in self._nearby(alert, parts, background, usual, noted).items():
            if incident_id not in links and self._is_open(state.open[incident_id], alert):
                links[incident_id] = link
        for event_id in _events_of(alert):
            other = state.events.get(event_id, "")
            incident = state.open.get(self._home.get(other, ""))
            if incident is None or not self._is_open(incident, alert):
                continue
            if background or not incident.background:
                links[incident.id] = Link(1.0, 1.0, "event", other, [f"event:{event_id}"], True)
                break
        order = sorted(links, key=lambda i: (-links[i].strength, state.open[i].number))
        return {i: links[i] for i in order}

    def _detail(self, alert: Alert, parts: list[Part], usual: Usual) -> dict[str, Link]:
        """The escalated incident to which an alert of low level, that is new here, adds a detail. Only a few of one rule,
        and such an alert speaks for nothing else: it neither draws in others nor joins two incidents."""
        state, settings = self._state, self.settings
        hot = [state.open[i] for i in state.hot if i in state.open]
        near = {
            i.id: Near(frozenset(i.actors), True)
            for i in hot
            if not i.background and self._is_open(i, alert) and nearby.takes_detail(i, alert.rule.id)
        }
        found = links_of(alert, parts, state.index, near, _novelty(alert, usual), settings) if near else {}
        found = {i: link for i, link in found.items() if joins(link, settings)}
        if not found:
            return {}
        best = min(found, key=lambda i: (-found[i].strength, state.open[i].number))
        return {best: found[best]}

    def _nearby(
        self, alert: Alert, parts: list[Part], background: bool, usual: Usual, noted: dict[str, int]
    ) -> dict[str, Link]:
        state, settings = self._state, self.settings
        machines = [p for p in parts if p.kind in (EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE)]
        machine = next((p for p in machines if not p.acts), machines[0] if machines else None)
        if machine is None:
            return {}
        if background:
            return nearby.moments(machines, alert.time, state.index, state.open) if usual.routine else {}
        rule, time = alert.rule.id, alert.time
        hot = [state.open[i] for i in state.hot if i in state.open]
        hours = state.habits.hours_at(rule, state.sites.of(machine.key), time, settings, noted)
        if max(usual.hours, hours) <= nearby.UNUSUAL_HOURS and not usual.widely:
            actors = frozenset(p.key for p in parts if p.is_machine and p.acts)
            return nearby.neighbours(rule, machine, time, actors, hot, state.sites, settings)
        return {}

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
            apart = other_id in best.apart and not (links[best_id].strong and links[other_id].strong)
            if best.background or other.background:
                continue
            newborn = min(best, other, key=lambda i: -i.first_event)
            just_born = abs(alert.time - newborn.first_event) <= settings.again_within and not newborn.escalated
            if weaker < (settings.join if just_born else settings.merge) or apart:
                if _relate(best, other):
                    touched.setdefault(best.id, "related")
                    touched.setdefault(other.id, "related")
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
        for other_id in gone.apart:
            if other_id in state.open and other_id != keep.id:
                state.open[other_id].apart[keep.id] = None
        state.index.move(list(gone.keys), gone.id, keep.id)
        state.clocks.merge(keep.id, gone.id)
        state.counters.merged += 1
        return IncidentChange(kind="merged", incident=shown, alert_id=alert.id)

    def _adopt(self, given: Adopted) -> None:
        """The incident is now as a person arranged it; its alerts leave whatever held them."""
        state = self._state
        incident_id = given.incident.id
        old = state.open.pop(incident_id, None)
        if old is not None:
            state.index.drop(list(old.keys), incident_id)
            state.hot.pop(incident_id, None)
            for member in old.members:
                if self._home.get(member.alert_id) == incident_id:
                    del self._home[member.alert_id]
        alerts = {alert.id: alert for alert in given.alerts}
        members = [m for m in given.incident.members if m.alert_id in alerts][: self.settings.max_members]
        if given.incident.merged_into or not members:
            return
        state.counters.opened += old is None
        state.ids[incident_id] = None
        first = alerts[members[0].alert_id]
        number = old.number if old is not None else state.counters.opened
        background = old is not None and old.background
        home = OpenIncident.opened_by(first, incident_id, number, background)
        state.open[incident_id] = home
        for member in members:
            alert = state.clocks.joined(alerts[member.alert_id])
            parts = state.names.parts_of(alert, state.aliases, self.settings)
            self._enter(alert, parts, home, member.reason, Usual(False, 0, 1.0, 1.0), background)
        home.updated = max(home.updated, given.incident.updated)
        if given.incident.escalated:
            home.escalated, home.shown_since = True, given.incident.shown_since
        home.apart = {other: None for other in given.apart if other != incident_id}

    def _open(self, alert: Alert, background: bool, touched: dict[str, str]) -> OpenIncident:
        state = self._state
        incident_id = digest("incident", alert.id)
        while incident_id in state.open or incident_id in state.ids:
            incident_id = digest("incident", alert.id, incident_id)
        state.ids[incident_id] = None
        forget(state.ids, self.settings.max_alerts)
        state.counters.opened += 1
        incident = OpenIncident.opened_by(alert, incident_id, state.counters.opened, background)
        state.open[incident_id] = incident
        touched[incident_id] = "opened"
        return incident

    def _enter(
        self, alert: Alert, parts: list[Part], home: OpenIncident, reason: Reason, usual: Usual, background: bool
    ) -> None:
        state, settings = self._state, self.settings
        actors = [p.key for p in parts if p.is_machine and p.acts]
        sweep = bool(actors) and f"{alert.rule.id}\x00{actors[0]}" in home.repeats
        if home.again is not None:
            remember(home.again, state, home.id, Moved(alert, parts, usual))
        if reason.kind not in nearby.KINDS:
            home.stake = home.stake.with_(gravest(state.stakes, [k for p in parts for k in (p.key, *p.also)]))
        home.add(alert, reason, [p.key for p in parts], actors, self._evidence(alert, usual), settings)
        if not background and reason.kind not in nearby.KINDS:
            home.last_own = max(home.last_own, alert.time)
            home.centre = next((p.key for p in parts if p.is_machine and not p.acts), actors[0] if actors else "")
            home.last_alert = alert.id
            begins = alert.time - home.first_event <= settings.again_within and usual.hours <= nearby.UNUSUAL_HOURS
            if alert.rule.id in home.opening or (begins and len(home.opening) < settings.max_postings):
                home.opening[alert.rule.id] = max(alert.time, home.opening.get(alert.rule.id, alert.time))
        if home.escalated:
            state.hot.pop(home.id, None)
            state.hot[home.id] = None
            while len(state.hot) > nearby.MAX_HOT:
                del state.hot[next(iter(state.hot))]
        self._home[alert.id] = home.id
        self._note_events(alert)
        if len(home.members) == settings.max_members:
            state.counters.full += 1
        if reason.kind in nearby.KINDS or (background and not home.background):
            return
        novelty = _novelty(alert, usual)
        for part in parts:
            state.index.touch(part.key, settings)
        for actor in actors:
            for part in parts:
                if part.key != actor and not (part.is_machine and part.acts):
                    state.index.meet(actor, part.key, alert.time, settings, sweep=sweep)
        for part in parts:
            state.index.post(
                part.key, home.id, Posting(alert.time, alert.time, alert.id, part.acts, part.suffers, novelty), settings
            )

    def _evidence(self, alert: Alert, usual: Usual) -> float:
        rule = belief(self._state.beliefs.get(alert.rule.id, (0, 0)))
        return evidence(alert.rule.level, usual, rule, self.settings)

    def _note_events(self, alert: Alert) -> None:
        events = self._state.events
        for event_id in _events_of(alert):
            events.pop(event_id, None)
            events[event_id] = alert.id
        forget(events, self.settings.max_event_ids)

    # -- forgetting

    def _keep_bounds(self, keep: str, touched: dict[str, str]) -> list[IncidentChange]:
        """Too many open incidents or alerts: choose a twentieth of them, and forget a few of those with every alert, so
        that no alert pays for all."""
        state, settings = self._state, self.settings
        changes: list[IncidentChange] = []
        retired = 0
        while (over := self._is_over()) or (state.doomed and retired < RETIRED_AT_ONCE):
            if not state.doomed:
                doom(state, keep, len(self._home), settings)
                if not state.doomed:
                    break
            incident_id = next(iter(state.doomed))
            members = state.doomed.pop(incident_id)
            incident = state.open.get(incident_id)
            if incident is None or incident_id == keep or len(incident.members) > members:
                retired += not over
                continue
            kind = touched.pop(incident_id, "")
            if kind:
                changes.append(IncidentChange(kind=kind, incident=incident.as_incident(settings)))
            changes.extend(self._retire(incident, evicted=True))
            retired += 1
        return changes

    def _is_over(self) -> bool:
        return len(self._state.open) > self.settings.max_open or len(self._home) > self.settings.max_alerts

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

    def _split(self, home: OpenIncident, touched: dict[str, str], alert: Alert) -> OpenIncident:
        """What came since the incident began again becomes an incident of its own; the old one stands as it was."""
        state = self._state
        again = home.again
        if again is None:
            return home
        old = restored(again, state)
        old.updated = max(old.updated, alert.created)
        first = again.moved[0]
        new = self._open(first.alert, False, touched)
        state.counters.split += 1
        for other in [*old.apart, old.id]:
            new.apart[other] = None
            if other in state.open:
                state.open[other].apart[new.id] = None
        _relate(old, new)
        for moved in again.moved:
            near = {new.id: Near(frozenset(new.actors), True)}
            link = links_of(moved.alert, moved.parts, state.index, near, 1.0, self.settings).get(new.id)
            if moved is first:
                reason = FIRST
            elif link is not None:
                reason = link.reason()
            else:
                reason = Reason(kind="again", other=first.alert.id, path=(f"rule:{first.alert.rule.id}",), weight=0.5)
            self._enter(moved.alert, moved.parts, new, reason, moved.usual, False)
        touched.pop(old.id, None)
        touched[old.id] = "split"
        return new


def _relate(a: OpenIncident, b: OpenIncident) -> bool:
    """Whether that is new."""
    if b.id in a.related or max(len(a.related), len(b.related)) >= MAX_RELATED:
        return False
    a.related[b.id] = b.related[a.id] = None
    return True


def _about(parts: list[Part]) -> str:
    """What an alert is chiefly about: who acted, or else the first thing it names."""
    return next((p.key for p in parts if p.is_machine and p.acts), parts[0].key if parts else "")


def _novelty(alert: Alert, usual: Usual) -> float:
    return 1.0 if alert.rule.level.rank >= Level.HIGH.rank else usual.novelty


def _events_of(alert: Alert) -> tuple[str, ...]:
    return alert.event_ids[:EVENTS_PER_ALERT]
