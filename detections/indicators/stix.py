"""STIX 2.1 bundles: indicators with STIX patterns, who made them, how they are marked, what techniques they indicate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from detections.indicators import severity
from detections.indicators.parsed import MAX_ITEMS, Parsed, labels, moment, percent, text, tlp_of
from detections.indicators.stix_pattern import Unusable, reduce
from model.errors import InputError
from model.indicator import Assertion, ReportedSighting, Tlp

# STIX 2.1, 7.2.1.4: the identifiers of TLP 1's markings; those of TLP 2.0 carry their name in an extension.
_TLP_MARKINGS = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
    "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": Tlp.CLEAR,
    "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": Tlp.GREEN,
    "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": Tlp.AMBER,
    "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": Tlp.AMBER_STRICT,
    "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": Tlp.RED,
}


def is_bundle(document: object) -> bool:
    return isinstance(document, dict) and (document.get("type") == "bundle" or "objects" in document)


def parse(document: Mapping[str, Any]) -> Parsed:
    """A bundle, or a TAXII envelope. Raises InputError when it is neither."""
    objects = document.get("objects", [])
    if not isinstance(objects, list):
        raise InputError("`objects` of a STIX bundle is a list")
    if len(objects) > MAX_ITEMS:
        raise InputError(f"{len(objects)} objects, at most {MAX_ITEMS} are read at once")
    out = Parsed("stix")
    around = _Around(objects)
    for number, one in enumerate(objects):
        place = f"objects[{number}]"
        if not isinstance(one, dict):
            out.items += 1
            out.reject(place, "", "object.malformed", "a STIX object is a JSON object", str(one)[:100])
        elif one.get("type") == "indicator":
            out.items += 1
            _indicator(one, place, around, out)
        elif one.get("type") == "sighting":
            _sighting(one, around, out)
    return out


class _Around:
    """What the other objects of a bundle say about its indicators."""

    def __init__(self, objects: list[Any]) -> None:
        self.names: dict[str, str] = {}
        self.tlp: dict[str, Tlp] = dict(_TLP_MARKINGS)
        self.techniques: dict[str, list[str]] = defaultdict(list)
        patterns: dict[str, list[str]] = {}
        indicates: list[tuple[str, str]] = []
        for one in objects:
            if not isinstance(one, dict) or not isinstance(one.get("id"), str):
                continue
            kind, key = one.get("type"), one["id"]
            if kind in ("identity", "threat-actor", "location"):
                self.names[key] = text(one.get("name"), 200)
            elif kind == "marking-definition":
                self._marking(key, one)
            elif kind == "attack-pattern":
                patterns[key] = techniques_of(one.get("external_references"))
            elif kind == "relationship" and one.get("relationship_type") == "indicates":
                indicates.append((str(one.get("source_ref")), str(one.get("target_ref"))))
        for source, target in indicates:
            self.techniques[source] += patterns.get(target, [])

    def _marking(self, key: str, one: dict[str, Any]) -> None:
        definition = one.get("definition")
        said = definition.get("tlp") if isinstance(definition, dict) else None
        name = one.get("name") if isinstance(one.get("name"), str) else None
        found = tlp_of([f"tlp:{said}"] if isinstance(said, str) else [name] if name else [])
        if found:
            self.tlp[key] = found


def techniques_of(references: object) -> list[str]:
    """ATT&CK ids among external references."""
    out = []
    for one in references if isinstance(references, list) else ():
        if isinstance(one, dict) and str(one.get("source_name", "")).startswith("mitre"):
            number = str(one.get("external_id", "")).upper()
            if number[:1] == "T" and number[1:5].isdigit():
                out.append(number[:9])
    return out


def _indicator(one: Mapping[str, Any], place: str, around: _Around, out: Parsed) -> None:
    key = text(one.get("id"), 200)
    if not key:
        out.reject(place, "", "object.malformed", "an indicator without an id")
        return
    pattern, language = one.get("pattern"), one.get("pattern_type", "stix")
    if not isinstance(pattern, str) or not pattern:
        out.reject(place, key, "pattern.absent", "an indicator without a pattern")
        return
    if language != "stix":
        out.reject(place, key, "pattern.language", f"patterns in {text(language, 40)} are not STIX patterns", pattern)
        return
    said = labels([*_listed(one.get("labels")), *_listed(one.get("indicator_types"))])
    if severity.harmless(said):
        out.reject(place, key, "harmless", "the source says it is harmless", pattern)
        return
    try:
        reduced = reduce(pattern)
    except Unusable as error:
        out.reject(place, key, error.reason, error.message, pattern)
        return
    for left in reduced.left_out:
        out.reject(place, key, left.reason, f"one alternative is left out: {left.message}", pattern)
    start, end = moment(one.get("valid_from")), moment(one.get("valid_until"))
    if start is not None and end is not None and end <= start:
        out.reject(place, key, "validity.empty", "valid_until is not after valid_from", pattern)
        return
    creator = one.get("created_by_ref")
    marks = [around.tlp[m] for m in _listed(one.get("object_marking_refs")) if isinstance(m, str) and m in around.tlp]
    tlp = max(marks, key=list(Tlp).index) if marks else tlp_of(said)
    found = dict.fromkeys([*techniques_of(one.get("external_references")), *around.techniques.get(key, [])])
    for observable in reduced.observables:
        out.assertions.append(
            Assertion(
                observable=observable,
                external_id=key,
                position=place,
                name=text(one.get("name") or one.get("description"), 500),
                labels=said,
                confidence=percent(one.get("confidence")),
                valid_from=start,
                valid_until=end,
                revoked=one.get("revoked") is True,
                tlp=tlp,
                created_by=around.names.get(str(creator), text(creator, 200)),
                techniques=tuple(found)[:20],
                pattern=text(pattern, 2000),
                modified=moment(one.get("modified")),
            )
        )


def _sighting(one: Mapping[str, Any], around: _Around, out: Parsed) -> None:
    seen = one.get("sighting_of_ref")
    if not isinstance(seen, str) or not isinstance(one.get("id"), str) or one.get("revoked") is True:
        return
    count = one.get("count")
    where = [around.names.get(str(ref), str(ref)) for ref in _listed(one.get("where_sighted_refs"))[:5]]
    out.sightings.append(
        ReportedSighting(
            external_id=text(one["id"], 200),
            indicator=text(seen, 200),
            count=count if type(count) is int and 0 <= count < 10**9 else 1,
            first=moment(one.get("first_seen")),
            last=moment(one.get("last_seen")) or moment(one.get("modified")),
            where=text(", ".join(where), 300),
        )
    )


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
