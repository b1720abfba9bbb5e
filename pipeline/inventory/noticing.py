"""In the worker processes: what a batch's events show of machines, services, names, devices and programs of the estate.

A batch gives one row per thing seen, however often it was seen, so that a flood of events is a few rows. Texts are
untrusted: cut, and shown as text. Only addresses of the district are machines; those outside only count as `outside`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from ipaddress import ip_address, ip_network
from typing import Any, Final

import msgspec

from detections.behaviour.networks import Networks
from detections.behaviour.observed import number, text, words
from model.discovery import Seen, SeenKind
from model.event import Event
from model.times import Micros

MAX_ROWS: Final = 20_000
"""Of one batch; beyond it the rest waits for the next time it is seen."""
MAX_NAME: Final = 120
NOBODYS: Final = ("127.", "169.254.", "::1", "fe80:")
"""Loopback and link-local addresses name no machine."""
OUTSIDE: Final = "outside"
EPHEMERAL: Final = 32_768
"""Where clients take their ports from (Linux's usual range): what answers there is not taken for a service."""
FLOWS: Final = frozenset({"network.flow", "zeek.conn", "suricata.flow"})

_DECODER = msgspec.msgpack.Decoder(list[Seen])
_Key = tuple[str, SeenKind, str, str]


class _Conversation:
    __slots__ = ("answered", "event", "first", "last", "protocol")

    def __init__(self, stamp: Micros, event: str) -> None:
        self.first = self.last = stamp
        self.event = event
        self.answered = False
        self.protocol = ""


class Noticing:
    """Keeps nothing between batches. What the same fields told before in a batch is not told again: the time it was last
    seen is then that of its first event in the batch."""

    def __init__(self, own_networks: tuple[str, ...]) -> None:
        self._inside = Networks.of(own_networks).inside

    def select(self, events: Sequence[Event]) -> bytes:
        """Packed rows; empty when there are none."""
        talks: dict[tuple[Any, ...], _Conversation] = {}
        rows = _Rows(self._inside)
        told: set[tuple[Any, ...]] = set()
        for event in events:
            server = event.get("destination.ip")
            if type(server) is str:
                key = (
                    event.get("fengsui.unit"),
                    event.get("source.ip"),
                    server,
                    event.get("destination.port"),
                    event.get("network.transport"),
                )
                try:
                    talk = talks.get(key)
                except TypeError:  # a field of another sensor holds a list
                    continue
                stamp = event["@timestamp"]
                if talk is None:
                    talk = talks[key] = _Conversation(stamp, event["event.id"])
                elif stamp > talk.last:
                    talk.last = stamp
                elif stamp < talk.first:
                    talk.first = stamp
                if not talk.protocol or not talk.answered:
                    _answer(talk, event)
            dataset = event.get("event.dataset")
            route = _ROUTES.get(dataset)
            if route is None:
                if "host.ip" in event:
                    _host(event, rows)
                continue
            tell, fields = route
            shown = (dataset, event.get("fengsui.unit"), *[event.get(name) for name in fields])
            try:
                if shown in told:
                    continue
                told.add(shown)
            except TypeError:  # a list, as in the answers of DNS
                pass
            tell(event, rows)
        for (unit, client, server, port, transport), talk in talks.items():
            _conversation(rows, str(unit or ""), client, server, port, transport, talk)
        return rows.packed()


def unpack(data: bytes) -> list[Seen]:
    return _DECODER.decode(zlib.decompress(data)) if data else []


class _Rows:
    def __init__(self, inside: Callable[[str], bool]) -> None:
        self.inside = inside
        self._rows: dict[_Key, list[Any]] = {}

    def add(
        self, unit: str, kind: SeenKind, address: str, key: str, detail: str, first: Micros, last: Micros, event: str
    ) -> None:
        """Addresses of the district only."""
        if not self.inside(address) or address.startswith(NOBODYS):
            return
        row = self._rows.get((unit, kind, address, key))
        if row is None:
            if len(self._rows) < MAX_ROWS:
                self._rows[unit, kind, address, key] = [detail, first, last, event]
            return
        row[1] = min(row[1], first)
        if last >= row[2]:
            row[2], row[3] = last, event
        row[0] = detail or row[0]

    def told(self, event: Event, kind: SeenKind, address: str, key: str, detail: str = "") -> None:
        if address and key:
            stamp = event["@timestamp"]
            unit = text(event, "fengsui.unit")
            self.add(unit, kind, address, key[:MAX_NAME], detail[:MAX_NAME], stamp, stamp, event["event.id"])

    def packed(self) -> bytes:
        if not self._rows:
            return b""
        seen = [Seen(*key, *row) for key, row in self._rows.items()]
        return zlib.compress(msgspec.msgpack.encode(seen), 1)


def _answer(talk: _Conversation, event: Event) -> None:
    protocol = event.get("network.protocol")
    if type(protocol) is str and protocol:
        talk.protocol = protocol[:40]
    if event.get("event.dataset") in FLOWS or "source.packets" in event:
        talk.answered |= number(event, "destination.packets", "destination.bytes", "resp_bytes") > 0 and (
            event.get("network.transport") == "udp" or number(event, "destination.bytes", "resp_bytes") > 120
        )
    else:
        talk.answered = True


def _conversation(
    rows: _Rows, unit: str, client: Any, server: str, port: Any, transport: Any, talk: _Conversation
) -> None:
    first, last, event = talk.first, talk.last, talk.event
    spoke = type(client) is str
    if spoke:
        rows.add(unit, SeenKind.HOST, client, "", "", first, last, event)
    if not talk.answered:
        return
    rows.add(unit, SeenKind.HOST, server, "", "", first, last, event)
    if type(port) is not int or transport not in ("tcp", "udp") or not 0 < port < EPHEMERAL:
        return
    rows.add(unit, SeenKind.SERVICE, server, f"{transport}/{port}", talk.protocol, first, last, event)
    if spoke and client != server:
        where = _network(client) if rows.inside(client) else OUTSIDE
        rows.add(unit, SeenKind.PAIR, server, f"{where}>{transport}/{port}", client, first, last, event)


def _network(address: str) -> str:
    """The /24 or /64 it is of: talking pairs are kept between networks, which a district has thousands of, not between
    machines."""
    size = 64 if ip_address(address).version == 6 else 24
    return str(ip_network(f"{address}/{size}", strict=False))


def _arp(event: Event, rows: _Rows) -> None:
    rows.told(event, SeenKind.MAC, text(event, "source.ip"), text(event, "source.mac").lower().replace("-", ":"))


def _dhcp(event: Event, rows: _Rows) -> None:
    address = text(event, "fengsui.dhcp.assigned_ip", "fengsui.dhcp.client_ip", "client.ip")
    mac = text(event, "fengsui.dhcp.client_mac", "client.mac").lower().replace("-", ":")
    rows.told(event, SeenKind.MAC, address, mac)
    rows.told(event, SeenKind.NAME, address, text(event, "fengsui.dhcp.host_name").lower(), "dhcp")
    rows.told(event, SeenKind.SOFTWARE, address, text(event, "fengsui.dhcp.vendor_class"), "dhcp")


def _dns(event: Event, rows: _Rows) -> None:
    name = text(event, "dns.question.name").lower().rstrip(".")
    for address in words(event, "dns.resolved_ip"):
        if type(address) is str:
            rows.told(event, SeenKind.NAME, address, name, "dns")


def _tls(event: Event, rows: _Rows) -> None:
    name = text(event, "tls.client.server_name").lower()
    rows.told(event, SeenKind.NAME, text(event, "destination.ip"), name, "tls")


def _http(event: Event, rows: _Rows) -> None:
    server = text(event, "fengsui.http.response.server")
    if server:
        product, version = _product(server)
        key = f"tcp/{event.get('destination.port')} {product}"
        rows.told(event, SeenKind.SOFTWARE, text(event, "destination.ip"), key, version)
    agent = text(event, "user_agent.original")
    if agent:
        product, version = _product(agent)
        rows.told(event, SeenKind.SOFTWARE, text(event, "source.ip"), f"client {product}", version)


def _ssh(event: Event, rows: _Rows) -> None:
    for side, name in (("destination.ip", "server"), ("source.ip", "client")):
        banner = text(event, f"fengsui.ssh.{name}.version")
        if banner.startswith("SSH-") and banner.count("-") >= 2:
            product, version = _product(banner.split("-", 2)[2].replace("_", "/", 1))
            where = f"tcp/{event.get('destination.port')}" if name == "server" else "client"
            rows.told(event, SeenKind.SOFTWARE, text(event, side), f"{where} {product}", version)


def _smb(event: Event, rows: _Rows) -> None:
    rows.told(event, SeenKind.NAME, text(event, "source.ip"), text(event, "fengsui.ntlm.workstation").lower(), "ntlm")
    computer = text(event, "fengsui.ntlm.target_computer").lower()
    rows.told(event, SeenKind.NAME, text(event, "destination.ip"), computer, "ntlm")


def _host(event: Event, rows: _Rows) -> None:
    """Agents and Windows logs say the machine's name with its addresses."""
    name = text(event, "host.name", "host.hostname").lower()
    for address in words(event, "host.ip"):
        if type(address) is str:
            rows.told(event, SeenKind.HOST, address, "", "")
            rows.told(event, SeenKind.NAME, address, name, "log")
            rows.told(event, SeenKind.SOFTWARE, address, text(event, "host.os.name"), text(event, "host.os.version"))


def _device(event: Event, rows: _Rows) -> None:
    device = text(event, "device.id", "fengsui.iot.device_id", "fengsui.mqtt.client_id")
    address = text(event, "source.ip")
    if text(event, "event.dataset") in _COMMANDED:
        address = text(event, "destination.ip")
        device = device or f"unit {event['fengsui.modbus.unit_id']}" if "fengsui.modbus.unit_id" in event else device
    maker = " ".join(one for one in (text(event, "device.manufacturer"), text(event, "device.model.name")) if one)
    about = maker or text(event, "network.protocol")
    rows.told(event, SeenKind.DEVICE, address, device or about, about)


_COMMANDED = frozenset({"network.modbus", "network.s7comm", "network.iec104", "network.bacnet", "network.fins"})
"""Protocols in which the device is the one that is asked."""

_DEVICES: Final = (
    *_COMMANDED,
    "network.mqtt",
    "network.sip",
    "network.gb28181",
    "network.hj212",
    "network.sl651",
    "network.jt808",
    "network.gb26875",
    "network.dicom",
    "iot.mqtt",
)
_NAMED: Final = ("device.id", "fengsui.iot.device_id", "fengsui.mqtt.client_id", "fengsui.modbus.unit_id")
_SERVED: Final = ("source.ip", "destination.ip", "destination.port")
_DHCP: Final = (
    "fengsui.dhcp.assigned_ip",
    "fengsui.dhcp.client_ip",
    "fengsui.dhcp.client_mac",
    "fengsui.dhcp.host_name",
)
_Route = tuple[Callable[[Event, _Rows], None], tuple[str, ...]]
_ROUTES: Final[dict[Any, _Route]] = {
    "network.arp": (_arp, ("source.ip", "source.mac")),
    "network.dhcp": (_dhcp, _DHCP),
    "network.dhcpv6": (_dhcp, _DHCP),
    "network.dns": (_dns, ("dns.question.name", "dns.resolved_ip")),
    "zeek.dns": (_dns, ("dns.question.name", "dns.resolved_ip")),
    "network.tls": (_tls, ("destination.ip", "tls.client.server_name")),
    "network.http": (_http, (*_SERVED, "fengsui.http.response.server", "user_agent.original")),
    "network.ssh": (_ssh, (*_SERVED, "fengsui.ssh.server.version", "fengsui.ssh.client.version")),
    "network.smb": (_smb, (*_SERVED, "fengsui.ntlm.workstation", "fengsui.ntlm.target_computer")),
    "network.ntlm": (_smb, (*_SERVED, "fengsui.ntlm.workstation", "fengsui.ntlm.target_computer")),
    **dict.fromkeys(_DEVICES, (_device, ("source.ip", "destination.ip", *_NAMED))),
}
"""Data set → what it tells, and the fields that it tells it from."""


def _product(told: str) -> tuple[str, str]:
    """`nginx/1.24.0 (Debian)` to product and version; without a version the text is the product."""
    product, _, rest = told.partition("/")
    version = rest.split(" ", 1)[0] if rest else ""
    return product.strip()[:60] or told[:60], version[:40]
