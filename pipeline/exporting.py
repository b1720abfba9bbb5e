"""Exports for other tools: made of what one Scope shows, each of them an audit record with the file's digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from compliance.exports.registry import Export, export_of
from compliance.mlps.posture import Posture
from compliance.reports.document import Language, Proof
from compliance.reports.frame import Frame
from compliance.reports.words import Say
from model.times import Micros
from pipeline.compliance.desk import District
from store import ledger, units
from store.ledger.canonical import sm3
from store.scope import Scope


@dataclass(frozen=True, slots=True)
class Held:
    """All that was read; from here on nothing of the state is needed."""

    export: Export
    postures: tuple[Posture, ...]
    frame: Frame
    unit: str


@dataclass(frozen=True, slots=True)
class Taken:
    """digest: SM3 of data."""

    held: Held
    data: bytes
    digest: str

    @property
    def file(self) -> str:
        return f"{self.held.export.id}.{self.held.export.ending}"


def hold(
    tx: Session, found: District, name: str, language: Language, scope: Scope, *, actor: str, unit: str, now: Micros
) -> Held:
    """unit: of the person. Raises InputError for an export there is not."""
    export = export_of(name)
    point = ledger.current(tx)
    names = {one.id: (one.name_zh, one.name) for one in units.tree(tx, scope)}
    frame = Frame(Say(language), now, Proof(point.origin, point.size, point.root), actor, names)
    postures = tuple(found.within(scope).values()) if export.postures else ()
    return Held(export, postures, frame, unit)


def take(held: Held) -> Taken:
    """Write it; takes seconds for a whole district, so outside of every transaction."""
    data = held.export.write(held.postures, held.frame)
    return Taken(held, data, sm3(data).hex())


def record(tx: Session, taken: Taken, details: Mapping[str, str] | None = None) -> None:
    """That it left, as reports do: a file can be found in the ledger by its digest."""
    held = taken.held
    ledger.append(
        tx,
        actor=held.frame.author,
        action="compliance.exported",
        object=f"export:{held.export.id}",
        unit=held.unit,
        details={
            "language": held.frame.say.language,
            "sm3": taken.digest,
            "bytes": len(taken.data),
            "systems": len(held.postures),
            **(details or {}),
        },
        time=held.frame.made,
    )
