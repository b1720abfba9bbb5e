"""Which alerts come together, and the reason stated for each."""

from __future__ import annotations

from correlator import Correlator, CorrelatorSettings
from correlator.known import aliases_of, known
from model.alert import Alert
from model.entity import Entity, EntityKind
from model.estate import Asset, AssetKind
from model.incident import Incident, Reason
from model.severity import Level
from model.times import DAY, HOUR, MINUTE
from tests.correlator.builders import START, alert


def fed(*alerts: Alert, correlator: Correlator | None = None) -> Correlator:
    correlator = correlator or Correlator()
    for one in alerts:
        correlator.feed(one)
    return correlator


def groups(correlator: Correlator) -> list[set[str]]:
    return [{m.alert_id for m in i.members} for i in correlator.incidents()]


def reason_of(incident: Incident, alert_id: str) -> Reason:
    return next(m.reason for m in incident.members if m.alert_id == alert_id)


def test_the_first_alert_opens_an_incident_whose_id_follows_from_it() -> None:
    changes = Correlator().feed(alert(0, id="a", host="web1"))
    again = Correlator().feed(alert(0, id="a", host="web1"))
    assert [c.kind for c in changes] == ["opened"]
    assert changes[0].incident.members[0].reason.kind == "first"
    assert changes == again


def test_one_attacker_on_two_hosts_is_one_incident_and_the_reason_names_him() -> None:
    correlator = fed(
        alert(0, "scan", id="a", actor="10.0.0.66", target="10.0.0.1"),
        alert(90 * MINUTE, "guess", id="b", actor="10.0.0.66", target="10.0.0.2"),
    )
    (incident,) = correlator.incidents()
    assert reason_of(incident, "b").other == "a"
    assert reason_of(incident, "b").path == ("ip:10.0.0.66",)
    assert 0.5 <= reason_of(incident, "b").weight <= 0.8


def test_a_victim_that_starts_to_act_continues_the_attack() -> None:
    correlator = fed(
        alert(0, id="a", actor="10.0.0.66", target="10.0.0.1"),
        alert(2 * HOUR, id="b", actor="10.0.0.1", target="10.0.0.2"),
    )
    (incident,) = correlator.incidents()
    assert reason_of(incident, "b").kind == "pivot"


def test_two_attackers_of_one_server_stay_two_incidents() -> None:
    correlator = fed(
        alert(0, id="a", actor="203.0.113.5", target="10.0.0.1"),
        alert(MINUTE, id="b", actor="198.51.100.7", target="10.0.0.1"),
    )
    assert groups(correlator) == [{"a"}, {"b"}]


def test_a_host_alone_links_for_less_than_an_hour() -> None:
    near = fed(alert(0, id="a", host="web1"), alert(45 * MINUTE, id="b", host="web1"))
    far = fed(alert(0, id="a", host="web1"), alert(55 * MINUTE, id="b", host="web1"))
    assert groups(near) == [{"a", "b"}]
    assert groups(far) == [{"a"}, {"b"}]


def test_two_weak_entities_link_where_one_does_not() -> None:
    alone = fed(alert(0, id="a", host="web1"), alert(80 * MINUTE, id="b", host="web1"))
    both = fed(alert(0, id="a", host="web1", user="root"), alert(80 * MINUTE, id="b", host="web1", user="root"))
    assert groups(alone) == [{"a"}, {"b"}]
    assert groups(both) == [{"a", "b"}]
    assert reason_of(both.incidents()[0], "b").path == ("host:web1", "user:root")


def test_a_host_and_its_address_count_once() -> None:
    """Otherwise every pair of alerts that carries both would be two entities strong."""
    correlator = fed(
        alert(0, id="a", host="web1", target="10.0.0.1"), alert(80 * MINUTE, id="b", host="web1", target="10.0.0.1")
    )
    assert groups(correlator) == [{"a"}, {"b"}]


def test_root_on_two_machines_is_not_one_person() -> None:
    assert len(groups(fed(alert(0, host="web1", user="root"), alert(MINUTE, host="db1", user="root")))) == 2
    assert len(groups(fed(alert(0, host="web1", user="zhangwei"), alert(MINUTE, host="db1", user="zhangwei")))) == 1


def test_localhost_and_dashes_name_nobody() -> None:
    correlator = fed(
        alert(0, id="a", actor="127.0.0.1", user="-"), alert(1, id="b", actor="127.0.0.1", user="-", host="localhost")
    )
    assert groups(correlator) == [{"a"}, {"b"}]


def test_alerts_on_the_same_event_belong_together_whatever_else_they_share() -> None:
    correlator = fed(alert(0, id="a", host="web1", events=("e1",)), alert(0, "other", id="b", events=("e0", "e1")))
    (incident,) = correlator.incidents()
    assert reason_of(incident, "b").kind == "event"
    assert reason_of(incident, "b").path == ("event:e1",)


