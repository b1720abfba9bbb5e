"""The registers a recording carries: which data sets there are, who was approved for which, what was destroyed with proof.

`recording.yml` holds them under `public_data`; times are ISO 8601. They are entered as people would enter them, so that the
platform that replays a recording judges it by its own registers and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from model.data_approvals import DestructionRecord
from model.estate import DataSet
from model.public_data import Approval, CatalogueEntry, DataRegister, DestructionProof
from model.times import HOUR, Micros, now_us, parse_iso
from store import inventory, public_data
from store.scope import EVERYTHING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from pipeline.platform import Platform

ASKS, DECIDES = "recording", "recording:owner"
_TIMES = ("valid_from", "valid_to", "revoked", "time")


class RecordedData(msgspec.Struct, frozen=True, kw_only=True):
    """by_unit: approval → the unit that asked for it."""

    data_sets: tuple[DataSet, ...] = ()
    catalogue: tuple[CatalogueEntry, ...] = ()
    approvals: tuple[Approval, ...] = ()
    proofs: tuple[DestructionProof, ...] = ()
    by_unit: dict[str, str] = {}

    @property
    def register(self) -> DataRegister:
        return DataRegister(self.catalogue, self.approvals, self.proofs)


def recorded_data(document: Mapping[str, Any] | None) -> RecordedData:
    """Of a manifest's `public_data`. Raises ValueError for what is not as it should be."""
    if not document:
        return RecordedData()
    try:
        return _read(document)
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        raise ValueError(f"a data set, catalogue entry, approval or proof is not as it should be: {error}") from error


def _read(document: Mapping[str, Any]) -> RecordedData:
    data_sets = tuple(msgspec.convert(one, DataSet) for one in document.get("data_sets", ()))
    owner = {one.id: {"unit": one.unit, "personal": one.personal_information} for one in data_sets}
    asked = [dict(one) for one in document.get("approvals", ())]
    by_unit = {one["id"]: one.pop("by_unit", owner[one["data_set"]]["unit"]) for one in asked}
    approvals = [_timed(one) | {"unit": owner[one["data_set"]]["unit"]} for one in asked]
    return RecordedData(
        data_sets=data_sets,
        catalogue=tuple(
            msgspec.convert(one | owner[one["data_set"]], CatalogueEntry) for one in document.get("catalogue", ())
        ),
        approvals=tuple(msgspec.convert(one, Approval) for one in approvals),
        proofs=tuple(msgspec.convert(_timed(one), DestructionProof) for one in document.get("proofs", ())),
        by_unit=by_unit,
    )


def _timed(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: parse_iso(str(value)) if name in _TIMES else value for name, value in one.items()}


def enter(platform: Platform, recorded: RecordedData) -> None:
    """Into the platform's registers, before the recording is read; what is there already stays."""
    if not recorded.data_sets:
        return
    with platform.state.transaction() as tx:
        record(tx, recorded)
        register = public_data.take_register(tx)
    platform.stages.know(register)


def record(tx: Session, recorded: RecordedData) -> None:
    known = {one.id for one in inventory.find(tx, DataSet, EVERYTHING)}
    new = [one for one in recorded.data_sets if one.id not in known]
    inventory.put_all(tx, new, actor=ASKS)
    for entry in recorded.catalogue:
        if entry.data_set not in known:
            public_data.put_entry(tx, entry, actor=DECIDES, scope=EVERYTHING, now=now_us())
    _approve(tx, recorded)
    registered = {one.reference for one in public_data.proofs(tx, EVERYTHING)}
    for proof in recorded.proofs:
        if proof.reference not in registered:
            _prove(tx, proof, recorded)


def _approve(tx: Session, recorded: RecordedData) -> None:
    there = {one.id for one in public_data.every(tx, EVERYTHING)}
    for terms in recorded.approvals:
        if terms.id in there:
            continue
        asked: Micros = terms.valid_from
        purpose = ", ".join(terms.purposes)
        unit = recorded.by_unit[terms.id]
        public_data.request(tx, terms, reason=purpose, by_unit=unit, actor=ASKS, scope=EVERYTHING, now=asked)
        public_data.decide(tx, terms.id, granted=True, note="", actor=DECIDES, scope=EVERYTHING, now=asked + HOUR)


def _prove(tx: Session, proof: DestructionProof, recorded: RecordedData) -> None:
    unit = next(one.unit for one in recorded.data_sets if one.id == proof.data_set)
    record = DestructionRecord(
        reference=proof.reference,
        data_set=proof.data_set,
        unit=unit,
        time=proof.time,
        sm3="0" * 64,
        witness="recording",
    )
    public_data.put_proof(tx, record, actor=DECIDES, scope=EVERYTHING, now=max(now_us(), proof.time))
