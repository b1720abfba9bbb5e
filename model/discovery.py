"""What was seen of the estate beside what is registered, and what people decided about the difference."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from model.times import Micros


class SeenKind(StrEnum):
    HOST = "host"
    NAME = "name"
    MAC = "mac"
    SERVICE = "service"
    SOFTWARE = "software"
    DEVICE = "device"
    PAIR = "pair"


class Seen(msgspec.Struct, array_like=True, frozen=True):
    """Something events showed of an address. key by kind: host nothing; name, mac and device what it is; service
    `tcp/443`; software `tcp/443 nginx` or `client curl`; pair `10.1.2.0/24>tcp/443`, where the address is the server's.
    detail: protocol, version, where a name comes from, or a client. event: the id of one that showed it."""

    unit: str
    kind: SeenKind
    address: str
    key: str
    detail: str
    first: Micros
    last: Micros
    event: str


class DiscoveryKind(StrEnum):
    UNREGISTERED_HOST = "unregistered_host"
    UNREGISTERED_SERVICE = "unregistered_service"
    UNREGISTERED_CONDUIT = "unregistered_conduit"
    VANISHED_ASSET = "vanished_asset"
    CHANGED_ADDRESS = "changed_address"
    CHANGED_VERSION = "changed_version"


class DiscoveryState(StrEnum):
    """resolved: the difference went away by itself or by another change of the register."""

    OPEN = "open"
    ACCEPTED = "accepted"
    IGNORED = "ignored"
    RESOLVED = "resolved"


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """A difference between what was seen and what is registered. subject: the address, service or pair of zones it is
    about; asset: the registered one, empty for none. facts: what was seen, as names and values for showing and for
    registering. until: end of an ignored one, 0 for never."""

    id: str
    kind: DiscoveryKind
    unit: str
    subject: str
    asset: str
    facts: dict[str, str | list[str]]
    event: str
    first: Micros
    last: Micros
    state: DiscoveryState = DiscoveryState.OPEN
    reason: str = ""
    until: Micros = 0
    decided_by: str = ""
    decided: Micros = 0
