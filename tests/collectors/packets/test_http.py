import gzip
import hashlib
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import http_head
from tests.collectors.packets.craft import Talk, events, faults

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def exchange(request: bytes, response: bytes = OK, size: int = 1400) -> dict:
    found = events(Talk().syn().say(request, size).answer(response, size).close().frames, "network.http")
    assert len(found) == 1
    return found[0]


def test_a_request_and_its_answer_are_one_event_with_ecs_names():
    event = exchange(
        b"GET /a/b.php?id=1%27--&x=2 HTTP/1.1\r\nHost: Portal.Example.cn:8080\r\nUser-Agent: curl/8\r\n"
        b"Referer: http://r.example/\r\nX-Forwarded-For: 10.0.0.1, 10.0.0.2\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nnon",
    )
    assert event["http.request.method"] == "GET"
    assert event["url.original"] == "/a/b.php?id=1%27--&x=2"
    assert (event["url.path"], event["url.query"], event["url.extension"]) == ("/a/b.php", "id=1%27--&x=2", "php")
    assert (event["url.domain"], event["url.port"]) == ("portal.example.cn", 8080)
    assert (event["http.response.status_code"], event["http.version"]) == (404, "1.1")
    assert (event["http.request.body.bytes"], event["http.response.body.bytes"]) == (0, 3)
    assert event["user_agent.original"] == "curl/8"
    assert event["http.request.referrer"] == "http://r.example/"
    assert event["fengsui.http.forwarded_for"] == ["10.0.0.1", "10.0.0.2"]
    assert event["fengsui.http.response.server"] == "nginx"
    assert event["network.protocol"] == "http"
    assert (event["source.port"], event["destination.port"]) == (40000, 80)


def test_http_is_known_on_any_port():
    talk = Talk(dport=31337).syn().say(b"GET /x HTTP/1.1\r\n\r\n").answer(OK).close()
    assert events(talk.frames, "network.http")[0]["url.path"] == "/x"


def test_pipelined_requests_meet_their_own_answers():
    asked = b"".join(b"GET /%d HTTP/1.1\r\n\r\n" % n for n in range(5))
    told = b"".join(b"HTTP/1.1 20%d OK\r\nContent-Length: %d\r\n\r\n%s" % (n, n, b"x" * n) for n in range(4))
    found = events(Talk().syn().say(asked, 13).answer(told, 17).close().frames, "network.http")
    assert [(e["url.path"], e.get("http.response.status_code"), e.get("http.response.body.bytes")) for e in found] == [
        ("/0", 200, 0),
        ("/1", 201, 1),
        ("/2", 202, 2),
        ("/3", 203, 3),
        ("/4", None, None),
    ]


