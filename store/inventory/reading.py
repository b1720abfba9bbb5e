"""Reading records of any kind: by id, by filters, by text; in the order of their ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import ColumnElement, String, cast, func, or_, select
from sqlalchemy.orm import Session

from model.errors import NotFound
from model.estate import Asset
from store.encoding import chunks
from store.inventory.kinds import Kind, kind_of
from store.rows import table_of
from store.scope import Scope
from store.scoping import scoped, within_scope
from store.tables import AssetNameRow

R = TypeVar("R", bound=msgspec.Struct)

NAME_KINDS = {"addresses": "address", "hostnames": "hostname", "identifiers": "identifier"}
"""Field of an asset → kind of `AssetNameRow`."""


def get(tx: Session, record: type[R], record_id: str, scope: Scope) -> R:
    """Raises NotFound."""
    found = find(tx, record, scope, ids=(record_id,))
    if not found:
        raise NotFound(f"there is no {kind_of(record).name} {record_id!r} within your units")
    return found[0]


def find(
    tx: Session,
    record: type[R],
    scope: Scope,
    *,
    ids: Sequence[str] | None = None,
    equals: Mapping[str, Any] | None = None,
    text: str = "",
    after: str = "",
    limit: int | None = None,
) -> list[R]:
    """By id. equals: column → value or values; text: found anywhere in what the record is called, and for assets in
    addresses and names; after: the id a page goes on behind."""
    kind = kind_of(record)
    if ids is not None:
        return [one for some in chunks(sorted(ids)) for one in _rows(tx, kind, scope, [kind.row.id.in_(some)], None)]
    where = _where(kind, scope, equals or {}, text)
    if after:
        where.append(kind.row.id > after)
    return _rows(tx, kind, scope, where, limit)


def count(
    tx: Session, record: type[R], scope: Scope, *, equals: Mapping[str, Any] | None = None, text: str = ""
) -> int:
    kind = kind_of(record)
    statement = select(func.count()).select_from(kind.row).where(*_where(kind, scope, equals or {}, text))
    return tx.scalar(scoped(statement, scope, kind.row.unit)) or 0


def _where(kind: Kind, scope: Scope, equals: Mapping[str, Any], text: str) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for name, value in equals.items():
        column = getattr(kind.row, name)
        several = isinstance(value, list | tuple | set | frozenset)
        where.append(column.in_(sorted(value)) if several else column == value)
    if text:
        wanted = "%" + text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"

        def like(column: Any) -> ColumnElement[bool]:
            return func.lower(cast(column, String)).like(wanted, escape="\\")

        either = [like(getattr(kind.row, name)) for name in kind.texts]
        if kind.record is Asset:
            goes_by = select(AssetNameRow.asset).where(like(AssetNameRow.value), within_scope(AssetNameRow.unit, scope))
            either.append(kind.row.id.in_(goes_by))
        where.append(or_(*either))
    return where


def _rows(tx: Session, kind: Kind, scope: Scope, where: Sequence[ColumnElement[bool]], limit: int | None) -> list[Any]:
    columns = [column for column in table_of(kind.row).c if column.name in kind.fields]
    statement = select(*columns).where(*where).order_by(kind.row.id).limit(limit)
    plain = [dict(row) for row in tx.execute(scoped(statement, scope, kind.row.unit)).mappings()]
    if "system" in kind.fields:
        for values in plain:
            values["system"] = values["system"] or ""
    if kind.record is Asset:
        _with_names(tx, plain, scope, whole=limit is None and not where)
    return [msgspec.convert(values, kind.record, strict=False) for values in plain]


def _with_names(tx: Session, assets: list[dict[str, Any]], scope: Scope, *, whole: bool) -> None:
    """whole: all assets of the scope are wanted, so their names are read at once rather than by id."""
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    statement = scoped(
        select(AssetNameRow.asset, AssetNameRow.kind, AssetNameRow.value).order_by(AssetNameRow.position),
        scope,
        AssetNameRow.unit,
    )
    selections = (
        [statement]
        if whole
        else [statement.where(AssetNameRow.asset.in_(ids)) for ids in chunks([asset["id"] for asset in assets])]
    )
    for selection in selections:
        for owner, kind, value in tx.execute(selection):
            names[owner, kind].append(value)
    for asset in assets:
        for field, kind in NAME_KINDS.items():
            asset[field] = names.get((asset["id"], kind), [])
