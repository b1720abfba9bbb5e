"""GET /api/v1/stream: server-sent events (HTML Living Standard, 9.2)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from starlette.responses import StreamingResponse

from api.access import Caller, authenticate, noun, require
from api.core import Core, core_of
from api.live.follow import Pulse, stream

router = noun("live", prefix="/api/v1/stream")

_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Events `ready`, `reset`, `alert`, `incident`, `situation`, `notice`, `clock` and `sources`; "
        "`LiveEvents` has what each carries",
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "x-event-data": {"$ref": "#/components/schemas/LiveEvents"},
            }
        },
    }
}
Position = Annotated[int | None, Query(ge=0, lt=2**63, description="As Last-Event-ID, for clients that cannot send it")]


@router.get("", operation_id="follow_changes", response_class=StreamingResponse, responses=_ANSWER)
async def follow(
    caller: Annotated[Caller, Depends(require("account:own"))],
    request: Request,
    last_event_id: Annotated[str | None, Header(max_length=32)] = None,
    after: Position = None,
) -> StreamingResponse:
    """Follow new alerts, changes of incidents and the sources' counters, within the caller's units and permissions.

    Reconnecting with Last-Event-ID goes on where the connection broke. `reset` means too much was missed.
    """
    core = core_of(request)
    pulse = _pulse(request, core)
    position = after
    if last_event_id is not None:
        usable = last_event_id.isascii() and last_event_id.isdecimal() and int(last_event_id) < 2**63
        position = int(last_event_id) if usable else None

    async def again() -> Caller:
        return await authenticate(request, core, counts_as_use=False)

    pulse.enter(caller.id)
    return StreamingResponse(
        stream(core, pulse, caller, position, again),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def _pulse(request: Request, core: Core) -> Pulse:
    state = request.app.state
    if not hasattr(state, "pulse"):
        state.pulse = Pulse(core)
    pulse = state.pulse
    assert isinstance(pulse, Pulse)
    return pulse
