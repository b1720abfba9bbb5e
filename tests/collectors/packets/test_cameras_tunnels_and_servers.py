"""SQL Server, RTSP, HTTP/2, DHCPv6, tunnel handshakes and sampled values, and what tshark says of the same frames."""

from __future__ import annotations

import subprocess
from ipaddress import IPv6Address
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import hpack, tds, tunnels
from model.errors import BadRecord
from model.event import Event
from tests.collectors.packets.craft import START, Talk, ether, events, faults, ipv4, ipv6, pcap, udp
from tests.collectors.packets.test_tls import client_hello, record
from tests.collectors.packets.test_tshark import TSHARK

SECRET = "hunter2!"


def told(frames: list[Any], *fields: str, folder: Path) -> list[list[str]]:
    """What tshark says of the frames: a row for every packet that has one of the fields."""
    if TSHARK is None:
        pytest.skip("tshark is not installed: apt-get install tshark")
    path = folder / "frames.pcap"
    path.write_bytes(pcap(frames))
    command = [TSHARK, "-n", "-r", str(path), "-T", "fields", "-E", "aggregator=|"]
    for field in fields:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return [row for row in rows if any(row)]


# SQL Server


def packet(kind: int, body: bytes, status: int = 1) -> bytes:
    return bytes((kind, status)) + (8 + len(body)).to_bytes(2, "big") + b"\0\0\1\0" + body


def prelogin(encryption: int) -> bytes:
    head = b"\0\0\x0b\0\6\1\0\x11\0\1\xff"
    return head + b"\x0f\0\x07\xd0\0\0" + bytes((encryption,))


