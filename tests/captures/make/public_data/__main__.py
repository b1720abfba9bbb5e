"""`python -m tests.captures.make.public_data`: record both days again (root, Debian; two minutes)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.captures.make.public_data import story
from tests.captures.make.public_data.describe import describe
from tests.captures.make.public_data.people import residents
from tests.captures.make.public_data.services import (
    BEIJING,
    DATABASE,
    EXCHANGE,
    FAKETIME,
    GATEWAY,
    SERVICE,
    Clock,
    collect,
    make_database,
    nginx,
    postgresql,
    serving,
)

NAMESPACE = "fengsui-public-data"
OUT = Path(__file__).resolve().parents[2]
DAYS = {"data-normal-day": (2026, 11, 19), "data-abuse-day": (2026, 11, 20)}
RESIDENTS = 2_000


def inside(name: str) -> None:
    """In the namespace: one day, in three sittings with the clocks set anew."""
    rng = Random(len(name))
    people = residents(RESIDENTS, rng)
    out = OUT / name
    shutil.rmtree(out, ignore_errors=True)
    steps: list[story.Step] = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        make_database(folder, people)
        abused = name == "data-abuse-day"
        sittings = (
            ((9, 40), [story.usual_morning]),
            ((14, 20), [story.usual_afternoon, *([story.abuse_by_day] if abused else [])]),
            ((23, 10), [story.usual_night, *([story.abuse_by_night] if abused else [])]),
        )
        first = last = datetime.now(UTC)
        for number, ((hour, minute), acts) in enumerate(sittings):
            clock = Clock(datetime(*DAYS[name], hour, minute, 7, tzinfo=BEIJING))
            first = clock.now() if number == 0 else first
            with postgresql(folder, clock), serving(folder, clock) as exchange, nginx(folder, clock):
                day = story.Day(clock, exchange, people, rng)
                for act in acts:
                    act(day)
                steps += day.steps
            last = clock.now()
        collect(folder, out, f"{first:%Y-%m-%d}")
    describe(name, out, first, last, sorted(steps, key=lambda step: step.start or first))


def record() -> None:
    needed = {"ip": "iproute2", "nginx": "nginx-light", "curl": "curl", "setpriv": "util-linux", "faketime": "faketime"}
    lacking = [package for tool, package in needed.items() if shutil.which(tool) is None]
    lacking += [] if Path(FAKETIME).exists() else ["faketime"]
    lacking += [] if Path("/usr/lib/postgresql/15/lib/pgaudit.so").exists() else ["postgresql-15-pgaudit"]
    if lacking:
        sys.exit(f"needed: apt-get install {' '.join(lacking)}")
    addresses = {DATABASE, EXCHANGE, GATEWAY, SERVICE, *story.DESKS.values()}
    within = ["ip", "netns", "exec", NAMESPACE]
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    try:
        subprocess.run([*within, "ip", "link", "set", "lo", "up"], check=True)
        for address in sorted(addresses):
            subprocess.run([*within, "ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
        for name in DAYS:
            command = [*within, sys.executable, "-m", "tests.captures.make.public_data", name]
            subprocess.run(command, check=True, timeout=300)
    finally:
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=False)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        inside(sys.argv[1])
    else:
        record()
