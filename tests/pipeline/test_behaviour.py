"""Behaviour detection in the journey: what a restart, a live run and a switch change about it, which is nothing but the switch."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from detections.behaviour import Config, Finding
from detections.behaviour.catalogue import rules
from detections.behaviour.observed import AnyObservation
from detections.behaviour.selection import pack
from model.errors import SettingsError
from model.event import Origin
from model.times import LATEST, MINUTE, SECOND, now_us
from pipeline import behaviour
from pipeline.batch import Followed
from pipeline.behaviour import Watching, config_of
from pipeline.platform import Platform
from pipeline.recordings import load_recording
from pipeline.settings import load_settings
from store import alerts, checkpoints
from store.scope import EVERYTHING
from store.state import State, open_state
from tests.detections.behaviour.kit import message, told
from tests.detections.behaviour.test_engine import CONFIG, stream
from tests.shared import ROOT


def batch(seen: Sequence[AnyObservation]) -> Followed:
    return Followed("b", "lane", Origin("s", "f"), {}, None, len(seen), 0, 0, [], [], 0, {}, observed=pack(seen))


class Run:
    """Rounds committed one by one, as the committing process does; `stop` is what `kill -9` between two commits does."""

    def __init__(self, state: State, config: Config = CONFIG) -> None:
        self._state, self._config = state, config
        self.found: list[Finding] = []
        self.start()

    def start(self) -> None:
        self.watching = Watching(self._config)
        with self._state.reading() as tx:
            self.watching.restore(tx)

    def round(
        self, seen: Sequence[AnyObservation], watermark: int, now: int, duplicates: set[str] | None = None
    ) -> None:
        with self._state.transaction() as tx:
            self.watching.hold(batch(seen), duplicates or set())
            self.found += self.watching.judge(watermark, now)
            self.watching.remember(tx)


@pytest.fixture
def state(tmp_path: Path) -> Any:
    with open_state(tmp_path / "state.db") as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Any:
    with open_state(tmp_path / "other.db") as opened:
        yield opened


def rounds(seed: int = 1, number: int = 600, size: int = 40) -> list[list[AnyObservation]]:
    seen = stream(seed, number)
    return [seen[begin : begin + size] for begin in range(0, number, size)]


@pytest.mark.parametrize("journal_bytes", [1, 3_000, 10**9])
def test_stopped_after_every_commit_it_finds_the_same(
    state: State, other: State, monkeypatch: pytest.MonkeyPatch, journal_bytes: int
) -> None:
    """Whether memory was restored from a snapshot, a journal, or both."""
    monkeypatch.setattr(behaviour, "JOURNAL_BYTES", journal_bytes)
    straight, stopped = Run(state), Run(other)
    for part in rounds():
        watermark = part[-1].time
        straight.round(part, watermark, watermark)
        stopped.round(part, watermark, watermark)
        stopped.start()
    for run in (straight, stopped):
        run.round([], LATEST, 0)
    assert told(stopped.found) == told(straight.found)
    assert len(straight.found) > 10


def test_live_finds_what_a_replay_finds(state: State, other: State) -> None:
    """Live, observations arrive up to 25 s late, in small rounds, and the clock is the wall's."""
    parts = rounds(seed=3)
    replay, live = Run(state), Run(other)
    for part in parts:
        replay.round(part, part[-1].time, part[-1].time)
    replay.round([], LATEST, 0)
    rng = random.Random(1)
    arriving = sorted(
        ((one.time + round(rng.uniform(0, 25) * SECOND), n, one) for n, one in enumerate(s for p in parts for s in p))
    )
    for begin in range(0, len(arriving), 7):
        part = arriving[begin : begin + 7]
        live.round([one for *_, one in part], LATEST, part[-1][0])
    live.round([], LATEST, arriving[-1][0] + 31 * SECOND)
    last = arriving[-1][2].time  # what the clock alone finds later has no counterpart in a recording that ends
    assert told([f for f in live.found if f.time <= last]) == told([f for f in replay.found if f.time <= last])


def test_an_event_stored_before_is_not_observed_again(state: State, other: State) -> None:
    parts = rounds(seed=4)
    once, twice = Run(state), Run(other)
    for part in parts:
        once.round(part, part[-1].time, part[-1].time)
        twice.round(part, part[-1].time, part[-1].time)
        twice.round(part, part[-1].time, part[-1].time, {one.id for one in part})
    assert told(once.found) == told(twice.found)


def test_the_journal_is_written_anew_before_it_outgrows_the_memory(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behaviour, "JOURNAL_BYTES", 5_000)
    run = Run(state)
    for part in rounds(number=2_000):
        run.round(part, part[-1].time, part[-1].time)
        with state.reading() as tx:
            journal = checkpoints.snapshots(tx, behaviour.JOURNAL)
            whole = checkpoints.get_snapshot(tx, behaviour.SNAPSHOT)
        assert sum(map(len, journal)) <= max(5_000, len(whole or b""))
    assert whole


