"""Beside the journey: what changes is kept without anybody asking."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from pipeline.compliance.watching import Watching
from pipeline.settings import Settings
from store import compliance as ledgers
from store.scope import EVERYTHING
from tests.pipeline.compliance.small import Small, a_small_district


def kept(small: Small) -> int:
    with small.state.reading() as tx:
        return len(ledgers.changes(tx, EVERYTHING, system="records", limit=500))


def test_what_changes_is_kept_while_the_platform_runs(tmp_path: Path) -> None:
    with a_small_district(tmp_path) as small:
        small.flow()
        platform = cast("Any", SimpleNamespace(state=small.state, store=small.store, settings=Settings(data=tmp_path)))
        with Watching(platform):
            waiting = threading.Event()
            for _ in range(600):
                if kept(small):
                    break
                waiting.wait(0.1)
        assert kept(small)
        assert Watching(platform).turn() is False  # nothing has happened since
