"""The example district that comes with the platform: loaded once, marked as an example, changed and removed like any other."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec

from collectors.inventory import read_estate_file
from model.estate import Asset
from model.times import now_us
from pipeline.inventory.imports import apply
from store import checkpoints
from store.scope import EVERYTHING

if TYPE_CHECKING:
    from pipeline.platform import Platform

NAME = "example.yml"
LOADED = "example-district"
"""Checkpoint that says it was loaded: what people removed of it stays removed."""


def example() -> bytes:
    return files("pipeline.inventory").joinpath(NAME).read_bytes()


def load_example(platform: Platform) -> bool:
    """Whether it was loaded now."""
    data = example()
    with platform.state.transaction() as tx:
        if checkpoints.get(tx, LOADED) is not None:
            return False
        reading = read_estate_file(data, NAME)
        apply(tx, reading, EVERYTHING, unit="district", now=now_us(), actor="example", file=NAME, data=data)
        checkpoints.put(tx, LOADED, {"version": 1})
    return True


def filled(known: Asset, seen: Asset) -> Asset:
    """What is registered, with the addresses and names another file adds: nothing registered is taken back."""
    return msgspec.structs.replace(
        known,
        addresses=tuple(dict.fromkeys([*known.addresses, *seen.addresses])),
        hostnames=tuple(dict.fromkeys([*known.hostnames, *seen.hostnames])),
    )
