"""MISP events: the attributes meant for detection (`to_ids`), also those inside objects, with the event's words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from detections.indicators import observables, severity
from detections.indicators.parsed import MAX_ITEMS, Parsed, moment, percent, text, tlp_of
from model.indicator import Assertion, ObservableKind, ReportedSighting

_TECHNIQUE = re.compile(r"\bT[0-9]{4}(?:\.[0-9]{3})?\b")
MAX_TAGS = 50


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("misp.yml").read_text("utf-8"))
    return loaded


def is_misp(document: object) -> bool:
    if isinstance(document, list):
        return bool(document) and all(isinstance(one, dict) and "Event" in one for one in document)
    if not isinstance(document, dict):
        return False
    return "Event" in document or "response" in document


def parse(document: Any) -> Parsed:
    """An event, a list of events, or what MISP's REST interface answers (`{"response": […]}`)."""
    out = Parsed("misp")
    for number, event in enumerate(_events(document)):
        _event(event, f"events[{number}]", out)
    return out


def _events(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, dict) and "response" in document:
        document = document["response"]
    if isinstance(document, dict) and isinstance(document.get("Attribute"), list):
        yield document  # an answer of attributes/restSearch
        return
    for one in document if isinstance(document, list) else [document]:
        event = one.get("Event", one) if isinstance(one, dict) else None
        if isinstance(event, dict):
            yield event


def _event(event: Mapping[str, Any], place: str, out: Parsed) -> None:
    event_tags = _tags(event)
    creator = event.get("Orgc") if isinstance(event.get("Orgc"), dict) else {}
    around = {
        "title": text(event.get("info"), 300),
        "tags": event_tags,
        "creator": text((creator or {}).get("name"), 200),
        "confidence": _document()["threat_level"].get(str(event.get("threat_level_id"))),
    }
    for at, attribute in _attributes(event):
        if out.items >= MAX_ITEMS:
            out.reject(place, "", "too-many", f"more than {MAX_ITEMS} attributes are not read at once")
            return
        if not isinstance(attribute, dict):
            out.items += 1
            out.reject(f"{place}.{at}", "", "object.malformed", "an attribute is a JSON object")
            continue
        out.items += 1
        _attribute(attribute, f"{place}.{at}", around, out)


def _attributes(event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for number, one in enumerate(_listed(event.get("Attribute"))):
        yield f"Attribute[{number}]", one
    for number, thing in enumerate(_listed(event.get("Object"))):
        if isinstance(thing, dict) and thing.get("deleted") is not True:
            for inner, one in enumerate(_listed(thing.get("Attribute"))):
                yield f"Object[{number}].Attribute[{inner}]", one


def _attribute(one: Mapping[str, Any], place: str, around: Mapping[str, Any], out: Parsed) -> None:
    key, kind, value = text(one.get("uuid") or one.get("id"), 100), one.get("type"), one.get("value")
    if not isinstance(kind, str) or not isinstance(value, str):
        out.reject(place, key, "object.malformed", "an attribute without a type or a value")
        return
    if one.get("to_ids") not in (True, 1, "1"):
        out.reject(place, key, "not-for-detection", "to_ids is not set", value)
        return
    kinds = _document()["types"].get(kind)
    if kinds is None:
        out.reject(place, key, "type.unknown", f"attributes of type {kind[:60]} are not read from events", value)
        return
    tags = [*_tags(one), *around["tags"]]
    if severity.harmless(tags):
        out.reject(place, key, "harmless", "the source says it is harmless", value)
        return
    parts = value.split("|") if "|" in kind or kind == "malware-sample" else [value]
    found = 0
    for wanted, part in zip(kinds, parts, strict=False):
        if wanted is None:
            continue
        try:
            observable = observables.normalise(ObservableKind(wanted), part)
        except ValueError as error:
            out.reject(place, key, "value.invalid", str(error), value)
            continue
        found += 1
        out.assertions.append(
            Assertion(
                observable=observable,
                external_id=key or f"{kind}:{value[:150]}",
                position=place,
                name=text(one.get("comment"), 300) or around["title"],
                labels=tuple(dict.fromkeys(tags))[:MAX_TAGS],
                confidence=_confidence(tags, around["confidence"]),
                valid_from=moment(one.get("first_seen")) or moment(one.get("timestamp")),
                revoked=one.get("deleted") in (True, 1, "1"),
                tlp=tlp_of(tags),
                created_by=around["creator"],
                techniques=tuple(dict.fromkeys(t for tag in tags if "attack" in tag for t in _TECHNIQUE.findall(tag)))[
                    :20
                ],
                pattern=f"{kind}: {value[:500]}",
                modified=moment(one.get("timestamp")),
            )
        )
    if not found and all(kind is None for kind in kinds[: len(parts)]):
        out.reject(place, key, "value.invalid", f"a {kind} holds two values separated by |", value)
    _sightings(one, key, out)


def _sightings(one: Mapping[str, Any], key: str, out: Parsed) -> None:
    for sighting in _listed(one.get("Sighting"))[:1000]:
        if isinstance(sighting, dict) and str(sighting.get("type", "0")) == "0":
            when = moment(sighting.get("date_sighting"))
            organisation = sighting.get("Organisation")
            out.sightings.append(
                ReportedSighting(
                    external_id=text(sighting.get("uuid") or f"{key}:{sighting.get('date_sighting')}", 200),
                    indicator=key,
                    count=1,
                    first=when,
                    last=when,
                    where=text(organisation.get("name") if isinstance(organisation, dict) else "", 200),
                )
            )


def _tags(thing: Mapping[str, Any]) -> list[str]:
    found = [text(tag.get("name"), 200) for tag in _listed(thing.get("Tag"))[:MAX_TAGS] if isinstance(tag, dict)]
    return [tag for tag in found if tag]


def _confidence(tags: list[str], otherwise: int | None) -> int | None:
    for tag in tags:
        if tag.startswith("misp:confidence-level="):
            word = tag.partition("=")[2].strip('"')
            return percent(_document()["confidence"].get(word))
    return otherwise


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
