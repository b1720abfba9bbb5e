"""Which steps a record of the register gives. One function per kind of record; rules are named as in `rules.yml`.

A function may look other records up through `Sight`, which remembers who looked at what, so that a change of the one is
known to touch the steps of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from correlator.capability.facts import (
    ACCESS,
    ADMIN,
    CONTROL,
    DENY,
    DOMINATE,
    EXFIL,
    FOOTHOLD,
    HARM,
    INSIDE,
    LURED,
    OUTSIDE,
    PERSIST,
    PRINCIPAL,
    PROGRAM,
    READ,
    TAMPER,
    Key,
)
from correlator.capability.table import table
from model.estate import Asset, AssetKind, DataSet
from model.inventory import (
    ANY_SERVICE,
    Authentication,
    Conduit,
    Control,
    DataAccess,
    DataGrant,
    DirectoryAccount,
    Effect,
    Exposure,
    Group,
    Right,
    Service,
    Verb,
    ZoneKind,
)

DEVICES = frozenset({AssetKind.IOT_DEVICE, AssetKind.CONTROLLER, AssetKind.GATEWAY})
STATIONS = frozenset({AssetKind.WORKSTATION, AssetKind.SERVER})
EDGE, FIELD = 1, 2
ANY = "@any"
WEAKER_WITH_MFA = 0.3
"""How much a second factor leaves of the chance to use an account's rights: a working assumption."""


class Sight(Protocol):
    """What grounding sees of the register, and where its steps go."""

    now: int

    def asset(self, asset_id: str) -> Asset | None: ...
    def service(self, service_id: str) -> Service | None: ...
    def account(self, account_id: str) -> DirectoryAccount | None: ...
    def group(self, group_id: str) -> Group | None: ...
    def zone_kind(self, zone_id: str) -> ZoneKind | None: ...
    def zones_of(self, asset_id: str) -> tuple[str, ...]: ...
    def services_of(self, asset_id: str) -> tuple[Service, ...]: ...
    def sessions_on(self, asset_id: str) -> tuple[Right, ...]: ...
    def reach(self, zone_id: str, service: str) -> Key: ...
    def step(
        self, rule: str, gives: Key, premises: Iterable[Key], *, p: float | None = None, zone: str = ""
    ) -> None: ...


def port_of(service: Service) -> str:
    return f"{service.transport.lower()}/{service.port}" if service.port else ANY


def within(sight: Sight, zone_id: str, has_own_conduit: bool) -> None:
    """What a zone does by itself: everything in it answers, unless a conduit to itself says what does."""
    if not has_own_conduit:
        sight.step("network.within_zone", sight.reach(zone_id, ANY_SERVICE), [(INSIDE, zone_id, "")])
    if sight.zone_kind(zone_id) is ZoneKind.INTERNET:
        sight.step("network.outside", (OUTSIDE, "", ""), [sight.reach(zone_id, ANY)])


def conduit(sight: Sight, record: Conduit) -> None:
    source = (INSIDE, record.source, "")
    for service in dict.fromkeys(named.strip().lower() for named in record.services):
        sight.step(
            "network.conduit", sight.reach(record.target, service.replace("\x1f", "")), [source], zone=record.target
        )
    kinds = sight.zone_kind(record.source), sight.zone_kind(record.target)
    if kinds == (ZoneKind.OFFICE, ZoneKind.INTERNET):
        sight.step("host.phish", (LURED, record.source, ""), [(INSIDE, record.target, "")])


def asset(sight: Sight, record: Asset) -> None:
    foothold, admin = (FOOTHOLD, record.id, ""), (ADMIN, record.id, "")
    zones = sight.zones_of(record.id)
    sight.step("host.admin_runs_code", foothold, [admin])
    for zone in zones:
        sight.step("host.online", (INSIDE, zone, ""), [foothold])
        if record.kind is AssetKind.WORKSTATION and sight.zone_kind(zone) is ZoneKind.OFFICE:
            sight.step("host.opened", foothold, [(LURED, zone, "")])
    device = record.kind in DEVICES
    sight.step("host.persist", (PERSIST, record.id, ""), [admin], zone=zones[0] if device else "")
    if device:
        control = (CONTROL, record.id, "")
        sight.step("device.administered", control, [admin])
        sight.step("device.stop", (DENY, record.id, ""), [control])


def service(sight: Sight, record: Service) -> None:
    access, admin, foothold = (ACCESS, record.id, ""), (ADMIN, record.asset, ""), (FOOTHOLD, record.asset, "")
    sight.step("service.local", access, [admin])
    sight.step("service.configuration", access, [foothold])
    sight.step("service.stop", (DENY, record.id, ""), [admin])
    if record.authentication is Authentication.NONE:
        for zone in sight.zones_of(record.asset):
            sight.step("service.open", access, [sight.reach(zone, port_of(record))], zone=zone)
    if record.runs_as and _usable(sight, record.runs_as):
        sight.step("service.identity", (PRINCIPAL, record.runs_as, ""), [admin])
    for needed in dict.fromkeys(record.depends_on):
        sight.step("dependency.fails", (DENY, record.id, ""), [(DENY, needed, "")])
        behind = sight.service(needed)
        if behind is not None:
            for zone in sight.zones_of(behind.asset):
                reach = sight.reach(zone, port_of(behind))
                sight.step("dependency.credentials", (ACCESS, needed, ""), [foothold, reach])


