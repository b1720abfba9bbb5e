"""`fengsui sources`: what is configured, how it fares, and what could not be read."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.groups import group
from cli.output import Format, plain, rows, say, when
from cli.scope import scope_of
from collectors.contract import Quarantined
from model.errors import InputError, NotFound
from model.event import Event
from model.times import SECOND, to_iso
from pipeline.known_sources import Known, known_sources
from pipeline.lanes import Reading, events_of
from pipeline.platform import open_existing, open_state_for_change
from pipeline.settings import check_source
from pipeline.source_kinds import KINDS
from pipeline.source_settings import SourceSettings
from pipeline.trying import try_source
from store import quarantine, source_watch
from store import sources as source_rows

sources = group("Sources: health, samples, quarantine")
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
        scope = scope_of(tx, unit)
        health = {h.source: h for h in source_rows.health(tx, scope)}
        known = {name: one for name, one in known_sources(tx, settings).items() if scope.allows(one.unit)}
        watches = source_watch.watches(tx, scope)
    out = []
    for name in sorted({*health, *known}):
        configured, counted, watch = known.get(name), health.get(name), watches.get(name)
        out.append(
            {
                "source": name,
                "kind": configured.kind if configured else "recording",
                "state": _state(configured, watch),
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


def _state(known: Known | None, watch: source_watch.Watch | None) -> str:
    if known is None:
        return "read"
    if not known.enabled:
        return "disabled"
    if known.settings is None:
        return "failed"
    return watch.state if watch is not None and watch.state != "ok" else "configured"


@sources.command("test")
def _test(
    source: Annotated[str, typer.Argument(help="A configured source's name, or a file")],
    kind: Annotated[str, KIND] = "",
    timezone: Annotated[str, typer.Option("--timezone")] = "UTC",
    wait: Annotated[float, typer.Option("--wait", min=0, max=15, help="Seconds to listen at a network source")] = 5.0,
) -> None:
    """Parse the beginning of a source and show three events and every problem. Stores nothing. Exit 3 when there are problems."""
    configured = _configured(source)
    if configured is not None and configured.path is None:
        tried = try_source(source, configured, wait_s=wait)
        if tried.error:
            raise InputError(tried.error, where=source, hint=tried.hint or "a running platform holds its address")
        _show(tried.samples, tried.problems, tried.events, tried.refused)
        return
    if configured is not None:
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
    _show(good[:3], bad[:20], len(good), len(bad))


def _configured(name: str) -> SourceSettings | None:
    """A source of the settings file or of the register, if there is one of this name."""
    settings = context.settings()
    if name in settings.sources or not settings.state_file.is_file():
        return settings.sources.get(name)
    state, _ = open_existing(settings)
    with state, state.reading() as tx:
        known = known_sources(tx, settings).get(name)
    if known is not None and known.settings is None:
        raise InputError(known.problem, where=name)
    return known.settings if known else None


def _show(samples: list[Event], problems: list[Quarantined], read: int, refused: int) -> None:
    for event in samples:
        shown = sorted(event.items())
        rows(
            ({"field": k, "value": to_iso(v) if k == "@timestamp" else str(v)[:300]} for k, v in shown),
            ("field", "value"),
            Format.table,
            title=event["event.dataset"],
        )
    for item in problems:
        say(
            f"not read: {item.reason} at {item.position}: {plain(item.message)}: {plain(item.data[:120].decode('utf-8', 'replace'))}"
        )
    say(f"of the first {read + refused} records {read} were read and {refused} were not")
    if refused or not read:
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
        scope = scope_of(tx, unit)
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
        scope = scope_of(tx, unit)
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
    kind: Annotated[str, typer.Option("--kind", help=", ".join(KINDS))],
    path: Annotated[Path | None, typer.Option("--path", help="File to follow")] = None,
    listen: Annotated[str | None, typer.Option("--listen", help="udp://, tcp:// or tls://host:port (syslog)")] = None,
    unit: Annotated[str, typer.Option("--unit", help="Unit that owns the records")] = "district",
    timezone: Annotated[str, typer.Option("--timezone")] = "Asia/Shanghai",
) -> None:
    """Add a source; a running platform reads it within seconds."""
    settings = context.settings()
    if name in settings.sources:
        raise InputError("this source stands in the settings file", where=name, hint="change it there")
    given = {"kind": kind, "path": path and path.absolute(), "listen": listen, "unit": unit, "timezone": timezone}
    checked = check_source(name, given)
    values = checked.model_dump(mode="json", exclude={"kind", "unit", "enabled"}, exclude_unset=True, exclude_none=True)
    with open_state_for_change(settings) as state, state.transaction() as tx:
        source = source_rows.Source(name=name, kind=checked.kind, unit=checked.unit, settings=values)
        source_rows.put(tx, source, actor=context.actor())
    say(f"added {name}")


@sources.command("disable")
def _disable(name: Annotated[str, typer.Argument()]) -> None:
    """Stop reading a source; a running platform does so within seconds."""
    _switch(name, False)
    say(f"disabled {name}")


@sources.command("enable")
def _enable(name: Annotated[str, typer.Argument()]) -> None:
    """Read a disabled source again, from where it was left."""
    _switch(name, True)
    say(f"enabled {name}")


def _switch(name: str, enabled: bool) -> None:
    settings = context.settings()
    with open_state_for_change(settings) as state, state.transaction() as tx:
        known = known_sources(tx, settings).get(name)
        if known is None:
            raise NotFound(f"no source is called {name!r}", hint="`fengsui sources list` names the sources")
        given = settings.sources.get(name)
        if enabled and given is not None and not given.enabled:
            raise InputError("this source is switched off in the settings file", where=name, hint="switch it on there")
        source = source_rows.Source(name=name, kind=known.kind, unit=known.unit, settings={}, enabled=known.enabled)
        source_rows.switch(tx, source, enabled, actor=context.actor())
