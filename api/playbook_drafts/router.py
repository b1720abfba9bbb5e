"""Drafts of playbooks: begun, changed, checked, rehearsed, published."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.etags import IfMatch, check, etag
from api.openapi import declares
from api.playbook_drafts.schemas import (
    CommandForm,
    DraftBegin,
    DraftChange,
    DraftDetail,
    DraftPublished,
    DraftRead,
    Drafts,
    DraftTry,
    PlaybookField,
    PlaybookForm,
    PlaybookForms,
    PlaybookText,
    PlaybookTextRead,
    StepPlace,
    StoredVersion,
    VerbRead,
)
from api.playbooks.schemas import Rehearsal
from api.playbooks.views import performing_of, problem_read, rehearsal_read
from api.transactions import Reading, Writing
from api.wire import moment
from model.errors import InputError
from pipeline.response import drafting
from pipeline.response.performing import DRAFT
from pipeline.response.rehearsal import rehearse
from playbooks.cacao import forms, read, read_document
from playbooks.cacao.checks import RUN_HERE
from playbooks.cacao.types import VARIABLE_TYPES
from playbooks.capabilities.arguments import ARGUMENTS
from playbooks.capabilities.registry import VERBS
from playbooks.variables import VariableError
from store import playbook_drafts as drafts
from store import playbooks as kept
from store.playbook_drafts import Draft
from store.scope import Scope

router = noun("playbook-drafts")

Editor = Annotated[Caller, Depends(require("playbooks:draft"))]
Publisher = Annotated[Caller, Depends(require("playbooks:change"))]


@router.get("", operation_id="list_playbook_drafts", response_model=Drafts)
def list_drafts(caller: Editor, tx: Reading) -> Drafts:
    """Drafts of the caller's units, the latest change first."""
    return Drafts(items=[DraftRead(**_about(one)) for one in drafts.find(tx, caller.scope)])


@router.post(
    "", status_code=201, operation_id="begin_playbook_draft", response_model=DraftDetail, responses=declares(409)
)
def begin_draft(body: DraftBegin, caller: Editor, request: Request, response: Response, tx: Writing) -> DraftDetail:
    """Begin from nothing, from a stored playbook, or from a document that need not be right yet."""
    by: dict[str, Any] = {
        "unit": body.unit or caller.identity.account.unit,
        "actor": caller.actor,
        "now": core_of(request).clock(),
    }
    if body.playbook is not None:
        draft = drafting.from_stored(tx, body.playbook, caller.scope, **by)
    else:
        document = body.document if body.document is not None else drafting.blank(str(body.name), by["now"])
        draft = drafting.from_document(tx, document, caller.scope, **by)
    response.headers["Location"] = f"/api/v1/playbook-drafts/{draft.id}"
    return _shown(response, tx, draft, caller.scope)


@router.get("/forms", operation_id="get_playbook_forms", response_model=PlaybookForms)
def get_forms(_: Editor, request: Request) -> PlaybookForms:
    """What an editor asks for: the properties of every type, and what the platform's actuators can be told."""
    actuators = core_of(request).settings.playbooks.actuators
    kinds = {verb: {kind for kind, verbs in VERBS.items() if verb in verbs} for verb in ARGUMENTS}
    return PlaybookForms(
        steps=[_form(one) for one in forms.step_forms()],
        commands=[
            CommandForm(**_form(one).model_dump(), runs_here=one.type in RUN_HERE) for one in forms.command_forms()
        ],
        agents=[_form(one) for one in forms.agent_forms()],
        authentication=[_form(one) for one in forms.authentication_forms()],
        playbook=[_field(one) for one in forms.playbook_fields()],
        variable_types=list(VARIABLE_TYPES),
        verbs=[
            VerbRead(
                verb=verb,
                arguments=list(arguments),
                actuators=sorted(name for name, one in actuators.items() if one.kind in kinds[verb]),
            )
            for verb, arguments in ARGUMENTS.items()
        ],
    )


@router.post("/text", operation_id="read_playbook_text", response_model=PlaybookTextRead)
def read_text(body: PlaybookText, _: Editor) -> PlaybookTextRead:
    """JSON or YAML as a document. Keeps nothing."""
    return PlaybookTextRead(document=drafting.document_of(body.text))


