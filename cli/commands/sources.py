"""`fengsui sources`: what is configured, how it fares, and what could not be read."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.output import Format, plain, rows, say, when
from collectors.contract import Quarantined
from model.errors import InputError, NotFound
from model.event import Event
from model.times import SECOND, to_iso
from pipeline.lanes import Reading, events_of
from pipeline.platform import open_existing
from pipeline.settings import SourceSettings
from store import quarantine, units
from store import sources as source_rows

sources = typer.Typer(no_args_is_help=True, help="Sources: health, samples, quarantine", rich_markup_mode=None)
COLUMNS = (
    "source",
    "kind",
    "state",
    "unit",
    "events",
    "duplicates",
    "quarantined",
    "dropped",
    "last event (UTC)",
    "lag",
)
KIND = typer.Option("--kind", help="What the records are, when it cannot be recognised")


def register(app: typer.Typer) -> None:
    app.add_typer(sources, name="sources")


@sources.command("list")
def _list(
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")] = "district",
) -> None:
    """Every source: how much it delivered, what it could not read, how far it is behind."""
    settings = context.settings()
    state, _ = open_existing(settings)
    with state, state.reading() as tx:
        scope = units.scope_of(tx, unit)
        health = {h.source: h for h in source_rows.health(tx, scope)}
        stored = {s.name: s for s in source_rows.find(tx, scope)}
    names = sorted({*health, *stored, *(n for n, s in settings.sources.items() if scope.allows(s.unit))})
    out = []
    for name in names:
        configured, counted, kept = settings.sources.get(name), health.get(name), stored.get(name)
        disabled = (configured and not configured.enabled) or (kept and not kept.enabled)
        out.append(
            {
                "source": name,
                "kind": configured.kind if configured else (kept.kind if kept else "recording"),
                "state": "disabled" if disabled else ("configured" if configured else "read"),
                "unit": counted.unit if counted else (configured.unit if configured else ""),
                "events": counted.events if counted else 0,
                "duplicates": counted.duplicates if counted else 0,
                "quarantined": counted.quarantined if counted else 0,
                "dropped": counted.dropped if counted else 0,
                "last event (UTC)": when(counted.last_event) if counted and counted.last_event else "-",
                "lag": f"{counted.lag / SECOND:.0f} s" if counted and counted.lag is not None and configured else "-",
            }
        )
    rows(
        out,
        COLUMNS,
        fmt,
        empty="no sources yet; describe one in fengsui.toml under [sources.NAME], or use `fengsui sources add`",
    )


@sources.command("test")
def _test(
    source: Annotated[str, typer.Argument(help="A configured source's name, or a file")],
    kind: Annotated[str, KIND] = "",
    timezone: Annotated[str, typer.Option("--timezone")] = "UTC",
) -> None:
    """Parse the beginning of a source and show three events and every problem. Stores nothing. Exit 3 when there are problems."""
    configured = context.settings().sources.get(source)
    if configured is not None:
        if configured.path is None:
            raise InputError(
                "a network source has no file to test",
                where=source,
                hint=f"send to {configured.listen} and use `sources tail`",
            )
        reading = Reading(
            path=str(configured.path),
            kind=configured.kind,
            source=source,
            unit=configured.unit,
            timezone=configured.timezone,
        )
    elif Path(source).exists():
        reading = Reading(path=source, kind=kind, timezone=timezone)
    else:
        raise NotFound(f"no source and no file is called {source!r}", hint="`fengsui sources list` names the sources")
    good: list[Event] = []
    bad: list[Quarantined] = []
    for item in itertools.islice(events_of(reading), 2000):
        if isinstance(item, Quarantined):
            bad.append(item)
        else:
            good.append(item)
    for event in good[:3]:
        shown = sorted(event.items())
        rows(
            ({"field": k, "value": to_iso(v) if k == "@timestamp" else str(v)[:300]} for k, v in shown),
            ("field", "value"),
            Format.table,
            title=event["event.dataset"],
        )
    for item in bad[:20]:
        say(
            f"not read: {item.reason} at {item.position}: {plain(item.message)}: {plain(item.data[:120].decode('utf-8', 'replace'))}"
        )
    say(f"of the first {len(good) + len(bad)} records {len(good)} were read and {len(bad)} were not")
    if bad or not good:
        raise typer.Exit(3)


@sources.command("tail")
def _tail(
    name: Annotated[str, typer.Argument(help="A source's name")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 10,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, typer.Option("--unit")] = "district",
) -> None:
    """The newest stored events of a source."""
    state, store = open_existing(context.settings())
    with state, state.reading() as tx:
        scope = units.scope_of(tx, unit)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    page = store.search(f'fengsui.source:"{escaped}"', scope, limit=limit)
    columns = ("@timestamp", "event.dataset", "host.name", "source.ip", "event.action", "message")
    shown = ({**event, "@timestamp": to_iso(event["@timestamp"])} for event in page.events)
    rows(shown, columns, fmt, empty=f"nothing stored from {name}")


@sources.command("quarantine")
def _quarantine(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Only this source")] = "",
    samples: Annotated[int, typer.Option("--samples", min=0, max=1000, help="Records to show")] = 5,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, typer.Option("--unit")] = "district",
) -> None:
    """What could not be read: how many by reason, with samples."""
    state, _ = open_existing(context.settings())
    with state, state.reading() as tx:
        scope = units.scope_of(tx, unit)
        counts = quarantine.counts(tx, scope, source=name or None)
        held = quarantine.find(tx, scope, source=name or None, limit=samples).items if samples else []
    rows(
        (
            {"source": c.source, "reason": c.reason, "records": c.records, "bytes": c.bytes, "replayed": c.replayed}
            for c in counts
        ),
        ("source", "reason", "records", "bytes", "replayed"),
        fmt,
        empty="nothing is in quarantine",
    )
    if fmt is Format.table:
        for item in held:
            body = (item.data or b"")[:160].decode("utf-8", "backslashreplace")
            say(f"{item.source} {item.reason} at {item.position}: {plain(item.message)}: {plain(body)}")


@sources.command("add")
def _add(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and dashes")],
    kind: Annotated[str, typer.Option("--kind", help="nginx, auditd, jsonl or syslog")],
    path: Annotated[Path | None, typer.Option("--path", help="File to follow")] = None,
    listen: Annotated[str | None, typer.Option("--listen", help="udp://, tcp:// or tls://host:port (syslog)")] = None,
    unit: Annotated[str, typer.Option("--unit", help="Unit that owns the records")] = "district",
    timezone: Annotated[str, typer.Option("--timezone")] = "Asia/Shanghai",
) -> None:
    """Add a source to the running platform's register; `fengsui serve` reads it at its next start."""
    from pipeline.settings import check_source

    settings = check_source(name, {"kind": kind, "path": path, "listen": listen, "unit": unit, "timezone": timezone})
    _change(name, settings, enabled=True)
    say(f"added {name}")


@sources.command("disable")
def _disable(name: Annotated[str, typer.Argument()]) -> None:
    """Stop reading a source from the next start of `fengsui serve` on."""
    configured = context.settings().sources.get(name)
    _change(name, configured, enabled=False)
    say(f"disabled {name}")


def _change(name: str, settings: SourceSettings | None, *, enabled: bool) -> None:
    from pipeline.platform import open_state_for_change
    from store.scope import EVERYTHING

    with open_state_for_change(context.settings()) as state, state.transaction() as tx:
        if settings is None:
            known = source_rows.get(tx, name, EVERYTHING)
            changed = source_rows.Source(
                name=name, kind=known.kind, unit=known.unit, settings=known.settings, enabled=enabled
            )
        else:
            values = settings.model_dump(mode="json", exclude={"kind", "unit", "enabled"}, exclude_none=True)
            changed = source_rows.Source(
                name=name, kind=settings.kind, unit=settings.unit, settings=values, enabled=enabled
            )
        source_rows.put(tx, changed, actor=context.actor())
