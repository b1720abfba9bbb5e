from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

import store.events.tables
from store.base import Base
from store.events.store import ParquetEventStore

pytest.register_assert_rewrite("tests.store.event_store_contract")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{tmp_path / 'state.db'}", connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _wal(connection: object, _: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]

    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def begin(engine: Engine) -> Callable[[], AbstractContextManager[Session]]:
    return sessionmaker(engine).begin


@pytest.fixture
def store(tmp_path: Path, engine: Engine) -> Iterator[ParquetEventStore]:
    store = ParquetEventStore(tmp_path / "events", engine)
    yield store
    store.close()
