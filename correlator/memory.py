"""All the correlator remembers, as one value: what a snapshot holds."""

from __future__ import annotations

import msgspec

from correlator.clocks import Clocks
from correlator.habits import Habits
from correlator.identity import Identities
from correlator.index import EntityIndex
from correlator.sites import Sites
from correlator.stakes import Stake
from correlator.state import OpenIncident

SNAPSHOT_VERSION = 3


class Counters(msgspec.Struct):
    """What the correlator did, and everything it had to drop to stay within its bounds."""

    alerts: int = 0
    repeated: int = 0  # the same alert id again: ignored
    opened: int = 0
    merged: int = 0
    split: int = 0
    closed: int = 0  # candidates that stayed quiet
    settled: int = 0  # escalated incidents that stayed quiet: no longer grow, still stand
    evicted_incidents: int = 0  # forgotten early because there were too many
    evicted_entities: int = 0
    evicted_habits: int = 0
    full: int = 0  # incidents that reached max_members and take no more
    entities_cut: int = 0  # entities of an alert beyond max_alert_entities


class Memory(msgspec.Struct):
    """doomed: the open incidents to be forgotten next, in this order, each with how many members it had when that was
    decided; who grows since then is spared. aliases: what the register says of names; stakes: what it says is at stake."""

    version: int
    open: dict[str, OpenIncident]
    events: dict[str, str]
    index: EntityIndex
    habits: Habits
    counters: Counters
    ids: dict[str, None]
    names: Identities
    sites: Sites
    hot: dict[str, None]
    beliefs: dict[str, tuple[int, int]]
    doomed: dict[str, int] = {}
    aliases: dict[str, str] = {}
    stakes: dict[str, Stake] = {}
    clocks: Clocks = msgspec.field(default_factory=lambda: Clocks(pairs={}, homes={}))

    @classmethod
    def empty(cls) -> Memory:
        return cls(
            SNAPSHOT_VERSION,
            {},
            {},
            EntityIndex(seen={}),
            Habits(known={}, rules={}, machines={}, routine={}),
            Counters(),
            {},
            Identities(domains={}, addresses={}, names={}),
            Sites(parent={}, size={}, told={}, pairs={}, moments={}, placed={}, crowd={}),
            {},
            {},
            {},
            {},
            {},
        )
