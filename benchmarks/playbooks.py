"""Playbooks: concurrent runs, killed again and again, with every effect counted at a real target.

    python -m benchmarks.playbooks [RUNS] [KILLS]

Each run opens two tickets at once and a third one after them, at an HTTP service that honours Idempotency-Key. The process
that carries the runs out is killed with SIGKILL at evenly spread numbers of effects, and started again.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.playbooks.carrier import two_tickets, with_tickets
from tests.playbooks.running import Site, Target
from tests.playbooks.test_killed import EACH, carrier, kill

GIVE_UP_S = 1_800.0


def main(runs: int = 200, kills: int = 10) -> None:
    with tempfile.TemporaryDirectory() as folder, Target() as target:
        site = Site(Path(folder), with_tickets(target.port))
        book = site.bring(two_tickets())
        began = time.monotonic()
        asked = [site.ask(book, {"__run__": str(number)}) for number in range(runs)]
        print(f"{runs} runs asked for in {time.monotonic() - began:.1f} s")
        process = carrier(Path(folder), target.port)
        killed = 0
        began = time.monotonic()
        while time.monotonic() - began < GIVE_UP_S:
            done = target.effects["/tickets"]
            if killed < kills and done >= runs * EACH * (killed + 1) // (kills + 1):
                kill(process)
                killed += 1
                print(f"killed at {done} effects, {time.monotonic() - began:.1f} s")
                process = carrier(Path(folder), target.port)
            if all(site.get(run).status.over for run in asked):
                break
            time.sleep(0.2)
        took = time.monotonic() - began
        kill(process)
        ends = [site.get(run).status.value for run in asked]
        site.state.close()
        effects, requests = target.effects["/tickets"], len(target.requests)
        print(f"killed {killed} times; {ends.count('succeeded')} of {runs} runs succeeded in {took:.1f} s")
        print(
            f"{effects} effects at the target ({runs * EACH} wanted), {requests - effects} requests repeated under their key"
        )
        print(f"{runs * EACH / took:.1f} effects/s, starts of the process included")


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
