"""Risk-based alerting, built in as the explainable baseline the graph model is always compared with.

Every alert adds risk to each entity it is about; an entity whose risk within a day passes a threshold, or that shows three
tactics, is a notable with all its alerts of that day. After Splunk's risk-based alerting (risk events, a threshold on the
sum, on tactics); scores are those of the correlator's levels, so that the comparison is of the grouping alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import msgspec

from correlator.bounds import forget
from correlator.identity import Identities
from correlator.scoring import LEVEL_WEIGHT
from correlator.settings import CorrelatorSettings
from model.alert import Alert
from model.event import digest
from model.times import DAY, Micros

WINDOW: Micros = DAY
THRESHOLD = 100.0
TACTICS = 3
MAX_ENTITIES = 50_000
MAX_ALERTS = 2_000


class Notable(msgspec.Struct, frozen=True, kw_only=True):
    """entity: its key; alerts: those that made the risk, oldest first; reason: `risk=` and the sum, or `tactics=`."""

    id: str
    entity: str
    risk: float
    reason: str
    alerts: tuple[str, ...]


class _Risk(msgspec.Struct):
    recent: deque[tuple[Micros, float, str, tuple[str, ...]]]
    notable: str = ""
    last: Micros = 0


class RiskBased:
    """Bounded: the entity that was quiet longest is forgotten first."""

    def __init__(self) -> None:
        self._risks: dict[str, _Risk] = {}
        self._names = Identities(domains={}, addresses={}, names={})
        self._settings = CorrelatorSettings()

    def feed(self, alert: Alert) -> list[Notable]:
        """The notables this alert makes or adds to."""
        notables = []
        for part in self._names.parts_of(alert, {}, self._settings):
            risk = self._risks.pop(part.key, None) or _Risk(deque(maxlen=MAX_ALERTS))
            self._risks[part.key] = risk
            while risk.recent and alert.time - risk.recent[0][0] > WINDOW:
                risk.recent.popleft()
            if alert.time - risk.last > WINDOW:
                risk.notable = ""
            risk.recent.append((alert.time, LEVEL_WEIGHT[alert.rule.level], alert.id, alert.tactics))
            total = sum(value for _, value, _, _ in risk.recent)
            tactics = {tactic for *_, named in risk.recent for tactic in named}
            if total >= THRESHOLD or len(tactics) >= TACTICS:
                risk.notable = risk.notable or digest("notable", part.key, alert.id)
                risk.last = alert.time
                why = f"risk={total:g}" if total >= THRESHOLD else f"tactics={','.join(sorted(tactics))}"
                held = tuple(alert_id for *_, alert_id, _ in risk.recent)
                notables.append(Notable(id=risk.notable, entity=part.key, risk=total, reason=why, alerts=held))
        forget(self._risks, MAX_ENTITIES)
        return notables


def grouped(alerts: Iterable[Alert]) -> tuple[dict[str, str], set[str]]:
    """Alert id to the notable that first held it, and the notables: an alert about several entities counts once."""
    engine = RiskBased()
    home: dict[str, str] = {}
    shown: set[str] = set()
    for alert in alerts:
        for notable in engine.feed(alert):
            shown.add(notable.id)
            for alert_id in notable.alerts:
                home.setdefault(alert_id, notable.id)
    return home, shown & set(home.values())
