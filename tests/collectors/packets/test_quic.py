"""QUIC: Initial packets opened with the RFC's own vectors, hellos in any order of pieces, and the recording as tshark reads it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from time import process_time

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import quic_packets
from model.errors import BadRecord
from tests.collectors.packets.craft import events, faults, pcap, read
from tests.collectors.packets.test_buildings_and_things import datagrams
from tests.collectors.packets.test_tls import client_hello, server_hello
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

CLIENT_ID = bytes.fromhex("8394c8f03e515708")
# RFC 9001 appendix A.3: the server's Initial.
SERVER_INITIAL = bytes.fromhex(
    "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a18"
    "39b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c27"
    "6456cbc42158407dd074ee"
)


def initial(
    pieces: Iterable[tuple[int, bytes]],
    version: int = quic_packets.V1,
    number: int = 2,
    *,
    server: bool = False,
    size: int = 1200,
) -> bytes:
    """One datagram of one Initial packet, sealed as RFC 9001 section 5 says."""
    keys = quic_packets.keys(version, CLIENT_ID, server=server)
    frames = b"".join(
        b"\x06" + (0x4000 | at).to_bytes(2, "big") + (0x4000 | len(p)).to_bytes(2, "big") + p for at, p in pieces
    )
    ids = b"\0\x08serverid" if server else b"\x08" + CLIENT_ID + b"\0"
    kind = 0xD0 if version == quic_packets.V2 else 0xC0
    head = bytes((kind | 1,)) + version.to_bytes(4, "big") + ids + b"\0"
    frames = frames.ljust(size - len(head) - 2 - 2 - 16, b"\0")
    head += (0x4000 | (len(frames) + 18)).to_bytes(2, "big")
    packet_number = number.to_bytes(2, "big")
    nonce = (int.from_bytes(keys.iv, "big") ^ number).to_bytes(12, "big")
    sealed = AESGCM(keys.key).encrypt(nonce, frames, head + packet_number)
    mask = Cipher(algorithms.AES(keys.hp), modes.ECB()).encryptor().update(sealed[2:18])
    hidden = bytes(a ^ b for a, b in zip(packet_number, mask[1:3], strict=True))
    return bytes((head[0] ^ mask[0] & 0x0F,)) + head[1:] + hidden + sealed


HELLO = client_hello()
ANSWER = server_hello()


def test_keys_are_those_of_the_rfc() -> None:
    client = quic_packets.keys(quic_packets.V1, CLIENT_ID, server=False)
    server = quic_packets.keys(quic_packets.V1, CLIENT_ID, server=True)
    assert client.key.hex() == "1f369613dd76d5467730efcbe3b1a22d"
    assert client.iv.hex() == "fa044b2f42a3fd3b46fb255c"
    assert client.hp.hex() == "9f50449e04a0e810283a1e9933adedd2"
    assert (server.key.hex(), server.iv.hex(), server.hp.hex()) == (
        "cf3a5331653c364c88f0f379b6067e37", "0ac1493ca1905853b0bba03e", "c206b8d9b9f0f37644430b490eeaa314",
    )  # fmt: skip


def test_the_packet_of_the_rfc_is_opened() -> None:
    (found,) = quic_packets.packets(SERVER_INITIAL)
    frames = quic_packets.opened(SERVER_INITIAL, found, quic_packets.keys(found.version, CLIENT_ID, server=True))
    assert frames is not None
    ((offset, hello),) = quic_packets.crypto(frames)
    assert (offset, hello[:4]) == (0, bytes.fromhex("02000056"))


@pytest.mark.parametrize("version", [quic_packets.V1, quic_packets.V2, 0xFF00001D])
@given(cut=st.integers(1, len(HELLO) - 1), turned=st.booleans(), apart=st.booleans())
@settings(max_examples=12, deadline=None)
def test_hellos_are_told_however_they_are_cut(version: int, cut: int, turned: bool, apart: bool) -> None:
    pieces = [(0, HELLO[:cut]), (cut, HELLO[cut:])]
    if turned:
        pieces.reverse()
    said = [(0, initial([p], version, n)) for n, p in enumerate(pieces)] if apart else [(0, initial(pieces, version))]
    (event,) = events(datagrams([*said, (1, initial([(0, ANSWER)], version, server=True))], 4430), "network.quic")
    assert event["tls.client.server_name"] == "portal.example.cn"
    assert event["tls.client.ja4"][0] == "q"
    assert event["fengsui.quic.version"] == quic_packets.VERSIONS[version]
    assert "tls.cipher" in event


def test_a_packet_that_disagrees_with_itself_is_reported() -> None:
    cut = initial([(0, HELLO[:40])])
    lying = bytearray(initial([(40, HELLO[40:])]))
    at = 1 + 4 + 1 + 8 + 1 + 1
    lying[at : at + 2] = b"\x7f\xff"
    assert faults(datagrams([(0, cut), (0, bytes(lying))], 443))[:1] == ["quic.length"]


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_quic_agrees_with_tshark() -> None:
    name = "pcaps/quic/zeek--firefox-102.13.0esr-blog-cloudflare-com.pcap"
    fields = ("tls.handshake.extensions_server_name", "tls.handshake.ja3", "tls.handshake.ja3s")
    rows = tshark(name, {"quic"}, *fields)
    (event,) = of(name, "quic")
    assert {tuple(r[:2]) for r in rows if r[1]} == {(event["tls.client.server_name"], event["tls.client.ja3"])}
    assert {r[2] for r in rows if r[2]} == {event["tls.server.ja3s"]}


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_spoilt_datagrams_end_in_events(data: st.DataObject) -> None:
    said = []
    for side, raw in ((0, initial([(0, HELLO)])), (1, initial([(0, ANSWER)], server=True)), (0, initial([(9, HELLO)]))):
        spoilt = bytearray(raw)
        for _ in range(data.draw(st.integers(0, 2))):
            spoilt[data.draw(st.integers(0, 40))] = data.draw(st.integers(0, 255))
        said.append((side, bytes(spoilt)))
    started = process_time()
    found, refused = read(pcap(datagrams(said, 443)))
    assert process_time() - started < 5
    assert refused == []
    assert found


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_frames_of_any_bytes_end_in_events(frames: bytes) -> None:
    with suppress(BadRecord):
        list(quic_packets.crypto(frames))
    found, refused = read(pcap(datagrams([(0, initial([(0, frames)])), (0, b"\xc0\0\0\0\1" + frames)], 443)))
    assert refused == []
    assert found
