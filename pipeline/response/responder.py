"""The one process that carries playbooks out: begins what was asked for, passes decisions on, takes effects back in time.

Everything it acts on stands in the state, so it does not matter who wrote it or whether it ran at the time: after a restart it
finds the same requests, decisions and due effects, and DBOS finds its workflows.
"""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from types import TracebackType

import structlog
from dbos import DBOS, SetWorkflowID

from model.execution import Execution, ExecutionStatus
from model.times import MINUTE, SECOND, Micros, now_us
from pipeline.playbook_settings import PlaybookSettings
from pipeline.recovery_settings import RecoverySettings
from pipeline.response import workflow
from pipeline.response.equipped import performing_with
from pipeline.response.triggers import Triggers
from playbooks.variables import VariableError, initial
from playbooks.walking import text_values
from store import approvals, effects, executions
from store.state import State

TURN_S = 0.25
CARE_S = 10.0
"""How often it is looked whether a run hangs."""
AGAIN: Micros = 30 * SECOND
"""After which an effect that could not be taken back is tried again."""
VERSION = "1"
"""Of the code in `workflow`: runs begun by another one are not taken up by DBOS. Raise it when steps change their order."""

log = structlog.get_logger("fengsui.playbooks")


class Responder:
    """Use as a context manager; works in a thread of its own meanwhile."""

    def __init__(
        self, state: State, settings: PlaybookSettings, folder: Path, recovery: RecoverySettings | None = None
    ) -> None:
        """folder: the data folder. Raises SettingsError when an actuator is not described well enough."""
        self._state, self._settings, self._folder = state, settings, folder
        self.performing = performing_with(state, settings, folder, recovery or RecoverySettings())
        self._triggers = Triggers(state)
        self._stop = threading.Event()
        self._told: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="playbooks", daemon=True)
        self._care_at: Micros = 0

    def __enter__(self) -> Responder:
        path = self._folder / "playbooks.db"
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        workflow.carry_out_with(self.performing)
        logging.getLogger("dbos").setLevel(logging.ERROR)
        DBOS(
            config={
                "name": "fengsui",
                "system_database_url": f"sqlite:///{path}",
                "application_version": VERSION,
                "executor_id": "local",
                "log_level": "ERROR",
                "notification_listener_polling_interval_sec": 0.2,
            }
        )
        DBOS.launch()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What is under way is taken up again at the next start."""
        self._stop.set()
        self._thread.join()
        DBOS.destroy()
        workflow.carry_out_with(None)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.turn(now_us())
            except Exception:  # the thread must outlive any one mistake; the next turn finds the same work again
                log.exception("playbooks: a turn failed")
                self._stop.wait(1.0)
            self._stop.wait(TURN_S)

    def turn(self, now: Micros) -> None:
        with self._state.reading() as tx:
            runs = executions.open_ones(tx)
            decided = approvals.undelivered(tx)
            due = effects.due(tx, now)
            waiting = [one for run in runs if run.cancel for one in approvals.open_of(tx, run.id)]
        for run in runs:
            if run.status is ExecutionStatus.REQUESTED:
                self._begin(run, now)
        for one in decided:
            self._send(one.workflow, one.id, "decided")
        if decided:
            with self._state.transaction() as tx:
                approvals.delivered(tx, [one.id for one in decided])
        for one in waiting:
            self._send(one.workflow, one.id, "cancelled")
        for effect in due:
            self._take_back(effect.key, self.performing.take_back(effect), now)
        if now >= self._care_at:
            self._care_at = now + int(CARE_S * SECOND)
            for run in runs:
                self._look_after(run, now)
        self._triggers.turn(now)

    def _begin(self, run: Execution, now: Micros) -> None:
        try:
            playbook = self.performing.playbook(run.digest)
            values = text_values(initial(playbook.playbook_variables, run.inputs))
        except VariableError as error:
            with self._state.transaction() as tx:
                executions.end(tx, run.id, ExecutionStatus.FAILED, str(error), now)
            return
        if run.cancel:
            with self._state.transaction() as tx:
                executions.end(tx, run.id, ExecutionStatus.CANCELLED, "cancelled before it began", now)
            return
        with SetWorkflowID(run.id):
            DBOS.start_workflow(workflow.run_playbook, run.id, run.digest, values)  # again is the same workflow
        with self._state.transaction() as tx:
            if executions.get_any(tx, run.id).status is ExecutionStatus.REQUESTED:
                executions.progress(tx, run.id, now, status=ExecutionStatus.RUNNING.value, values=values)

    def _send(self, to: str, topic: str, message: str) -> None:
        if f"{topic}:{message}" in self._told:
            return
        DBOS.send(to, message, topic, idempotency_key=f"{topic}:{message}")
        self._told.add(f"{topic}:{message}")

    def _take_back(self, key: str, problem: str, now: Micros) -> None:
        if problem:
            log.error("an effect cannot be taken back yet", effect=key, why=problem)
            with self._state.transaction() as tx:
                effects.postpone(tx, key, now + AGAIN, problem)

    def _look_after(self, run: Execution, now: Micros) -> None:
        """A run that hangs is told, one that broke is ended: no run stays open without anybody knowing why."""
        if run.status is ExecutionStatus.REQUESTED:
            return
        known = DBOS.get_workflow_status(run.id)
        if known is not None and known.status in ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"):
            with self._state.transaction() as tx:
                reason = f"it broke inside: {known.error}" if known.error else f"its workflow is {known.status.lower()}"
                executions.end(tx, run.id, ExecutionStatus.FAILED, reason, now)
            return
        idle = now - run.updated
        if run.status is ExecutionStatus.RUNNING and idle > self._settings.stuck_minutes * MINUTE and not run.stuck:
            with self._state.transaction() as tx:
                executions.set_stuck(tx, run.id, f"no step ended for {idle // MINUTE} minutes")
