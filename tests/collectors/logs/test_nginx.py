"""Access log lines: variants, hostile requests, damage."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.logs.nginx import SOURCE
from model.errors import BadRecord
from model.times import to_iso
from tests.collectors.logs.reading import assert_resumable, one, ours, read

LINE = '10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "GET /a/b.php?x=1 HTTP/1.1" 200 612 "-" "curl/8"'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (LINE, {"source.ip": "10.0.0.1", "http.request.method": "GET", "url.original": "/a/b.php?x=1", "url.path": "/a/b.php",
                "url.query": "x=1", "url.extension": "php", "http.version": "1.1", "http.response.status_code": 200,
                "http.response.body.bytes": 612, "user_agent.original": "curl/8", "http.request.referrer": None,
                "event.outcome": "success"}),
        ('10.0.0.1 - alice smith [22/Nov/2026:08:00:00 +0800] "GET / HTTP/1.1" 401 0',
         {"user.name": "alice smith", "event.outcome": "failure"}),
        ('example.com:443 10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "POST /x HTTP/2.0" 500 1 "https://r/" "UA" "1.2.3.4, 5.6.7.8" rt=0.005 urt=0.004 zone=a',  # noqa: E501
         {"url.domain": "example.com", "network.forwarded_ip": "1.2.3.4", "event.duration": 5_000_000,
                              "upstream_response_time": "0.004", "zone": "a", "http.request.referrer": "https://r/"}),
        ('10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "GET / HTTP/1.1" 200 1 "-" "-" 0.010 0.009',
         {"event.duration": 10_000_000, "upstream_response_time": "0.009"}),
        # nginx writes what is not text as \xHH
        (r'10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "\x16\x03\x01\x02" 400 150 "-" "-"',
         {"event.action": "invalid_request", "request": r"\x16\x03\x01\x02", "http.request.method": None, "url.original": None}),
        (r'10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "GET /\xE4\xB8\xAD\x22 a HTTP/1.1" 400 0 "-" "a\x5Cb"',
         {"url.original": '/中" a', "user_agent.original": "a\\b"}),
        ('10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "GET http://Evil.example:8080/p?q HTTP/1.1" 200 0',
         {"url.domain": "evil.example", "url.path": "/p", "url.query": "q"}),
        # Apache escapes quotes
        (r'::1 - - [22/Nov/2026:08:00:00 +0800] "GET /?q=\"x\" HTTP/1.1" 200 - "-" "ap\"ache"',
         {"source.ip": "::1", "url.query": 'q="x"', "user_agent.original": 'ap"ache', "http.response.body.bytes": None}),
        ('web.example - - [22/Nov/2026:08:00:00 +0800] "-" 408 0',
         {"source.address": "web.example", "source.ip": None, "event.action": None}),
    ],
)  # fmt: skip
def test_a_line_is_read(line: str, expected: dict[str, Any]) -> None:
    event = one(SOURCE, line)
    assert {name: event.get(name) for name in expected} == expected
    assert to_iso(event["@timestamp"]) == "2026-11-22T00:00:00.000000Z"
    assert event["event.original"] == line
    assert event["event.dataset"] == "nginx.access"
    assert ours(event) == set()


def test_what_follows_the_user_agent_cannot_speak_under_ecs_names() -> None:
    event = one(SOURCE, LINE + " tags=a message=b source.ip=c @timestamp=d status=9")
    assert event["extra_tags"] == "a"
    assert event["source.ip"] == "10.0.0.1"
    assert event["http.response.status_code"] == 200
    assert not {"tags", "message"} & set(event)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x", "nginx.format"),
        (LINE.replace("22/Nov", "99/Nov"), "nginx.time"),
        (LINE.replace("22/Nov", "22/Foo"), "nginx.time"),
        (LINE.replace('" 200', '" twohundred'), "nginx.status"),
        ('10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "GET / HTTP/1.1"', "nginx.format"),
        (LINE.replace(" 612 ", " many "), "nginx.format"),
    ],
)
def test_what_is_no_access_log_line_says_why(line: str, reason: str) -> None:
    with pytest.raises(BadRecord) as caught:
        one(SOURCE, line)
    assert caught.value.reason == reason


def test_reading_can_go_on_after_any_line() -> None:
    assert_resumable(SOURCE, (LINE + "\n\n" + LINE + "\r\nbroken\n" + LINE).encode())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=120), st.integers(0, len(LINE)), st.integers(0, 40))
def test_any_damage_to_a_line_gives_an_event_or_quarantine(noise: bytes, at: int, lost: int) -> None:
    damaged = LINE.encode()[:at] + noise.replace(b"\n", b"") + LINE.encode()[at + lost :]
    got = read(SOURCE, LINE.encode() + b"\n" + damaged + b"\n" + LINE.encode())
    assert len(got.events) + len(got.quarantined) == 2 + bool(damaged.strip())
