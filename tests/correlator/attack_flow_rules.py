"""What a bundle must hold to be an Attack Flow 2.0: the rules of the published schema, told in our own words.

Source: Attack Flow 2.0.0 (`attack-flow-schema-2.0.0.json` and `attack-flow-extension-2.0.0.json`, Center for
Threat-Informed Defense), and of STIX 2.1 (OASIS, 2021) what it builds on: 2.9 identifiers, 3.2 common properties, 3.16
timestamps, 4 observed data, 5 sightings, 7.3 extension definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

EXTENSION = "extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4"
CREATOR = "identity--d673f8cb-c168-42da-8ed4-0cb26725f86c"
SCHEMA = "https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json"
SCOPES = {"incident", "campaign", "threat-actor", "malware", "attack-tree", "other"}

_ID = re.compile(r"^([a-z0-9-]+)--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
_COMMON = {
    "type", "spec_version", "id", "created_by_ref", "created", "modified", "revoked", "labels", "confidence", "lang",
    "external_references", "object_marking_refs", "granular_markings", "extensions",
}  # fmt: skip
_NEXT = ("attack-action", "attack-operator", "attack-condition")
# Of each type: texts, times, references with the types they may lead to (a list of them when the name ends in _refs).
_TEXTS = {
    "attack-flow": {"name", "description", "scope"},
    "attack-action": {"name", "tactic_id", "technique_id", "description"},
    "attack-asset": {"name", "description"},
    "attack-condition": {"description", "pattern", "pattern_type", "pattern_version"},
    "attack-operator": {"operator"},
}
_TIMES = {"attack-action": {"execution_start", "execution_end"}}
_REFS: dict[str, dict[str, tuple[str, ...]]] = {
    "attack-flow": {"start_refs": ("attack-action", "attack-condition")},
    "attack-action": {
        "tactic_ref": (),
        "technique_ref": ("attack-pattern",),
        "command_ref": ("process",),
        "asset_refs": ("attack-asset",),
        "effect_refs": _NEXT,
    },
    "attack-asset": {"object_ref": ()},
    "attack-condition": {"on_true_refs": _NEXT, "on_false_refs": _NEXT},
    "attack-operator": {"effect_refs": _NEXT},
}
_REQUIRED = {
    "attack-flow": {"name", "start_refs", "scope"},
    "attack-action": {"name"},
    "attack-asset": {"name"},
    "attack-condition": {"description"},
    "attack-operator": {"operator"},
    "identity": {"name"},
    "infrastructure": {"name"},
    "course-of-action": {"name"},
    "observed-data": {"first_observed", "last_observed", "number_observed", "object_refs"},
    "sighting": {"sighting_of_ref"},
    "extension-definition": {"name", "schema", "version", "extension_types", "created_by_ref"},
    "ipv4-addr": {"value"},
    "ipv6-addr": {"value"},
    "domain-name": {"value"},
    "url": {"value"},
    "user-account": {"account_login"},
    "file": {"hashes"},
}
_OBSERVABLES = {"ipv4-addr", "ipv6-addr", "domain-name", "url", "user-account", "file"}


def problems(bundle: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong, each with the object it is about; empty for an Attack Flow."""
    objects = {str(one.get("id")): one for one in bundle.get("objects", ())}
    found = [f"{one.get('id')}: {text}" for one in objects.values() for text in _of_object(one, objects)]
    if bundle.get("type") != "bundle" or not str(bundle.get("id")).startswith("bundle--"):
        found.append("no bundle")
    if len(objects) != len(bundle.get("objects", ())):
        found.append("an id is given twice")
    if sum(one["type"] == "attack-flow" for one in objects.values()) != 1:
        found.append("there is to be exactly one attack-flow")
    extension = objects.get(EXTENSION, {})
    told = {"schema": SCHEMA, "version": "2.0.0", "extension_types": ["new-sdo"], "created_by_ref": CREATOR}
    found += [f"extension: {name}" for name, value in told.items() if extension.get(name) != value]
    return found


def _of_object(one: Mapping[str, Any], objects: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    kind = str(one.get("type"))
    matched = _ID.match(str(one.get("id")))
    if matched is None or matched[1] != kind:
        yield "its id is not its type and a UUID"
    if one.get("spec_version") != "2.1":
        yield "spec_version is not 2.1"
    if kind not in _REQUIRED:
        yield "a type nobody expects"
    yield from (f"{name} is missing" for name in sorted(_REQUIRED.get(kind, set())) if one.get(name) in (None, "", []))
    if kind not in _OBSERVABLES:
        yield from _dated(one)
    if "confidence" in one and not (isinstance(one["confidence"], int) and 0 <= one["confidence"] <= 100):
        yield "confidence is no whole number up to 100"
    if kind.startswith("attack-"):
        yield from _of_extension(kind, one, objects)
    elif kind == "observed-data" and not {_kind(ref) for ref in one["object_refs"]} <= _OBSERVABLES:
        yield "observed data refers to more than observables"
    elif kind == "sighting" and {_kind(ref) for ref in one.get("observed_data_refs", ())} - {"observed-data"}:
        yield "a sighting refers to more than observed data"
    for name, value in one.items():
        refs = value if name.endswith("_refs") else [value] if name.endswith("_ref") else []
        yield from (f"{name} leads nowhere" for ref in refs if name != "object_marking_refs" and ref not in objects)


def _dated(one: Mapping[str, Any]) -> Iterator[str]:
    created, modified = str(one.get("created")), str(one.get("modified"))
    if not _TIME.match(created) or not _TIME.match(modified) or modified < created:
        yield "created and modified are no times in order"


def _of_extension(kind: str, one: Mapping[str, Any], objects: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if one.get("extensions", {}).get(EXTENSION, {}).get("extension_type") != "new-sdo":
        yield "does not name the extension"
    texts, times, refs = _TEXTS[kind], _TIMES.get(kind, set()), _REFS[kind]
    yield from (f"{name} is no property" for name in sorted(one.keys() - _COMMON - texts - times - refs.keys()))
    yield from (f"{name} is no text" for name in sorted(texts & one.keys()) if not isinstance(one[name], str))
    yield from (f"{name} is no time" for name in sorted(times & one.keys()) if not _TIME.match(one[name]))
    for name, kinds in refs.items():
        if name not in one:
            continue
        given = one[name] if name.endswith("_refs") else [one[name]]
        if not given or not all(isinstance(ref, str) and _ID.match(ref) for ref in given):
            yield f"{name} holds no identifiers"
        elif kinds and {_kind(ref) for ref in given} - set(kinds):
            yield f"{name} leads to a type it may not lead to"
    if kind == "attack-flow" and one.get("scope") not in SCOPES:
        yield "scope is none of the known"
    if kind == "attack-operator" and one.get("operator") not in ("AND", "OR"):
        yield "operator is neither AND nor OR"


def _kind(ref: str) -> str:
    return ref.partition("--")[0]
