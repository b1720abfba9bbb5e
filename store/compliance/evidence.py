"""Automatic answers, sealed: each round is one record of the ledger that holds the Merkle root over the answers' texts.

An answer's canonical text (RFC 8785) is hashed like a record of the ledger, so that the same few lines verify both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.compliance import Answer, Change
from model.proof import Verdict
from model.times import Micros
from store import ledger
from store.compliance_tables import ComplianceChangeRow, ComplianceDayRow, ComplianceEvidenceRow, ComplianceItemRow
from store.encoding import to_plain
from store.ledger.canonical import leaf_hash, to_canonical
from store.ledger.merkle import Frontier
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

SEALED = "compliance.evidence_sealed"


@dataclass(frozen=True, slots=True)
class Sealed:
    """As `ComplianceEvidenceRow`."""

    number: int
    unit: str
    system: str
    rule: str
    verdict: Verdict
    taken: Micros
    body: str
    digest: str
    seal: int
    position: int

    @property
    def answer(self) -> Answer:
        held = msgspec.json.decode(self.body)
        return msgspec.convert({name: value for name, value in held.items() if name != "taken"}, Answer)


def canonical(answer: Answer, taken: Micros) -> bytes:
    """What is sealed: the answer and when it was taken."""
    return to_canonical({**to_plain(answer), "taken": taken})


def seal(tx: Session, answers: Sequence[Answer], now: Micros) -> dict[tuple[str, str], str]:
    """Keep answers and seal them by one record; their digests by (system, rule). Nothing to seal adds no record."""
    if not answers:
        return {}
    texts = [canonical(one, now) for one in answers]
    digests = [leaf_hash(text) for text in texts]
    tree = Frontier()
    for digest in digests:
        tree.push(digest)
    number = ledger.append(
        tx,
        actor="fengsui",
        action=SEALED,
        object="compliance:evidence",
        details={"root": tree.root().hex(), "size": len(digests)},
        time=now,
    )
    insert_rows(
        tx,
        ComplianceEvidenceRow,
        [
            {
                "unit": one.unit,
                "system": one.system,
                "rule": one.rule,
                "verdict": one.verdict.value,
                "taken": now,
                "body": text.decode(),
                "digest": digest.hex(),
                "seal": number,
                "position": position,
            }
            for position, (one, text, digest) in enumerate(zip(answers, texts, digests, strict=True))
        ],
    )
    return {(one.system, one.rule): digest.hex() for one, digest in zip(answers, digests, strict=True)}


def current_evidence(tx: Session, scope: Scope, *, system: str | None = None) -> dict[tuple[str, str], Sealed]:
    """The newest answer of each (system, rule)."""
    newest = select(func.max(ComplianceEvidenceRow.number)).group_by(
        ComplianceEvidenceRow.system, ComplianceEvidenceRow.rule
    )
    statement = select(ComplianceEvidenceRow).where(ComplianceEvidenceRow.number.in_(newest))
    if system is not None:
        statement = statement.where(ComplianceEvidenceRow.system == system)
    rows = tx.scalars(scoped(statement, scope, ComplianceEvidenceRow.unit))
    return {(row.system, row.rule): _sealed(row) for row in rows}


def evidence_of(tx: Session, system: str, rules: Sequence[str], scope: Scope, *, limit: int = 50) -> list[Sealed]:
    """Newest first."""
    statement = (
        select(ComplianceEvidenceRow)
        .where(ComplianceEvidenceRow.system == system, ComplianceEvidenceRow.rule.in_(list(rules)))
        .order_by(ComplianceEvidenceRow.number.desc())
        .limit(limit)
    )
    return [_sealed(row) for row in tx.scalars(scoped(statement, scope, ComplianceEvidenceRow.unit))]


def of_seal(tx: Session, number: int, scope: Scope) -> list[Sealed]:
    """A whole batch in order."""
    statement = (
        select(ComplianceEvidenceRow)
        .where(ComplianceEvidenceRow.seal == number)
        .order_by(ComplianceEvidenceRow.position)
    )
    return [_sealed(row) for row in tx.scalars(scoped(statement, scope, ComplianceEvidenceRow.unit))]


def last_sealed(tx: Session, scope: Scope) -> Micros:
    """When something was sealed last, 0 for never."""
    return tx.scalar(scoped(select(func.max(ComplianceEvidenceRow.taken)), scope, ComplianceEvidenceRow.unit)) or 0


def changes(
    tx: Session, scope: Scope, *, system: str | None = None, item: str | None = None, limit: int = 200
) -> list[Change]:
    """Newest first."""
    statement = select(ComplianceChangeRow)
    if system is not None:
        statement = statement.where(ComplianceChangeRow.system == system)
    if item is not None:
        statement = statement.where(ComplianceChangeRow.item == item)
    statement = statement.order_by(ComplianceChangeRow.number.desc()).limit(limit)
    return [
        Change(
            number=row.number,
            system=row.system,
            unit=row.unit,
            item=row.item,
            time=row.time,
            before=Verdict(row.before),
            after=Verdict(row.after),
            rule=row.rule,
            evidence=row.evidence,
        )
        for row in tx.scalars(scoped(statement, scope, ComplianceChangeRow.unit))
    ]


def record_changes(tx: Session, found: Sequence[Change]) -> int:
    """Those whose result differs from the recorded one; how many. number and before are filled in here. That nothing is
    known of an item from the start is no change."""
    held = {
        (row.system, row.item): row.verdict
        for row in tx.scalars(scoped(select(ComplianceItemRow), EVERYTHING, ComplianceItemRow.unit))
    }
    news = [one for one in found if held.get((one.system, one.item)) != one.after.value]
    told = [one for one in news if (one.system, one.item) in held or one.after is not Verdict.UNKNOWN]
    insert_rows(
        tx,
        ComplianceChangeRow,
        [
            {
                "unit": one.unit,
                "system": one.system,
                "item": one.item,
                "time": one.time,
                "before": held.get((one.system, one.item), Verdict.UNKNOWN.value),
                "after": one.after.value,
                "rule": one.rule,
                "evidence": one.evidence,
            }
            for one in told
        ],
    )
    fresh = [one for one in news if (one.system, one.item) not in held]
    insert_rows(
        tx,
        ComplianceItemRow,
        [{"system": one.system, "item": one.item, "unit": one.unit, "verdict": one.after.value} for one in fresh],
    )
    for one in news:
        if (one.system, one.item) in held:
            where = (ComplianceItemRow.system == one.system) & (ComplianceItemRow.item == one.item)
            update_rows(tx, ComplianceItemRow, where, verdict=one.after.value)
    return len(told)


def record_days(tx: Session, day: str, figures: Mapping[str, tuple[str, int, int, int, int, float]]) -> None:
    """By system: (unit, met, partly, not met, unknown, rate)."""
    delete_rows(tx, ComplianceDayRow, ComplianceDayRow.day == day)
    names = ("unit", "met", "partly", "not_met", "unknown", "rate")
    insert_rows(
        tx,
        ComplianceDayRow,
        [{"day": day, "system": system, **dict(zip(names, values, strict=True))} for system, values in figures.items()],
    )


def days(
    tx: Session, scope: Scope, *, system: str | None = None, since: str = ""
) -> list[tuple[str, str, int, int, int, int, float]]:
    """(day, system, met, partly, not met, unknown, rate), oldest first."""
    statement = select(ComplianceDayRow).where(ComplianceDayRow.day >= since)
    if system is not None:
        statement = statement.where(ComplianceDayRow.system == system)
    rows = tx.scalars(scoped(statement, scope, ComplianceDayRow.unit).order_by(ComplianceDayRow.day).limit(100_000))
    return [(row.day, row.system, row.met, row.partly, row.not_met, row.unknown, row.rate) for row in rows]


def _sealed(row: ComplianceEvidenceRow) -> Sealed:
    return Sealed(
        number=row.number,
        unit=row.unit,
        system=row.system,
        rule=row.rule,
        verdict=Verdict(row.verdict),
        taken=row.taken,
        body=row.body,
        digest=row.digest,
        seal=row.seal,
        position=row.position,
    )
