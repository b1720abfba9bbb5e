"""The correlator as others see it: alerts in, changes of incidents out, a snapshot to go on from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from correlator.confidence import DEFAULT, Curve
from correlator.formation import Formation
from correlator.known import Known
from correlator.memory import SNAPSHOT_VERSION, Counters, Memory
from correlator.settings import CorrelatorSettings
from model.alert import Alert
from model.clocks import Off
from model.errors import StoreError
from model.incident import Adopted, Incident, IncidentChange
from model.times import Micros

_START_OVER = "start from the stored alerts instead"
DEFAULTS = CorrelatorSettings()


class Correlator(Formation):
    """known: what the register says of names and places (see `correlator.known`).

    The engine decides the status words NEW, MERGED and CLOSED (a candidate that stayed quiet) and no other: what a
    person set on a stored incident is kept by whoever stores it.
    """

    def __init__(self, settings: CorrelatorSettings = DEFAULTS, known: Known | None = None) -> None:
        super().__init__(settings)
        if known is not None:
            self.know(known)

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

    def adopt(self, arranged: Iterable[Adopted]) -> None:
        """Go on from what people merged, split or detached. All incidents a decision changed are to be given together;
        what has been quiet for so long that it no longer grows stays as it is stored."""
        given = list(arranged)
        known = {a.id for g in given for a in g.alerts if a.id in self._home}
        if known or any(g.incident.id in self._state.open for g in given):
            for one in given:
                self._adopt(one)

    def believe(self, verdicts: Mapping[str, tuple[int, int]]) -> None:
        """What analysts said of each rule's alerts so far: how many were true, how many benign or false."""
        self._state.beliefs = dict(verdicts)

    def tune(self, escalate: float, curve: Curve = DEFAULT) -> list[IncidentChange]:
        """Show incidents from this score on, with a confidence by this curve. Open ones that reach the score are shown at
        once; none is hidden again."""
        self.settings = msgspec.structs.replace(
            self.settings, escalate=escalate, certain_middle=curve.middle, certain_slope=curve.slope
        )
        reached = [i for i in self._state.open.values() if not i.escalated and i.escalates(self.settings)]
        for incident in reached:
            incident.escalate(incident.updated)
        return self._show({incident.id: "grew" for incident in reached}, "")

    def know(self, changed: Known) -> None:
        """From now on the register says this: an empty value takes back what it said of a key. What was joined stays."""
        for key, main in changed.aliases.items():
            if main:
                self._state.aliases[key] = main
            else:
                self._state.aliases.pop(key, None)
        self._state.sites.place(changed.places)
        for key, stake in changed.stakes.items():
            if stake:
                self._state.stakes[key] = stake
            else:
                self._state.stakes.pop(key, None)

    @property
    def known(self) -> Known:
        return Known(self._state.aliases, self._state.sites.placed, self._state.stakes)

    def snapshot(self) -> bytes:
        """Everything the engine remembers, as JSON. Settings are the caller's."""
        return msgspec.json.encode(self._state)

    def restore(self, data: bytes) -> None:
        """Go on where `snapshot` was taken. Raises StoreError for bytes that are no snapshot of this version."""
        try:
            state = msgspec.json.decode(data, type=Memory)
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

    def clocks_off(self) -> list[Off]:
        """Clocks that are known to be wrong, by source and host."""
        return self._state.clocks.off()

    def incidents(self) -> list[Incident]:
        """The open incidents, oldest first."""
        return [i.as_incident(self.settings) for i in self._state.open.values()]

    def incident_of(self, alert_id: str) -> str:
        """Id of the open incident that holds the alert; empty when none does (any more)."""
        return self._home.get(alert_id, "")
