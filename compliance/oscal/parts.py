"""What OSCAL documents of ours are made of: uuids that follow from names, metadata, properties, controls."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeAlias
from uuid import UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from compliance.catalog import ControlPoint, Place, catalog
from compliance.reports.document import visible
from compliance.reports.frame import Frame
from compliance.reports.words import Say
from model.times import Micros

NAMESPACE = UUID("6f0c7f3e-3f0d-5d0e-9d3b-5f6f2c1f4a10")
"""Ours, so that nobody else's uuids can meet these."""
PROPS = "urn:fengsui:oscal"
Json: TypeAlias = dict[str, Any]


def uuid_of(*names: object) -> str:
    return str(uuid5(NAMESPACE, "\x1f".join(map(str, names))))


def moment(time: Micros) -> str:
    return datetime.fromtimestamp(time / 1e6, UTC).isoformat(timespec="milliseconds")


def text(said: str) -> str:
    """OSCAL values are one line without space at the ends, and never empty."""
    return visible(said).strip() or "-"


def prop(name: str, value: object) -> Json:
    return {"name": name, "ns": PROPS, "value": text(str(value))}


def metadata(title: str, frame: Frame, version: str) -> Json:
    """version: of OSCAL."""
    proof = frame.proof
    return {
        "title": text(title),
        "last-modified": moment(frame.made),
        "version": str(frame.made),
        "oscal-version": version,
        "props": [
            prop("ledger-origin", proof.origin),
            prop("ledger-size", proof.size),
            prop("ledger-root-sm3", proof.root),
        ],
        "remarks": frame.say(
            "控制项文字为平台释义，非标准原文；带 verify 的内容尚未对照正式文本确认。",
            "The wording of controls is our own, not the standard's; what bears `verify` has not been confirmed.",
        ),
    }


def groups(places: Iterable[Place], say: Say) -> list[Json]:
    """Categories with their control points with their items, in the order of the catalogue."""
    held: dict[str, dict[str, tuple[ControlPoint, list[Place]]]] = {}
    for place in places:
        points = held.setdefault(place.control.category, {})
        points.setdefault(place.control.clause, (place.control, []))[1].append(place)
    return [
        {
            "id": category.code,
            "title": say(category.zh, category.en),
            "groups": [_point(point, items, say) for point, items in held[category.code].values()],
        }
        for category in catalog().categories
        if category.code in held
    ]


def _point(point: ControlPoint, items: list[Place], say: Say) -> Json:
    made: Json = {
        "id": f"clause-{point.clause}",
        "title": text(f"{point.clause} {say(point.zh, point.en)}"),
        "controls": [_control(place, say) for place in items],
    }
    if point.verify:
        made["props"] = [prop("verify", say(point.verify.zh, point.verify.en))]
    return made


def _control(place: Place, say: Say) -> Json:
    held = place.item
    props = [
        prop("clause", place.control.clause),
        prop("assessment-unit", held.unit),
        prop("evidence", held.evidence),
        prop("weight-proposed", held.weight),
    ]
    if held.case:
        props.append(prop("high-risk-case", held.case))
    if held.trigger:
        props.append(prop("major-risk-trigger", held.trigger))
    if held.unit_verify:
        props.append(prop("verify", say("测评单元编号未确认", "unit number not confirmed")))
    return {
        "id": held.id,
        "title": text(f"{held.id} {say(place.control.zh, place.control.en)}"),
        "props": props,
        "parts": [statement(held.id, say(held.zh, held.en))],
    }


def statement(control: str, prose: str) -> Json:
    return {"id": f"{control}_smt", "name": "statement", "prose": text(prose)}


def archive(documents: Mapping[str, Json], made: Micros) -> bytes:
    """A zip archive of documents by file name, the same bytes for the same documents."""
    when = datetime.fromtimestamp(max(made // 1_000_000, 315_619_200), UTC)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as held:
        for name, document in documents.items():
            info = ZipInfo(name, when.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            held.writestr(info, json.dumps(document, ensure_ascii=False, indent=1).encode())
    return out.getvalue()
