"""A platform that runs playbooks, and a target that counts what they do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.playbooks.running import Site, Target, running


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with Target() as one:
        yield one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as one:
        yield one


@pytest.fixture
def fresh(target: Target) -> None:
    """The target has seen nothing and answers as it does by itself."""
    target.effects.clear()
    target.requests.clear()
    target.answers.clear()
