"""What a mode changes about detection: at once, without a restart, the same after a stop, and never in a replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from correlator import Correlator
from detections.behaviour import rules
from model.coordination import Mode, ModeChange
from model.severity import Level
from model.times import LATEST, MINUTE, SECOND, now_us
from pipeline import behaviour
from pipeline.coordination import Coordinating
from pipeline.correlating import Correlating
from pipeline.platform import Platform
from pipeline.settings import load_settings
from playbooks.coordination.tables import mode_rules
from store import duty, ledger
from store.scope import EVERYTHING
from store.state import open_state
from tests.correlator.builders import alert
from tests.detections.behaviour.kit import told
from tests.detections.behaviour.test_engine import CONFIG
from tests.pipeline.test_behaviour import Run, rounds

WARTIME = mode_rules()[Mode.WARTIME]


def test_every_threshold_of_a_mode_is_a_detectors_and_asks_for_less_the_graver_the_mode() -> None:
    before: dict[str, dict[str, float]] = {}
    for mode in Mode:
        given = mode_rules()[mode].thresholds
        for name, values in given.items():
            for key, value in values.items():
                known = rules()[name].thresholds[key]
                assert known.least <= value < known.default
                assert value <= before.get(name, {}).get(key, known.default)
        before = given
    shares = [mode_rules()[mode].escalate for mode in Mode]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1.0
    assert mode_rules()[Mode.PEACETIME].thresholds == {}


def test_an_installation_that_asks_for_less_keeps_its_thresholds() -> None:
    config = CONFIG.tightened({"port_scan": {"ports": 4}}).tightened({"port_scan": {"ports": 9}})
    assert config.limits(rules()["port_scan"])["ports"] == 4
    assert CONFIG.tightened({}) == CONFIG


def test_detectors_tuned_between_rounds_find_the_same_when_stopped_after_every_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behaviour, "JOURNAL_BYTES", 10**9)
    with open_state(tmp_path / "a.db") as one, open_state(tmp_path / "b.db") as other:
        straight, stopped, never = Run(one), Run(other), Run(open_state(tmp_path / "c.db"))
        for number, part in enumerate(rounds()):
            for run in (straight, stopped):
                if number in (4, 9):
                    assert run.watching.tune(WARTIME.thresholds if number == 4 else {})
                run.round(part, part[-1].time, part[-1].time)
            never.round(part, part[-1].time, part[-1].time)
            stopped.start()
        for run in (straight, stopped, never):
            run.round([], LATEST, 0)
        assert told(stopped.found) == told(straight.found)
        assert len(straight.found) >= len(never.found)
        never._state.close()


def test_a_graver_mode_shows_incidents_that_wait_and_hides_none_when_it_is_over(tmp_path: Path) -> None:
    weak = [alert(n * MINUTE, f"rule{n}", actor="10.0.0.66", level=Level.MEDIUM) for n in range(2)]
    with open_state(tmp_path / "state.db") as state:
        held = Correlating(Correlator())
        with state.transaction() as tx:
            changes = held.correlate(weak, 0)
            held.remember(tx)
        assert [one.incident.escalated for one in changes] == [False]
        assert held.tune(WARTIME.escalate)
        assert not held.tune(WARTIME.escalate)
        waited = held.waits
        with state.transaction() as tx:
            (shown,) = held.correlate([], 0)
            held.remember(tx)
        assert shown.incident.escalated
        assert (waited, held.waits) == (True, False)
        again = Correlating(Correlator())
        with state.reading() as tx:
            again.restore(tx)
        assert not again.tune(WARTIME.escalate)
        assert again.tune(1.0)
        assert again.correlate([], 0) == []


def test_the_platform_takes_a_mode_over_and_back_by_itself_and_writes_both_down(tmp_path: Path) -> None:
    settings = load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data"), "FENGSUI_PIPELINE__WORKERS": "1"})
    with Platform(settings) as platform:
        started = now_us()
        change = ModeChange(mode=Mode.WARTIME, since=started, until=started + 3600 * SECOND, by="a", reason="x")
        with platform.state.transaction() as tx:
            duty.set_mode(tx, change, unit="district")
        coordinating = Coordinating(platform)
        coordinating.turn()
        correlator = platform.stages._correlating._correlator
        assert correlator.settings.escalate == pytest.approx(Correlator().settings.escalate * WARTIME.escalate)
        assert platform.stages.overdue(now_us())
        platform.commit([], LATEST, now_us())
        coordinating._take_over_mode(started + 3601 * SECOND)
        assert correlator.settings.escalate == Correlator().settings.escalate
        coordinating._take_over_mode(started + SECOND)
        platform.replay([])
        assert correlator.settings.escalate == Correlator().settings.escalate
        with platform.state.reading() as tx:
            applied = ledger.records(tx, EVERYTHING, action="duty.mode_applied").items
        assert [one.details["mode"] for one in reversed(applied)] == ["wartime", "peacetime", "wartime"]
