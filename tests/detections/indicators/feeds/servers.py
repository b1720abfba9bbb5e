"""Real servers on loopback for the feed tests: TAXII 2.1 and a MISP feed, in FastAPI."""

from __future__ import annotations

import base64
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response

MEDIA = "application/taxii+json;version=2.1"


@contextmanager
def serving(app: FastAPI, **tls: str) -> Iterator[str]:
    """The address of the running application."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", **tls))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@dataclass
class Taxii:
    """TAXII 2.1 with one API root and two collections, objects in the order they were added, pages of `page`."""

    objects: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    page: int = 2
    user: str = ""
    password: str = ""
    token: str = ""
    requests: list[str] = field(default_factory=list)
    fail: int = 0

    def app(self) -> FastAPI:
        app = FastAPI()

        def answer(body: Any, **headers: str) -> Response:
            return Response(orjson.dumps(body), media_type=MEDIA, headers=headers)

        @app.middleware("http")
        async def admit(request: Request, follow: Any) -> Response:
            self.requests.append(str(request.url).split("/", 3)[3])
            if self.fail:
                self.fail -= 1
                return Response(status_code=503)
            given = request.headers.get("authorization", "")
            basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
            wanted = f"Basic {basic}" if self.user else f"Bearer {self.token}" if self.token else given
            if given != wanted:
                return Response(status_code=401)
            if request.headers.get("accept") != MEDIA:
                return Response(status_code=406)
            found: Response = await follow(request)
            return found

        @app.get("/taxii2/")
        def discovery() -> Response:
            return answer({"title": "Test", "api_roots": ["/api1/"]})

        @app.get("/api1/")
        def root() -> Response:
            return answer({"title": "One", "versions": [MEDIA], "max_content_length": 1_000_000})

        @app.get("/api1/collections/")
        def collections() -> Response:
            described = [
                {"id": "c-1", "title": "Indicators", "can_read": True, "can_write": False},
                {"id": "c-2", "title": "Drop", "can_read": False, "can_write": True},
            ]
            return answer({"collections": described})

        @app.get("/api1/collections/c-1/objects/")
        def objects(added_after: str = "", next: str = "0", limit: int = 1000) -> Response:  # noqa: A002 - TAXII's name
            known = [one for one in self.objects if one[0] > added_after]
            at, size = int(next), min(limit, self.page)
            shown = known[at : at + size]
            envelope: dict[str, Any] = {"objects": [one for _, one in shown], "more": at + size < len(known)}
            if envelope["more"]:
                envelope["next"] = str(at + size)
            dates = {"X-TAXII-Date-Added-First": shown[0][0], "X-TAXII-Date-Added-Last": shown[-1][0]} if shown else {}
            return answer(envelope, **dates)

        return app


def indicator(number: int, pattern: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{number:08}-0000-4000-8000-000000000000",
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": "2026-11-01T00:00:00Z",
        "modified": f"2026-11-01T00:00:{number:02}Z",
        **more,
    }


def misp_event(uuid: str, *attributes: tuple[str, str]) -> bytes:
    listed = [
        {"uuid": f"{uuid}-{n}", "type": kind, "value": value, "to_ids": True}
        for n, (kind, value) in enumerate(attributes)
    ]
    return orjson.dumps({"Event": {"uuid": uuid, "info": "Test", "Attribute": listed}})


def files(content: dict[str, bytes]) -> FastAPI:
    """A web server with these files, as MISP feeds are published."""
    app = FastAPI()

    @app.get("/feed/{name}")
    def one(name: str) -> Response:
        return Response(content[name]) if name in content else Response(status_code=404)

    @app.get("/moved/{name}")
    def moved(name: str) -> Response:
        return Response(status_code=302, headers={"Location": f"/feed/{name}"})

    @app.get("/endless")
    def endless() -> Response:
        from fastapi.responses import StreamingResponse

        return StreamingResponse(b"x" * 65536 for _ in range(10_000))

    return app
