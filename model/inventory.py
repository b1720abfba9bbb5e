"""The inventory beyond systems and assets: zones and conduits, services, accounts and their rights, exposures, who
holds which data, who controls which device. With `model.estate` it is what the capability graph is built from.

Everything is a record of a register with an id; references are ids. Text from scanners and files is untrusted: it is
bounded where it is read and never interpreted. `Estate` is one consistent view of all of it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from model.estate import Asset, DataSet, System, Unit
from model.times import Micros

Port = Annotated[int, msgspec.Meta(ge=0, le=65_535)]
Trust = Annotated[int, msgspec.Meta(ge=0, le=5)]
Cvss = Annotated[float, msgspec.Meta(ge=0, le=10)]
ANY_SERVICE = "*"


class ZoneKind(StrEnum):
    INTERNET = "internet"
    DMZ = "dmz"
    OFFICE = "office"
    SERVER = "server"
    MANAGEMENT = "management"
    IOT = "iot"
    OT = "ot"
    SUPPLIER = "supplier"


class Zone(msgspec.Struct, frozen=True, kw_only=True):
    """trust: 0 (the Internet) to 5 (only administrators). networks: CIDR texts; an asset without a zone of its own
    belongs to the zone with the longest matching network."""

    id: str
    name: str
    name_zh: str
    unit: str
    kind: ZoneKind = ZoneKind.OFFICE
    trust: Trust = 2
    networks: tuple[str, ...] = ()


class Conduit(msgspec.Struct, frozen=True, kw_only=True):
    """What may flow from one zone to another. services: `tcp/443`, `udp/161` or `*`. Within a zone everything flows
    unless the zone has a conduit to itself, which then says what does."""

    id: str
    source: str
    target: str
    unit: str
    services: tuple[str, ...] = (ANY_SERVICE,)


class Authentication(StrEnum):
    NONE = "none"
    PASSWORD = "password"  # noqa: S105
    KEY = "key"
    CERTIFICATE = "certificate"
    MULTI_FACTOR = "multi_factor"
    UNKNOWN = "unknown"


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """Something that listens. protocol: the application's name as ECS `network.protocol` writes it. runs_as: the account
    its process has; depends_on: services it stops without."""

    id: str
    name: str
    asset: str
    unit: str
    port: Port = 0
    transport: str = "tcp"
    protocol: str = ""
    product: str = ""
    version: str = ""
    system: str = ""
    authentication: Authentication = Authentication.UNKNOWN
    runs_as: str = ""
    depends_on: tuple[str, ...] = ()


class AccountKind(StrEnum):
    HUMAN = "human"
    ADMIN = "admin"
    SERVICE = "service"
    DEVICE = "device"


class DirectoryAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account of the estate, not of this platform. aliases: SID, user principal name and other names it goes by.
    asset: the machine of a local account, empty for a directory account. tier: 0 (domain controllers) to 2 (desks)."""

    id: str
    name: str
    unit: str
    kind: AccountKind = AccountKind.HUMAN
    asset: str = ""
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()
    tier: Annotated[int, msgspec.Meta(ge=0, le=2)] = 2
    mfa: bool = False
    enabled: bool = True


class Group(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    unit: str
    aliases: tuple[str, ...] = ()
    member_of: tuple[str, ...] = ()


class Verb(StrEnum):
    """BloodHound's vocabulary where it has a word, in ATT&CK's sense."""

    ADMIN_TO = "admin_to"
    CAN_LOGIN = "can_login"
    CAN_RDP = "can_rdp"
    CAN_SSH = "can_ssh"
    CAN_PS_REMOTE = "can_ps_remote"
    EXECUTE_DCOM = "execute_dcom"
    CAN_DELEGATE = "can_delegate"
    OWNS = "owns"
    GENERIC_ALL = "generic_all"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    DC_SYNC = "dc_sync"
    TRUSTS = "trusts"
    HAS_SESSION = "has_session"


class Right(msgspec.Struct, frozen=True, kw_only=True):
    """subject: an account or group; target: an asset, service, account or group. `has_session` says that the subject's
    credential lies on the target machine. expires: 0 for lasting, else the end in microseconds."""

    id: str
    subject: str
    verb: Verb
    target: str
    unit: str
    expires: Micros = 0


class Effect(StrEnum):
    """What using an exposure gives an attacker."""

    CODE_EXECUTION = "code_execution"
    PRIVILEGE = "privilege"
    CREDENTIAL = "credential"
    DISCLOSURE = "disclosure"
    DENIAL = "denial"


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """A weakness of an asset or one of its services. weakness: CVE id or a scanner's own id. remote: reachable over the
    network without an account. exploited: known to be used in the wild. closed: when it was patched, 0 while open."""

    id: str
    weakness: str
    title: str
    asset: str
    unit: str
    service: str = ""
    effect: Effect = Effect.CODE_EXECUTION
    cvss: Cvss = 0.0
    remote: bool = True
    exploited: bool = False
    first_seen: Micros = 0
    last_seen: Micros = 0
    closed: Micros = 0
    source: str = ""


class DataAccess(StrEnum):
    STORES = "stores"
    READS = "reads"
    WRITES = "writes"
    PROCESSES = "processes"


class DataGrant(msgspec.Struct, frozen=True, kw_only=True):
    """A service holds or handles a data set (`holder` a service), or an account or group may get at it (`through` the
    service that holds it). approval: the id of the approval the sharing rests on."""

    id: str
    holder: str
    access: DataAccess
    data_set: str
    unit: str
    through: str = ""
    approval: str = ""


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """A gateway, master or engineering station that commands a device. safety: harm to people when it is misused."""

    id: str
    controller: str
    device: str
    unit: str
    protocol: str = ""
    authenticated: bool = False
    safety: bool = False


class Estate(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the registers hold, as one value. References may point to nothing; readers skip what they miss."""

    units: tuple[Unit, ...] = ()
    systems: tuple[System, ...] = ()
    zones: tuple[Zone, ...] = ()
    conduits: tuple[Conduit, ...] = ()
    assets: tuple[Asset, ...] = ()
    services: tuple[Service, ...] = ()
    accounts: tuple[DirectoryAccount, ...] = ()
    groups: tuple[Group, ...] = ()
    rights: tuple[Right, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    data_sets: tuple[DataSet, ...] = ()
    data_grants: tuple[DataGrant, ...] = ()
    controls: tuple[Control, ...] = ()
