"""Appending to the ledger, and reading it within a Scope."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from model.errors import InputError, LedgerBroken, NotFound
from model.times import Micros, now_us
from store.ledger.canonical import (
    FIRST_PREVIOUS,
    FORMAT,
    MAX_DETAILS_BYTES,
    leaf_hash,
    tidy,
    tidy_text,
    to_canonical,
)
from store.ledger.merkle import Frontier, complete_subtrees
from store.ledger.tables import LedgerNodeRow, LedgerRow
from store.paging import Listing, after, checked, cursor_of
from store.rows import insert_rows, table_of
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

OPENED = "ledger.opened"
CHECKPOINT = "ledger.checkpoint"
CHECKPOINT_EVERY = 1_000
"""Every so many records one is a checkpoint, so that a verifier of an export has fixed points close to any record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a caller says happened. object: what it was done to, `kind:id`; details: what changed, see `canonical.tidy`."""

    actor: str
    action: str
    object: str
    unit: str = "district"
    details: Mapping[str, Any] = field(default_factory=dict)
    time: Micros | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record as it stands in the ledger. sequence counts from 1; previous and hash are 32 bytes."""

    sequence: int
    time: Micros
    actor: str
    action: str
    object: str
    unit: str
    details: dict[str, Any]
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The ledger's end. sequence 0 and hash FIRST_PREVIOUS when nothing was ever recorded."""

    sequence: int
    hash: bytes


_RECORDS = table_of(LedgerRow)
_LAST = select(_RECORDS.c.sequence, _RECORDS.c.hash).order_by(_RECORDS.c.sequence.desc()).limit(1)
_LEFT = "fengsui_ledger_left"


def append(
    tx: Session,
    *,
    actor: str,
    action: str,
    object: str,  # noqa: A002 - the audit trail's word
    unit: str = "district",
    details: Mapping[str, Any] | None = None,
    time: Micros | None = None,
) -> int:
    """Add one record in the caller's transaction and return its sequence. It exists if and only if that commits."""
    entry = Entry(actor=actor, action=action, object=object, unit=unit, details=details or {}, time=time)
    return extend(tx, [entry])


def extend(tx: Session, entries: Sequence[Entry]) -> int:
    """Add records in order; the sequence of the last. Checkpoints that fall due are added between them.

    Raises InputError, and adds nothing, when an entry cannot be kept (see `canonical.tidy`).
    """
    ready = [_prepare(entry) for entry in entries]
    if not ready:
        return head(tx).sequence
    _one_writer(tx)
    writer = _Writer(tx)
    for members in ready:
        writer.add(members)
    return writer.flush()


def checkpoint(tx: Session, *, actor: str = "fengsui") -> int:
    """Record the tree's size and root now; the sequence of that record. Nothing is added when the last record is one."""
    _one_writer(tx)
    last = tx.execute(
        scoped(select(LedgerRow.sequence, LedgerRow.action), EVERYTHING).order_by(LedgerRow.sequence.desc()).limit(1)
    ).first()
    if last is not None and last.action == CHECKPOINT:
        return int(last.sequence)
    writer = _Writer(tx)
    writer.add_checkpoint(now_us(), actor)
    return writer.flush()


def head(tx: Session) -> Head:
    last = tx.connection().execute(_LAST).first()
    return Head(0, FIRST_PREVIOUS) if last is None else Head(last.sequence, blob(last.hash))


def _prepare(entry: Entry) -> dict[str, Any]:
    for name in ("actor", "action", "object", "unit"):
        if not getattr(entry, name):
            raise InputError(f"an audit record needs {name}", where="ledger.append")
    details = tidy(entry.details)
    canonical = to_canonical(details)
    if len(canonical) > MAX_DETAILS_BYTES:
        raise InputError(
            f"the details take {len(canonical)} bytes, more than {MAX_DETAILS_BYTES}",
            where=f"ledger.append {entry.action}",
            hint="record a digest and where the whole can be found",
        )
    return {
        "action": tidy_text(entry.action),
        "actor": tidy_text(entry.actor),
        "details": details,
        "object": tidy_text(entry.object),
        "time": now_us() if entry.time is None else int(entry.time),
        "unit": tidy_text(entry.unit),
    }


def _one_writer(tx: Session) -> None:
    """Two appends at once would both follow the same record. SQLite's BEGIN IMMEDIATE already excludes that."""
    if tx.get_bind().dialect.name == "postgresql":
        tx.execute(text("LOCK TABLE ledger_records IN EXCLUSIVE MODE"))


