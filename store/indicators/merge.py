"""What several sources say about one observable becomes one answer: is it matched, how bad, until when.

An observable is matched while at least one source that has not revoked it stands by it. Level and confidence are the
highest of those sources, the end is the latest; nothing of what each source said is lost, it stays beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from model.times import Micros
from store.encoding import chunks
from store.indicators.tables import AssertionRow, IndicatorSourceRow, ObservableRow
from store.rows import table_of

_SAID = (
    AssertionRow.observable,
    AssertionRow.source,
    AssertionRow.level,
    AssertionRow.confidence,
    AssertionRow.valid_from,
    AssertionRow.valid_until,
    AssertionRow.revoked,
)
_KNOWN = (
    ObservableRow.number,
    ObservableRow.state,
    ObservableRow.override,
    ObservableRow.revoked_by,
    ObservableRow.arrived,
)


def merge(tx: Session, touched: Mapping[int, str], *, imported: int, now: Micros) -> None:
    """Work the columns of these observables out again. touched: number to the warning that keeps it from being matched.

    imported: the import after which those that become active are hunted for.
    """
    defaults = {
        row.id: row.confidence for row in tx.execute(select(IndicatorSourceRow.id, IndicatorSourceRow.confidence))
    }
    changes: list[dict[str, object]] = []
    for numbers in chunks(sorted(touched)):
        said: dict[int, list[Any]] = {}
        for row in tx.execute(select(*_SAID).where(AssertionRow.observable.in_(numbers))):
            said.setdefault(row.observable, []).append(row)
        changes += [
            _merged(known, said.get(known.number, []), touched[known.number], defaults, imported, now)
            for known in tx.execute(select(*_KNOWN).where(ObservableRow.number.in_(numbers)))
        ]
    if changes:
        table = table_of(ObservableRow)
        tx.connection().execute(
            update(table)
            .where(table.c.number == bindparam("_number"))
            .values({name: bindparam(f"_{name}") for name in changes[0] if name != "_number"}),
            [
                {("_number" if name == "_number" else f"_{name}"): value for name, value in one.items()}
                for one in changes
            ],
        )


def _merged(
    known: Any,
    said: list[Any],
    warning: str,
    defaults: Mapping[str, int],
    imported: int,
    now: Micros,
) -> dict[str, object]:
    standing = [row for row in said if not row.revoked]
    counted = standing or said
    ends = [row.valid_until for row in counted]
    starts = [row.valid_from for row in counted if row.valid_from is not None]
    if known.revoked_by or not standing:
        state = "revoked"
    elif warning and not known.override:
        state = "refused"
    else:
        state = "active"
    newly = state == "active" and known.state != "active"
    return {
        "_number": known.number,
        "state": state,
        "level": max((row.level for row in counted), default=0),
        "confidence": max(
            (row.confidence if row.confidence is not None else defaults.get(row.source, 50) for row in counted),
            default=0,
        ),
        "valid_from": min(starts, default=None) if len(starts) == len(counted) else None,
        "valid_until": None if None in ends else max((end for end in ends if end is not None), default=None),
        "sources": len({row.source for row in standing}),
        "warning": warning,
        "arrived": imported if newly else known.arrived,
        "updated": now,
    }