def login7(user: str = "sa", database: str = "housing") -> bytes:
    texts = {36: "PC7", 40: user, 44: SECRET, 48: "app", 52: "db1", 60: "odbc", 64: "", 68: database}
    head, tail = bytearray(94), b""
    head[4:8] = b"\4\0\0\x74"
    for at in (*texts, 78, 82, 86):
        text = texts.get(at, "").encode("utf-16-le")
        head[at : at + 4] = (94 + len(tail)).to_bytes(2, "little") + (len(text) // 2).to_bytes(2, "little")
        tail += text
    head[0:4] = (94 + len(tail)).to_bytes(4, "little")
    return packet(0x10, bytes(head) + tail)


HEADERS = (22).to_bytes(4, "little") + (18).to_bytes(4, "little") + b"\2\0" + bytes(8) + b"\1\0\0\0"
DONE = b"\xfd" + bytes(12)
ERROR = b"\xaa" + (16).to_bytes(2, "little") + (18456).to_bytes(4, "little") + bytes(12)
ACCEPTED = b"\xad" + (10).to_bytes(2, "little") + bytes(10)


def batch(text: str) -> bytes:
    return packet(1, HEADERS + text.encode("utf-16-le"))


def database(size: int = 1400) -> Talk:
    talk = Talk(dport=1433).syn().say(packet(0x12, prelogin(2)), size).answer(packet(4, prelogin(2)), size)
    talk.say(login7(), size).answer(packet(4, ACCEPTED + DONE), size)
    talk.say(batch("SELECT name FROM tenants"), size).answer(packet(4, b"\x81\0\0" + bytes(3000) + DONE), size)
    talk.say(batch("EXEC master..xp_cmdshell 'whoami'"), size).answer(packet(4, ERROR + DONE), size)
    call = HEADERS + b"\xff\xff\x0a\0\0\0"
    return talk.say(packet(3, call), size).answer(packet(4, DONE), size).close()


@given(st.integers(5, 1400))
@settings(max_examples=15, deadline=None)
def test_who_signs_in_to_sql_server_and_what_kinds_of_statements_follow(size: int) -> None:
    login, *rest = events(database(size).frames, "network.tds")
    assert (login["user.name"], login["fengsui.database.name"], login["event.outcome"]) == ("sa", "housing", "success")
    assert (login["fengsui.database.client_host"], login["fengsui.credentials.cleartext"]) == ("PC7", True)
    assert login["fengsui.database.server_version"] == "15.0.2000"
    kinds = {(e["fengsui.database.statement"], e.get("fengsui.database.subcommand")): e for e in rest}
    assert set(kinds) == {("select", None), ("exec", "xp_cmdshell"), ("call", "sp_executesql")}
    assert kinds["exec", "xp_cmdshell"]["fengsui.database.error"] == "18456"
    for secret in (SECRET, "tenants", "whoami"):
        assert secret not in str((login, rest))


def test_an_encrypted_sign_in_is_said_to_be_one() -> None:
    talk = Talk(dport=1433).syn().say(packet(0x12, prelogin(1))).answer(packet(4, prelogin(1)))
    talk.say(packet(0x12, record(client_hello()))).answer(packet(0x12, b"\x16\3\3\0\1x")).say(
        b"\x17\3\3\0\5xxxxx"
    ).close()
    (event,) = events(talk.frames, "network.tds")
    assert (event["fengsui.database.method"], event["fengsui.database.encryption"]) == ("encrypted", "on")


def test_tshark_reads_the_same_sign_in(tmp_path: Path) -> None:
    rows = told(database().frames, "tds.7login.username", "tds.7login.databasename", folder=tmp_path)
    login = events(database().frames, "network.tds")[0]
    assert [login["user.name"], login["fengsui.database.name"]] in rows


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_tokens_and_texts_of_any_bytes_are_read_or_refused(data: bytes) -> None:
    tds.tokens(data)
    tds.batch(data)
    tds.call(data)
    for reader, beginning in ((tds.login, b""), (tds.prelogin, b""), (tunnels.proposals, b"!" * 28)):
        try:
            reader(beginning + data)
        except BadRecord:
            continue


# Cameras


def camera() -> Talk:
    url = f"rtsp://admin:{SECRET}@10.2.0.9/ch1"
    sdp = b"v=0\r\nm=video 0 RTP/AVP 96\r\nm=audio 0 RTP/AVP 8\r\n"
    talk = Talk(dport=554).syn().say(f"DESCRIBE {url} RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: vlc\r\n\r\n".encode())
    talk.answer(b"RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nWWW-Authenticate: Digest\r\n\r\n")
    proof = 'Digest username="admin", response="abc"'
    talk.say(f"DESCRIBE {url} RTSP/1.0\r\nCSeq: 2\r\nAuthorization: {proof}\r\n\r\n".encode())
    talk.answer(b"RTSP/1.0 200 OK\r\nCSeq: 2\r\nServer: Hik\r\nContent-Length: %d\r\n\r\n" % len(sdp) + sdp)
    talk.say(b"PLAY rtsp://10.2.0.9/ch1 RTSP/1.0\r\nCSeq: 3\r\nSession: 7\r\n\r\n")
    talk.answer(b"RTSP/1.0 200 OK\r\nCSeq: 3\r\nSession: 7;timeout=60\r\n\r\n")
    return talk.answer(b"$\0\x04\x00" + bytes(1024)).answer(b"$\1\0\4abcd").close()


def test_what_is_done_with_a_camera_is_told_without_its_password_or_pictures(tmp_path: Path) -> None:
    found = events(camera().frames, "network.rtsp")
    assert [(e["fengsui.rtsp.method"], e["fengsui.rtsp.status"]) for e in found] == [
        ("DESCRIBE", 401), ("DESCRIBE", 200), ("PLAY", 200),
    ]  # fmt: skip
    assert found[0]["url.original"] == "rtsp://10.2.0.9/ch1"
    assert found[1]["fengsui.rtsp.media"] == ["video", "audio"]
    assert (found[1]["user.name"], found[2]["fengsui.rtsp.session"]) == ("admin", "7")
    assert SECRET not in str(found)
    assert faults(camera().frames) == []
    rows = told(camera().frames, "rtsp.method", folder=tmp_path)
    assert [row[0] for row in rows] == [e["fengsui.rtsp.method"] for e in found]


# HTTP/2


def h2(kind: int, flags: int, stream: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + body


def literal(*pairs: tuple[bytes, bytes]) -> bytes:
    return b"".join(b"\x40" + bytes((len(n),)) + n + bytes((len(v),)) + v for n, v in pairs)


# RFC 7541 section C.4.1: a first request with Huffman codes; C.6.1: a first answer.
REQUEST = bytes.fromhex("828684418cf1e3c2e5f23a6ba0ab90f4ff")
ANSWER = bytes.fromhex(
    "4882640258 85aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3"
)
SETTINGS = h2(4, 0, 0, b"\0\3\0\0\0\x64")
SECOND = literal(
    (b":method", b"POST"), (b":path", b"/login?token=" + SECRET.encode()), (b"content-type", b"application/grpc")
)


def multiplexed(size: int = 1400) -> Talk:
    talk = Talk(dport=80).syn().say(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SETTINGS + h2(1, 5, 1, REQUEST), size)
    talk.say(h2(1, 0, 3, SECOND[:20]) + h2(9, 4, 3, SECOND[20:]) + h2(0, 9, 3, b"\2ab\0\0"), size)
    talk.answer(SETTINGS + h2(4, 1, 0, b"") + h2(1, 4, 3, b"\x88") + h2(1, 4, 1, ANSWER), size)
    return talk.answer(h2(0, 0, 1, bytes(9000)) + h2(0, 1, 3, b"") + h2(0, 1, 1, bytes(9)), size).close()


def requests(talk: Talk) -> list[Event]:
    return [e for e in events(talk.frames) if e["event.dataset"] == "network.http"]


@given(st.integers(5, 1400))
@settings(max_examples=15, deadline=None)
def test_requests_of_one_connection_are_joined_with_their_answers(size: int) -> None:
    found = requests(multiplexed(size))
    first = next(e for e in found if e["http.request.method"] == "GET")
    assert (first["url.domain"], first["http.response.status_code"]) == ("www.example.com", 302)
    assert (first["http.version"], first["http.response.body.bytes"]) == ("2", 9009)
    second = next(e for e in found if e["http.request.method"] == "POST")
    assert (second["http.response.status_code"], second["network.application"]) == (200, "grpc")
    assert SECRET not in str(found)
    assert events(multiplexed(size).frames, "network.http2")[0]["fengsui.http2.settings"] == [
        "max_concurrent_streams=100"
    ]


def test_tshark_reads_the_same_requests(tmp_path: Path) -> None:
    rows = told(multiplexed().frames, "http2.headers.method", folder=tmp_path)
    theirs = {word for row in rows for word in row[0].split("|") if word}
    assert theirs == {e["http.request.method"] for e in requests(multiplexed())}


def test_a_bomb_of_headers_is_refused() -> None:
    big = b"\x40\x01a" + b"\x7f\xe1\x3e" + b"x" * 8160  # one entry of 8 KB in the table …
    decoder = hpack.Decoder()
    decoder.decode(b"\x3f\xe1\xff\x03" + big)  # after the table was made 65,536 large
    with pytest.raises(BadRecord):
        decoder.decode(b"\xbe" * 1000)  # … asked for a thousand times
    with pytest.raises(BadRecord):
        hpack.Decoder().decode(b"\x3f\xe1\xff\xff\xff\x0f")


@given(st.lists(st.binary(max_size=200), max_size=4))
@settings(max_examples=200, deadline=None)
def test_header_blocks_of_any_bytes_are_read_or_refused(blocks: list[bytes]) -> None:
    decoder = hpack.Decoder()
    for block in blocks:
        try:
            decoder.decode(block)
        except BadRecord:
            break
        assert decoder.held <= hpack.TABLE_MOST


# Datagrams


def datagrams(*payloads: tuple[int, bytes], port: int, sport: int = 40_000) -> list[Any]:
    ends = ((sport, port), (port, sport))
    return [
        (
            START + n * 1000,
            ether(ipv4(udp(data, *ends[back]), 17, *(("10.1.0.5", "10.2.0.9"), ("10.2.0.9", "10.1.0.5"))[back])),
        )
        for n, (back, data) in enumerate(payloads)
    ]


def ike(exchange: int = 34, flags: int = 8, body: bytes = b"") -> bytes:
    head = (
        b"i" * 8
        + (b"r" * 8 if flags & 0x20 else bytes(8))
        + bytes((33 if body else 0, 0x20, exchange, flags))
        + bytes(4)
    )
    return head + (28 + len(body)).to_bytes(4, "big") + body


def transform(kind: int, number: int, attribute: bytes = b"", last: bool = False) -> bytes:
    return (
        bytes((0 if last else 3, 0))
        + (8 + len(attribute)).to_bytes(2, "big")
        + bytes((kind, 0))
        + number.to_bytes(2, "big")
        + attribute
    )


def association() -> bytes:
    inner = transform(1, 12, b"\x80\x0e\1\0") + transform(2, 5) + transform(3, 12) + transform(4, 14, last=True)
    proposal = b"\0\0" + (8 + len(inner)).to_bytes(2, "big") + b"\1\1\0\4" + inner
    return b"\0\0" + (4 + len(proposal)).to_bytes(2, "big") + proposal


def test_handshakes_of_tunnels_are_told(tmp_path: Path) -> None:
    frames = datagrams(
        (0, b"\1\0\0\0abcd" + bytes(140)), (1, b"\2\0\0\0" + bytes(88)), (0, b"\4\0\0\0" + bytes(28)), port=51820
    )
    found = events(frames, "network.wireguard")
    assert [e["fengsui.tunnel.message"] for e in found] == ["handshake_initiation", "handshake_response", "data"]
    assert [row[0] for row in told(frames, "wg.type", folder=tmp_path)] == ["1", "2", "4"]

    frames = datagrams((0, ike(body=association())), (1, ike(flags=0x20, body=association())), port=500, sport=500)
    first, second = events(frames, "network.ike")
    assert (first["fengsui.ike.encryption"], first["fengsui.ike.group"]) == (["aes_cbc_256"], ["modp2048"])
    assert (first["fengsui.ike.response"], second["fengsui.ike.response"]) == (False, True)
    rows = told(frames, "isakmp.exchangetype", "isakmp.tf.id.encr", folder=tmp_path)
    assert rows == [["34", "12"], ["34", "12"]]

    frames = datagrams((0, b"\x38" + b"s" * 8 + bytes(5)), (1, b"\x40" + b"t" * 8 + bytes(17)), port=1194)
    assert [e["event.action"] for e in events(frames, "network.openvpn")] == [
        "openvpn_hard_reset_client_v2", "openvpn_hard_reset_server_v2",
    ]  # fmt: skip
    assert [row[0] for row in told(frames, "openvpn.opcode", folder=tmp_path)] == ["0x07", "0x08"]


def option(code: int, value: bytes) -> bytes:
    return code.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value


def test_who_asks_for_an_ipv6_address_and_what_is_given_is_told(tmp_path: Path) -> None:
    duid = b"\0\3\0\1" + bytes.fromhex("020000000001")
    given_ = option(3, bytes(12) + option(5, IPv6Address("2001:db8::7").packed + bytes(8)))
    name = option(39, b"\0\4cam1\2cn\0")
    relayed = b"\x0c\0" + bytes(16) + IPv6Address("fe80::1").packed + option(9, b"\1abc" + option(1, duid) + name)
    said = ((0, b"\1abc" + option(1, duid) + name), (1, b"\7abc" + option(1, duid) + given_), (0, relayed))
    frames = []
    for n, (back, data) in enumerate(said):
        ports = (547, 546) if back else (546, 547)
        frames.append(
            (
                START + n,
                ether(
                    ipv6(udp(data, *ports), 17, *(("fe80::2", "fe80::9") if not back else ("fe80::9", "fe80::2"))),
                    0x86DD,
                ),
            )
        )
    ask, reply, relay = events(frames, "network.dhcpv6")
    assert (ask["fengsui.dhcp.type"], ask["fengsui.dhcp.host_name"]) == ("solicit", "cam1.cn")
    assert ask["fengsui.dhcp.client_mac"] == "02:00:00:00:00:01"
    assert reply["fengsui.dhcp.leases"] == ["2001:db8::7"]
    assert relay["fengsui.dhcp.relay_ip"] == "fe80::1"
    rows = told(frames, "dhcpv6.msgtype", "dhcpv6.iaaddr.ip", folder=tmp_path)
    assert rows == [["1", ""], ["7", "2001:db8::7"], ["12|1", ""]]


# Sampled values


def samples(count: int, name: bytes = b"MU1") -> bytes:
    asdu = (
        b"\x80"
        + bytes((len(name),))
        + name
        + b"\x82\2"
        + count.to_bytes(2, "big")
        + b"\x83\4\0\0\0\1\x85\1\2\x87\x08"
        + bytes(8)
    )
    asdus = b"\x30" + bytes((len(asdu),)) + asdu
    pdu = b"\x80\1\1\xa2" + bytes((len(asdus),)) + asdus
    pdu = b"\x60" + bytes((len(pdu),)) + pdu
    return b"\x40\0" + (8 + len(pdu)).to_bytes(2, "big") + bytes(4) + pdu


def test_streams_of_samples_are_counted_and_a_second_publisher_shows(tmp_path: Path) -> None:
    frames = [(START + n * 250, ether(samples(100 + n), 0x88BA)) for n in range(50)]
    (event,) = events(frames, "network.sv")
    assert (event["fengsui.sv.id"], event["fengsui.messages"], event["fengsui.sv.synchronised"]) == ("MU1", 50, 2)
    rows = told(frames, "sv.svID", folder=tmp_path)
    assert rows == [["MU1"]] * 50
    twice: list[Event] = events([*frames, (START + 99_000, ether(samples(120), 0x88BA))], "network.sv")
    assert [e.get("fengsui.sv.out_of_order", False) for e in twice] == [False, True]
