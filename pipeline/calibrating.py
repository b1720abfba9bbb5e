"""The correlator calibrated on the site's own quiet days: once a day, in the committing process, told in the audit trail."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy.orm import Session

from correlator.calibration import SAYS_SOMETHING, Calibration, calibrated
from model.times import DAY, Micros, now_us
from store import judged, ledger, units

if TYPE_CHECKING:
    from pipeline.platform import Platform

ACTOR = "correlator"
LOOK_S = 60.0
EVERY = DAY


def measured(tx: Session, days: int, now: Micros) -> Calibration:
    """What the last `days` say."""
    start = now - days * DAY
    return calibrated(judged.outcomes(tx, start, SAYS_SOMETHING), start, now)


def in_use(tx: Session) -> Calibration | None:
    """None: the shipped figures are used."""
    kept = judged.kept_calibration(tx)
    return msgspec.convert(kept, Calibration) if kept is not None else None


class Calibrating:
    """Used by the committing loop only."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._days = platform.settings.incidents.calibrate_days
        self._look_at = 0.0

    def turn(self) -> None:
        if time.monotonic() >= self._look_at:
            self.look(now_us())
            self._look_at = time.monotonic() + LOOK_S

    def look(self, now: Micros) -> Calibration | None:
        """Measure when a day has passed since it was measured last, and use what was measured."""
        with self._platform.state.reading() as tx:
            kept = in_use(tx) if self._days else None
            fresh = kept is not None and kept.made <= now < kept.made + EVERY
            found = measured(tx, self._days, now) if self._days and not fresh else kept
        if found is not None and not fresh:
            with self._platform.state.transaction() as tx:
                _keep(tx, found, kept, now)
        self._platform.stages.calibrate(found)
        return found


def _keep(tx: Session, found: Calibration, before: Calibration | None, now: Micros) -> None:
    judged.keep_calibration(tx, msgspec.to_builtins(found))
    if _figures(found) != _figures(before or Calibration(made=now, start=now)):
        ledger.append(
            tx,
            actor=ACTOR,
            action="incidents.calibrated",
            object="incidents:calibration",
            unit=units.ROOT,
            details={name: f"{value:g}" for name, value in _figures(found).items()},
            time=now,
        )


def _figures(of: Calibration) -> dict[str, float]:
    return {"escalate": of.escalate, "middle": of.middle, "slope": of.slope}
