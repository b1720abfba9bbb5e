"""What looking for identifiers costs beside reading the same records, and how hostile texts are borne.

    python -m benchmarks.identifiers [--records 20000]

Records are made here from a fixed seed: an API gateway's JSON and PostgreSQL's CSV log, none or one in ten with identifiers. `read` makes
Events of them; `read and cover` also looks through and covers. Hostile texts are one piece repeated, at a length and at twice
that length: the ratio is 2 where the work grows with the text and no faster.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from itertools import islice

import orjson

from collectors.contract import RawRecord
from collectors.identifiers import checks, find
from collectors.identifiers.guard import Guard
from collectors.registry import source
from model.event import Origin

ORIGIN = Origin(source="bench", fingerprint="0" * 32)
NOW = 1_795_000_000_000_000
GUARD = Guard(bytes(range(32)))
HOSTILE = (
    "1",
    "62",
    "%E6",
    "%E6%B2%AA",
    "\\u6caa",
    "沪A",
    "phone 19900001234 ",
    "1234 5678 ",
    "E1",
    "A",
    "11010519491231002X,",
)


def resident(rng: random.Random) -> str:
    first = f"999999{rng.randint(1950, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(0, 999):03}"
    return first + checks.resident_check(first)


def gateway(rng: random.Random, number: int) -> bytes:
    identified = number % 10 == 0
    return orjson.dumps(
        {
            "time_iso8601": f"2026-11-20T09:{number // 60 % 60:02}:{number % 60:02}+08:00",
            "remote_addr": f"10.20.6.{number % 250}",
            "request_method": "GET",
            "request_uri": f"/data/residents?id_card={resident(rng)}" if identified else f"/data/residents?size=50&page={number}",
            "status": "200",
            "body_bytes_sent": str(rng.randint(200, 9000)),
            "http_user_agent": "curl/7.88.1",
            "app_key": "app-health",
            "data_rows": "50",
            "data_fields": "name,town",
            "data_sample": f'[{{"mobile": "1990000{number % 10000:04}"}}]' if identified else '[{"town": "南桥镇"}]',
        }
    )  # fmt: skip


def audit(rng: random.Random, number: int) -> bytes:
    where = f"id_card = '{resident(rng)}'" if number % 10 == 0 else f"id = {number}"
    stamp = f"2026-11-20 01:{number // 60 % 60:02}:{number % 60:02}.123 UTC"
    return (
        f'{stamp},"data_service","gov",{number},"10.20.5.11:5{number % 10000:04}",6affa4f7.{number:x},3,"SELECT",{stamp},2/35,0,LOG,00000,'
        f'"AUDIT: SESSION,1,1,READ,SELECT,TABLE,people.residents,""select name, town from people.residents where {where}"",<not logged>,1"'
        ',,,,,,,,,"data_service-app","client backend",,0'
    ).encode()


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.identifiers", description=__doc__)
    options.add_argument("--records", type=int, default=20_000)
    number = options.parse_args().records
    rng = random.Random(7)
    print("records/s of one process, best of 3 alternating runs")
    for name, make, share in ((n, m, s) for n, m in (("jsonl", gateway), ("postgresql", audit)) for s in (0, 10)):
        reader = source(name)
        # Every tenth number makes a record with identifiers.
        numbers = range(number) if share else (n for n in range(2 * number) if n % 10)
        made = [make(rng, n) for n in islice(numbers, number)]
        records = [RawRecord(data, at, at + 1) for at, data in enumerate(made)]

        def read(cover: bool, records: list[RawRecord] = records, reader: object = reader) -> None:
            for record in records:
                for event in reader.normalise(record, ORIGIN, NOW):  # type: ignore[attr-defined]
                    if cover:
                        GUARD.cover(event, record.data)

        alone = covered = float("inf")
        for _ in range(3):
            alone = min(alone, seconds(lambda: read(False)))
            covered = min(covered, seconds(lambda: read(True)))
        times = f"{covered / alone:.2f} times the work"
        print(
            f"  {name:10} {share:2} % with: read {number / alone:9,.0f}  read and cover {number / covered:9,.0f}  {times}"
        )
    print("hostile texts: seconds for 1 MB, and for 2 MB as a multiple")
    for piece in HOSTILE:
        texts = [piece * (size // len(piece)) for size in (1_000_000, 2_000_000)]
        one, two = (min(seconds(lambda text=text: find(text, eager=True)) for _ in range(2)) for text in texts)  # type: ignore[misc]
        print(f"  {piece[:20]!r:24} {one:7.3f} s   {two / one:.2f}")


if __name__ == "__main__":
    main()
