"""Long questions in processes of their own: bounded in number, watched by whoever asked, ended on request.

The process tells what it has so far through a pipe, which is read when somebody looks; nothing waits for it meanwhile.
"""

from __future__ import annotations

import os
import secrets
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeAlias

from model.errors import Conflict, FengsuiError, NotFound
from pipeline.pool import CONTEXT

AT_ONCE = 2
KEPT = 50
LONGEST_S = 900.0
"""Whatever a job's own bounds say, its process is ended after so long."""

Tell: TypeAlias = Callable[[dict[str, Any]], None]
Work: TypeAlias = Callable[[Any, Tell], dict[str, Any]]


class JobState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(slots=True)
class Job:
    """found: what it has so far, or in the end; problem: why it failed."""

    id: str
    kind: str
    owner: str
    about: dict[str, Any]
    state: JobState = JobState.RUNNING
    found: dict[str, Any] = field(default_factory=dict)
    problem: str = ""
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0
    process: BaseProcess | None = None
    conn: Connection | None = None


class Jobs:
    """Of one process, in its memory. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def start(self, kind: str, owner: str, work: Work, argument: Any, about: dict[str, Any]) -> Job:
        """Raises Conflict while AT_ONCE others run. work: a function of a module; argument: must pickle."""
        with self._lock:
            for job in self._jobs.values():
                self._look(job)
            if sum(job.state is JobState.RUNNING for job in self._jobs.values()) >= AT_ONCE:
                raise Conflict(
                    f"{AT_ONCE} back-tests or imports run already", hint="wait for one to end, or cancel yours"
                )
            ours, theirs = CONTEXT.Pipe(duplex=False)
            process = CONTEXT.Process(target=_run, args=(theirs, work, argument), daemon=True, name=f"fengsui-{kind}")
            process.start()
            theirs.close()
            job = Job(secrets.token_hex(8), kind, owner, about, process=process, conn=ours)
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                oldest = next(iter(self._jobs))
                self._end(self._jobs.pop(oldest), JobState.CANCELLED)
            return job

    def get(self, job_id: str, owner: str, kind: str) -> Job:
        """Raises NotFound for somebody else's."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None or job.owner != owner or job.kind != kind:
                raise NotFound("you started nothing of this id, or it was long ago")
            self._look(job)
            return job

    def cancel(self, job_id: str, owner: str, kind: str) -> Job:
        """What it found so far stays readable."""
        job = self.get(job_id, owner, kind)
        with self._lock:
            if job.state is JobState.RUNNING:
                self._end(job, JobState.CANCELLED)
        return job

    def close(self) -> None:
        with self._lock:
            for job in self._jobs.values():
                if job.state is JobState.RUNNING:
                    self._end(job, JobState.CANCELLED)

    def _look(self, job: Job) -> None:
        """Read what the process has said."""
        if job.state is not JobState.RUNNING or job.conn is None:
            return
        try:
            while job.conn.poll():
                said, what = job.conn.recv()
                if said == "problem":
                    job.problem = what
                    self._end(job, JobState.FAILED)
                    return
                job.found = what
                if said == "done":
                    self._end(job, JobState.DONE)
                    return
        except (EOFError, OSError):
            job.problem = "the process ended before it was done; the kernel may have ended it for memory"
            self._end(job, JobState.FAILED)
            return
        job.seconds = time.monotonic() - job.started
        if job.seconds > LONGEST_S:
            job.problem = f"took longer than {LONGEST_S:.0f} s"
            self._end(job, JobState.FAILED)

    def _end(self, job: Job, state: JobState) -> None:
        job.state = state
        job.seconds = time.monotonic() - job.started
        if job.conn is not None and job.process is not None:
            job.process.terminate()
            job.process.join()
            job.conn.close()
            job.process = job.conn = None


def _run(conn: Connection, work: Work, argument: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(10)  # the journey goes first
    try:
        conn.send(("done", work(argument, lambda found: conn.send(("found", found)))))
    except BrokenPipeError:
        return
    except FengsuiError as error:
        conn.send(("problem", str(error)))
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent must hear of anything
        conn.send(("problem", f"{type(error).__name__}: {error}"))
