"""Value conversions the taxonomy names: from how one source writes a fact to how Sigma rules expect it.

Each takes the values of the named event fields in order (None for an absent one) and the whole event; it returns the
converted value, or None when the facts for it are not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

Conversion: TypeAlias = Callable[[Sequence[Any], Mapping[str, Any]], Any]

# Mandatory integrity levels, [MS-DTYP] 2.4.2.4 well-known SIDs S-1-16-…; the %%1 message ids stand in old 4688 texts.
_INTEGRITY = {
    "s-1-16-0": "Untrusted",
    "s-1-16-4096": "Low",
    "s-1-16-8192": "Medium",
    "s-1-16-8448": "MediumPlus",
    "s-1-16-12288": "High",
    "s-1-16-16384": "System",
    "s-1-16-20480": "Protected",
}
_LEVEL_OF_SID = {name.lower(): sid.upper() for sid, name in _INTEGRITY.items()}
# IANA protocol numbers that Windows' filtering platform reports.
_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "ipv6-icmp"}
_HIVES = (
    (re.compile(r"\\registry\\machine\\", re.IGNORECASE), "HKLM\\"),
    (re.compile(r"\\registry\\user\\", re.IGNORECASE), "HKU\\"),
)


def _first(values: Sequence[Any]) -> Any:
    value = values[0] if values else None
    return value[0] if isinstance(value, list) and value else value


def hex_number(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    """`0x1f4` to 500; a number stays one; what is neither stays as it is."""
    value = _first(values)
    if isinstance(value, str):
        try:
            return int(value, 16) if value.lower().startswith("0x") else int(value)
        except ValueError:
            return value
    return value


def integrity_level(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    """Both ways at once: rules say `High`, `S-1-16-12288` or both, so the event offers both."""
    value = _first(values)
    if not isinstance(value, str):
        return value
    name = _INTEGRITY.get(value.lower())
    if name is not None:
        return [name, value]
    sid = _LEVEL_OF_SID.get(value.lower())
    return [value, sid] if sid is not None else value


def domain_user(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    domain, user = (*values, None, None)[:2]
    if not isinstance(user, str) or user in ("", "-"):
        return None
    return f"{domain}\\{user}" if isinstance(domain, str) and domain not in ("", "-") else user


def registry_path(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    r"""`\REGISTRY\MACHINE\SOFTWARE\X` and value name `V` to Sysmon's `HKLM\SOFTWARE\X\V`."""
    key, name = (*values, None, None)[:2]
    if not isinstance(key, str):
        return None
    for pattern, hive in _HIVES:
        key = pattern.sub(lambda _, hive=hive: hive, key, count=1)  # type: ignore[misc]
    return f"{key}\\{name}" if isinstance(name, str) and name not in ("", "-") else key


def ip_protocol(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    value = _first(values)
    return None if value is None else _PROTOCOLS.get(str(value), value)


def outbound(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    """`egress`, `outbound` and Windows' message id %%14593 mean that this host initiated the connection."""
    value = _first(values)
    return None if value is None else str(value).lower() in ("%%14593", "egress", "outbound", "outgoing")


def hashes(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    """ECS hashes to Sysmon's `SHA1=…,MD5=…,SHA256=…,IMPHASH=…`."""
    names = ("SHA1", "MD5", "SHA256", "IMPHASH")
    parts = [f"{n}={v.upper()}" for n, v in zip(names, values, strict=False) if isinstance(v, str)]
    return ",".join(parts) if parts else None


def _named_hash(name: str) -> Conversion:
    pattern = re.compile(rf"(?:^|,){name}=([0-9a-f]+)", re.IGNORECASE)

    def convert(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
        for value in values:
            found = pattern.search(value) if isinstance(value, str) else None
            if found is not None:
                return found.group(1)
        return None

    return convert


def listed(values: Sequence[Any], _: Mapping[str, Any]) -> Any:
    """All the values that are there, as one list."""
    flat = [v for value in values for v in (value if isinstance(value, list) else [value]) if v is not None]
    return flat or None


def execve_arguments(_: Sequence[Any], event: Mapping[str, Any]) -> Any:
    """auditd's a0, a1, … joined by spaces into a command line. Stops at the first gap."""
    arguments: list[str] = []
    while (value := event.get(f"a{len(arguments)}")) is not None and len(arguments) < 4096:
        arguments.append(str(_first([value])))
    return " ".join(arguments) if arguments else None


CONVERSIONS: dict[str, Conversion] = {
    "domain_user": domain_user,
    "execve_arguments": execve_arguments,
    "hash_imphash": _named_hash("IMPHASH"),
    "hash_md5": _named_hash("MD5"),
    "hash_sha1": _named_hash("SHA1"),
    "hash_sha256": _named_hash("SHA256"),
    "hashes": hashes,
    "hex_number": hex_number,
    "integrity_level": integrity_level,
    "ip_protocol": ip_protocol,
    "list": listed,
    "outbound": outbound,
    "registry_path": registry_path,
}
