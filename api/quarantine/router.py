"""Reading quarantined records, having them read again, marking them as read, deleting old ones."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated

from fastapi import Depends, Path, Query, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.openapi import declares
from api.quarantine.schemas import (
    HeldCount,
    HeldCounts,
    HeldDetail,
    HeldPage,
    HeldRead,
    Marked,
    MarkReplayed,
    Purge,
    Purged,
    ReplayQueued,
    ReplayRequest,
)
from api.ranges import time_range
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Plain, moment, moment_or_none
from model.errors import InputError
from pipeline.held import readable
from store import quarantine, replays
from store.quarantine import Held, HeldState

router = noun("quarantine")

Reader = Annotated[Caller, Depends(require("quarantine:read"))]
Changer = Annotated[Caller, Depends(require("quarantine:replay"))]
SAMPLE = 512
STATE_ZH = {
    HeldState.WAITING: "待处理",
    HeldState.QUEUED: "等待重放",
    HeldState.FAILED_AGAIN: "重放失败",
    HeldState.BECAME_EVENTS: "已入库",
    HeldState.MARKED: "已标记为处理",
}


def _view(held: Held) -> HeldRead:
    return HeldRead(
        id=held.id,
        source=held.source,
        unit=held.unit,
        position=held.position,
        reason=held.reason,
        message=held.message,
        time=moment(held.time),
        size=held.size,
        kept=len(held.data or b""),
        digest=held.digest,
        sample=_text(held.data, SAMPLE),
        replayed=moment_or_none(held.replayed),
        kind=held.kind or None,
        state=held.state,
        state_zh=STATE_ZH[held.state],
        replayable=held.whole and readable(held.kind),
        queued=moment_or_none(held.queued),
        tried=moment_or_none(held.tried),
        tries=held.tries,
        failure=held.failure or None,
        failure_message=held.failure_message or None,
        event_ids=list(held.events),
    )


def _text(data: bytes | None, most: int | None = None) -> str | None:
    return None if data is None else data[:most].decode("utf-8", "backslashreplace")


@router.get("", operation_id="list_quarantine", response_model=HeldPage)
def list_quarantine(
    caller: Reader,
    tx: Reading,
    source: Annotated[str | None, Query(max_length=1_024, pattern=Plain)] = None,
    reason: Key | None = None,
    waiting: Annotated[bool, Query(description="Only those neither replayed nor marked as read")] = False,
    state: HeldState | None = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Items of a page at most")] = 50,
    cursor: Cursor = None,
) -> HeldPage:
    """Records that could not be read, latest first, each with its beginning."""
    found = quarantine.find(
        tx,
        caller.scope,
        source=source,
        reason=reason,
        waiting=waiting,
        state=state,
        limit=limit,
        cursor=cursor,
    )
    return HeldPage(items=[_view(held) for held in found.items], cursor=found.cursor)


@router.get("/counts", operation_id="count_quarantine", response_model=HeldCounts)
def count_quarantine(
    caller: Reader, tx: Reading, source: Annotated[str | None, Query(max_length=1_024, pattern=Plain)] = None
) -> HeldCounts:
    """How many records could not be read, by source, unit and reason."""
    found = quarantine.counts(tx, caller.scope, source=source)
    items = [
        HeldCount(
            source=one.source,
            unit=one.unit,
            reason=one.reason,
            records=one.records,
            bytes=one.bytes,
            kept_bytes=one.kept_bytes,
            cut=one.cut,
            without_body=one.without_body,
            replayed=one.replayed,
        )
        for one in found
    ]
    records = sum(one.records for one in found)
    return HeldCounts(records=records, waiting=records - sum(one.replayed for one in found), items=items)


@router.get("/{held_id}", operation_id="get_quarantined", response_model=HeldDetail)
def get_quarantined(
    held_id: Annotated[int, Path(ge=1, lt=2**63)], caller: Reader, request: Request, tx: Writing
) -> HeldDetail:
    """One record with all that was kept of it. Every read is an audit record."""
    held = quarantine.get(tx, held_id, caller.scope)
    details = {"source": held.source, "unit": held.unit}
    caller.audit_read(tx, "quarantine.read", f"quarantine:{held_id}", details, core_of(request).clock())
    data = held.data
    return HeldDetail(
        **_view(held).model_dump(),
        text=_text(data),
        base64=None if data is None else b64encode(data).decode(),
        meta={str(name): value if isinstance(value, int) else str(value) for name, value in held.meta.items()},
    )


@router.post(
    "/replays", status_code=202, operation_id="replay_quarantine", response_model=ReplayQueued, responses=declares(404)
)
def replay_quarantine(body: ReplayRequest, caller: Changer, request: Request, tx: Writing) -> ReplayQueued:
    """Have records read again by the running platform, once its cause of refusal is mended. By ids: all, or none."""
    within = None if body.before is None else time_range(None, body.before)
    chosen = replays.Chosen(
        source=body.source,
        reason=body.reason,
        unit=body.unit,
        before=within.end if within else None,
    )
    conditions = chosen != replays.Chosen()
    if (body.records is not None) + conditions + body.everything != 1:
        raise InputError("give records, or conditions, or everything: one of the three", where="body")
    found = replays.request(
        tx,
        chosen if body.records is None else body.records,
        caller.scope,
        kinds=frozenset(filter(readable, replays.kinds(tx))),
        actor=caller.actor,
        time=core_of(request).clock(),
    )
    return ReplayQueued(queued=found.queued, unable=found.unable, done=found.done)


@router.post("/marks", operation_id="mark_replayed", response_model=Marked, responses=declares(404))
def mark_replayed(body: MarkReplayed, caller: Changer, request: Request, tx: Writing) -> Marked:
    """Say that records were read after all, for instance from a repaired copy of their input. All, or none."""
    marked = quarantine.mark_replayed(tx, body.records, caller.scope, actor=caller.actor, time=core_of(request).clock())
    return Marked(marked=marked)


@router.post("/purge", operation_id="purge_quarantine", response_model=Purged)
def purge_quarantine(body: Purge, caller: Changer, tx: Writing) -> Purged:
    """Delete the caller's units' records held before a time. Totals stay."""
    within = time_range(None, body.before)
    assert within is not None
    return Purged(deleted=quarantine.purge(tx, caller.scope, before=within.end, actor=caller.actor))
