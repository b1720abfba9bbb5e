"""The correlator in the journey: what the committing process remembers of it, and what people decided meanwhile.

Its memory may be tens of megabytes. Each commit writes what was fed to the engine into a journal; now and then the whole
memory is written once and the journal begun again (as `pipeline.behaviour` does). The engine is deterministic: the last
whole memory and the journal give the memory as it was.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import structlog
from sqlalchemy.orm import Session

from correlator import Correlator
from correlator.calibration import Calibration
from correlator.confidence import DEFAULT, Curve
from correlator.known import Known
from model.alert import Alert
from model.clocks import Off
from model.errors import StoreError
from model.incident import Adopted, IncidentChange
from model.times import Micros
from pipeline.names import RegisteredNames
from store import checkpoints, regrouped

SNAPSHOT = "correlator"
JOURNAL = "correlator-journal:"
FOLLOWED = "correlator-followed"
TUNING = "correlator-tuning"
"""What the whole memory and its journal are read with, when it is not the correlator's own."""
CLOCKS = "correlator-clocks"
"""The clocks that are off, for those who show sources."""
JOURNAL_BYTES = 4 * 1024 * 1024
JOURNAL_ROUNDS = 2_000

log = structlog.get_logger("fengsui.correlating")


class _Round(msgspec.Struct, array_like=True):
    """What one commit told the engine. verdicts: None when they had not changed. followed: the last decision heard of.
    known: what the register says otherwise than before."""

    alerts: list[Alert]
    now: Micros
    adopted: list[Adopted]
    verdicts: dict[str, tuple[int, int]] | None
    followed: tuple[int, int]
    known: Known = Known()


class _Tuning(msgspec.Struct, array_like=True, frozen=True):
    """escalate: the score from which incidents are shown in peacetime; share: the part of it a mode asks for. middle,
    slope: of the curve of confidence."""

    escalate: float
    share: float = 1.0
    middle: float = DEFAULT.middle
    slope: float = DEFAULT.slope


