"""Writing playbooks: drafts begun from nothing, a file or a stored playbook, and published as new versions.

In:  documents in whatever state an editor leaves them.
Out: a stored playbook, by the same door as an imported one (`desk.bring_in`).
Not: changing a stored version; each publication is a text of its own beside the earlier ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import orjson
import yaml
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError
from model.times import Micros, parse_iso, to_iso
from model.yaml_text import read_yaml
from pipeline.playbook_settings import PlaybookSettings
from pipeline.response import desk
from playbooks.cacao.reading import MAX_BYTES
from store import playbook_drafts as drafts
from store import playbooks as kept
from store.encoding import plain
from store.scope import EVERYTHING, Scope

MILLISECOND: Micros = 1_000


def blank(name: str, now: Micros) -> dict[str, Any]:
    """A start that leads to an end."""
    start, end = f"start--{uuid4()}", f"end--{uuid4()}"
    time = _stamp(now)
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": f"playbook--{uuid4()}",
        "name": name,
        "created_by": f"identity--{uuid4()}",
        "created": time,
        "modified": time,
        "workflow_start": start,
        "workflow": {start: {"type": "start", "on_completion": end}, end: {"type": "end"}},
    }


def from_stored(tx: Session, identifier: str, scope: Scope, *, unit: str, actor: str, now: Micros) -> drafts.Draft:
    """The next version of a playbook of one's units; of one of the library, a playbook of one's own derived from it."""
    stored = kept.get(tx, identifier, scope)
    document = orjson.loads(kept.text_of(tx, stored.digest))
    _unsigned(document)
    base, unit = stored.digest, stored.unit if stored.source != kept.LIBRARY else unit
    if stored.source == kept.LIBRARY:
        base = ""
        document["derived_from"] = [*document.get("derived_from", ()), identifier]
        document["id"] = f"playbook--{uuid4()}"
        document["created"] = document["modified"] = _stamp(now)
    return _begun(tx, document, scope, base=base, unit=unit, actor=actor, now=now)


def from_document(
    tx: Session, document: Mapping[str, Any], scope: Scope, *, unit: str, actor: str, now: Micros
) -> drafts.Draft:
    """Also of one that cannot be run yet. When a playbook of this id is stored, the draft is its next version."""
    given = dict(document)
    _unsigned(given)
    stored = kept.find_one(tx, str(given.get("id") or ""), scope)
    if stored is not None and stored.source == kept.LIBRARY:
        given["derived_from"] = [*_texts(given.get("derived_from")), stored.id]
        stored = None
        given["id"] = f"playbook--{uuid4()}"
    if not str(given.get("id") or "").startswith("playbook--"):
        given["id"] = f"playbook--{uuid4()}"
    base, unit = (stored.digest, stored.unit) if stored is not None else ("", unit)
    return _begun(tx, given, scope, base=base, unit=unit, actor=actor, now=now)


def save(
    tx: Session,
    identifier: str,
    scope: Scope,
    *,
    document: Mapping[str, Any],
    layout: Mapping[str, Any],
    onto: str | None,
    actor: str,
    now: Micros,
) -> drafts.Draft:
    """onto: digest of the stored text this now replaces, once whoever writes has seen what is newer there."""
    known = drafts.get(tx, identifier, scope)
    base = known.base
    if onto is not None and onto != base:
        stored = kept.find_one(tx, known.playbook, EVERYTHING)
        if stored is None or stored.digest != onto:
            raise Conflict("the stored version is another one by now", hint="compare with it again")
        base = onto
    return drafts.change(
        tx,
        identifier,
        scope,
        body=_body(document),
        name=_name(document),
        layout=layout,
        base=base,
        actor=actor,
        now=now,
    )


def publish(tx: Session, identifier: str, settings: PlaybookSettings, scope: Scope, *, actor: str, now: Micros) -> str:
    """The draft becomes the version in force; gives the playbook's id. What was in force stays as an earlier version.

    Raises InputError naming every mistake, Conflict when somebody published meanwhile.
    """
    draft = drafts.get(tx, identifier, scope)
    document = orjson.loads(draft.body)
    if document.get("id") != draft.playbook:
        raise InputError(f"the id of this playbook is {draft.playbook}", where="document.id", hint="leave it as it was")
    stored = kept.find_one(tx, draft.playbook, EVERYTHING)
    if (stored.digest if stored is not None else "") != draft.base:
        raise Conflict(
            "somebody published a version of this playbook since the draft began",
            hint="compare with it, then take it as base",
        )
    _unsigned(document)
    document["modified"] = _after(now, stored.version if stored is not None else "")
    made = desk.bring_in(tx, orjson.dumps(document), settings, unit=draft.unit, actor=actor, now=now, scope=scope)
    drafts.remove(tx, identifier, scope, actor=actor, now=now)
    return made


def document_of(text: str) -> dict[str, Any]:
    """Of JSON or YAML. Raises InputError for what is neither, and as `model.yaml_text` does."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES} bytes", where="text")
    try:
        document = orjson.loads(text) if text.lstrip().startswith("{") else read_yaml(text, "text", _Loader)
        orjson.dumps(document)
    except (yaml.YAMLError, orjson.JSONDecodeError, orjson.JSONEncodeError, RecursionError, ValueError) as error:
        raise InputError(f"is neither JSON nor YAML: {str(error)[:300]}", where="text") from None
    if not isinstance(document, dict):
        raise InputError("a playbook is an object with properties", where="text")
    return document


class _Loader(yaml.CSafeLoader):
    """Times stay texts, as CACAO has them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _begun(
    tx: Session, document: dict[str, Any], scope: Scope, *, base: str, unit: str, actor: str, now: Micros
) -> drafts.Draft:
    return drafts.add(
        tx,
        _body(document),
        scope,
        name=_name(document),
        playbook=plain(str(document["id"])[:140]),
        base=base,
        unit=unit,
        actor=actor,
        now=now,
    )


def _body(document: Mapping[str, Any]) -> bytes:
    try:
        body = orjson.dumps(document)
    except orjson.JSONEncodeError as error:
        raise InputError(f"the document is no JSON: {error}", where="document") from None
    if len(body) > MAX_BYTES:
        raise InputError(f"the document is larger than {MAX_BYTES} bytes", where="document")
    return body


def _name(document: Mapping[str, Any]) -> str:
    return " ".join(str(document.get("name") or "").split())[:500]


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _unsigned(document: dict[str, Any]) -> None:
    """A signature is of exactly one text; whoever changes it signs again."""
    document.pop("signatures", None)
    summary = document.get("playbook_processing_summary")
    if isinstance(summary, dict):
        document["playbook_processing_summary"] = {
            name: value
            for name, value in summary.items()
            if name not in ("digital_signatures", "countersigned_signatures")
        }


def _stamp(now: Micros) -> str:
    """Section 10.16: exactly three digits after the decimal point."""
    return to_iso(now)[:23] + "Z"


def _after(now: Micros, version: str) -> str:
    """Now, and after the version that was in force, whatever its author's clock said."""
    stamp = _stamp(now)
    if version < stamp:
        return stamp
    return _stamp(parse_iso(version) + MILLISECOND)
