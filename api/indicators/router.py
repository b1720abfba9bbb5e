"""Indicators: listing, one with its provenance, adding and withdrawing by hand, warning lists."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.core import core_of
from api.indicators import views
from api.indicators.schemas import (
    IndicatorAdd,
    IndicatorDetail,
    IndicatorPage,
    IndicatorRead,
    IndicatorReason,
    IndicatorState,
    IndicatorSummary,
    OwnValueRemove,
    OwnValueWrite,
    WarningLists,
)
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment_or_none
from detections.indicators import observables as forms
from detections.indicators import warning
from detections.indicators.index import Index
from detections.indicators.matcher import fields_for
from model.entity import EntityKind
from model.errors import InputError, StoreError
from model.indicator import ENTITIES, Assertion, ObservableKind, Tlp
from model.severity import Level
from model.times import Micros, parse_iso
from pipeline.intel.index import index_path
from pipeline.intel.intake import finish, judged, lists_changed, lists_of
from store import alerts
from store.indicators import observables, own, sources, version
from store.indicators.intake import begin

router = noun("indicators")

Reader = Annotated[Caller, Depends(require("indicators:read"))]
Changer = Annotated[Caller, Depends(require("indicators:change"))]
Overrider = Annotated[Caller, Depends(require("indicators:override"))]
Number = Annotated[int, Path(ge=1, lt=2**63)]
MANUAL = "manual"


@router.get("", operation_id="list_indicators", response_model=IndicatorPage)
def list_indicators(
    _: Reader,
    request: Request,
    tx: Reading,
    q: Annotated[Key | None, Query(description="Part of the value")] = None,
    kind: Annotated[list[ObservableKind] | None, Query(max_length=18)] = None,
    state: Annotated[list[IndicatorState] | None, Query(max_length=4)] = None,
    level: Annotated[list[Level] | None, Query(max_length=5)] = None,
    source: Key | None = None,
    imported: Annotated[int | None, Query(ge=1, lt=2**63, description="Number of an import")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> IndicatorPage:
    """What is matched, and what is not and why; latest changed first."""
    where = observables.Filter(
        text=q or "",
        kinds=tuple(kind or ()),
        states=tuple(one.value for one in state or ()),
        levels=tuple(level or ()),
        source=source or "",
        imported=imported or 0,
    )
    found = observables.find(tx, where, now=core_of(request).clock(), limit=limit, cursor=cursor)
    return IndicatorPage(items=[views.indicator(one) for one in found.items], cursor=found.cursor)


@router.get("/summary", operation_id="summarise_indicators", response_model=IndicatorSummary)
def summarise_indicators(_: Reader, request: Request, tx: Reading) -> IndicatorSummary:
    """How many there are, and what events are matched with at the moment."""
    core = core_of(request)
    counts = observables.counts(tx, now=core.clock())
    path = index_path(core.settings.data)
    try:
        index: Index | None = Index(path)
    except (OSError, StoreError, ValueError):
        index = None
    return IndicatorSummary(
        active=counts["active"],
        expired=counts["expired"],
        refused=counts["refused"],
        revoked=counts["revoked"],
        sources=len(sources.find(tx)),
        index_version=index.version if index else 0,
        state_version=version.current(tx),
        index_built=moment_or_none(index.built if index else None),
        index_size=index.count if index else 0,
    )


@router.get("/lists", operation_id="list_warning_lists", response_model=WarningLists)
def list_warning_lists(_: Reader, tx: Reading) -> WarningLists:
    """What is never matched unless somebody overrules it: the shipped lists, and the district's own."""
    return _lists(tx)


def _lists(tx: Session) -> WarningLists:
    return WarningLists(
        lists=[views.warning_list(one) for one in warning.inventory()], own=[views.own(one) for one in own.find(tx)]
    )


@router.post("/own-values", operation_id="add_own_value", response_model=WarningLists)
def add_own_value(body: OwnValueWrite, caller: Overrider, request: Request, tx: Writing) -> WarningLists:
    """Put an address, a name or a value on the district's own list; what it holds is no longer matched."""
    now = core_of(request).clock()
    own.add(tx, body.kind, _own_form(body.kind, body.value), note=body.note, actor=caller.actor, now=now)
    lists_changed(tx, now)
    return _lists(tx)


@router.post(
    "/own-values/remove", operation_id="remove_own_value", response_model=WarningLists, responses=declares(404)
)
def remove_own_value(body: OwnValueRemove, caller: Overrider, request: Request, tx: Writing) -> WarningLists:
    """Take it off again; indicators it held are matched from then on."""
    now = core_of(request).clock()
    own.remove(tx, body.kind, _own_form(body.kind, body.value), actor=caller.actor, now=now)
    lists_changed(tx, now)
    return _lists(tx)


