"""Completes what a source's mapping has said about access to data: databases by their statement, the rest by where it was."""

from __future__ import annotations

from collectors.logs.access import statement
from model.event import Event
from model.public_data import DataAction, PlaceKind

_TEXT = 300


def add_access(event: Event) -> None:
    """Add `fengsui.data.*` in place. An Event that tells of no access to data gets none of it."""
    if "fengsui.database.query" in event:
        _add_statement(event)
    place = event.get("fengsui.data.place")
    if place is None:
        return
    bucket = event.get("fengsui.data.bucket")
    if place == PlaceKind.API:
        event.setdefault("fengsui.data.object", event.get("url.path", ""))
    elif bucket is not None:
        event["fengsui.data.object"] = f"{bucket}/{event.get('fengsui.data.object', '')}"
    if type(fields := event.get("fengsui.data.fields")) is str:
        event["fengsui.data.fields"] = _listed(fields)
    actor = event.get("user.name")
    if actor and "fengsui.data.actor" not in event:
        event["fengsui.data.actor"] = actor
    if not event.get("fengsui.data.object"):
        event.pop("fengsui.data.object", None)


def _listed(fields: str) -> list[str]:
    parts = [part.strip().lower() for part in fields.split(",")[: statement.MOST_FIELDS]]
    return [part[:_TEXT] for part in parts if part]


def _add_statement(event: Event) -> None:
    query = event["fengsui.database.query"]
    found = statement.read(query if type(query) is str else str(query))
    if found.action is None:
        return
    table = found.table
    told = event.get("fengsui.database.object")
    if type(told) is str and told:
        table = told.lower()
    database = event.get("fengsui.database.name")
    if table and "." not in table and event.get("event.module") in ("mysql", "mariadb") and type(database) is str:
        table = f"{database.lower()}.{table}"  # there a schema is a database
    if not table or table.startswith(("pg_catalog.", "information_schema.", "mysql.", "performance_schema.")):
        return
    event["fengsui.data.place"] = PlaceKind.TABLE.value
    event["fengsui.data.object"] = table
    event.setdefault("fengsui.data.action", found.action.value)
    if found.fields and found.action in (DataAction.READ, DataAction.EXPORT):
        event.setdefault("fengsui.data.fields", list(found.fields))
    for tag in ("purpose", "approval", "recipient", "proof"):
        if tag in found.tags:
            event.setdefault(f"fengsui.data.{tag}", found.tags[tag])
