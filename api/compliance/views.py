"""Posture, items and gates as they go over the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.compliance.schemas import (
    AnswerRead,
    ArtefactRead,
    BoardRead,
    ConclusionRead,
    Counted,
    DocumentRead,
    GateExceptionRead,
    GateRead,
    ItemBrief,
    Named,
    ObligationRead,
    PromiseRead,
    ReviewRead,
    SystemBrief,
    TaskRead,
)
from api.wire import moment
from compliance.catalog import catalog, doubt_of
from compliance.mlps.obligations import Obligation
from compliance.mlps.posture import ItemPosture, Posture
from compliance.mlps.reasons import reason
from compliance.mlps.rules import Rule, rule_of
from compliance.mlps.scoring import Conclusion
from compliance.three_sync.gates import Board, needs
from model.compliance import Answer, Document, GateException, Review, Task
from model.proof import Verdict


def answer_view(one: Answer, asked: Rule | None = None) -> AnswerRead:
    """asked: the rule, when it is none of those for items."""
    rule = asked or rule_of(one.rule)
    zh, en = reason(one)
    return AnswerRead(
        rule=one.rule,
        zh=rule.zh,
        en=rule.en,
        verdict=one.verdict,
        reason_zh=zh,
        reason_en=en,
        query=one.query,
        start=moment(one.start),
        end=moment(one.end),
        count=one.count,
        event_ids=list(one.event_ids),
        sources=list(one.sources),
        lost=list(one.lost),
        threshold=f"{rule.least:g} {rule.measure}".strip() if rule.least else "",
        basis=rule.basis,
    )


def counted(figures: Mapping[Verdict, int]) -> Counted:
    return Counted(**{verdict.value: figures.get(verdict, 0) for verdict in Verdict})


def conclusion_view(one: Conclusion, items: Sequence[ItemPosture]) -> ConclusionRead:
    return ConclusionRead(
        template=one.template,
        code=one.code,
        zh=one.zh,
        en=one.en,
        value=one.value,
        applicable=one.applicable,
        counted=Counted(
            met=one.met,
            partly_met=one.partly,
            not_met=one.not_met,
            unknown=one.unknown,
            not_applicable=len(items) - one.applicable,
        ),
        high=list(one.high),
        medium=len(one.medium),
        major=list(one.major),
    )


def brief(one: Posture, board: Board) -> SystemBrief:
    figures = dict.fromkeys(Verdict, 0)
    for item in one.items:
        figures[item.verdict] += 1
    return SystemBrief(
        id=one.system.id,
        name=one.system.name,
        name_zh=one.system.name_zh,
        unit=one.system.unit,
        level=one.system.mlps_level,
        level_is_proposal=one.system.level_is_proposal,
        plan_task=one.record.plan_task,
        extensions=list(one.record.extensions),
        cii=one.record.cii.status,
        filed=one.record.filing.filed,
        counted=counted(figures),
        automatic=one.automatic,
        conclusion=conclusion_view(one.conclusions["template_2025"], one.items),
        current_gate=board.current,
        lacking=list(board.go_live),
        broken_promises=sum(not promise.kept for promise in board.promises),
        overdue=sum(duty.state == "overdue" for duty in one.obligations),
    )


def item_view(one: ItemPosture) -> ItemBrief:
    item, control = one.place.item, one.place.control
    return ItemBrief(
        id=item.id,
        clause=control.clause,
        category=control.category,
        control_zh=control.zh,
        control_en=control.en,
        zh=item.zh,
        en=item.en,
        extension=one.place.extension,
        verdict=one.verdict,
        auto=one.auto,
        reviewed=one.reviewed.verdict if one.reviewed else None,
        official=one.official.verdict if one.official else None,
        outdated=one.outdated,
        risk=one.risk if one.verdict is Verdict.NOT_MET else "low",
        case=item.case,
        trigger=one.trigger,
        verify=control.verify.en or ("Unit number not confirmed" if item.unit_verify else ""),
        verify_zh=control.verify.zh or ("测评单元编号未确认" if item.unit_verify else ""),
        task=one.task,
    )


def trigger_view(code: str) -> Named:
    one = catalog().triggers[code]
    doubt = doubt_of("major-risk-triggers.yml")
    return Named(id=code, zh=one.zh, en=one.en, verify=doubt.en, verify_zh=doubt.zh)


def obligation_view(one: Obligation) -> ObligationRead:
    held = one.deadline
    return ObligationRead(
        id=held.id,
        zh=held.zh,
        en=held.en,
        basis=f"{held.basis} ({held.basis_en})",
        verify=held.verify.en,
        verify_zh=held.verify.zh,
        due=one.due,
        done=one.done,
        state=one.state,
    )


def document_view(one: Document) -> DocumentRead:
    return DocumentRead(
        id=one.id,
        title=one.title,
        dated=one.dated,
        sm3=one.sm3,
        artefact=one.artefact,
        items=list(one.items),
        verdict=one.verdict,
        issuer=one.issuer,
        until=one.until,
        kind=one.kind,
        person=one.person,
        added=moment(one.added),
        added_by=one.added_by,
        withdrawn=moment(one.withdrawn) if one.withdrawn else None,
    )


def task_view(one: Task) -> TaskRead:
    return TaskRead(
        id=one.id,
        items=list(one.items),
        title=one.title,
        owner=one.owner,
        due=one.due,
        state=one.state,
        proof=one.proof,
        note=one.note,
        changed=moment(one.changed),
        changed_by=one.changed_by,
    )


def review_view(one: Review) -> ReviewRead:
    return ReviewRead(
        subject=one.subject,
        basis=one.basis,
        verdict=one.verdict,
        note=one.note,
        person=one.person,
        time=moment(one.time),
        report=one.report,
    )


def board_view(system: str, board: Board, exceptions: Sequence[GateException]) -> BoardRead:
    doubt = doubt_of("gates.yml")
    return BoardRead(
        system=system,
        current=board.current,
        go_live=[Named(id=one.id, zh=one.zh, en=one.en) for one in needs()],
        lacking=list(board.go_live),
        gates=[
            GateRead(
                id=one.gate.id,
                zh=one.gate.zh,
                en=one.gate.en,
                sync=one.gate.sync,
                go_live=one.gate.go_live,
                passed=one.passed.day if one.passed else None,
                passed_by=one.passed.person if one.passed else None,
                blocked=list(one.blocked),
                artefacts=[
                    ArtefactRead(
                        id=held.artefact.id,
                        zh=held.artefact.zh,
                        en=held.artefact.en,
                        document=held.document.id if held.document else None,
                        dated=held.document.dated if held.document else None,
                        fault=held.fault,
                        excepted=held.excepted,
                    )
                    for held in one.artefacts
                ],
            )
            for one in board.gates
        ],
        promises=[
            PromiseRead(name=one.name, source=one.source, delivered=one.delivered, kept=one.kept, state=one.state)
            for one in board.promises
        ],
        exceptions=[
            GateExceptionRead(
                id=one.id, artefact=one.artefact, reason=one.reason, approver=one.approver, until=one.until
            )
            for one in exceptions
        ],
        verify=doubt.en,
        verify_zh=doubt.zh,
    )
