"""An approval as it goes out."""

from __future__ import annotations

from api.approvals.schemas import ApprovalRead, DecisionRead
from api.playbooks.schemas import Affected, WhyAsked
from api.wire import moment
from model.execution import Approval


def approval_view(one: Approval) -> ApprovalRead:
    return ApprovalRead(
        id=one.id,
        execution=one.execution,
        unit=one.unit,
        kind=one.kind,
        step=one.step,
        text=one.text,
        text_zh=one.text_zh,
        why=[WhyAsked(**reason) for reason in one.why],
        touches=[Affected(**touched) for touched in one.touches],
        needed=one.needed,
        requested_by=one.requested_by,
        expected=one.expected,
        created=moment(one.created),
        expires=moment(one.expires),
        status=one.status,
        decisions=[
            DecisionRead(person=said.person, granted=said.granted, comment=said.comment, time=moment(said.time))
            for said in one.decisions
        ],
        answers=one.answers,
    )
