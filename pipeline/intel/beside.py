"""Beside the journey while it serves: feeds are polled, the index is built, hunts walk; only their findings are committed
by the journey's own loop, between two of its rounds."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.orm import Session

from model.alert import Alert
from model.errors import FengsuiError
from model.times import MINUTE, Micros, now_us
from pipeline import telemetry
from pipeline.intel import hunting, index, polling
from pipeline.intel.hunting import Step
from store.identity.policy import Policy, load_key
from store.indicators import hunts, sources

if TYPE_CHECKING:
    from pipeline.platform import Platform

TICK_S = 1.0
REBUILD_AT_LEAST: Micros = 60 * MINUTE
"""The index is built again so often even without changes: what ended leaves it."""
SETTLING_S = 2.0
"""A hunt begins so long after the index it follows was put in place: workers have it by then (`matcher.CHECK_S`)."""

log = structlog.get_logger("fengsui.intel")


class Intel:
    """Use as a context manager around the serving loop, and call `turn` in it."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._policy = Policy(key=load_key(platform.settings.identity_key_file))
        self._steps: queue.Queue[Step] = queue.Queue(maxsize=2)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(work,), name=f"fengsui-intel-{work.__name__}", daemon=True)
            for work in (self._index_and_hunt, self._poll)
        ]
        self._built: Micros = 0

    def __enter__(self) -> Intel:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            while thread.is_alive():
                self._drop()
                thread.join(0.2)

    def turn(self) -> bool:
        """Commit what hunts have found; whether there was anything."""
        try:
            step = self._steps.get_nowait()
        except queue.Empty:
            return False
        commit_step(self._platform, step)
        return True

    def _drop(self) -> None:
        """What is not committed when we stop is found again by the hunt's next start."""
        try:
            while True:
                self._steps.get_nowait()
        except queue.Empty:
            return

    def _run(self, work: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                work()
            except FengsuiError as error:
                log.warning("indicators wait", reason=str(error))
                self._stop.wait(10)
            except Exception:  # the edge of a thread: it must go on, and somebody must hear of it
                log.exception("indicators failed unexpectedly")
                self._stop.wait(30)
            self._stop.wait(TICK_S)

    def _index_and_hunt(self) -> None:
        state, now = self._platform.state, now_us()
        path = index.index_path(self._platform.settings.data)
        if index.refresh(state, path, now, force=now - self._built > REBUILD_AT_LEAST):
            self._built = now
            self._stop.wait(SETTLING_S)
        with state.reading() as tx:
            hunt = hunts.next_one(tx)
        if hunt is None or self._stop.is_set():
            return
        try:
            for step in hunting.walk(state, self._platform.store, hunt, stopping=lambda: self._over(hunt.number)):
                self._hand_over(step)
        except FengsuiError as error:
            self._fail(hunt.number, str(error))
            return
        while not self._stop.is_set() and not self._steps.empty():
            self._stop.wait(0.05)
        self._stop.wait(SETTLING_S / 4)

    def _over(self, number: int) -> bool:
        if self._stop.is_set():
            return True
        with self._platform.state.reading() as tx:
            return hunts.get(tx, number).state == "cancelled"

    def _hand_over(self, step: Step) -> None:
        while not self._stop.is_set():
            try:
                self._steps.put(step, timeout=0.5)
            except queue.Full:
                continue
            return

    def _fail(self, number: int, message: str) -> None:
        log.warning("a hunt failed", hunt=number, reason=message)
        with self._platform.state.transaction() as tx:
            hunts.change(tx, number, state="failed", message=message[:500], finished=now_us())

    def _poll(self) -> None:
        with self._platform.state.reading() as tx:
            due = sources.due(tx, now_us())
        for source in due:
            if self._stop.is_set():
                return
            polling.poll(
                self._platform.settings,
                self._platform.state.transaction,
                source,
                self._policy,
                stopping=self._stop.is_set,
            )


def commit_step(platform: Platform, step: Step) -> list[Alert]:
    """Alerts, incidents and the hunt's progress, in one transaction of the committing process."""
    now = now_us()
    with platform.state.transaction() as tx:
        alerts = settle(platform, tx, step, now)
    for alert in alerts:
        telemetry.ALERTS.labels(alert.rule.level).inc()
    return alerts


def settle(platform: Platform, tx: Session, step: Step, now: Micros) -> list[Alert]:
    stages = platform.stages
    found = stages.desk.alerts(tx, step.found, now, retrospective=True, sighted_until=step.cutoff)
    alerts = stages.record_alerts(found, tx)
    stages.record_changes(stages.correlate(alerts, 0), tx)
    stages.remember(tx)
    hunting.settle_step(tx, step, len(alerts), now)
    return alerts


def run_hunts(platform: Platform, say: Callable[[str], None] = lambda _: None) -> int:
    """Carry every waiting hunt out, here and now; how many alerts they made. For the command line."""
    total = 0
    index.refresh(platform.state, index.index_path(platform.settings.data), now_us())
    while True:
        with platform.state.reading() as tx:
            hunt = hunts.next_one(tx)
        if hunt is None:
            return total
        for step in hunting.walk(platform.state, platform.store, hunt, stopping=lambda: False):
            total += len(commit_step(platform, step))
        with platform.state.reading() as tx:
            done = hunts.get(tx, hunt.number)
        say(f"hunt {done.number}: {done.observables} observables, {done.events} events, {done.alerts} new alerts")
