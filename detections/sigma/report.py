"""The load report: every document of every file, accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    ACTIVE = "active"
    INACTIVE = "inactive"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Problem:
    """line and column: 1-based, 0 where not known."""

    file: str
    line: int
    reason: str
    column: int = 0

    def __str__(self) -> str:
        place = "".join(f":{number}" for number in (self.line, self.column) if number)
        return f"{self.file}{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document. `kind`: rule, correlation, filter, or unreadable. `cause` is a short stable slug for counting.

    text: the document, and for an active one all that makes it what it is (filters applied, rules a correlation refers
    to), as `---` documents. version: its digest.
    """

    file: str
    line: int
    kind: str
    state: State
    id: str = ""
    title: str = ""
    cause: str = ""
    problems: tuple[Problem, ...] = ()
    version: str = ""
    text: str = field(default="", repr=False)

    @property
    def reason(self) -> str:
        return "; ".join(p.reason for p in self.problems)


@dataclass(slots=True)
class LoadReport:
    """`warnings` change nothing about what runs, but somebody should look. version: digest of all that was loaded and how."""

    entries: list[Entry] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    seconds: float = 0.0
    version: str = ""

    def of(self, state: State) -> list[Entry]:
        return [e for e in self.entries if e.state is state]

    @property
    def active(self) -> list[Entry]:
        return self.of(State.ACTIVE)

    @property
    def inactive(self) -> list[Entry]:
        return self.of(State.INACTIVE)

    @property
    def rejected(self) -> list[Entry]:
        return self.of(State.REJECTED)

    @property
    def counts(self) -> dict[str, int]:
        """Documents by state, and inactive and rejected ones by cause."""
        counts = Counter(str(e.state) for e in self.entries)
        counts["documents"] = len(self.entries)
        for state in State:
            counts.setdefault(str(state), 0)
        counts.update(f"{e.state}.{e.cause}" for e in self.entries if e.cause)
        return dict(sorted(counts.items()))

    def to_dict(self) -> dict[str, Any]:
        return {
            "counts": self.counts,
            "seconds": round(self.seconds, 3),
            "inactive": [_entry(e) for e in self.inactive],
            "rejected": [_entry(e) for e in self.rejected],
            "duplicates": self.duplicates,
            "warnings": [{"file": w.file, "line": w.line, "reason": w.reason} for w in self.warnings],
        }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "file": entry.file,
        "line": entry.line,
        "kind": entry.kind,
        "id": entry.id,
        "title": entry.title,
        "cause": entry.cause,
        "problems": [{"line": p.line, "column": p.column, "reason": p.reason} for p in entry.problems],
    }
