"""The order of recovery, on small estates a person can follow and on any estate at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from model.estate import Asset, AssetKind
from model.inventory import Conduit, Estate, Service, Zone
from playbooks.recovery.ordering import FOUNDATIONS, Blocked, Order, recovery_order

NAMES = [f"m{number}" for number in range(8)]


def machine(name: str, zone: str = "", criticality: int = 1) -> Asset:
    return Asset(id=name, name=name, kind=AssetKind.SERVER, unit="district", zone=zone, criticality=criticality)


def service(
    asset: str, name: str = "app", protocol: str = "http", port: int = 80, depends_on: tuple[str, ...] = ()
) -> Service:
    identifier = f"{asset}/{name}"
    return Service(
        id=identifier, name=name, asset=asset, unit="district", protocol=protocol, port=port, depends_on=depends_on
    )


def place(order: Order) -> dict[str, int]:
    return {asset: wave for wave, steps in enumerate(order.waves) for step in steps for asset in step.assets}


PORTAL = Estate(
    assets=tuple(machine(one) for one in ("web", "db", "storage", "dc", "ntp", "dns")),
    services=(
        service("web", depends_on=("db/app",)),
        service("db", protocol="postgresql", port=5432, depends_on=("storage/app",)),
        service("storage", protocol="iscsi", port=3260),
        service("dc", protocol="ldap", port=389, depends_on=("storage/app",)),
        service("dc", "kerberos", "kerberos", 88),
        service("ntp", protocol="ntp", port=123),
        service("dns", protocol="dns", port=53),
    ),
)


def test_time_names_and_identity_come_first_and_what_they_stand_on_before_them() -> None:
    order = recovery_order(PORTAL)
    at = place(order)
    assert at["ntp"] < at["dns"] < at["storage"] < at["dc"] < at["db"] < at["web"]
    assert [step.foundation for wave in order.waves for step in wave] == ["time", "names", "", "identity", "", ""]
    assert order.waves[-1][0].after == ("db",)


def test_a_compromised_machine_is_held_and_what_needs_it_waits_with_it() -> None:
    order = recovery_order(PORTAL, {"db"})
    assert order.held == ("db",)
    assert order.blocked == (Blocked("web", ("db",)),)
    assert set(place(order)) == {"ntp", "dns", "storage", "dc"}


def test_nobody_starts_while_the_only_directory_is_compromised_and_a_second_one_sets_them_free() -> None:
    order = recovery_order(PORTAL, {"dc"})
    assert {(one.asset, one.foundation) for one in order.blocked} >= {("db", "identity")}
    assert "storage" in place(order), "what the directory itself stands on does not wait for it"
    second = Estate(
        assets=(*PORTAL.assets, machine("dc2")), services=(*PORTAL.services, service("dc2", protocol="ldap", port=389))
    )
    assert "web" in place(recovery_order(second, {"dc"}))


def test_a_foundation_counts_only_for_those_that_reach_it() -> None:
    zones = tuple(Zone(id=one, name=one, name_zh=one, unit="district") for one in ("a", "b"))
    assets = (machine("dc", "a"), machine("app", "b"))
    services = (service("dc", protocol="ldap", port=389), service("app"))
    apart = Estate(zones=zones, assets=assets, services=services)
    assert recovery_order(apart, {"dc"}).blocked == ()
    conduit = Conduit(id="c", source="b", target="a", unit="district", services=("tcp/389",))
    joined = Estate(zones=zones, assets=assets, services=services, conduits=(conduit,))
    assert [one.asset for one in recovery_order(joined, {"dc"}).blocked] == ["app"]


def test_a_circle_is_one_step_and_is_named() -> None:
    estate = Estate(
        assets=(machine("a"), machine("b"), machine("c", criticality=5)),
        services=(
            service("a", depends_on=("b/app",)),
            service("b", depends_on=("a/app",)),
            service("c", depends_on=("a/app",)),
        ),
    )
    order = recovery_order(estate)
    first = order.waves[0][0]
    assert (first.assets, first.circle) == (("a", "b"), True)
    assert place(order)["c"] == 1
    assert {one.asset for one in recovery_order(estate, {"a"}).blocked} == {"b", "c"}


def test_only_what_is_wanted_and_what_it_needs_is_told() -> None:
    order = recovery_order(PORTAL, wanted={"db"})
    assert set(place(order)) == {"db", "storage", "ntp", "dns", "dc"}


PROTOCOLS = [("http", 80), ("ntp", 123), ("dns", 53), ("ldap", 389), ("", 53)]
services_ = st.builds(
    lambda asset, kind, needs: service(
        asset, f"s{kind}", *PROTOCOLS[kind], tuple(f"{one}/s{what}" for one, what in needs)
    ),
    st.sampled_from(NAMES),
    st.integers(0, len(PROTOCOLS) - 1),
    st.lists(st.tuples(st.sampled_from([*NAMES, "gone"]), st.integers(0, 1)), max_size=3),
)
estates = st.builds(
    lambda services, zones, conduits, criticalities: Estate(
        zones=tuple(Zone(id=one, name=one, name_zh=one, unit="district") for one in "ab"),
        conduits=tuple(
            Conduit(id=f"{a}{b}{n}", source=a, target=b, unit="district", services=(what,))
            for n, (a, b, what) in enumerate(conduits)
        ),
        assets=tuple(machine(name, zone, level) for name, zone, level in zip(NAMES, zones, criticalities, strict=True)),
        services=tuple({one.id: one for one in services}.values()),
    ),
    st.lists(services_, max_size=14),
    st.lists(st.sampled_from(["", "a", "b"]), min_size=8, max_size=8),
    st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from("ab"), st.sampled_from(["*", "tcp/389", "tcp/53"])), max_size=4
    ),
    st.lists(st.integers(0, 5), min_size=8, max_size=8),
)
compromised_ = st.sets(st.sampled_from([*NAMES, "unknown"]), max_size=4)


def needs_of(estate: Estate) -> dict[str, set[str]]:
    at = {one.id: one.asset for one in estate.services}
    out: dict[str, set[str]] = {one.id: set() for one in estate.assets}
    for one in estate.services:
        out[one.asset] |= {at[need] for need in one.depends_on if need in at and at[need] != one.asset}
    return out


@settings(deadline=None, max_examples=120)
@given(estate=estates, compromised=compromised_)
def test_every_machine_is_in_exactly_one_place_and_no_compromised_one_comes_back(
    estate: Estate, compromised: set[str]
) -> None:
    order = recovery_order(estate, compromised)
    told = [asset for wave in order.waves for step in wave for asset in step.assets]
    told += [*order.held, *(one.asset for one in order.blocked)]
    assert sorted(told) == sorted(one.id for one in estate.assets)
    assert set(order.held) == compromised & set(NAMES)
    assert not set(place(order)) & compromised


@settings(deadline=None, max_examples=120)
@given(estate=estates, compromised=compromised_)
def test_nothing_comes_back_before_what_it_needs_unless_they_are_one_circle(
    estate: Estate, compromised: set[str]
) -> None:
    order = recovery_order(estate, compromised)
    at, needs = place(order), needs_of(estate)
    circle = {asset: step for wave in order.waves for step in wave for asset in step.assets}
    for asset in at:
        for need in needs[asset]:
            assert need in at, "what is needed is neither held nor waiting"
            assert at[need] < at[asset] or (circle[need] is circle[asset] and circle[asset].circle)
    for step in {id(one): one for one in circle.values()}.values():
        assert step.circle == (len(step.assets) > 1)


@settings(deadline=None, max_examples=120)
@given(estate=estates, compromised=compromised_)
def test_whatever_waits_has_a_true_reason(estate: Estate, compromised: set[str]) -> None:
    order = recovery_order(estate, compromised)
    unusable = {*order.held, *(one.asset for one in order.blocked)}
    needs = needs_of(estate)
    for one in order.blocked:
        assert one.by
        assert set(one.by) <= unusable - {one.asset}
        assert (
            one.foundation in {known.id for known in FOUNDATIONS} if one.foundation else set(one.by) <= needs[one.asset]
        )
    if not order.held:
        assert order.blocked == ()


@settings(deadline=None, max_examples=60)
@given(estate=estates, compromised=compromised_, data=st.data())
def test_the_order_does_not_depend_on_the_order_of_the_register(
    estate: Estate, compromised: set[str], data: st.DataObject
) -> None:
    shuffled = Estate(
        zones=estate.zones,
        conduits=tuple(data.draw(st.permutations(estate.conduits))),
        assets=tuple(data.draw(st.permutations(estate.assets))),
        services=tuple(data.draw(st.permutations(estate.services))),
    )
    assert recovery_order(shuffled, compromised) == recovery_order(estate, compromised)


@settings(deadline=None, max_examples=60)
@given(estate=estates, compromised=compromised_)
def test_a_clean_verdict_never_makes_anybody_wait_longer(estate: Estate, compromised: set[str]) -> None:
    before = set(place(recovery_order(estate, compromised)))
    for one in sorted(compromised):
        assert before <= set(place(recovery_order(estate, compromised - {one})))
