"""Beside the journey while it serves: posture is looked at every second, and what has changed is sealed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from model.errors import FengsuiError
from model.times import MINUTE, Micros, now_us
from pipeline.beside import Beside
from pipeline.compliance.desk import District, desk_of
from pipeline.compliance.keeping import keep, keep_answers
from pipeline.compliance.risks import risk_desk_of
from pipeline.public_data.desk import data_desk_of
from store import compliance as ledgers
from store import registers
from store.scope import EVERYTHING

if TYPE_CHECKING:
    from pipeline.platform import Platform

TICK_S = 1.0
SHARE = 4.0
"""A look that took long is followed by a pause so many times as long: posture never takes more than a fifth of a core."""
LONGEST_S = 60.0
CLOSE_S = 30.0
RISKS_EVERY: Micros = 5 * MINUTE
"""The history of risks has a point at most so often."""

log = structlog.get_logger("fengsui.compliance")


class Watching(Beside):
    """Use as a context manager while the platform is open."""

    name = "fengsui-compliance"
    close_s = CLOSE_S

    def __init__(self, platform: Platform) -> None:
        super().__init__()
        self._state = platform.state
        self._desk = desk_of(platform.state, platform.store, platform.settings)
        self._risks = risk_desk_of(platform.state, platform.store, platform.settings)
        self._data_sets = data_desk_of(platform.state, platform.store, platform.settings)
        self._kept: District | None = None
        self._risks_at: Micros = 0

    def run(self) -> None:
        pause = TICK_S
        while not self.stop.wait(pause):
            started = time.monotonic()
            try:
                self.turn()
            except FengsuiError as error:
                log.warning("posture waits", reason=str(error))
                self.stop.wait(10)
            except Exception:  # the edge of a thread: it must go on, and somebody must hear of it
                log.exception("posture failed unexpectedly")
                self.stop.wait(30)
            pause = min(LONGEST_S, max(TICK_S, SHARE * (time.monotonic() - started)))

    def turn(self) -> bool:
        """Look once; whether something was kept."""
        now = now_us()
        with self._state.reading() as tx:
            if not registers.find_systems(tx, EVERYTHING):
                return False
        district = self._desk.district(now)
        if district is self._kept or not district.postures:
            return False
        with self._state.transaction() as tx:
            kept = keep(tx, district, now)
        self._kept = district
        self._look_at_risks(now)
        self._look_at_data_sets(now)
        return bool(kept.sealed or kept.changed)

    def _look_at_risks(self, now: Micros) -> None:
        if 0 <= now - self._risks_at < RISKS_EVERY:
            return
        found = self._risks.risks(now)
        with self._state.transaction() as tx:
            ledgers.record_risks(tx, found.risks, now)
        self._risks_at = now

    def _look_at_data_sets(self, now: Micros) -> None:
        found = self._data_sets.data_sets(now)
        answers = [answer for one in found.standings.values() for answer in one.answers.values()]
        if answers:
            with self._state.transaction() as tx:
                keep_answers(tx, answers, now)
