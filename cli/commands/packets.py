"""`fengsui packets`: take out what the sensors keep, and have it dissected."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli import context
from cli.groups import group
from cli.output import say
from cli.scope import scope_of
from collectors.packets.dissect import INPUT_MOST, dissect
from collectors.packets.extract import MOST_BYTES, Found
from model.errors import InputError
from pipeline.packets import SECONDS_MOST, Asked, around_alert, around_event, around_flow
from pipeline.platform import open_existing, open_state_for_change
from store import ledger

packets = group("Packets the sensors keep: extract, dissect")

Around = Annotated[str, typer.Option("--around", metavar="ALERT", help="Id of an alert")]
OfEvent = Annotated[str, typer.Option("--event", metavar="EVENT", help="Id of an event")]
OfFlow = Annotated[str, typer.Option("--flow", metavar="COMMUNITY_ID", help="Community id of a flow")]
Seconds = Annotated[int, typer.Option("--seconds", min=0, max=SECONDS_MOST, help="Before it began and after it ended")]
Unit = Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")]


def register(app: typer.Typer) -> None:
    app.add_typer(packets, name="packets")


def _asked(alert: str, event: str, flow: str, seconds: int, unit: str) -> Asked:
    if sum(map(bool, (alert, event, flow))) != 1:
        raise InputError("say whose packets", hint="give one of --around ALERT, --event EVENT, --flow COMMUNITY_ID")
    settings = context.settings()
    state, store = open_existing(settings)
    with state, state.reading() as tx:
        scope = scope_of(tx, unit)
        if alert:
            asked = around_alert(tx, store, settings, scope, alert, seconds)
        elif flow:
            asked = around_flow(tx, store, settings, scope, flow, seconds)
        else:
            asked = around_event(tx, settings, scope, store.get(event, scope), seconds)
    store.close()
    with open_state_for_change(settings) as changing, changing.transaction() as tx:
        about = alert or flow or event
        details = {"about": about, "seconds": seconds, "hosts": ", ".join(asked.what.hosts)}
        ledger.append(tx, actor="cli", action="packets.extracted", object="packets", unit=unit, details=details)
    return asked


@packets.command("extract")
def _extract(
    out: Annotated[Path, typer.Option("--out", "-o", help="pcapng file to write")],
    around: Around = "",
    event: OfEvent = "",
    flow: OfFlow = "",
    seconds: Seconds = 30,
    unit: Unit = "district",
) -> None:
    """Write the packets of a conversation around a moment to a pcapng file. Reading packets is an audit record.

    Exit 0 written, 2 nothing to write or bad usage.
    """
    asked, found = _asked(around, event, flow, seconds, unit), Found()
    with out.open("wb") as file:
        for piece in asked.packets(found, MOST_BYTES):
            file.write(piece)
    if not found.packets:
        out.unlink()
        raise InputError(
            "no packets of it are kept", hint="they may be older than the sensors keep them; see `fengsui sources`"
        )
    say(f"{found.packets} packets, {found.bytes} bytes" + (f"; cut at {MOST_BYTES} bytes" if found.cut else ""))


@packets.command("dissect")
def _dissect(
    around: Around = "",
    event: OfEvent = "",
    flow: OfFlow = "",
    seconds: Seconds = 5,
    most: Annotated[int, typer.Option("--packets", min=1, max=2000, help="Packets to dissect at most")] = 50,
    fmt: Annotated[Literal["text", "json"], typer.Option("--format")] = "text",
    unit: Unit = "district",
) -> None:
    """Have tshark say everything about the packets of a conversation, within limits on time and memory."""
    asked, found = _asked(around, event, flow, seconds, unit), Found()
    text, cut = dissect(b"".join(asked.packets(found, INPUT_MOST // 2)), fmt, most)
    typer.echo(text.decode("utf-8", "replace"), nl=False)
    if cut or found.packets > most:
        say(f"{found.packets} packets; not all of them are shown")
