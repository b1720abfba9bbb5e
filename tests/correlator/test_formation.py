"""What is new joins, what is usual does not; names that are one machine; attacks that begin again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from correlator import Correlator
from correlator.confidence import Curve, confidence, fit, threshold
from model.alert import Alert
from model.entity import Entity, EntityKind
from model.incident import Incident
from model.times import DAY, HOUR, MINUTE, SECOND
from tests.correlator.builders import alert

SCAN = ("probe", "bad path", "bad agent")


def attack(at: int, name: str, host: str = "web1") -> list[Alert]:
    later = ("shell", "account changed", "sudo", "new service")
    steps = [(rule, at + n * SECOND) for n, rule in enumerate(SCAN)]
    steps += [(rule, at + MINUTE + n * SECOND) for n, rule in enumerate(later)]
    return [alert(time, rule, id=f"{name}{n}", host=host) for n, (rule, time) in enumerate(steps)]


def groups(correlator: Correlator) -> list[set[str]]:
    return sorted(({m.alert_id for m in i.members} for i in correlator.incidents()), key=sorted)


def fed(alerts: list[Alert]) -> Correlator:
    correlator = Correlator()
    correlator.feed_all(alerts)
    return correlator


def test_the_same_attack_on_the_same_host_twenty_minutes_later_is_another_incident() -> None:
    first, second = attack(0, "a"), attack(20 * MINUTE, "b")
    correlator = fed([*first, *second])
    assert groups(correlator) == [{a.id for a in first}, {b.id for b in second}]
    assert correlator.counters.split == 1
    old, new = correlator.incidents()
    assert (old.related, new.related) == ((new.id,), (old.id,))


def test_a_rule_that_comes_back_alone_begins_nothing() -> None:
    correlator = fed([*attack(0, "a"), alert(20 * MINUTE, "probe", id="late", host="web1")])
    assert len(groups(correlator)) == 1


def test_one_attacker_who_begins_again_is_one_story() -> None:
    def by_him(alerts: list[Alert]) -> list[Alert]:
        return [alert(a.time - begin, a.rule.id, id=a.id, actor="203.0.113.9", host="web1") for a in alerts]

    begin = attack(0, "x")[0].time
    correlator = fed([*by_him(attack(0, "a")), *by_him(attack(20 * MINUTE, "b"))])
    assert len(groups(correlator)) == 1


def test_a_full_name_and_its_short_form_are_one_machine_until_two_domains_claim_it() -> None:
    one = fed([alert(0, id="a", host="web1"), alert(1, "b", id="b", host="WEB1.district.example.")])
    assert groups(one) == [{"a", "b"}]
    two = fed([alert(0, id="a", host="web1.north.example"), alert(1, "b", id="b", host="web1.south.example")])
    assert groups(two) == [{"a"}, {"b"}]


def seen_with(at: int, name: str, host: str, address: str) -> Alert:
    both = (Entity(kind=EntityKind.HOST, value=host), Entity(kind=EntityKind.IP, value=address))
    return alert(at, f"rule {name}", id=name, more=both)


def test_an_address_a_host_was_seen_with_is_its_name_for_a_day() -> None:
    only = (Entity(kind=EntityKind.IP, value="192.168.1.42"),)
    network = alert(5 * MINUTE, "traffic", id="net", more=only)
    assert groups(fed([seen_with(0, "a", "hr001", "192.168.1.42"), network])) == [{"a", "net"}]
    late = alert(2 * DAY, "traffic", id="net", more=only)
    assert groups(fed([seen_with(0, "a", "hr001", "192.168.1.42"), late])) == [{"a"}, {"net"}]


def test_an_address_two_hosts_claim_names_neither() -> None:
    only = (Entity(kind=EntityKind.IP, value="192.168.1.42"),)
    claims = [seen_with(0, "a", "hr001", "192.168.1.42"), seen_with(HOUR, "b", "hr002", "192.168.1.42")]
    correlator = fed([*claims, alert(HOUR + 2 * MINUTE, "traffic", id="net", more=(*only,))])
    assert correlator.incident_of("net") != correlator.incident_of("a")


def test_a_bare_process_number_is_no_thing_at_all() -> None:
    number = (Entity(kind=EntityKind.PROCESS, value="4711"),)
    assert groups(fed([alert(0, id="a", more=number), alert(1, "b", id="b", more=number)])) == [{"a"}, {"b"}]


def test_what_happens_on_a_server_every_day_does_not_join_what_happens_there_today() -> None:
    usual = [alert(d * DAY + 7 * HOUR, "login", id=f"u{d}", host="web1") for d in range(3)]
    new = alert(2 * DAY + 7 * HOUR + 30 * MINUTE, "web shell", id="new", host="web1")
    correlator = fed([*usual, new])
    assert correlator.incident_of("new") != correlator.incident_of("u2")


def without(one: Alert, path: tuple[str, ...]) -> Alert:
    left = tuple(e for e in one.entities if e.key not in path)
    return alert(one.time - attack(0, "x")[0].time, one.rule.id, id=one.id, more=left)


names = st.sampled_from(["", "h1", "h2", "h3"])
addresses = st.sampled_from(["", "10.0.0.1", "10.0.0.2", "10.0.0.3"])


@given(st.lists(st.tuples(st.integers(0, 90), names, addresses, addresses, names), min_size=2, max_size=12))
@settings(max_examples=60, deadline=None)
def test_taking_a_stated_reason_away_changes_the_membership_it_explains(
    rows: list[tuple[int, str, str, str, str]],
) -> None:
    stream = [
        alert(at * MINUTE, f"r{n}", id=f"a{n}", host=h, actor=a, target=t, user=u)
        for n, (at, h, a, t, u) in enumerate(rows)
    ]
    correlator = fed(stream[:-1])
    last = stream[-1]
    correlator.feed(last)
    home = correlator.incident_of(last.id)
    incident = next(i for i in correlator.incidents() if i.id == home)
    reason = next(m.reason for m in incident.members if m.alert_id == last.id)
    if reason.kind in ("first", "merge", "again"):
        return
    bare = fed(stream[:-1])
    bare.feed(without(last, reason.path))
    now = next(i for i in bare.incidents() if i.id == bare.incident_of(last.id))
    after = next(m.reason for m in now.members if m.alert_id == last.id)
    assert (now.id, after) != (home, reason)
    assert not (now.id == home and set(after.path) & set(reason.path))


def test_the_incident_says_how_sure_it_is_and_why() -> None:
    few, many = fed(attack(0, "a")[:2]), fed(attack(0, "a"))

    def only(correlator: Correlator) -> Incident:
        (incident,) = correlator.incidents()
        return incident

    assert (only(few).confidence or 1.0) < (only(many).confidence or 0.0)
    assert 1 <= len(only(many).because) <= 3
    assert only(many).because[0].startswith("rules=")


def test_the_curve_is_fitted_to_judged_incidents_and_the_threshold_to_quiet_days() -> None:
    curve = fit([200.0, 180.0, 220.0, 90.0], [20.0, 30.0, 25.0, 100.0])
    assert 30 < curve.middle < 180
    assert confidence(20, curve) < 0.5 < confidence(220, curve)
    assert (confidence(0), confidence(10**9, Curve())) == (0.01, 0.99)
    assert threshold([10.0, 60.0, 70.0, 80.0], days=1) > 70
    assert threshold([10.0], days=1) == 50
