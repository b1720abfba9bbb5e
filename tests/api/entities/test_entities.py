"""Entities over HTTP, on the replayed attack."""

from __future__ import annotations

import pytest

from api.entities.schemas import Activity, EntityDetail, HotEntities, Peers, Timeline
from store.identity import Role
from tests.api.district import TOWN, District, code, read, refused_without

ATTACKER = "ip:203.0.113.66"


@pytest.mark.parametrize("address", ["entities", "entities/timeline", "entities/peers", "entities/activity"])
def test_administrators_see_no_entities(district: District, address: str) -> None:
    refused_without(district, "GET", f"{address}?key=host:x", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def test_an_entity_has_its_alerts_incidents_heat_and_reasons(district: District) -> None:
    told = EntityDetail.model_validate(read(district.analyst, "entities", key=ATTACKER))
    listed = read(district.analyst, "alerts", entity=ATTACKER, limit=500)["items"]
    assert told.alerts == len(listed) == sum(one.count for one in told.levels)
    assert (told.first_seen, told.last_seen) == (min(a["time"] for a in listed), max(a["time"] for a in listed))
    assert told.incidents
    assert all(ATTACKER in str(read(district.analyst, f"incidents/{one.id}")["entities"]) for one in told.incidents[:2])


def test_its_timeline_pages_through_the_same_alerts_and_its_hours_add_up(district: District) -> None:
    ids: list[str] = []
    cursor = None
    while True:
        params = {"key": ATTACKER, "limit": 7, **({"cursor": cursor} if cursor else {})}
        page = Timeline.model_validate(read(district.analyst, "entities/timeline", **params))
        ids += [one.alert for one in page.items]
        cursor = page.cursor
        if cursor is None:
            break
    assert len(ids) == len(set(ids)) == read(district.analyst, "entities", key=ATTACKER)["alerts"]
    hours = Activity.model_validate(read(district.analyst, "entities/activity", key=ATTACKER, hours=2_000))
    assert sum(count for hour in hours.items for count in hour.levels.values()) == len(ids)


def test_peers_are_whom_it_shares_alerts_with(district: District) -> None:
    peers = Peers.model_validate(read(district.analyst, "entities/peers", key=ATTACKER))
    first = peers.items[0]
    both = [
        alert
        for alert in read(district.analyst, "alerts", entity=ATTACKER, limit=500)["items"]
        if first.key in {entity["key"] for entity in alert["entities"]}
    ]
    assert first.alerts == len(both)
    assert ATTACKER not in {one.key for one in peers.items}


def test_a_town_learns_nothing_of_others_from_an_entity(district: District) -> None:
    whole = EntityDetail.model_validate(read(district.analyst, "entities", key=ATTACKER))
    part = EntityDetail.model_validate(read(district.town, "entities", key=ATTACKER))
    assert part.alerts == read(district.town, "alerts/counts", entity=ATTACKER)["total"] < whole.alerts
    assert {
        one.unit for one in Timeline.model_validate(read(district.town, "entities/timeline", key=ATTACKER)).items
    } <= {TOWN}
    hot = HotEntities.model_validate(read(district.town, "entities/hot", limit=50))
    assert len(hot.items) <= len(read(district.analyst, "entities/hot", limit=50)["items"])


def test_nobody_has_heard_of_it(district: District) -> None:
    told = EntityDetail.model_validate(read(district.analyst, "entities", key="host:never-seen"))
    assert (told.alerts, told.first_seen, told.heat, told.incidents) == (0, None, 0, [])


@pytest.mark.parametrize("key", ["portal", "ip:", ":x", "bogus:x"])
def test_a_key_that_is_none_is_refused(district: District, key: str) -> None:
    assert code(district.analyst.get("/api/v1/entities", params={"key": key}))[0] == 422


def test_the_hottest_come_with_the_rules_that_made_them_hot(district: District) -> None:
    hot = HotEntities.model_validate(read(district.person(Role.LEADER), "entities/hot"))
    assert [one.heat for one in hot.items] == sorted((one.heat for one in hot.items), reverse=True)
    for one in hot.items:
        assert one.reasons
        assert sum(reason.share for reason in one.reasons) <= one.heat + 0.5
