"""Every source somebody configured or records came from, within a Scope, with its state."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from api.sources.schemas import ClockOff, SourceRead, SourceState
from api.wire import moment_or_none
from model.clocks import Off
from model.times import SECOND, Micros
from pipeline.correlating import clocks_off
from pipeline.known_sources import Known, known_sources
from pipeline.settings import Settings
from pipeline.watchdog import OURS, UNLEARNED
from store import source_watch, sources
from store.scope import Scope
from store.source_watch import Watch

MOST_CLOCKS = 20
STATE_ZH = {
    SourceState.RECEIVING: "接收中",
    SourceState.DROPPING: "丢失日志",
    SourceState.FAILED: "读取失败",
    SourceState.SILENT: "无数据",
    SourceState.WAITING: "等待数据",
    SourceState.DISABLED: "已停用",
    SourceState.RECORDING: "回放记录",
}


def listing(tx: Session, settings: Settings, scope: Scope, *, now: Micros, name: str | None = None) -> list[SourceRead]:
    """By name and unit; all, or those called `name`."""
    configured = {n: one for n, one in known_sources(tx, settings).items() if scope.allows(one.unit)}
    watches = source_watch.watches(tx, scope)
    off = clocks_off(tx)
    out: dict[tuple[str, str], SourceRead] = {}
    for counted in sources.health(tx, scope, source=name):
        source = counted.source
        out[source, counted.unit] = _view(configured.get(source), counted, watches.get(source), off, now)
    for source, known in configured.items():
        if name in (None, source) and (source, known.unit) not in out:
            out[source, known.unit] = _view(known, _nothing(source, known.unit), watches.get(source), off, now)
    return [out[key] for key in sorted(out)]


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


def _view(known: Known | None, counted: sources.Health, watch: Watch | None, off: list[Off], now: Micros) -> SourceRead:
    state = _state(known, counted, watch, now)
    problem = (watch.error if watch else "") or (known.problem if known else "")
    return SourceRead(
        name=counted.source,
        unit=counted.unit,
        kind=known.kind if known else (OURS if counted.source == OURS else None),
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
        managed=known.managed if known else False,
        error=problem or None if known and known.enabled else None,
        silent_after_s=watch.silent_after / SECOND if watch else None,
        silence_learned=watch.learned if watch else False,
        schemas=dict(counted.schemas),
        clocks=[
            ClockOff(
                host=one.host,
                behind_s=one.behind / SECOND,
                witness=one.witness,
                agreeing=one.agreeing,
                pairs=one.pairs,
            )
            for one in off
            if (one.source, one.unit) == (counted.source, counted.unit)
        ][:MOST_CLOCKS],
    )


def _state(known: Known | None, counted: sources.Health, watch: Watch | None, now: Micros) -> SourceState:
    if known is None:
        return SourceState.RECEIVING if counted.source == OURS else SourceState.RECORDING
    if not known.enabled:
        return SourceState.DISABLED
    if known.settings is None or (watch is not None and watch.state == "failed"):
        return SourceState.FAILED
    if counted.last_ingest is None:
        return SourceState.SILENT if watch is not None and watch.state == "silent" else SourceState.WAITING
    if now - counted.last_ingest > (watch.silent_after if watch else UNLEARNED):
        return SourceState.SILENT
    return SourceState.DROPPING if watch is not None and watch.state == "dropping" else SourceState.RECEIVING


def by_state(found: list[SourceRead]) -> Iterator[tuple[SourceState, int]]:
    for state in SourceState:
        yield state, len({source.name for source in found if source.state is state})
