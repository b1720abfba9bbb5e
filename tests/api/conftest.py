from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.district import District, a_district
from tests.api.site import Site, a_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with a_site(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """For tests that do not count records, turn the clock or lock anybody out."""
    with a_site(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    """The bundled attack, replayed once for all tests."""
    with a_district(tmp_path_factory.mktemp("district")) as opened:
        yield opened
