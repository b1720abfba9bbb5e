"""Running the real command in its own process on its own data folder, and reading what it left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from pipeline.platform import open_existing
from pipeline.settings import load_settings
from store import alerts, incidents
from store.scope import EVERYTHING

ROOT = Path(__file__).resolve().parents[2]


def environment(data: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FENGSUI_")}
    config = data.parent / "fengsui.toml"
    config.write_text(f'data = "{data}"\nlanguage = "en"\n', "utf-8")
    return kept | {"FENGSUI_CONFIG": str(config), "PYTHONPATH": str(ROOT), "COLUMNS": "200"} | more


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from cli.main import main; main()", *arguments]


def run(data: Path, *arguments: str, expect: int | None = 0, **more: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*arguments),
        env=environment(data, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    if expect is not None:
        assert done.returncode == expect, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def kept(data: Path) -> dict[str, Any]:
    """Everything that must not depend on how a run went: event ids, alerts, incidents with members and reasons."""
    state, store = open_existing(load_settings(environ={"FENGSUI_DATA": str(data)}))
    try:
        with state.reading() as tx:
            found = []
            cursor = None
            while True:
                page = incidents.find(tx, EVERYTHING, limit=200, cursor=cursor)
                found += page.items
                cursor = page.cursor
                if cursor is None:
                    break
            alert_ids, cursor = [], None
            while True:
                listing = alerts.find(tx, EVERYTHING, limit=500, cursor=cursor)
                alert_ids += [stored.alert.id for stored in listing.items]
                cursor = listing.cursor
                if cursor is None:
                    break
        return {
            "events": [event["event.id"] for event in store.iterate(None, EVERYTHING, fields=["event.id"])],
            "alerts": sorted(alert_ids),
            "incidents": sorted(
                (
                    i.incident.id,
                    i.incident.status,
                    round(i.incident.score, 6),
                    tuple((m.alert_id, m.reason.kind, m.reason.other, m.reason.path) for m in i.incident.members),
                )
                for i in found
            ),
        }
    finally:
        store.close()
        state.close()
