"""The score from which incidents are shown and the curve of confidence, as a site's own days say.

A day is quiet when no incident that was confirmed, or that nobody has judged yet, touches it. From what was shown on quiet
days follows the score above which at most one false incident a day was shown. It never falls below the shipped one, and
rises to twice that at most, whatever is made of a site; a critical alert is held to the shipped one in any case
(`scoring.escalates`). The curve is fitted anew only where enough was judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from correlator.confidence import DEFAULT, Curve, fit, threshold
from correlator.settings import ESCALATE
from correlator.stakes import NEARLY
from model.incident import Outcome
from model.severity import Level
from model.times import DAY, Micros

# Our own choice. A week holds every working day once.
LEAST_DAYS = 7
PER_DAY = 1.0
MOST = 2 * ESCALATE
LEAST_ATTACKS, LEAST_NOISE, SAYS_SOMETHING = 5, 20, 20.0
MIDDLE, SLOPE = (ESCALATE, 20 * ESCALATE), (0.5, 5.0)


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """made: when, looking back to `start`. shown: false incidents of the quiet days that the shipped threshold shows;
    attacks, noise: those the curve could be fitted to. fitted: whether it was."""

    made: Micros
    start: Micros
    quiet_days: int = 0
    shown: int = 0
    attacks: int = 0
    noise: int = 0
    escalate: float = ESCALATE
    middle: float = DEFAULT.middle
    slope: float = DEFAULT.slope
    fitted: bool = False

    @property
    def curve(self) -> Curve:
        return Curve(middle=self.middle, slope=self.slope)

    @property
    def enough(self) -> bool:
        """Whether there were quiet days enough to move the threshold by."""
        return self.quiet_days >= LEAST_DAYS


def calibrated(looked: Iterable[Outcome], start: Micros, now: Micros) -> Calibration:
    """start: nothing before it is looked at; the days count from the first incident on, before it nothing is known."""
    found = [one for one in looked if start <= one.last <= now]
    start = max(start, min((one.first for one in found), default=now))
    days = max(0, now - start) // DAY
    loud = {day for one in found if one.said != "noise" for day in _days(one, start)}
    quiet = sum(day not in loud for day in range(days))
    false = [one for one in found if one.said == "noise" and loud.isdisjoint(_days(one, start))]
    # The highest threshold that would show each.
    held = [min(one.score, one.told / NEARLY) for one in false if one.level is not Level.CRITICAL]
    attacks = sorted(one.told for one in found if one.said == "attack" and one.told > 0)
    noise = sorted(one.told for one in found if one.said == "noise" and one.told >= SAYS_SOMETHING)
    fitted = len(attacks) >= LEAST_ATTACKS and len(noise) >= LEAST_NOISE
    curve = _fit(attacks, noise) if fitted else DEFAULT
    escalate = min(MOST, threshold(held, quiet, PER_DAY, ESCALATE)) if quiet >= LEAST_DAYS else ESCALATE
    return Calibration(
        made=now,
        start=start,
        quiet_days=quiet,
        shown=sum(one >= ESCALATE for one in held),
        attacks=len(attacks),
        noise=len(noise),
        escalate=round(escalate, 1),
        middle=round(curve.middle, 1),
        slope=round(curve.slope, 2),
        fitted=fitted,
    )


def _fit(attacks: Sequence[float], noise: Sequence[float]) -> Curve:
    found = fit(attacks, noise)
    return Curve(middle=min(max(found.middle, MIDDLE[0]), MIDDLE[1]), slope=min(max(found.slope, SLOPE[0]), SLOPE[1]))


def _days(one: Outcome, start: Micros) -> range:
    return range(max(0, (one.first - start) // DAY), (one.last - start) // DAY + 1)
