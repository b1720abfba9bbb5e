"""Exception (例外): what of a rule's alerts is known to be harmless, who says so, where, and until when."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from model.times import Micros


class ExceptionState(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


class RuleException(msgspec.Struct, frozen=True, kw_only=True):
    """A Sigma filter that hides alerts, not events: what it hides still counts for correlations, and is kept and counted.

    filter: the filter as YAML; it names its rules. unit: it acts on what this unit and those below it own. entities: keys
    of `model.entity.Entity`; when there are any, it acts only on alerts about one of them. Never hides a critical alert.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    filter: str
    unit: str
    entities: tuple[str, ...]
    reason: str
    owner: str
    created: Micros
    created_by: str
    expires: Micros
    ended: Micros | None = None
    ended_by: str = ""

    def state(self, now: Micros) -> ExceptionState:
        if self.ended is not None:
            return ExceptionState.ENDED
        return ExceptionState.EXPIRED if now >= self.expires else ExceptionState.ACTIVE
