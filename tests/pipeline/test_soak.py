"""A short day of the running platform: files rotate, caps hold, and it never stops by itself."""

from __future__ import annotations

import pytest

from benchmarks import soak


def test_a_platform_at_its_caps_goes_on_through_rotations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "SPOOL_BYTES", 2 * soak.MIB)
    monkeypatch.setattr(soak, "STORE_BYTES", 16 * soak.MIB)
    report = soak.soak(8.0, 300, rotate_every=400)
    assert report.alive
    assert report.went_on
    assert report.rotations > 1
    assert max((one.spool for one in report.samples), default=0) <= soak.SPOOL_BYTES + 64 * 1024
