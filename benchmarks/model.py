"""What the words cost: flattening, sealing and writing events, times, the packs; `orjson` parsing the same records beside.

python -m benchmarks.model
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import orjson

from model.ecs import date_fields
from model.event import Event, Origin, flatten, seal, to_json
from model.times import now_us, parse_iso, to_iso

ORIGIN = Origin(source="bench", fingerprint="0" * 32)
NESTED = {
    "Event": {
        "System": {
            "Provider": {"Name": "Microsoft-Windows-Sysmon", "Guid": "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"},
            "EventID": 1,
            "TimeCreated": {"SystemTime": "2026-11-22T08:01:02.0000031Z"},
            "Computer": "DESK-07.district.example",
            "Channel": "Microsoft-Windows-Sysmon/Operational",
        },
        "EventData": {
            "Image": "C:\\Windows\\System32\\cmd.exe",
            "CommandLine": "cmd.exe /c " + "whoami /all && " * 20,
            "ParentImage": "C:\\Windows\\explorer.exe",
            "Hashes": "MD5=0,SHA256=0,IMPHASH=0",
            "tags": ["a", "b", {"c": 1}],
        }
        | {f"Field{n}": f"value {n}" for n in range(20)},
    }
}
RAW = orjson.dumps(NESTED)
ROUNDS = 20_000


def rate(work: Callable[[], object]) -> float:
    """Calls per second, best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for _ in range(ROUNDS):
            work()
        best = min(best, time.perf_counter() - start)
    return ROUNDS / best


def cold(statement: str) -> float:
    """Milliseconds of a statement in a fresh interpreter that has what every command imports; best of five."""
    script = (
        f"import time, msgspec, yaml; t = time.perf_counter(); {statement}; print((time.perf_counter() - t) * 1000)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True) for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs)


def main() -> None:
    now = now_us()
    flat = flatten(NESTED)

    def sealed() -> Event:
        event = dict(flat)
        event["@timestamp"], event["event.dataset"] = now, "bench"
        return seal(event, ORIGIN, position=1, content=RAW, ingested=now)

    event = sealed()
    dates = date_fields()
    base = rate(lambda: orjson.loads(RAW))
    print(f"one record: {len(RAW)} bytes, {len(flat)} fields")
    for name, work in (
        ("orjson.loads", lambda: orjson.loads(RAW)),
        ("flatten", lambda: flatten(NESTED)),
        ("copy and seal", sealed),
        ("to_json", lambda: to_json(event, dates)),
        ("parse_iso", lambda: parse_iso("2026-11-22T08:01:02.0000031Z")),
        ("parse_iso +08:00", lambda: parse_iso("2026-11-22T16:01:02.000003+08:00")),
        ("to_iso", lambda: to_iso(now)),
    ):
        found = rate(work)
        print(f"{name:18} {found:12,.0f} /s   {found / base:6.2f} × orjson.loads")
    for name, statement in (
        ("ATT&CK, import and first look-up", "import model.attack as a; a.technique('T1059.001'); a.tactic('stealth')"),
        ("field catalogue, import and read", "import model.ecs as e; e.catalogue()"),
    ):
        print(f"{name}: {cold(statement):.1f} ms")


if __name__ == "__main__":
    main()
