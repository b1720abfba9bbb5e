"""`fengsui indicators`: what others know to be malicious, taken in, looked up, hunted for."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.groups import group
from cli.output import Format as Output
from cli.output import plain, rows, say, when
from detections.indicators import observables as forms
from detections.indicators.formats import Format, parse
from detections.indicators.parsed import MAX_BYTES
from model.errors import InputError
from model.indicator import ObservableKind
from model.times import DAY, now_us, parse_iso
from pipeline.intel import beside, index, intake
from pipeline.platform import Platform, open_existing, open_state_for_change
from store.indicators import hunts, imports, observables, sources, version

indicators = group("Threat intelligence indicators")
COLUMNS = ("number", "kind", "value", "state", "level", "confidence", "until", "sources", "warning")


class State(StrEnum):
    active = "active"
    expired = "expired"
    refused = "refused"
    revoked = "revoked"


def register(app: typer.Typer) -> None:
    app.add_typer(indicators, name="indicators")


@indicators.command("import")
def _import(
    file: Annotated[Path, typer.Argument(help="STIX 2.1 bundle, MISP JSON or CSV; recognised by content")],
    fmt: Annotated[Format | None, typer.Option("--as", help="Read it as this instead")] = None,
    source: Annotated[str, typer.Option("--source", help="Name the provenance is kept under")] = "file",
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Column of a CSV file, OURS=THEIRS; may be repeated")
    ] = None,
    confidence: Annotated[int, typer.Option("--confidence", min=0, max=100, help="Where none is stated")] = 50,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, keep nothing")] = False,
    problems: Annotated[int, typer.Option("--problems", min=0, help="Unusable items to show")] = 20,
) -> None:
    """Take indicators in. Doing it again changes nothing. Exit 3 when some items cannot be used."""
    settings = context.settings()
    content = _read(file)
    parsed = parse(content, fmt, _mapping(column or []), where=str(file))
    for reject in parsed.rejects[:problems]:
        say(f"not used: {reject.reason} at {reject.position}: {plain(reject.message)}: {plain(reject.value)}")
    if dry_run:
        kinds = ", ".join(f"{number} {kind.value}" for kind, number in parsed.kinds.items())
        say(f"{parsed.format}: {parsed.items} items, {len(parsed.rejects)} rejected; {kinds or 'nothing usable'}")
    else:
        now, actor = now_us(), context.actor()
        with open_state_for_change(settings) as state:
            with state.transaction() as tx:
                known = sources.ensure(tx, source, "file", source, actor=actor, now=now, confidence=confidence)
            number = intake.take_in(
                state.transaction,
                known,
                parsed,
                actor=actor,
                now=now,
                file=file.name,
                digest=sha256(content).hexdigest(),
                hunt_days=settings.indicators.hunt_days,
            )
            with state.reading() as tx:
                counts = imports.get(tx, number).counts
        said = ", ".join(
            f"{counts[name]} {name}"
            for name in ("added", "updated", "unchanged", "refused", "rejected")
            if counts.get(name)
        )
        say(f"import {number}: {parsed.items} items: {said or 'nothing new'}")
    if parsed.rejects:
        raise typer.Exit(3)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError(f"longer than {MAX_BYTES} bytes", where=str(file), hint="cut it into several files")
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file)) from None


def _mapping(columns: list[str]) -> dict[str, str]:
    out = {}
    for one in columns:
        ours, separator, theirs = one.partition("=")
        if not separator:
            raise InputError(f"--column {one!r}: expected OURS=THEIRS", hint="for instance --column value=地址")
        out[ours] = theirs
    return out


@indicators.command("list")
def _list(
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="Part of the value")] = "",
    kind: Annotated[ObservableKind | None, typer.Option("--kind")] = None,
    state: Annotated[State | None, typer.Option("--state")] = None,
    source: Annotated[str, typer.Option("--source")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    fmt: Annotated[Output, typer.Option("--format")] = Output.table,
) -> None:
    """Known indicators, latest changed first."""
    kept, _ = open_existing(context.settings())
    where = observables.Filter(
        text=text, kinds=(kind,) if kind else (), states=(state.value,) if state else (), source=source
    )
    with kept, kept.reading() as tx:
        found = observables.find(tx, where, now=now_us(), limit=limit)
        counts = observables.counts(tx, now=now_us())
    rows(
        (
            {
                "number": one.number,
                "kind": one.observable.kind.value,
                "value": one.observable.value,
                "state": one.state,
                "level": one.level.value,
                "confidence": one.confidence,
                "until": when(one.valid_until) if one.valid_until else "-",
                "sources": one.sources,
                "warning": one.warning,
            }
            for one in found.items
        ),
        COLUMNS,
        fmt,
        empty="no indicators; `fengsui indicators import FILE` takes some in",
    )
    if fmt is Output.table:
        say(", ".join(f"{number} {name}" for name, number in counts.items()))


@indicators.command("look-up")
def _look_up(value: Annotated[str, typer.Argument(help="An address, name, URL, hash …, defanged or not")]) -> None:
    """What is known about one value, source by source. Exit 1 when nothing is."""
    kind = forms.guess(value)
    if kind is None:
        raise InputError(f"it cannot be told what {value[:60]!r} is")
    kept, _ = open_existing(context.settings())
    with kept, kept.reading() as tx:
        known = observables.look_up(tx, forms.normalise(kind, value), now=now_us())
        said = observables.said(tx, known.number) if known else []
    if known is None:
        say(f"nothing is known about {kind.value} {plain(value)}")
        raise typer.Exit(1)
    say(f"{known.observable.kind.value} {plain(known.observable.value)}: {known.state}, {known.level.value}")
    if known.warning:
        say(f"held by a warning list: {known.warning}")
    rows(
        (
            {
                "source": one.source,
                "id": one.external_id,
                "name": one.name,
                "confidence": "-" if one.confidence is None else one.confidence,
                "labels": list(one.labels),
                "tlp": one.tlp or "-",
                "until": when(one.valid_until) if one.valid_until else "-",
            }
            for one in said
        ),
        ("source", "id", "name", "confidence", "labels", "tlp", "until"),
        Output.table,
    )


@indicators.command("feeds")
def _feeds(fmt: Annotated[Output, typer.Option("--format")] = Output.table) -> None:
    """Where indicators come from, and how each feed fares."""
    kept, _ = open_existing(context.settings())
    with kept, kept.reading() as tx:
        counts = sources.counts(tx)
        found = sources.find(tx)
    rows(
        (
            {
                "id": one.id,
                "kind": one.kind,
                "name": one.name,
                "indicators": counts.get(one.id, 0),
                "enabled": one.enabled,
                "last success": when(one.last_success) if one.last_success else "-",
                "error": one.error,
            }
            for one in found
        ),
        ("id", "kind", "name", "indicators", "enabled", "last success", "error"),
        fmt,
        empty="no sources of indicators yet",
    )


@indicators.command("hunt")
def _hunt(
    days: Annotated[int, typer.Option("--days", min=0, help="Look for all active ones this many days back")] = 0,
    since: Annotated[str, typer.Option("--since", help="Or from this time on (ISO 8601)")] = "",
) -> None:
    """Carry out the hunts that wait, here and now; the platform must not be running. It does so by itself when it serves."""
    settings = context.settings()
    now = now_us()
    with Platform(settings) as platform:
        if days or since:
            start = parse_iso(since) if since else now - days * DAY
            with platform.state.transaction() as tx:
                hunts.add(tx, imported=hunts.ALL, start=start, end=now, actor=context.actor(), now=now)
        total = beside.run_hunts(platform, say)
    say(f"{total} new alerts")


@indicators.command("index")
def _index() -> None:
    """Build what events are matched with now; the platform does so by itself."""
    settings = context.settings()
    with open_state_for_change(settings) as state:
        path = index.index_path(settings.data)
        made = index.refresh(state, path, now_us(), force=True)
        with state.reading() as tx:
            number = version.current(tx)
    say(f"version {number}, {path.stat().st_size} bytes" if made else "there is nothing to match with yet")
