"""Feeds polled into the state: each thing once, failures later and later, secrets sealed, folders fenced in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from model.errors import InputError
from model.times import HOUR, MINUTE, SECOND, now_us
from pipeline.intel import polling
from pipeline.platform import Platform
from pipeline.settings import IndicatorSettings
from store.identity.policy import Policy, load_key
from store.indicators import observables, sources
from store.indicators.sources import Source
from tests.detections.indicators.feeds.servers import Taxii, indicator, serving
from tests.pipeline.intel.desk import NOW, platform

HERE = IndicatorSettings(allow_networks=["127.0.0.0/8"])


def added(desk: Platform, kind: str, given: dict[str, Any], secret: str = "") -> tuple[Source, Policy]:
    policy = Policy(key=load_key(desk.settings.identity_key_file))
    source = Source(
        id="feed",
        kind=kind,
        name="Feed",
        settings=polling.check(desk.settings, kind, given),
        secret=polling.seal(policy, "feed", secret) if secret else None,
        interval_s=3600,
    )
    with desk.state.transaction() as tx:
        sources.put(tx, source, actor="test", now=NOW)
    return source, policy


def poll(desk: Platform, policy: Policy) -> Source:
    with desk.state.reading() as tx:
        source = sources.get(tx, "feed")
    polling.poll(desk.settings, desk.state.transaction, source, policy)
    with desk.state.reading() as tx:
        return sources.get(tx, "feed")


def known(desk: Platform) -> set[str]:
    with desk.state.reading() as tx:
        return {one.observable.value for one in observables.find(tx, now=NOW).items}


def test_a_taxii_feed_is_taken_in_once_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    server = Taxii(
        [(f"2026-11-0{n}T00:00:00Z", indicator(n, f"[ipv4-addr:value = '45.1.2.{n}']")) for n in (1, 2, 3)],
        token="geheim",
    )
    with serving(server.app()) as address, platform(tmp_path, indicators=HERE) as desk:
        _, policy = added(desk, "taxii", {"url": f"{address}/taxii2/", "collection": "c-1"}, "geheim")
        source = poll(desk, policy)
        assert known(desk) == {"45.1.2.1", "45.1.2.2", "45.1.2.3"}
        assert source.position == {"added_after": "2026-11-03T00:00:00Z"}
        assert (source.error, source.failures) == ("", 0)
        server.requests.clear()
        server.objects.append(("2026-11-04T00:00:00Z", indicator(1, "[ipv4-addr:value = '45.1.2.1']", revoked=True)))
        poll(desk, policy)
        assert any("added_after=2026-11-03" in one for one in server.requests)
        with desk.state.reading() as tx:
            states = {one.observable.value: one.state for one in observables.find(tx, now=NOW).items}
        assert states["45.1.2.1"] == "revoked"


def test_a_feed_that_fails_is_asked_later_and_later_and_says_why(tmp_path: Path) -> None:
    server = Taxii(fail=100)
    with serving(server.app()) as address, platform(tmp_path, indicators=HERE) as desk:
        _, policy = added(desk, "taxii", {"url": f"{address}/taxii2/"})
        waits = []
        for _ in range(9):
            source = poll(desk, policy)
            assert source.last_poll is not None
            waits.append(source.next_poll - source.last_poll)
        assert "answered 503" in source.error
        assert waits == sorted(waits)
        assert waits[0] == HOUR
        assert waits[-1] == 256 * MINUTE
        server.fail = 0
        source = poll(desk, policy)
        assert (source.error, source.failures) == ("1 collections can be read; name one", 9) or source.failures == 0
        assert source.last_success is not None
        assert source.next_poll - (source.last_poll or 0) == 3600 * SECOND


def test_without_leave_a_feed_on_this_machine_is_not_asked(tmp_path: Path) -> None:
    server = Taxii()
    with serving(server.app()) as address, platform(tmp_path) as desk:
        _, policy = added(desk, "taxii", {"url": f"{address}/taxii2/"})
        assert "not an address feeds may be fetched from" in poll(desk, policy).error
        assert server.requests == []


def test_a_secret_is_sealed_and_can_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGSUI_FEED_KEY", "geheim")
    server = Taxii(token="geheim")
    with serving(server.app()) as address, platform(tmp_path, indicators=HERE) as desk:
        source, policy = added(desk, "taxii", {"url": f"{address}/taxii2/"}, "env:FENGSUI_FEED_KEY")
        assert b"FENGSUI_FEED" not in (source.secret or b"")
        assert poll(desk, policy).error == ""
        added(desk, "taxii", {"url": f"{address}/taxii2/"}, "env:HOME")
        assert "environment has no" in poll(desk, policy).error


def test_folders_outside_the_fence_are_not_read(tmp_path: Path) -> None:
    inbox, secret = tmp_path / "inbox", tmp_path / "secret"
    inbox.mkdir()
    secret.mkdir()
    (secret / "a.csv").write_text("45.1.2.3\n")
    (inbox / "way-out").symlink_to(secret)
    fenced = IndicatorSettings(folders=[inbox])
    with platform(tmp_path, indicators=fenced) as desk:
        for path in (str(secret), "../secret", "way-out", "/etc"):
            with pytest.raises(InputError, match=r"indicators\.folders"):
                polling.check(desk.settings, "folder", {"path": path})
        _, policy = added(desk, "folder", {"path": "."})
        (inbox / "b.csv").write_text("45.1.2.4\n45.1.2.5\nnonsense here\n")
        poll(desk, policy)
        poll(desk, policy)
        assert known(desk) == {"45.1.2.4", "45.1.2.5"}
        with pytest.raises(InputError, match="has no setting"):
            polling.check(desk.settings, "folder", {"path": ".", "url": "http://a.example"})


def test_what_is_due_is_polled_and_what_is_paused_is_not(tmp_path: Path) -> None:
    with platform(tmp_path) as desk:
        (desk.settings.data / "indicators" / "inbox").mkdir(parents=True)
        added(desk, "folder", {"path": "."})
        with desk.state.transaction() as tx:
            assert [one.id for one in sources.due(tx, now_us())] == ["feed"]
            sources.switch(tx, "feed", False, actor="test", now=now_us())
            assert sources.due(tx, now_us()) == []
