"""The embedded store keeps the contract of all event stores."""

from __future__ import annotations

from tests.store.event_store_contract import EventStoreContract


class TestParquetEventStore(EventStoreContract):
    pass
