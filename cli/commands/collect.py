"""`fengsui collect`: inputs to Events on standard output or in a Parquet file, storing nothing."""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import Annotated

import orjson
import typer

from cli.output import Format, rows, say
from collectors.contract import Quarantined
from collectors.packets.labels import read_labels
from model.ecs import date_fields
from model.errors import InputError
from model.event import Event, to_json
from model.times import to_iso
from pipeline.capturing import CaptureRequest, filtered_events, health_lines, is_interface, live_events
from pipeline.lanes import Reading, events_of
from pipeline.pool import cores
from pipeline.shares import Lines, shared_lines, worth_sharing
from store.events.export import write_parquet

COLUMNS = ("@timestamp", "event.dataset", "host.name", "source.ip", "destination.ip", "event.action", "summary")
SUMMARY = (
    "message",
    "url.original",
    "dns.question.name",
    "tls.client.server_name",
    "process.command_line",
    "fengsui.flow.state",
)


class CollectFormat(StrEnum):
    jsonl = "jsonl"
    table = "table"
    parquet = "parquet"


def register(app: typer.Typer) -> None:
    app.command(name="collect", help=_collect.__doc__)(_collect)


def _collect(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, archives, - for standard input, or interface:NAME")
    ],
    fmt: Annotated[CollectFormat, typer.Option("--format", help="jsonl: one ECS event a line")] = CollectFormat.jsonl,
    out: Annotated[Path | None, typer.Option("--out", help="File to write (needed for parquet)")] = None,
    stats: Annotated[Path | None, typer.Option("--stats", help="Write counts and timings to this JSON file")] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="What the records are, when it cannot be recognised: jsonl, evtx, nginx, auditd, syslog, pcap",
        ),
    ] = "",
    capture_filter: Annotated[
        str, typer.Option("--filter", metavar="BPF", help="Packets that count, in tcpdump's language: 'tcp port 502'")
    ] = "",
    duration: Annotated[
        float,
        typer.Option("--duration", metavar="S", min=0, help="Seconds to capture from an interface; 0: until stopped"),
    ] = 0.0,
    promiscuous: Annotated[
        bool, typer.Option("--promiscuous/--no-promiscuous", help="Also take packets meant for other machines")
    ] = True,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help="Rings an interface's packets are spread over, by flow")
    ] = 1,
    labels: Annotated[
        str,
        typer.Option("--labels", metavar="ndpi", help="Also name flows of capture files with nDPI (needs nfstream)"),
    ] = "",
    timezone: Annotated[str, typer.Option("--timezone", help="Zone of times that state none")] = "UTC",
) -> None:
    """Turn packets and logs into ECS events, one a line. Stores nothing.

    Exit 0 all was read, 2 bad usage or unreadable input, 3 some records could not be read (counted on stderr).
    """
    capture = _capture(inputs, labels, duration, capture_filter, promiscuous, workers)
    if capture:
        sources = [live_events(capture)]
    elif capture_filter:
        sources = [filtered_events(path, capture_filter) for path in inputs]
    else:
        sources = [events_of(Reading(path=path, kind=kind, timezone=timezone)) for path in inputs]
    if labels:
        sources = [read_labels(Path(path)).label(events) for path, events in zip(inputs, sources, strict=True)]
    run = _Run(sources)
    if fmt is CollectFormat.parquet:
        if out is None:
            raise InputError("parquet needs a file", hint="add --out events.parquet")
        write_parquet(run.events(), out)
    elif fmt is CollectFormat.table:
        rows(map(_row, run.events()), COLUMNS, Format.table, empty="no events")
    else:
        dates = date_fields()
        shared = (
            not kind and not labels and not capture and cores() > 1 and len(inputs) == 1 and worth_sharing(inputs[0])
        )
        with out.open("wb") if out else nullcontext(sys.stdout.buffer) as target:
            if shared:
                for data in run.lines(shared_lines(inputs[0], capture_filter, cores())):
                    target.write(data)
            else:
                for event in run.events():
                    target.write(to_json(event, dates) + b"\n")
    say(run.summary())
    for told in health_lines(capture) if capture else ():
        say(told)
    if stats is not None:
        counted = run.stats() | ({"interfaces": capture.health} if capture else {})
        stats.write_bytes(orjson.dumps(counted, option=orjson.OPT_INDENT_2))
    if run.quarantined:
        for reason, count in sorted(run.quarantined.items()):
            say(f"quarantined: {count} × {reason} (first: {run.first[reason]})")
        raise typer.Exit(3)


def _capture(
    inputs: list[str], labels: str, duration: float, capture_filter: str, promiscuous: bool, workers: int
) -> CaptureRequest | None:
    """What to capture when the inputs are interfaces, None when they are files. Raises InputError when both are there."""
    if labels not in ("", "ndpi"):
        raise InputError(f"no labels are called {labels!r}", hint="use --labels ndpi")
    if not any(map(is_interface, inputs)):
        return None
    if not all(map(is_interface, inputs)):
        raise InputError("interfaces and files are not read together", hint="start one command for each")
    if labels:
        raise InputError("nDPI reads files only", hint="save the capture to a file first")
    return CaptureRequest(inputs, duration, capture_filter, promiscuous, workers)


class _Run:
    def __init__(self, sources: list[Iterator[Event | Quarantined]]) -> None:
        self._sources = sources
        self.datasets: Counter[str] = Counter()
        self.quarantined: Counter[str] = Counter()
        self.first: dict[str, str] = {}
        self.seconds = 0.0

    def events(self) -> Iterator[Event]:
        started = perf_counter()
        for item in itertools.chain.from_iterable(self._sources):
            if isinstance(item, Quarantined):
                self._refuse(item)
            else:
                self.datasets[item["event.dataset"]] += 1
                yield item
        self.seconds = perf_counter() - started

    def lines(self, made: Iterator[Lines]) -> Iterator[bytes]:
        """Lines made elsewhere; counts what is in them."""
        started = perf_counter()
        for lines in made:
            self.datasets += lines.datasets
            for item in lines.quarantined:
                self._refuse(item)
            yield lines.data
        self.seconds = perf_counter() - started

    def _refuse(self, item: Quarantined) -> None:
        self.quarantined[item.reason] += 1
        self.first.setdefault(item.reason, f"{item.message}, at {item.position}")

    def summary(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.datasets.items()))
        return f"{sum(self.datasets.values())} events in {self.seconds:.1f} s" + (f" ({counts})" if counts else "")

    def stats(self) -> dict[str, object]:
        return {
            "events": sum(self.datasets.values()),
            "datasets": dict(sorted(self.datasets.items())),
            "quarantined": dict(sorted(self.quarantined.items())),
            "seconds": round(self.seconds, 3),
        }


def _row(event: Event) -> dict[str, object]:
    shown = {column: event.get(column, "") for column in COLUMNS}
    shown["@timestamp"] = to_iso(event["@timestamp"])[:23]
    shown["summary"] = str(next((event[name] for name in SUMMARY if name in event), ""))[:200]
    return shown
