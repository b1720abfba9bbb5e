"""Which protocol a TCP stream speaks, told by its first bytes.

A port proves nothing. It may only make a test milder (`expected`), or say who is the client where the content does not.
A protocol's own module holds its test, `tell(side, said, flow)`; those of the oldest ones stand here.
"""

from __future__ import annotations

from collections.abc import Callable

from collectors.packets.meter import SYN, Flow
from collectors.packets.protocols import (
    amqp,
    c37118,
    dicom,
    dnp3,
    dns,
    enip,
    fins,
    ftp,
    gb26875,
    hj212,
    hl7,
    http2,
    http_head,
    iec104,
    jt808,
    kerberos,
    ldap,
    logins,
    mail,
    mms,
    modbus,
    mqtt,
    mysql,
    opcua,
    postgresql,
    rdp,
    redis,
    rtsp,
    s7comm,
    sip,
    sl651,
    smb,
    socks,
    ssh,
    tds,
    tls,
)
from collectors.packets.protocols.dns_stream import DnsStream
from collectors.packets.protocols.http import HttpStream
from collectors.packets.stream import Found


def identify(source: bytes, destination: bytes, flow: Flow) -> Found | None:
    """The parser for a stream and which side is the client; None while, or because, the bytes fit nothing.

    source, destination: what each side has said so far, from its first byte.
    """
    for side, said in ((0, source), (1, destination)):
        if said:
            for test in _TESTS:
                found = test(side, said, flow)
                if found is not None:
                    return found
    client, server = (0, 1) if destination else (1, 0)
    spoken = (source, destination)
    kind = logins.looks_like(spoken[client], spoken[server])
    return (_LOGINS[kind], client) if kind else None


def may_become_known(source: bytearray, destination: bytearray) -> bool:
    """Whether a stream that is not known yet began like an HTTP request line or status line, still without its end."""
    return any(
        len(said) <= http_head.HEAD_MOST
        and b"\n" not in said
        and (said.startswith(b"HTTP/1.") or http_head.METHOD_START.match(said) is not None)
        for said in (source, destination)
    )


def _tls(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    who = tls.looks_like(said)
    return (tls.TlsStream, side if who == 1 else 1 - side) if who else None


def _ssh(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    if not said.startswith(b"SSH-"):
        return None
    # Both sides say the same things; without a SYN the port tells who is the server.
    opened = bool((flow.flags0 | flow.flags1) & SYN)
    return ssh.SshStream, 1 if not opened and flow.ports[0] == 22 else 0


def _http(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    kind = http_head.looks_like(said)
    return (HttpStream, side if kind == "request" else 1 - side) if kind else None


def _mqtt(side: int, said: bytes, flow: Flow) -> Found | None:
    speaker = mqtt.looks_like(said, expected=mqtt.PORT in flow.ports)
    if speaker == 3:
        return mqtt.MqttStream, 1 if flow.ports[0] == mqtt.PORT else 0
    return (mqtt.MqttStream, side if speaker == 1 else 1 - side) if speaker else None


def _modbus(side: int, said: bytes, flow: Flow) -> Found | None:
    shapes = modbus.looks_like(said, expected=modbus.PORT in flow.ports)
    if shapes is None:
        return None
    asks, tells = shapes
    if asks and tells:
        return modbus.ModbusStream, 1 if flow.ports[0] == modbus.PORT and flow.ports[1] != modbus.PORT else 0
    return modbus.ModbusStream, side if asks else 1 - side


def _dns(side: int, said: bytes, flow: Flow) -> Found | None:
    if len(said) < 19:
        return None
    size = int.from_bytes(said[:2], "big")
    if size < 17 or len(said) < 2 + size:
        return None
    message = said[2 : 2 + size]
    if not dns.looks_like(message, expected=53 in flow.ports):
        return None
    return DnsStream, 1 - side if message[2] & 0x80 else side


_TESTS: tuple[Callable[[int, bytes, Flow], Found | None], ...] = (
    _tls, _ssh, sip.tell, rtsp.tell, http2.tell, _http, socks.tell, _mqtt, _modbus, _dns,
    hj212.tell, jt808.tell, sl651.tell, gb26875.tell, hl7.tell, dicom.tell, dnp3.tell, iec104.tell, rdp.tell, s7comm.tell,
    opcua.tell, enip.tell, c37118.tell, fins.tell, mms.tell, amqp.tell, smb.tell, kerberos.tell, ldap.tell, mysql.tell,
    postgresql.tell, redis.tell, tds.tell,
)  # fmt: skip
_LOGINS: dict[str, type[logins.LoginStream]] = {
    s.protocol: s for s in (ftp.FtpStream, mail.SmtpStream, mail.Pop3Stream, mail.ImapStream)
}
