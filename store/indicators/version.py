"""A number that grows with every change of what is to be matched: who built an index from a smaller one builds again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from store import checkpoints

_KEY = "indicators:version"


def current(tx: Session) -> int:
    return int((checkpoints.get(tx, _KEY) or {}).get("number", 0))


def grow(tx: Session) -> int:
    number = current(tx) + 1
    checkpoints.put(tx, _KEY, {"number": number})
    return number
