"""ATT&CK over the wire: numbers and short names with the names people know them by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from api.wire import Read
from model import attack


class TechniqueRead(Read):
    id: str
    name: Annotated[str, Field(description="A sub-technique's name has its technique's before it; the id when unknown")]
    url: str | None


class TacticRead(Read):
    id: str | None
    shortname: str
    name: str
    name_zh: str


def technique(number: str) -> TechniqueRead:
    found = attack.technique(number)
    return TechniqueRead(id=number, name=found.label if found else number, url=found.url if found else None)


def tactic(shortname: str) -> TacticRead:
    found = attack.tactic(shortname)
    if found is None:
        return TacticRead(id=None, shortname=shortname, name=shortname, name_zh=shortname)
    return TacticRead(id=found.id, shortname=shortname, name=found.name, name_zh=found.name_zh)


def techniques(numbers: Iterable[str]) -> list[TechniqueRead]:
    return [technique(number) for number in numbers]


def tactics(names: Iterable[str]) -> list[TacticRead]:
    return [tactic(name) for name in names]
