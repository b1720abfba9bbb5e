"""How bad: Sigma's rule levels, and the four grades a Chinese duty officer reports in.

Sources: Sigma specification 2.1, `level`; GB/T 20986-2023, event grades (特别重大 … 一般). The step from one to the other
(`Level.provisional_grade`) is ours.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Level(StrEnum):
    """Sigma rule level."""

    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 (informational) to 4 (critical)."""
        return _ORDER.index(self)

    @property
    def zh(self) -> str:
        return _LEVEL_ZH[self]

    @property
    def provisional_grade(self) -> Grade:
        """The grade to propose while nobody has judged yet. Never `EXTRAORDINARY`: GB/T 20986 grades by the importance
        of the system, the loss and the harm to society, which no rule knows."""
        return _PROVISIONAL[self]

    @classmethod
    def of(cls, text: str) -> Level:
        """From Sigma's word or the Chinese one, upper or lower case. Raises ValueError that lists what is known."""
        word = text.strip().lower()
        for level in cls:
            if word in (level.value, level.zh):
                return level
        known = ", ".join(f"{level.value} ({level.zh})" for level in cls)
        raise ValueError(f"no such level: {text[:40]!r}; expected one of {known}")


_ORDER = [Level.INFORMATIONAL, Level.LOW, Level.MEDIUM, Level.HIGH, Level.CRITICAL]
_LEVEL_ZH = {
    Level.INFORMATIONAL: "提示",
    Level.LOW: "低危",
    Level.MEDIUM: "中危",
    Level.HIGH: "高危",
    Level.CRITICAL: "严重",
}


class Grade(IntEnum):
    """Incident grade, 1 is worst (GB/T 20986-2023)."""

    EXTRAORDINARY = 1
    MAJOR = 2
    CONSIDERABLE = 3
    GENERAL = 4

    @property
    def zh(self) -> str:
        return {1: "特别重大", 2: "重大", 3: "较大", 4: "一般"}[self.value]

    @property
    def en(self) -> str:
        return {1: "extraordinary", 2: "major", 3: "considerable", 4: "general"}[self.value]


_PROVISIONAL = {
    Level.INFORMATIONAL: Grade.GENERAL,
    Level.LOW: Grade.GENERAL,
    Level.MEDIUM: Grade.GENERAL,
    Level.HIGH: Grade.CONSIDERABLE,
    Level.CRITICAL: Grade.MAJOR,
}


def worst(levels: list[Level]) -> Level:
    """The highest of the levels; informational for none."""
    return max(levels, key=lambda level: level.rank, default=Level.INFORMATIONAL)
