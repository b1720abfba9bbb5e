"""An incident as an Attack Flow: a STIX 2.1 bundle with the extension of the Center for Threat-Informed Defense.

Source: STIX 2.1 (OASIS, 2021); Attack Flow 2.0 schema (`attack-flow-schema-2.0.0.json`). Identifiers are UUIDv5 of the
content, so the same incident gives the same bundle. Every object carries a marking. Names of accounts are pseudonyms
unless asked for: a flow is made to be given away.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from correlator.export import Outlook, incident_object
from model import attack
from model.alert import Alert
from model.entity import Entity, EntityKind
from model.event import digest
from model.incident import Incident
from model.times import Micros, to_iso

EXTENSION = "extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4"
CREATOR = "identity--d673f8cb-c168-42da-8ed4-0cb26725f86c"
SCHEMA = "https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json"
# STIX 2.1, 7.2.1.4: the TLP:AMBER marking.
TLP_AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
# STIX 2.1, 2.9: the namespace of deterministic identifiers.
NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
MAX_ASSETS = 50
MAX_PREDICTED = 10


class _Bundle:
    def __init__(self, incident: Incident) -> None:
        self.root = incident.id
        self.created = _stix_time(incident.created)
        self.modified = max(self.created, _stix_time(incident.updated))
        self.objects: dict[str, dict[str, Any]] = {}

    def id_of(self, kind: str, *names: str | int) -> str:
        return f"{kind}--{uuid.uuid5(NAMESPACE, digest(self.root, kind, *names))}"

    def add(self, kind: str, *names: str | int, **members: Any) -> str:
        object_id = self.id_of(kind, *names)
        made: dict[str, Any] = {
            "type": kind,
            "spec_version": "2.1",
            "id": object_id,
            "object_marking_refs": [TLP_AMBER],
        }
        if kind not in _OBSERVABLES:
            made |= {"created": self.created, "modified": self.modified}
        if kind.startswith("attack-"):
            made["extensions"] = {EXTENSION: {"extension_type": "new-sdo"}}
        self.objects.setdefault(object_id, made | {k: v for k, v in members.items() if v not in (None, "", [])})
        return object_id


_OBSERVABLES = frozenset({"ipv4-addr", "ipv6-addr", "domain-name", "url", "user-account", "file"})


def attack_flow(
    incident: Incident, alerts: Mapping[str, Alert], outlook: Outlook | None = None, *, personal: bool = False
) -> dict[str, Any]:
    """alerts: the members by id, as many as the caller has. outlook: what `incident_object` takes. personal: names of
    accounts as they are."""
    told = incident_object(incident, alerts, outlook or {})
    bundle = _Bundle(incident)
    author = bundle.add("identity", "author", name="Fengsui", identity_class="system")
    steps = told["steps"]
    action_of: dict[str, int] = {alert: n for n, step in enumerate(steps) for alert in step["alert_ids"]}
    after: dict[int, set[int]] = {n: set() for n in range(len(steps))}
    has_before: set[int] = set()
    for member in incident.members:
        here, there = action_of.get(member.alert_id), action_of.get(member.reason.other)
        if here is not None and there is not None and here != there:
            first, second = sorted((here, there))
            after[first].add(second)
            has_before.add(second)
    ids = [bundle.id_of("attack-action", n, step["technique"], step["t"]) for n, step in enumerate(steps)]
    for n, step in enumerate(steps):
        members = [alerts[a] for a in step["alert_ids"] if a in alerts]
        assets = _assets(bundle, members, personal)
        bundle.add(
            "attack-action",
            n,
            step["technique"],
            step["t"],
            name=_name(step, members),
            technique_id=step["technique"],
            tactic_id=_tactic_id(step["tactic"]),
            description="; ".join(dict.fromkeys(a.rule.title for a in members))[:2_000],
            execution_start=_stix_time(min(a.first_time for a in members)),
            execution_end=_stix_time(max(a.time for a in members)),
            confidence=round((incident.confidence or 0.5) * 100),
            asset_refs=[asset for asset, _ in assets][:MAX_ASSETS],
            effect_refs=[ids[other] for other in sorted(after[n])],
        )
        seen = [observed for _, observed in assets if observed.split("--")[0] in _OBSERVABLES]
        if seen:
            data = bundle.add(
                "observed-data",
                n,
                first_observed=_stix_time(min(a.first_time for a in members)),
                last_observed=_stix_time(max(a.time for a in members)),
                number_observed=len(members),
                object_refs=seen,
            )
            bundle.add("sighting", n, sighting_of_ref=ids[n], observed_data_refs=[data], count=len(members))
    starts = [ids[n] for n in range(len(steps)) if n not in has_before] or ids[:1]
    _predicted(bundle, told, ids)
    for n, one in enumerate(told["containment"]):
        text = " ".join(str(one.get(name, "")) for name in ("action", "target")).strip()
        bundle.add("course-of-action", n, name=text[:200] or "action", description=f"cost {one.get('cost', '?')}")
    bundle.add(
        "attack-flow",
        incident.id,
        name=incident.title,
        description=told["summary"],
        scope="incident",
        start_refs=starts or [_unknown(bundle)],
        created_by_ref=author,
    )
    extension = {
        "type": "extension-definition",
        "spec_version": "2.1",
        "id": EXTENSION,
        "created": "2022-08-02T19:34:35.143Z",
        "modified": "2022-08-02T19:34:35.143Z",
        "name": "Attack Flow",
        "description": "Extends STIX 2.1 with features to create Attack Flows.",
        "created_by_ref": CREATOR,
        "schema": SCHEMA,
        "version": "2.0.0",
        "extension_types": ["new-sdo"],
        "object_marking_refs": [TLP_AMBER],
    }
    creator = {
        "type": "identity",
        "spec_version": "2.1",
        "id": CREATOR,
        "created": "2022-08-02T19:34:35.143Z",
        "modified": "2022-08-02T19:34:35.143Z",
        "name": "MITRE Center for Threat-Informed Defense",
        "identity_class": "organization",
        "object_marking_refs": [TLP_AMBER],
    }
    return {
        "type": "bundle",
        "id": bundle.id_of("bundle", incident.updated, len(incident.members)),
        "objects": [extension, creator, *bundle.objects.values()],
    }


def _unknown(bundle: _Bundle) -> str:
    """A flow begins with an action or a condition; of an incident whose alerts are not at hand no action is known."""
    return bundle.add("attack-condition", "unknown", description="Its alerts are not at hand: no step of it is known")


def _predicted(bundle: _Bundle, told: Mapping[str, Any], ids: list[str]) -> None:
    for n, step in enumerate(told["next"][:MAX_PREDICTED]):
        technique, target = str(step.get("technique", "")), str(step.get("target", ""))
        action = bundle.add(
            "attack-action",
            "predicted",
            n,
            name=f"{technique} on {target}".strip()[:200],
            technique_id=technique,
            description=str(step.get("why", ""))[:2_000],
            confidence=min(49, round(float(step.get("p", 0.0)) * 100)),
            labels=["predicted"],
        )
        condition = bundle.add(
            "attack-condition",
            "predicted",
            n,
            description=f"The attack goes on to {target}"[:200],
            on_true_refs=[action],
            labels=["predicted"],
        )
        if ids:
            last = bundle.objects[ids[-1]]
            last["effect_refs"] = [*last.get("effect_refs", []), condition]


def _assets(bundle: _Bundle, members: list[Alert], personal: bool) -> list[tuple[str, str]]:
    """Of each entity the asset and what it stands for, each once, in order of appearance."""
    found: dict[str, str] = {}
    for entity in dict.fromkeys(e for alert in members for e in alert.entities):
        shown = _shown(entity, personal)
        observed = _object_of(bundle, entity.kind, shown)
        asset = bundle.add("attack-asset", entity.kind, shown, name=shown, object_ref=observed)
        found[asset] = observed
    return list(found.items())


def _shown(entity: Entity, personal: bool) -> str:
    value = entity.value[:500]
    return value if personal or entity.kind is not EntityKind.USER else f"account-{digest('account', value)[:10]}"


def _object_of(bundle: _Bundle, kind: EntityKind, value: str) -> str:
    if kind in (EntityKind.IP, EntityKind.EXTERNAL):
        try:
            version = ip_address(value).version
        except ValueError:
            return bundle.add("infrastructure", kind, value, name=value)
        return bundle.add(f"ipv{version}-addr", value, value=value)
    if kind is EntityKind.USER:
        return bundle.add("user-account", value, account_login=value)
    if kind is EntityKind.DOMAIN:
        return bundle.add("domain-name", value, value=value)
    if kind is EntityKind.URL:
        return bundle.add("url", value, value=value)
    if kind is EntityKind.FILE_HASH and len(value) == 64:
        return bundle.add("file", value, hashes={"SHA-256": value})
    return bundle.add("infrastructure", kind, value, name=value)


def _name(step: Mapping[str, Any], members: list[Alert]) -> str:
    known = attack.technique(step["technique"]) if step["technique"] else None
    return known.name if known else members[0].rule.title


def _tactic_id(name: str) -> str:
    known = attack.tactic(name) if name else None
    return known.id if known else ""


def _stix_time(time: Micros) -> str:
    """STIX 2.1, 3.16: to the millisecond, with Z."""
    return to_iso(time - time % 1_000)[:23].rstrip("Z") + "Z"
