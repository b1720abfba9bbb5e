"""`fengsui correlate`: alerts on standard input or in files to incidents, storing nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, TextIO

import orjson
import typer

from cli import context
from cli.commands.incidents import incident_table
from cli.output import line, say
from collectors.inputs import open_input
from collectors.inventory import read_estate, read_machines
from collectors.inventory.estate_file import decode, is_estate
from correlator import Correlator
from correlator.attack_flow import attack_flow
from correlator.export import incident_object
from correlator.foreign import CsvMap, alerts_from
from correlator.known import Known, known
from model.alert import Alert
from model.errors import BadRecord, InputError
from model.incident import Incident
from model.times import to_iso
from pipeline.outlook import EstateOutlook, watches_of
from pipeline.stages import SHIPPED_RULES, StageSpec, rules_of

BATCH = 500


class IncidentFormat(StrEnum):
    json = "json"
    jsonl = "jsonl"
    attack_flow = "attack-flow"
    table = "table"


def register(app: typer.Typer) -> None:
    app.command(name="correlate", help=_correlate.__doc__)(_correlate)


def _correlate(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Alerts as JSON lines (output of `fengsui detect`, or foreign), CSV with --map, or -",
        ),
    ],
    csv_map: Annotated[Path | None, typer.Option("--map", help="YAML file that says which CSV column is what")] = None,
    inventory: Annotated[
        Path | None,
        typer.Option(
            "--inventory",
            help="YAML or JSON file of machines with their names and addresses, or a whole estate: then next steps, blast "
            "radius and containment are printed as well",
        ),
    ] = None,
    trace: Annotated[
        Path | None, typer.Option("--trace", help="Write a snapshot to this file whenever an incident changes")
    ] = None,
    fmt: Annotated[IncidentFormat, typer.Option("--format", help="How to print incidents")] = IncidentFormat.json,
) -> None:
    """Join alerts into incidents and say why each belongs. One JSON object per incident; as `attack-flow`, one STIX 2.1
    bundle per escalated incident.

    Exit 0 done, 2 bad usage or unreadable input, 3 done but some lines could not be read.
    """
    data = _read(inventory)
    engine = Correlator(known=_known_from(data, str(inventory)) if data else None)
    seen: dict[str, Alert] = {}
    latest: dict[str, Incident] = {}
    unread: list[BadRecord] = []
    columns = CsvMap.read(csv_map.read_bytes(), str(csv_map)) if csv_map else None
    sink: TextIO | None = trace.open("w", encoding="utf-8") if trace else None
    try:
        alerts = alerts_from(_lines(inputs), columns=columns, bad=unread.append)
        while batch := list(islice(alerts, 1 if sink else BATCH)):
            seen.update((alert.id, alert) for alert in batch)
            for change in engine.feed_all(batch):
                latest[change.incident.id] = change.incident
                if sink:
                    snapshot = {
                        "t": to_iso(batch[-1].time),
                        "change": change.kind,
                        "incident": incident_object(change.incident, seen),
                    }
                    sink.write(orjson.dumps(snapshot, default=str).decode() + "\n")
    finally:
        if sink:
            sink.close()
    live = [incident for incident in latest.values() if not incident.merged_into]
    live.sort(key=lambda incident: (-incident.escalated, -incident.score, incident.id))
    if fmt is IncidentFormat.table:
        incident_table([i for i in live if i.escalated], context.settings().language == "zh-CN")
    else:
        option = orjson.OPT_INDENT_2 if fmt is not IncidentFormat.jsonl else 0
        if fmt is IncidentFormat.attack_flow:
            live = [incident for incident in live if incident.escalated]
        outlook = _outlook_of(data, str(inventory))
        for incident in live:
            members = [seen[member.alert_id] for member in incident.members if member.alert_id in seen]
            ahead = outlook.fields(members) if outlook else {}
            whole = attack_flow if fmt is IncidentFormat.attack_flow else incident_object
            line(orjson.dumps(whole(incident, seen, ahead), option=option, default=str))
    say(f"{len(seen)} alerts, {len(live)} incidents, {sum(i.escalated for i in live)} escalated")
    if unread:
        for error in unread[:20]:
            say(f"not read: {error}")
        say(f"quarantined: {len(unread)} lines")
        raise typer.Exit(3)


def _read(inventory: Path | None) -> bytes:
    if inventory is None:
        return b""
    try:
        return inventory.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(inventory)) from error


def _known_from(data: bytes, where: str) -> Known:
    machines = read_machines(data, where)
    if not is_estate(decode(data, where)):
        return known(machines)
    estate = read_estate(data, where)
    return known(machines, estate.zones, estate.services, estate.data_sets, estate.data_grants)


def _outlook_of(data: bytes, where: str) -> EstateOutlook | None:
    """None for a file that names machines only: nothing follows from names."""
    if not data or not is_estate(decode(data, where)):
        return None
    ours = context.settings()
    roots = tuple(ours.detection.rules) or (SHIPPED_RULES,)
    known = rules_of(StageSpec(rules=roots, pipelines=tuple(ours.detection.pipelines), events_folder=None)).rules
    watches = watches_of((rule.id, rule.title, rule.title_zh, rule.tags) for rule in known)
    return EstateOutlook(read_estate(data, where), watches)


def _lines(inputs: Iterable[str]) -> Iterator[bytes]:
    for path in inputs:
        if path == "-":
            yield from sys.stdin.buffer
        else:
            for opened in open_input(path):
                yield from opened.stream
