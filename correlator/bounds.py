"""Forgetting what was longest unused, from dicts kept in the order of use."""

from __future__ import annotations

from itertools import islice
from typing import Any

SHARE = 1_000


def oldest(kept: dict[str, Any], limit: int) -> list[str]:
    """Keys to forget so that at most `limit` stay; none while there is room. A thousandth of the limit goes along: to find
    the first key of a dict costs as much as there were deletions before it, so it must not be asked for one by one."""
    over = len(kept) - limit
    return list(islice(kept, over + limit // SHARE)) if over > 0 else []


def forget(kept: dict[str, Any], limit: int) -> int:
    """Drop them; how many."""
    gone = oldest(kept, limit)
    for key in gone:
        del kept[key]
    return len(gone)
