"""What a caller may see. Every read of the store takes a Scope; there is no read without one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """A set of units, usually a subtree (`store.units.scope_of`). `everything` also shows rows whose unit is no longer
    registered, so that nothing becomes invisible to everyone; only the root of the tree gets it."""

    units: frozenset[str]
    everything: bool = False

    def allows(self, unit: str) -> bool:
        return self.everything or unit in self.units


EVERYTHING = Scope(frozenset(), everything=True)
NOTHING = Scope(frozenset())
