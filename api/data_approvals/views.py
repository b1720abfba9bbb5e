"""Approvals as they go over the wire."""

from __future__ import annotations

from collections.abc import Mapping

from api.access import Caller
from api.data_approvals.schemas import DataApprovalRead
from api.wire import Moment, moment
from model.data_approvals import DataRequest, RequestState
from model.estate import DataSet, Unit
from model.public_data import RecipientKind
from model.times import Micros


def approval_view(
    one: DataRequest, named: DataSet | None, units: Mapping[str, Unit], caller: Caller, now: Micros
) -> DataApprovalRead:
    """named: the data set's record, None when it is gone from the register. units: all there are."""
    terms, state = one.terms, one.state_at(now)
    open_ = state in (RequestState.REQUESTED, RequestState.APPROVED)
    mine = one.requested_by == caller.actor
    decides = caller.may("data:decide") and caller.scope.allows(terms.unit)
    recipient = units.get(terms.recipient) if terms.recipient_kind is RecipientKind.UNIT else None
    by_unit = units.get(one.by_unit)
    return DataApprovalRead(
        id=terms.id,
        data_set=terms.data_set,
        data_set_name=named.name if named else terms.data_set,
        data_set_name_zh=named.name_zh if named else terms.data_set,
        unit=terms.unit,
        recipient=terms.recipient,
        recipient_name=recipient.name if recipient else terms.recipient,
        recipient_name_zh=recipient.name_zh if recipient else terms.recipient,
        recipient_kind=terms.recipient_kind,
        names=list(terms.names),
        purposes=list(terms.purposes),
        fields=list(terms.fields),
        valid_from=_moment(terms.valid_from),
        valid_to=_moment(terms.valid_to),
        masked=terms.masked,
        max_rows=terms.max_rows,
        onward=terms.onward,
        revoked=_moment(terms.revoked),
        state=state,
        state_zh=state.zh,
        reason=one.reason,
        by_unit=one.by_unit,
        by_unit_name=by_unit.name if by_unit else one.by_unit,
        by_unit_name_zh=by_unit.name_zh if by_unit else one.by_unit,
        requested=moment(one.requested),
        requested_by=one.requested_by,
        decided=_moment(one.decided),
        decided_by=one.decided_by,
        note=one.note,
        ended_by=one.ended_by,
        ended_note=one.ended_note,
        mine=mine,
        may_decide=open_ and decides and (state is RequestState.APPROVED or not mine),
    )


def _moment(time: Micros) -> Moment | None:
    return moment(time) if time else None
