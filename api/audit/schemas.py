"""The audit trail, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.wire import Moment, Page, Read


class AuditRecordRead(Read):
    sequence: int
    time: Moment
    actor: str
    actor_name: Annotated[
        str | None, Field(description="What the actor's account is shown as; null when it is none the caller may see")
    ]
    action: str
    object: str
    object_name: Annotated[str | None, Field(description="The same of the object, when that is an account")]
    unit: str
    details: dict[str, Any]
    previous: Annotated[str, Field(description="SM3 of the record before, hexadecimal")]
    hash: Annotated[str, Field(description="SM3 of this record, hexadecimal")]


class AuditPage(Page[AuditRecordRead]):
    pass


class AuditHead(Read):
    sequence: Annotated[int, Field(description="Number of records")]
    hash: str
