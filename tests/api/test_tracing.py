"""With tracing on, every request is a span; nothing about what was asked leaves with it."""

from __future__ import annotations

from pathlib import Path

from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from store.identity import Role
from tests.api.site import a_site


def ours(exporter: InMemorySpanExporter) -> list[ReadableSpan]:
    """Other libraries of the program make spans too."""
    return [one for one in exporter.get_finished_spans() if one.instrumentation_scope.name == "fengsui.api"]


def test_a_request_is_one_span_named_after_its_route_with_the_request_id(tmp_path: Path) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    with a_site(tmp_path, api={"tracing": True}) as site:
        client = site.signed_in(Role.ANALYST)
        exporter.clear()
        answer = client.get("/api/v1/events?q=user.name:secret", headers={"X-Request-ID": "abc"})
        assert answer.status_code == 200
        assert client.get("/api/v1/alerts/none-such").status_code == 404
    found, missing = ours(exporter)
    assert found.name == "GET /api/v1/events"
    assert dict(found.attributes or {}) == {
        "http.request.method": "GET",
        "http.response.status_code": 200,
        "fengsui.request_id": "abc",
    }
    assert missing.name == "GET /api/v1/alerts/{alert_id}"
    assert (missing.attributes or {})["http.response.status_code"] == 404
    assert "secret" not in found.to_json()


def test_without_tracing_no_span_is_made(tmp_path: Path) -> None:
    exporter = InMemorySpanExporter()
    provider = trace.get_tracer_provider()
    assert isinstance(provider, TracerProvider)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with a_site(tmp_path) as site:
        assert site.client().get("/api/v1/health").status_code == 200
    assert ours(exporter) == []
