"""How hot an entity is now, under all its names: one figure wherever it is shown."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from api.entities.register import names_of
from correlator.situation.heat import WINDOW, Heat, Said, heat_of
from model.entity import EntityKind
from model.times import Micros
from store import entities
from store.entities import Spoken
from store.scope import Scope


def heat_now(tx: Session, kind: EntityKind, value: str, scope: Scope, now: Micros) -> Heat:
    keys, _ = names_of(tx, kind, value, scope)
    return heat_by_keys(tx, keys, scope, now)


def heat_by_keys(tx: Session, keys: list[str], scope: Scope, now: Micros) -> Heat:
    return heat_of(said_of(entities.spoken_of(tx, keys, scope, start=now - WINDOW)), now)


def said_of(spoken: Iterable[Spoken]) -> list[Said]:
    """By rule: under whatever name a machine was spoken of, it is the loudest of them that counts."""
    loudest: dict[str, Said] = {}
    for one in spoken:
        had = loudest.get(one.rule)
        if had is None or had.alerts < one.alerts:
            loudest[one.rule] = Said(
                rule=one.rule, level=one.level, alerts=one.alerts, last=one.last, sample=one.sample
            )
    return list(loudest.values())
