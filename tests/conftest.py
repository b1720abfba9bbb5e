"""What all tests share: caches of test modules (thousands of compiled rules, whole recordings) live no longer than their
tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _caches_end_with_their_module(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    for held in vars(request.module).values():
        if hasattr(held, "cache_clear") and held.__module__.rpartition(".")[2].startswith("test_"):
            held.cache_clear()