def test_silence_is_found_while_nothing_arrives(state: State) -> None:
    run = Run(state, Config())
    seen = [message(n * 10, f"env-{n % 4}") for n in range(400)]
    run.round(seen, LATEST, seen[-1].time)
    assert run.found == []
    assert not run.watching.overdue(now_us())
    assert run.watching.overdue(now_us() + MINUTE)
    run.start()  # also after a restart
    run.round([], LATEST, seen[-1].time + 20 * MINUTE)
    assert [f.group for f in run.found] == [{"fengsui.source": "broker"}]


def test_a_detector_added_later_begins_with_nothing_and_the_others_go_on(state: State) -> None:
    without = Config(disabled=frozenset({"new_device"}), thresholds=CONFIG.thresholds)
    parts = rounds(seed=5)
    run = Run(state, without)
    for part in parts[:8]:
        run.round(part, part[-1].time, part[-1].time)
    run._config = CONFIG
    run.start()
    for part in parts[8:]:
        run.round(part, part[-1].time, part[-1].time)
    run.round([], LATEST, 0)
    assert {"new_device", "port_scan", "device_silence"} <= {f.rule.name for f in run.found}


def replayed(data: Path, *, switch: str = "", **environ: str) -> list[Any]:
    settings = load_settings(
        environ={"FENGSUI_DATA": str(data), "FENGSUI_PIPELINE__WORKERS": "1"}
        | {f"FENGSUI_DETECTION__BEHAVIOUR__{name.upper()}": value for name, value in environ.items()}
    )
    recording = load_recording(ROOT / "tests" / "captures" / "district-attack")
    wanted = [r for r in recording.readings if r.source in ("portal-syslog", "dns-syslog")]
    with Platform(settings) as platform:
        if switch:
            from store import rules as kept

            with platform.state.transaction() as tx:
                kept.switch_off(tx, switch, reason="tried in a test", actor="test")
                platform._learn(tx, now_us())
        platform.replay(wanted)
        with platform.state.reading() as tx:
            found = alerts.find(tx, EVERYTHING, limit=500).items
    known = {rule.id for rule in rules().values()}
    return [stored.alert for stored in found if stored.alert.rule.id in known]


def test_findings_are_alerts_with_evidence_in_both_languages(tmp_path: Path) -> None:
    found = replayed(tmp_path)
    assert sorted(alert.rule.title for alert in found) == ["DNS Tunnel", "Password Guessing", "Password Guessing"]
    for alert in found:
        assert alert.unit == "data-centre"
        assert alert.event_ids
        assert alert.matched["why"]
        assert alert.matched["why_zh"]
        assert alert.techniques
        assert alert.rule_set


def test_a_detector_can_be_switched_off_in_the_settings_or_like_any_rule(tmp_path: Path) -> None:
    tunnel = rules()["dns_tunnel"].id
    by_settings = replayed(tmp_path / "a", disabled='["dns_tunnel"]')
    by_switch = replayed(tmp_path / "b", switch=tunnel)
    assert {a.rule.title for a in by_settings} == {a.rule.title for a in by_switch} == {"Password Guessing"}
    assert replayed(tmp_path / "c", enabled="false") == []


def test_every_mistake_in_the_settings_is_told_with_what_there_is(tmp_path: Path) -> None:
    file = tmp_path / "fengsui.toml"
    file.write_text(
        '[detection.behaviour]\ndisabled = ["beacons"]\nown_networks = []\n'
        "[detection.behaviour.thresholds.port_scan]\nport = 3\nports = 0\n"
    )
    with pytest.raises(SettingsError) as error:
        load_settings(file)
    text = str(error.value)
    assert "no behaviour detector is called 'beacons'" in text
    assert "port_scan has no threshold 'port'; it has: ports" in text
    assert "port_scan.ports: expected a number of at least 4, got 0" in text


def test_thresholds_and_networks_of_the_settings_reach_the_detectors(tmp_path: Path) -> None:
    file = tmp_path / "fengsui.toml"
    file.write_text(
        '[detection.behaviour]\nown_networks = ["59.192.0.0/16"]\n[detection.behaviour.thresholds]\nport_scan = {ports = 30}\n'
    )
    config = config_of(load_settings(file).detection)
    assert config is not None
    assert config.limits(rules()["port_scan"])["ports"] == 30
    from detections.behaviour.networks import Networks

    networks = Networks.of(config.own_networks)
    assert networks.inside("59.192.7.1")
    assert networks.outside("59.193.0.1")
