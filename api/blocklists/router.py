"""Block lists as firewalls fetch them: with an API token, one address, network or domain per line."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import PlainTextResponse

from api.access import Caller, noun, require
from api.core import core_of
from api.transactions import Reading
from model.errors import NotFound
from store import effects

router = noun("blocklists")

Reader = Annotated[Caller, Depends(require("blocklists:read"))]


@router.get(
    "/{blocklist_name}",
    operation_id="get_blocklist",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_blocklist(blocklist_name: str, _: Reader, request: Request, tx: Reading) -> PlainTextResponse:
    """What is to be blocked now. An entry leaves the list when its time is over."""
    core = core_of(request)
    known = core.settings.playbooks.actuators.get(blocklist_name)
    if known is None or known.kind != "blocklist":
        raise NotFound(f"there is no block list {blocklist_name!r}")
    lines = effects.listed(tx, blocklist_name, core.clock())
    return PlainTextResponse("".join(f"{line}\n" for line in lines))
