"""How far repositories and plans can be relied on, and which look is due."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.recovery import BackupPlan, Lamp, Look, LookKind, LookOutcome, Snapshot
from model.times import DAY, HOUR, MINUTE
from playbooks.recovery.standing import Expected, due, next_part, plan_standing, repository_standing

NOW = 20_000 * DAY
EXPECTED = Expected(stale=2 * DAY, check=DAY)


def look(kind: LookKind, outcome: LookOutcome = LookOutcome.OK, age: int = HOUR, newest: int = NOW - HOUR) -> Look:
    return Look(
        id="look", repository="r", unit="district", kind=kind, outcome=outcome, said="", began=NOW - age, ended=NOW - age,
        snapshots=1 if newest else 0, newest=newest,
    )  # fmt: skip


LISTED, CHECKED = look(LookKind.SNAPSHOTS), look(LookKind.CHECK)


@pytest.mark.parametrize(
    ("listed", "checked", "lamp", "state"),
    [
        (None, None, Lamp.GREY, "unknown"),
        (LISTED, CHECKED, Lamp.GREEN, "ok"),
        (LISTED, None, Lamp.GREY, "ok"),
        (LISTED, look(LookKind.CHECK, LookOutcome.CORRUPT), Lamp.RED, "corrupt"),
        (look(LookKind.SNAPSHOTS, LookOutcome.MISSING), look(LookKind.CHECK, LookOutcome.MISSING), Lamp.RED, "missing"),
        (look(LookKind.SNAPSHOTS, newest=NOW - 3 * DAY), CHECKED, Lamp.AMBER, "stale"),
        (look(LookKind.SNAPSHOTS, newest=0), CHECKED, Lamp.RED, "empty"),
        (LISTED, look(LookKind.CHECK, age=4 * DAY), Lamp.AMBER, "check_overdue"),
        (LISTED, look(LookKind.CHECK, LookOutcome.UNSURE), Lamp.AMBER, "unsure"),
    ],
)
def test_a_repository_stands_as_its_worst_look_says(
    listed: Look | None, checked: Look | None, lamp: Lamp, state: str
) -> None:
    found = repository_standing(listed, checked, EXPECTED, NOW)
    assert (found.lamp, found.state) == (lamp, state)
    codes = [one.code for one in found.reasons]
    assert len(codes) == len(set(codes)), "said once"


def test_a_plan_counts_only_its_own_backups_and_knows_its_longest_pause() -> None:
    plan = BackupPlan(id="p", name="n", unit="district", system="s", repository="r", host="app-1", rpo_minutes=120)
    snapshots = [
        Snapshot(id=f"{number}", time=NOW - hours * HOUR, host=host)
        for number, (hours, host) in enumerate([(30, "app-1"), (9, "app-1"), (3, "app-1"), (1, "app-2")])
    ]
    fine = repository_standing(LISTED, CHECKED, EXPECTED, NOW)
    found = plan_standing(plan, fine, snapshots, None, restore_test=180 * DAY, now=NOW)
    assert (found.age, found.longest_gap, found.snapshots) == (3 * HOUR, 21 * HOUR, 3)
    assert [one.code for one in found.reasons] == ["rpo_missed", "never_restored"]
    assert plan_standing(plan, None, [], None, restore_test=DAY, now=NOW).lamp is Lamp.RED


def test_what_failed_is_looked_at_again_sooner_and_lists_come_before_content() -> None:
    every = {"look_every": HOUR, "check_every": DAY, "retry": 10 * MINUTE, "now": NOW}
    assert due([], **every) is LookKind.SNAPSHOTS
    assert due([look(LookKind.SNAPSHOTS, age=MINUTE)], **every) is LookKind.CHECK
    fresh = [look(LookKind.SNAPSHOTS, age=MINUTE), look(LookKind.CHECK, age=HOUR)]
    assert due(fresh, **every) is None
    failed = [look(LookKind.SNAPSHOTS, age=MINUTE), look(LookKind.CHECK, LookOutcome.MISSING, age=11 * MINUTE)]
    assert due(failed, **every) is LookKind.CHECK


@settings(deadline=None, max_examples=50)
@given(parts=st.integers(1, 40), started=st.lists(st.integers(1, 40), max_size=40))
def test_so_many_checks_as_there_are_parts_read_every_part(parts: int, started: list[int]) -> None:
    read = [one for one in started if one <= parts][:parts]
    made = []
    for _ in range(parts):
        made.append(next_part(read[:parts], parts))
        read = [made[-1], *read]
    assert len(set(made)) == parts or set(read[: 2 * parts]) == set(range(1, parts + 1))
