"""Opening the state: new, known, newer, foreign, damaged, and by many at once."""

from __future__ import annotations

import io
import multiprocessing
import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, redirect_stdout
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import store.events.tables
import store.migrations
from model.errors import InputError, StoreError
from store import checkpoints, units
from store.base import Base
from store.migrations import HEAD, VERSIONS
from store.scope import EVERYTHING
from store.state import State, _prepare_writer, open_state


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(store.migrations.__file__).parent))
    return config


def test_a_new_state_has_one_unit_the_root(state: State) -> None:
    with state.reading() as tx:
        assert [unit.id for unit in units.tree(tx, EVERYTHING)] == ["district"]


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "state.db"
    with open_state(path) as state, state.transaction() as tx:
        checkpoints.put(tx, "a", {"offset": 1})
    with open_state(f"sqlite:///{path}") as state, state.reading() as tx:
        assert checkpoints.get(tx, "a") == {"offset": 1}


def test_migrations_make_exactly_the_tables_the_program_uses(state: State) -> None:
    assert store.events.tables.EventSegmentRow.__table__ in Base.metadata.tables.values()
    with state.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_known_versions_are_those_of_the_migrations_in_order() -> None:
    scripts = ScriptDirectory.from_config(_config())
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(VERSIONS)
    assert scripts.get_current_head() == HEAD


def test_the_same_migrations_are_valid_for_postgresql() -> None:
    """As far as can be said without a server: all of it compiles, with PostgreSQL's own types and triggers."""
    config = _config()
    config.attributes["dialect"] = "postgresql"
    config.output_buffer = io.StringIO()
    with redirect_stdout(io.StringIO()):
        command.upgrade(config, "head", sql=True)
    ddl = config.output_buffer.getvalue()
    assert "CREATE TABLE alerts" in ddl
    assert "BIGINT" in ddl
    assert "JSONB" in ddl
    assert "EXECUTE FUNCTION ledger_append_only()" in ddl


def test_a_newer_schema_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    open_state(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=f"schema 9999, newer than this program, which knows up to {HEAD}") as caught:
        open_state(path)
    assert "newer program" in caught.value.hint
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreError, match="another program's"):
        open_state(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    path.write_bytes(b"this is a text, and long enough to be looked at " * 50)
    with pytest.raises(StoreError, match="not a database"):
        open_state(path)


@pytest.mark.parametrize("where", ["mysql://host/x", "sqlite://", "sqlite:///:memory:"])
def test_where_no_state_can_be_kept_is_said(where: str) -> None:
    with pytest.raises(InputError):
        open_state(where)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError):
        open_state(tmp_path / "file" / "state.db")


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    with open_state(path) as state, state.transaction() as tx:
        checkpoints.put(tx, "a", {})
        for file in path.parent.glob("state.db*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_reading_sessions_cannot_write(state: State) -> None:
    with pytest.raises(StoreError, match="readonly"), state.reading() as tx:
        checkpoints.put(tx, "a", {})
    with state.reading() as tx:
        assert checkpoints.get(tx, "a") is None


def test_a_reader_sees_one_snapshot_while_the_writer_goes_on(state: State) -> None:
    with state.transaction() as tx:
        checkpoints.put(tx, "a", {"n": 1})
    with state.reading() as reader:
        assert checkpoints.get(reader, "a") == {"n": 1}
        with state.transaction() as tx:
            checkpoints.put(tx, "a", {"n": 2})
        assert checkpoints.get(reader, "a") == {"n": 1}
    with state.reading() as reader:
        assert checkpoints.get(reader, "a") == {"n": 2}


def test_commits_are_synced_and_foreign_keys_hold(state: State) -> None:
    with state.transaction() as tx:
        settings = {name: tx.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "synchronous")}
        assert settings == {"journal_mode": "wal", "synchronous": 2}
    with pytest.raises(StoreError, match="FOREIGN KEY"), state.transaction() as tx:
        tx.execute(text("INSERT INTO alert_entities VALUES ('absent', 'ip:1', 'actor', 0, 'district')"))


def _open_and_write(path: Path, number: int) -> None:
    with open_state(path) as state, state.transaction() as tx:
        checkpoints.put(tx, f"process-{number}", {"n": number})


def test_processes_that_open_a_new_state_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=_open_and_write, args=(path, n)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
        assert worker.exitcode == 0
    with open_state(path) as state, state.reading() as tx:
        assert len(checkpoints.positions(tx, "process-")) == 4


def test_a_forked_child_gets_connections_of_its_own(state: State) -> None:
    with state.transaction() as tx:
        checkpoints.put(tx, "parent", {})
    child = os.fork()
    if child == 0:
        try:
            with state.transaction() as tx:
                checkpoints.put(tx, "child", {})
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the child must not return into pytest
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    with state.transaction() as tx:
        checkpoints.put(tx, "parent again", {})
        assert set(checkpoints.positions(tx)) == {"parent", "child", "parent again"}


def test_a_new_file_opened_by_many_at_the_same_moment_is_logged_ahead_for_all(tmp_path: Path) -> None:
    """SQLite answers "locked" at once, without waiting, when two switch a new file to write-ahead logging together."""
    together = threading.Barrier(4)

    def prepare(path: Path) -> str:
        with closing(sqlite3.connect(path)) as connection:
            together.wait(60)
            _prepare_writer(connection, None)
            return str(connection.execute("PRAGMA journal_mode").fetchone()[0])

    with ThreadPoolExecutor(4) as pool:
        for n in range(60):
            answers = list(pool.map(prepare, [tmp_path / f"{n}.db"] * 4))
            assert answers == ["wal"] * 4