@router.get("/{draft_id}", operation_id="get_playbook_draft", response_model=DraftDetail)
def get_draft(draft_id: str, caller: Editor, response: Response, tx: Reading) -> DraftDetail:
    """A draft with its mistakes, and the stored version to compare with."""
    return _shown(response, tx, drafts.get(tx, draft_id, caller.scope), caller.scope)


@router.put("/{draft_id}", operation_id="change_playbook_draft", response_model=DraftDetail, responses=declares(409))
def change_draft(
    draft_id: str,
    body: DraftChange,
    caller: Editor,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> DraftDetail:
    """Keep a draft as it is now, right or not. Refused when somebody else changed it since it was read."""
    check(if_match, drafts.get(tx, draft_id, caller.scope).version)
    changed = drafting.save(
        tx,
        draft_id,
        caller.scope,
        document=body.document,
        layout={step: {"x": place.x, "y": place.y} for step, place in body.layout.items()},
        onto=body.onto,
        actor=caller.actor,
        now=core_of(request).clock(),
    )
    return _shown(response, tx, changed, caller.scope)


@router.delete("/{draft_id}", status_code=204, operation_id="discard_playbook_draft", responses=declares(409))
def discard_draft(draft_id: str, caller: Editor, request: Request, tx: Writing, if_match: IfMatch = None) -> Response:
    """Throw a draft away."""
    check(if_match, drafts.get(tx, draft_id, caller.scope).version)
    drafts.remove(tx, draft_id, caller.scope, actor=caller.actor, now=core_of(request).clock())
    return Response(status_code=204)


@router.post(
    "/{draft_id}/publication",
    status_code=201,
    operation_id="publish_playbook_draft",
    response_model=DraftPublished,
    responses=declares(409),
)
def publish_draft(
    draft_id: str, caller: Publisher, request: Request, tx: Writing, if_match: IfMatch = None
) -> DraftPublished:
    """Make it the version in force; earlier versions stay. Refused with every mistake it has."""
    check(if_match, drafts.get(tx, draft_id, caller.scope).version)
    core = core_of(request)
    made = drafting.publish(tx, draft_id, core.settings.playbooks, caller.scope, actor=caller.actor, now=core.clock())
    return DraftPublished(playbook=made)


@router.post("/{draft_id}/rehearsals", operation_id="rehearse_playbook_draft", response_model=Rehearsal)
def rehearse_draft(draft_id: str, body: DraftTry, caller: Editor, request: Request, tx: Reading) -> Rehearsal:
    """A dry run of the draft as it is kept. Nothing happens."""
    reading = read(drafts.get(tx, draft_id, caller.scope).body)
    if reading.playbook is None or not reading.runnable:
        raise InputError("the draft cannot be run as it is", hint="look at its problems")
    try:
        steps = rehearse(performing_of(core_of(request)).trying(reading.playbook), DRAFT, body.inputs)
    except VariableError as error:
        raise InputError(error.message, where=f"inputs.{error.name}") from None
    return rehearsal_read(steps)


def _shown(response: Response, tx: Reading, draft: Draft, scope: Scope) -> DraftDetail:
    response.headers["ETag"] = etag(draft.version)
    document = orjson.loads(draft.body)
    reading = read_document(document)
    stored = kept.find_one(tx, draft.playbook, scope)
    return DraftDetail(
        **_about(draft),
        document=document,
        layout={step: StepPlace(**place) for step, place in draft.layout.items()},
        runnable=reading.runnable,
        problems=[problem_read(one) for one in reading.problems],
        stored=StoredVersion(
            version=stored.version, digest=stored.digest, document=orjson.loads(kept.text_of(tx, stored.digest))
        )
        if stored is not None
        else None,
        behind=(stored.digest if stored is not None else "") != draft.base,
    )


def _about(one: Draft) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "unit": one.unit,
        "playbook": one.playbook,
        "version": one.version,
        "created": moment(one.created),
        "created_by": one.created_by,
        "changed": moment(one.changed),
        "changed_by": one.changed_by,
    }


def _form(form: forms.Form) -> PlaybookForm:
    return PlaybookForm(
        type=form.type, label=form.label, label_zh=form.label_zh, fields=[_field(one) for one in form.fields]
    )


def _field(field: forms.FormField) -> PlaybookField:
    return PlaybookField(
        name=field.name,
        kind=field.kind,
        required=field.required,
        label=field.label,
        label_zh=field.label_zh,
        choices=list(field.choices),
        seldom=field.seldom,
    )
