"""How much processor time one answer of the HTTP interface takes, by kind of request, beside a live pipeline.

    python -m benchmarks.requests [COUNT] [--rate N]

Processor time of the serving process, all threads, over COUNT answers to one person, less what it uses when nobody asks.
Unlike the seconds of `benchmarks.api` it depends little on what else the machine does. The platform is the same:
recordings replayed, a log that grows by `--rate` lines a second followed. `now` asks for the last quarter of an hour,
which moves with every request; `own` has a value no request had before.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson

from benchmarks.api import RECORDED, SHARED_QUERIES, cookie, growing, last_minutes, platform_at, used_by

SETTLE_S = 10.0
IDLE_S = 5.0


class Asked:
    """One kept connection of one person."""

    def __init__(self, said: dict[str, Any]) -> None:
        self._connection = http.client.HTTPConnection(said["address"].removeprefix("http://"))
        self._headers = cookie(said["sessions"][0])

    def get(self, path: str, **params: Any) -> bytes:
        self._connection.request("GET", f"/api/v1/{path}?{urlencode(params)}", headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {body[:300]!r}")
        return body


def kinds(get: Callable[..., bytes]) -> dict[str, Callable[[int], bytes]]:
    incidents = orjson.loads(get("incidents", escalated=True))["items"]
    failed = SHARED_QUERIES[2]

    def own(number: int) -> str:
        return f'url.path:"/page/{number % 500}" OR source.port:{number}'

    def search(q: str, times: dict[str, str]) -> bytes:
        return get("events", limit=50, q=q, **times)

    def chart(q: str, times: dict[str, str]) -> bytes:
        return get("events/histogram", q=q, **times)

    def top(q: str, times: dict[str, str]) -> bytes:
        return get("events/top-values", field="source.ip", q=q, **times)

    return {
        "who I am": lambda _: get("session"),
        "search, recorded": lambda _: search("", RECORDED),
        "search, now": lambda _: search("", last_minutes()),
        "search failed requests, now": lambda _: search(failed, last_minutes()),
        "search own, recorded": lambda n: search(own(n), RECORDED),
        "search own, now": lambda n: search(own(n), last_minutes()),
        "search a word nobody wrote, now": lambda _: search("zzqx", last_minutes()),
        "histogram, recorded": lambda _: chart("", RECORDED),
        "histogram, now": lambda _: chart("", last_minutes()),
        "histogram own, now": lambda n: chart(own(n), last_minutes()),
        "top values, now": lambda _: top("", last_minutes()),
        "top values own, now": lambda n: top(own(n), last_minutes()),
        "alerts": lambda _: get("alerts", limit=50),
        "alert counts": lambda _: get("alerts/counts"),
        "incidents": lambda _: get("incidents", escalated=True),
        "one incident": lambda n: get(f"incidents/{incidents[n % len(incidents)]['id']}"),
        "overview": lambda _: get("overview"),
        "sources": lambda _: get("sources"),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("count", type=int, nargs="?", default=30)
    arguments.add_argument("--rate", type=int, default=200, help="log lines a second")
    options = arguments.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        said = stack.enter_context(platform_at(folder, replay=True))
        stack.enter_context(growing(folder / "access.log", options.rate))
        time.sleep(SETTLE_S)
        before = used_by(said["pid"])
        time.sleep(IDLE_S)
        idle = (used_by(said["pid"]) - before) / IDLE_S
        print(f"{idle * 1e3:.0f} ms/s when nobody asks; load {os.getloadavg()[0]:.1f}; {options.count} answers each")
        print(f"{'':34}{'processor':>10}{'elapsed':>9}  ms an answer{'bytes':>10}")
        for name, ask in kinds(Asked(said).get).items():
            size = len(ask(0))
            used, started = used_by(said["pid"]), time.perf_counter()
            for number in range(1, options.count + 1):
                size = len(ask(number))
            elapsed = (time.perf_counter() - started) / options.count
            each = (used_by(said["pid"]) - used) / options.count - idle * elapsed
            print(f"{name:34}{each * 1e3:10.1f}{elapsed * 1e3:9.1f}{size:23}", flush=True)


if __name__ == "__main__":
    main()
