"""`python -m tests.captures.make [attack] [normal]`: record again. About a quarter of an hour for both."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

from tests.captures.make import describe, needs
from tests.captures.make.attack import Attack
from tests.captures.make.background import Background
from tests.captures.make.record import Busy, Story, begin, district, finish, now

OUT = Path(__file__).resolve().parent.parent


def record_attack(out: Path, pause: float) -> None:
    story = Story(
        "district-attack",
        "An intrusion across a small district",
        "一次贯穿区级网络的入侵",
        "none",
        "Ten steps against the usual background: from a port scan of the portal to resident records sent outside.",
    )
    with district() as made:
        begin(made, story)
        background = Background(made.machines, 900, "flat")
        background.start()
        try:
            time.sleep(45)
            attack = Attack(made.machines, pause)
            attack.run()
            time.sleep(20)
        finally:
            background.stop()
        story.steps = attack.steps
        finish(made, story, out)
    describe.write(story, out / story.name)


def record_normal(out: Path, seconds: float) -> None:
    story = Story(
        "district-normal-day",
        "A normal working day in a small district",
        "区级网络的一个普通工作日",
        f"24 h in {seconds / 60:g} min",
        "A working day from midnight to midnight, compressed: every clock in it is real, only the pace is not. Rules that "
        "count over time see more per minute here than a day would show.",
    )
    with district() as made:
        begin(made, story)
        background = Background(made.machines, seconds, "day")
        background.start()
        try:
            time.sleep(seconds + 4)
        finally:
            background.stop()
        finish(made, story, out)
    describe.write(story, out / story.name)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.captures.make", description=__doc__)
    options.add_argument("recordings", nargs="*", help="attack, normal; both when none is named")
    options.add_argument("--out", type=Path, default=OUT, help="folder that receives the recordings")
    options.add_argument("--day-seconds", type=float, default=300, help="how long the normal day lasts")
    options.add_argument("--pause", type=float, default=24, help="seconds between two steps of the attack")
    given = options.parse_args()
    names = given.recordings or ["attack", "normal"]
    if unknown := set(names) - {"attack", "normal"}:
        options.error(f"no recording is called {', '.join(sorted(unknown))}; known are attack, normal")
    lacking = needs.missing()
    if lacking:
        print(lacking, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # end through the same clean-up as an interrupt
    try:
        for name in names:
            print(f"{now()} recording {name} …", flush=True)
            if name == "attack":
                record_attack(given.out, given.pause)
            else:
                record_normal(given.out, given.day_seconds)
    except Busy as busy:
        print(busy, file=sys.stderr)
        return 2
    print(f"{now()} done", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
