"""Certificates that data was destroyed."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.data_approvals import DestructionRecord, as_proof
from model.errors import Conflict, InputError
from model.estate import DataSet
from model.public_data import DestructionProof
from model.times import Micros
from store import inventory, ledger, rules
from store.encoding import to_plain
from store.public_data_tables import DataProofRow
from store.rows import insert_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

MOST = 20_000


def put_proof(tx: Session, proof: DestructionRecord, *, actor: str, scope: Scope, now: Micros) -> DestructionRecord:
    """Raises InputError for a certificate without digest, witness or of a time to come, Conflict for a number taken."""
    data_set = inventory.get(tx, DataSet, proof.data_set, scope)
    problems = [] if proof.sm3 else ["a certificate is known by its SM3"]
    if not proof.witness.strip() or proof.witness == actor.removeprefix("account:"):
        problems.append("somebody else than who registers it has seen it")
    if proof.time > now:
        problems.append("it is still to come")
    if problems:
        raise InputError("; ".join(problems), where=f"proof {proof.reference}")
    if any(one.reference == proof.reference for one in proofs(tx, scope, data_set=proof.data_set)):
        raise Conflict("the reference is taken", where=f"proof {proof.reference}")
    made = msgspec.structs.replace(proof, unit=data_set.unit, added=now, added_by=actor)
    body = to_plain(made)
    columns = {"data_set": made.data_set, "reference": made.reference, "unit": made.unit, "time": made.time}
    insert_rows(tx, DataProofRow, [columns | {"body": body}])
    ledger.append(
        tx,
        actor=actor,
        action="data.destruction_proved",
        object=f"data_set:{made.data_set}",
        unit=made.unit,
        details=body,
        time=now,
    )
    rules.changed(tx)
    return made


def proofs(tx: Session, scope: Scope, *, data_set: str | None = None) -> list[DestructionRecord]:
    """Oldest first."""
    statement = select(DataProofRow)
    if data_set is not None:
        statement = statement.where(DataProofRow.data_set == data_set)
    ordered = scoped(statement, scope, DataProofRow.unit).order_by(DataProofRow.time, DataProofRow.reference)
    return [msgspec.convert(row.body, DestructionRecord) for row in tx.scalars(ordered.limit(MOST))]


def take_proofs(tx: Session) -> tuple[DestructionProof, ...]:
    return tuple(as_proof(one) for one in proofs(tx, EVERYTHING))
