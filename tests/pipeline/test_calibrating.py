"""The correlator calibrated by the platform itself: once a day, from what was judged, used at once and after a stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from correlator import Correlator
from correlator.calibration import Calibration
from correlator.settings import ESCALATE
from model.incident import IncidentChange
from model.severity import Level
from model.times import DAY, HOUR, LATEST, MINUTE, Micros, now_us
from pipeline.calibrating import Calibrating, in_use, measured
from pipeline.correlating import Correlating
from pipeline.platform import Platform
from pipeline.settings import Settings, load_settings
from store import alerts, incidents, judged, ledger
from store.alerts import AlertStatus, AlertVerdict
from store.scope import EVERYTHING
from store.state import State, open_state
from tests.correlator.builders import alert
from tests.store.state.samples import an_alert, an_incident

DAYS = 10
MEASURED = Calibration(made=1, start=0, quiet_days=9, escalate=75.0, middle=300.0, slope=3.0)


def configured(folder: Path, **more: str) -> Settings:
    return load_settings(environ={"FENGSUI_DATA": str(folder / "data"), "FENGSUI_PIPELINE__WORKERS": "1"} | more)


def noisy(state: State, now: Micros, verdict: AlertVerdict | None = AlertVerdict.FALSE_POSITIVE) -> None:
    """Three incidents a day that were shown, with what was said of their alerts."""
    with state.transaction() as tx:
        for day in range(DAYS):
            for number in range(3):
                name, at = f"{day}-{number}", now - DAYS * DAY + day * DAY + number * HOUR
                alerts.add(tx, [an_alert(name, time=at)])
                incident = an_incident(
                    f"i{name}",
                    (name,),
                    updated=at,
                    first_event=at,
                    last_event=at,
                    level=Level.MEDIUM,
                    score=60.0 + number,
                    evidence=60.0 + number,
                )
                incidents.apply(tx, [IncidentChange(kind="opened", incident=incident, alert_id=name)])
                if verdict is not None:
                    alerts.decide(
                        tx, [name], EVERYTHING, actor="li", status=AlertStatus.CLOSED, verdict=verdict, note="backup"
                    )


def test_dismissed_incidents_raise_the_score_once_a_day_and_the_audit_trail_says_so(tmp_path: Path) -> None:
    with Platform(configured(tmp_path)) as platform:
        now = now_us()
        noisy(platform.state, now)
        running = platform.stages._correlating._correlator
        calibrating = Calibrating(platform)
        found = calibrating.look(now)
        assert found is not None
        assert 60.0 < found.escalate <= 62.0
        assert running.settings.escalate == found.escalate
        with platform.state.transaction() as tx:
            assert in_use(tx) == found
            alerts.decide(
                tx,
                [f"{day}-{n}" for day in range(DAYS) for n in range(3)],
                EVERYTHING,
                actor="li",
                status=AlertStatus.CLOSED,
                verdict=AlertVerdict.TRUE_POSITIVE,
            )
        assert calibrating.look(now + DAY - MINUTE) == found, "measured once a day"
        later = calibrating.look(now + DAY)
        assert later is not None
        assert (later.quiet_days, running.settings.escalate) == (1, ESCALATE)
        calibrating.look(now + 2 * DAY)
        with platform.state.reading() as tx:
            told = ledger.records(tx, EVERYTHING, action="incidents.calibrated").items
        assert [one.details["escalate"] for one in reversed(told)] == [f"{found.escalate:g}", "50"]


def test_what_nobody_judged_moves_nothing(tmp_path: Path) -> None:
    with open_state(tmp_path / "state.db") as state:
        now = now_us()
        noisy(state, now, None)
        with state.reading() as tx:
            assert measured(tx, 28, now).quiet_days <= 1
            assert measured(tx, 28, now).escalate == ESCALATE


def test_settings_may_keep_the_shipped_score(tmp_path: Path) -> None:
    with Platform(configured(tmp_path, FENGSUI_INCIDENTS__CALIBRATE_DAYS="0")) as platform:
        now = now_us()
        noisy(platform.state, now)
        with platform.state.transaction() as tx:
            judged.keep_calibration(tx, {"made": now, "start": 0, "escalate": 80.0})
        assert Calibrating(platform).look(now) is None
        assert platform.stages._correlating._correlator.settings.escalate == ESCALATE


def test_a_mode_asks_for_its_share_of_the_calibrated_score_and_a_stop_forgets_neither(tmp_path: Path) -> None:
    with open_state(tmp_path / "state.db") as state:
        engine = Correlator()
        held = Correlating(engine)
        assert held.calibrate(MEASURED)
        assert not held.calibrate(MEASURED)
        assert held.tune(0.8)
        assert engine.settings.escalate == pytest.approx(60.0)
        with state.transaction() as tx:
            held.correlate([alert(0, "r", host="db", level=Level.HIGH)], 0)
            held.remember(tx)
        stopped = Correlator()
        again = Correlating(stopped)
        with state.reading() as tx:
            again.restore(tx)
        assert stopped.settings == engine.settings
        assert stopped.incidents() == engine.incidents()
        assert not again.calibrate(MEASURED)
        assert not again.tune(0.8)
        assert again.calibrate(None)
        assert again.tune(1.0)
        assert stopped.settings == Correlator().settings


def test_a_recording_means_the_same_on_whatever_site(tmp_path: Path) -> None:
    with Platform(configured(tmp_path)) as platform:
        platform.stages.calibrate(MEASURED)
        platform.commit([], LATEST, now_us())
        platform.replay([])
        assert platform.stages._correlating._correlator.settings == Correlator().settings
