"""Other people's recordings, beside the checkout. Tests that need them skip, and say so, when they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


def shared(relative: str) -> Path:
    """A file or folder below `../shared/data`; skips the calling test when it is not there."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"needs ../shared/data/{relative}, which is not beside this checkout")
    return path
