"""Taking packets out, and having them dissected."""

from __future__ import annotations

import threading
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.core import Core, core_of
from api.openapi import declares
from api.packets.schemas import Dissection, Kept
from api.problems import Refusal
from api.wire import Plain
from collectors.packets.dissect import INPUT_MOST, dissect
from collectors.packets.extract import Found
from model.errors import InputError
from pipeline.packets import SECONDS_MOST, Asked, around_alert, around_event, kept

router = noun("packets")

Taker = Annotated[Caller, Depends(require("packets:read"))]
Id = Annotated[str | None, Query(max_length=64, pattern=Plain)]
Seconds = Annotated[int, Query(ge=0, le=SECONDS_MOST, description="Before it began and after it ended")]
MOST_BYTES = 64 << 20
AT_ONCE = 2
CAPTURE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The packets as a pcapng file to be saved; X-Fengsui-Cut says whether there were more",
        "content": {"application/x-pcapng": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_slots = threading.BoundedSemaphore(AT_ONCE)


async def _about(core: Core, caller: Caller, alert: str | None, event: str | None, seconds: int) -> Asked:
    """Whose packets."""
    if (alert is None) == (event is None):
        raise InputError("say whose packets: give either `alert` or `event`")
    store, settings = core.kept.store, core.settings

    def look() -> Asked:
        with core.state.reading() as tx:
            if alert is not None:
                return around_alert(tx, store, settings, caller.scope, alert, seconds)
            return around_event(tx, settings, caller.scope, store.get(str(event), caller.scope), seconds)

    return await run_in_threadpool(look)


async def _asked(core: Core, caller: Caller, alert: str | None, event: str | None, seconds: int, action: str) -> Asked:
    """The same; the audit record is written before the first of them is read."""
    asked = await _about(core, caller, alert, event, seconds)
    about = f"alert:{alert}" if alert is not None else f"event:{event}"
    details = {"seconds": seconds, "hosts": ", ".join(asked.what.hosts)}

    def record(tx: Session) -> None:
        caller.audit_read(tx, action, about, details, core.clock())

    await core.write(record)
    return asked


@router.get("/kept", operation_id="packets_kept", response_model=Kept, responses=declares(404))
async def packets_kept(
    caller: Taker, request: Request, alert: Id = None, event: Id = None, seconds: Seconds = 30
) -> Kept:
    """Whether there may be packets of an event or an alert to be had. Reads none of them."""
    if (alert is None) == (event is None):
        raise InputError("say whose packets: give either `alert` or `event`")
    try:
        asked = await _about(core_of(request), caller, alert, event, seconds)
    except InputError:  # nothing keeps packets, or it names no address
        return Kept(kept=False)
    return Kept(kept=await run_in_threadpool(kept, asked))


@router.get("/capture", operation_id="extract_packets", response_class=Response, responses=CAPTURE | declares(404))
async def extract_packets(
    caller: Taker, request: Request, alert: Id = None, event: Id = None, seconds: Seconds = 30
) -> Response:
    """Packets of an event's or an alert's conversation, as far as sensors within the caller's units keep them. Every
    extraction is an audit record."""
    asked = await _asked(core_of(request), caller, alert, event, seconds, "packets.extracted")
    found = Found()

    def take() -> bytes:
        with _Slot():
            return b"".join(asked.packets(found, MOST_BYTES))

    data = await run_in_threadpool(take)
    headers = {
        "Content-Disposition": f'attachment; filename="fengsui-packets-{core_of(request).clock()}.pcapng"',
        "X-Fengsui-Packets": str(found.packets),
        "X-Fengsui-Cut": str(found.cut).lower(),
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, media_type="application/x-pcapng", headers=headers)


@router.get("/dissection", operation_id="dissect_packets", response_model=Dissection, responses=declares(404))
async def dissect_packets(
    caller: Taker,
    request: Request,
    alert: Id = None,
    event: Id = None,
    seconds: Annotated[int, Query(ge=0, le=300)] = 5,
    packets: Annotated[int, Query(ge=1, le=500, description="Packets to dissect at most")] = 50,
    format: Literal["text", "json"] = "text",  # noqa: A002 - the word clients expect
) -> Dissection:
    """The same packets as tshark understands them, every field. Runs within limits; every use is an audit record."""
    asked = await _asked(core_of(request), caller, alert, event, seconds, "packets.dissected")
    found, form = Found(), format

    def take() -> tuple[bytes, bool]:
        with _Slot():
            data = b"".join(asked.packets(found, INPUT_MOST // 2))
            return dissect(data, form, packets) if found.packets else (b"", False)

    text, cut = await run_in_threadpool(take)
    more = cut or found.cut or found.packets > packets
    return Dissection(text=text.decode("utf-8", "replace"), packets=found.packets, bytes=found.bytes, cut=more)


class _Slot:
    """Two at a time: each reads much from the disk."""

    def __enter__(self) -> None:
        if not _slots.acquire(timeout=5):
            raise Refusal("rate.exceeded", "others are taking packets out just now", headers={"Retry-After": "5"})

    def __exit__(self, *_: object) -> None:
        _slots.release()
