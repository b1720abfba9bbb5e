"""Catalogue, approvals and proofs as the one value detectors are handed."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from model.data_approvals import STOOD, as_proof
from model.estate import DataSet
from model.public_data import CatalogueEntry, DataRegister
from store import inventory
from store.public_data.catalogue import catalogue
from store.public_data.proofs import proofs, take_proofs
from store.public_data.requests import take_approvals, those_of
from store.scope import EVERYTHING, Scope


def take_register(tx: Session) -> DataRegister:
    """Of the whole district, for the committing process."""
    return DataRegister(_entries(tx, EVERYTHING), take_approvals(tx), take_proofs(tx))


def data_register(tx: Session, data_set: str, scope: Scope) -> DataRegister:
    """Of one data set, as far as the scope reaches."""
    entries = tuple(one for one in _entries(tx, scope) if one.data_set == data_set)
    approvals = tuple(one.terms for one in those_of(tx, data_set, scope) if one.state in STOOD)
    return DataRegister(entries, approvals, tuple(map(as_proof, proofs(tx, scope, data_set=data_set))))


def _entries(tx: Session, scope: Scope) -> tuple[CatalogueEntry, ...]:
    """Every registered data set; what the register says of unit and people counts, not what an older entry said."""
    described = {one.data_set: one for one in catalogue(tx, scope)}
    return tuple(
        msgspec.structs.replace(
            described.get(one.id, CatalogueEntry(data_set=one.id, unit=one.unit)),
            unit=one.unit,
            personal=one.personal_information,
        )
        for one in inventory.find(tx, DataSet, scope)
    )
