"""A small district: a portal in front, an application and its database behind, an office, a pumping station.

The way in: the portal's weakness → its database connection → citizens' records. The other: a clerk's session on a desk →
the clerk administers the jump host → the pump controller's station.
"""

from __future__ import annotations

from model.estate import Asset, AssetKind, DataClass, DataSet
from model.inventory import (
    AccountKind,
    Authentication,
    Conduit,
    Control,
    DataAccess,
    DataGrant,
    DirectoryAccount,
    Effect,
    Estate,
    Exposure,
    Right,
    Service,
    Verb,
    Zone,
    ZoneKind,
)

CENTRE, WATER = "data-centre", "water-bureau"


def _zone(number: str, kind: ZoneKind, network: str = "", trust: int = 2) -> Zone:
    return Zone(
        id=number, name=number, name_zh=f"{number}域", unit="district", kind=kind, trust=trust,
        networks=(network,) if network else (),
    )  # fmt: skip


def _conduit(source: str, target: str, *services: str) -> Conduit:
    return Conduit(id=f"{source}>{target}", source=source, target=target, unit="district", services=services)


def _asset(number: str, kind: AssetKind, address: str, criticality: int, unit: str = CENTRE) -> Asset:
    return Asset(
        id=number, name=number, kind=kind, unit=unit, addresses=(address,), hostnames=(f"{number}.district.example",),
        criticality=criticality,
    )  # fmt: skip


ESTATE = Estate(
    zones=(
        _zone("internet", ZoneKind.INTERNET, trust=0),
        _zone("dmz", ZoneKind.DMZ, "10.1.0.0/24", 1),
        _zone("server", ZoneKind.SERVER, "10.2.0.0/24", 3),
        _zone("office", ZoneKind.OFFICE, "10.3.0.0/24"),
        _zone("water", ZoneKind.OT, "10.9.0.0/24", 3),
    ),
    conduits=(
        _conduit("internet", "dmz", "tcp/443"),
        _conduit("dmz", "server", "tcp/5432"),
        _conduit("office", "server", "tcp/22"),
        _conduit("office", "internet", "tcp/443"),
        _conduit("server", "water", "tcp/502"),
        Conduit(id="server>server", source="server", target="server", unit="district", services=("tcp/22",)),
    ),
    assets=(
        _asset("portal", AssetKind.SERVER, "10.1.0.10", 4),
        _asset("database", AssetKind.SERVER, "10.2.0.20", 5),
        _asset("jump", AssetKind.SERVER, "10.2.0.10", 3),
        _asset("desk", AssetKind.WORKSTATION, "10.3.0.7", 1),
        _asset("pump", AssetKind.CONTROLLER, "10.9.0.5", 5, WATER),
    ),
    services=(
        Service(id="portal-web", name="portal web", asset="portal", unit=CENTRE, port=443, depends_on=("postgres",)),
        Service(
            id="postgres", name="citizen database", asset="database", unit=CENTRE, port=5432,
            authentication=Authentication.PASSWORD, runs_as="svc-db",
        ),
    ),
    accounts=(
        DirectoryAccount(id="li.wei", name="li.wei", unit=CENTRE, kind=AccountKind.ADMIN, tier=1, aliases=("DISTRICT\\li.wei",)),
        DirectoryAccount(id="svc-db", name="svc-db", unit=CENTRE, kind=AccountKind.SERVICE),
    ),
    rights=(
        Right(id="session", subject="li.wei", verb=Verb.HAS_SESSION, target="desk", unit=CENTRE),
        Right(id="admin-jump", subject="li.wei", verb=Verb.ADMIN_TO, target="jump", unit=CENTRE),
        Right(id="admin-database", subject="li.wei", verb=Verb.ADMIN_TO, target="database", unit=CENTRE),
    ),
    exposures=(
        Exposure(
            id="portal-rce", weakness="CVE-2021-44228", title="remote code", asset="portal", service="portal-web",
            unit=CENTRE, effect=Effect.CODE_EXECUTION, cvss=10.0, exploited=True,
        ),
        Exposure(
            id="desk-local", weakness="CVE-2021-1732", title="local privilege", asset="desk", unit=CENTRE,
            effect=Effect.PRIVILEGE, cvss=7.8, remote=False,
        ),
    ),
    data_sets=(
        DataSet(
            id="citizens", name="Citizens", name_zh="人口库", unit=CENTRE, data_class=DataClass.SENSITIVE, records=800_000,
            personal_information=True,
        ),
        DataSet(id="news", name="News", name_zh="新闻", unit=CENTRE, data_class=DataClass.OPEN, records=10),
    ),
    data_grants=(
        DataGrant(id="citizens-db", holder="postgres", access=DataAccess.STORES, data_set="citizens", unit=CENTRE),
        DataGrant(id="news-web", holder="portal-web", access=DataAccess.WRITES, data_set="news", unit=CENTRE),
    ),
    controls=(
        Control(id="pump-station", controller="jump", device="pump", unit=WATER, protocol="modbus", safety=True),
    ),
)  # fmt: skip
