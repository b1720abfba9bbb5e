"""Reading the audit trail, which is itself recorded in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import AwareDatetime
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.audit.schemas import AuditHead, AuditPage, AuditRecordRead
from api.core import core_of
from api.transactions import Writing
from api.wire import Cursor, Key, Limit, moment
from model.errors import InputError
from model.times import Micros, from_datetime
from store import ledger
from store.identity import accounts

router = noun("audit")

Reader = Annotated[Caller, Depends(require("audit:read"))]


def _views(tx: Session, records: Sequence[ledger.Record], caller: Caller) -> list[AuditRecordRead]:
    named = (name for record in records for name in (record.actor, record.object))
    names = accounts.display_names(tx, named, caller.scope) if caller.may("accounts:read") else {}
    return [_view(record, names) for record in records]


def _view(record: ledger.Record, names: Mapping[str, str]) -> AuditRecordRead:
    return AuditRecordRead(
        sequence=record.sequence,
        time=moment(record.time),
        actor=record.actor,
        actor_name=names.get(record.actor),
        action=record.action,
        object=record.object,
        object_name=names.get(record.object),
        unit=record.unit,
        details=record.details,
        previous=record.previous.hex(),
        hash=record.hash.hex(),
    )


@router.get("", operation_id="list_audit_records", response_model=AuditPage)
def list_records(
    caller: Reader,
    request: Request,
    tx: Writing,
    actor: Key | None = None,
    action: Annotated[
        Key | None, Query(description="An action, or a family of them ending in a dot: `account.`")
    ] = None,
    object: Key | None = None,  # noqa: A002 - the audit trail's word
    start: AwareDatetime | None = None,
    end: AwareDatetime | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> AuditPage:
    """Records of the caller's units, newest first. Every read is a record of its own."""
    since, until = _micros(start), _micros(end)
    found = ledger.records(
        tx,
        caller.scope,
        actor=actor,
        action=action,
        object=object,
        start=since,
        end=until,
        limit=limit,
        cursor=cursor,
    )
    asked = {"actor": actor, "action": action, "object": object, "start": since, "end": until}
    details = {name: value for name, value in asked.items() if value is not None}
    caller.audit_read(tx, "audit.read", "ledger", {**details, "records": len(found.items)}, core_of(request).clock())
    return AuditPage(items=_views(tx, found.items, caller), cursor=found.cursor)


@router.get("/head", operation_id="get_audit_head", response_model=AuditHead)
def get_head(_: Reader, tx: Writing) -> AuditHead:
    """Where the trail ends now; to be noted elsewhere."""
    head = ledger.head(tx)
    return AuditHead(sequence=head.sequence, hash=head.hash.hex())


@router.get("/{sequence}", operation_id="get_audit_record", response_model=AuditRecordRead)
def get_record(
    sequence: Annotated[int, Path(ge=1, lt=2**63)], caller: Reader, request: Request, tx: Writing
) -> AuditRecordRead:
    """One record."""
    record = ledger.get(tx, sequence, caller.scope)
    caller.audit_read(tx, "audit.read", f"ledger:{sequence}", {}, core_of(request).clock())
    return _views(tx, [record], caller)[0]


def _micros(time: AwareDatetime | None) -> Micros | None:
    try:
        return None if time is None else from_datetime(time)
    except OverflowError as error:
        raise InputError("there is no such time") from error
