"""Imported rule packs: which are installed, in which version, from which file."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound
from model.times import Micros, now_us
from store import ledger, rules, units
from store.detection_tables import ContentPackRow
from store.encoding import plain
from store.rows import delete_rows, insert_rows

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class ContentPack(msgspec.Struct, frozen=True, kw_only=True):
    """file: its name inside the content folder. counts: of the load report when it was imported."""

    name: str
    version: str
    digest: str
    file: str
    size: int
    counts: dict[str, int]
    imported: Micros
    imported_by: str


def put(
    tx: Session, *, name: str, version: str, digest: str, file: str, size: int, counts: dict[str, int], actor: str
) -> ContentPack | None:
    """Install a pack, in place of the one of this name; that one is returned."""
    check_name(name)
    before = next((one for one in find(tx) if one.name == name), None)
    delete_rows(tx, ContentPackRow, ContentPackRow.name == name)
    values: dict[str, Any] = {
        "name": name,
        "version": plain(version),
        "digest": digest,
        "file": file,
        "size": size,
        "counts": counts,
    }
    insert_rows(tx, ContentPackRow, [{**values, "imported": now_us(), "imported_by": actor}])
    details = {**values, "replaces": None if before is None else {"version": before.version, "digest": before.digest}}
    ledger.append(
        tx, actor=actor, action="content.imported", object=f"content:{name}", unit=units.ROOT, details=details
    )
    rules.changed(tx)
    return before


def remove(tx: Session, name: str, *, actor: str) -> ContentPack:
    """Uninstall a pack and return what it was."""
    known = next((one for one in find(tx) if one.name == name), None)
    if known is None:
        raise NotFound(f"no content pack is called {name!r}")
    delete_rows(tx, ContentPackRow, ContentPackRow.name == name)
    details = {"version": known.version, "digest": known.digest}
    ledger.append(tx, actor=actor, action="content.removed", object=f"content:{name}", unit=units.ROOT, details=details)
    rules.changed(tx)
    return known


def find(tx: Session) -> list[ContentPack]:
    """By name."""
    return [
        ContentPack(
            name=row.name,
            version=row.version,
            digest=row.digest,
            file=row.file,
            size=row.size,
            counts=row.counts,
            imported=row.imported,
            imported_by=row.imported_by,
        )
        for row in tx.scalars(select(ContentPackRow).order_by(ContentPackRow.name))
    ]


def check_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise InputError(
            f"{name!r} cannot name a content pack", hint="lower-case letters, digits, dots and dashes, at most 64"
        )
