"""Running: live sources through the same journey, until told to stop.

Files are followed where they grow. Network sources are received by a process of their own (`pipeline/listeners.py`) into
spools, which are read here like files. Every commit takes whatever batches are ready; live hits are due at once. Which
sources there are may change at any time (`pipeline/intake.py`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack

import structlog

from model.times import LATEST, now_us
from pipeline import telemetry
from pipeline.calibrating import Calibrating
from pipeline.compliance.watching import Watching
from pipeline.coordination import Coordinating
from pipeline.feeds import LiveLane
from pipeline.held import Replayer
from pipeline.intake import Intake
from pipeline.intel.beside import Intel
from pipeline.inventory.deciding import Reconciling
from pipeline.merging import Merging
from pipeline.platform import Platform
from pipeline.recovery.drilling import Drilling
from pipeline.recovery.looking import Looks
from pipeline.scheduling import Scheduling
from pipeline.sensor import SensorLane
from pipeline.situation import Situations
from pipeline.watchdog import Watchdog

IDLE_S = 0.2
GATHER_S = 1.0
"""While little arrives it is gathered for so long: each round costs a commit, and each of its segments is a file that
searches open and merges rewrite. Whoever has more to read than fits ahead goes on at once."""
TIDY_EVERY_S = 60.0
"""How often retention is applied."""

log = structlog.get_logger("fengsui.live")


def serve(platform: Platform, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Run until `stop` is set; then receive nothing more and commit what was received."""
    settings = platform.settings
    telemetry.serve_metrics(settings.metrics.listen)
    looks = Looks(platform)
    beside = (Merging(platform), Watching(platform), Scheduling(platform))
    with Intake(platform) as intake, Intel(platform) as intel, ExitStack() as stack, looks.looker:
        for one in beside:
            stack.enter_context(one)
        replayer, watchdog = Replayer(platform), Watchdog(platform, intake)
        situations, reconciling = Situations(platform), Reconciling(platform)
        coordinating, drilling = Coordinating(platform), Drilling(platform)
        calibrating = Calibrating(platform)
        _announce(intake, settings.metrics.listen, say)
        tidy_at = time.monotonic() + TIDY_EVERY_S
        read_at = 0.0
        while not stop.is_set():
            lanes = intake.lanes
            due = time.monotonic() >= read_at or any(isinstance(lane, LiveLane) and lane.full for lane in lanes)
            moved = _turn(platform, lanes, read=due) | replayer.turn() | platform.rulebook.turn() | intel.turn()
            if due and moved:
                read_at = time.monotonic() + GATHER_S
            intake.turn()
            watchdog.turn()
            situations.turn()
            reconciling.turn()
            calibrating.turn()
            coordinating.turn()
            looks.turn()
            drilling.turn()
            if time.monotonic() >= tidy_at:
                platform.tidy()
                tidy_at = time.monotonic() + TIDY_EVERY_S
            if not moved:
                stop.wait(IDLE_S)
        intake.stop()
        while _turn(platform, intake.lanes, read=True):
            pass


def _turn(platform: Platform, lanes: Sequence[LiveLane | SensorLane], *, read: bool) -> bool:
    """Read, follow, commit once; whether anything moved. read: False leaves what arrives where it is for now."""
    moved = False
    for lane in lanes:
        if read or isinstance(lane, SensorLane):  # a sensor gathers by itself
            moved |= lane.fill()
    platform.pool.poll(0.05 if any(lane.busy for lane in lanes) else 0)
    done = [(lane, ticket.result) for lane in lanes for ticket in lane.ready()]
    followed = [result for _, result in done if result is not None]
    if followed or platform.stages.overdue(now_us()):
        platform.commit(followed, LATEST, now_us())
        for lane, result in done:
            assert result is not None
            lane.committed(result.checkpoint)
    return moved or bool(followed) or any(lane.busy for lane in lanes)


def _announce(intake: Intake, metrics: str, say: Callable[[str], None]) -> None:
    for name, source in intake.reading.items():
        say(f"{name}: {source.kind} from {source.listen or source.path or source.interface}")
    if not intake.reading:
        say("no source is configured; add one in the console, or in fengsui.toml under [sources.NAME]")
    if metrics:
        say(f"metrics on http://{metrics}/metrics")
