"""`fengsui accounts`: the way back in, on the machine itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.server import first_accounts
from cli.main import app
from pipeline.settings import Settings
from store import ledger
from store.identity import accounts, passwords
from store.scope import EVERYTHING
from store.state import open_state


@pytest.fixture
def state_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FENGSUI_DATA", str(tmp_path))
    with open_state(tmp_path / "state.db") as state:
        first_accounts(state, Settings(data=tmp_path))
    return tmp_path / "state.db"


def test_an_administrators_password_is_reset_on_the_machine_with_a_record(state_file: Path) -> None:
    run = CliRunner().invoke(app, ["accounts", "reset", "auditadmin", "--second-factor"])
    assert run.exit_code == 0, run.output
    password = run.stdout.strip().splitlines()[-1]
    with open_state(state_file) as state, state.reading() as tx:
        account = accounts.by_name(tx, "auditadmin")
        assert account is not None
        assert account.must_change
        assert passwords.matches(password, accounts.row_of(tx, account.id).password)
        last = ledger.records(tx, EVERYTHING, limit=2).items
    assert [record.action for record in last] == ["account.second_factor_reset", "account.password_reset"]
    assert last[0].actor.startswith("cli:")


def test_accounts_are_listed_with_their_roles(state_file: Path) -> None:
    run = CliRunner().invoke(app, ["accounts", "list", "--format", "json"])
    assert run.exit_code == 0, run.output
    listed = json.loads(run.stdout)
    assert {one["name"]: one["roles"] for one in listed}["secadmin"] == "security_admin"


def test_an_unknown_name_is_said(state_file: Path) -> None:
    run = CliRunner().invoke(app, ["accounts", "reset", "nobody"])
    assert run.exit_code != 0
    assert "nobody" in str(run.exception)
