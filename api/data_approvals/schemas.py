"""Approvals for public data, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.wire import Moment, Page, Plain, Read, Write
from model.data_approvals import RequestState
from model.public_data import RecipientKind

Said = Annotated[str, Field(max_length=2_000, pattern=Plain)]
Short = Annotated[str, Field(min_length=1, max_length=200, pattern=Plain)]
Number = Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9._-]*$")]


class DataApprovalRead(Read):
    """recipient: id of the unit, account or system; names: what audit trails call it. fields: empty for all the catalogue
    lists. max_rows: of one access, 0 for no bound. state: `expired` by the clock. mine: the caller asked for it; may_decide:
    the caller could decide or revoke it now."""

    id: str
    data_set: str
    data_set_name: str
    data_set_name_zh: str
    unit: str
    recipient: str
    recipient_name: str
    recipient_name_zh: str
    recipient_kind: RecipientKind
    names: list[str]
    purposes: list[str]
    fields: list[str]
    valid_from: Moment | None
    valid_to: Moment | None
    masked: bool
    max_rows: int
    onward: bool
    revoked: Moment | None
    state: RequestState
    state_zh: str
    reason: str
    by_unit: str
    by_unit_name: str
    by_unit_name_zh: str
    requested: Moment
    requested_by: str
    decided: Moment | None
    decided_by: str
    note: str
    ended_by: str
    ended_note: str
    mine: bool
    may_decide: bool


class DataApprovalPage(Page[DataApprovalRead]):
    """waiting: requests a person of the caller's units could decide."""

    waiting: int


class DataApprovalAsk(Write):
    """number: of another register, made here when left out. by_unit: who asks, the caller's unit when left out."""

    data_set: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain)]
    number: Number = ""
    by_unit: Annotated[str, Field(max_length=128, pattern=Plain)] = ""
    recipient: Short
    recipient_kind: RecipientKind = RecipientKind.UNIT
    names: list[Short] = Field(default_factory=list, max_length=50)
    purposes: Annotated[list[Short], Field(min_length=1, max_length=20)]
    fields: list[Short] = Field(default_factory=list, max_length=500)
    valid_from: AwareDatetime | None = None
    valid_to: AwareDatetime
    masked: bool = True
    max_rows: Annotated[int, Field(ge=0, le=2**53)] = 0
    onward: bool = False
    reason: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]


class DataApprovalDecision(Write):
    granted: bool
    note: Said = ""


class DataApprovalEnd(Write):
    note: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]
