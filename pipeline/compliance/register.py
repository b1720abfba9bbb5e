"""Filling the register of systems: from a file of records, or with the proposals that come with the platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import yaml
from sqlalchemy.orm import Session

from compliance.catalog import raw
from model.compliance import Extension, Grading, SystemRecord
from model.errors import FengsuiError, InputError
from model.estate import MlpsLevel, System, Unit, UnitKind
from model.times import Micros
from model.yaml_text import read_yaml
from store import compliance as ledgers
from store import registers, units
from store.scope import EVERYTHING, Scope

MAX_BYTES = 5_000_000
MAX_SYSTEMS = 5_000
ID = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A system of a file. assets: ids of registered assets that are its own. record: as `SystemRecord`, without system and
    unit."""

    id: ID
    name: str
    name_zh: str
    unit: str
    level: MlpsLevel = 0
    level_is_proposal: bool = True
    assets: tuple[str, ...] = ()
    record: dict[str, Any] = {}


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    systems: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    units: int = 0
    systems: int = 0


def read_file(data: bytes) -> File:
    """Raises InputError for anything that is no such file; see `model.yaml_text`."""
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES} bytes", where="register")
    try:
        held = msgspec.convert(read_yaml(data, "register"), File)
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise InputError(f"is no register of systems: {str(error)[:500]}", where="register") from error
    if len(held.systems) > MAX_SYSTEMS:
        raise InputError(f"more than {MAX_SYSTEMS} systems", where="register")
    return held


def fill(tx: Session, file: File, *, actor: str, scope: Scope, now: Micros) -> Filled:
    """All or, when a mistake is raised, nothing (the caller's transaction). Raises InputError naming every mistake."""
    problems: list[str] = []
    for entry in file.systems:
        try:
            _fill_one(tx, entry, actor=actor, scope=scope, now=now)
        except (FengsuiError, msgspec.ValidationError) as error:
            problems.append(f"{entry.id}: {error}")
    if problems:
        raise InputError("the register cannot be used:\n" + "\n".join(f"  - {one}" for one in problems[:50]))
    return Filled(systems=len(file.systems))


def _fill_one(tx: Session, entry: Entry, *, actor: str, scope: Scope, now: Micros) -> None:
    system = System(
        id=entry.id,
        name=entry.name,
        name_zh=entry.name_zh,
        unit=entry.unit,
        mlps_level=entry.level,
        level_is_proposal=entry.level_is_proposal,
    )
    registers.put_system(tx, system, actor=actor, scope=scope)
    if entry.record:
        record = msgspec.convert({**entry.record, "system": entry.id, "unit": entry.unit}, SystemRecord)
        ledgers.put_record(tx, record, actor=actor, scope=scope, now=now)
    for asset_id in entry.assets:
        asset = registers.get_asset(tx, asset_id, scope)
        registers.put_asset(tx, msgspec.structs.replace(asset, system=entry.id), actor=actor, scope=scope)


def fill_proposals(tx: Session, *, actor: str, now: Micros) -> Filled:
    """The systems and lead units a district plan names, with proposed levels; what is registered already stays as it is."""
    held = raw("district-systems.yml")
    known = {one.id for one in units.tree(tx, EVERYTHING)}
    wanted = [
        Unit(id=one["id"], name=one["en"], name_zh=one["zh"], kind=UnitKind.DEPARTMENT, parent=units.ROOT)
        for one in held["units"]
        if one["id"] not in known
    ]
    units.import_list(tx, wanted, actor=actor)
    there = {one.id for one in registers.find_systems(tx, EVERYTHING)}
    fresh = [one for one in held["systems"] if one["id"] not in there]
    for one in fresh:
        system = System(id=one["id"], name=one["en"], name_zh=one["zh"], unit=one["unit"], mlps_level=one["level"])
        registers.put_system(tx, system, actor=actor)
        record = SystemRecord(
            system=one["id"],
            unit=one["unit"],
            plan_task=one["task"],
            role=one["role"],
            extensions=tuple(Extension(name) for name in one["extensions"]),
            exposure=tuple(one["exposure"]),
            grading=Grading(reason=one["reason"]),
        )
        ledgers.put_record(tx, record, actor=actor, scope=EVERYTHING, now=now)
    return Filled(len(wanted), len(fresh))
