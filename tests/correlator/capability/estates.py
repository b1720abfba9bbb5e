"""Random small estates: a few machines in a few zones, with rights, weaknesses, data and devices that may point anywhere.

Made from one number each: drawing every field would take longer than what is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import strategies as st

from correlator.capability.facts import ADMIN, FOOTHOLD, INSIDE, PRINCIPAL, Fact
from correlator.capability.register import KINDS
from model.estate import Asset, AssetKind, DataClass, DataSet
from model.inventory import (
    Authentication,
    Conduit,
    Control,
    DataAccess,
    DataGrant,
    DirectoryAccount,
    Effect,
    Estate,
    Exposure,
    Group,
    Right,
    Service,
    Verb,
    Zone,
    ZoneKind,
)

U = "district"
ZONES = ("internet", "dmz", "office", "server", "ot")
NETWORKS = {"dmz": "10.1.0.0/16", "office": "10.2.0.0/16", "server": "10.3.0.0/16", "ot": "10.4.0.0/16"}
ADDRESSES = ("10.1.0.5", "10.2.0.6", "10.4.0.9", "no address")
ASSETS = tuple(f"h{n}" for n in range(6))
SERVICES = tuple(f"s{n}" for n in range(5))
ACCOUNTS = tuple(f"u{n}" for n in range(5))
GROUPS = ("g0", "g1", "g2")
DATA = ("d0", "d1")
KEYS = ("tcp/22", "tcp/443", "tcp/445", "tcp/502", "*", "tcp/*")


def some(r: Random, values: Any, most: int = 2) -> tuple[Any, ...]:
    return tuple(r.choice(values) for _ in range(r.randint(0, most)))


def zone(r: Random, number: str) -> Zone:
    networks = (NETWORKS[number],) if number in NETWORKS and r.random() < 0.8 else ()
    kind = ZoneKind(number) if r.random() < 0.8 else r.choice(list(ZoneKind))
    return Zone(id=number, name=number, name_zh=number, unit=U, kind=kind, networks=networks)


def conduit(r: Random, number: str) -> Conduit:
    services = (r.choice(KEYS), *some(r, KEYS, 1))
    return Conduit(id=number, source=r.choice(ZONES), target=r.choice(ZONES), unit=U, services=services)


def asset(r: Random, number: str) -> Asset:
    where = r.choice(("", *ZONES))
    return Asset(
        id=number, name=number, unit=U, kind=r.choice(list(AssetKind)), zone=where,
        addresses=some(r, ADDRESSES), criticality=r.randint(0, 5),
    )  # fmt: skip


def service(r: Random, number: str) -> Service:
    return Service(
        id=number, name=number, unit=U, asset=r.choice(ASSETS), port=r.choice((0, 22, 443, 502)),
        authentication=r.choice(list(Authentication)), runs_as=r.choice(("", *ACCOUNTS)), depends_on=some(r, SERVICES),
    )  # fmt: skip


def account(r: Random, number: str) -> DirectoryAccount:
    return DirectoryAccount(
        id=number, name=number, unit=U, asset=r.choice(("", "", *ASSETS)), member_of=some(r, GROUPS),
        mfa=r.random() < 0.5, enabled=r.random() < 0.8,
    )  # fmt: skip


def group(r: Random, number: str) -> Group:
    return Group(id=number, name=number, unit=U, member_of=some(r, GROUPS))


def right(r: Random, number: str) -> Right:
    target = r.choice((*ASSETS, *SERVICES, *ACCOUNTS, *GROUPS, "nothing"))
    subject = r.choice((*ACCOUNTS, *GROUPS))
    verb = r.choice(list(Verb))
    return Right(id=number, subject=subject, verb=verb, target=target, unit=U, expires=r.choice((0, 0, 5)))


def exposure(r: Random, number: str) -> Exposure:
    return Exposure(
        id=number, weakness="CVE-2024-1", title="t", asset=r.choice(ASSETS), unit=U, service=r.choice(("", *SERVICES)),
        effect=r.choice(list(Effect)), remote=r.random() < 0.6, cvss=float(r.randint(0, 10)),
        exploited=r.random() < 0.3, closed=r.choice((0, 0, 0, 7)),
    )  # fmt: skip


def data_set(r: Random, number: str) -> DataSet:
    return DataSet(
        id=number, name=number, name_zh=number, unit=U, data_class=r.choice(list(DataClass)), records=r.randint(0, 9)
    )


def data_grant(r: Random, number: str) -> DataGrant:
    return DataGrant(
        id=number, holder=r.choice((*SERVICES, *ACCOUNTS, *GROUPS)), access=r.choice(list(DataAccess)),
        data_set=r.choice(DATA), unit=U, through=r.choice(("", *SERVICES)),
    )  # fmt: skip


def control(r: Random, number: str) -> Control:
    return Control(
        id=number, controller=r.choice(ASSETS), device=r.choice(ASSETS), unit=U,
        protocol=r.choice(("modbus", "mqtt", "")), authenticated=r.random() < 0.5, safety=r.random() < 0.5,
    )  # fmt: skip


MAKERS: dict[str, tuple[Callable[[Random, str], Any], tuple[str, ...]]] = {
    "zone": (zone, ZONES),
    "conduit": (conduit, tuple(f"c{n}" for n in range(6))),
    "asset": (asset, ASSETS),
    "service": (service, SERVICES),
    "account": (account, ACCOUNTS),
    "group": (group, GROUPS),
    "right": (right, tuple(f"r{n}" for n in range(8))),
    "exposure": (exposure, tuple(f"e{n}" for n in range(5))),
    "data_set": (data_set, DATA),
    "data_grant": (data_grant, tuple(f"a{n}" for n in range(3))),
    "control": (control, tuple(f"k{n}" for n in range(3))),
}


def estate_of(number: int) -> Estate:
    r = Random(number)
    keep = r.choice((0.6, 0.9, 1.0))
    return Estate(
        **{KINDS[kind]: tuple(make(r, one) for one in ids if r.random() < keep) for kind, (make, ids) in MAKERS.items()}
    )


def changes_of(number: int) -> list[tuple[str, str, Any]]:
    """(kind, id, the new record or None to take it out)."""
    r = Random(number)
    out = []
    for _ in range(r.randint(1, 10)):
        kind = r.choice(list(MAKERS))
        make, ids = MAKERS[kind]
        one = r.choice(ids)
        out.append((kind, one, None if r.random() < 0.4 else make(r, one)))
    return out


def held_of(number: int) -> dict[Fact, float]:
    r = Random(number)
    facts = [Fact(INSIDE, one) for one in ZONES] + [Fact(kind, one) for kind in (FOOTHOLD, ADMIN) for one in ASSETS]
    facts += [Fact(PRINCIPAL, one) for one in ACCOUNTS]
    return {fact: r.choice((0.2, 0.5, 0.9, 1.0)) for fact in r.sample(facts, r.randint(1, 3))}


_NUMBERS = st.integers(0, 2**32)


def estates() -> st.SearchStrategy[Estate]:
    return _NUMBERS.map(estate_of)


def changes() -> st.SearchStrategy[list[tuple[str, str, Any]]]:
    return _NUMBERS.map(changes_of)


def held() -> st.SearchStrategy[dict[Fact, float]]:
    return _NUMBERS.map(held_of)
