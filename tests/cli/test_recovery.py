"""`fengsui recovery`: a repository that cannot be relied on is said with exit 1; the order is told from the register."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from cli import context
from cli.main import app
from model.estate import Asset, AssetKind
from model.inventory import Service
from store import inventory, registers
from store.state import open_state
from tests.playbooks.recovery.conftest import made as made  # the fixture
from tests.playbooks.recovery.repository import Made


def settings_file(folder: Path, made: Made) -> Path:
    file = folder / "fengsui.toml"
    file.write_text(
        f"""
data = "{folder / "data"}"
[recovery.repositories.nightly]
location = "{made.location}"
password_file = "{made.password}"
check_parts = 1
[recovery.repositories.gone]
location = "{folder / "gone"}"
password_file = "{made.password}"
""",
        "utf-8",
    )
    return file


def run(file: Path, *words: str) -> tuple[int, str]:
    context.config_file = None
    done = CliRunner().invoke(app, ["--config", str(file), "recovery", *words])
    return done.exit_code, done.stdout


def test_a_good_repository_ends_with_0_and_a_missing_one_with_1(made: Made, tmp_path: Path) -> None:
    file = settings_file(tmp_path, made)
    code, out = run(file, "check", "nightly", "--format", "json")
    assert code == 0, out
    assert [(one["look"], one["outcome"]) for one in json.loads(out)] == [("snapshots", "ok"), ("check 1/1", "ok")]
    code, out = run(file, "check", "gone", "--format", "json")
    assert code == 1
    assert json.loads(out)[0]["outcome"] == "missing"


def test_the_order_names_waves_and_what_is_held(made: Made, tmp_path: Path) -> None:
    file = settings_file(tmp_path, made)
    (tmp_path / "data").mkdir()
    with open_state(tmp_path / "data" / "state.db") as state, state.transaction() as tx:
        for name in ("dc", "web"):
            asset = Asset(id=name, name=name, kind=AssetKind.SERVER, unit="district")
            registers.put_asset(tx, asset, actor="test")
        inventory.put(tx, Service(id="ldap", name="ldap", asset="dc", unit="district", port=389), actor="test")
    code, out = run(file, "order", "--format", "json")
    assert code == 0, out
    assert [(one["wave"], one["machines"]) for one in json.loads(out)] == [(1, "dc"), (2, "web")]
    code, out = run(file, "order", "--infected", "dc", "--format", "json")
    assert [(one["wave"], one["machines"]) for one in json.loads(out)] == [("held", "dc"), ("waits", "web")]
