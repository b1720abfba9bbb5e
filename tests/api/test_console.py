"""The built console is served beside the interface, and never instead of it."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api import console, problems

SCRIPT = "export const words = 'beacon';" * 100


class Browser:
    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def ask(self, method: str, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://console.test", timeout=90) as client:
                return await client.request(method, address, headers=headers)

        return asyncio.run(send())

    def get(self, address: str, headers: dict[str, str] | None = None) -> httpx.Response:
        return self.ask("GET", address, headers)


@pytest.fixture
def client(tmp_path: Path) -> Browser:
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    (tmp_path / ".vite" / "manifest.json").write_text("{}")
    (tmp_path / "index.html").write_text("<!doctype html><title>console</title>")
    (tmp_path / "assets" / "main-abc.js").write_text(SCRIPT)
    app = FastAPI(redirect_slashes=False)
    problems.install(app)

    @app.post("/api/v1/thing")
    def thing() -> dict[str, str]:
        return {}

    assert console.mount(app, tmp_path)
    return Browser(app)


@pytest.mark.parametrize("address", ["/", "/alerts", "/incidents/i-1.2?tab=story"])
def test_every_address_of_a_page_leads_to_the_page_which_is_asked_for_each_time(client: Browser, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "<title>console</title>" in answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


def test_files_named_by_their_digest_are_kept_and_sent_compressed(client: Browser) -> None:
    answer = client.get("/assets/main-abc.js", headers={"Accept-Encoding": "gzip"})
    assert answer.text == SCRIPT
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(gzip.compress(SCRIPT.encode())) + 50
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert client.get("/assets/main-abc.js", headers={"Accept-Encoding": "identity"}).text == SCRIPT


def test_what_the_browser_still_has_is_not_sent_again(client: Browser) -> None:
    tag = client.get("/").headers["etag"]
    again = client.get("/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_the_length_without_a_body(client: Browser) -> None:
    answer = client.ask("HEAD", "/assets/main-abc.js")
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/nothing",
        "/assets/main-old.js",
        "/.vite/manifest.json",
        "/.git/config",
        "/x/../.env",
        "/assets/%2e%2e/index.html",
    ],
)
def test_nothing_else_is_turned_into_a_page(client: Browser, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == problems.MEDIA_TYPE


def test_the_interface_keeps_its_own_refusals(client: Browser) -> None:
    assert client.get("/api/v1/thing").status_code == 405
    assert client.ask("POST", "/alerts").status_code == 404


def test_without_a_build_there_is_no_console(tmp_path: Path) -> None:
    assert not console.mount(FastAPI(), tmp_path / "missing")
    assert not console.mount(FastAPI(), tmp_path)
