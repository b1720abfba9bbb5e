"""A register of machines from a file, for `fengsui correlate --inventory`: which address and which name are one machine.

The estate's own form, or any YAML or JSON that is a list of machines, or a mapping from a machine's name to it. Of each
machine `name`, `hostname`, `hostnames`, `fqdns`, `ip`, `addresses`, `default_ipv4_address`, `ipv4_addresses` and
`ipv6_addresses` are read, and where it stands: `zone`, or the one of its `groups` that is the name of a zone. What else is
written there is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from collectors.inventory.contract import whole
from collectors.inventory.estate_file import decode, is_estate, read_estate_file
from model.errors import InputError
from model.estate import Asset, AssetKind
from model.inventory import ZoneKind

NAMES = ("name", "hostname", "hostnames", "fqdns")
ZONES = frozenset({kind.value for kind in ZoneKind} | {"intranet", "extranet"})
ADDRESSES = ("ip", "addresses", "default_ipv4_address", "ipv4_addresses", "ipv6_addresses")


def read_machines(data: bytes, where: str = "inventory") -> list[Asset]:
    """Raises InputError, saying which machine is wrong, for a file that is no register."""
    document = decode(data, where)
    if is_estate(document):
        return list(whole(read_estate_file(data, where, unit="district"), where).assets)
    if isinstance(document, Mapping):
        entries = [(str(key), value) for key, value in document.items()]
    elif isinstance(document, list):
        entries = [("", value) for value in document]
    else:
        raise InputError("expected a list of machines or a mapping of names to machines", where=where)
    return [_asset(number, key, entry, where) for number, (key, entry) in enumerate(entries, 1)]


def _asset(number: int, key: str, entry: Any, where: str) -> Asset:
    if not isinstance(entry, Mapping):
        raise InputError(f"machine {number} is no mapping", where=where, hint="each needs hostname and addresses")
    names = ([key] if key else []) + _texts(entry, NAMES)
    if not names:
        raise InputError(f"machine {number} has no name", where=where, hint="give it a hostname")
    addresses = _texts(entry, ADDRESSES)
    for address in addresses:
        try:
            ip_address(address)
        except ValueError as error:
            raise InputError(f"machine {names[0]}: {error}", where=where) from error
    return Asset(
        id=names[0],
        name=names[0],
        kind=AssetKind.OTHER,
        unit="",
        hostnames=tuple(dict.fromkeys(names)),
        addresses=tuple(dict.fromkeys(addresses)),
        zone=_zone(entry),
    )


def _zone(entry: Mapping[Any, Any]) -> str:
    return next(iter(_texts(entry, ("zone",)) or [group for group in _texts(entry, ("groups",)) if group in ZONES]), "")


def _texts(entry: Mapping[Any, Any], keys: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for key in keys:
        value = entry.get(key)
        found += [str(v).strip() for v in (value if isinstance(value, list) else [value]) if isinstance(v, str | int)]
    return [text for text in found if text]
