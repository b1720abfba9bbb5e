"""Carrying playbooks out beside the platform, in its process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.platform import Platform
from pipeline.response import desk


@contextmanager
def responding(platform: Platform) -> Iterator[None]:
    """While the block lasts. The library is brought up to date also where nothing is carried out."""
    settings = platform.settings
    desk.bring_library(platform.state)
    if not settings.playbooks.enabled:
        yield
        return
    from pipeline.response.responder import Responder  # reads DBOS, which takes a second

    with Responder(platform.state, settings.playbooks, settings.data, settings.recovery):
        yield
