"""Between a match and an alert: what people decided about the rule, and the count of what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from detections.sigma import CorrelationMatch, Match, RuleSet
from detections.tuning.exceptions import Exceptions
from model.alert import Alert
from model.event import Event
from model.times import HOUR, Micros, now_us
from store import exceptions, rules, units
from store.rules import Tally


class Judging:
    """Rules switched off give nothing; alerts an exception hides are kept apart; every hit is counted, by the hour."""

    def __init__(self, rule_set: RuleSet) -> None:
        self._rules = rule_set
        self._off: frozenset[str] = frozenset()
        self._exceptions = Exceptions(rule_set, ())
        self._hidden: list[tuple[Alert, str]] = []
        self._tallies: dict[tuple[str, str, int], Tally] = {}

    @property
    def off(self) -> frozenset[str]:
        return self._off

    def learn(self, tx: Session, now: Micros) -> None:
        """Take over what people have decided by now."""
        self._off = frozenset(rules.switches(tx))
        scopes = {one.unit: units.scope_of(tx, one.unit) for one in exceptions.active(tx, now)}
        given = [(one, scopes[one.unit].allows) for one in exceptions.active(tx, now)]
        self._exceptions = Exceptions(self._rules, given)

    def in_use(self, matches: Sequence[Match]) -> list[Match]:
        return [match for match in matches if match.rule.id not in self._off] if self._off else list(matches)

    def counts(self, match: Match | CorrelationMatch, event: Event) -> bool:
        """Count a hit of its rule; whether it is to become an alert."""
        if match.rule.id in self._off:
            return False
        time = event["@timestamp"]
        tally = self._tally(match.rule.id, event.get("fengsui.unit", ""), time)
        tally.hits += 1
        tally.last = max(tally.last, time)
        return match.rule.reports

    def shows(self, alert: Alert, match: Match | CorrelationMatch, event: Event) -> bool:
        """Whether people are to see it; it is kept for those who ask when an exception hides it."""
        hidden_by = self._exceptions.hides(alert, match, event, now_us())
        if hidden_by is not None:
            self._hidden.append((alert, hidden_by.id))
        return hidden_by is None

    def record(self, tx: Session, alerts: Sequence[Alert]) -> None:
        """Keep what was hidden and count what happened, in the transaction of the alerts. alerts: the new ones."""
        for alert in alerts:
            self._tally(alert.rule.id, alert.unit, alert.time).alerts += 1
        for alert in exceptions.record_hidden(tx, self._hidden) if self._hidden else ():
            self._tally(alert.rule.id, alert.unit, alert.time).hidden += 1
        rules.add_hours(tx, self._tallies)
        self._hidden.clear()
        self._tallies.clear()

    def _tally(self, rule: str, unit: str, time: Micros) -> Tally:
        return self._tallies.setdefault((rule, unit, time // HOUR), Tally())