@given(st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_chunked_bodies_are_measured_without_their_framing_wherever_segments_end(size):
    body = b"6;ext=1\r\nhello \r\n5\r\nworld\r\n0\r\nTrailer: x\r\n\r\n"
    event = exchange(b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body, size)
    assert event["http.response.body.bytes"] == 11
    assert event["fengsui.http.response.body.sha256"] == hashlib.sha256(b"hello world").hexdigest()


def test_gzip_bodies_tell_their_decoded_size():
    packed = gzip.compress(b"a" * 5000)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    event = exchange(b"GET / HTTP/1.1\r\n\r\n", head + packed)
    assert event["http.response.body.bytes"] == len(packed)
    assert event["fengsui.http.response.body.decoded_bytes"] == 5000


def test_a_gzip_bomb_costs_its_limit_and_is_named():
    packed = gzip.compress(bytes(64 << 20), 9)
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    event = exchange(b"GET / HTTP/1.1\r\n\r\n", head + packed)
    assert event["fengsui.http.response.body.over_limit"] is True
    assert "fengsui.http.response.body.decoded_bytes" not in event


def form(*parts: tuple[bytes, bytes]) -> bytes:
    return b"".join(b"--XyZ\r\n" + head + b"\r\n\r\n" + body + b"\r\n" for head, body in parts) + b"--XyZ--\r\n"


@given(st.integers(1, 80))
@settings(max_examples=40, deadline=None)
def test_uploaded_files_are_named_and_hashed_wherever_segments_end(size):
    shell = b"<?php system($_GET['c']); ?>\r\n--XyZ-not a delimiter\r\n"
    body = form(
        (b'Content-Disposition: form-data; name="note"', b"hello"),
        (b'Content-Disposition: form-data; name="f"; filename="C:\\fake\\shell.php"\r\nContent-Type: image/png', shell),
        (b"Content-Disposition: form-data; name=g; filename*=UTF-8''%E8%A1%A8.xlsx", b""),
    )
    head = b"POST /up HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=XyZ\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    event = exchange(head + body, size=size)
    assert (event["file.name"], event["file.extension"]) == ("shell.php", "php")
    assert event["file.hash.sha256"] == hashlib.sha256(shell).hexdigest()
    assert event["file.size"] == len(shell)
    assert event["fengsui.http.files"][1] == f"表.xlsx {hashlib.sha256().hexdigest()} 0"
    assert event["http.request.body.bytes"] == len(body)


def test_an_interim_answer_is_not_the_answer():
    request = b"PUT /f HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
    talk = Talk().syn().say(request).answer(b"HTTP/1.1 100 Continue\r\n\r\n").say(b"data").answer(OK).close()
    found = events(talk.frames, "network.http")
    assert [
        (e["http.response.status_code"], e["fengsui.http.interim_status"], e["http.request.body.bytes"]) for e in found
    ] == [(200, 100, 4)]


def test_a_body_without_a_length_lasts_until_the_server_closes():
    event = exchange(b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n" + b"z" * 3000)
    assert event["http.response.body.bytes"] == 3000


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_answers_without_bodies_do_not_wait_for_one(status):
    talk = Talk().syn().say(b"GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\n")
    talk.answer(b"HTTP/1.1 %s\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" % status)
    assert [e["http.response.status_code"] for e in events(talk.frames, "network.http")] == [int(status[:3]), 200]


def test_after_connect_the_tunnel_is_looked_at_anew():
    talk = Talk(dport=3128).syn().say(b"CONNECT ssh.example:22 HTTP/1.1\r\nHost: ssh.example:22\r\n\r\n")
    talk.answer(b"HTTP/1.1 200 Connection established\r\n\r\n").answer(b"SSH-2.0-inner\r\n").say(
        b"SSH-2.0-client\r\n"
    ).close()
    found = events(talk.frames)
    http = next(e for e in found if e["event.dataset"] == "network.http")
    assert (http["url.domain"], http["url.port"], http["fengsui.http.switched"]) == ("ssh.example", 22, True)
    assert [e["fengsui.ssh.server.version"] for e in found if e["event.dataset"] == "network.ssh"] == ["SSH-2.0-inner"]


def test_after_an_upgrade_nothing_more_is_taken_for_http():
    talk = Talk().syn().say(b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
    talk.answer(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n").answer(b"\x81\x05hello").say(
        b"\x81\x85....12345"
    )
    found = events(talk.close().frames, "network.http")
    assert [(e["http.response.status_code"], e["fengsui.http.upgrade"]) for e in found] == [(101, "websocket")]
    assert faults(talk.frames) == []


def test_an_answer_of_nothing_but_upgrades_ends():
    talk = (
        Talk().syn().say(b"GET / HTTP/1.1\r\n\r\n").answer(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" * 1500, 60_000)
    )
    assert 1 <= len(events(talk.frames, "network.http")) < 10


def test_a_password_is_a_fact_and_never_kept():
    token = b64encode(b"admin:S3cret!pw")
    body = b"username=admin&password=S3cret!pw"
    head = (
        b"POST http://u:S3cret!pw@h.example/login?token=S3cret!pw&a=1 HTTP/1.1\r\nAuthorization: Basic %s\r\n" % token
    )
    head += b"Referer: http://h.example/?pwd=S3cret!pw\r\nCookie: sid=S3cret!pw\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
    event = exchange(head + body)
    assert event["fengsui.credentials.cleartext"] is True
    assert event["user.name"] == "admin"
    assert event["url.original"] == "http://u:***@h.example/login?token=***&a=1"
    assert "S3cret" not in str(event)
    assert token.decode() not in str(event)


def test_a_form_with_a_password_says_so_without_any_other_sign():
    body = b"user=a&passwd=x"
    head = b"POST /l HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    assert exchange(head + body)["fengsui.credentials.scheme"] == "form"
    assert "fengsui.credentials.cleartext" not in exchange(b"GET /l HTTP/1.1\r\n\r\n")


@pytest.mark.parametrize(
    ("fields", "oddity"),
    [
        (b"Content-Length: 0\r\nTransfer-Encoding: chunked", "content_length_and_transfer_encoding"),
        (b"Content-Length: 0\r\nContent-Length: 5", "contradicting_content_length"),
        (b"Transfer-Encoding : chunked", "space_before_colon"),
        (b"Transfer-Encoding: xchunked", "transfer_encoding_not_chunked"),
        (b"Content-Length: +4", "impossible_content_length"),
        (b"A: b\r\n folded", "folded_field"),
    ],
)
def test_what_smuggles_requests_is_named(fields, oddity):
    talk = Talk().syn().say(b"POST / HTTP/1.1\r\n" + fields + b"\r\n\r\n0\r\n\r\n").answer(OK)
    assert oddity in events(talk.frames, "network.http")[0]["fengsui.http.oddities"]


def test_a_request_line_of_many_kilobytes_is_known():
    assert exchange(b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\n\r\n")["http.request.bytes"] == 20_018


def test_a_head_without_an_end_is_given_up_within_bounds():
    frames = Talk().syn().say(b"GET / HTTP/1.1\r\nA: " + b"a" * 200_000).frames
    assert "http.head" in faults(frames)


@pytest.mark.parametrize("chunk", [b"FFFFFFFFFFFFFFFF\r\n", b"-1\r\n", b"zz\r\n", b"1" * 5000])
def test_impossible_chunks_are_said(chunk):
    talk = (
        Talk()
        .syn()
        .say(b"GET / HTTP/1.1\r\n\r\n")
        .answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)
    )
    assert "http.chunk" in faults(talk.frames)


def test_a_million_one_byte_chunks_cost_linear_time():
    body = b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n"
    event = exchange(b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
    assert event["http.response.body.bytes"] == 100_000


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_noise_is_no_request(noise):
    assert http_head.looks_like(b"\x01" + noise) == ""


def test_a_blank_request_target_costs_nothing():
    assert http_head.parse(b"GET " + b" " * 60_000 + b"x HTTP/1.1", request=True).target == "x"
