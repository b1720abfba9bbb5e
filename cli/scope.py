"""The `--unit` of a command: what that unit and those below it own."""

from __future__ import annotations

from difflib import get_close_matches

from sqlalchemy.orm import Session

from model.errors import InputError
from store import units
from store.scope import EVERYTHING, NOTHING, Scope

LISTED = 12


def scope_of(tx: Session, unit: str) -> Scope:
    """Like `units.scope_of`, but an unknown unit is a mistake that is said, not an empty answer."""
    scope = units.scope_of(tx, unit)
    if scope is NOTHING:
        known = [one.id for one in units.tree(tx, EVERYTHING)]
        near = get_close_matches(unit, known, n=1)
        listed = ", ".join(known[:LISTED]) + (" …" if len(known) > LISTED else "")
        raise InputError(
            f"there is no unit {unit!r}", hint=f"did you mean {near[0]!r}?" if near else f"units are {listed}"
        )
    return scope
