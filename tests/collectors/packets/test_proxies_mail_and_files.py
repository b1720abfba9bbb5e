"""SOCKS, mail and FTP: what is asked for, who writes to whom, which files pass; passwords and texts never kept."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets import SOURCE
from collectors.packets.protocols.mail_message import MailReader
from model.event import Event
from tests.collectors.packets.craft import ORIGIN, Talk, events
from tests.collectors.packets.test_tls import client_hello, record
from tests.shared import shared

SECRET = "hunter2!"


def recorded(name: str, dataset: str) -> list[Event]:
    with shared(name).open("rb") as stream:
        return [e for e in SOURCE.events(stream, ORIGIN, 0) if isinstance(e, dict) and e["event.dataset"] == dataset]


@given(st.integers(1, 60))
@settings(max_examples=15, deadline=None)
def test_the_destination_behind_a_proxy_is_told_and_what_it_carries_is_read(size: int) -> None:
    login = b"\x01\x04wang" + bytes((len(SECRET),)) + SECRET.encode()
    ask = b"\x05\x01\x00\x03\x0ewww.example.cn\x01\xbb"
    talk = Talk(dport=1081).syn().say(b"\x05\x02\x00\x02", 4).answer(b"\x05\x02").say(login, size).answer(b"\x01\x00")
    talk.say(ask, size).answer(b"\x05\x00\x00\x01" + bytes(6), size).say(record(client_hello()), 200).close()
    signed, asked, tls, *_ = events(talk.frames)
    assert (signed["event.action"], signed["user.name"], signed["event.outcome"]) == ("socks_login", "wang", "success")
    assert asked["event.action"] == "socks_connect"
    assert (asked["fengsui.socks.domain"], asked["fengsui.socks.port"]) == ("www.example.cn", 443)
    assert (asked["fengsui.socks.answer"], asked["event.outcome"]) == ("succeeded", "success")
    assert tls["event.dataset"] == "network.tls"
    assert SECRET not in str((signed, asked))


@pytest.mark.parametrize(
    ("request_", "answer", "facts"),
    [
        (b"\x04\x01\x00\x50\x0a\x00\x00\x07wang\0", b"\0\x5a" + bytes(6), {"ip": "10.0.0.7", "answer": "succeeded"}),
        (
            b"\x04\x01\x00\x50\x00\x00\x00\x01\0a.example\0",
            b"\0\x5b" + bytes(6),
            {"domain": "a.example", "answer": "rejected"},
        ),
    ],
)
def test_version_4_is_read_with_an_address_or_a_name(request_: bytes, answer: bytes, facts: dict[str, Any]) -> None:
    (event,) = events(Talk(dport=1080).syn().say(request_).answer(answer).close().frames, "network.socks")
    assert event["fengsui.socks.version"] == 4
    assert {name: event[f"fengsui.socks.{name}"] for name in facts} == facts


def test_a_recorded_proxy_is_read_as_tshark_reads_it() -> None:
    """tshark 4.0: `-T fields -e socks.dst -e socks.port` of the recording."""
    found = recorded("pcaps/socks/arkime--socks5-http-302.pcap", "network.socks")
    assert [(e["event.action"], e["event.outcome"]) for e in found] == [("socks_connect", "success")]
    assert [e["http.request.method"] for e in recorded("pcaps/socks/arkime--socks5-http-302.pcap", "network.http")] == [
        "GET"
    ]


ATTACHED = bytes(range(256)) * 9
MAIL = (
    b"From: =?utf-8?B?546L?= <wang@example.cn>\r\nTo: a@example.org,\r\n b@example.org\r\nSubject: =?gb18030?B?y9XW3Q==?=\r\n"
    b'Message-ID: <1@x>\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\npreamble\r\n--=_b\r\n'
    b"Content-Type: text/plain\r\n\r\nthe text nobody keeps\r\n.. with a dot\r\n--=_b\r\n"
    b'Content-Type: application/zip; name="r.zip"\r\nContent-Transfer-Encoding: base64\r\n'
    b"Content-Disposition: attachment; filename*=utf-8''%E6%8A%A5.zip\r\n\r\n"
    + b"\r\n".join(b64encode(ATTACHED)[i : i + 76] for i in range(0, len(b64encode(ATTACHED)), 76))
    + b"\r\n--=_b\r\nContent-Disposition: attachment; filename=n.txt\r\n\r\nline one\r\nline two\r\n--=_b--\r\n"
)  # fmt: skip


def check_mail(event: Event) -> None:
    assert (event["email.from.address"], event["email.to.address"]) == (
        ["wang@example.cn"],
        ["a@example.org", "b@example.org"],
    )
    assert event["email.subject"] == "苏州"
    assert event["email.attachments.file.name"] == ["报.zip", "n.txt"]
    digests = [sha256(ATTACHED).hexdigest(), sha256(b"line one\r\nline two").hexdigest()]
    assert event["email.attachments.file.hash.sha256"] == digests
    assert event["email.attachments.file.size"] == [len(ATTACHED), 18]
    assert "nobody keeps" not in str(event)


@given(st.integers(20, 1400))
@settings(max_examples=10, deadline=None)
def test_a_mail_is_told_with_its_envelope_and_its_attachments(size: int) -> None:
    talk = Talk(dport=25).syn().answer(b"220 mx ESMTP\r\n").say(b"EHLO pc7\r\n").answer(b"250 ok\r\n")
    talk.say(b"MAIL FROM:<boss@example.cn> SIZE=9\r\nRCPT TO:<x@example.org>\r\nDATA\r\n")
    talk.answer(b"250 ok\r\n250 ok\r\n354 go\r\n").say(MAIL + b".\r\n", size).answer(b"250 queued\r\n").close()
    (event,) = events(talk.frames, "network.smtp")
    assert (event["event.action"], event["event.outcome"]) == ("smtp_message", "success")
    assert event["fengsui.mail.envelope_from"] == "boss@example.cn"
    assert event["fengsui.mail.envelope_to"] == ["x@example.org"]
    check_mail(event)


def test_a_mail_in_measured_chunks_is_the_same_mail() -> None:
    talk = Talk(dport=25).syn().answer(b"220 mx ESMTP\r\n").say(b"EHLO pc7\r\n").answer(b"250 ok\r\n")
    plain = MAIL.replace(b"\r\n..", b"\r\n.")
    talk.say(b"MAIL FROM:<a@b.cn>\r\n").answer(b"250 ok\r\n").say(b"BDAT 700\r\n" + plain[:700]).answer(b"250 ok\r\n")
    talk.say(b"BDAT %d LAST\r\n" % (len(plain) - 700) + plain[700:]).answer(b"250 ok\r\n").close()
    (event,) = events(talk.frames, "network.smtp")
    check_mail(event)


def test_mails_fetched_by_pop_and_imap_are_told() -> None:
    pop = Talk(dport=110).syn().answer(b"+OK pop\r\n").say(b"USER w\r\n").answer(b"+OK\r\n")
    pop.say(b"PASS " + SECRET.encode() + b"\r\n").answer(b"+OK\r\n").say(b"RETR 1\r\n").answer(
        b"+OK\r\n" + MAIL + b".\r\n"
    )
    login, mail = events(pop.close().frames, "network.pop3")
    assert (login["event.action"], mail["user.name"]) == ("pop3_login", "w")
    check_mail(mail)
    plain = MAIL.replace(b"\r\n..", b"\r\n.")
    imap = Talk(dport=143).syn().answer(b"* OK imap\r\n").say(b"a FETCH 1 (BODY[])\r\n")
    imap.answer(b"* 1 FETCH (BODY[] {%d}\r\n" % len(plain) + plain + b")\r\na OK done\r\n")
    (mail,) = events(imap.close().frames, "network.imap")
    check_mail(mail)
    assert SECRET not in str((login, mail))


def test_a_recorded_mail_with_an_archive_has_its_digest() -> None:
    found = recorded("pcaps/smtp/arkime--smtp-zip.pcap", "network.smtp")
    mails = [e for e in found if e["event.action"] == "smtp_message"]
    assert mails
    assert any(name.endswith(".zip") for e in mails for name in e.get("email.attachments.file.name", ()))


PIECES = st.sampled_from(
    [
        b"--b\r\n", b"--b--\r\n", b"Content-Type: multipart/x; boundary=b\r\n", b"Content-Transfer-Encoding: base64\r\n",
        b'Content-Disposition: attachment; filename="=?x?B?==?="\r\n', b"\r\n", b"=?",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=600), st.lists(PIECES, max_size=30))
def test_whatever_a_mail_holds_it_is_read_to_its_end(noise: bytes, lines: list[bytes]) -> None:
    reader = MailReader()
    for line in [*lines, *noise.splitlines(keepends=True), *lines]:
        reader.line(line)
    facts = reader.facts()
    assert reader.held <= 33 * 1024
    assert facts["fengsui.mail.bytes"] == len(noise) + 2 * sum(map(len, lines))
    str(facts).encode()


def test_a_transfer_is_told_with_its_size_and_its_data_connection() -> None:
    talk = Talk(dport=21).syn().answer(b"220 ftp\r\n").say(b"USER w\r\n").answer(b"331 ?\r\n")
    talk.say(f"PASS {SECRET}\r\n".encode()).answer(b"230 in\r\n").say(b"PASV\r\n").answer(b"227 ok (10,0,0,9,4,1)\r\n")
    talk.say(b"RETR /out/plan.pdf\r\n").answer(b"150 open (1234 bytes).\r\n226 done\r\n").say(b"EPSV\r\n")
    talk.answer(b"229 ok (|||5000|)\r\n").say(b"STOR a.bin\r\n").answer(b"550 no\r\n").close()
    login, get, put = events(talk.frames, "network.ftp")
    assert (login["event.outcome"], get["file.name"], get["file.size"]) == ("success", "plan.pdf", 1234)
    assert (get["fengsui.ftp.data_ip"], get["fengsui.ftp.data_port"]) == ("10.0.0.9", 1025)
    assert (get["fengsui.ftp.direction"], get["fengsui.ftp.mode"], get["event.outcome"]) == (
        "download",
        "passive",
        "success",
    )
    assert (put["fengsui.ftp.direction"], put["fengsui.ftp.data_port"], put["event.outcome"]) == (
        "upload",
        5000,
        "failure",
    )
    assert SECRET not in str((login, get, put))


def test_a_recorded_transfer_names_the_flow_that_carried_it() -> None:
    name = "pcaps/ftp/zeek--retr.pcap"
    (got,) = [e for e in recorded(name, "network.ftp") if e["event.action"] == "ftp_retr"]
    flows = recorded(name, "network.flow")
    ends = {(f["source.ip"], f["source.port"]) for f in flows} | {
        (f["destination.ip"], f["destination.port"]) for f in flows
    }
    assert (got["fengsui.ftp.data_ip"], got["fengsui.ftp.data_port"]) in ends
