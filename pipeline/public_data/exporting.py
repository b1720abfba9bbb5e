"""A lineage as a file: JSON for machines, CSV of its edges that a spreadsheet opens without being harmed."""

from __future__ import annotations

import csv
import io
import re
from typing import Literal

import msgspec

from compliance.public_data.lineage import Lineage
from model.spreadsheet import guarded
from model.times import to_iso

COLUMNS = (
    "from_kind", "from", "to_kind", "to", "link", "standing", "actions", "events", "rows", "bytes", "identifiers", "first",
    "last", "fields", "purposes", "approvals", "event_ids",
)  # fmt: skip


def written(held: Lineage, form: Literal["csv", "json"]) -> bytes:
    """JSON: as `Lineage`, times in microseconds. CSV: one row an edge, UTF-8 with the mark spreadsheets know it by."""
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(held), indent=2) + b"\n"
    named = {node.id: node for node in held.nodes}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for edge in held.edges:
        source, target = named[edge.source], named[edge.target]
        ends = [source.kind.value, guarded(source.label), target.kind.value, guarded(target.label)]
        actions = ", ".join(f"{name} {number}" for name, number in sorted(edge.actions.items()))
        figures = [edge.count, edge.rows, edge.size_bytes, edge.identifiers]
        times = [to_iso(time) if time else "" for time in (edge.first, edge.last)]
        told = [guarded("; ".join(some)) for some in (edge.fields, edge.purposes, edge.approvals, edge.event_ids)]
        writer.writerow([*ends, edge.link.value, edge.standing.value, guarded(actions), *figures, *times, *told])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace")


def file_name(data_set: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]", "_", data_set)[:80]