class Correlating:
    """Exists once. Between `correlate` and `remember` it is ahead of the database."""

    def __init__(self, correlator: Correlator) -> None:
        self._correlator = correlator
        self._round = _Round([], 0, [], None, (0, 0))
        self._followed = (0, 0)
        self._journal = self._journal_bytes = self._snapshot_bytes = 0
        self._changed = False
        self._own = self._tuning = _Tuning(correlator.settings.escalate)
        self._tuned: list[IncidentChange] = []
        self._whole = False
        self._names = RegisteredNames()
        self._off: list[Off] | None = None

    def restore(self, tx: Session) -> None:
        """Go on from the last commit. A memory of another version is left: the engine begins anew, incidents stand."""
        if (data := checkpoints.get_snapshot(tx, SNAPSHOT)) is not None:
            try:
                self._correlator.restore(data)
            except StoreError as error:
                log.warning("the correlator begins anew", reason=str(error))
                checkpoints.drop_snapshots(tx, JOURNAL)
                return
            self._snapshot_bytes = len(data)
        if (tuning := checkpoints.get_snapshot(tx, TUNING)) is not None:
            self._tuning = msgspec.msgpack.decode(tuning, type=_Tuning)
            self._apply()
        if (followed := checkpoints.get_snapshot(tx, FOLLOWED)) is not None:
            self._followed = msgspec.msgpack.decode(followed, type=tuple[int, int])
        for row in checkpoints.snapshots(tx, JOURNAL):
            told = msgspec.msgpack.decode(row, type=_Round)
            self._journal += 1
            self._journal_bytes += len(row)
            self._followed = told.followed
            self._correlator.know(told.known)
            if told.verdicts is not None:
                self._correlator.believe(told.verdicts)
            self._correlator.adopt(told.adopted)
            self._correlate(told.alerts, told.now)
        self._changed = False

    def follow(self, tx: Session) -> None:
        """Hear what people registered, merged, split, detached and judged since the last round: in the order in which
        `restore` tells it again. Once before each `remember`."""
        changes, verdicts = self._followed
        if (now := self._names.now(tx)) is not None:
            self._round.known = now.since(self._correlator.known)
            self._correlator.know(self._round.known)
        judged, said = regrouped.verdicts_since(tx, verdicts)
        if said is not None:
            self._correlator.believe(said)
            self._round.verdicts = said
        last, arranged = regrouped.since(tx, changes)
        if arranged:
            self._correlator.adopt(arranged)
            self._round.adopted += arranged
        self._changed |= bool(arranged) or said is not None or bool(self._round.known)
        self._followed = (last, judged)

    def tune(self, share: float) -> bool:
        """Show incidents from this share of the usual score on; whether that is another one than before. The memory is
        then written whole: a journal is read with one threshold."""
        return self._retune(msgspec.structs.replace(self._tuning, share=share))

    def calibrate(self, said: Calibration | None) -> bool:
        """As `tune`: what is usual is what the site's own days say; None: as it is shipped."""
        own = self._own if said is None else _Tuning(said.escalate, 1.0, said.middle, said.slope)
        return self._retune(msgspec.structs.replace(own, share=self._tuning.share))

    def _retune(self, wanted: _Tuning) -> bool:
        if wanted == self._tuning:
            return False
        self._tuning = wanted
        self._tuned += self._apply()
        self._whole = self._changed = True
        return True

    def _apply(self) -> list[IncidentChange]:
        tuning = self._tuning
        return self._correlator.tune(tuning.escalate * tuning.share, Curve(middle=tuning.middle, slope=tuning.slope))

    @property
    def waits(self) -> bool:
        """Whether there is something to commit though nothing arrived."""
        return self._whole

    def correlate(self, alerts: Sequence[Alert], now: Micros) -> list[IncidentChange]:
        self._round.alerts += alerts
        self._round.now = now
        self._changed |= bool(alerts)
        return self._correlate(alerts, now)

    def _correlate(self, alerts: Sequence[Alert], now: Micros) -> list[IncidentChange]:
        changes = self._tuned + self._correlator.feed_all(alerts)
        self._tuned = []
        if now:
            changes += self._correlator.advance(now)
        self._changed |= bool(changes)
        return changes

    def remember(self, tx: Session) -> None:
        """Write the round into the journal; or the whole memory, when the journal has grown long."""
        if not self._changed:
            return
        if (off := self._correlator.clocks_off()) != self._off:
            checkpoints.put_snapshot(tx, CLOCKS, msgspec.msgpack.encode(off))
            self._off = off
        self._round.followed = self._followed
        row = msgspec.msgpack.encode(self._round)
        self._round = _Round([], 0, [], None, (0, 0))
        self._changed = False
        self._journal += 1
        self._journal_bytes += len(row)
        small = self._journal_bytes < max(JOURNAL_BYTES, self._snapshot_bytes) and self._journal < JOURNAL_ROUNDS
        if small and not self._whole:
            checkpoints.put_snapshot(tx, f"{JOURNAL}{self._journal:09d}", row)
            return
        data = self._correlator.snapshot()
        checkpoints.put_snapshot(tx, SNAPSHOT, data)
        checkpoints.put_snapshot(tx, TUNING, msgspec.msgpack.encode(self._tuning))
        self._whole = False
        checkpoints.put_snapshot(tx, FOLLOWED, msgspec.msgpack.encode(self._followed))
        checkpoints.drop_snapshots(tx, JOURNAL)
        self._journal = self._journal_bytes = 0
        self._snapshot_bytes = len(data)


def clocks_off(tx: Session) -> list[Off]:
    """Clocks the correlator found to be wrong, as of the last commit."""
    data = checkpoints.get_snapshot(tx, CLOCKS)
    return [] if data is None else msgspec.msgpack.decode(data, type=list[Off])
