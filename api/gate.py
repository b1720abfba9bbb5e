"""What happens to every request before and after any handler: names, limits, headers, counting. Plain ASGI, no buffering."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import deliveries, metrics
from api.problems import Refusal, refusal_response
from api.tracing import span

log = structlog.get_logger("api")

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_DIGITS = re.compile(rb"[0-9]{1,15}")
BODY_TIMEOUT_S = 30.0
"""A body that takes longer is somebody holding connections open."""
MAX_HEADERS = 100
MAX_HEADER_BYTES = 16 * 1024

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        # Ant Design writes its styles into the page at run time.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Gate:
    """The outermost application."""

    def __init__(
        self, app: ASGIApp, *, max_body_bytes: int, tracing: bool, larger: Mapping[str, int] | None = None
    ) -> None:
        """larger: paths whose bodies may have more bytes than the others'."""
        self.app = app
        self.max_body_bytes = max_body_bytes
        self.larger = larger or {}
        self.tracing = tracing
        self.plain, self.secure = _security_headers(tls=False), _security_headers(tls=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope["fengsui.request_id"] = request_id
        started = time.perf_counter()
        seen = {"status": 0}

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                message = {**message, "headers": self._headers(scope, message["headers"])}
            await send(message)

        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        tracer = span(scope, seen) if self.tracing else nullcontext()
        with tracer:
            refusal = self._refusal(scope)
            if refusal is not None:
                # Not one byte of the body is read; the server closes the connection instead.
                refusal.headers["Connection"] = "close"
                await refusal_response(refusal, request_id)(scope, receive, answer)
            else:
                await self._run(scope, receive, answer, seen)
        metrics.measure(scope, seen["status"], time.perf_counter() - started)

    async def _run(self, scope: Scope, receive: Receive, answer: Send, seen: dict[str, int]) -> None:
        body = _Body(receive, self._limit(scope))
        try:
            await self.app(scope, body, answer)
        except Exception as error:
            if body.refusal is None:
                log.exception("request failed unexpectedly", exc_info=error)
            if seen["status"] == 0:
                refusal = body.refusal or Refusal("internal")
                refusal.headers["Connection"] = "close"
                response = refusal_response(refusal, scope["fengsui.request_id"])
                await response(scope, receive, answer)

    def _limit(self, scope: Scope) -> int:
        path = scope["path"]
        most = deliveries.BODY_MOST if path.startswith(deliveries.PATH) else self.larger.get(path, 0)
        return max(self.max_body_bytes, most)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = scope["headers"]
        if len(headers) > MAX_HEADERS or sum(len(k) + len(v) for k, v in headers) > MAX_HEADER_BYTES:
            return Refusal("request.malformed", "the headers are too many or too long")
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MAX_HEADER_BYTES:
            return Refusal("request.malformed", "the address is too long")
        delivered = scope["path"].startswith(deliveries.PATH)  # compressed bodies are opened within bounds there
        for name, value in headers:
            if name == b"content-length" and not _DIGITS.fullmatch(value):
                return Refusal("request.malformed", "Content-Length is no number")
            if name == b"content-length" and int(value) > self._limit(scope):
                return Refusal("body.too_large", f"at most {self._limit(scope)} bytes")
            if name == b"content-encoding" and value.lower() != b"identity" and not delivered:
                return Refusal("media_type.unsupported", "compressed bodies are not accepted")
        return None

    def _headers(self, scope: Scope, headers: Any) -> list[tuple[bytes, bytes]]:
        given = [(name.lower(), value) for name, value in headers]
        names = {name for name, _ in given}
        wanted = self.secure if scope["scheme"] == "https" else self.plain
        ours = [(name, value) for name, value in wanted if name not in names]
        return [*given, *ours, (b"x-request-id", scope["fengsui.request_id"].encode())]


class _Body:
    """The request's body, counted as it comes, so that a chunked one cannot be longer than one that says its length."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self.receive, self.limit = receive, limit
        self.size = 0
        self.complete = False
        self.deadline = asyncio.get_running_loop().time() + BODY_TIMEOUT_S
        self.refusal: Refusal | None = None

    async def __call__(self) -> Message:
        if self.complete:
            return await self.receive()  # from now on only says that the client has gone
        try:
            async with asyncio.timeout_at(self.deadline):
                message = await self.receive()
        except TimeoutError:
            self.refusal = Refusal("body.too_slow")
            raise self.refusal from None
        if message["type"] == "http.request":
            self.size += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
            if self.size > self.limit:
                self.refusal = Refusal("body.too_large", f"at most {self.limit} bytes", headers={"Connection": "close"})
                raise self.refusal
        return message


def _request_id(scope: Scope) -> str:
    given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
    return given.decode() if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def _security_headers(*, tls: bool) -> list[tuple[bytes, bytes]]:
    values = {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "cache-control": "no-store",
    }
    if tls:
        values["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in values.items()]
