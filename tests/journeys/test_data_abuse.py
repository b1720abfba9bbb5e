"""The recorded days of a public-data platform, replayed as anybody would: every abuse told, none on the normal day, and
nobody's identifier anywhere in what is kept or handed out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
import yaml
from sqlalchemy import text

from detections.behaviour.catalogue import rules
from model.alert import Alert
from model.event import Event
from model.public_data import DataFinding
from model.times import SECOND, now_us, parse_iso
from pipeline import reporting
from pipeline.compliance.desk import Desk
from pipeline.identifiers import guard_of
from pipeline.platform import Platform, open_events
from pipeline.public_data.recorded import record
from pipeline.recordings import load_recording
from pipeline.settings import MetricsSettings, PipelineSettings, Settings
from store import alerts, incidents
from store.scope import EVERYTHING
from store.state import open_state
from tests.shared import ROOT

CAPTURES = ROOT / "tests" / "captures"
KINDS = {kind.value for kind in DataFinding}


def identifiers(name: str) -> set[bytes]:
    """Every resident ID and telephone number that stands in the recording's files."""
    found: set[bytes] = set()
    for file in (CAPTURES / name).glob("*/*"):
        data = file.read_bytes()
        found |= set(re.findall(rb"(?<!\d)999999\d{11}[\dX](?!\d)", data)) | set(
            re.findall(rb"(?<!\d)1990000\d{4}(?!\d)", data)
        )
    return found


@dataclass(frozen=True)
class Replayed:
    name: str
    folder: Path
    told: list[Alert]
    events: list[Event]
    reports: list[bytes]


def replay(name: str, folder: Path) -> Replayed:
    settings = Settings(data=folder, metrics=MetricsSettings(listen=""), pipeline=PipelineSettings(workers=1))
    recording = load_recording(CAPTURES / name)
    with Platform(settings) as platform:
        platform.add_units(recording.units)
        platform.add_assets(recording.assets)
        with platform.state.transaction() as tx:  # as people would, while it runs
            record(tx, recording.public_data)
        platform.replay(recording.readings)
    with open_state(settings.state_file) as state, closing(open_events(settings, state)) as store:
        with state.reading() as tx:
            told = [stored.alert for stored in alerts.find(tx, EVERYTHING, limit=500).items]
            formed = [one.incident.id for one in incidents.find(tx, EVERYTHING, limit=100).items]
            district = Desk(state, store, settings).district(now_us())
            drafts = [
                reporting.draft(
                    tx, district, reporting.Wanted("incident", one, form), EVERYTHING, actor="t", unit="district", now=now_us()
                )
                for one in formed
                for form in ("json", "xlsx")
            ]  # fmt: skip
        reports = [part for one in drafts for part in parts(reporting.finish(one, settings).data)]
        return Replayed(name, folder, told, list(store.iterate(None, EVERYTHING)), reports)


def parts(report: bytes) -> list[bytes]:
    """A spreadsheet is a ZIP of texts."""
    if not report.startswith(b"PK"):
        return [report]
    with ZipFile(BytesIO(report)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.fixture(scope="module")
def abuse(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    return replay("data-abuse-day", tmp_path_factory.mktemp("abuse"))


@pytest.fixture(scope="module")
def normal(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    return replay("data-normal-day", tmp_path_factory.mktemp("normal"))


def test_every_abuse_is_told_while_it_happens_and_names_who_did_it(abuse: Replayed) -> None:
    truth = yaml.safe_load((CAPTURES / abuse.name / "recording.yml").read_text("utf-8"))["truth"]
    assert {step["finding"] for step in truth} == KINDS
    for step in truth:
        start, end = parse_iso(step["start"]) - SECOND, parse_iso(step["end"]) + SECOND
        found = [
            alert
            for alert in abuse.told
            if alert.matched.get("fengsui.data.set") and start <= alert.time <= end and _named(alert) == step["finding"]
        ]
        assert found, step["name"]
        addresses = {entity.value for alert in found for entity in alert.entities}
        assert addresses & set(step["hosts"]), step["name"]


def _named(alert: Alert) -> str:
    return next((name for name, rule in rules().items() if rule.id == alert.rule.id), "")


def test_nothing_else_is_told_of_data_on_that_day(abuse: Replayed) -> None:
    """Twelve findings of ten abuses: the file passed on is told of both companies, the destruction of both places."""
    assert len([alert for alert in abuse.told if _named(alert) in KINDS]) == 12


def test_nothing_is_told_of_the_normal_day(normal: Replayed) -> None:
    assert [(_named(alert) or alert.rule.title, alert.summary) for alert in normal.told] == []


@pytest.mark.parametrize("day", ["abuse", "normal"])
def test_no_identifier_is_anywhere_in_what_is_kept_or_handed_out(day: str, request: pytest.FixtureRequest) -> None:
    replayed: Replayed = request.getfixturevalue(day)
    known = identifiers(replayed.name)
    assert len(known) >= 30
    looked = 0
    for content in (*everything_in(replayed.folder), *replayed.reports, repr(replayed.events).encode()):
        looked += 1
        assert not known & set(re.findall(rb"(?<!\d)\d{11}(?!\d)|(?<!\d)\d{17}[\dX]", content))
    assert looked > 20


def everything_in(folder: Path) -> Iterator[bytes]:
    """Every file as it is; of Parquet every value, of the database every cell, packed cells also unpacked."""
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        yield file.read_bytes()
        if file.suffix == ".parquet":
            yield repr(pq.read_table(file).to_pylist()).encode()
    with open_state(Settings(data=folder).state_file) as state, state.read_engine.connect() as db:
        tables = [row[0] for row in db.execute(text("select name from sqlite_master where type = 'table'"))]
        for table in tables:
            for row in db.execute(text(f'select * from "{table}"')):
                for cell in row:
                    yield from unpacked(cell)


def unpacked(cell: object) -> Iterator[bytes]:
    data = cell if isinstance(cell, bytes) else str(cell).encode()
    yield data
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            yield zlib.decompressobj().decompress(data[match.start() :])
        except zlib.error:
            continue


def test_the_same_person_is_one_digest_and_the_source_proves_the_record(abuse: Replayed) -> None:
    covered = [event for event in abuse.events if "fengsui.data.record_hmac" in event]
    assert len(covered) >= 40
    key = Settings(data=abuse.folder).identifiers_key_file
    guard = guard_of(key)
    proved = 0
    for event in covered:
        if event["event.dataset"] == "gateway.access":
            with (CAPTURES / abuse.name / "gateway" / "access.jsonl").open("rb") as file:
                file.seek(event["log.offset"])
                proved += guard.keyed(file.readline().rstrip(b"\n")) == event["fengsui.data.record_hmac"]
    assert proved >= 10
    digests = [one for event in covered for one in event["fengsui.data.identifier.digest"]]
    assert len(set(digests)) < len(digests)
    assert key.stat().st_mode & 0o077 == 0
