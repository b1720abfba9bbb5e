"""Optional OpenTelemetry spans. Only the API of OpenTelemetry is used: without an SDK configured by whoever runs the
program, spans go nowhere and no connection is made."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from starlette.types import Scope


def available() -> bool:
    try:
        return importlib.util.find_spec("opentelemetry.trace") is not None
    except ModuleNotFoundError:
        return False


@contextmanager
def span(scope: Scope, seen: Mapping[str, int]) -> Iterator[None]:
    """seen: `status` of the answer, known when the span ends. Neither query nor body goes into a span."""
    if not available():
        yield
        return
    trace = importlib.import_module("opentelemetry.trace")
    attributes = {"http.request.method": scope["method"], "fengsui.request_id": scope["fengsui.request_id"]}
    with trace.get_tracer("fengsui.api").start_as_current_span(scope["method"], attributes=attributes) as current:
        yield
        current.set_attribute("http.response.status_code", seen["status"])
        current.update_name(f"{scope['method']} {getattr(scope.get('route'), 'path', '')}".strip())
