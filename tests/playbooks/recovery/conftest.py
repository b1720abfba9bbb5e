from __future__ import annotations

import pytest

from tests.playbooks.recovery.repository import Made


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("restic"))
