"""OpenC2 messages, over the wire. What they must hold is judged by `playbooks.openc2`, which answers in OpenC2's own words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class OpenC2Message(BaseModel):
    """A message with headers and body (HTTPS Transfer 1.1), or a command alone (1.0)."""

    model_config = ConfigDict(extra="allow", frozen=True)

    headers: Annotated[Any, Field(description="request_id, created, from, to")] = None
    body: Annotated[Any, Field(description="{openc2: {request: command}}")] = None
    action: Annotated[Any, Field(description="Of a bare command: query, deny, allow, update or delete")] = None
    target: Annotated[Any, Field(description="Of a bare command")] = None


class OpenC2Answer(BaseModel):
    """A message with headers and body.openc2.response, or a response alone, as the question was."""

    model_config = ConfigDict(extra="allow", frozen=True)
