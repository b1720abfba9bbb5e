"""`fengsui rules` on what is kept: back-test, list with what each did, switch off and on, reload, what nothing feeds."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli import context
from cli.commands.rules import rules
from cli.output import Format, errors, plain, rows, say, when
from cli.scope import scope_of
from cli.times import time_range
from detections.sigma import CompiledRule, RuleSet, State
from detections.sigma.feeds import Feed
from detections.tuning.backtest import Bounds, Result
from model.errors import InputError, NotFound
from model.rule_exception import RuleException
from model.times import DAY, now_us, to_iso
from pipeline import backtest
from pipeline.delivered import delivered
from pipeline.platform import open_existing
from pipeline.rulebook import spec_of
from pipeline.settings import Settings
from pipeline.stages import rules_of
from store import exceptions
from store import rules as kept
from store.state import State as Database

UNIT = typer.Option("--unit", help="Only what this unit and those below it own")
Begin = Annotated[str, typer.Option("--from", help="Earliest event time: ISO 8601, or 15m, 24h, 7d ago")]
Stop = Annotated[str, typer.Option("--to", help="Event time to stop before")]


class Sort(StrEnum):
    hits = "hits"
    noise = "noise"
    last = "last"


def _loaded(settings: Settings, state: Database) -> RuleSet:
    return rules_of(spec_of(settings, state))


def _named(rule_set: RuleSet, name: str) -> CompiledRule:
    wanted = name.lower()
    found = next((r for r in rule_set.rules if wanted in (r.id, r.name.lower(), r.title.lower())), None)
    if found is None:
        raise NotFound(f"no loaded rule has the id, name or title {name!r}", hint="`fengsui rules list` names them")
    return found


def _backtest(
    rule: Annotated[str, typer.Argument(help="A rule file, or the id, name or title of a loaded rule")],
    start: Begin = "7d",
    end: Stop = "",
    query: Annotated[str, typer.Option("--query", help="Only events this search finds")] = "",
    max_events: Annotated[int, typer.Option("--max-events", min=1, help="Stop after so many events")] = 5_000_000,
    max_seconds: Annotated[float, typer.Option("--max-seconds", min=1, help="Stop after so long")] = 600,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, UNIT] = "district",
) -> None:
    """What a rule would have found in stored events: matches by day, samples, cost. Ctrl-C ends it with what was found."""
    settings = context.settings()
    state, store = open_existing(settings)
    acting: tuple[RuleException, ...] = ()
    with closing(store), state:
        if Path(rule).is_file():
            text = Path(rule).read_text("utf-8", errors="backslashreplace")
        else:
            rule_set = _loaded(settings, state)
            known = _named(rule_set, rule)
            text = next(e.text for e in rule_set.report.active if e.id == known.id)
            with state.reading() as tx:
                acting = tuple(one for one in exceptions.active(tx, now_us()) if known.id in one.rules)
        with state.reading() as tx:
            scope = scope_of(tx, unit)
    job = backtest.BacktestJob(
        settings, text, scope, time_range(start, end), query, Bounds(max_events, max_seconds), acting
    )
    result = backtest.run(job, _Progress())
    if fmt in (Format.json, Format.jsonl):
        days = {to_iso(day * DAY)[:10]: count for day, count in sorted(result.days.items())}
        rows([result.to_dict() | {"days": days}], (), fmt)
        return
    most = max(result.days.values(), default=1)
    rows(
        (
            {"day": to_iso(day * DAY)[:10], "matches": count, "": "█" * max(1, round(40 * count / most))}
            for day, count in sorted(result.days.items())
        ),
        ("day", "matches", "") if fmt is Format.table else ("day", "matches"),
        fmt,
        empty="nothing matched",
    )
    if fmt is Format.table and result.samples:
        shown = (
            {
                "time (UTC)": when(s["time"]),
                "event": s["event_id"],
                "matched": [f"{k}={v}" for k, v in s["matched"].items()],
            }
            for s in result.samples[:5]
        )
        rows(shown, ("time (UTC)", "event", "matched"), fmt, title="\nsamples")
    cost = result.match_seconds * 1e6 / result.events if result.events else 0.0
    say(
        f"{result.matches} matches in {result.events} events, {result.hidden} of them kept back by exceptions; "
        f"{result.seconds:.1f} s, the rule {cost:.1f} µs an event"
    )
    if result.stopped:
        said = {"events": "--max-events", "time": "--max-seconds", "cancelled": "Ctrl-C"}[result.stopped]
        say(f"not every event was looked at ({said}): as far as {when(result.last)} UTC")


class _Progress:
    """Shows how far it is, and lets Ctrl-C end it with what was found."""

    def __init__(self) -> None:
        self._go_on = True
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, *_: object) -> None:
        self._go_on = False

    def __call__(self, result: Result) -> bool:
        if errors.is_terminal:
            far = f"{result.events} events, {result.matches} matches, {when(result.last)}"
            errors.print(f"[dim]{escape(far)}[/]", end="\r")
        return self._go_on


def _list(
    fired: Annotated[bool, typer.Option("--fired", help="Only rules that have hits")] = False,
    inactive: Annotated[bool, typer.Option("--inactive", help="Only rules that do not run, with the reason")] = False,
    sort: Annotated[Sort, typer.Option("--sort")] = Sort.hits,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, UNIT] = "district",
) -> None:
    """The rules in use: what each did, how much of it was noise, and which do not run and why."""
    settings = context.settings()
    state, store = open_existing(settings)
    with closing(store), state, state.reading() as tx:
        report = _loaded(settings, state).report
        off = kept.switches(tx)
        done = kept.activity(tx, scope_of(tx, unit), now=now_us())
    out = []
    for entry in report.entries:
        switch = off.get(entry.id)
        active = entry.state is State.ACTIVE and switch is None
        did = done.get(entry.id, kept.Activity())
        if (inactive and active) or (fired and not did.hits):
            continue
        reason = f"switched off by {switch.actor}: {switch.reason}" if switch else plain(entry.reason)
        out.append(
            {
                "rule": entry.title or entry.file,
                "id": entry.id,
                "state": "active" if active else "inactive" if switch else str(entry.state),
                "24h": did.day,
                "7d": did.week,
                "30d": did.month,
                "alerts": did.alerts,
                "hidden": did.hidden,
                "noise": "" if did.noise is None else f"{did.noise:.0%}",
                "last (UTC)": when(did.last or 0),
                "why": reason,
                "hits": did.hits,
                "last": did.last or 0,
                "share": did.noise or 0.0,
            }
        )
    by = {Sort.hits: "hits", Sort.noise: "share", Sort.last: "last"}[sort]
    out.sort(key=lambda one: one[by], reverse=True)  # type: ignore[arg-type, return-value] # numbers, all of them
    columns = ("rule", "state", "24h", "7d", "30d", "alerts", "hidden", "noise", "last (UTC)")
    rows(out, ("rule", "state", "why") if inactive else columns, fmt, empty="no such rule")
    counts = report.counts
    say(
        f"{counts['active'] - len(off)} active, {counts['inactive']} inactive, {len(off)} switched off, "
        f"{counts['rejected']} rejected; version {report.version}"
    )


def _off(
    rule: Annotated[str, typer.Argument(help="Id, name or title of a loaded rule")],
    reason: Annotated[str, typer.Option("--reason", help="Why; goes into the audit trail")],
) -> None:
    """Switch a rule off: it gives no more alerts and feeds no correlation."""
    settings = context.settings()
    state, store = open_existing(settings)
    with closing(store), state:
        known = _named(_loaded(settings, state), rule)
        with state.transaction() as tx:
            kept.switch_off(tx, known.id, reason=reason, actor=context.actor(), title=known.title)
    say(f"switched off {known.title}")


def _on(rule: Annotated[str, typer.Argument(help="Id, name or title of a rule that is switched off")]) -> None:
    """Switch a rule on again."""
    settings = context.settings()
    state, store = open_existing(settings)
    with closing(store), state:
        known = _named(_loaded(settings, state), rule)
        with state.transaction() as tx:
            kept.switch_on(tx, known.id, actor=context.actor(), title=known.title)
    say(f"switched on {known.title}")


def _reload() -> None:
    """Ask the running platform to read the rule files again, now."""
    state, store = open_existing(context.settings())
    with closing(store), state, state.transaction() as tx:
        kept.request_reload(tx, actor=context.actor())
    say("asked; `fengsui serve` takes changed rules in within seconds")


def _feeds(
    start: Begin = "30d",
    end: Stop = "",
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, UNIT] = "district",
) -> None:
    """Rules that can never fire, because nothing delivers their log source or a field they need."""
    settings = context.settings()
    state, store = open_existing(settings)
    with closing(store), state:
        rule_set = _loaded(settings, state)
        with state.reading() as tx:
            scope = scope_of(tx, unit)
        found = delivered(rule_set, store, scope, time_range(start, end))
    unfed = [
        {
            "rule": r.title,
            "level": r.level,
            "logsource": str(r.logsource),
            "why": "no such log source arrives" if feed.feed is Feed.NO_SOURCE else "fields nobody delivers",
            "missing": list(feed.missing),
        }
        for r in rule_set.rules
        if (feed := found.feeds[r.id]).feed is not Feed.FED
    ]
    rows(unfed, ("rule", "level", "logsource", "why", "missing"), fmt, empty="every rule is fed")
    if not found.fields:
        raise InputError("no event is stored in this range", hint="widen it with --from")
    say(f"{len(rule_set) - len(unfed)} of {len(rule_set)} rules are fed, by {len(found.fields)} data sets")


def register(app: typer.Typer) -> None:
    """`fengsui rules`, with what needs no platform and what does."""
    commands: dict[str, Callable[..., None]] = {
        "list": _list,
        "off": _off,
        "on": _on,
        "reload": _reload,
        "backtest": _backtest,
        "feeds": _feeds,
    }
    known = {one.name for one in rules.registered_commands}
    for name, command in commands.items():
        if name not in known:
            rules.command(name, help=command.__doc__)(command)
    app.add_typer(rules, name="rules")
