"""A frame for whatever is written without a platform."""

from __future__ import annotations

from compliance.reports.document import Language, Proof
from compliance.reports.frame import Frame
from compliance.reports.words import Say

MADE = 1_795_000_000_000_000


def a_frame(language: Language = "en") -> Frame:
    return Frame(Say(language), MADE, Proof("ab" * 32, 7, "5a" * 32), "test", {"health": ("卫健委", "Health")})
