"""The AIT alert data sets: four recorded attacks among days of ordinary work, every alert labelled.

An alert is one row `(time, host, address, rule, title, step)`; step is empty for what is no attack. Rows are de-duplicated
per (host, rule, minute): the first of each group stands for it, and carries a step if any of the group does.
"""

from __future__ import annotations

import csv
import io
import zipfile
from functools import lru_cache
from pathlib import Path

import msgspec

from collectors.inventory import read_machines
from model.times import HOUR, MINUTE, SECOND, Micros

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "ait"
SCENARIOS = ("russellmitchell", "santos", "shaw", "wardbeck")
# A labelled attack is a burst of about an hour, and in some scenarios a leak of data that ran for days before it.
BURST = 2 * HOUR


class Row(msgspec.Struct, frozen=True):
    time: Micros
    host: str
    address: str
    rule: str
    title: str
    step: str


class Scenario(msgspec.Struct, frozen=True):
    """burst: when the last hours of the attack began; attack: the labelled rows; noise: all others."""

    name: str
    attack: tuple[Row, ...]
    noise: tuple[Row, ...]
    burst: Micros

    @property
    def zones(self) -> dict[str, str]:
        """Host to its zone in the inventory that comes with the recording."""
        inventory = (DATA / f"{self.name}_inventory.yaml").read_bytes()
        return {asset.id: asset.zone for asset in read_machines(inventory, self.name)}

    @property
    def days(self) -> float:
        return max(1.0, (self.noise[-1].time - self.noise[0].time) / (24 * HOUR))


@lru_cache(maxsize=8)
def load(name: str) -> Scenario:
    with zipfile.ZipFile(DATA / f"{name}_alerts.zip") as archive, archive.open(f"{name}_alerts.csv") as raw:
        rows = list(csv.DictReader(io.TextIOWrapper(raw, "utf-8")))
    kept: dict[tuple[str, str, int], Row] = {}
    for row in sorted(rows, key=lambda r: float(r["time"])):
        step = "" if row["event_label"] == "-" else row["event_label"]
        time = round(float(row["time"]) * SECOND)
        key = (row["host"], row["short"], time // MINUTE)
        first = kept.get(key)
        if first is None:
            kept[key] = Row(time, row["host"], row["ip"], row["short"], row["name"], step)
        elif step and not first.step:
            kept[key] = msgspec.structs.replace(first, step=step)
    ordered = sorted(kept.values(), key=lambda r: r.time)
    attack = tuple(r for r in ordered if r.step)
    end = attack[-1].time
    burst = min(r.time for r in attack if r.time >= end - BURST)
    return Scenario(name, attack, tuple(r for r in ordered if not r.step), burst)