def _own_form(kind: str, value: str) -> str:
    try:
        if kind == "network":
            return forms.normalise(ObservableKind.NETWORK, value).value
        if kind == "domain":
            return forms.domain(value)
        guessed = forms.guess(value)
        return forms.normalise(guessed, value).value if guessed else value.strip()
    except ValueError as error:
        raise InputError(str(error), where="value") from None


@router.post("", operation_id="add_indicator", response_model=IndicatorRead, status_code=201)
def add_indicator(body: IndicatorAdd, caller: Changer, request: Request, tx: Writing) -> IndicatorRead:
    """Add one by hand. It is looked for in new events, and in those stored already."""
    core = core_of(request)
    now = core.clock()
    kind = body.kind or forms.guess(body.value)
    if kind is None:
        raise InputError("it cannot be told what this is", where="kind", hint="say the kind")
    try:
        observable = forms.normalise(kind, body.value)
        until = None if body.valid_until is None else parse_iso(body.valid_until)
    except ValueError as error:
        raise InputError(str(error), where="value") from None
    if until is not None and until <= now:
        raise InputError("its time is over already", where="valid_until")
    assertion = Assertion(
        observable=observable,
        external_id=f"{caller.actor}:{observable.value}"[:200],
        name=body.name,
        labels=tuple(body.labels),
        confidence=body.confidence,
        valid_from=now,
        valid_until=until,
        tlp=Tlp(body.tlp) if body.tlp else None,
        created_by=caller.actor,
        techniques=tuple(body.techniques),
        modified=now,
    )
    source = sources.ensure(tx, MANUAL, "manual", "人工录入", actor=caller.actor, now=now)
    intake = begin(tx, source, actor=caller.actor, now=now, fmt="manual")
    intake.counts["items"] = 1
    intake.take(tx, judged([assertion], lists_of(tx), source, now))
    finish(tx, intake, hunt_days=core.settings.indicators.hunt_days)
    known = observables.look_up(tx, observable, now=now)
    assert known is not None
    return views.indicator(known)


@router.get("/{number}", operation_id="get_indicator", response_model=IndicatorDetail, responses=declares(404))
def get_indicator(number: Number, caller: Reader, request: Request, tx: Reading) -> IndicatorDetail:
    """One with all that is said about it and where it was seen."""
    return _detail(tx, number, caller, core_of(request).clock())


def _detail(tx: Session, number: int, caller: Caller, now: Micros) -> IndicatorDetail:
    known = observables.get(tx, number, now=now)
    may = caller.may("alerts:read")
    kind = ENTITIES.get(known.observable.kind)
    return IndicatorDetail(
        **views.indicator(known).model_dump(),
        said=[views.said(one) for one in observables.said(tx, number)],
        sightings=[views.sighting(one) for one in observables.sighted(tx, number, caller.scope)] if may else None,
        reported=[views.reported(one) for one in observables.reported(tx, number)],
        alerts=_alerts(tx, caller, kind, known.observable.value) if may and kind else None,
        fields=sorted(fields_for(frozenset({known.observable.kind}))),
    )


def _alerts(tx: Session, caller: Caller, kind: EntityKind, value: str) -> int:
    return alerts.count(tx, caller.scope, alerts.Filter(entity=f"{kind}:{value}"))


@router.post(
    "/{number}/revoke", operation_id="revoke_indicator", response_model=IndicatorDetail, responses=declares(404)
)
def revoke_indicator(
    number: Number, body: IndicatorReason, caller: Changer, request: Request, tx: Writing
) -> IndicatorDetail:
    """Match it no more, whatever its sources say."""
    now = core_of(request).clock()
    observables.revoke(tx, number, actor=caller.actor, why=body.why, now=now)
    return _detail(tx, number, caller, now)


@router.post(
    "/{number}/restore", operation_id="restore_indicator", response_model=IndicatorDetail, responses=declares(404)
)
def restore_indicator(
    number: Number, body: IndicatorReason, caller: Changer, request: Request, tx: Writing
) -> IndicatorDetail:
    """Take a withdrawal by hand back."""
    now = core_of(request).clock()
    observables.restore(tx, number, actor=caller.actor, why=body.why, now=now)
    return _detail(tx, number, caller, now)


@router.post(
    "/{number}/override", operation_id="override_warning", response_model=IndicatorDetail, responses=declares(404)
)
def override_warning(
    number: Number, body: IndicatorReason, caller: Overrider, request: Request, tx: Writing
) -> IndicatorDetail:
    """Match it although a warning list holds it. Needs a reason."""
    now = core_of(request).clock()
    observables.override(tx, number, actor=caller.actor, why=body.why, now=now)
    return _detail(tx, number, caller, now)
