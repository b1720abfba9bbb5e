"""Indicators in the journey: what is met becomes one alert a day and thing, what is stored is searched once, nothing twice."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from model.severity import Level
from model.times import DAY, HOUR, now_us, to_iso
from pipeline.intel import beside, hunting, index
from pipeline.intel.intake import lists_changed
from pipeline.lanes import Reading
from pipeline.platform import Platform
from store import ledger
from store.indicators import hunts, imports, observables, own, version
from store.scope import EVERYTHING
from tests.pipeline.intel.desk import NOW, TODAY, flows, found, platform, take

BAD = "45.33.32.156"


def refresh(desk: Platform) -> None:
    index.refresh(desk.state, index.index_path(desk.settings.data), now_us())


def test_a_beacon_makes_one_alert_a_day_for_each_of_ours_and_every_event_is_counted(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        take(desk, f"value,type,confidence,tags\n{BAD},ip,90,c2\n")
        refresh(desk)
        times = [TODAY - 2 * DAY + HOUR * n for n in range(48)]
        desk.replay([flows(tmp_path, "a.jsonl", *[(t, f"10.0.0.{n % 2}", BAD) for n, t in enumerate(times)])])
        alerts = found(desk)
        assert [(a.time, a.rule.id, a.rule.level, a.unit) for a in alerts] == sorted(
            [(TODAY - 2 * DAY + HOUR * n, "indicator-ip", Level.CRITICAL, "town") for n in (0, 1, 24, 25)]
        )
        first = alerts[0]
        assert first.matched["destination.ip"] == BAD
        assert first.matched["threat.indicator.provider"] == ["test"]
        assert "fengsui.retrospective" not in first.matched
        assert first.rule.title_zh == "命中威胁情报：IP 地址"
        with desk.state.reading() as tx:
            known = observables.find(tx, now=NOW).items[0]
            assert [(s.unit, s.events) for s in observables.sighted(tx, known.number, EVERYTHING)] == [("town", 48)]


def test_what_was_revoked_or_has_ended_makes_no_alert_though_the_index_still_holds_it(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        take(desk, f"value,valid_until\n{BAD},2099-01-01\n45.33.32.157,2020-01-01\n45.33.32.158,2099-01-01\n")
        refresh(desk)
        with desk.state.transaction() as tx:
            known = {k.observable.value: k for k in observables.find(tx, now=NOW).items}
            assert known["45.33.32.157"].state == "expired"
            observables.revoke(tx, known[BAD].number, actor="me", why="wrong", now=NOW)
        desk.replay([flows(tmp_path, "a.jsonl", *[(TODAY, "10.0.0.1", f"45.33.32.{n}") for n in (156, 157, 158)])])
        assert [a.matched["destination.ip"] for a in found(desk)] == ["45.33.32.158"]
        with desk.state.transaction() as tx:
            observables.restore(tx, known[BAD].number, actor="me", why="", now=NOW)
            assert observables.get(tx, known[BAD].number, now=NOW).state == "active"
            actions = [r.action for r in ledger.records(tx, EVERYTHING, limit=100).items]
        assert {"indicators.imported", "indicators.revoked", "indicators.restored"} <= set(actions)


def test_new_indicators_are_hunted_in_what_is_stored_and_found_once(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        pairs = [(TODAY - n * DAY, "10.0.0.1", BAD) for n in range(5)] + [(TODAY, "10.0.0.1", "45.33.32.200")]
        desk.replay([flows(tmp_path, "a.jsonl", *pairs)])
        assert found(desk) == []
        number = take(desk, f"{BAD}\n", now=now_us())
        assert beside.run_hunts(desk) == 5
        alerts = found(desk)
        assert [a.time for a in alerts] == [TODAY - n * DAY for n in (4, 3, 2, 1, 0)]
        assert all(a.matched["fengsui.retrospective"] is True for a in alerts)
        with desk.state.reading() as tx:
            hunt = hunts.find(tx)[0]
            sightings = observables.sighted(tx, observables.find(tx, now=NOW).items[0].number, EVERYTHING)
        assert (hunt.imported, hunt.state, hunt.progress, hunt.events, hunt.alerts) == (number, "done", 1.0, 5, 5)
        assert [s.events for s in sightings] == [5]
        with desk.state.transaction() as tx:
            hunts.add(tx, imported=hunts.ALL, start=TODAY - 30 * DAY, end=TODAY + DAY, actor="me", now=now_us())
        assert beside.run_hunts(desk) == 0
        with desk.state.reading() as tx:
            assert [s.events for s in observables.sighted(tx, hunt.observables, EVERYTHING)] == [5]
        assert len(found(desk)) == 5


def test_a_hunt_that_was_interrupted_goes_on_and_adds_nothing_twice(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        desk.replay([flows(tmp_path, "a.jsonl", *[(TODAY - n * DAY, "10.0.0.1", BAD) for n in range(4)])])
        take(desk, f"{BAD}\n", now=now_us())
        with desk.state.reading() as tx:
            hunt = hunts.next_one(tx)
        assert hunt is not None
        steps = hunting.walk(desk.state, desk.store, hunt, stopping=lambda: False)
        beside.commit_step(desk, next(steps))
        lost = next(steps)  # walked, and never committed: killed here
        assert lost.found
        steps.close()
    with platform(tmp_path) as desk:
        with desk.state.reading() as tx:
            left = hunts.next_one(tx)
        assert left is not None
        assert left.state == "running"
        assert 0 < left.progress < 1
        beside.run_hunts(desk)
        assert len(found(desk)) == 4
        with desk.state.reading() as tx:
            assert hunts.find(tx)[0].events == 4


@pytest.mark.parametrize(
    ("known", "event"),
    [
        ("evil-thing.com,domain", {"dns": {"question": {"name": "a.b.EVIL-thing.com."}}}),
        ("45.33.0.0/16,network", {"destination": {"ip": BAD}}),
        ("http://bad-host.net/x.php,url", {"url": {"domain": "bad-host.net", "original": "/x.php?a=1"}}),
        (f"{'a' * 32},md5", {"Hashes": f"SHA1={'b' * 40},MD5={'A' * 32}"}),
        (f"{BAD},ip", {"dns": {"resolved_ip": ["9.9.9.1", BAD]}}),
        ("evil.exe,file_name", {"Image": "C:\\Temp\\Evil.exe", "rare_field": {"x": 1}}),
    ],
)
def test_a_hunt_finds_what_live_matching_finds(tmp_path: Path, known: str, event: dict[str, object]) -> None:
    path = tmp_path / "a.jsonl"
    records = [{"@timestamp": to_iso(TODAY + n), "event": {"dataset": "x"}, "n": n} for n in range(120)]
    records[60] |= event
    path.write_bytes(b"\n".join(map(orjson.dumps, records)) + b"\n")
    with platform(tmp_path) as desk:
        desk.replay([Reading(path=str(path), kind="jsonl", source="a", unit="town")])
        take(desk, f"value,type\n{known}\n", now=now_us())
        beside.run_hunts(desk)
        later = found(desk)
    (tmp_path / "live").mkdir()
    with platform(tmp_path / "live") as desk:
        take(desk, f"value,type\n{known}\n", hunt_days=0)
        refresh(desk)
        desk.replay([Reading(path=str(path), kind="jsonl", source="a", unit="town")])
        live = found(desk)
    assert len(live) == 1
    assert [a.id for a in later] == [a.id for a in live]


def test_taken_in_twice_nothing_changes_and_sources_merge_with_what_each_said(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        text = f"value,type,confidence,name,valid_until\n{BAD},ip,40,one,2098-01-01\n"
        take(desk, text)
        with desk.state.reading() as tx:
            before = version.current(tx)
        second = take(desk, text)
        with desk.state.reading() as tx:
            assert version.current(tx) == before
            assert imports.get(tx, second).counts["unchanged"] == 1
            assert len(hunts.find(tx)) == 1
        take(desk, f"value,type,confidence,name,valid_until\n{BAD},ip,90,two,2099-01-01\n", "other")
        with desk.state.reading() as tx:
            (known,) = observables.find(tx, now=NOW).items
            said = observables.said(tx, known.number)
        assert (known.confidence, known.level, known.sources) == (90, Level.HIGH, 2)
        assert [(one.source, one.name, one.confidence) for one in said] == [("other", "two", 90), ("test", "one", 40)]
        assert known.valid_until == max(one.valid_until or 0 for one in said)


def test_a_refused_indicator_is_kept_with_its_reason_until_somebody_overrules(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        take(desk, "8.8.8.8\n")
        with desk.state.transaction() as tx:
            (known,) = observables.find(tx, now=NOW).items
            assert known.state == "refused"
            assert "public-dns" in known.warning
            assert not list(observables.active(tx, since=0))
            observables.override(tx, known.number, actor="sec", why="our resolver is not that", now=NOW)
            again = observables.get(tx, known.number, now=NOW)
            assert again.state == "active"
            assert "sec" in again.override


def test_what_the_district_owns_is_taken_out_of_matching_and_put_back(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        take(desk, f"{BAD}\n")
        with desk.state.transaction() as tx:
            own.add(tx, "network", "45.33.0.0/16", note="", actor="sec", now=NOW)
            lists_changed(tx, NOW)
        with desk.state.transaction() as tx:
            assert [k.state for k in observables.find(tx, now=NOW).items] == ["refused"]
            own.remove(tx, "network", "45.33.0.0/16", actor="sec", now=NOW)
            lists_changed(tx, NOW)
        with desk.state.reading() as tx:
            assert [k.state for k in observables.find(tx, now=NOW).items] == ["active"]
