"""Long questions of this process's callers; see `pipeline/jobs.py`."""

from __future__ import annotations

from fastapi import Request

from api.access import Caller
from pipeline.jobs import Job, Jobs, JobState

__all__ = ["Job", "JobState", "jobs_of", "owner_of"]


def jobs_of(request: Request) -> Jobs:
    state = request.app.state
    if not hasattr(state, "jobs"):
        state.jobs = Jobs()
    jobs: Jobs = state.jobs
    return jobs


def owner_of(caller: Caller) -> str:
    """A job belongs to the account that started it."""
    return caller.id
