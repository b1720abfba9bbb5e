"""Playbooks: listed, checked, imported, rehearsed, run."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.openapi import declares
from api.playbooks.schemas import (
    PlaybookAuto,
    PlaybookCheck,
    PlaybookDetail,
    PlaybookGiven,
    PlaybookImport,
    PlaybookRead,
    Playbooks,
    PlaybookVersion,
    PlaybookVersionDetail,
    PlaybookVersions,
    RankedPlaybook,
    RankedPlaybooks,
    RankReason,
    Rehearsal,
    RunAsk,
    RunAsked,
    SuggestedInputs,
)
from api.playbooks.views import performing_of, problem_read, rehearsal_read
from api.transactions import Reading, Writing
from api.wire import moment
from model.errors import InputError, NotFound
from model.execution import StoredPlaybook
from pipeline.response import choosing, desk
from pipeline.response.rehearsal import rehearse
from pipeline.response.triggers import Ours, extension_of, inputs_from
from playbooks.cacao import read, read_document
from playbooks.variables import VariableError
from store import incidents, playbooks

router = noun("playbooks")

Reader = Annotated[Caller, Depends(require("playbooks:read"))]
Changer = Annotated[Caller, Depends(require("playbooks:change"))]
Runner = Annotated[Caller, Depends(require("playbooks:run"))]


@router.get("", operation_id="list_playbooks", response_model=Playbooks)
def list_playbooks(caller: Reader, tx: Reading) -> Playbooks:
    """The library, and what the caller's units imported."""
    return Playbooks(items=[PlaybookRead(**_about(one)) for one in playbooks.find(tx, caller.scope)])


@router.post("", status_code=201, operation_id="import_playbook", response_model=PlaybookRead, responses=declares(409))
def import_playbook(
    body: PlaybookImport, caller: Changer, request: Request, response: Response, tx: Writing
) -> PlaybookRead:
    """Keep a CACAO 2.0 playbook; a newer version takes the place of an older one. Refused with every mistake it has."""
    core = core_of(request)
    identifier = desk.bring_in(
        tx,
        _bytes(body.document),
        core.settings.playbooks,
        unit=body.unit or caller.identity.account.unit,
        actor=caller.actor,
        now=core.clock(),
        scope=caller.scope,
    )
    response.headers["Location"] = f"/api/v1/playbooks/{identifier}"
    return PlaybookRead(**_about(playbooks.get(tx, identifier, caller.scope)))


@router.post("/check", operation_id="check_playbook", response_model=PlaybookCheck)
def check_playbook(body: PlaybookGiven, _: Reader, request: Request) -> PlaybookCheck:
    """What is wrong with a document, all of it. Keeps nothing."""
    core = core_of(request)
    reading = read_document(body.document)
    return PlaybookCheck(
        runnable=reading.runnable,
        trust=desk.trust_of(reading, core.settings.playbooks, core.clock()).value,
        problems=[problem_read(one) for one in reading.problems],
    )


@router.get("/ranked/{incident_id}", operation_id="rank_playbooks", response_model=RankedPlaybooks)
def rank_playbooks(incident_id: str, caller: Reader, tx: Reading) -> RankedPlaybooks:
    """Playbooks that answer an incident, the most fitting first, each with the reasons that make up its score."""
    names = {one.id: one.name_zh for one in playbooks.find(tx, caller.scope)}
    return RankedPlaybooks(
        items=[
            RankedPlaybook(
                id=one.offer.id,
                name=one.offer.name,
                name_zh=names[one.offer.id],
                score=one.score,
                fits=one.offer.fits,
                because=[
                    RankReason(code=why.code, points=why.points, text=why.text, text_zh=why.text_zh)
                    for why in one.because
                ],
                execution=run.id if run else None,
                status=run.status if run else None,
            )
            for one, run in choosing.choose(tx, incident_id, caller.scope)
        ]
    )


@router.get("/{playbook_id}", operation_id="get_playbook", response_model=PlaybookDetail)
def get_playbook(playbook_id: str, caller: Reader, tx: Reading) -> PlaybookDetail:
    """One playbook with its document and problems."""
    known = playbooks.get(tx, playbook_id, caller.scope)
    reading = read(playbooks.text_of(tx, known.digest))
    about = extension_of(reading.document)
    return PlaybookDetail(
        **_about(known),
        description=str(reading.document.get("description") or ""),
        description_zh=str(about.get("description_zh") or ""),
        document=dict(reading.document),
        problems=[problem_read(one) for one in reading.problems],
        trigger=dict(about.get("trigger") or {}),
        answers=dict(about.get("answers") or {}),
        evidence=[str(one) for one in about.get("evidence") or ()],
        recovery=[str(one) for one in about.get("recovery") or ()],
    )


