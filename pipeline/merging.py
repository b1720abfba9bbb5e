"""Small segments are merged beside the committing loop, so that searches find few files and no round waits for a merge."""

from __future__ import annotations

import structlog

from model.errors import StoreError
from pipeline.beside import Beside
from pipeline.platform import Platform

MOST_AT_ONCE = 8
"""Merges before the end of the program is looked for again."""
CLOSE_S = 60.0
"""A merge of the largest segments takes seconds. One that is left behind at the end leaves a file no row names."""

log = structlog.get_logger("fengsui.merging")


class Merging(Beside):
    """Use as a context manager while the platform is open."""

    name = "merging"
    close_s = CLOSE_S

    def __init__(self, platform: Platform) -> None:
        super().__init__()
        self._house = platform.store.housekeeping
        self._every_s = platform.settings.store.compact_every_s

    def run(self) -> None:
        while not self.stop.wait(self._every_s):
            try:
                self._house.compact(most=MOST_AT_ONCE)
            except StoreError as error:
                log.warning("small segments could not be merged, tried again", error=str(error))
