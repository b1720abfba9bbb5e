"""Differences between what is seen and what is registered: kept, accepted into the register, or ignored for a reason."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy.orm import Session

from model.discovery import Discovery, DiscoveryKind, DiscoveryState
from model.errors import Conflict, InputError
from model.estate import Asset, AssetKind
from model.inventory import Conduit, Service
from model.times import DAY, Micros, now_us
from pipeline.inventory.reconciling import reconcile
from store import discovery, inventory, ledger
from store.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from pipeline.platform import Platform

EVERY_S: Final = 60.0
SEEN_DAYS: Final = 400
"""How long what was seen is remembered; longer than the year in which a machine may be needed once."""
MAX_IGNORED_DAYS: Final = 3_650


class Reconciling:
    """While the platform runs: now and then, and only when something new was seen."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._at = 0.0

    def turn(self) -> None:
        if time.monotonic() >= self._at and self._platform.stages.observing.dirty:
            refresh(self._platform)
            self._at = time.monotonic() + EVERY_S


def refresh(platform: Platform) -> None:
    """Compare once."""
    platform.stages.observing.dirty = False
    with platform.state.transaction() as tx:
        compare(tx, now_us())


def compare(tx: Session, now: Micros) -> int:
    """How many discoveries changed."""
    discovery.forget_seen(tx, now - SEEN_DAYS * DAY)
    changed = reconcile(
        inventory.load_estate(tx, EVERYTHING),
        discovery.all_seen(tx, EVERYTHING),
        discovery.find(tx, EVERYTHING),
        now=now,
    )
    discovery.put(tx, changed, EVERYTHING)
    return len(changed)


def accept(tx: Session, ids: Sequence[str], scope: Scope, *, actor: str, now: Micros) -> list[Discovery]:
    """Make the register say what was seen. Raises NotFound, ScopeError, Conflict when one is not open or ignored."""
    done = []
    for one in _wanted(tx, ids, scope):
        _register(tx, one, scope, actor)
        done.append(_decided(tx, one, DiscoveryState.ACCEPTED, "", 0, actor, now))
    discovery.put(tx, done, scope)
    return done


def ignore(
    tx: Session, ids: Sequence[str], scope: Scope, *, reason: str, until: Micros, actor: str, now: Micros
) -> list[Discovery]:
    """until: 0 for as long as nothing more shows. Raises InputError without a reason or with an end that has passed."""
    if not reason.strip():
        raise InputError("a reason is needed", where="reason")
    if until and not now < until <= now + MAX_IGNORED_DAYS * DAY:
        raise InputError("the end must lie ahead, at most ten years", where="until")
    done = [
        _decided(tx, one, DiscoveryState.IGNORED, reason.strip(), until, actor, now) for one in _wanted(tx, ids, scope)
    ]
    discovery.put(tx, done, scope)
    return done


def reopen(tx: Session, ids: Sequence[str], scope: Scope, *, actor: str, now: Micros) -> list[Discovery]:
    done = []
    for discovery_id in dict.fromkeys(ids):
        one = discovery.get(tx, discovery_id, scope)
        if one.state is not DiscoveryState.IGNORED:
            raise Conflict("only what is ignored can be opened again", where=f"discovery {one.id}")
        done.append(_decided(tx, one, DiscoveryState.OPEN, "", 0, actor, now))
    discovery.put(tx, done, scope)
    return done


def _wanted(tx: Session, ids: Sequence[str], scope: Scope) -> list[Discovery]:
    found = [discovery.get(tx, discovery_id, scope) for discovery_id in dict.fromkeys(ids)]
    for one in found:
        if one.state not in (DiscoveryState.OPEN, DiscoveryState.IGNORED):
            raise Conflict(f"it is {one.state.value} already", where=f"discovery {one.id}")
    return found


