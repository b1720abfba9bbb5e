"""Device silence: a device that reported regularly says nothing, while others behind the same sensor still do.

Source: N. Hayashibara et al., "The φ Accrual Failure Detector", SRDS 2004: intervals between messages are taken as normal with the
mean and deviation of the recent ones, and suspicion φ = −log10 of the chance that the next message comes even later.
Solved for the time at which φ is reached, so that the verdict does not depend on when somebody looks. A device is
judged by its own sensor's time: while the sensor itself is silent nothing is known about its devices, and the sensor is
told instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from statistics import NormalDist

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Message
from detections.behaviour.statistics import mad, median
from detections.behaviour.tables import Key
from model.times import SECOND, Micros

KEPT = 32
"""Intervals remembered. The paper keeps 1,000; fewer follow a device whose settings change."""

DENSE = 10
"""Messages of a source that the shortest silence must usually hold."""


class Heard(msgspec.Struct, array_like=True):
    """gaps: seconds, in order of time. silent: reported, and not heard since."""

    source: str = ""
    unit: str = ""
    address: str = ""
    last: Micros = 0
    event: str = ""
    messages: int = 0
    silent: bool = False
    gaps: list[float] = msgspec.field(default_factory=list)


class DeviceSilence(Detector):
    name = "device_silence"
    reads = (Message,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._messages, self._spread = int(limits["messages"]), limits["interval_spread"]
        self._shortest, self._periods = limits["shortest"], limits["periods"]
        self._z = NormalDist().inv_cdf(1 - 10 ** -min(limits["phi"], 15))
        self._devices = self.table("devices", Heard, limits["memory"])
        self._sources = self.table("sources", Heard, limits["memory"])

    def observe(self, seen: Message, now: Micros) -> Iterator[Finding]:
        self._hear(self._devices.touch(key(seen.source, seen.device), now, Heard), seen)
        self._hear(self._sources.touch(key(seen.source), now, Heard), seen)
        return iter(())

    @staticmethod
    def _hear(heard: Heard, seen: Message) -> None:
        if heard.messages and seen.time > heard.last and not heard.silent:
            heard.gaps.append((seen.time - heard.last) / SECOND)
            if len(heard.gaps) > KEPT:
                del heard.gaps[0]
        if seen.time >= heard.last:
            heard.source, heard.unit, heard.address = seen.source, seen.unit, seen.address
            heard.last, heard.event, heard.silent = seen.time, seen.id, False
        heard.messages += 1

    def patience_s(self, heard: Heard, *, shared: bool = False) -> float | None:
        """Seconds of silence that are bearable; None for what was not heard enough or is not regular.

        shared: a source of many devices. Its messages come at random; it is judged when they come so densely that the
        shortest silence is many of them.
        """
        if len(heard.gaps) < min(self._messages, KEPT):
            return None
        middle = median(heard.gaps)
        mean = sum(heard.gaps) / len(heard.gaps)
        dense = shared and mean * DENSE <= self._shortest
        if middle <= 0 or (not dense and mad(heard.gaps, middle) / middle > self._spread):
            return None
        deviation = sqrt(sum((gap - mean) ** 2 for gap in heard.gaps) / len(heard.gaps))
        return max(self._shortest, self._periods * middle, mean + self._z * max(deviation, 0.1 * mean))

    def tick(self, now: Micros) -> Iterator[Finding]:
        for place, heard in list(self._sources.items()):
            yield from self._judge(place, heard, now)
        for place, heard in list(self._devices.items()):
            source = self._sources.get(key(heard.source))
            if source is not None:
                yield from self._judge(place, heard, min(now, source.last))
        super().tick(now)

    def _judge(self, place: Key, heard: Heard, until: Micros) -> Iterator[Finding]:
        if heard.silent or (until - heard.last) < self._shortest * SECOND:
            return
        patience = self.patience_s(heard, shared=len(place) == 1)
        if patience is None or until - heard.last < patience * SECOND:
            return
        heard.silent = True
        yield self._told(place, heard, patience)

    def _told(self, place: Key, heard: Heard, patience: float) -> Finding:
        period = median(heard.gaps)
        device = place[1] if len(place) > 1 else ""
        said = Message(
            heard.last + int(patience * SECOND), heard.event, heard.unit, heard.source, device, heard.address
        )
        what = f"device {device}" if device else f"source {heard.source}, with all its devices,"
        what_zh = f"设备 {device}" if device else f"数据源 {heard.source}（及其全部设备）"
        return self.finding(
            said,
            first_time=heard.last,
            event_ids=(heard.event,),
            group={"device.id": device} if device else {"fengsui.source": heard.source},
            about={"source.ip": heard.address} if device and heard.address else {},
            measured={
                "interval_seconds": round(period, 1),
                "silence_seconds": round(patience),
                "messages": heard.messages,
            },
            limits=("phi", "messages", "periods", "shortest"),
            why=f"{what} reported every {period:.0f} s and has said nothing for {patience:.0f} s",
            why_zh=f"{what_zh} 原本约每 {period:.0f} 秒上报一次，现已 {patience:.0f} 秒没有任何数据",
        )
