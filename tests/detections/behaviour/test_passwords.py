"""Guessing and spraying, and the people who merely look like it."""

from __future__ import annotations

import random

from detections.behaviour.observed import AnyObservation
from model.severity import Level
from tests.detections.behaviour.kit import login, only, run

GUESS, SPRAY = only("password_guessing"), only("password_spraying")
OUTSIDE, OFFICE = "203.0.113.66", "10.20.3.21"


def test_many_failures_at_one_host_are_guessing() -> None:
    found = run(GUESS, [login(n * 5, OUTSIDE, f"user{n % 3}") for n in range(12)])
    assert [f.group for f in found] == [{"source.ip": OUTSIDE, "host.name": "portal"}]
    assert found[0].measured == {"failures": 10, "successes": 0, "accounts": ["user0", "user1", "user2"]}
    assert found[0].limits["failures"] == 10


def test_a_guess_that_was_right_is_told_with_the_account() -> None:
    tries: list[AnyObservation] = [login(n * 5, OUTSIDE, "weihu") for n in range(12)]
    found = run(GUESS, [*tries, login(70, OUTSIDE, "weihu", success=True), login(80, OUTSIDE, "weihu", success=True)])
    assert [f.level for f in found] == [None, Level.HIGH]
    assert found[1].group == {"user.name": "weihu", "host.name": "portal", "source.ip": OUTSIDE}
    assert "weihu" in found[1].why_zh


def test_a_forgetful_user_is_not_guessing() -> None:
    tries: list[AnyObservation] = [login(n * 20, OFFICE, "wanghao") for n in range(6)]
    assert run(GUESS, [*tries, login(130, OFFICE, "wanghao", success=True)]) == []
    assert run(SPRAY, [*tries, login(130, OFFICE, "wanghao", success=True)]) == []


def test_an_office_behind_one_address_mistypes_without_being_an_attacker() -> None:
    """Two hundred people sign in within half an hour; one in four mistypes first."""
    rng = random.Random(2)
    seen: list[AnyObservation] = []
    for person in range(200):
        time = rng.uniform(0, 1800)
        if rng.random() < 0.25:
            seen.append(login(time, OFFICE, f"person{person}"))
        seen.append(login(time + 8, OFFICE, f"person{person}", success=True))
    assert run(GUESS, seen) == []
    assert run(SPRAY, seen) == []


def test_one_password_on_many_accounts_is_spraying() -> None:
    found = run(SPRAY, [login(n * 900, OUTSIDE, f"person{n}") for n in range(12)])  # one in a quarter of an hour
    assert len(found) == 1
    assert found[0].group == {"source.ip": OUTSIDE}
    assert found[0].measured["accounts"] == 8
    assert found[0].rule.level is Level.HIGH
    assert run(GUESS, [login(n * 900, OUTSIDE, f"person{n}") for n in range(12)]) == []


def test_a_sprayed_account_that_opens_is_told() -> None:
    seen: list[AnyObservation] = [login(n * 60, OUTSIDE, f"person{n}") for n in range(10)]
    found = run(SPRAY, [*seen, login(700, OUTSIDE, "person4", success=True)])
    assert [f.group for f in found] == [{"source.ip": OUTSIDE}, {"source.ip": OUTSIDE, "user.name": "person4"}]


def test_hammering_few_accounts_is_guessing_not_spraying() -> None:
    assert run(SPRAY, [login(n, OUTSIDE, f"person{n % 7}") for n in range(200)]) == []


def test_one_account_guessed_from_many_addresses_is_told_by_account() -> None:
    seen = [login(n * 15, f"203.0.113.{n % 20 + 1}", "admin") for n in range(40)]
    found = run(GUESS, seen)
    assert [f.group for f in found] == [{"user.name": "admin"}]
    assert len(found[0].measured["sources"]) == 20


def test_failures_far_apart_do_not_add_up() -> None:
    assert run(GUESS, [login(n * 120, OUTSIDE, "admin") for n in range(100)]) == []


def test_guessing_without_an_address_is_judged_by_account_and_host() -> None:
    found = run(GUESS, [login(n, "", "root") for n in range(12)])
    assert [f.group for f in found] == [{"user.name": "root", "host.name": "portal"}]
