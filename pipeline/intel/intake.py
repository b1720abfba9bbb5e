"""Documents of indicators into the state: parsed before, judged here, taken in within one transaction or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from detections.indicators.judge import judge
from detections.indicators.parsed import Parsed
from detections.indicators.warning import WarningLists
from model.indicator import Assertion
from model.times import DAY, Micros
from store.indicators import hunts, own
from store.indicators.intake import Intake, Judged, begin
from store.indicators.observables import everything, judge_again
from store.indicators.sources import Source

HUNT_DAYS = 190
"""How far back new indicators are looked for when nobody says: as long as events are kept by default."""
CHUNK = 5_000
"""Assertions in one transaction of a large intake, so that the journey's commits get their turn."""


def lists_of(tx: Session) -> WarningLists:
    return WarningLists((one.kind, one.value) for one in own.find(tx))


def judged(assertions: Sequence[Assertion], lists: WarningLists, source: Source, now: Micros) -> list[Judged]:
    out = []
    for one in assertions:
        found = judge(one, lists, confidence=source.confidence, expire_days=source.expire_days, now=now)
        out.append(Judged(one, found.level, found.valid_until, found.warning))
    return out


def take_in(
    transaction: Callable[[], AbstractContextManager[Session]],
    source: Source,
    parsed: Parsed,
    *,
    actor: str,
    now: Micros,
    file: str = "",
    digest: str = "",
    hunt_days: int = HUNT_DAYS,
    also: Callable[[Session], None] = lambda _: None,
) -> int:
    """The number of the import. Killed half-way and done again, it goes on: what was taken in is then unchanged.

    hunt_days: how far back to look for what is new, 0 not to. also: what becomes true with the last transaction.
    """
    with transaction() as tx:
        lists = lists_of(tx)
        intake = begin(tx, source, actor=actor, now=now, file=file, digest=digest, fmt=parsed.format)
        intake.reject(tx, parsed.rejects)
        intake.counts["items"] = parsed.items
    for start in range(0, len(parsed.assertions), CHUNK):
        part = judged(parsed.assertions[start : start + CHUNK], lists, source, now)
        with transaction() as tx:
            intake.take(tx, part)
    with transaction() as tx:
        intake.sight(tx, parsed.sightings)
        finish(tx, intake, hunt_days=hunt_days)
        also(tx)
    return intake.number


def finish(tx: Session, intake: Intake, *, hunt_days: int) -> None:
    """Write the outcome down, and set a hunt up for what is new."""
    intake.finish(tx)
    if hunt_days and intake.counts["added"]:
        start = intake.now - hunt_days * DAY
        hunts.add(tx, imported=intake.number, start=start, end=intake.now + DAY, actor=intake.actor, now=intake.now)


def lists_changed(tx: Session, now: Micros) -> None:
    """Judge everything again after the district's own list changed."""
    lists = lists_of(tx)
    changed = {}
    for number, observable, before in everything(tx):
        warning = lists.warning(observable)
        if warning != before:
            changed[number] = warning
    judge_again(tx, changed, now=now)
