"""How far each source has been read, and the engines' memory at that point.

Both are written in the transaction of the batch they cover, so that after `kill -9` input, results and memory agree.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.times import now_us
from store.rows import delete_rows, insert_rows, update_rows
from store.tables import CheckpointRow, SnapshotRow


def get(tx: Session, source_key: str) -> dict[str, Any] | None:
    """The position last put, or None when this source was never read."""
    position: dict[str, Any] | None = tx.scalar(
        select(CheckpointRow.position).where(CheckpointRow.source_key == source_key)
    )
    return position


def put(tx: Session, source_key: str, position: dict[str, Any]) -> None:
    """Replace the position. It must survive JSON: texts, 64-bit integers, floats, booleans, lists, objects."""
    values = {"position": position, "updated": now_us()}
    if update_rows(tx, CheckpointRow, CheckpointRow.source_key == source_key, **values) == 0:
        insert_rows(tx, CheckpointRow, [{"source_key": source_key, **values}])


def positions(tx: Session, prefix: str = "") -> dict[str, dict[str, Any]]:
    """Every source key that begins with `prefix`, with its position."""
    statement = select(CheckpointRow.source_key, CheckpointRow.position).order_by(CheckpointRow.source_key)
    if prefix:
        statement = statement.where(CheckpointRow.source_key.startswith(prefix, autoescape=True))
    return {row.source_key: row.position for row in tx.execute(statement)}


def forget(tx: Session, source_key: str) -> bool:
    """Remove the position, so that the source is read from its start again; whether there was one."""
    return delete_rows(tx, CheckpointRow, CheckpointRow.source_key == source_key) > 0


def get_snapshot(tx: Session, name: str) -> bytes | None:
    data = tx.scalar(select(SnapshotRow.data).where(SnapshotRow.name == name))
    return None if data is None else bytes(data)


def put_snapshot(tx: Session, name: str, data: bytes) -> None:
    values = {"data": data, "updated": now_us()}
    if update_rows(tx, SnapshotRow, SnapshotRow.name == name, **values) == 0:
        insert_rows(tx, SnapshotRow, [{"name": name, **values}])


def snapshots(tx: Session, prefix: str) -> list[bytes]:
    """Every snapshot whose name begins with `prefix`, in the order of the names."""
    named = SnapshotRow.name.startswith(prefix, autoescape=True)
    return [bytes(data) for data in tx.scalars(select(SnapshotRow.data).where(named).order_by(SnapshotRow.name))]


def drop_snapshots(tx: Session, prefix: str) -> int:
    """Remove them; how many there were."""
    return delete_rows(tx, SnapshotRow, SnapshotRow.name.startswith(prefix, autoescape=True))
