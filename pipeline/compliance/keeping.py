"""What has changed in the posture is sealed and kept: answers with another sense, items with another result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from compliance.mlps.posture import Posture
from model.compliance import Answer, Change
from model.proof import Verdict
from model.times import DAY, Micros, day_of
from pipeline.compliance.desk import District
from store import compliance as ledgers
from store.scope import EVERYTHING

REFRESH: Micros = DAY
"""An answer whose sense stays the same is sealed again after so long, so that counts and samples are never older."""


@dataclass(frozen=True, slots=True)
class Kept:
    sealed: int
    changed: int


def keep(tx: Session, district: District, now: Micros) -> Kept:
    """Seal and record whatever became different since the last time."""
    held = ledgers.current_evidence(tx, EVERYTHING)
    answers = (answer for one in district.postures.values() for answer in one.answers.values())
    fresh = _fresh(answers, held, now)
    digests = {key: one.digest for key, one in held.items()} | ledgers.seal(tx, fresh, now)
    found = []
    for name, one in district.postures.items():
        for item in one.items:
            if item.auto is None:
                continue
            rule = _decisive(item.rules, one.answers, item.auto)
            found.append(
                Change(
                    number=0,
                    system=name,
                    unit=one.system.unit,
                    item=item.id,
                    time=now,
                    before=Verdict.UNKNOWN,
                    after=item.auto,
                    rule=rule,
                    evidence=digests.get((name, rule), ""),
                )
            )
    changed = ledgers.record_changes(tx, found)
    if fresh or changed:
        ledgers.record_days(tx, day_of(now), {name: _figures(one) for name, one in district.postures.items()})
    return Kept(len(fresh), changed)


def keep_answers(tx: Session, answers: Iterable[Answer], now: Micros) -> int:
    """Seal those whose sense became another; how many. For what stands in the ledgers beside systems."""
    fresh = _fresh(answers, ledgers.current_evidence(tx, EVERYTHING), now)
    ledgers.seal(tx, fresh, now)
    return len(fresh)


def _fresh(answers: Iterable[Answer], held: Mapping[tuple[str, str], ledgers.Sealed], now: Micros) -> list[Answer]:
    def changed(answer: Answer) -> bool:
        before = held.get((answer.system, answer.rule))
        return before is None or before.taken < now - REFRESH or before.answer.sense != answer.sense

    return [answer for answer in answers if changed(answer)]


def _decisive(rules: tuple[str, ...], answers: Mapping[str, Answer], auto: Verdict) -> str:
    """The rule whose answer made the result what it is; the first when none alone did."""
    return next((rule for rule in rules if answers[rule].verdict is auto), rules[0] if rules else "")


def _figures(one: Posture) -> tuple[str, int, int, int, int, float]:
    found = one.conclusions["template_2025"]
    return one.system.unit, found.met, found.partly, found.not_met, found.unknown, found.value
