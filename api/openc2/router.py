"""One address for OpenC2 producers: POST a command, get its response."""

from __future__ import annotations

from typing import Annotated

import orjson
from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.openc2.schemas import OpenC2Answer, OpenC2Message
from pipeline.response.openc2 import Consumer, Said, Sender
from playbooks.openc2 import language
from playbooks.openc2.language import Envelope, OpenC2Error, Wanted

router = noun("openc2")

_SCHEMA = {"schema": {"$ref": "#/components/schemas/OpenC2Answer"}}

Producer = Annotated[Caller, Depends(require("playbooks:run"))]


@router.post(
    "",
    operation_id="send_openc",
    response_model=OpenC2Answer,
    response_class=Response,
    responses={
        200: {"content": {language.MEDIA: _SCHEMA, language.MEDIA_BARE: _SCHEMA}},
        204: {"description": "No response was wanted"},
    },
)
def send(body: OpenC2Message, caller: Producer, request: Request) -> Response:
    """Run a command of the Stateless Packet Filtering profile. The same request_id again tells how far it is.

    The answer is 200 whenever OpenC2 answers; whether the command succeeded is its own `status`.
    """
    core = core_of(request)
    us, now_ms = core.settings.api.listen, core.clock() // 1_000
    envelope: Envelope | None = None
    try:
        envelope = language.opened(body.model_dump(exclude_unset=True))
        command = language.parse(envelope.command, now_ms)
        sender = Sender(caller.actor, caller.identity.account.unit, caller.scope)
        said = Consumer(core.state, core.settings.playbooks, core.clock).answer(command, sender, envelope.request_id)
        if command.wanted is Wanted.NONE:
            return Response(status_code=204)
    except OpenC2Error as error:
        said = Said(error.status, error.text)
    answer = language.response(envelope, said.status, said.text, said.results, us=us, now_ms=now_ms)
    bare = envelope is not None and envelope.bare
    return Response(orjson.dumps(answer), media_type=language.MEDIA_BARE if bare else language.MEDIA)
