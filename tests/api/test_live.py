"""Live updates: what changed, to whom it concerns, without losing anything over a broken connection."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from model.incident import IncidentChange
from model.times import MINUTE
from store import alerts, feed, incidents, sources
from store.identity import Role
from store.scope import EVERYTHING
from tests.api.site import Client, Site, a_site
from tests.store.state.samples import an_alert, an_incident

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.follow.POLL_S", 0.05)
    monkeypatch.setattr("api.live.follow.RECHECK_S", 0.1)


class Stream:
    def __init__(self, answer: httpx.Response) -> None:
        self.lines = answer.iter_lines()

    def event(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for line in self.lines:
            if not line and "event" in found:
                return found
            name, _, value = line.partition(": ")
            if name == "data":
                value = json.loads(value)
            if name in ("event", "data", "id"):
                found[name] = value
        raise EOFError

    def until(self, name: str) -> dict[str, Any]:
        while True:
            found = self.event()
            if found["event"] == name:
                return found


@contextmanager
def following(client: Client, last: str | None = None) -> Iterator[Stream]:
    headers = {} if last is None else {"Last-Event-ID": last}
    with client.stream("GET", "/api/v1/stream", headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer)


def _alert(site: Site, alert_id: str, unit: str = "district") -> None:
    with site.state.transaction() as tx:
        alerts.add(tx, [an_alert(alert_id, unit=unit)])


def _incident(site: Site, incident_id: str, alert_id: str, unit: str = "district") -> None:
    with site.state.transaction() as tx:
        incident = an_incident(incident_id, (alert_id,), units=(unit,))
        incidents.apply(tx, [IncidentChange(kind="opened", incident=incident, alert_id=alert_id)])


def test_new_alerts_decisions_and_incidents_arrive_in_order(site: Site) -> None:
    with following(site.signed_in(Role.ANALYST)) as stream:
        assert stream.event()["event"] == "ready"
        _alert(site, "a1")
        _incident(site, "i1", "a1")
        with site.state.transaction() as tx:
            alerts.decide(tx, ["a1"], EVERYTHING, actor="test", status=alerts.AlertStatus.ACKNOWLEDGED)
        seen = [e for e in (stream.event() for _ in range(4)) if e["event"] != "sources"][:3]
        assert [(e["event"], e["data"]) for e in seen] == [
            ("alert", {"object": "a1", "change": "added"}),
            ("incident", {"object": "i1", "change": "opened"}),
            ("alert", {"object": "a1", "change": "decided"}),
        ]
        numbers = [int(e["id"]) for e in seen]
        assert numbers == sorted(numbers)


def test_after_a_break_nothing_is_missed_and_nothing_repeated(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    with following(client) as stream:
        assert stream.event()["event"] == "ready"  # what comes before that is not missed but not followed either
        _alert(site, "a1")
        last = stream.until("alert")["id"]
    for n in range(2, 450):
        _alert(site, f"a{n}") if n < 6 else None
    with site.state.transaction() as tx:
        alerts.add(tx, [an_alert(f"b{n}") for n in range(450)])
    with following(client, last) as stream:
        assert stream.event()["data"] == {"reason": "resumed"}
        seen = [stream.until("alert")["data"]["object"] for _ in range(454)]
    assert seen[:4] == ["a2", "a3", "a4", "a5"]
    assert len(set(seen)) == 454


def test_who_missed_too_much_is_told_to_read_again(site: Site) -> None:
    for n in range(5):
        _alert(site, f"a{n}")
    with site.state.transaction() as tx:
        assert feed.prune(tx, keep=2) == 3
    client = site.signed_in(Role.ANALYST)
    for odd in ("1", "999999"):
        with following(client, odd) as stream:
            first = stream.event()
            assert (first["event"], first["id"]) == ("reset", "5")
    with following(client, "3") as stream:
        assert stream.event()["event"] == "ready"
        assert stream.until("alert")["data"]["object"] == "a3"
    with following(client, "rubbish") as stream:
        assert stream.event()["data"] == {"reason": "new"}


def test_only_what_is_within_the_units_arrives(site: Site) -> None:
    site.unit("education")
    site.unit("health")
    with following(site.signed_in(Role.LEADER, unit="education")) as stream:
        assert stream.event()["event"] == "ready"
        _alert(site, "foreign", "health")
        _incident(site, "foreign-incident", "foreign", "health")
        _alert(site, "own", "education")
        _incident(site, "own-incident", "own", "education")
        assert stream.until("alert")["data"]["object"] == "own"
        assert stream.until("incident")["data"]["object"] == "own-incident"


def test_an_administrator_sees_counters_but_no_alerts(site: Site) -> None:
    with following(site.signed_in(Role.SYSTEM_ADMIN)) as stream:
        assert stream.event()["event"] == "ready"
        _alert(site, "a1")
        with site.state.transaction() as tx:
            sources.record(tx, "fw", "district", events=7, size=70)
        while True:
            found = stream.event()
            assert found["event"] in ("ready", "sources")
            if found["event"] == "sources" and found["data"]["items"]:
                break
        assert found["data"]["items"][0]["events"] == 7
        assert "id" not in found, "counters are a state, not a step to resume from"


def test_a_stream_ends_with_the_session(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    ended = threading.Event()

    def follow() -> None:
        with following(client) as stream:
            stream.event()
            try:
                while True:
                    stream.event()
            except EOFError:
                ended.set()

    thread = threading.Thread(target=follow)
    thread.start()
    time.sleep(0.3)
    other = site.client()
    other.cookies.set("fengsui", client.cookies["fengsui"])
    other.csrf = client.csrf
    assert other.delete("/api/v1/session").status_code == 204
    thread.join(60)
    assert ended.is_set()


def test_connections_are_limited_for_one_account_and_for_all(tmp_path: object) -> None:
    with a_site(tmp_path, api={"live_connections": 12}) as site:  # type: ignore[arg-type]
        client, other = site.signed_in(Role.ANALYST), site.signed_in(Role.ANALYST)
        opened = [
            httpx.Client(base_url=site.address, cookies=dict(client.cookies), trust_env=False, timeout=90)
            for _ in range(10)
        ]
        more = [
            httpx.Client(base_url=site.address, cookies=dict(other.cookies), trust_env=False, timeout=90)
            for _ in range(3)
        ]
        answers: list[httpx.Response] = []
        try:
            answers += [b.send(b.build_request("GET", "/api/v1/stream"), stream=True) for b in opened]
            assert [a.status_code for a in answers] == [200] * 10
            assert client.get("/api/v1/stream").status_code == 429
            statuses = []
            for browser in more:
                answers.append(browser.send(browser.build_request("GET", "/api/v1/stream"), stream=True))
                statuses.append(answers[-1].status_code)
            assert statuses == [200, 200, 503]
        finally:
            for answer in answers:
                answer.close()
            for browser in (*opened, *more):
                browser.close()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not _free(client):
            time.sleep(0.05)
        assert _free(client), "a closed connection gives its place back"


def _free(client: Client) -> bool:
    with client.stream("GET", "/api/v1/stream") as answer:
        return answer.status_code == 200


def test_stopping_does_not_wait_for_those_who_follow(tmp_path: object) -> None:
    with a_site(tmp_path) as site:  # type: ignore[arg-type]
        client = site.signed_in(Role.ANALYST)
        with following(client) as stream:
            stream.event()
            site.running.stop()
            assert not site.running.thread.is_alive()


def test_following_does_not_keep_an_idle_session_awake(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    with following(client) as stream:
        stream.event()
        for _ in range(7):
            site.clock.turn(5 * MINUTE)
            time.sleep(0.3)
        with pytest.raises(EOFError):
            stream.until("nothing of that name")
    assert client.get("/api/v1/session").status_code == 401
