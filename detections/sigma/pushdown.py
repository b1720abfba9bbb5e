"""Hunts pushed down to where events are kept: the interface for a store that answers rules in its own language.

The streaming engine is the reference; what a store answers is a pre-selection, which the engine then decides about. Only
the interface stands here: the embedded store reads events and runs the engine (`pipeline/backtest.py`). See
docs/decisions/0123-hunts-pushed-down-are-a-pre-selection.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from model.event import Event
from model.times import Micros


@dataclass(frozen=True, slots=True)
class HuntQuery:
    """One rule as a question to a store. exact: whether what it finds is what the rule matches; when not, it finds that and
    perhaps more, never less."""

    rule: str
    language: str
    text: str
    exact: bool


class PushDown(Protocol):
    """A store that can be asked in the language a pySigma backend writes."""

    def convert(self, text: str) -> Sequence[HuntQuery]:
        """Sigma documents to questions, with the store's pySigma backend and processing pipeline. Raises RuleError for what
        the backend cannot say; a hunt for that reads events instead."""

    def ask(self, query: HuntQuery, units: frozenset[str] | None, start: Micros, end: Micros) -> Iterator[Event]:
        """What the store finds in `start <= @timestamp < end`, oldest first. units: whose events; None means everybody's. The
        limit to units is the store's own filter, never a part of the query's text."""