def test_alerts_without_entities_are_incidents_of_their_own() -> None:
    assert groups(fed(alert(0, id="a"), alert(1, id="b"))) == [{"a"}, {"b"}]


def test_a_server_everyone_talks_to_stops_linking_on_its_own() -> None:
    settings = CorrelatorSettings()
    correlator = Correlator()
    for i in range(settings.hub_limit):
        correlator.feed(alert(i, "nxdomain", actor=f"10.0.1.{i}", target="10.0.0.53"))
    before = len(correlator.incidents())
    correlator.feed(alert(MINUTE, "dns log", target="10.0.0.53"))
    assert len(correlator.incidents()) == before + 1


def test_one_scanner_that_reaches_many_hosts_is_one_incident() -> None:
    correlator = Correlator()
    for i in range(60):
        correlator.feed(alert(i * MINUTE, "scan", actor="10.0.0.66", target=f"10.0.1.{i}"))
    assert len(correlator.incidents()) == 1


def test_an_alert_that_shows_two_incidents_to_be_one_merges_them_and_nothing_is_lost() -> None:
    correlator = fed(alert(0, id="a", actor="10.0.0.66", host="web1"), alert(1, id="b", user="zhangwei", host="db1"))
    changes = correlator.feed(alert(MINUTE, id="c", actor="10.0.0.66", user="zhangwei", host="vpn"))
    gone, kept = changes
    assert (gone.kind, gone.incident.status, gone.incident.merged_into) == ("merged", "merged", kept.incident.id)
    assert kept.kind == "merged"
    assert {m.alert_id for m in kept.incident.members} == {"a", "b", "c"}
    assert reason_of(kept.incident, "b").kind == "merge"
    assert reason_of(kept.incident, "b").other == "c"
    assert [m.reason.kind for m in kept.incident.members].count("first") == 1


def test_a_late_alert_joins_where_its_time_belongs() -> None:
    correlator = fed(
        alert(3 * HOUR, id="now", host="web1"),
        alert(0, id="then", host="web1"),
        alert(10 * MINUTE, id="late", host="web1"),
    )
    assert groups(correlator) == [{"now"}, {"then", "late"}]


def test_the_same_alert_delivered_twice_changes_nothing() -> None:
    correlator = fed(alert(0, id="a", host="web1"))
    assert correlator.feed(alert(0, id="a", host="web1")) == []
    assert correlator.counters.repeated == 1


def test_routine_noise_and_a_new_alert_on_the_same_host_stay_apart() -> None:
    correlator = Correlator()
    for hour in range(24):
        correlator.feed(alert(hour * HOUR, "av update", host="mail", level=Level.LOW))
    correlator.feed(alert(23 * HOUR + MINUTE, "av update", id="noise", host="mail", level=Level.LOW))
    correlator.feed(alert(23 * HOUR + MINUTE, "web shell", id="new", host="mail"))
    assert correlator.incident_of("noise") != correlator.incident_of("new")


def test_a_high_alert_never_becomes_routine() -> None:
    correlator = Correlator()
    for hour in range(12):
        changes = correlator.feed(alert(hour * HOUR, "web shell", host="mail", level=Level.HIGH))
    assert changes[-1].incident.score >= 30


def test_low_alerts_do_not_glue_attacks_together() -> None:
    """A weakness everybody shows (a password in clear text) is on every host; it may not join what happens there."""
    correlator = Correlator()
    for i in range(20):
        correlator.feed(
            alert(i * MINUTE, "clear text", id=f"low{i}", actor=f"10.0.8.{i}", host="broker", level=Level.LOW)
        )
    correlator.feed(alert(21 * MINUTE, "shell", id="shell", host="broker", level=Level.HIGH))
    assert not any("shell" in group and len(group) > 1 for group in groups(correlator))


def test_the_site_all_citizens_visit_does_not_join_two_attackers() -> None:
    site = Entity(kind=EntityKind.DOMAIN, value="portal.example")
    page = Entity(kind=EntityKind.URL, value="/login")
    first = alert(0, "a", id="a", actor="203.0.113.5", target="10.0.0.1", more=(site, page))
    second = alert(MINUTE, "b", id="b", actor="198.51.100.7", target="10.0.0.1", more=(site, page))
    assert groups(fed(first, second)) == [{"a"}, {"b"}]


def test_an_account_all_devices_share_stops_linking() -> None:
    correlator = Correlator()
    for i in range(40):
        correlator.feed(alert(i, "refused", id=f"d{i}", actor=f"10.0.8.{i}", user="sensor"))
    assert correlator.incident_of("d39") != correlator.incident_of("d38")


def test_the_path_of_a_program_is_no_process() -> None:
    shell = Entity(kind=EntityKind.PROCESS, value="/usr/bin/bash")
    assert len(groups(fed(alert(0, host="web1", more=(shell,)), alert(1, host="db1", more=(shell,))))) == 2


