import datetime
import hashlib
import struct

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import tls_hello
from collectors.packets.protocols import x509 as certificates
from collectors.packets.protocols.tls_hello import Hello
from model.times import parse_iso
from tests.collectors.packets.craft import RST, Talk, events, faults

# FoxIO-LLC/ja4, technical_details/JA4.md: the example in the order it was sent, without GREASE.
CIPHERS = [
    0x1301,
    0x1302,
    0x1303,
    0xC02B,
    0xC02F,
    0xC02C,
    0xC030,
    0xCCA9,
    0xCCA8,
    0xC013,
    0xC014,
    0x9C,
    0x9D,
    0x2F,
    0x35,
]
EXTENSIONS = [0x1B, 0, 0x33, 0x10, 0x4469, 0x17, 0x2D, 0xD, 5, 0x23, 0x12, 0x2B, 0xFF01, 0xB, 0xA, 0x15]
SIGNATURES = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]


def vector(data: bytes, width: int) -> bytes:
    return len(data).to_bytes(width, "big") + data


def numbers(values: list[int]) -> bytes:
    return b"".join(v.to_bytes(2, "big") for v in values)


BODIES = {
    0: vector(b"\0" + vector(b"portal.example.cn", 2), 2),
    0x10: vector(vector(b"h2", 1) + vector(b"http/1.1", 1), 2),
    0xD: vector(numbers(SIGNATURES), 2),
    0x2B: vector(numbers([0x2A2A, 0x0304, 0x0303]), 1),
    0xA: vector(numbers([0x1A1A, 29, 23, 24]), 2),
    0xB: vector(b"\0", 1),
}


def handshake(kind: int, body: bytes) -> bytes:
    return bytes((kind,)) + vector(body, 3)


def record(body: bytes, kind: int = 22, size: int = 16384) -> bytes:
    return b"".join(bytes((kind, 3, 3)) + vector(body[i : i + size], 2) for i in range(0, len(body), size))


def client_hello(extensions: list[int] = EXTENSIONS, ciphers: list[int] = CIPHERS, version: int = 0x0303) -> bytes:
    parts = b"".join(e.to_bytes(2, "big") + vector(BODIES.get(e, b""), 2) for e in [0x0A0A, *extensions])
    suites = numbers([0x3A3A, *ciphers])
    body = (
        version.to_bytes(2, "big")
        + b"r" * 32
        + vector(b"session!", 1)
        + vector(suites, 2)
        + vector(b"\0", 1)
        + vector(parts, 2)
    )
    return handshake(1, body)


def server_hello(
    version: int = 0x0303, cipher: int = 0xC02F, extensions: bytes = b"", session: bytes = b"other"
) -> bytes:
    body = (
        version.to_bytes(2, "big")
        + b"s" * 32
        + vector(session, 1)
        + cipher.to_bytes(2, "big")
        + b"\0"
        + vector(extensions, 2)
    )
    return handshake(2, body)


