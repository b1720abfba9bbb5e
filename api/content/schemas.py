"""Rule packs, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.wire import Moment, Read, Write
from pipeline.jobs import JobState

PackName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]


class PackRead(Read):
    """counts: of the load report when it was imported: `active`, `inactive`, `rejected`, `new`, `changed` …"""

    name: str
    version: str
    digest: str
    size: int
    counts: dict[str, int]
    imported: Moment
    imported_by: str


class Packs(Read):
    items: list[PackRead]


class ContentProblem(Read):
    file: str
    line: int
    state: str
    title: str
    reason: str


class ContentPreview(Read):
    """What an upload holds. While `state` is running, only the first members are known."""

    id: str
    state: JobState
    problem: str | None
    upload: Annotated[str, Field(description="What to install by; an upload nobody installs is forgotten")]
    name: str
    version: Annotated[str, Field(description="Guessed from the file name; may be empty")]
    size: int
    counts: Annotated[
        dict[str, int] | None,
        Field(
            description="Documents, `active`, `inactive`, `rejected`, each by cause, and against what is installed `new`,"
            " `changed`, `same`, `removed`; `taken`: rules whose id other content has, which are left out"
        ),
    ]
    wrong: Annotated[list[ContentProblem], Field(description="Rejected and inactive documents, at most two hundred")]
    changed: list[str]
    taken: list[str]
    seconds: float


class PackInstall(Write):
    """preview: the id of a preview that is done."""

    preview: Annotated[str, Field(min_length=1, max_length=64)]
    version: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
