"""ETag and If-Match (RFC 9110, 8.8.3 and 13.1.1), for what two people may edit at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Header

from api.problems import Refusal
from model.errors import Stale

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=128, description="The ETag the thing had when you read it; required"),
]


def etag(version: int | str) -> str:
    return f'"{version}"'


def check(given: str | None, current: int | str) -> None:
    """Raises Refusal when there is none, Stale when it is another one. `*` means whatever it is."""
    if given is None:
        raise Refusal("precondition.required", "send the ETag you read in If-Match")
    if given.strip() == "*":
        return
    if etag(current) not in [part.strip().removeprefix("W/") for part in given.split(",")]:
        raise Stale("somebody changed it since you read it", hint="read it again")
