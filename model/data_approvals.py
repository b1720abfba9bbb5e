"""The register of approvals for public data: what was asked, who decided, what became of it.

`model.public_data.Approval` is what detectors judge by; a `DataRequest` is the paper it stands on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from model.compliance import Sm3
from model.public_data import Approval, DestructionProof
from model.times import Micros

Reason = Annotated[str, msgspec.Meta(max_length=2_000)]


class RequestState(StrEnum):
    """requested → approved or refused; approved → revoked, or expired by the clock (`DataRequest.state_at`)."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"

    @property
    def zh(self) -> str:
        return _STATE_ZH[self]


_STATE_ZH = {
    RequestState.REQUESTED: "待审批",
    RequestState.APPROVED: "已批准",
    RequestState.REFUSED: "已驳回",
    RequestState.REVOKED: "已撤销",
    RequestState.EXPIRED: "已到期",
}


LEDGER = "data:"
"""Before a data set's id in the compliance ledgers, where papers, reviews and evidence of systems stand as well."""


def ledger_name(data_set: str) -> str:
    return f"{LEDGER}{data_set}"


def data_set_named(name: str) -> str:
    """The data set a name in the ledgers stands for, empty for a system's."""
    return name.removeprefix(LEDGER) if name.startswith(LEDGER) else ""


STOOD = (RequestState.APPROVED, RequestState.REVOKED)
"""States of what held at some time."""


class DataRequest(msgspec.Struct, frozen=True, kw_only=True):
    """terms: what is asked, and once approved what holds; its `unit` owns the data set. by_unit: who asks. state: as decided
    by people, never `expired`. decided_by is never requested_by. ended_by, ended_note: of a revocation."""

    terms: Approval
    state: RequestState
    reason: Reason
    by_unit: str
    requested: Micros
    requested_by: str
    decided: Micros = 0
    decided_by: str = ""
    note: Reason = ""
    ended_by: str = ""
    ended_note: Reason = ""

    @property
    def id(self) -> str:
        return self.terms.id

    def state_at(self, at: Micros) -> RequestState:
        over = self.terms.valid_to and self.terms.valid_to <= at
        return RequestState.EXPIRED if over and self.state is RequestState.APPROVED else self.state


class DestructionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a person registered as proof that data was destroyed. sm3: of the certificate. witness: who saw it, another
    person than who registers it. copies: how many copies and backups were destroyed with it."""

    reference: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    data_set: str
    unit: str
    time: Micros
    sm3: Sm3
    method: Annotated[str, msgspec.Meta(max_length=300)] = ""
    witness: Annotated[str, msgspec.Meta(max_length=100)] = ""
    copies: Annotated[int, msgspec.Meta(ge=0)] = 0
    added: Micros = 0
    added_by: str = ""


def as_proof(record: DestructionRecord) -> DestructionProof:
    """What detectors compare with."""
    return DestructionProof(reference=record.reference, data_set=record.data_set, time=record.time)
