"""What telemetry of things and of control shows, and which fact of the attack model an alert on it speaks of.

The table is `observables.yml`. It is the bridge from a rule's ICS technique to what an attacker then holds of a device.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from correlator.capability.facts import WORDS
from model import attack

_FILE = Path(__file__).parent / "observables.yml"


class Observable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    observable: str
    observable_zh: str
    techniques: tuple[str, ...]
    effect: str
    gives: str


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    source: str
    observables: tuple[Observable, ...]


@cache
def observables() -> tuple[Observable, ...]:
    """Raises ValueError for a technique ATT&CK does not have, or a fact nobody knows."""
    found = msgspec.yaml.decode(_FILE.read_bytes(), type=_File).observables
    for one in found:
        wrong = [n for n in one.techniques if (known := attack.technique(n)) is None or known.id != n]
        if wrong or (one.gives and one.gives not in WORDS):
            raise ValueError(f"{_FILE.name}: {one.observable}: unknown {wrong or one.gives}")
    return found


@cache
def given_by() -> dict[str, str]:
    """Technique to the kind of fact it speaks of, where the table names one."""
    return {number: one.gives for one in observables() if one.gives for number in one.techniques}
