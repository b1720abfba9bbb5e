"""From what a source says to what is done with it: how long it holds, how bad it is, whether a warning list forbids it."""

from __future__ import annotations

from dataclasses import dataclass

from detections.indicators.severity import level_of
from detections.indicators.warning import WarningLists
from model.indicator import Assertion, ObservableKind
from model.severity import Level
from model.times import DAY, Micros

# How long an observable is worth matching when nobody says: addresses change hands within weeks, names within months,
# while a hash stays what it is. Days; 0 for always. Ours; of the order MISP's default decaying models have.
DAYS = {
    ObservableKind.IP: 60,
    ObservableKind.NETWORK: 90,
    ObservableKind.DOMAIN: 180,
    ObservableKind.HOSTNAME: 180,
    ObservableKind.URL: 120,
    ObservableKind.EMAIL: 180,
    ObservableKind.CERTIFICATE: 365,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    level: Level
    valid_until: Micros | None
    warning: str


def judge(assertion: Assertion, lists: WarningLists, *, confidence: int, expire_days: int, now: Micros) -> Judgement:
    """confidence and expire_days: the source's, for indicators that say nothing; expire_days 0 goes by kind."""
    sure = confidence if assertion.confidence is None else assertion.confidence
    until = assertion.valid_until
    if until is None:
        days = expire_days or DAYS.get(assertion.observable.kind, 0)
        start = max(assertion.valid_from or 0, assertion.modified or 0) or now
        until = start + days * DAY if days else None
    return Judgement(level_of(sure, assertion.labels), until, lists.warning(assertion.observable))


def decayed(confidence: int, start: Micros | None, end: Micros | None, at: Micros) -> int:
    """Confidence that falls evenly from its first day to nothing on its last."""
    if start is None or end is None or end <= start:
        return confidence
    return round(confidence * max(0.0, min(1.0, (end - at) / (end - start))))
