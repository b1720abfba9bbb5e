"""Importing a document of indicators: first what it would do, then doing it."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Path, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.indicators import views
from api.indicators.schemas import ImportDetail, ImportDocument, ImportPage, PreviewRead, SampleRead
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment_or_none
from detections.indicators.formats import parse
from detections.indicators.parsed import Parsed
from model.errors import InputError
from pipeline.intel.intake import finish, judged, lists_of
from store.indicators import imports, sources
from store.indicators.intake import begin, numbers_of
from store.indicators.sources import Source

router = noun("indicator-imports")

Reader = Annotated[Caller, Depends(require("indicators:read"))]
Changer = Annotated[Caller, Depends(require("indicators:change"))]
MAX_ITEMS = 100_000
"""Indicators of one import over HTTP; it is one transaction, which the journey waits for."""
SAMPLE = 50
PROBLEMS = 200


@router.post("/preview", operation_id="preview_indicators", response_model=PreviewRead)
def preview_indicators(body: ImportDocument, _: Changer, request: Request, tx: Reading) -> PreviewRead:
    """What an import of this document would do. Keeps nothing."""
    parsed, _content = _parsed(body)
    now = core_of(request).clock()
    source = Source(id=body.source, kind="file", name=body.source, confidence=body.confidence)
    ready = judged(parsed.assertions, lists_of(tx), source, now)
    known = numbers_of(tx, list(dict.fromkeys(one.observable for one in parsed.assertions)))
    refused = [one for one in ready if one.warning]
    expired = [one for one in ready if not one.warning and one.valid_until is not None and one.valid_until <= now]
    problems = [views.item(one) for one in parsed.rejects[:PROBLEMS]]
    for one in refused[: PROBLEMS - len(problems)]:
        a = one.assertion
        problems.append(
            views.item(
                imports.Item(
                    position=a.position,
                    external_id=a.external_id,
                    reason="warning-list",
                    message=one.warning,
                    value=a.observable.value,
                )
            )
        )
    reasons = dict(parsed.reasons)
    if refused:
        reasons["warning-list"] = len(refused)
    return PreviewRead(
        format=parsed.format,
        items=parsed.items,
        usable=len(ready) - len(refused) - len(expired),
        known=sum(one.assertion.observable in known for one in ready),
        refused=len(refused),
        expired=len(expired),
        rejected=len(parsed.rejects),
        sightings=len(parsed.sightings),
        kinds={kind.value: number for kind, number in parsed.kinds.items()},
        reasons=reasons,
        sample=[
            SampleRead(
                position=one.assertion.position,
                kind=one.assertion.observable.kind,
                value=one.assertion.observable.value,
                level=one.level,
                valid_until=moment_or_none(one.valid_until),
                name=one.assertion.name or None,
                known=one.assertion.observable in known,
            )
            for one in ready
            if not one.warning
        ][:SAMPLE],
        problems=problems,
    )


@router.post(
    "", operation_id="import_indicators", response_model=ImportDetail, status_code=201, responses=declares(409)
)
def import_indicators(body: ImportDocument, caller: Changer, request: Request, tx: Writing) -> ImportDetail:
    """Take the document in. Doing it again changes nothing. New indicators are looked for in stored events as well."""
    core = core_of(request)
    parsed, content = _parsed(body)
    now = core.clock()
    source = sources.ensure(
        tx, body.source, "file", body.source, actor=caller.actor, now=now, confidence=body.confidence
    )
    intake = begin(
        tx,
        source,
        actor=caller.actor,
        now=now,
        file=body.file,
        digest=sha256(content).hexdigest(),
        fmt=parsed.format,
    )
    intake.counts["items"] = parsed.items
    intake.reject(tx, parsed.rejects)
    intake.take(tx, judged(parsed.assertions, lists_of(tx), source, now))
    intake.sight(tx, parsed.sightings)
    finish(tx, intake, hunt_days=core.settings.indicators.hunt_days)
    return ImportDetail(
        **views.imported(imports.get(tx, intake.number)).model_dump(),
        problems=[views.item(one) for one in imports.items(tx, intake.number, limit=PROBLEMS)],
    )


def _parsed(body: ImportDocument) -> tuple[Parsed, bytes]:
    try:
        content = b64decode(body.content, validate=True)
    except (NotBase64, ValueError):
        raise InputError("the content is not Base64", where="content") from None
    parsed = parse(content, body.format, body.mapping, where=body.file)
    if parsed.items > MAX_ITEMS:
        raise InputError(
            f"{parsed.items} indicators, at most {MAX_ITEMS} are imported over HTTP at once",
            hint="use `fengsui indicators import`, or a feed of a folder",
        )
    return parsed, content


@router.get("", operation_id="list_indicator_imports", response_model=ImportPage)
def list_indicator_imports(
    _: Reader, tx: Reading, source: Key | None = None, limit: Limit = 50, cursor: Cursor = None
) -> ImportPage:
    """Imports and polls that brought something, latest first."""
    found = imports.find(tx, source=source or "", limit=limit, cursor=cursor)
    return ImportPage(items=[views.imported(one) for one in found.items], cursor=found.cursor)


@router.get("/{number}", operation_id="get_indicator_import", response_model=ImportDetail, responses=declares(404))
def get_indicator_import(number: Annotated[int, Path(ge=1, lt=2**63)], _: Reader, tx: Reading) -> ImportDetail:
    """One import with what of it could not be used, item by item."""
    found = imports.get(tx, number)
    return ImportDetail(
        **views.imported(found).model_dump(),
        problems=[views.item(one) for one in imports.items(tx, number, limit=1000)],
    )
