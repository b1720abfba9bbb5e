"""The audit trail, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.wire import Moment, Page, Read


class AuditRecordRead(Read):
    sequence: int
    time: Moment
    actor: str
    action: str
    object: str
    unit: str
    details: dict[str, Any]
    previous: Annotated[str, Field(description="SM3 of the record before, hexadecimal")]
    hash: Annotated[str, Field(description="SM3 of this record, hexadecimal")]


class AuditPage(Page[AuditRecordRead]):
    pass


class AuditHead(Read):
    sequence: Annotated[int, Field(description="Number of records")]
    hash: str
