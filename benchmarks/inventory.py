"""What passive discovery costs the journey, and how long a large register takes to import, load and reconcile.

    python -m benchmarks.inventory [--journey 60000] [--assets 5000]

Input of the journey: the bundled recordings' own events, repeated with fresh ids and times, read in one process with and
without discovery, by processor time. The register: machines with four services and two exposures each, all seen talking.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from benchmarks.journey import write_input
from collectors.contract import Quarantined
from collectors.inventory import write_estate
from collectors.inventory.files import read_file
from model.discovery import Seen, SeenKind
from model.estate import Asset, AssetKind, Unit, UnitKind
from model.inventory import Conduit, Estate, Exposure, Service, Zone
from model.times import LATEST
from pipeline.inventory import apply, preview
from pipeline.inventory.noticing import Noticing
from pipeline.inventory.observing import Observing
from pipeline.inventory.reconciling import reconcile
from pipeline.lanes import Reading, events_of
from pipeline.platform import Platform
from pipeline.settings import load_settings
from store import discovery, inventory
from store.scope import EVERYTHING
from store.state import open_state

T = TypeVar("T")
BATCH = 2000
NOW = 1_790_000_000_000_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--journey", type=int, default=60_000)
    parser.add_argument("--assets", type=int, default=5_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register(Path(folder), arguments.assets)
        journey(Path(folder), arguments.journey)


def journey(folder: Path, number: int) -> None:
    path = folder / "events.jsonl"
    write_input(path, number)
    events = [event for event in events_of(Reading(path=str(path), kind="jsonl")) if not isinstance(event, Quarantined)]
    noticing, observing = Noticing(()), Observing()
    worker, blocks = timed(lambda: [noticing.select(events[n : n + BATCH]) for n in range(0, len(events), BATCH)])
    holding, _ = timed(lambda: [observing.hold(block) for block in blocks])
    size = sum(map(len, blocks))
    print(
        f"discovery alone: {worker / number * 1e6:.2f} µs an event in the worker, {holding / number * 1e6:.2f} µs in the "
        f"committing process, {size / number:.2f} bytes an event between them"
    )
    spent = min(_whole(folder / f"data{n}", path) for n in range(2))
    share = (worker + holding) / spent
    print(f"whole journey: {spent / number * 1e6:.1f} µs of processor time an event; discovery is {share:.1%} of it")


def _whole(data: Path, path: Path) -> float:
    settings = load_settings(environ={"FENGSUI_DATA": str(data), "FENGSUI_PIPELINE__WORKERS": "1"})
    with Platform(settings) as platform:
        spent, _ = timed(lambda: platform.replay([Reading(path=str(path), kind="jsonl", source="bench")]))
    return spent


def register(folder: Path, number: int) -> None:
    estate = district(number)
    data = msgspec.json.encode({"fengsui": "estate", **msgspec.to_builtins(estate)})
    records = sum(len(getattr(estate, kind.plural)) for kind in inventory.KINDS)
    print(f"register: {number} machines, {records} records, {len(data) / 1e6:.1f} MB as JSON")
    with open_state(folder / "state.db") as state:
        spent, reading = timed(lambda: read_file(data))
        print(f"  read {spent:.2f} s")
        with state.reading() as tx:
            spent, plan = timed(lambda: preview(tx, reading, EVERYTHING, unit="district", now=NOW))
        print(f"  previewed {spent:.2f} s: {plan.counts}")
        with state.transaction() as tx:
            spent, _ = timed(
                lambda: apply(tx, reading, EVERYTHING, unit="district", now=NOW, actor="benchmark", file="f", data=data)
            )
        print(f"  applied with its audit records {spent:.2f} s")
        seen = seen_of(estate)
        with state.transaction() as tx:
            spent, _ = timed(lambda: discovery.see(tx, seen))
            print(f"  {len(seen)} things seen written {spent:.2f} s")
        with state.reading() as tx:
            spent, loaded = timed(lambda: inventory.load_estate(tx, EVERYTHING))
            print(f"  loaded {spent:.2f} s")
            rows = discovery.all_seen(tx, EVERYTHING)
        spent, found = timed(lambda: reconcile(loaded, rows, (), now=NOW))
        print(f"  reconciled {spent:.2f} s, {len(found)} differences")
        spent, text = timed(lambda: write_estate(loaded))
        print(f"  written as YAML {spent:.2f} s, {len(text) / 1e6:.1f} MB")


def district(number: int) -> Estate:
    zones = tuple(
        Zone(id=f"z{n}", name=f"z{n}", name_zh=f"z{n}", unit="district", networks=(f"10.{n}.0.0/16",))
        for n in range(20)
    )
    assets, services, exposures = [], [], []
    for n in range(number):
        address = f"10.{n % 20}.{n // 20 // 250}.{n // 20 % 250 + 1}"
        assets.append(Asset(id=f"h{n}", name=f"h{n}", kind=AssetKind.SERVER, unit="district", addresses=(address,)))
        for port in (22, 80, 443, 8080):
            key = f"h{n}:tcp/{port}"
            services.append(Service(id=key, name=str(port), asset=f"h{n}", unit="district", port=port))
        exposures += [
            Exposure(id=f"x{n}-{cve}", weakness=f"CVE-2026-{cve:04}", title="t", asset=f"h{n}", unit="district")
            for cve in range(2)
        ]
    return Estate(
        units=(Unit(id="district", name="District", name_zh="本区", kind=UnitKind.DISTRICT),),
        zones=zones,
        conduits=tuple(
            Conduit(id=f"c{n}", source=f"z{n}", target=f"z{(n + 1) % 20}", unit="district") for n in range(20)
        ),
        assets=tuple(assets),
        services=tuple(services),
        exposures=tuple(exposures),
    )


def seen_of(estate: Estate) -> list[Seen]:
    out = []
    for asset in estate.assets:
        address = asset.addresses[0]
        out.append(Seen("district", SeenKind.HOST, address, "", "", 1, LATEST // 2, "e"))
        out += [
            Seen("district", SeenKind.SERVICE, address, f"tcp/{port}", "", 1, LATEST // 2, "e")
            for port in (22, 443, 9000)
        ]
        out.append(Seen("district", SeenKind.PAIR, address, "10.0.0.0/24>tcp/443", "10.0.0.1", 1, LATEST // 2, "e"))
    return out


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of this process's processor time."""
    started = time.process_time()
    done = work()
    return time.process_time() - started, done


if __name__ == "__main__":
    main()
