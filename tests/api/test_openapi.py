"""What generated clients rely on: names that say what is meant, and types for what is streamed."""

from __future__ import annotations

from api.app import describe
from api.live.schemas import STREAMED

DOCUMENT = describe().openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]


def test_no_schema_is_named_after_a_module() -> None:
    assert [name for name in SCHEMAS if "__" in name] == []
    assert SCHEMAS["EntityRole"]["enum"] != SCHEMAS["Role"]["enum"]


def test_every_reference_leads_somewhere() -> None:
    def walk(value: object) -> None:
        if isinstance(value, dict):
            reference = value.get("$ref")
            if isinstance(reference, str):
                kind, name = reference.removeprefix("#/components/").split("/")
                assert name in DOCUMENT["components"][kind], reference
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(DOCUMENT)


def test_the_bodies_of_live_events_are_described_by_event_name() -> None:
    assert set(SCHEMAS["LiveEvents"]["properties"]) == set(STREAMED)
    answer = DOCUMENT["paths"]["/api/v1/stream"]["get"]["responses"]["200"]["content"]["text/event-stream"]
    assert answer["x-event-data"] == {"$ref": "#/components/schemas/LiveEvents"}
    assert SCHEMAS["ChangeSeen"]["required"] == ["object", "change"]
