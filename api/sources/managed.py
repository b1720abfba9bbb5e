"""Sources that are added while the platform runs: checked, tried, kept."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy.orm import Session

from api.access import Caller
from api.core import Core
from api.events.shown import dated
from api.sources.schemas import SampleField, SampleProblem, SourceTried, SourceTry, SourceWrite
from model.errors import Conflict, InputError, NotFound, SettingsError
from model.event import Event
from pipeline.known_sources import check_added, known_sources
from pipeline.source_kinds import KINDS, schema
from pipeline.source_settings import SourceSettings
from pipeline.trying import try_source
from store import ledger, sources, units
from store.scope import Scope

VALUE = 2_000
FIELDS = 200
_AT_ONCE = threading.BoundedSemaphore(2)
"""A test may hold a thread for a quarter of a minute."""


def checked(tx: Session, core: Core, caller: Caller, name: str, body: SourceWrite) -> SourceSettings:
    """Raises InputError naming every mistake, NotFound for a unit that is not the caller's."""
    units.get(tx, body.unit, caller.scope)
    if body.kind not in KINDS:
        raise InputError(f"no kind of source is called {body.kind!r}", hint=f"known are {', '.join(KINDS)}")
    known = schema(body.kind)["properties"]
    unknown = sorted(body.settings.keys() - known.keys())
    if unknown:
        raise InputError(f"a {body.kind} source has no setting {', '.join(unknown)}", hint=f"it has {', '.join(known)}")
    given = {key: value for key, value in body.settings.items() if value != ""}
    try:
        return check_added(core.settings, name, {**given, "kind": body.kind, "unit": body.unit})
    except SettingsError as error:
        problems = [one.removeprefix(f"sources.{name}.").removeprefix(f"sources.{name}: ") for one in error.problems]
        raise InputError("; ".join(problems), where="settings") from None


def keep(tx: Session, core: Core, caller: Caller, name: str, body: SourceWrite) -> None:
    found = checked(tx, core, caller, name, body)
    before = sources.get(tx, name, caller.scope) if sources.known(tx, name) else None
    values = found.model_dump(mode="json", exclude={"kind", "unit", "enabled"}, exclude_unset=True, exclude_none=True)
    source = sources.Source(
        name=name, kind=found.kind, unit=found.unit, settings=values, enabled=before.enabled if before else True
    )
    sources.put(tx, source, actor=caller.actor, scope=caller.scope)


def changeable(tx: Session, core: Core, name: str, scope: Scope) -> None:
    """Raises NotFound, or Conflict for one that stands in the settings file."""
    given = core.settings.sources.get(name)
    if given is not None and scope.allows(given.unit):
        raise Conflict("this source stands in the settings file", hint="change it there; it can be paused here")
    sources.get(tx, name, scope)


def switch(tx: Session, core: Core, caller: Caller, name: str, enabled: bool) -> None:
    known = known_sources(tx, core.settings).get(name)
    if known is None or not caller.scope.allows(known.unit):
        raise NotFound(f"there is no source {name!r} within your units")
    given = core.settings.sources.get(name)
    if given is not None and enabled and not given.enabled:
        raise Conflict("this source is switched off in the settings file", hint="switch it on there")
    source = sources.Source(name=name, kind=known.kind, unit=known.unit, settings={}, enabled=known.enabled)
    sources.switch(tx, source, enabled, actor=caller.actor)


def tried(core: Core, caller: Caller, body: SourceTry) -> SourceTried:
    with core.state.reading() as tx:
        source = checked(tx, core, caller, body.name, body)
        others = known_sources(tx, core.settings).values()
    listened = source.listen is not None and not source.listen.startswith("mqtt")
    busy = listened and any(o.enabled and o.settings and o.settings.listen == source.listen for o in others)
    if not _AT_ONCE.acquire(timeout=1):
        raise Conflict("two tests are running", hint="try again in a few seconds")
    try:
        found = try_source(body.name, source, sample=body.sample.encode(), wait_s=float(body.wait_s), busy=busy)
    finally:
        _AT_ONCE.release()
    with core.state.transaction() as tx:
        ledger.append(
            tx,
            actor=caller.actor,
            action="source.tested",
            object=f"source:{body.name}",
            unit=body.unit,
            details={"kind": body.kind, "input": str(source.listen or source.path or source.interface)},
            time=core.clock(),
        )
    return SourceTried(
        works=not found.error and not found.refused,
        events=found.events,
        refused=found.refused,
        samples=[_shown(event) for event in found.samples],
        problems=[
            SampleProblem(
                reason=one.reason,
                message=one.message[:500],
                position=min(one.position, 2**53 - 1),
                text=one.data[:400].decode("utf-8", "backslashreplace"),
            )
            for one in found.problems
        ],
        busy=busy,
        error=found.error or None,
        hint=found.hint or None,
    )


def _shown(event: Event) -> list[SampleField]:
    return [SampleField(name=n, value=_text(n, value)[:VALUE]) for n, value in sorted(event.items())[:FIELDS]]


def _text(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(dated(name, one)) for one in value[:FIELDS])
    return str(dated(name, value))
