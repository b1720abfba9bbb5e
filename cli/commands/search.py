"""`fengsui search`: find stored events; count, chart and export them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape

from cli import context
from cli.output import Format, console, plain, rows, say, when
from cli.scope import scope_of
from cli.times import duration, time_range
from model.ecs import date_fields
from model.errors import InputError
from model.event import Event
from model.times import to_iso
from pipeline.platform import open_existing
from store.contract import TimeRange
from store.events.export import export_csv, export_jsonl

DEFAULT_FIELDS = ("@timestamp", "event.dataset", "host.name", "source.ip", "destination.ip", "user.name", "what")
WHAT = ("message", "url.original", "dns.question.name", "process.command_line", "event.action", "fengsui.flow.state")


def register(app: typer.Typer) -> None:
    app.command(name="search", help=_search.__doc__)(_search)


def _search(
    query: Annotated[
        str,
        typer.Argument(
            help="Lucene syntax over ECS names, e.g. 'source.ip:10.0.0.0/8 AND url.path:*.php'; \"\" finds all"
        ),
    ] = "",
    start: Annotated[str, typer.Option("--from", help="Earliest event time: ISO 8601, or 15m, 24h, 7d ago")] = "",
    end: Annotated[str, typer.Option("--to", help="Event time to stop before")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Events to print")] = 50,
    fields: Annotated[str, typer.Option("--fields", help="Comma-separated fields to print")] = "",
    ascending: Annotated[bool, typer.Option("--oldest-first")] = False,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    top: Annotated[str, typer.Option("--top", help="Print the most frequent values of this field instead")] = "",
    histogram: Annotated[
        str, typer.Option("--histogram", help="Print counts per interval instead, e.g. 1m, 1h, 1d")
    ] = "",
    count: Annotated[bool, typer.Option("--count", help="Print only how many there are")] = False,
    export: Annotated[Path | None, typer.Option("--export", help="Write all of them to a .csv or .jsonl file")] = None,
    unit: Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")] = "district",
) -> None:
    """Find stored events. The query language is described in docs/reference/search.md."""
    settings = context.settings()
    state, store = open_existing(settings)
    with state, state.reading() as tx:
        scope = scope_of(tx, unit)
    within = time_range(start, end)
    if count:
        typer.echo(store.count(query, scope, within=within))
    elif top:
        found = store.top_values(top, query, scope, within=within, limit=limit)
        rows(({"value": t.value, "count": t.count} for t in found), ("value", "count"), fmt, empty="no values")
    elif histogram:
        every = duration(histogram)
        within = within or _span(store, query, scope)
        buckets = store.histogram(query, scope, within=within, interval=every) if within else []
        most = max((b.count for b in buckets), default=0)
        shown = ({"time": to_iso(b.start)[:19] + "Z", "count": b.count, "": "█" * _bar(b.count, most)} for b in buckets)
        rows(shown, ("time", "count", "") if fmt is Format.table else ("time", "count"), fmt, empty="no events")
    elif export is not None:
        writers = {".csv": export_csv, ".jsonl": export_jsonl, ".ndjson": export_jsonl}
        if export.suffix not in writers:
            raise InputError("ends in neither .csv nor .jsonl", where=str(export))
        chosen = _split(fields)
        with export.open("wb") as file:
            number = writers[export.suffix](store, file, query, scope, within=within, fields=chosen or None)
        say(f"{number} events written to {export}")
    else:
        page = store.search(query, scope, within=within, limit=limit, ascending=ascending, fields=None)
        _print(page.events, _split(fields), fmt)
        for problem in page.partial:
            console.print(f"[yellow]partial:[/] {escape(plain(problem))}")
        if page.cursor and fmt is Format.table:
            say(f"… more; raise --limit, narrow the time, or use --export (showing {len(page.events)})")


def _print(events: list[Event], fields: list[str], fmt: Format) -> None:
    columns = fields or list(DEFAULT_FIELDS)
    dates = date_fields()
    if fmt in (Format.table, Format.csv):
        rows((_shown(event, columns, dates) for event in events), columns, fmt, empty="no events match")
    else:
        keep = set(fields)
        shown = (
            {k: to_iso(v) if k in dates and isinstance(v, int) else v for k, v in e.items() if not keep or k in keep}
            for e in events
        )
        rows((orjson.loads(orjson.dumps(item, default=str)) for item in shown), (), fmt)


def _shown(event: Event, columns: list[str], dates: frozenset[str]) -> dict[str, object]:
    shown: dict[str, object] = {}
    for column in columns:
        value = event.get(column, "")
        if column == "what" and column not in event:
            value = str(next((event[name] for name in WHAT if name in event), ""))[:160]
        shown[column] = when(value) if column in dates and isinstance(value, int) else value
    return shown


def _split(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _span(store: object, query: str, scope: object) -> TimeRange | None:
    oldest = store.search(query, scope, limit=1, ascending=True)  # type: ignore[attr-defined]
    newest = store.search(query, scope, limit=1)  # type: ignore[attr-defined]
    if not oldest.events:
        return None
    return TimeRange(oldest.events[0]["@timestamp"], newest.events[0]["@timestamp"] + 1)


def _bar(count: int, most: int) -> int:
    return round(40 * count / most) if most else 0
