"""What the HTTP interface says about itself, and the page that shows all metrics.

Labels hold operation ids, never addresses as they were asked for: those are unbounded and untrusted.
"""

from __future__ import annotations

import ipaddress

from fastapi import Request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Scope

from api.access import authenticate
from api.core import core_of
from api.problems import Refusal

REQUESTS = Counter("fengsui_http_requests", "Requests answered", ["operation", "status"])
SECONDS = Histogram(
    "fengsui_http_seconds",
    "From a request to the end of its answer",
    ["operation"],
    buckets=(0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0),
)
LIVE = Gauge("fengsui_http_live_connections", "Connections that follow live updates")


def measure(scope: Scope, status: int, seconds: float) -> None:
    operation = str(getattr(scope.get("route"), "operation_id", None) or getattr(scope.get("route"), "name", "none"))
    REQUESTS.labels(operation, str(status)).inc()
    if operation != "follow_changes":
        SECONDS.labels(operation).observe(seconds)


async def page(request: Request) -> Response:
    """For a program on this machine, or whoever may read metrics and sees the whole district."""
    if not _local(request):
        caller = await authenticate(request, core_of(request))
        if caller.identity.must or not caller.may("metrics:read") or not caller.scope.everything:
            raise Refusal("permission.missing", "this needs the permission metrics:read, for the whole district")
    return Response(await run_in_threadpool(generate_latest), media_type=CONTENT_TYPE_LATEST)


def _local(request: Request) -> bool:
    """A proxy on this machine makes everybody look local, but says for whom it asks."""
    forwarded = {"forwarded", "x-forwarded-for", "x-real-ip", "via"} & set(request.headers)
    try:
        return not forwarded and ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
