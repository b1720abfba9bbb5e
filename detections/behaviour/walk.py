"""The random walk both scan detectors follow.

Source: J. Jung, V. Paxson, A. Berger, H. Balakrishnan, "Fast Portscan Detection Using Sequential Hypothesis Testing", IEEE
Symposium on Security and Privacy 2004, sections 4.1 to 4.3: with θ0 = 0.8 and θ1 = 0.2 the chances that a first contact
succeeds when made by a benign source and by a scanner, and α = 0.01, β = 0.99 the wanted false positive and detection rates.
"""

from __future__ import annotations

from math import log

import msgspec

from detections.behaviour.contract import Samples
from model.times import Micros

THETA0, THETA1 = 0.8, 0.2
ALPHA, BETA = 0.01, 0.99
FAILED = log((1 - THETA1) / (1 - THETA0))
ANSWERED = log(THETA1 / THETA0)
SCANNER = log(BETA / ALPHA)
BENIGN = log((1 - BETA) / (1 - ALPHA))
MAX_SEEN = 128
"""Targets one walk remembers; a walk that has met so many without a verdict begins again."""


class Walk(msgspec.Struct, array_like=True):
    """ratio: logarithm of the likelihood ratio so far. seen: targets met. told: when it was last reported, 0 never."""

    ratio: float = 0.0
    failed: int = 0
    answered: int = 0
    first: Micros = 0
    told: Micros = 0
    seen: list[str] = msgspec.field(default_factory=list)
    lost: list[str] = msgspec.field(default_factory=list)
    samples: Samples = msgspec.field(default_factory=Samples)

    def begin(self, told: Micros) -> None:
        self.ratio, self.failed, self.answered, self.first, self.told = 0.0, 0, 0, 0, told
        self.seen, self.lost, self.samples = [], [], Samples()

    def step(self, target: str, answered: bool, time: Micros, event_id: str) -> bool:
        """A first contact moves the walk; others do not. Whether it moved."""
        if target in self.seen:
            return False
        if len(self.seen) >= MAX_SEEN:
            self.begin(self.told)
        self.first = min(self.first or time, time)
        self.seen.append(target)
        if answered:
            self.answered += 1
            self.ratio += ANSWERED
            if self.ratio <= BENIGN:
                self.begin(self.told)
        else:
            self.failed += 1
            self.lost.append(target)
            self.samples.add(event_id)
            self.ratio = min(self.ratio + FAILED, SCANNER * 8)
        return True
