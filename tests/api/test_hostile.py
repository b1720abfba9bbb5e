"""Requests made to hurt: each is refused cheaply, as a problem, and the next one is answered."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from store.identity import Role
from tests.api.site import Client, Site

MIB = 1 << 20


@pytest.fixture(scope="module")
def admin(shared_site: Site) -> Client:
    return shared_site.signed_in(Role.SYSTEM_ADMIN)


def _raw(site: Site, request: bytes, *, more: Iterator[bytes] | None = None, timeout: float = 20) -> tuple[bytes, int]:
    """Send bytes as they are; the answer, and how many bytes of `more` were taken before the server closed."""
    host, port = site.address.removeprefix("http://").split(":")
    taken = 0
    with closing(socket.create_connection((host, int(port)), timeout)) as connection:
        connection.sendall(request)
        try:
            for part in more or ():
                connection.sendall(part)
                taken += len(part)
        except OSError:
            pass
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except OSError:
            pass
    return answer, taken


def _problem(answer: bytes) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head, answer[:500]
    return dict(json.loads(body))


def _post(headers: str) -> bytes:
    return f"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n\r\n".encode()


def test_a_hundred_megabytes_are_refused_before_they_are_read(shared_site: Site) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * MIB

    answer, taken = _raw(shared_site, _post(f"Content-Length: {100 * MIB}"), more=body())
    assert taken < 20 * MIB, "what the kernel's buffers hold, not the body"
    if answer:
        assert _problem(answer)["code"] == "body.too_large"
    assert b"413" in _raw(shared_site, _post(f"Content-Length: {100 * MIB}"))[0].split(b"\r\n")[0]


def test_a_chunked_body_is_counted_as_it_comes(shared_site: Site) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(100):
            yield b"%x\r\n" % MIB + b" " * MIB + b"\r\n"

    _, taken = _raw(shared_site, _post("Transfer-Encoding: chunked"), more=body())
    assert taken < 30 * MIB
    answer, _ = _raw(
        shared_site,
        _post("Transfer-Encoding: chunked"),
        more=iter([b"%x\r\n" % (MIB + 1) + b" " * (MIB + 1) + b"\r\n"]),
    )
    assert _problem(answer)["code"] == "body.too_large"


@pytest.mark.parametrize("length", ["-1", "1e9", "9" * 400, "0x10", "１"])
def test_a_content_length_that_is_no_number_is_refused(shared_site: Site, length: str) -> None:
    answer, _ = _raw(shared_site, _post(f"Content-Length: {length}"))
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 413")), answer[:100]


@pytest.mark.parametrize(
    "headers",
    [
        "\r\n".join(f"X-H{n}: a" for n in range(20_000)),
        "\r\n".join(f"X-H{n}: a" for n in range(150)),
        "X-Long: " + "a" * 200_000,
        "X-Long: " + "a" * 17_000,
        "Cookie: " + "; ".join(f"c{n}=v" for n in range(5_000)),
    ],
    ids=["many", "some", "very long", "long", "cookies"],
)
def test_floods_of_headers_are_refused(shared_site: Site, headers: str) -> None:
    answer, _ = _raw(shared_site, f"GET /api/v1/health HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 400"), answer[:100]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 40 + b"]" * 40,
        b"\xff\xfe\xfa",
        b'{"name": "\xc3\x28"}',
        b'{"name": "\\ud800"}',
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": 1e99999}',
        b"",
        b"{",
        b"null trailing",
        b'{"a":1}' * 2,
        b"\x00",
        b"\xef\xbb\xbf{}",
        b'{"n":' + b"9" * 100_000 + b"}",
    ],
    ids=range(16),
)
def test_what_is_no_good_json_is_refused_as_a_problem(admin: Client, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = admin.post("/api/v1/accounts", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"] in ("request.malformed", "request.invalid")


def test_brackets_inside_texts_do_not_count_as_depth(admin: Client) -> None:
    body = {"name": "deep", "display_name": '[[[["\\' * 20, "unit": "district"}
    assert admin.post("/api/v1/accounts", json=body).status_code == 201


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_bodies_of_other_kinds_are_refused(admin: Client, content_type: str) -> None:
    answer = admin.post("/api/v1/accounts", content=b"{}", headers={"Content-Type": content_type})
    assert answer.json()["code"] == "media_type.unsupported"


def test_compressed_bodies_are_refused(admin: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    assert admin.post("/api/v1/accounts", content=b"\x1f\x8b", headers=headers).status_code == 415


@pytest.mark.parametrize(
    "path", ["/api/v1/units/%00", "/api/v1/units/%ff%fe", "/api/v1/units/..%2f..%2fetc", "/api/v1/units/" + "a" * 9_000,
             "/api/v1/audit/99999999999999999999", "/api/v1/accounts?cursor=%00", "/api/v1/accounts?unit=%00",
             "/api/v1/accounts?limit=-1", "/api/v1/accounts?limit=99999999999999999999999"],
)  # fmt: skip
def test_odd_addresses_are_refused_as_problems(shared_site: Site, admin: Client, path: str) -> None:
    answer = admin.get(path)
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"code", "status", "title", "detail", "request_id"}


def test_an_unknown_field_is_refused_and_named_without_repeating_its_value(admin: Client) -> None:
    body = {"name": "x1", "display_name": "x", "unit": "district", "roles": ["system_admin"], "secret": "hush-hush"}
    answer = admin.post("/api/v1/accounts", json=body)
    assert answer.status_code == 422
    assert {reason["field"] for reason in answer.json()["reasons"]} == {"body.roles", "body.secret"}
    assert "hush-hush" not in answer.text


def test_a_password_that_is_refused_is_not_repeated(shared_site: Site) -> None:
    answer = httpx.post(
        f"{shared_site.address}/api/v1/session", json={"name": ["x"], "password": {"a": "hush-hush"}}, timeout=90
    )
    assert answer.status_code == 422
    assert "hush-hush" not in answer.text


def test_a_body_that_never_comes_holds_a_connection_for_a_while_only(
    shared_site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.gate.BODY_TIMEOUT_S", 0.5)
    answer, _ = _raw(shared_site, _post("Content-Length: 100") + b"{", timeout=60)
    assert _problem(answer)["code"] == "body.too_slow"


def test_other_methods_and_addresses_are_problems_too(shared_site: Site) -> None:
    with httpx.Client(base_url=shared_site.address, trust_env=False, timeout=90) as client:
        for method in ("TRACE", "OPTIONS", "PROPFIND", "PUT"):
            answer = client.request(method, "/api/v1/health")
            assert (answer.status_code, answer.json()["code"]) == (405, "method.not_allowed")
        for path in ("/api/v1/nothing", "/api/v1/health/", "/openapi.json", "/api/v1", "/metrics/x"):
            assert client.get(path).json()["code"] == "not_found"


def test_every_answer_carries_the_protecting_headers(shared_site: Site) -> None:
    with httpx.Client(base_url=shared_site.address, trust_env=False, timeout=90) as client:
        for answer in (client.get("/api/v1/health"), client.get("/api/v1/nothing"), client.get("/api/v1/session")):
            policy = answer.headers["content-security-policy"]
            scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
            assert scripts == "script-src 'self'"
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["cache-control"] == "no-store"
            assert "strict-transport-security" not in answer.headers
            assert "server" not in answer.headers


def test_a_request_keeps_the_id_it_came_with_when_that_is_harmless(shared_site: Site) -> None:
    with httpx.Client(base_url=shared_site.address, trust_env=False, timeout=90) as client:
        assert client.get("/api/v1/x", headers={"X-Request-Id": "abc-1"}).json()["request_id"] == "abc-1"
        for odd in ("a b", "a" * 65, "<x>", ""):
            answer = client.get("/api/v1/x", headers={"X-Request-Id": odd})
            assert answer.json()["request_id"] not in (odd, "")
            assert answer.headers["x-request-id"] == answer.json()["request_id"]


def test_an_account_that_asks_too_often_is_told_when_to_come_back(tmp_path: object) -> None:
    from tests.api.site import a_site

    with a_site(tmp_path, api={"requests_per_minute": 5}) as site:  # type: ignore[arg-type]
        client, other = site.signed_in(Role.LEADER), site.signed_in(Role.LEADER)
        statuses = [client.get("/api/v1/units").status_code for _ in range(8)]
        assert statuses[:5] == [200] * 5
        assert statuses[5:] == [429] * 3
        assert other.get("/api/v1/units").status_code == 200


def test_metrics_are_for_this_machine_or_whoever_may_read_them(shared_site: Site, admin: Client) -> None:
    with httpx.Client(base_url=shared_site.address, trust_env=False, timeout=90) as client:
        page = client.get("/metrics")
        assert page.status_code == 200
        assert "fengsui_http_requests_total" in page.text
        through_a_proxy = {"X-Forwarded-For": "203.0.113.9"}
        assert client.get("/metrics", headers=through_a_proxy).status_code == 401
        assert admin.get("/metrics", headers=through_a_proxy).status_code == 200
        leader = shared_site.signed_in(Role.LEADER)
        assert leader.get("/metrics", headers=through_a_proxy).status_code == 403
