"""Reading and changing the tree of units."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Response

from api.access import Caller, noun, require
from api.etags import IfMatch, check, etag
from api.openapi import declares
from api.transactions import Reading, Writing
from api.units.schemas import UnitAdd, UnitChange, UnitName, UnitNames, UnitRead, Units
from model.estate import Unit
from store import units

router = noun("units")

Reader = Annotated[Caller, Depends(require("units:read"))]
Changer = Annotated[Caller, Depends(require("units:change"))]


def _view(unit: Unit) -> UnitRead:
    return UnitRead(id=unit.id, name=unit.name, name_zh=unit.name_zh, kind=unit.kind, parent=unit.parent or None)


def _state(unit: Unit) -> str:
    text = "\0".join((unit.name, unit.name_zh, unit.kind, unit.parent))
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _tagged(response: Response, unit: Unit) -> UnitRead:
    response.headers["ETag"] = etag(_state(unit))
    return _view(unit)


@router.get("", operation_id="list_units", response_model=Units)
def list_units(caller: Reader, tx: Reading) -> Units:
    """The caller's part of the tree."""
    return Units(items=[_view(unit) for unit in units.tree(tx, caller.scope)])


@router.get("/names", operation_id="get_unit_names", response_model=UnitNames)
def get_unit_names(caller: Reader, tx: Reading) -> UnitNames:
    """What the units are called whose ids stand in other answers; for keeping while a page is open."""
    found = units.tree(tx, caller.scope)
    return UnitNames(names={unit.id: UnitName(name=unit.name, name_zh=unit.name_zh) for unit in found})


@router.post("", status_code=201, operation_id="add_unit", response_model=UnitRead, responses=declares(409))
def add_unit(body: UnitAdd, caller: Changer, response: Response, tx: Writing) -> UnitRead:
    """A new unit below one of the caller's."""
    unit = Unit(id=body.id, name=body.name, name_zh=body.name_zh, kind=body.kind, parent=body.parent)
    units.add(tx, unit, actor=caller.actor, scope=caller.scope)
    response.headers["Location"] = f"/api/v1/units/{unit.id}"
    return _tagged(response, unit)


@router.get("/{unit_id}", operation_id="get_unit", response_model=UnitRead)
def get_unit(unit_id: str, caller: Reader, response: Response, tx: Reading) -> UnitRead:
    """One unit."""
    return _tagged(response, units.get(tx, unit_id, caller.scope))


@router.patch("/{unit_id}", operation_id="change_unit", response_model=UnitRead, responses=declares(409))
def change_unit(
    unit_id: str, body: UnitChange, caller: Changer, response: Response, tx: Writing, if_match: IfMatch = None
) -> UnitRead:
    """Rename a unit, or put it with everything below it under another one."""
    before = units.get(tx, unit_id, caller.scope)
    check(if_match, _state(before))
    name, name_zh = body.name or before.name, body.name_zh or before.name_zh
    if (name, name_zh) != (before.name, before.name_zh):
        units.rename(tx, unit_id, name=name, name_zh=name_zh, actor=caller.actor, scope=caller.scope)
    if body.parent is not None and body.parent != before.parent:
        units.move(tx, unit_id, body.parent, actor=caller.actor, scope=caller.scope)
    return _tagged(response, units.get(tx, unit_id, caller.scope))


@router.delete("/{unit_id}", status_code=204, operation_id="remove_unit", response_model=None, responses=declares(409))
def remove_unit(unit_id: str, caller: Changer, tx: Writing) -> None:
    """Take a unit that owns nothing any more out of the register."""
    units.remove(tx, unit_id, actor=caller.actor, scope=caller.scope)