def certificate(key=None, names=("portal.example.cn",), common: str = "portal.example.cn") -> bytes:
    key = key or rsa.generate_private_key(65537, 2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "区政务, 服务"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(0x00F1E2).not_valid_before(
        datetime.datetime(2024, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    )
    builder = builder.not_valid_after(datetime.datetime(2055, 1, 2, 3, 4, 5, tzinfo=datetime.UTC))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def chain(*certs: bytes) -> bytes:
    return handshake(11, vector(b"".join(vector(c, 3) for c in certs), 3))


def test_ja4_of_the_published_example():
    hello = Hello(
        0x0303, [0x0A0A, *CIPHERS], [0x2A2A, *EXTENSIONS], signatures=SIGNATURES, versions=[0x0304], alpn=[b"h2"]
    )
    assert tls_hello.ja4(hello) == "t13d1516h2_8daaf6152771_e5627efa2ab1"


def test_ja4_without_signature_algorithms_ends_without_an_underscore():
    assert tls_hello.ja4(Hello(0x0303, CIPHERS, EXTENSIONS, alpn=[b"h2"])) == "t12d1516h2_8daaf6152771_6d807ffa2a79"


def test_ja4_of_nothing_offered():
    assert tls_hello.ja4(Hello(0x0301)) == "t10i000000_000000000000_000000000000"


@pytest.mark.parametrize(
    ("alpn", "ends"),
    [
        (b"h2", "h2"),
        (b"http/1.1", "h1"),
        (b"h", "hh"),
        (b"\xab", "ab"),
        (b"\xab\xcd", "ad"),
        (b"0\xab", "3b"),
        (b"", "00"),
    ],
)
def test_ja4_takes_the_ends_of_the_first_protocol(alpn, ends):
    assert tls_hello.ja4(Hello(0x0303, alpn=[alpn]))[8:10] == ends


# salesforce/ja3, README.
@pytest.mark.parametrize(
    ("hello", "text", "digest"),
    [
        (
            Hello(769, [47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4], [0, 10, 11], [23, 24, 25], [0]),
            "769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0",
            "ada70206e40642a3e4461f35503241d5",
        ),
        (
            Hello(769, [4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99]),
            "769,4-5-10-9-100-98-3-6-19-18-99,,,",
            "de350869b8c85de67a350c8d186f11e6",
        ),
    ],
)
def test_ja3_of_the_published_examples(hello, text, digest):
    assert tls_hello.ja3_text(hello) == text
    assert tls_hello.ja3(hello) == digest


@given(st.integers(1, 600))
@settings(max_examples=30, deadline=None)
def test_a_tls_1_3_connection_is_told_from_its_hellos_wherever_segments_end(size):
    selected = b"\0\x2b" + vector(b"\x03\x04", 2) + b"\0\x33" + vector(b"\0\x1d" + vector(b"k" * 32, 2), 2)
    talk = Talk(dport=8443).syn().say(record(client_hello(), size=200), size)
    talk.answer(record(server_hello(cipher=0x1301, extensions=selected, session=b"session!")) + record(b"\1", 20), size)
    talk.answer(record(b"encrypted", 23), size).say(record(b"\1", 20) + record(b"finished", 23), size).close()
    found = events(talk.frames, "network.tls")
    assert len(found) == 1
    event = found[0]
    assert event["tls.client.server_name"] == "portal.example.cn"
    assert event["tls.client.ja4"] == "t13d1516h2_8daaf6152771_e5627efa2ab1"
    assert event["fengsui.tls.client.alpn"] == ["h2", "http/1.1"]
    assert (event["tls.version"], event["tls.version_protocol"], event["tls.cipher"]) == (
        "1.3",
        "tls",
        "TLS_AES_128_GCM_SHA256",
    )
    assert event["tls.curve"] == "x25519"
    assert event["tls.established"] is True
    assert "tls.resumed" not in event


def old_handshake(certs: tuple[bytes, ...], end: bool = True) -> Talk:
    talk = Talk(dport=443).syn().say(record(client_hello([0, 0x10, 0xA, 0xB], version=0x0303)))
    alpn = b"\0\x10" + vector(vector(vector(b"http/1.1", 1), 2), 2)
    talk.answer(record(server_hello(extensions=alpn) + chain(*certs) + handshake(14, b""), size=700))
    if end:
        talk.say(record(handshake(16, b"k" * 33)) + record(b"\1", 20) + record(b"e" * 40))
        talk.answer(record(b"\1", 20) + record(b"e" * 40))
    return talk


def test_a_tls_1_2_connection_tells_the_servers_certificate():
    leaf = certificate(names=("portal.example.cn", "*.example.cn"))
    event = events(old_handshake((leaf, certificate(common="CA"))).frames, "network.tls")[0]
    assert event["tls.server.hash.sha256"] == hashlib.sha256(leaf).hexdigest().upper()
    assert event["tls.server.subject"] == "CN=portal.example.cn, O=区政务\\, 服务, C=CN"
    assert event["tls.server.x509.subject.common_name"] == ["portal.example.cn"]
    assert event["tls.server.x509.alternative_names"] == ["portal.example.cn", "*.example.cn"]
    assert event["tls.server.not_before"] == parse_iso("2024-01-02T03:04:05Z")
    assert event["tls.server.not_after"] == parse_iso("2055-01-02T03:04:05Z")
    assert (event["tls.server.x509.public_key_algorithm"], event["tls.server.x509.public_key_size"]) == ("RSA", 2048)
    assert event["tls.server.x509.serial_number"] == "00F1E2"
    assert event["fengsui.tls.server.chain_length"] == 2
    assert (event["tls.next_protocol"], event["tls.established"], event["tls.resumed"]) == ("http/1.1", True, False)


def test_an_elliptic_key_tells_its_curve():
    facts = certificates.facts(certificate(ec.generate_private_key(ec.SECP384R1())), "tls.client")
    assert (facts["tls.client.x509.public_key_curve"], facts["tls.client.x509.public_key_size"]) == ("P-384", 384)


def test_the_national_protocol_tlcp_is_known():
    def tlcp(body: bytes) -> bytes:
        return record(body).replace(b"\x16\3\3", b"\x16\1\1", 1)

    talk = Talk(dport=443).syn().say(tlcp(client_hello([], [0xE013, 0xE053], 0x0101)))
    talk.answer(tlcp(server_hello(0x0101, 0xE013) + chain(LEAF, LEAF))).close()
    event = events(talk.frames, "network.tls")[0]
    assert (event["tls.version_protocol"], event["tls.version"], event["tls.cipher"]) == (
        "tlcp",
        "1.1",
        "ECC_SM4_CBC_SM3",
    )
    assert event["fengsui.tls.server.chain_length"] == 2  # one certificate signs, one encrypts


def test_a_handshake_that_breaks_off_is_told_as_not_established():
    talk = old_handshake((certificate(),), end=False).send(0, flags=RST)
    assert events(talk.frames, "network.tls")[0]["tls.established"] is False


def test_a_fatal_alert_is_told():
    talk = Talk(dport=443).syn().say(record(client_hello())).answer(record(b"\x02\x28", 21)).close()
    event = events(talk.frames, "network.tls")[0]
    assert (event["fengsui.tls.alert"], event["tls.established"]) == ("handshake_failure", False)


def test_an_sslv2_hello_is_known():
    body = b"\1\3\1" + struct.pack(">HHH", 6, 0, 16) + b"\0\0\x35\0\0\x2f" + b"c" * 16
    talk = (
        Talk(dport=443)
        .syn()
        .say((0x8000 | len(body)).to_bytes(2, "big") + body)
        .answer(record(server_hello(version=0x0301)))
    )
    event = events(talk.close().frames, "network.tls")[0]
    assert event["fengsui.tls.client.ssl2_hello"] is True
    assert event["tls.version"] == "1.0"


def test_records_that_are_none_are_said():
    talk = Talk(dport=443).syn().say(record(client_hello())).answer(b"\x16\x03\x03\xff\xff" + b"x" * 100)
    assert "tls.record" in faults(talk.frames)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_spoilt_certificate_is_read_or_named_unreadable(data):
    spoilt = bytearray(LEAF)
    for _ in range(data.draw(st.integers(1, 5))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    facts = certificates.facts(bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))]), "tls.server")
    assert len(facts["tls.server.hash.sha256"]) == 64


LEAF = certificate(ec.generate_private_key(ec.SECP256R1()))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_noise_in_a_hello_ends_in_a_fault_or_an_event(noise):
    talk = Talk(dport=443).syn().say(record(handshake(1, b"\3\3" + noise))).answer(record(handshake(2, noise))).close()
    assert all(e["network.bytes"] for e in events(talk.frames, "network.flow"))
