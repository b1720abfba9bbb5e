"""Catalogue entries: where a data set lies, which fields it has, which accounts keep it for its owner."""

from __future__ import annotations

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import InputError
from model.estate import DataSet
from model.public_data import CatalogueEntry
from model.times import Micros
from store import inventory, ledger, rules
from store.encoding import to_plain
from store.public_data_tables import DataCatalogueRow
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

MOST_PLACES, MOST_FIELDS, MOST_KEEPERS = 200, 2_000, 200


def put_entry(tx: Session, entry: CatalogueEntry, *, actor: str, scope: Scope, now: Micros) -> CatalogueEntry:
    """Describe a registered data set; its unit and whether it is personal come from the register.

    Raises NotFound outside the scope, InputError for more than a description holds or a place another data set has.
    """
    data_set = inventory.get(tx, DataSet, entry.data_set, scope)
    entry = msgspec.structs.replace(entry, unit=data_set.unit, personal=data_set.personal_information)
    limits = (("places", MOST_PLACES), ("fields", MOST_FIELDS), ("keepers", MOST_KEEPERS))
    problems = [f"more than {most} {name}" for name, most in limits if len(getattr(entry, name)) > most]
    taken = {place: one.data_set for one in catalogue(tx, EVERYTHING) for place in one.places}
    problems += [
        f"{place.kind} {place.name} belongs to another data set"
        for place in entry.places
        if taken.get(place, entry.data_set) != entry.data_set
    ]
    if problems:
        raise InputError("; ".join(problems[:20]), where=f"data set {entry.data_set}")
    before, body = entry_of(tx, entry.data_set, scope), to_plain(entry)
    if before == entry:
        return entry
    where = DataCatalogueRow.data_set == entry.data_set
    if not update_rows(tx, DataCatalogueRow, where, unit=entry.unit, body=body):
        insert_rows(tx, DataCatalogueRow, [{"data_set": entry.data_set, "unit": entry.unit, "body": body}])
    ledger.append(
        tx,
        actor=actor,
        action="data.catalogue_changed",
        object=f"data_set:{entry.data_set}",
        unit=entry.unit,
        details={"places": body["places"], "fields": body["fields"], "keepers": body["keepers"]},
        time=now,
    )
    rules.changed(tx)
    return entry


def entry_of(tx: Session, data_set: str, scope: Scope) -> CatalogueEntry:
    """An empty one while nothing was described. Raises NotFound for a data set outside the scope."""
    held = inventory.get(tx, DataSet, data_set, scope)
    statement = select(DataCatalogueRow).where(DataCatalogueRow.data_set == data_set)
    row = tx.scalar(scoped(statement, scope, DataCatalogueRow.unit))
    found = CatalogueEntry(data_set=data_set, unit=held.unit) if row is None else _entry(row)
    return msgspec.structs.replace(found, unit=held.unit, personal=held.personal_information)


def catalogue(tx: Session, scope: Scope) -> list[CatalogueEntry]:
    """By data set; only of those described."""
    rows = tx.scalars(
        scoped(select(DataCatalogueRow), scope, DataCatalogueRow.unit).order_by(DataCatalogueRow.data_set)
    )
    return [_entry(row) for row in rows]


def _entry(row: DataCatalogueRow) -> CatalogueEntry:
    return msgspec.convert(row.body, CatalogueEntry)
