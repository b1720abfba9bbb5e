"""A rule over stored events: what `fengsui rules backtest` and the console's back-test run, in a process of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detections.sigma import RuleSet, load
from detections.tuning import backtest
from detections.tuning.backtest import Bounds, Result
from detections.tuning.exceptions import Exceptions
from model.errors import RuleError
from model.rule_exception import RuleException
from model.times import now_us
from pipeline.platform import open_existing
from pipeline.settings import Settings
from store import units
from store.contract import TimeRange
from store.scope import Scope

MAX_TEXT = 256 * 1024


@dataclass(frozen=True, slots=True)
class BacktestJob:
    """text: one or more Sigma documents. query: further limits the events, in the search language. exceptions: those that
    act on the rule's alerts, to say how much they would hide."""

    settings: Settings
    text: str
    scope: Scope
    within: TimeRange | None = None
    query: str = ""
    bounds: Bounds = field(default_factory=Bounds)
    exceptions: tuple[RuleException, ...] = ()


def rules_from(text: str, pipelines: tuple[str, ...] = ()) -> RuleSet:
    """Rules of a text somebody wrote. Raises RuleError with every mistake and its line, or when no rule is active."""
    if len(text) > MAX_TEXT:
        raise RuleError(f"a rule text has at most {MAX_TEXT} characters")
    with tempfile.TemporaryDirectory(prefix="fengsui-rule-") as folder:
        file = Path(folder) / "rule.yml"
        file.write_text(text, "utf-8", errors="backslashreplace")
        rules = load([file], pipelines)
    problems = [p for entry in (*rules.report.rejected, *rules.report.inactive) for p in entry.problems]
    if rules.report.rejected or not len(rules):
        said = "; ".join(f"line {p.line}: {p.reason}" for p in problems)
        raise RuleError(said or "the text holds no Sigma rule", hint="paste a whole rule, with title and logsource")
    return rules


def run(job: BacktestJob, tell: Callable[[Result], bool]) -> Result:
    """Raises RuleError for a wrong rule, QueryError for a wrong query."""
    rules = rules_from(job.text, tuple(job.settings.detection.pipelines))
    state, store = open_existing(job.settings)
    with closing(store), state:
        with state.reading() as tx:
            scopes = {one.unit: units.scope_of(tx, one.unit) for one in job.exceptions}
        hiding = Exceptions(rules, [(one, scopes[one.unit].allows) for one in job.exceptions])
        now = now_us()
        events = store.iterate(job.query, job.scope, within=job.within)
        return backtest.run(
            rules,
            events,
            job.bounds,
            hides=lambda match, event: hiding.hides_match(match, event, now),
            tell=tell,
        )


def work(job: BacktestJob, tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """As a job of `pipeline.jobs`."""

    def told(result: Result) -> bool:
        tell(result.to_dict())
        return True

    return run(job, told).to_dict()