class _Writer:
    """Rows to add, from the ledger's end on. Opens the ledger when it is empty."""

    def __init__(self, tx: Session) -> None:
        self.tx = tx
        self.last = head(tx)
        self.frontier = self._known_frontier() or load_frontier(tx, self.last.sequence)
        self.rows: list[dict[str, Any]] = []
        self.nodes: list[dict[str, Any]] = []
        if self.last.sequence == 0:
            self._put(
                {
                    "action": OPENED,
                    "actor": "fengsui",
                    "details": {"format": FORMAT, "id": secrets.token_hex(16)},
                    "object": "ledger",
                    "time": now_us(),
                    "unit": "district",
                }
            )

    def _known_frontier(self) -> Frontier | None:
        """The one left by the append before in this session, if the ledger still ends where that append ended.

        The last hash stands for everything before it, so this is also right after a savepoint was rolled back.
        """
        last, frontier = self.tx.info.pop(
            _LEFT, (None, None)
        )  # taken out: a writer that fails must not leave it half grown
        return frontier if last == self.last else None

    def add(self, members: dict[str, Any]) -> None:
        if (self.last.sequence + 1) % CHECKPOINT_EVERY == 0:
            self.add_checkpoint(members["time"], "fengsui")
        self._put(members)

    def add_checkpoint(self, time: Micros, actor: str) -> None:
        self._put(
            {
                "action": CHECKPOINT,
                "actor": actor,
                "details": {"root": self.frontier.root().hex(), "size": self.last.sequence},
                "object": "ledger",
                "time": time,
                "unit": "district",
            }
        )

    def _put(self, members: dict[str, Any]) -> None:
        sequence = self.last.sequence + 1
        record = {**members, "previous": self.last.hash.hex(), "sequence": sequence}
        digest = leaf_hash(to_canonical(record))
        self.rows.append(
            {
                **members,
                "sequence": sequence,
                "details": to_canonical(members["details"]).decode(),
                "previous": self.last.hash,
                "hash": digest,
            }
        )
        for height, place, node in self.frontier.push(digest):
            self.nodes.append({"height": height, "place": place, "hash": node})
        self.last = Head(sequence, digest)

    def flush(self) -> int:
        insert_rows(self.tx, LedgerRow, self.rows)
        insert_rows(self.tx, LedgerNodeRow, self.nodes)
        self.tx.info[_LEFT] = (self.last, self.frontier)
        return self.last.sequence


def load_frontier(tx: Session, size: int) -> Frontier:
    """The right edge of the tree over the first `size` leaves, from what is stored."""
    return Frontier(size, [stored_node(tx, height, place) for height, place in complete_subtrees(size)])


def stored_node(tx: Session, height: int, place: int) -> bytes:
    if height == 0:
        found = tx.execute(scoped(select(LedgerRow.hash).where(LedgerRow.sequence == place + 1), EVERYTHING)).scalar()
    else:
        found = tx.execute(
            select(LedgerNodeRow.hash).where(LedgerNodeRow.height == height, LedgerNodeRow.place == place)
        ).scalar()
    if found is None:
        raise LedgerBroken(
            f"the Merkle tree lacks its node {place} at height {height}",
            where="ledger",
            hint="run `fengsui ledger verify`",
        )
    return blob(found)


def blob(value: object) -> bytes:
    """Bytes as the driver gives them. Never `bytes(value)` of what may be an integer: that many zeros would be made."""
    if not isinstance(value, bytes | memoryview) or len(value) != 32:
        raise LedgerBroken("a stored hash is not 32 bytes", where="ledger", hint="run `fengsui ledger verify`")
    return bytes(value)


def get(tx: Session, sequence: int, scope: Scope) -> Record:
    row = tx.execute(scoped(select(LedgerRow).where(LedgerRow.sequence == sequence), scope, LedgerRow.unit)).scalar()
    if row is None:
        raise NotFound(f"there is no audit record {sequence} within your units")
    return _record(row)


def records(
    tx: Session,
    scope: Scope,
    *,
    actor: str | None = None,
    action: str | None = None,
    object: str | None = None,  # noqa: A002
    start: Micros | None = None,
    end: Micros | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Listing[Record]:
    """Newest first. action may end in `.` to mean every action of that family: `alert.`. Times are half open."""
    statement = scoped(select(LedgerRow), scope, LedgerRow.unit)
    if actor is not None:
        statement = statement.where(LedgerRow.actor == actor)
    if action is not None:
        family = LedgerRow.action.startswith(action, autoescape=True)
        statement = statement.where(family if action.endswith(".") else LedgerRow.action == action)
    if object is not None:
        statement = statement.where(LedgerRow.object == object)
    if start is not None:
        statement = statement.where(LedgerRow.time >= start)
    if end is not None:
        statement = statement.where(LedgerRow.time < end)
    if cursor is not None:
        statement = statement.where(after(cursor, LedgerRow.sequence))
    rows = list(tx.scalars(statement.order_by(LedgerRow.sequence.desc()).limit(checked(limit) + 1)))
    more = cursor_of(rows[limit - 1].sequence) if len(rows) > limit else None
    return Listing([_record(row) for row in rows[:limit]], more)


def _record(row: LedgerRow) -> Record:
    return Record(
        sequence=row.sequence,
        time=row.time,
        actor=row.actor,
        action=row.action,
        object=row.object,
        unit=row.unit,
        details=json.loads(row.details),
        previous=row.previous,
        hash=row.hash,
    )
