"""Starting, watching and cancelling back-tests. They run in a process of their own and belong to whoever started them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.backtests.schemas import BacktestDay, BacktestRead, BacktestSample, BacktestStart
from api.core import Core, core_of
from api.jobs import Job, JobState, jobs_of, owner_of
from api.openapi import declares
from api.ranges import time_range
from api.rules.library import library_of
from api.transactions import Reading
from api.wire import moment
from detections.tuning.backtest import Bounds
from model.errors import InputError, NotFound
from model.rule_exception import ExceptionState
from model.times import DAY, to_iso
from pipeline import backtest
from pipeline.backtest import BacktestJob
from store import exceptions
from store.query import parse

router = noun("backtests")

Runner = Annotated[Caller, Depends(require("events:read"))]
KIND = "backtest"


@router.post(
    "", status_code=202, operation_id="start_backtest", response_model=BacktestRead, responses=declares(404, 409)
)
def start_backtest(
    body: BacktestStart, caller: Runner, request: Request, response: Response, tx: Reading
) -> BacktestRead:
    """Run a rule over stored events of the caller's units; ask for the result under the id that comes back."""
    core = core_of(request)
    if (body.rule is None) == (body.text is None):
        raise InputError("give either `rule` or `text`")
    if body.start >= body.end:
        raise InputError("the range ends before it starts")
    parse(body.q)
    text, rule, title = _text(core, body)
    within = time_range(body.start, body.end)
    assert within is not None
    now = core.clock()
    acting = exceptions.find(tx, caller.scope, now=now, state=ExceptionState.ACTIVE, rule=rule) if rule else []
    job = BacktestJob(
        settings=core.settings,
        text=text,
        scope=caller.scope,
        within=within,
        query=body.q,
        bounds=Bounds(body.max_events, body.max_seconds),
        exceptions=tuple(kept.exception for kept in acting),
    )
    about = {"rule": rule, "title": title, "start": within.start, "end": within.end}
    started = jobs_of(request).start(KIND, owner_of(caller), backtest.work, job, about)
    response.headers["Location"] = f"/api/v1/backtests/{started.id}"
    return _view(started)


@router.get("/{backtest_id}", operation_id="get_backtest", response_model=BacktestRead)
def get_backtest(backtest_id: str, caller: Runner, request: Request) -> BacktestRead:
    """What it has found so far, or in the end."""
    return _view(jobs_of(request).get(backtest_id, owner_of(caller), KIND))


@router.delete("/{backtest_id}", operation_id="cancel_backtest", response_model=BacktestRead)
def cancel_backtest(backtest_id: str, caller: Runner, request: Request) -> BacktestRead:
    """End it; what it found stays readable for a while."""
    return _view(jobs_of(request).cancel(backtest_id, owner_of(caller), KIND))


def _text(core: Core, body: BacktestStart) -> tuple[str, str | None, str]:
    """The rule's text with all it refers to, its id when it is a loaded one, and its title."""
    pipelines = tuple(core.settings.detection.pipelines)
    if body.text is not None:
        rules = backtest.rules_from(body.text, pipelines)
        return body.text, None, rules.rules[-1].title
    document = library_of(core).get(body.rule or "")
    if document is None:
        raise NotFound("no loaded rule has this key")
    if document.rule is None or not document.entry.text:
        raise InputError("only Sigma rules that are loaded can be back-tested", hint="paste a text instead")
    return document.entry.text, document.rule.id, document.rule.title


def _view(job: Job) -> BacktestRead:
    found = job.found
    events = int(found.get("events", 0))
    cancelled = "cancelled" if job.state is JobState.CANCELLED else ""
    return BacktestRead(
        id=job.id,
        state=job.state,
        rule=job.about["rule"],
        title=job.about["title"] or None,
        start=moment(job.about["start"]),
        end=moment(job.about["end"]),
        problem=job.problem or None,
        events=events,
        matches=int(found.get("matches", 0)),
        hidden=int(found.get("hidden", 0)),
        first=moment(found["first"]) if events else None,
        last=moment(found["last"]) if events else None,
        days=[
            BacktestDay(day=to_iso(day * DAY)[:10], matches=count)
            for day, count in sorted(found.get("days", {}).items())
        ],
        units=found.get("units", {}),
        samples=[BacktestSample(**{**sample, "time": moment(sample["time"])}) for sample in found.get("samples", [])],
        seconds=round(job.seconds, 2),
        cost_us=round(found["match_seconds"] * 1e6 / events, 2) if events else None,
        stopped=found.get("stopped") or cancelled or None,
    )
