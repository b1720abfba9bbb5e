"""Sources and their health over HTTP, on the replayed attack."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.sources.listing import listing
from api.sources.schemas import SourceDetail, Sources, SourceState
from correlator import Correlator
from model.times import HOUR, now_us
from pipeline.correlating import Correlating
from pipeline.settings import Settings
from pipeline.source_settings import SourceSettings
from pipeline.watchdog import UNLEARNED
from store import sources
from store.identity import Role
from store.scope import EVERYTHING
from store.state import open_state
from tests.api.district import TOWN, District, code, read, refused_without
from tests.correlator.test_clocks import attack


@pytest.mark.parametrize("address", ["sources", "sources/extranet-sensor"])
def test_who_administers_rights_or_the_audit_trail_does_not_see_sources(district: District, address: str) -> None:
    refused_without(district, "GET", address, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def test_who_runs_the_platform_sees_every_source_with_its_counters(district: District) -> None:
    found = Sources.model_validate(read(district.person(Role.SYSTEM_ADMIN), "sources")).items
    by_name = {source.name: source for source in found}
    assert by_name["extranet-sensor"].events > 1_000
    assert by_name["extranet-sensor"].state is SourceState.RECORDING
    assert by_name["extranet-sensor"].lag_s is None, "how old a recording is says nothing"
    assert by_name["town/hostile"].quarantined == 1
    assert by_name["town-firewall"].state is SourceState.WAITING
    assert by_name["town-firewall"].input == "udp://127.0.0.1:5514"
    assert by_name["old-portal"].state is SourceState.DISABLED
    assert sum(source.events for source in found) == read(district.analyst, "events/count")["count"]


def test_a_town_sees_its_own_sources_only(district: District) -> None:
    found = read(district.town, "sources")["items"]
    assert {source["unit"] for source in found} == {TOWN}
    assert {source["name"] for source in found} == {"iot-sensor", "broker-syslog", "town/hostile"}
    for name in ("extranet-sensor", "town-firewall", "nothing"):
        assert code(district.town.get(f"/api/v1/sources/{name}")) == (404, "not_found")


def test_a_source_tells_what_it_could_not_read_and_its_name_may_have_slashes(district: District) -> None:
    found = SourceDetail.model_validate(read(district.town, "sources/town/hostile"))
    assert [(one.reason, one.records) for one in found.quarantine] == [("json.syntax", 1)]
    assert [unit.unit for unit in found.units] == [TOWN]


def test_a_live_source_is_receiving_then_silent(tmp_path: Path) -> None:
    firewall = SourceSettings(kind="syslog", listen="udp://127.0.0.1:5514")
    settings = Settings(data=tmp_path, sources={"town-firewall": firewall})
    now = now_us()
    with open_state(tmp_path / "state.db") as state, state.transaction() as tx:
        sources.record(
            tx, "town-firewall", "district", events=3, last_event=now - HOUR, first_event=now - HOUR, ingested=now
        )
        shown = listing(tx, settings, EVERYTHING, now=now, name="town-firewall")
        assert [(one.state, one.lag_s) for one in shown] == [(SourceState.RECEIVING, 3_600.0)]
        later = listing(tx, settings, EVERYTHING, now=now + UNLEARNED + 1, name="town-firewall")
        assert [one.state for one in later] == [SourceState.SILENT]


def test_a_source_says_which_of_its_clocks_is_off_and_for_whose_unit(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with open_state(tmp_path / "state.db") as state, state.transaction() as tx:
        for unit in ("district", TOWN):
            sources.record(tx, "test", unit, events=3)
        held = Correlating(Correlator())
        held.correlate(attack(behind=8 * HOUR), 0)
        held.remember(tx)
        shown = {one.unit: one.clocks for one in listing(tx, settings, EVERYTHING, now=now_us(), name="test")}
    assert shown[TOWN] == []
    assert [(one.host, one.behind_s, one.agreeing == one.pairs) for one in shown["district"]] == [
        ("ws1", 28_800.0, True)
    ]