def _decided(
    tx: Session, one: Discovery, state: DiscoveryState, reason: str, until: Micros, actor: str, now: Micros
) -> Discovery:
    ledger.append(
        tx,
        actor=actor,
        action={"accepted": "discovery.accepted", "ignored": "discovery.ignored", "open": "discovery.reopened"}[
            state.value
        ],
        object=f"discovery:{one.id}",
        unit=one.unit,
        details={"kind": one.kind.value, "subject": one.subject, "reason": reason, "until": until},
    )
    return msgspec.structs.replace(one, state=state, reason=reason, until=until, decided_by=actor, decided=now)


def _register(tx: Session, one: Discovery, scope: Scope, actor: str) -> None:
    match one.kind:
        case DiscoveryKind.UNREGISTERED_HOST:
            inventory.put_all(tx, list(_host(tx, one)), actor=actor, scope=scope)
        case DiscoveryKind.UNREGISTERED_SERVICE:
            key = _list(one, "services")[0]
            inventory.put(tx, _service(one, one.asset, key, one.unit), actor=actor, scope=scope)
        case DiscoveryKind.UNREGISTERED_CONDUIT:
            source, target = _text(one, "source"), _text(one, "target")
            wanted = {"source": source, "target": target}
            known = inventory.find(tx, Conduit, scope, equals=wanted, limit=1)
            conduit = (
                known[0] if known else Conduit(id=one.subject, source=source, target=target, unit=one.unit, services=())
            )
            services = tuple(dict.fromkeys([*conduit.services, *_list(one, "services")]))
            inventory.put(tx, msgspec.structs.replace(conduit, services=services), actor=actor, scope=scope)
        case DiscoveryKind.VANISHED_ASSET:
            inventory.remove(tx, Asset, one.asset, scope, actor=actor)
        case DiscoveryKind.CHANGED_ADDRESS:
            asset = inventory.get(tx, Asset, one.asset, scope)
            addresses = tuple(dict.fromkeys([*_list(one, "addresses"), *asset.addresses]))
            identifiers = tuple(dict.fromkeys([*asset.identifiers, *_list(one, "identifiers")]))
            changed = msgspec.structs.replace(asset, addresses=addresses, identifiers=identifiers)
            inventory.put(tx, changed, actor=actor, scope=scope)
        case DiscoveryKind.CHANGED_VERSION:
            service = inventory.get(tx, Service, one.subject, scope)
            changed_service = msgspec.structs.replace(service, version=_text(one, "version"))
            inventory.put(tx, changed_service, actor=actor, scope=scope)


def _host(tx: Session, one: Discovery) -> list[Asset | Service]:
    names, devices = _list(one, "hostnames"), _list(one, "devices")
    wanted = names[0] if names else one.subject
    taken = inventory.find(tx, Asset, EVERYTHING, ids=[wanted])
    name = one.subject if taken else wanted
    services = _list(one, "services")
    kind = AssetKind.IOT_DEVICE if devices and not services else AssetKind.SERVER if services else AssetKind.WORKSTATION
    asset = Asset(
        id=name,
        name=name,
        kind=kind,
        unit=one.unit,
        addresses=(one.subject,),
        hostnames=tuple(names),
        identifiers=tuple(_list(one, "identifiers")),
        zone=_text(one, "zone"),
    )
    return [asset, *(_service(one, name, text, one.unit) for text in services)]


def _service(one: Discovery, asset: str, told: str, unit: str) -> Service:
    """told: `tcp/443 tls`."""
    key, _, protocol = told.partition(" ")
    transport, _, port = key.partition("/")
    protocol = protocol or _text(one, "protocol")
    return Service(
        id=f"{asset}:{key}",
        name=protocol or key,
        asset=asset,
        unit=unit,
        port=int(port),
        transport=transport,
        protocol=protocol,
        product=_text(one, "product"),
        version=_text(one, "version"),
    )


def _list(one: Discovery, name: str) -> list[str]:
    value = one.facts.get(name, [])
    return [value] if isinstance(value, str) else value


def _text(one: Discovery, name: str) -> str:
    value = one.facts.get(name, "")
    return value if isinstance(value, str) else ""
