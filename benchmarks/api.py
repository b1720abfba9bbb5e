"""How long the HTTP interface takes to answer fifty people at once, over the bundled recordings.

    python -m benchmarks.api [SECONDS]

The recordings are replayed into a temporary folder, the interface runs in a process of its own on this machine's loopback,
and fifty clients with an account each ask what the console asks: a search, a histogram, top values, lists, the overview,
one incident. First at the pace of people (each client asks once a second), then without any pause, which shows where it
saturates. SECONDS is the length of each part, 15 by default. Clients and server share the processor.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import orjson

CLIENTS = 50
BUNDLED = Path(__file__).resolve().parent.parent / "tests" / "captures"
QUERIES = (
    "",
    "source.ip:203.0.113.0/24",
    "event.dataset:nginx.access AND http.response.status_code:>=400",
    "dns.question.name:*.example",
    "sshd failed",
    "event.dataset:network.modbus",
)
START, END = "2026-11-22T22:00:00Z", "2026-11-22T22:10:00Z"


def serve(folder: Path) -> None:
    """Replay, then answer until standard input closes. Prints one line of JSON: where, and the tokens."""
    from api.core import Readers, policy_of
    from api.server import serving
    from model.times import DAY, now_us
    from pipeline.platform import Platform, open_existing
    from pipeline.recordings import MANIFEST, load_recording
    from pipeline.settings import ApiSettings, MetricsSettings, Settings
    from store.identity import Role, accounts, permissions_of, tokens
    from store.identity.permissions import NEVER_IN_TOKENS
    from store.identity.who import Identity
    from store.scope import EVERYTHING

    settings = Settings(
        data=folder,
        metrics=MetricsSettings(listen=""),
        api=ApiSettings(listen="127.0.0.1:0", requests_per_minute=1_000_000),
    )
    recordings = [load_recording(path.parent) for path in sorted(BUNDLED.glob(f"*/{MANIFEST}"))]
    with Platform(settings) as platform:
        for recording in recordings:
            platform.add_units(recording.units)
            platform.add_assets(recording.assets)
        result = platform.replay([reading for recording in recordings for reading in recording.readings])
        platform.maintain()
    state, store = open_existing(settings)
    policy, now = policy_of(settings), now_us()
    given = permissions_of([Role.ANALYST])
    texts = []
    with state.transaction() as tx:
        for number in range(CLIENTS):
            account = accounts.add(tx, name=f"p{number}", display_name="-", unit="district", now=now, actor="benchmark")
            accounts.grant(tx, account.id, [Role.ANALYST], EVERYTHING, actor="benchmark", now=now)
            owner = Identity(account=account, scope=EVERYTHING, permissions=given)
            made = tokens.add(
                tx,
                owner,
                name="benchmark",
                permissions=given - NEVER_IN_TOKENS,
                unit="district",
                expires=now + DAY,
                policy=policy,
                now=now,
            )
            texts.append(made[1])
    with state, closing(store), serving(Readers(state, store), settings) as running:
        said = {"address": running.address, "tokens": texts, "events": result.events, "alerts": result.alerts}
        sys.stdout.buffer.write(orjson.dumps(said) + b"\n")
        sys.stdout.flush()
        sys.stdin.read()


def questions(incident: str) -> list[tuple[str, str, dict[str, Any], int]]:
    """(name, address, parameters, how often among a hundred)."""
    within = {"start": START, "end": END}
    return [
        ("search", "events", {"limit": 50, **within}, 30),
        ("histogram", "events/histogram", within, 15),
        ("top values", "events/top-values", {"field": "source.ip", **within}, 10),
        ("alerts", "alerts", {"limit": 50}, 15),
        ("alert counts", "alerts/counts", {}, 5),
        ("incidents", "incidents", {"escalated": True}, 10),
        ("incident", f"incidents/{incident}", {}, 5),
        ("overview", "overview", {}, 10),
    ]


async def ask(address: str, tokens: list[str], seconds: float, pause_s: float) -> dict[str, list[float]]:
    """Seconds per answer by question."""
    taken: dict[str, list[float]] = defaultdict(list)
    limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=f"{address}/api/v1/", timeout=60, limits=limits, trust_env=False) as client:
        first = await client.get("incidents?escalated=true", headers={"Authorization": f"Bearer {tokens[0]}"})
        asked = questions(max(first.json()["items"], key=lambda i: i["alert_count"])["id"])
        until = time.perf_counter() + seconds

        async def person(number: int) -> None:
            rng = random.Random(number)
            headers = {"Authorization": f"Bearer {tokens[number]}"}
            await asyncio.sleep(rng.random() * pause_s)
            while time.perf_counter() < until:
                name, where, params, _ = rng.choices(asked, [weight for *_, weight in asked])[0]
                if where.startswith("events"):
                    params = {**params, "q": rng.choice(QUERIES)}
                started = time.perf_counter()
                answer = await client.get(where, params=params, headers=headers)
                spent = time.perf_counter() - started
                answer.raise_for_status()
                taken[name].append(spent)
                await asyncio.sleep(max(0.0, pause_s - spent))

        await asyncio.gather(*(person(number) for number in range(CLIENTS)))
    return taken


def show(title: str, taken: dict[str, list[float]], seconds: float) -> None:
    every = [spent for some in taken.values() for spent in some]
    print(f"\n{title}: {len(every)} requests, {len(every) / seconds:.0f}/s")
    print(f"{'':14}{'n':>6}{'p50':>9}{'p95':>9}{'max':>9}  ms")
    for name, some in [*sorted(taken.items()), ("all", every)]:
        cuts = quantiles(some, n=20) if len(some) > 1 else [some[0]] * 19
        print(f"{name:14}{len(some):6}{cuts[9] * 1e3:9.0f}{cuts[18] * 1e3:9.0f}{max(some) * 1e3:9.0f}")


def main() -> None:
    if sys.argv[1:2] == ["--serve"]:
        serve(Path(sys.argv[2]))
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.api", "--serve", folder]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            said = orjson.loads(server.stdout.readline())
            print(f"{said['events']} events, {said['alerts']} alerts, {CLIENTS} clients")
            asyncio.run(ask(said["address"], said["tokens"], 2, 1))
            show("one request a second each", asyncio.run(ask(said["address"], said["tokens"], seconds, 1.0)), seconds)
            show("without pause", asyncio.run(ask(said["address"], said["tokens"], seconds, 0.0)), seconds)
            assert server.stdin is not None
            server.stdin.close()
            server.wait(30)


if __name__ == "__main__":
    main()
