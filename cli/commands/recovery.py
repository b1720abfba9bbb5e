"""`fengsui recovery`: how systems would come back, in which order, and drills that prove it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cli import context
from cli.groups import group
from cli.output import Format, rows, say, when
from model.errors import InputError
from model.recovery import Drill, DrillKind, DrillMode, LookKind, LookOutcome
from model.times import MINUTE, SECOND, Micros, now_us
from pipeline.platform import open_state_for_change
from pipeline.settings import Settings
from store.scope import EVERYTHING

recovery = group("Backups, drills and the order of recovery")
Shown = Annotated[Format, typer.Option("--format")]


def register(app: typer.Typer) -> None:
    app.add_typer(recovery, name="recovery")


@recovery.command("list")
def _list(fmt: Shown = Format.table) -> None:
    """Every backup plan: what it promises, what was measured, whether it can be relied on."""
    from pipeline.recovery import board

    settings = context.settings()
    now = now_us()
    with open_state_for_change(settings) as state, state.reading() as tx:
        found = board.survey(tx, settings, EVERYTHING, now).plans
    rows(
        (
            {
                "plan": one.plan.id,
                "system": one.plan.system,
                "lamp": one.lamp.value,
                "rpo_goal": _minutes(one.plan.rpo_minutes * MINUTE),
                "newest_is": "" if one.age is None else _minutes(one.age),
                "rto_goal": _minutes(one.plan.rto_minutes * MINUTE),
                "rto_measured": _minutes(one.restored.restored.rto) if one.restored and one.restored.restored else "",
                "restored": when(one.restored.ended) if one.restored else "",
                "why": ", ".join(reason.code for reason in one.reasons),
            }
            for one in found
        ),
        ("plan", "system", "lamp", "rpo_goal", "newest_is", "rto_goal", "rto_measured", "restored", "why"),
        fmt,
        empty="no backup plan; add one in the console under Recovery",
    )


@recovery.command("check")
def _check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Repositories; all without any")
    ] = None,
    part: Annotated[
        int, typer.Option("--part", min=0, help="Which part of the content to read; 0 reads all of them")
    ] = 0,
    fmt: Shown = Format.table,
) -> None:
    """Look at repositories now, list and content, without keeping anything. Exit 1 when one cannot be relied on."""
    from pipeline.recovery.looking import look_at
    from pipeline.recovery.repositories import repositories_of, restic_of

    settings = context.settings()
    known = repositories_of(settings.recovery)
    wanted = names or sorted(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InputError(
            f"no such repository: {', '.join(unknown)}",
            where="recovery.repositories",
            hint=f"the settings have: {', '.join(sorted(known)) or 'none'}",
        )
    restic = restic_of(settings.recovery, settings.data)
    told: list[dict[str, Any]] = []
    for name in wanted:
        looks = [look_at(restic, known[name], LookKind.SNAPSHOTS, settings.recovery).look]
        parts = settings.recovery.repositories[name].check_parts
        chosen = range(1, parts + 1) if part == 0 else [min(part, parts)]
        if looks[0].outcome is LookOutcome.OK:
            looks += [look_at(restic, known[name], LookKind.CHECK, settings.recovery, part=one).look for one in chosen]
        told += [
            {
                "repository": name,
                "look": one.kind.value + (f" {one.part}/{one.parts}" if one.parts else ""),
                "outcome": one.outcome.value,
                "snapshots": one.snapshots if one.kind is LookKind.SNAPSHOTS else "",
                "newest": when(one.newest) if one.newest else "",
                "took": f"{(one.ended - one.began) / SECOND:.1f} s",
                "said": next(iter(one.said.splitlines()), "")[:200],
            }
            for one in looks
        ]
    rows(told, ("repository", "look", "outcome", "snapshots", "newest", "took", "said"), fmt, empty="no repository")
    if any(one["outcome"] != LookOutcome.OK.value for one in told):
        raise typer.Exit(1)


@recovery.command("order")
def _order(
    infected: Annotated[
        list[str] | None, typer.Option("--infected", help="An asset known to be infected; may be repeated")
    ] = None,
    fmt: Shown = Format.table,
) -> None:
    """In which order machines come back. Compromised ones are held back until their incident is resolved or closed."""
    from pipeline.recovery.returning import returning

    settings = context.settings()
    with open_state_for_change(settings) as state, state.reading() as tx:
        found = returning(tx, state, settings, now_us(), infected=infected or [])
    told = [
        {
            "wave": number,
            "machines": ", ".join(step.assets),
            "why": _why(step.foundation, circle=step.circle),
            "after": ", ".join(step.after),
        }
        for number, wave in enumerate(found.order.waves, start=1)
        for step in wave
    ]
    told += [
        {
            "wave": "held",
            "machines": one,
            "why": f"believed compromised ({found.suspicions[one].certainty:.2f})",
            "after": ", ".join(found.suspicions[one].incidents),
        }
        for one in found.order.held
    ]
    told += [
        {
            "wave": "waits",
            "machines": one.asset,
            "why": f"no clean {one.foundation} service" if one.foundation else "needs what is held",
            "after": ", ".join(one.by),
        }
        for one in found.order.blocked
    ]
    rows(told, ("wave", "machines", "why", "after"), fmt, empty="no asset is registered")


@recovery.command("drill")
def _drill(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="Id of a backup plan")],
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="Only say what would happen")] = False,
) -> None:
    """Begin a restore drill; the running platform (`fengsui serve`) carries it out. Prints the drill's id."""
    from pipeline.recovery import drilling
    from pipeline.response import desk
    from pipeline.response.equipped import performing_with

    settings = context.settings()
    now, actor = now_us(), context.actor()
    with open_state_for_change(settings) as state:
        desk.bring_library(state)
        mode = DrillMode.REHEARSAL if rehearsal else DrillMode.EXERCISE
        wanted = Drill(
            id="", title=f"Restore drill {plan}", unit="", kind=DrillKind.RESTORE, mode=mode, playbook="", plan=plan
        )
        with state.transaction() as tx:
            made = drilling.plan_drill(tx, wanted, settings.recovery, actor=actor, scope=EVERYTHING, now=now)
        performing = performing_with(state, settings.playbooks, settings.data, settings.recovery)
        would = drilling.rehearsed(state, performing, made.id, EVERYTHING)
        with state.transaction() as tx:
            begun = drilling.begin(tx, made.id, would, actor=actor, scope=EVERYTHING, now=now)
    if rehearsal:
        rows(
            ({"step": one.name, "what": _zh_or_en(settings, one.text_zh, one.text)} for one in would),
            ("step", "what"),
            Format.table,
        )
    say(f"{begun.id}: {begun.status.value}" + (f", run {begun.execution}" if begun.execution else ""))


@recovery.command("drills")
def _drills(fmt: Shown = Format.table) -> None:
    """Drills, newest first, with what they measured."""
    from store import drills

    with open_state_for_change(context.settings()) as state, state.reading() as tx:
        found = drills.find(tx, EVERYTHING, limit=200).items
    rows(
        (
            {
                "drill": one.id,
                "title": one.title,
                "mode": one.mode.value,
                "status": one.status.value,
                "score": one.sheet.score if one.sheet else "",
                "rto": _minutes(one.restored.rto) if one.restored else "",
                "rpo": _minutes(one.restored.rpo) if one.restored else "",
                "ended": when(one.ended) if one.ended else "",
            }
            for one in found
        ),
        ("drill", "title", "mode", "status", "score", "rto", "rpo", "ended"),
        fmt,
        empty="no drill yet",
    )


def _why(foundation: str, *, circle: bool) -> str:
    return "; ".join(word for word in (foundation, "one circle, start together" if circle else "") if word)


def _zh_or_en(settings: Settings, zh: str, en: str) -> str:
    return zh if settings.language == "zh-CN" else en


def _minutes(duration: Micros) -> str:
    seconds = duration / SECOND
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7_200 else f"{seconds / 3_600:.1f} h"
