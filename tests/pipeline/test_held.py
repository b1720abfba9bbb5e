"""What the committing process does with held records: reads them again, and deletes them when they are old."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from collectors.contract import Quarantined, RawRecord
from collectors.registry import source
from model.event import Event, Origin
from model.times import DAY, Micros, now_us
from pipeline.held import Replayer, readable
from pipeline.platform import Platform
from pipeline.settings import MetricsSettings, PipelineSettings, Settings, StoreSettings
from store import ledger, quarantine, replays
from store.quarantine import HeldState
from store.scope import EVERYTHING

ORIGIN = {"observer": "o", "path": "p", "timezone": "UTC"}


def settings(folder: Path) -> Settings:
    return Settings(
        data=folder,
        metrics=MetricsSettings(listen=""),
        pipeline=PipelineSettings(workers=1),
        store=StoreSettings(quarantine_days=30),
    )


def hold(
    platform: Platform, data: bytes, *, kind: str = "jsonl", time: Micros | None = None, position: int = 0
) -> None:
    bad = Quarantined("json.syntax", "broken", position, data)
    with platform.state.transaction() as tx:
        quarantine.add(tx, "s", "district", [bad], fingerprint="f", kind=kind, origin=ORIGIN, time=time)


def queue(platform: Platform) -> None:
    with platform.state.transaction() as tx:
        replays.request(
            tx, replays.Chosen(), EVERYTHING, kinds=frozenset({"jsonl", "pcap"}), actor="test", time=now_us()
        )


def test_old_held_records_are_deleted_by_the_housekeeping_and_their_totals_stay(tmp_path: Path) -> None:
    with Platform(settings(tmp_path)) as platform:
        hold(platform, b"old", time=now_us() - 31 * DAY)
        hold(platform, b"young", time=now_us() - 29 * DAY, position=9)
        platform.maintain()
        platform.maintain()
        with platform.state.reading() as tx:
            (left,) = quarantine.find(tx, EVERYTHING).items
            (totals,) = quarantine.counts(tx, EVERYTHING)
            purged = [r for r in ledger.records(tx, EVERYTHING, limit=100).items if r.action == "quarantine.purged"]
    assert left.data == b"young"
    assert totals.records == 2
    assert [record.actor for record in purged] == ["retention"]


def test_a_reader_that_breaks_fails_its_record_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = source("jsonl")
    whole = type(reader).normalise  # type: ignore[union-attr]

    def broken(self: Any, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        if b"boom" in record.data:
            raise ZeroDivisionError
        found: list[Event] = whole(self, record, origin, ingested)
        return found

    monkeypatch.setattr(type(reader), "normalise", broken)
    with Platform(settings(tmp_path)) as platform:
        hold(platform, b'{"a": "boom"}')
        hold(platform, b'{"message": "fine"}', position=50)
        hold(platform, b"\xd4\xc3\xb2\xa1", kind="pcap", position=99)
        queue(platform)
        replayer = Replayer(platform)
        assert replayer.turn()
        assert not replayer.turn(), "the queue is empty"
        with platform.state.reading() as tx:
            found = {one.position: one for one in quarantine.find(tx, EVERYTHING).items}
        assert (found["0"].state, found["0"].failure) == (HeldState.FAILED_AGAIN, "replay.broken")
        assert found["50"].state is HeldState.BECAME_EVENTS
        assert found["99"].failure == "replay.alone"
        assert platform.store.count("message:fine", EVERYTHING) == 1


def test_only_what_is_read_record_by_record_can_be_read_alone() -> None:
    assert readable("nginx")
    assert not readable("pcap")
    assert not readable("no-such-source")
    assert not readable("")
