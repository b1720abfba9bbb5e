"""What the live stream's `data` lines hold, one type per event name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.wire import Moment, Read


class ChangeSeen(Read):
    """`event: alert`, `event: incident` and `event: situation` (the object is a subject's key). Read the object again; the
    stream says only that it changed."""

    object: str
    change: Annotated[
        str, Field(description="added, decided, moved, or an incident's kind of change: opened, grew, merged …")
    ]


class SourceCounters(Read):
    source: str
    events: int
    quarantined: int
    dropped: int
    last_event: Moment | None
    last_ingest: Moment | None


class SourcesSeen(Read):
    """`event: sources`: counters of every source within the caller's units, whenever one moved."""

    items: list[SourceCounters]


class Positioned(Read):
    """`event: ready` (follow on from here) and `event: reset` (too much was missed: read everything again)."""

    reason: Literal["new", "resumed", "too_old"]


STREAMED: Mapping[str, type[BaseModel]] = MappingProxyType(
    {
        "ready": Positioned,
        "reset": Positioned,
        "alert": ChangeSeen,
        "incident": ChangeSeen,
        "situation": ChangeSeen,
        "notice": ChangeSeen,
        "clock": ChangeSeen,
        "sources": SourcesSeen,
    }
)
"""By event name; OpenAPI gets them as `LiveEvents`."""
