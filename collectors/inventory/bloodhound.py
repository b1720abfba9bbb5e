"""BloodHound CE collections (SharpHound JSON, meta.version 5 and 6, single files or the ZIP; verify: written from
SpecterOps' description of the format): accounts, groups, computers and the rights between them.

Rights are read in BloodHound's own vocabulary. A right that lets its holder take an object over in one step (WriteDacl,
WriteOwner, GenericWrite, AllExtendedRights, AddMember) stands as `generic_all`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from collectors.inventory.archives import MAX_UNPACKED, members
from collectors.inventory.contract import Reading
from collectors.inventory.documents import part, parts, read_json, text
from model.errors import InputError
from model.inventory import Verb

RIGHTS: Final = {
    "GenericAll": Verb.GENERIC_ALL,
    "WriteDacl": Verb.GENERIC_ALL,
    "WriteOwner": Verb.GENERIC_ALL,
    "GenericWrite": Verb.GENERIC_ALL,
    "AllExtendedRights": Verb.GENERIC_ALL,
    "AddMember": Verb.GENERIC_ALL,
    "Owns": Verb.OWNS,
    "ForceChangePassword": Verb.RESET_PASSWORD,
    "DCSync": Verb.DC_SYNC,
}
LOCAL_GROUPS: Final = {
    "ADMINISTRATORS": Verb.ADMIN_TO,
    "REMOTE DESKTOP USERS": Verb.CAN_RDP,
    "REMOTE MANAGEMENT USERS": Verb.CAN_PS_REMOTE,
    "DISTRIBUTED COM USERS": Verb.EXECUTE_DCOM,
}
OLDER: Final = {
    "LocalAdmins": Verb.ADMIN_TO,
    "RemoteDesktopUsers": Verb.CAN_RDP,
    "PSRemoteUsers": Verb.CAN_PS_REMOTE,
    "DcomUsers": Verb.EXECUTE_DCOM,
}
"""Members of computers as collectors before local groups wrote them."""

KNOWN: Final = frozenset({"users", "groups", "computers", "domains", "ous", "gpos", "containers"})


def recognised(document: Mapping[str, Any]) -> bool:
    return isinstance(document.get("data"), list) and text(part(document, "meta"), "type") in KNOWN


def read(data: bytes, where: str) -> Reading:
    collected = _Collected(Reading(form="bloodhound"))
    read_any = False
    for name, document in _documents(data, where):
        if not recognised(document):
            collected.reading.reject(name, "no collection of BloodHound: data and meta.type are missing")
            continue
        read_any = True
        kind = text(part(document, "meta"), "type")
        for number, entry in enumerate(parts(document, "data"), 1):
            collected.take(kind, entry, f"{name}: data[{number}]")
    if not read_any:
        raise InputError("holds no collection of BloodHound", where=where)
    return collected.finish()


def _documents(data: bytes, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if data[:2] == b"PK":
        for name, content in members(data, where, wanted=(".json",)):
            yield name, read_json(content, f"{where}: {name}", MAX_UNPACKED)
    else:
        yield where, read_json(data, where)


class _Collected:
    """Files come in any order, so who is whose member, and which SID is a computer, is known at the end."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._hosts: dict[str, str] = {}
        self._rights: dict[tuple[str, Verb, str], str] = {}
        self._members: list[tuple[str, str]] = []
        self._replicating: dict[tuple[str, str], set[str]] = {}

    def take(self, kind: str, entry: Mapping[str, Any], where: str) -> None:
        sid = text(entry, "ObjectIdentifier", 100)
        if not sid:
            self.reading.reject(where, "an object without ObjectIdentifier")
        elif kind in ("users", "groups", "computers", "domains"):
            self._object(kind, sid, entry, where)
            self._control(sid, entry, where)
            for member in parts(entry, "Members") if kind == "groups" else ():
                self._members.append((text(member, "ObjectIdentifier", 100), sid))
            if kind == "computers":
                self._computer(sid, entry, where)
        else:
            self.reading.passed_over += 1

    def finish(self) -> Reading:
        records = {entry.values["id"]: entry.values for entry in self.reading.entries}
        for member, group in self._members:
            if member in records and group in records and member not in self._hosts:
                groups = records[member].setdefault("member_of", [])
                if group not in groups:
                    groups.append(group)
        for (subject, domain), rights in self._replicating.items():
            if len(rights) == 2:
                self._right("GetChanges with GetChangesAll", subject, Verb.DC_SYNC, domain)
        for (subject, verb, target), where in self._rights.items():
            subject, target = self._hosts.get(subject, subject), self._hosts.get(target, target)
            key = f"{subject}:{verb.value}:{target}"
            self.reading.add("rights", where, id=key, subject=subject, verb=verb.value, target=target)
        return self.reading

    def _object(self, kind: str, sid: str, entry: Mapping[str, Any], where: str) -> None:
        told = part(entry, "Properties")
        name = text(told, "name", 200) or sid
        plain = name.partition("@")[0]
        others = [name, text(told, "samaccountname", 100), text(told, "userprincipalname")]
        aliases = list(dict.fromkeys([sid, *(one for one in others if one)]))
        if kind == "users":
            values: dict[str, Any] = {"id": sid, "name": plain, "aliases": aliases}
            if isinstance(told.get("enabled"), bool):
                values["enabled"] = told["enabled"]
            if told.get("admincount") is True:
                values |= {"kind": "admin", "tier": 0}
            elif told.get("hasspn") is True:
                values["kind"] = "service"
            primary = text(entry, "PrimaryGroupSID", 100)
            self.reading.add("accounts", where, **values, **({"member_of": [primary]} if primary else {}))
        elif kind == "computers":
            host = self._hosts[sid] = plain.rstrip("$").lower()
            system = text(told, "operatingsystem")
            role = "server" if "server" in system.lower() else "workstation"
            self.reading.add(
                "assets", where, id=host, name=host, hostnames=[host], identifiers=[sid], os=system, kind=role
            )
        else:
            self.reading.add("groups", where, id=sid, name=plain, aliases=aliases)

    def _control(self, sid: str, entry: Mapping[str, Any], where: str) -> None:
        for ace in parts(entry, "Aces"):
            holder, right = text(ace, "PrincipalSID", 100), text(ace, "RightName", 60)
            if right in ("GetChanges", "GetChangesAll"):
                self._replicating.setdefault((holder, sid), set()).add(right)
            elif right in RIGHTS:
                self._right(where, holder, RIGHTS[right], sid)
        for target in parts(entry, "AllowedToDelegate"):
            self._right(where, sid, Verb.CAN_DELEGATE, text(target, "ObjectIdentifier", 100))
        for trust in parts(entry, "Trusts"):
            self._right(where, sid, Verb.TRUSTS, text(trust, "TargetDomainSid", 100))

    def _computer(self, sid: str, entry: Mapping[str, Any], where: str) -> None:
        for group in parts(entry, "LocalGroups"):
            verb = LOCAL_GROUPS.get(text(group, "Name").partition("@")[0].upper())
            for member in parts(group, "Results") if verb else ():
                self._right(where, text(member, "ObjectIdentifier", 100), verb, sid)
        for name, verb in OLDER.items():
            for member in parts(part(entry, name), "Results"):
                self._right(where, text(member, "ObjectIdentifier", 100), verb, sid)
        for name in ("Sessions", "PrivilegedSessions", "RegistrySessions"):
            for session in parts(part(entry, name), "Results"):
                self._right(where, text(session, "UserSID", 100), Verb.HAS_SESSION, sid)

    def _right(self, where: str, subject: str, verb: Verb | None, target: str) -> None:
        if subject and target and verb is not None:
            self._rights.setdefault((subject, verb, target), where)
