"""The overview over HTTP, on the replayed attack."""

from __future__ import annotations

from api.overview.journey import WINDOW_S, Totals, Watch
from api.overview.schemas import OverviewRead
from store.identity import Role
from store.scope import EVERYTHING, Scope
from tests.api.district import TOWN, District, read, refused_without


def test_administrators_have_no_overview(district: District) -> None:
    refused_without(district, "GET", "overview", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def test_a_leader_sees_the_district_in_numbers_that_agree_with_the_lists(district: District) -> None:
    leader = district.person(Role.LEADER)
    shown = OverviewRead.model_validate(read(leader, "overview"))
    assert shown.events_stored == read(district.analyst, "events/count")["count"]
    assert shown.alerts.model_dump(mode="json") == read(district.analyst, "alerts/counts")
    counted = read(district.analyst, "incidents/counts", escalated=True)
    assert shown.incidents.model_dump(mode="json") == counted
    open_ = read(leader, "incidents", escalated=True, status=["new", "in_progress", "on_hold"], limit=200)["items"]
    assert shown.open_incidents == len(open_) >= 1
    assert [i.id for i in shown.newest_incidents] == [i["id"] for i in open_[:5]]
    assert sum(one.count for one in shown.sources) == len({s["name"] for s in read(leader, "sources")["items"]})
    assert shown.quarantined == 1


def test_the_journey_adds_up(district: District) -> None:
    stages = {s.stage: s for s in OverviewRead.model_validate(read(district.analyst, "overview")).stages}
    assert list(stages) == ["collect", "keep", "detect", "correlate"]
    collect, keep = stages["collect"], stages["keep"]
    assert collect.total == keep.total + (keep.refused or 0) + (collect.refused or 0)
    assert stages["detect"].total == read(district.analyst, "alerts/counts")["total"]


def test_a_town_sees_its_own_numbers_only(district: District) -> None:
    shown = OverviewRead.model_validate(read(district.town, "overview"))
    assert shown.events_stored == read(district.town, "events/count")["count"]
    assert {unit for incident in shown.newest_incidents for unit in incident.units} <= {TOWN}
    assert shown.alerts.total == read(district.town, "alerts/counts")["total"]
    assert {stage.seconds for stage in shown.stages} == {None}


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def _totals(events: int) -> Totals:
    return Totals(records=events, events=events, duplicates=0, quarantined=0, dropped=0, alerts=0, incidents=0)


def test_rates_are_what_grew_since_somebody_watched() -> None:
    clock = _Clock()
    watch = Watch(clock)
    assert watch.rates(EVERYTHING, _totals(1_000))["keep"] is None
    clock.now = 10
    assert watch.rates(EVERYTHING, _totals(1_500))["keep"] == 50
    assert watch.rates(Scope(frozenset({TOWN})), _totals(3))["keep"] is None, "each scope has its own"
    clock.now = 10 + WINDOW_S * 3
    assert watch.rates(EVERYTHING, _totals(9_000))["keep"] is None, "nobody watched meanwhile"
    clock.now += 4
    assert watch.rates(EVERYTHING, _totals(9_000))["keep"] == 0
