"""What people do with playbooks: bring them in, keep the library current, ask for runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, ScopeError
from model.times import Micros, now_us, to_iso
from pipeline.playbook_settings import PlaybookSettings
from pipeline.response.triggers import extension_of
from playbooks import library
from playbooks.cacao import Playbook, Reading, read
from playbooks.cacao.checks import RUN_HERE
from playbooks.cacao.signatures import Trust, overall, verify
from playbooks.cacao.steps import ActionStep
from playbooks.variables import VariableError, initial
from store import executions
from store import playbooks as kept
from store.scope import EVERYTHING, Scope
from store.state import State
from store.units import ROOT

LIBRARY, IMPORTED = kept.LIBRARY, "imported"
BY = "fengsui"


def trust_of(reading: Reading, settings: PlaybookSettings, now: Micros) -> Trust:
    if reading.playbook is None:
        return Trust.INVALID
    moment = to_iso(now)[:23] + "Z"
    return overall(verify(reading.playbook, reading.document, settings.trusted_keys, moment))


def bring_in(
    tx: Session,
    content: bytes,
    settings: PlaybookSettings,
    *,
    unit: str,
    actor: str,
    now: Micros,
    scope: Scope = EVERYTHING,
) -> str:
    """Keep an imported playbook; gives its id. Raises InputError naming every mistake, Conflict for one of the library."""
    reading = read(content)
    if reading.playbook is None or reading.errors:
        told = "\n".join(f"  - {problem}" for problem in reading.errors[:50])
        raise InputError(
            f"the playbook cannot be used:\n{told}", where="playbook", hint="correct it and import it again"
        )
    playbook = reading.playbook
    trust = trust_of(reading, settings, now)
    if trust is Trust.INVALID:
        raise InputError(
            "a signature of the playbook does not hold", where="signatures", hint="get it from its author again"
        )
    if not scope.allows(unit):
        raise ScopeError(f"unit {unit!r} is not within your units")
    known = kept.find_one(tx, playbook.id, EVERYTHING)
    if known is not None and known.source == LIBRARY:
        raise Conflict("a playbook of the library has this id", hint="give yours an id of its own")
    if known is not None and not scope.allows(known.unit):
        raise Conflict("another unit's playbook has this id", hint="give yours an id of its own")
    name_zh = str(extension_of(reading.document).get("name_zh") or playbook.name)
    kept.put(
        tx,
        playbook.id,
        orjson.dumps(reading.document, option=orjson.OPT_INDENT_2),
        name=playbook.name[:500],
        name_zh=name_zh[:500],
        version=playbook.version,
        source=IMPORTED,
        trust=trust.value,
        unit=unit,
        auto=False,
        actor=actor,
        now=now,
    )
    return playbook.id


def bring_library(state: State) -> int:
    """Make the state hold the library as this program has it; how many changed. They begin by themselves only when told to."""
    found = [(name, document) for name, document in library.documents()]
    changed = 0
    now = now_us()
    with state.transaction() as tx:
        for _, document in found:
            about = extension_of(document)
            changed += kept.put(
                tx,
                document["id"],
                orjson.dumps(document, option=orjson.OPT_INDENT_2),
                name=document["name"],
                name_zh=about["name_zh"],
                version=document["modified"],
                source=LIBRARY,
                trust=Trust.TRUSTED.value,
                unit=ROOT,
                auto=False,
                actor=BY,
                now=now,
            )
    return changed


def ask_for(
    tx: Session,
    identifier: str,
    scope: Scope,
    *,
    inputs: Mapping[str, Any],
    actor: str,
    now: Micros,
    unit: str = "",
    incident: str = "",
    foreign: str = "task",
) -> str:
    """Ask for a run; gives its id. foreign: `playbooks.foreign_commands`.

    Raises InputError when an input does not fit, Conflict when it cannot be run as it is, NotFound, ScopeError.
    """
    playbook = kept.get(tx, identifier, scope)
    if unit and not scope.allows(unit):
        raise ScopeError(f"unit {unit!r} is not within your units")
    reading = read(kept.text_of(tx, playbook.digest))
    if not reading.runnable or reading.playbook is None:
        raise Conflict("the playbook cannot be run as it is", hint="look at its problems")
    if reading.playbook.revoked:
        raise Conflict("its author revoked this playbook")
    until = reading.playbook.valid_until
    if until is not None and until < to_iso(now):
        raise Conflict(f"the playbook was valid until {until}")
    if foreign == "refuse":
        _refuse_foreign(reading.playbook)
    try:
        initial(reading.playbook.playbook_variables, inputs)
    except VariableError as error:
        raise InputError(error.message, where=f"inputs.{error.name}") from None
    made = executions.request(
        tx, playbook, unit=unit or playbook.unit, inputs=inputs, actor=actor, now=now, incident=incident
    )
    assert made is not None
    return made


def _refuse_foreign(playbook: Playbook) -> None:
    """Every step with a command nothing here carries out."""
    found = [
        f"{step.name or identifier}: {command.type}"
        for identifier, step in playbook.workflow.items()
        if isinstance(step, ActionStep)
        for command in step.commands
        if command.type not in RUN_HERE
    ]
    if found:
        raise Conflict(
            f"nothing here runs these commands: {'; '.join(found)[:1000]}",
            hint="take them out, or let persons do them (playbooks.foreign_commands)",
        )