def test_host_names_fold_case_and_the_trailing_dot() -> None:
    assert groups(fed(alert(0, id="a", host="WEB1"), alert(1, id="b", host="web1."))) == [{"a", "b"}]


def test_an_inventory_joins_a_host_name_with_its_address() -> None:
    portal = Asset(
        id="1", name="portal", kind=AssetKind.SERVER, unit="district", hostnames=("portal",), addresses=("10.1.0.5",)
    )
    alerts = (alert(0, id="a", target="10.1.0.5"), alert(1, id="b", host="portal"))
    assert groups(fed(*alerts)) == [{"a"}, {"b"}]
    assert groups(fed(*alerts, correlator=Correlator(known=known([portal])))) == [{"a", "b"}]


def test_an_address_two_assets_claim_names_neither() -> None:
    twins = [
        Asset(id=n, name=n, kind=AssetKind.SERVER, unit="district", hostnames=(n,), addresses=("10.1.0.5",))
        for n in ("a", "b")
    ]
    assert aliases_of(twins) == {}


def test_deleting_the_stated_reason_undoes_the_membership() -> None:
    first, second = alert(0, id="a", host="web1", user="x1"), alert(MINUTE, id="b", host="web1", domain="c2.example")
    (incident,) = fed(first, second).incidents()
    path = reason_of(incident, "b").path
    left = tuple(e for e in second.entities if e.key not in path)
    bare = alert(MINUTE, id="b", more=left)
    assert groups(fed(first, bare)) == [{"a"}, {"b"}]


def test_quiet_candidates_close_and_escalated_incidents_stand() -> None:
    correlator = fed(alert(0, id="a", host="web1"), alert(0, id="b", host="db1", level=Level.CRITICAL))
    assert correlator.advance(START + DAY) == []
    (closed,) = correlator.advance(START + 3 * DAY)
    assert (closed.kind, closed.incident.status, closed.incident.members[0].alert_id) == ("closed", "closed", "a")
    assert correlator.incidents() == []
    assert (correlator.counters.closed, correlator.counters.settled) == (1, 1)


def test_a_process_is_one_thing_whatever_host_names_it() -> None:
    guid = Entity(kind=EntityKind.PROCESS, value="{0A-1}")
    assert groups(fed(alert(0, id="a", more=(guid,)), alert(2 * HOUR, id="b", more=(guid,)))) == [{"a", "b"}]


def test_a_full_name_in_the_register_its_short_form_and_its_address_are_one_machine() -> None:
    asset = Asset(
        id="w", name="w", kind=AssetKind.WORKSTATION, unit="u", hostnames=("W1.x.example",), addresses=("10.1.0.5",)
    )
    correlator = Correlator(known=known([asset]))
    correlator.feed(alert(0, host="w1.x.example", level=Level.HIGH))
    correlator.feed(alert(MINUTE, host="W1", level=Level.HIGH))
    correlator.feed(alert(2 * MINUTE, target="10.1.0.5", level=Level.HIGH))
    assert len(correlator.incidents()) == 1


def test_a_new_alert_of_low_level_is_a_detail_of_an_escalated_incident_and_speaks_for_nothing_else() -> None:
    correlator = Correlator()
    correlator.feed(alert(0, "dump", id="grave", host="w1", level=Level.CRITICAL))
    correlator.feed(alert(MINUTE, "cleartext", id="detail", host="w1", user="shared", level=Level.LOW))
    correlator.feed(alert(2 * MINUTE, "other", id="elsewhere", host="w9", user="shared"))
    assert correlator.incident_of("detail") == correlator.incident_of("grave")
    assert correlator.incident_of("elsewhere") != correlator.incident_of("grave")


def test_an_escalated_incident_takes_few_details_of_one_rule() -> None:
    correlator = Correlator()
    correlator.feed(alert(0, "dump", id="grave", host="w1", level=Level.CRITICAL))
    for i in range(50):
        correlator.feed(alert(i, "cleartext", id=f"d{i}", host="w1", level=Level.LOW))
    grave = next(i for i in correlator.incidents() if i.escalated)
    assert 1 < len(grave.members) < 12


def test_a_neighbour_is_taken_in_and_does_not_bring_in_the_next() -> None:
    correlator = Correlator()
    correlator.feed(alert(0, "dump", id="grave", target="10.1.0.5", level=Level.CRITICAL))
    correlator.feed(alert(40 * MINUTE, "one", id="near", target="10.1.0.6"))
    correlator.feed(alert(80 * MINUTE, "two", id="later", target="10.1.0.7"))
    assert correlator.incident_of("near") == correlator.incident_of("grave")
    assert correlator.incident_of("later") != correlator.incident_of("grave")
