"""Which protocol a UDP flow speaks, told by a datagram's content, and what its parser is to the conversation.

A test gets one payload, the side that sent it and the flow, and answers with the protocol's name and what makes its
parser; a port may only make a test milder.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeAlias

from collectors.packets.conversation import Conversation
from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols import (
    bacnet,
    c37118,
    coap,
    dhcp,
    dhcpv6,
    discovery,
    dnp3,
    dns,
    fins,
    gb26875,
    hj212,
    jt808,
    kerberos,
    ntp,
    quic,
    radius,
    sip,
    snmp,
    tunnels,
)
from collectors.packets.protocols.dns_transactions import DnsTransactions
from collectors.packets.protocols.framed_datagrams import FramedDatagrams
from model.times import Micros

DNS_PORTS = {53: "dns", 5353: "mdns", 5355: "llmnr"}


class DatagramParser(Protocol):
    @property
    def held(self) -> int:
        """Bytes kept of exchanges not yet whole."""
        ...

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        """One datagram. False when it is none of this protocol's, which the parser has reported."""
        ...

    def finish(self) -> None:
        """The flow is over: report what is still open."""
        ...


Maker: TypeAlias = Callable[[Conversation], DatagramParser]
Spoken: TypeAlias = tuple[str, Maker]


def dns_port(flow: Flow) -> str:
    """The kind of DNS whose own port the flow uses, or nothing."""
    source, destination = flow.ports
    return DNS_PORTS.get(destination) or DNS_PORTS.get(source) or ""


def identify(payload: bytes, side: int, flow: Flow) -> Spoken | None:
    """The protocol a datagram shows and the maker of its parser; None when it fits nothing."""
    for test in _TESTS:
        found = test(payload, side, flow)
        if found is not None:
            return found
    return None


def _dns(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    hint = dns_port(flow)
    if not dns.looks_like(payload, expected=bool(hint)):
        return None
    name = hint or "dns"
    return name, partial(DnsTransactions, multicast=name == "mdns")


def _sip(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("sip", sip.SipTransactions) if sip.looks_like(payload) else None


def _bacnet(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("bacnet", bacnet.BacnetDatagrams) if bacnet.looks_like(payload) else None


def _discovery(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("ws_discovery", discovery.DiscoveryDatagrams) if discovery.looks_like(payload) else None


def _c37118(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("c37118", c37118.C37118Datagrams) if c37118.looks_like(payload) else None


def _snmp(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("snmp", snmp.SnmpDatagrams) if payload[:1] == b"\x30" and snmp.looks_like(payload) else None


def _dhcp(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("dhcp", dhcp.DhcpDatagrams) if dhcp.looks_like(payload) else None


def _radius(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("radius", radius.RadiusDatagrams) if radius.looks_like(payload) else None


def _ntp(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("ntp", ntp.NtpDatagrams) if ntp.PORT in flow.ports and ntp.looks_like(payload) else None


def _kerberos(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("kerberos", kerberos.KerberosDatagrams) if kerberos.looks_like(payload) else None


def _quic(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("quic", quic.QuicDatagrams) if payload[0] & 0xC0 == 0xC0 and quic.looks_like(payload) else None


def _coap(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("coap", coap.CoapDatagrams) if coap.looks_like(payload, expected=coap.PORT in flow.ports) else None


def _framed(payload: bytes, side: int, flow: Flow) -> Spoken | None:
    for tell in (hj212.tell, jt808.tell, gb26875.tell, dnp3.tell):
        found = tell(side, payload, flow)
        if found is not None and issubclass(found[0], FramedStream):
            return found[0].protocol, partial(FramedDatagrams, stream=found[0], client=found[1])
    return None


def _fins(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    return ("fins", fins.FinsDatagrams) if fins.looks_like(payload, expected=fins.PORT in flow.ports) else None


def _dhcpv6(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    asks = dhcpv6.looks_like(payload, expected=not dhcpv6.PORTS.isdisjoint(flow.ports))
    return ("dhcpv6", dhcpv6.Dhcpv6Datagrams) if asks else None


def _tunnel(payload: bytes, side: int, flow: Flow) -> Spoken | None:  # noqa: ARG001
    if tunnels.is_wireguard(payload):
        return "wireguard", tunnels.WireguardDatagrams
    if tunnels.is_ike(payload, expected=tunnels.IKE_PORT in flow.ports or tunnels.IKE_NAT_PORT in flow.ports):
        return "ike", tunnels.IkeDatagrams
    if tunnels.is_openvpn(payload, expected=tunnels.OPENVPN_PORT in flow.ports):
        return "openvpn", tunnels.OpenvpnDatagrams
    return None


# CoAP and NTP come last: little in their first bytes is their own.
_TESTS: tuple[Callable[[bytes, int, Flow], Spoken | None], ...] = (
    _dns, _quic, _sip, _bacnet, _discovery, _c37118, _snmp, _kerberos, _dhcp, _dhcpv6, _radius, _framed,
    _fins, _tunnel, _ntp, _coap,
)  # fmt: skip