def account(sight: Sight, record: DirectoryAccount) -> None:
    if not record.enabled:
        return
    holds = (PRINCIPAL, record.id, "")
    for group_id in dict.fromkeys(record.member_of):
        sight.step("account.member", (PRINCIPAL, group_id, ""), [holds])
    if record.asset:
        sight.step("account.local", holds, [(ADMIN, record.asset, "")])
    else:
        sight.step("account.directory", holds, [(DOMINATE, directory_of(record.id, record.aliases), "")])


def group(sight: Sight, record: Group) -> None:
    for group_id in dict.fromkeys(record.member_of):
        sight.step("group.member", (PRINCIPAL, group_id, ""), [(PRINCIPAL, record.id, "")])


def directory_of(record_id: str, aliases: Iterable[str]) -> str:
    """The directory an account or group belongs to: its domain's SID when it has one (MS-DTYP 2.4.2: a SID's last part is
    relative to its domain), else the one directory of an estate that names none."""
    for name in (record_id, *aliases):
        upper = name.upper()
        start = upper.find("S-1-5-21-")
        if start >= 0:
            parts = upper[start:].split("-")
            if len(parts) >= 7:
                return "-".join(parts[:7])
    return "directory"


_LOGIN: dict[Verb, tuple[str, str, str]] = {
    Verb.ADMIN_TO: ("right.admin_to", ADMIN, "@admin"),
    Verb.CAN_LOGIN: ("right.can_login", FOOTHOLD, "@login"),
    Verb.CAN_RDP: ("right.can_rdp", FOOTHOLD, "@rdp"),
    Verb.CAN_SSH: ("right.can_ssh", FOOTHOLD, "@ssh"),
    Verb.CAN_PS_REMOTE: ("right.can_ps_remote", FOOTHOLD, "@psremote"),
    Verb.EXECUTE_DCOM: ("right.execute_dcom", FOOTHOLD, "@dcom"),
    Verb.CAN_DELEGATE: ("right.can_delegate", ADMIN, "@admin"),
    Verb.OWNS: ("right.take_over_host", ADMIN, "@admin"),
    Verb.GENERIC_ALL: ("right.take_over_host", ADMIN, "@admin"),
}
_TAKE_OVER = frozenset({Verb.OWNS, Verb.GENERIC_ALL, Verb.RESET_PASSWORD})


def right(sight: Sight, record: Right) -> None:
    if record.expires and record.expires <= sight.now:
        return
    holds = (PRINCIPAL, record.subject, "")
    if record.verb is Verb.HAS_SESSION:
        if _usable(sight, record.subject):
            sight.step("account.session", holds, [(ADMIN, record.target, "")])
    elif record.verb is Verb.TRUSTS:
        trusting = (DOMINATE, directory_of(record.subject, ()), "")
        sight.step("right.trusts", trusting, [(DOMINATE, directory_of(record.target, ()), "")])
    elif record.verb is Verb.DC_SYNC:
        directory = (DOMINATE, _directory_behind(sight, record.target), "")
        sight.step("right.dc_sync", directory, [holds])
        if sight.asset(record.target) is not None:
            sight.step("right.domain_controller", directory, [(ADMIN, record.target, "")])
    elif (host := sight.asset(record.target)) is not None:
        _sign_in(sight, record, host)
    elif (listens := sight.service(record.target)) is not None:
        for zone in sight.zones_of(listens.asset):
            reach = sight.reach(zone, port_of(listens))
            p = _with_factor(sight, record.subject, "right.service_login")
            sight.step("right.service_login", (ACCESS, listens.id, ""), [holds, reach], p=p, zone=zone)
    elif record.verb in _TAKE_OVER:
        if sight.group(record.target) is not None:
            sight.step("right.join_group", (PRINCIPAL, record.target, ""), [holds])
        elif _usable(sight, record.target):
            sight.step("right.take_over_account", (PRINCIPAL, record.target, ""), [holds])


def _sign_in(sight: Sight, record: Right, host: Asset) -> None:
    if record.verb not in _LOGIN:
        return
    rule, kind, profile = _LOGIN[record.verb]
    p = _with_factor(sight, record.subject, rule)
    for zone in sight.zones_of(host.id):
        premises = [(PRINCIPAL, record.subject, ""), sight.reach(zone, profile)]
        sight.step(rule, (kind, host.id, ""), premises, p=p, zone=zone)


def _directory_behind(sight: Sight, target: str) -> str:
    found = sight.account(target) or sight.group(target)
    return directory_of(target, found.aliases if found else ())


