"""A platform with what tests of indicators need: documents taken in, records replayed, what came of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson

from detections.indicators.formats import parse
from model.alert import Alert
from model.times import DAY, Micros, now_us, to_iso
from pipeline.intel import intake
from pipeline.lanes import Reading
from pipeline.platform import Platform
from pipeline.settings import MetricsSettings, PipelineSettings, Settings
from pipeline.source_settings import UnitSettings
from store import alerts
from store.indicators import sources
from store.scope import EVERYTHING

NOW = now_us()
TODAY = NOW // DAY * DAY


@contextmanager
def platform(folder: Path, **more: object) -> Iterator[Platform]:
    settings = Settings(
        data=folder / "data",
        metrics=MetricsSettings(listen=""),
        pipeline=PipelineSettings(workers=1),
        units=[UnitSettings(id="town", name="Town", name_zh="镇", kind="town")],
        **more,  # type: ignore[arg-type]
    )
    with Platform(settings) as opened:
        yield opened


def take(
    desk: Platform, text: str, source: str = "test", *, now: Micros = NOW, confidence: int = 80, hunt_days: int = 190
) -> int:
    with desk.state.transaction() as tx:
        known = sources.ensure(tx, source, "file", source, actor="test", now=now, confidence=confidence)
    return intake.take_in(
        desk.state.transaction, known, parse(text.encode()), actor="test", now=now, hunt_days=hunt_days
    )


def flows(folder: Path, name: str, *pairs: tuple[Micros, str, str]) -> Reading:
    """(time, source, destination) of connections as a JSON log of the town."""
    lines = [
        orjson.dumps(
            {
                "@timestamp": to_iso(time),
                "event": {"dataset": "x"},
                "source": {"ip": ours},
                "destination": {"ip": theirs},
            }
        )
        for time, ours, theirs in pairs
    ]
    path = folder / name
    path.write_bytes(b"\n".join(lines) + b"\n")
    os.utime(path, (1, 1))
    return Reading(path=str(path), kind="jsonl", source=name, unit="town")


def found(desk: Platform) -> list[Alert]:
    """Alerts of indicators, oldest first."""
    with desk.state.reading() as tx:
        listed = alerts.find(tx, EVERYTHING, limit=1000).items
    ours = [one.alert for one in listed if one.alert.rule.id.startswith("indicator-")]
    return sorted(ours, key=lambda alert: (alert.time, alert.id))