@router.get("/{playbook_id}/versions", operation_id="list_playbook_versions", response_model=PlaybookVersions)
def list_versions(playbook_id: str, caller: Reader, tx: Reading) -> PlaybookVersions:
    """Every text it had here, the latest first; runs keep following the one they began with."""
    return PlaybookVersions(
        items=[
            PlaybookVersion(version=version, digest=digest, kept=moment(at))
            for version, digest, at in playbooks.versions(tx, playbook_id, caller.scope)
        ]
    )


@router.get(
    "/{playbook_id}/versions/{digest}", operation_id="get_playbook_version", response_model=PlaybookVersionDetail
)
def get_version(playbook_id: str, digest: str, caller: Reader, tx: Reading) -> PlaybookVersionDetail:
    """One of its texts."""
    for version, known, at in playbooks.versions(tx, playbook_id, caller.scope):
        if known == digest:
            document = read(playbooks.text_of(tx, digest)).document
            return PlaybookVersionDetail(version=version, digest=digest, kept=moment(at), document=dict(document))
    raise NotFound(f"the playbook never had the text {digest[:80]!r} here")


@router.delete("/{playbook_id}", status_code=204, operation_id="remove_playbook", responses=declares(409))
def remove_playbook(playbook_id: str, caller: Changer, request: Request, tx: Writing) -> Response:
    """Forget an imported playbook. Runs under way go on."""
    playbooks.remove(tx, playbook_id, caller.scope, actor=caller.actor, now=core_of(request).clock())
    return Response(status_code=204)


@router.post("/{playbook_id}/auto", operation_id="set_playbook_auto", response_model=PlaybookRead)
def set_auto(playbook_id: str, body: PlaybookAuto, caller: Changer, request: Request, tx: Writing) -> PlaybookRead:
    """Whether it begins by itself. What it does to targets is still asked about."""
    now = core_of(request).clock()
    playbooks.set_auto(tx, playbook_id, caller.scope, auto=body.auto, actor=caller.actor, now=now)
    return PlaybookRead(**_about(playbooks.get(tx, playbook_id, caller.scope)))


@router.get(
    "/{playbook_id}/inputs/{incident_id}", operation_id="suggest_playbook_inputs", response_model=SuggestedInputs
)
def suggest_inputs(playbook_id: str, incident_id: str, caller: Runner, tx: Reading) -> SuggestedInputs:
    """What the incident would give this playbook to work with."""
    known = playbooks.get(tx, playbook_id, caller.scope)
    about = extension_of(read(playbooks.text_of(tx, known.digest)).document)
    bind = {name: {**place, "optional": True} for name, place in (about.get("bind") or {}).items()}
    found = incidents.get(tx, incident_id, caller.scope).incident
    return SuggestedInputs(inputs=inputs_from(found, bind, Ours(tx, caller.scope)) or {})


@router.post("/{playbook_id}/rehearsals", operation_id="rehearse_playbook", response_model=Rehearsal)
def rehearse_playbook(playbook_id: str, body: RunAsk, caller: Runner, request: Request, tx: Reading) -> Rehearsal:
    """A dry run: exactly what would happen, with whose agreement. Nothing happens."""
    known = playbooks.get(tx, playbook_id, caller.scope)
    reading = read(playbooks.text_of(tx, known.digest))
    if not reading.runnable:
        raise InputError("the playbook cannot be run as it is", hint="look at its problems")
    try:
        steps = rehearse(performing_of(core_of(request)), known.digest, body.inputs)
    except VariableError as error:
        raise InputError(error.message, where=f"inputs.{error.name}") from None
    return rehearsal_read(steps)


@router.post(
    "/{playbook_id}/runs",
    status_code=201,
    operation_id="run_playbook",
    response_model=RunAsked,
    responses=declares(409),
)
def run_playbook(playbook_id: str, body: RunAsk, caller: Runner, request: Request, tx: Writing) -> RunAsked:
    """Ask for a run; the platform begins it within a second."""
    unit = caller.identity.account.unit
    if body.incident:
        incident = incidents.get(tx, body.incident, caller.scope).incident
        unit = next((one for one in incident.units if caller.scope.allows(one)), unit)
    execution = desk.ask_for(
        tx,
        playbook_id,
        caller.scope,
        inputs=body.inputs,
        actor=caller.actor,
        now=core_of(request).clock(),
        unit=unit,
        incident=body.incident or "",
        foreign=core_of(request).settings.playbooks.foreign_commands,
    )
    return RunAsked(execution=execution)


def _bytes(document: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError as error:
        raise InputError(f"the document is no JSON: {error}", where="document") from None


def _about(one: StoredPlaybook) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "name_zh": one.name_zh,
        "unit": one.unit,
        "version": one.version,
        "source": one.source,
        "trust": one.trust,
        "auto": one.auto,
        "changed": moment(one.changed),
        "changed_by": one.changed_by,
    }
