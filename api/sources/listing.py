"""Every source somebody configured or records came from, within a Scope, with its state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.sources.schemas import SourceRead, SourceState
from api.wire import moment_or_none
from model.times import MINUTE, SECOND, Micros
from pipeline.settings import Settings
from store import sources
from store.scope import Scope

SILENT_AFTER: Micros = 15 * MINUTE
"""Ours: longer than the longest pause of a working firewall or web server, short enough to be noticed within a watch."""

STATE_ZH = {
    SourceState.RECEIVING: "接收中",
    SourceState.SILENT: "无数据",
    SourceState.WAITING: "等待数据",
    SourceState.DISABLED: "已停用",
    SourceState.RECORDING: "回放记录",
}


@dataclass(frozen=True, slots=True)
class _Configured:
    kind: str
    unit: str
    input: str
    enabled: bool


def listing(tx: Session, settings: Settings, scope: Scope, *, now: Micros, name: str | None = None) -> list[SourceRead]:
    """By name and unit; all, or those called `name`."""
    configured = _configured(tx, settings, scope)
    out: dict[tuple[str, str], SourceRead] = {}
    for counted in sources.health(tx, scope, source=name):
        out[counted.source, counted.unit] = _view(configured.get(counted.source), counted, now)
    for source, known in configured.items():
        if name in (None, source) and (source, known.unit) not in out:
            out[source, known.unit] = _view(known, _nothing(source, known.unit), now)
    return [out[key] for key in sorted(out)]


def _configured(tx: Session, settings: Settings, scope: Scope) -> dict[str, _Configured]:
    """As `Platform.live_sources`: the register goes before the settings file."""
    found = {
        name: _Configured(s.kind, s.unit, s.listen or str(s.path), s.enabled)
        for name, s in settings.sources.items()
        if scope.allows(s.unit)
    }
    for kept in sources.find(tx, scope):
        given = str(kept.settings.get("listen") or kept.settings.get("path") or "")
        found[kept.name] = _Configured(kept.kind, kept.unit, given, kept.enabled)
    return found


def _nothing(source: str, unit: str) -> sources.Health:
    return sources.Health(
        source=source,
        unit=unit,
        events=0,
        duplicates=0,
        bytes=0,
        quarantined=0,
        dropped=0,
        first_event=None,
        last_event=None,
        last_ingest=None,
    )


def _view(known: _Configured | None, counted: sources.Health, now: Micros) -> SourceRead:
    state = _state(known, counted, now)
    return SourceRead(
        name=counted.source,
        unit=counted.unit,
        kind=known.kind if known else None,
        state=state,
        state_zh=STATE_ZH[state],
        input=known.input or None if known else None,
        events=counted.events,
        duplicates=counted.duplicates,
        bytes=counted.bytes,
        quarantined=counted.quarantined,
        dropped=counted.dropped,
        first_event=moment_or_none(counted.first_event),
        last_event=moment_or_none(counted.last_event),
        last_ingest=moment_or_none(counted.last_ingest),
        lag_s=counted.lag / SECOND if known and counted.lag is not None else None,
    )


def _state(known: _Configured | None, counted: sources.Health, now: Micros) -> SourceState:
    if known is None:
        return SourceState.RECORDING
    if not known.enabled:
        return SourceState.DISABLED
    if counted.last_ingest is None:
        return SourceState.WAITING
    return SourceState.SILENT if now - counted.last_ingest > SILENT_AFTER else SourceState.RECEIVING


def by_state(found: list[SourceRead]) -> Iterator[tuple[SourceState, int]]:
    for state in SourceState:
        yield state, len({source.name for source in found if source.state is state})
