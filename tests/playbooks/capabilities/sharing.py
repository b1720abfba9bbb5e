"""A MISP and a TAXII 2.1 server on loopback that take what the real ones take, and refuse what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any
from uuid import UUID

import orjson
from fastapi import FastAPI, Request, Response
from stix2patterns.validator import run_validator  # type: ignore[import-untyped]

from tests.detections.indicators.feeds.servers import MEDIA

KEY = "misp-key"


def _json(body: Any, status: int = 200, media: str = "application/json") -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type=media)


@dataclass
class MispServer:
    """events: by uuid, as they were added."""

    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    added: int = 0
    fail_publish: int = 0

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.middleware("http")
        async def admit(request: Request, follow: Any) -> Response:
            if request.headers.get("authorization") != KEY:
                return _json({"message": "Authentication failed."}, 403)
            if request.headers.get("accept") != "application/json":
                return Response("<html>", media_type="text/html")
            found: Response = await follow(request)
            return found

        @app.post("/events/add")
        async def add(request: Request) -> Response:
            event = (await request.json()).get("Event", {})
            if event.get("uuid") in self.events:
                said = "Event already exists, if you would like to edit it, use the url in the location header."
                return _json({"saved": False, "errors": said}, 403)
            wrong = _wrong(event)
            if wrong:
                return _json({"saved": False, "errors": wrong}, 403)
            self.events[event["uuid"]] = event
            self.added += 1
            return _json({"Event": {"id": str(self.added), **event}})

        @app.post("/events/publish/{uuid}")
        def publish(uuid: str) -> Response:
            if self.fail_publish:
                self.fail_publish -= 1
                return Response(status_code=503)
            if uuid not in self.events:
                return _json({"message": "Invalid event."}, 404)
            self.events[uuid]["published"] = True
            return _json({"saved": True, "success": True, "message": "Job queued"})

        @app.get("/events/view/{uuid}")
        def view(uuid: str) -> Response:
            known = self.events.get(uuid)
            return _json({"Event": known}) if known else _json({"message": "Invalid event"}, 404)

        return app


def _like(expression: str) -> Callable[[str], object]:
    def check(value: str) -> None:
        if not re.fullmatch(expression, value):
            raise ValueError(value)

    return check


_FORMS: dict[str, tuple[str, Callable[[str], object]]] = {
    "ip-dst": ("Network activity", ip_address),
    "domain": ("Network activity", _like(r"[a-z0-9.-]+\.[a-z]{2,}")),
    "url": ("Network activity", _like(r"https?://\S+")),
    "md5": ("Payload delivery", _like(r"[0-9a-f]{32}")),
    "sha1": ("Payload delivery", _like(r"[0-9a-f]{40}")),
    "sha256": ("Payload delivery", _like(r"[0-9a-f]{64}")),
}


def _wrong(event: dict[str, Any]) -> dict[str, Any]:
    """What MISP says of an event it does not take: its own validation rules of events and attributes."""
    wrong: dict[str, Any] = {}
    for name, allowed in (("distribution", "01234"), ("threat_level_id", "1234"), ("analysis", "012")):
        if not isinstance(event.get(name), str) or event[name] not in allowed:
            wrong[name] = ["Options"]
    if not event.get("info"):
        wrong["info"] = ["Info cannot be empty."]
    UUID(event["uuid"])
    for number, attribute in enumerate(event.get("Attribute", [])):
        try:
            UUID(attribute["uuid"])
            category, check = _FORMS[attribute["type"]]
            check(attribute["value"])
            right = attribute["category"] == category and attribute["distribution"] in "012345"
        except (ValueError, KeyError):
            right = False
        if not right:
            wrong[f"Attribute {number}"] = attribute
    return wrong


@dataclass
class TaxiiServer:
    """objects: in the order they were added. pending: how often an addition is still under way when asked."""

    objects: list[dict[str, Any]] = field(default_factory=list)
    pending: int = 0
    token: str = "taxii-token"  # of this test server only

    def app(self) -> FastAPI:
        app = FastAPI()

        def status(identifier: str, objects: list[dict[str, Any]]) -> dict[str, Any]:
            wrong = [one for one in objects if not _stix(one)]
            done = "pending" if self.pending else "complete"
            self.pending = max(0, self.pending - 1)
            counts = {"total_count": len(objects), "success_count": len(objects) - len(wrong)}
            failures = [{"id": one.get("id"), "message": "invalid"} for one in wrong]
            return {
                "id": identifier, "status": done, **counts, "failure_count": len(wrong), "pending_count": 0,
                "failures": failures,
            }  # fmt: skip

        @app.middleware("http")
        async def admit(request: Request, follow: Any) -> Response:
            if request.headers.get("authorization") != f"Bearer {self.token}":
                return Response(status_code=401)
            if request.headers.get("accept") != MEDIA:
                return Response(status_code=406)
            found: Response = await follow(request)
            return found

        @app.post("/api1/collections/drop/objects/")
        async def add(request: Request) -> Response:
            if request.headers.get("content-type") != MEDIA:
                return Response(status_code=415)
            objects = (await request.json())["objects"]
            self.objects += [one for one in objects if _stix(one)]
            return _json(status("2d086da7-4bdc-4f91-900e-d77486753710", objects), 202, MEDIA)

        @app.get("/api1/status/{identifier}/")
        def asked(identifier: str) -> Response:
            return _json(status(identifier, []), media=MEDIA)

        @app.get("/api1/collections/drop/objects/{identifier}/")
        def one(identifier: str) -> Response:
            found = [each for each in self.objects if each["id"] == identifier]
            return _json({"objects": found}, media=MEDIA) if found else Response(status_code=404)

        return app


def _stix(one: dict[str, Any]) -> bool:
    """STIX 2.1: common properties, and of an indicator a pattern that can be read."""
    if not {"type", "spec_version", "id", "created", "modified"} <= one.keys() or one["spec_version"] != "2.1":
        return False
    if not one["id"].startswith(f"{one['type']}--"):
        return False
    UUID(one["id"].partition("--")[2])
    if one["type"] == "indicator":
        return not run_validator(one["pattern"], "2.1") and {"pattern_type", "valid_from"} <= one.keys()
    return bool(one.get("name"))
