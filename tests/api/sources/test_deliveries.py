"""Records delivered over HTTP: who may, what is taken, what is answered when there is no room, and what is known again."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collectors import registry
from collectors.contract import RawRecord
from model.event import Event, Origin
from pipeline.bus import SpoolReader
from store.identity import Role
from tests.api.site import Client, Site, a_site

TOKEN = "a-token-of-the-portal"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("deliveries")) as site:
        admin = site.signed_in(Role.SYSTEM_ADMIN)
        for name in ("portal", "other", "full"):
            token = hashlib.sha256((TOKEN if name != "other" else "another").encode()).hexdigest()
            body = {"name": name, "kind": "http", "unit": "district", "settings": {"token_sha256": token}}
            made = admin.post("/api/v1/sources", json=body)
            assert made.status_code == 201, made.text
        yield site


def client(here: Site) -> Client:
    return here.client()


def held(here: Site, name: str = "portal") -> list[RawRecord]:
    reader, position, out = SpoolReader(here.settings.spool_folder / name), None, []
    while True:
        found, position = reader.read(position, 1000, 1 << 20)
        if not found:
            return out
        out += [one for one in found if isinstance(one, RawRecord)]


def events(records: list[RawRecord], fingerprint: str = "f" * 32) -> list[Event]:
    source = registry.source("http")
    return [e for r in records for e in source.normalise(r, Origin("portal", fingerprint), 1_795_000_000_000_000)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (b'{"message":"one"}\n{"message":"two"}\n', 2),
        (b'[{"message":"one"},\n {"message": "two"}]', 2),
        (b"<13>Nov 22 08:00:00 host app: text\n\n", 1),
        (b"", 0),
    ],
    ids=["lines", "array", "text", "nothing"],
)
def test_what_is_accepted_is_in_the_spool(here: Site, body: bytes, count: int) -> None:
    before = len(held(here))
    answer = client(here).post("/ingest/portal", content=body, headers=BEARER)
    assert (answer.status_code, answer.json()) == (202, {"accepted": count})
    found = held(here)[before:]
    assert len(events(found)) == count
    assert all(one.meta["peer"] == "127.0.0.1" for one in found)


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_compressed_bodies_are_opened(here: Site, encoding: str, pack: Any) -> None:
    headers = {**BEARER, "Content-Encoding": encoding}
    answer = client(here).post("/ingest/portal", content=pack(b'{"a":1}\n' * 50), headers=headers)
    assert answer.json() == {"accepted": 50}


@pytest.mark.parametrize(
    ("encoding", "body", "code"),
    [
        ("gzip", gzip.compress(bytes(65 << 20)), "body.too_large"),
        ("gzip", gzip.compress(b"{}" * 500)[:-9], "media_type.unsupported"),
        ("gzip", b"no gzip", "media_type.unsupported"),
        ("br", b"x", "media_type.unsupported"),
        ("identity", b"[1, 2", "request.malformed"),
        ("identity", b"[" * 100_000, "request.malformed"),
        ("identity", b"x\n" * 100_001, "body.too_large"),
    ],
    ids=["bomb", "cut", "no gzip", "unknown", "no array", "deep", "too many"],
)
def test_a_body_that_cannot_be_taken_is_refused_whole(here: Site, encoding: str, body: bytes, code: str) -> None:
    before = len(held(here))
    answer = client(here).post("/ingest/portal", content=body, headers={**BEARER, "Content-Encoding": encoding})
    assert answer.json()["code"] == code
    assert len(held(here)) == before


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"Authorization": "Bearer another"},
        {"Authorization": "Basic x"},
    ],
)
def test_nobody_delivers_without_the_sources_own_token(here: Site, given: dict[str, str]) -> None:
    answer = client(here).post("/ingest/portal", content=b"{}", headers=given)
    assert answer.status_code in (401, 429)
    assert client(here).post("/ingest/nowhere", content=b"{}", headers=BEARER).status_code in (401, 429)


@pytest.mark.parametrize(
    "given",
    [
        "Basic " + base64.b64encode(b"portal:" + TOKEN.encode()).decode(),
        "ApiKey " + base64.b64encode(b"id:" + TOKEN.encode()).decode(),
    ],
)
def test_the_token_is_also_taken_as_a_password_and_as_an_api_key(here: Site, given: str) -> None:
    assert client(here).post("/ingest/portal", content=b"{}", headers={"Authorization": given}).status_code == 202


def test_a_delivery_sent_again_with_its_key_becomes_the_same_events(here: Site) -> None:
    before = len(held(here))
    headers = {**BEARER, "Idempotency-Key": "batch-7"}
    for _ in range(2):
        client(here).post("/ingest/portal", content=b'{"n":1}\n{"n":2}\n', headers=headers)
    found = held(here)[before:]
    ids = [one["event.id"] for one in events(found)]
    assert len(ids) == 4
    assert ids[:2] == ids[2:] == [one["event.id"] for one in events(found[2:], "0" * 32)]
    assert ids[0] != ids[1]


def test_a_full_spool_is_answered_with_when_to_come_again_and_takes_nothing(here: Site) -> None:
    object.__setattr__(here.settings.pipeline, "spool_max_bytes", 1000)
    try:
        http = client(here)
        assert http.post("/ingest/full", content=b'{"a":1}', headers=BEARER).status_code == 202
        answer = http.post("/ingest/full", content=b'{"a":"%s"}' % (b"x" * 2000), headers=BEARER)
        assert (answer.status_code, answer.json()["code"]) == (429, "rate.exceeded")
        assert int(answer.headers["retry-after"]) > 0
        bulk = http.post("/ingest/full/_bulk", content=b'{"create":{}}\n{"a":"%s"}\n' % (b"x" * 2000), headers=BEARER)
        assert (bulk.status_code, bulk.json()["error"]["type"]) == (429, "es_rejected_execution_exception")
        assert len(held(here, "full")) == 1
    finally:
        object.__setattr__(here.settings.pipeline, "spool_max_bytes", 1 << 30)


def test_a_bulk_client_finds_the_server_it_expects_and_a_status_for_each_document(here: Site) -> None:
    http = client(here)
    about = http.get("/ingest/portal/", headers=BEARER)
    assert about.headers["x-elastic-product"] == "Elasticsearch"
    assert about.json()["version"]["number"].startswith("8.")
    assert http.get("/ingest/portal/_license", headers=BEARER).json()["license"]["status"] == "active"
    assert http.get("/ingest/portal/_nodes", headers=BEARER).status_code == 404
    assert http.get("/ingest/portal/").status_code in (401, 429)
    before = len(held(here))
    lines: list[Any] = [
        {"create": {"_index": "logs"}},
        {"message": "one"},
        {"index": {"_id": "7"}},
        {"message": "two"},
        {"delete": {"_id": "7"}},
        {"update": {"_id": "7"}},
        {"doc": {}},
    ]
    body = "".join(json.dumps(line) + "\n" for line in lines)
    answer = http.post("/ingest/portal/web/_bulk", content=body, headers=BEARER).json()
    assert answer["errors"] is True
    assert [next(iter(item.values()))["status"] for item in answer["items"]] == [201, 201, 400, 400]
    assert [next(iter(item)) for item in answer["items"]] == ["create", "index", "delete", "update"]
    assert answer["items"][1]["index"]["_index"] == "web"
    assert {one["message"] for one in events(held(here)[before:])} == {"one", "two"}


@pytest.mark.parametrize(
    "body", ["{}\n", '{"create":{}}\n', "nonsense\n{}\n", '{"create":{}, "index":{}}\n{}\n', '{"create":1}\n{}\n']
)
def test_actions_without_documents_are_refused_as_elasticsearch_does(here: Site, body: str) -> None:
    answer = client(here).post("/ingest/portal/_bulk", content=body, headers=BEARER)
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_a_document_with_an_id_is_known_by_it(here: Site) -> None:
    before = len(held(here))
    for _ in range(2):
        client(here).post("/ingest/portal/_bulk", content='{"create":{"_id":"x1"}}\n{"a":1}\n', headers=BEARER)
    first, second = events(held(here)[before:])
    assert first["event.id"] == second["event.id"]


def test_a_paused_source_takes_nothing(tmp_path: Path) -> None:
    with a_site(tmp_path) as site:
        admin = site.signed_in(Role.SYSTEM_ADMIN)
        settings = {"token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest()}
        admin.post("/api/v1/sources", json={"name": "portal", "kind": "http", "unit": "district", "settings": settings})
        admin.post("/api/v1/sources/portal/pause")
        assert site.client().post("/ingest/portal", content=b"{}", headers=BEARER).status_code == 401
