"""`fengsui risk`: the risk register at the terminal, each risk with its causes, and what is done about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli import context
from cli.groups import group
from cli.output import Format, rows, say
from cli.scope import scope_of
from compliance.risk.method import Method, threats, told
from compliance.risk.standing import check
from model.risk import Treatment, Way
from model.times import day_of, now_us
from pipeline.compliance.risks import Risks, risk_desk_of
from pipeline.platform import open_existing
from store import compliance as ledgers
from store.scope import EVERYTHING

app = group("Risks: register, causes, treatment, trend")
_FORMAT = typer.Option("--format")
_RISK = typer.Argument(metavar="RISK", help="Id of the risk, as `list` shows it")


def register(main: typer.Typer) -> None:
    main.add_typer(app, name="risk")


@contextmanager
def _opened(*, change: bool = False) -> Iterator[tuple[Risks, Session]]:
    settings = context.settings()
    state, store = open_existing(settings)
    with state:
        found = risk_desk_of(state, store, settings).risks(now_us())
        with state.transaction() if change else state.reading() as tx:
            yield found, tx
    store.close()


def _name(method: Method, grade: int) -> str:
    named = method.names[grade - 1]
    return f"{grade} {named.zh if context.settings().language == 'zh-CN' else named.en}"


@app.command("list")
def _list(
    system: Annotated[str, typer.Option("--system", help="Only of this system")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")] = "district",
    least: Annotated[int, typer.Option("--level", min=1, max=5, help="Only of this level or higher")] = 3,
    fmt: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """The register, highest first."""
    zh = context.settings().language == "zh-CN"
    with _opened() as (found, tx):
        held = found.standings(tx, scope_of(tx, unit), now_us())
    out = [
        {
            "id": one.risk.id,
            "level": _name(found.method, one.risk.level),
            "threat": threats()[one.risk.threat].zh if zh else threats()[one.risk.threat].en,
            "system": one.risk.system,
            "asset": one.risk.asset,
            "weakness": one.risk.weaknesses[0].id,
            "weaknesses": len(one.risk.weaknesses) + one.risk.more,
            "likelihood": one.risk.likelihood,
            "loss": one.risk.loss,
            "state": one.state,
            "residual": one.residual,
            "owner": one.treatment.owner if one.treatment else "",
        }
        for one in held
        if one.risk.level >= least and (not system or one.risk.system == system)
    ]
    columns = ("id", "level", "threat", "system", "asset", "weakness", "likelihood", "loss", "state")
    rows(out, columns, fmt, empty="no risk of that level")


@app.command("show")
def _show(risk: Annotated[str, _RISK], fmt: Annotated[Format, _FORMAT] = Format.table) -> None:
    """Why a risk is what it is: every figure with its causes."""
    place = 0 if context.settings().language == "zh-CN" else 1
    with _opened() as (found, _tx):
        one = found.one(risk, EVERYTHING)
    out = [
        {"figure": cause.figure.value, "grade": cause.grade, "because": told(cause)[place], "record": cause.ref}
        for cause in one.causes
    ]
    rows(out, ("figure", "grade", "because", "record"), fmt)
    if fmt is Format.table:
        level = _name(found.method, one.level)
        say(f"likelihood {one.likelihood}, loss {one.loss}: {level}; {len(one.weaknesses) + one.more} weaknesses")


@app.command("treat")
def _treat(
    risk: Annotated[str, _RISK],
    way: Annotated[Way, typer.Option("--way", help="What is done")],
    owner: Annotated[str, typer.Option("--owner", help="Who does it")],
    measures: Annotated[str, typer.Option("--measures", help="What is done, or why the risk is accepted")],
    due: Annotated[str, typer.Option("--due", help="Day it is due; for an acceptance the day it ends")],
    likelihood: Annotated[int, typer.Option("--likelihood", min=0, max=5, help="Expected after; 0 for as it is")] = 0,
    loss: Annotated[int, typer.Option("--loss", min=0, max=5, help="Expected after; 0 for as it is")] = 0,
) -> None:
    """Decide what is done about a risk. An acceptance counts once somebody else approved it in the console."""
    accepted = way is Way.ACCEPT
    with _opened(change=True) as (found, tx):
        one, now = found.one(risk, EVERYTHING), now_us()
        wanted = Treatment(
            risk=one.id,
            system=one.system,
            unit=one.unit,
            owner=owner,
            way=way,
            measures=measures,
            due="" if accepted else due,
            until=due if accepted else "",
            likelihood=likelihood or one.likelihood,
            loss=loss or one.loss,
            inherent=one.level,
        )
        check(wanted, found.method, day_of(now))
        ledgers.put_treatment(tx, wanted, actor=context.actor(), scope=EVERYTHING, now=now)
    say("recorded" + ("; it waits for approval" if accepted else ""))


@app.command("history")
def _history(
    system: Annotated[str, typer.Option("--system", help="Only of this system")] = "",
    fmt: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """How many risks of each level there were, day by day."""
    with _opened() as (_found, tx):
        held = ledgers.risk_days(tx, EVERYTHING, system=system or None)
    sums: dict[str, list[int]] = {}
    for one in held:
        into = sums.setdefault(one.day, [0] * 5)
        for place, number in enumerate(one.grades):
            into[place] += number
    names = ("very low", "low", "medium", "high", "very high")
    out = [{"day": day, **dict(zip(names, grades, strict=True))} for day, grades in sorted(sums.items())]
    rows(out, ("day", *reversed(names)), fmt, empty="nothing is recorded yet; the platform records while it runs")