def _usable(sight: Sight, account_id: str) -> bool:
    found = sight.account(account_id)
    return found is None or found.enabled


def _with_factor(sight: Sight, subject: str, rule: str) -> float:
    found = sight.account(subject)
    base = _P[rule]
    return base * WEAKER_WITH_MFA if found is not None and found.mfa else base


def exposure(sight: Sight, record: Exposure) -> None:
    if record.closed:
        return
    p = 0.9 if record.exploited else min(0.8, 0.1 + 0.07 * record.cvss)
    host = record.asset
    if not record.remote:
        if record.effect in (Effect.CODE_EXECUTION, Effect.PRIVILEGE):
            sight.step("host.privilege", (ADMIN, host, ""), [(FOOTHOLD, host, "")], p=p)
        elif record.effect is Effect.CREDENTIAL:
            sessions = [one for one in sight.sessions_on(host) if not one.expires or one.expires > sight.now]
            for account_id in dict.fromkeys(one.subject for one in sessions if _usable(sight, one.subject)):
                sight.step("host.secret", (PRINCIPAL, account_id, ""), [(FOOTHOLD, host, "")], p=p)
        return
    if record.effect is Effect.PRIVILEGE:
        sight.step("host.privilege", (ADMIN, host, ""), [(FOOTHOLD, host, "")], p=p)
        return
    one = sight.service(record.service) if record.service else None
    weak = (one,) if one is not None else sight.services_of(host)
    by_door: dict[str, list[Service]] = {}
    for listens in weak:
        by_door.setdefault(port_of(listens), []).append(listens)
    for zone in sight.zones_of(host):
        for door, behind in sorted(by_door.items()) or [(ANY, [])]:
            _exploit(sight, record, behind, [sight.reach(zone, door)], p, zone)


def _exploit(sight: Sight, record: Exposure, behind: list[Service], premises: list[Key], p: float, zone: str) -> None:
    """behind: the services that listen where the weakness is reached."""
    if record.effect is Effect.CODE_EXECUTION:
        sight.step("service.exploit", (FOOTHOLD, record.asset, ""), premises, p=p, zone=zone)
    elif record.effect is Effect.DENIAL:
        for stopped in [listens.id for listens in behind] or [record.asset]:
            sight.step("service.crash", (DENY, stopped, ""), premises, p=p, zone=zone)
    else:
        for listens in behind:
            sight.step("service.disclosure", (ACCESS, listens.id, ""), premises, p=p, zone=zone)
        if record.effect is Effect.CREDENTIAL:
            runs_as = dict.fromkeys(one.runs_as for one in behind if one.runs_as and _usable(sight, one.runs_as))
            for account_id in runs_as:
                sight.step("service.credential", (PRINCIPAL, account_id, ""), premises, p=p, zone=zone)


def data_set(sight: Sight, record: DataSet) -> None:
    sight.step("data.exfil", (EXFIL, record.id, ""), [(READ, record.id, ""), (OUTSIDE, "", "")])


def data_grant(sight: Sight, record: DataGrant) -> None:
    writes = record.access is DataAccess.WRITES
    gives = (TAMPER if writes else READ, record.data_set, "")
    if (holder := sight.service(record.holder)) is not None:
        zones = sight.zones_of(holder.asset)
        sight.step("data.written" if writes else "data.held", gives, [(ACCESS, holder.id, "")], zone=zones[0])
        return
    holds = (PRINCIPAL, record.holder, "")
    through = sight.service(record.through) if record.through else None
    if through is not None:
        for zone in sight.zones_of(through.asset):
            reach = sight.reach(zone, port_of(through))
            sight.step("data.tampered_as" if writes else "data.granted", gives, [holds, reach])


def control(sight: Sight, record: Control) -> None:
    commands, foothold = (CONTROL, record.device, ""), (FOOTHOLD, record.controller, "")
    zones = sight.zones_of(record.device)
    sight.step("control.commands", commands, [foothold])
    if not record.authenticated:
        door = table().protocols.get(record.protocol.strip().lower(), ANY)
        for zone in zones:
            sight.step("control.rogue", commands, [sight.reach(zone, door)], zone=zone)
    controller, device = sight.asset(record.controller), sight.asset(record.device)
    if controller is not None and controller.kind in STATIONS and device is not None and device.kind in DEVICES:
        program = (PROGRAM, record.device, "")
        sight.step("control.program", program, [foothold])
        sight.step("control.reprogrammed", commands, [program])
    if record.safety:
        sight.step("device.harm", (HARM, record.device, ""), [commands])


_P = {rule.id: rule.p for rule in table().rules}

GROUNDING: dict[str, Callable[[Any, Any], None]] = {
    "conduit": conduit,
    "asset": asset,
    "service": service,
    "account": account,
    "group": group,
    "right": right,
    "exposure": exposure,
    "data_set": data_set,
    "data_grant": data_grant,
    "control": control,
}
"""By kind of record. Units and systems give no step."""
