"""The correlator in the journey: a stop between any two commits changes nothing about what it remembers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from correlator import Correlator
from detections.sigma import Match
from model.alert import Alert
from model.clocks import Clock, Witness
from model.estate import Asset, AssetKind
from model.times import HOUR, LATEST, MINUTE
from pipeline import correlating
from pipeline.batch import Hit
from pipeline.correlating import JOURNAL, SNAPSHOT, Correlating
from pipeline.platform import Platform
from pipeline.recordings import load_recording
from pipeline.settings import load_settings
from store import checkpoints, registers
from store.state import State, open_state
from tests.correlator.builders import alert
from tests.shared import ROOT


def rounds() -> list[list[Alert]]:
    hosts = ("web1", "db1", "ws1")
    return [
        [
            alert(
                (3 * n + i) * MINUTE, f"rule{n % 4}", actor="10.0.0.66", host=hosts[(n + i) % 3], tactics=("execution",)
            )
            for i in range(n % 3)
        ]
        for n in range(12)
    ]


def committed(state: State, engine: Correlator, given: Sequence[Sequence[Alert]], *, stops: bool) -> Correlator:
    """The engine after these rounds; with `stops` a new process takes over before each."""
    held = Correlating(engine)
    for alerts in given:
        if stops:
            engine = Correlator()
            held = Correlating(engine)
            with state.reading() as tx:
                held.restore(tx)
        with state.transaction() as tx:
            held.correlate(alerts, 0)
            held.remember(tx)
    return engine


@pytest.mark.parametrize("journal_rounds", [2, 5, 1000])
def test_a_stop_between_any_two_commits_leaves_the_memory_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal_rounds: int
) -> None:
    monkeypatch.setattr(correlating, "JOURNAL_ROUNDS", journal_rounds)
    with open_state(tmp_path / "a.db") as one, open_state(tmp_path / "b.db") as other:
        whole = committed(one, Correlator(), rounds(), stops=False)
        stopped = committed(other, Correlator(), rounds(), stops=True)
        assert stopped.snapshot() == whole.snapshot()
        with other.reading() as tx:
            assert len(checkpoints.snapshots(tx, JOURNAL)) < journal_rounds
            assert (checkpoints.get_snapshot(tx, SNAPSHOT) is not None) == (journal_rounds < 1000)


def test_a_platform_started_again_remembers_its_open_incidents(tmp_path: Path) -> None:
    settings = load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data"), "FENGSUI_PIPELINE__WORKERS": "1"})
    recording = load_recording(ROOT / "tests" / "captures" / "district-attack")
    with Platform(settings) as platform:
        platform.replay([r for r in recording.readings if "auth" in str(r.path) or "audit" in str(r.path)])
        before = platform.stages._correlating._correlator.snapshot()
    with Platform(settings) as platform:
        assert platform.stages._correlating._correlator.incidents(), "the recording opens an incident"
        assert platform.stages._correlating._correlator.snapshot() == before


def test_what_the_register_says_reaches_the_running_engine_and_is_the_same_after_a_stop(tmp_path: Path) -> None:
    with open_state(tmp_path / "a.db") as state:
        engine = Correlator()
        held = Correlating(engine)
        for hostname in ("portal", "front"):
            asset = Asset(
                id="w1",
                name="w1",
                kind=AssetKind.SERVER,
                unit="district",
                hostnames=(hostname,),
                addresses=("10.1.0.5",),
            )
            with state.transaction() as tx:
                registers.put_asset(tx, asset, actor="li.wei")
            with state.transaction() as tx:
                held.follow(tx)
                held.correlate([], 0)
                held.remember(tx)
            assert engine.known.aliases == {"ip:10.1.0.5": f"host:{hostname}"}
        again = Correlator()
        with state.reading() as tx:
            Correlating(again).restore(tx)
        assert again.snapshot() == engine.snapshot()


@pytest.mark.parametrize("live", [True, False])
def test_only_live_a_record_from_the_future_tells_of_a_wrong_clock(tmp_path: Path, live: bool) -> None:
    settings = load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data"), "FENGSUI_PIPELINE__WORKERS": "1"})
    with Platform(settings) as platform:
        stages = platform.stages
        match = Match(next(rule for rule in stages._rules_by_id.values() if rule.reports), {}, "")
        arrived = 1_795_000_000_000_000
        for number, ahead in enumerate((8 * HOUR, 2)):
            event = {
                "@timestamp": arrived + ahead,
                "event.id": str(number),
                "event.ingested": arrived,
                "host.name": "CAM7",
            }
            stages.hold([Hit(arrived + ahead, event, [match])])
        clocks = {alert.time - arrived: alert.clock for alert in stages.alert(LATEST, 0, live=live)}
    assert clocks == {8 * HOUR: Clock("cam7", arrived + 8 * HOUR, arrived, Witness.ARRIVAL) if live else None, 2: None}
