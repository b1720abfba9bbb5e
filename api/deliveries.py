"""Records that programs send: `/ingest/SOURCE`, and below it what Elasticsearch's bulk clients ask for.

    POST /ingest/SOURCE             lines of JSON or text, or a JSON array                202, or 429 while there is no room
    POST /ingest/SOURCE/_bulk       Elasticsearch's bulk format (also /INDEX/_bulk)      200 and a status for each document
    GET  /ingest/SOURCE             what an Elasticsearch client asks first

Who sends shows the token of that source and of nothing else: as Bearer, as password, or as an Elasticsearch API key. It
opens nothing that people see, so these addresses stand beside the interface for people and its sessions, not within it.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

import orjson
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access import address_of
from api.core import core_of
from api.problems import Refusal, refusal_response
from collectors.delivery import over_http
from collectors.delivery.over_http import Sender
from model.errors import BadRecord
from model.times import now_us
from pipeline.bus import SpoolFull
from pipeline.delivering import Doors

PATH = "/ingest/"
BODY_MOST = 32 * 1024 * 1024
RETRY_AFTER_S = 5
LARGE = 64 << 10
"""Bodies above this are read in a thread, so that others are answered meanwhile."""
_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_PRODUCT = {"X-Elastic-Product": "Elasticsearch"}
# The version bulk clients are told: they refuse servers that are older than themselves.
_ABOUT: dict[str, Any] = {
    "name": "fengsui",
    "cluster_name": "fengsui",
    "cluster_uuid": "fengsui",
    "version": {
        "number": "8.19.0",
        "build_flavor": "default",
        "build_type": "tar",
        "lucene_version": "9.12.0",
        "minimum_wire_compatibility_version": "7.17.0",
        "minimum_index_compatibility_version": "7.0.0",
    },
    "tagline": "You Know, for Search",
}
_ASKED: dict[str, dict[str, Any]] = {
    "": _ABOUT,
    "_license": {"license": {"status": "active", "uid": "fengsui", "type": "basic", "mode": "basic"}},
    "_xpack": {"license": {"status": "active", "type": "basic", "mode": "basic"}, "features": {}},
    "_cluster/health": {"cluster_name": "fengsui", "status": "green", "timed_out": False},
}


def mount(app: FastAPI) -> None:
    app.add_route(f"{PATH}{{source}}", _deliver, methods=["POST", "PUT"], include_in_schema=False)
    app.add_route(f"{PATH}{{source}}/_bulk", _bulk, methods=["POST", "PUT"], include_in_schema=False)
    app.add_route(f"{PATH}{{source}}/{{index}}/_bulk", _bulk, methods=["POST", "PUT"], include_in_schema=False)
    app.add_route(f"{PATH}{{source}}", _about, methods=["GET", "HEAD"], include_in_schema=False)
    app.add_route(f"{PATH}{{source}}/{{asked:path}}", _about, methods=["GET", "HEAD"], include_in_schema=False)


def _token(request: Request) -> str:
    """As Bearer; as the password of Basic; as the second half of an API key (Elasticsearch: base64 of `id:key`)."""
    scheme, _, said = request.headers.get("authorization", "").partition(" ")
    said = said.strip()
    if scheme.lower() == "bearer":
        return said
    if scheme.lower() in ("basic", "apikey"):
        try:
            return base64.b64decode(said, validate=True).decode("utf-8").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return ""
    return ""


async def _doors(request: Request) -> Doors:
    """Raises Refusal for anybody but the source's sender."""
    core = core_of(request)
    doors: Doors | None = getattr(request.app.state, "doors", None)
    if doors is None:
        doors = request.app.state.doors = Doors(core.settings, core.state)
    token = _token(request)
    if not token or not await doors.admits(request.path_params["source"], token):
        wait = core.by_address.take(f"ingest {address_of(request)}")
        if wait:
            raise Refusal("rate.exceeded", "too many wrong tokens", headers={"Retry-After": str(wait)})
        raise Refusal("auth.required", "no such source, or not its token", headers={"WWW-Authenticate": "Bearer"})
    return doors


async def _body(request: Request) -> bytes:
    """Raises BadRecord."""
    encoding = request.headers.get("content-encoding", "").strip().lower()
    body = await request.body()
    return body if encoding in ("", "identity") else await run_in_threadpool(over_http.opened, body, encoding)


def _sender(request: Request) -> Sender:
    return Sender(address_of(request), now_us(), request.url.scheme)


async def _deliver(request: Request) -> Response:
    try:
        doors = await _doors(request)
        key = request.headers.get("idempotency-key", "")
        if key and not _KEY.fullmatch(key):
            raise Refusal("request.malformed", "Idempotency-Key has 1 to 128 printable ASCII characters")
        body = await _body(request)
        sender = _sender(request)
        if len(body) > LARGE:
            blocks, count = await run_in_threadpool(over_http.split, body, sender, key)
        else:
            blocks, count = over_http.split(body, sender, key)
        if blocks:
            await doors.take(request.path_params["source"], blocks)
    except BadRecord as error:
        return refusal_response(_refusal(error), request.scope["fengsui.request_id"])
    except SpoolFull as full:
        headers = {"Retry-After": str(RETRY_AFTER_S)}
        refusal = Refusal("rate.exceeded", full.message, headers=headers, hint="send it again later; nothing was taken")
        return refusal_response(refusal, request.scope["fengsui.request_id"])
    return Response(orjson.dumps({"accepted": count}), 202, media_type="application/json")


def _refusal(error: BadRecord) -> Refusal:
    code = {
        "http.too_large": "body.too_large",
        "http.too_many": "body.too_large",
        "http.encoding": "media_type.unsupported",
    }
    return Refusal(code.get(error.reason, "request.malformed"), error.message)


async def _bulk(request: Request) -> Response:
    try:
        doors = await _doors(request)
        body = await _body(request)
        sender, index = _sender(request), str(request.path_params.get("index", ""))[:255]
        if len(body) > LARGE:
            done = await run_in_threadpool(over_http.bulk, body, sender, index)
        else:
            done = over_http.bulk(body, sender, index)
        if done.blocks:
            await doors.take(request.path_params["source"], done.blocks)
    except BadRecord as error:
        return _elastic(400, "illegal_argument_exception", error.message)
    except SpoolFull as full:
        answer = _elastic(429, "es_rejected_execution_exception", full.message)
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
    return Response(over_http.bulk_answer(done), 200, headers=_PRODUCT, media_type="application/json")


def _elastic(status: int, kind: str, reason: str) -> Response:
    said = {"type": kind, "reason": reason}
    body = orjson.dumps({"error": {"root_cause": [said], **said}, "status": status})
    return Response(body, status, headers=_PRODUCT, media_type="application/json")


async def _about(request: Request) -> Response:
    await _doors(request)
    known = _ASKED.get(str(request.path_params.get("asked", "")).strip("/"))
    if known is None:
        return _elastic(404, "resource_not_found_exception", "records are only taken here, by _bulk")
    return Response(orjson.dumps(known), 200, headers=_PRODUCT, media_type="application/json")
