"""The story: templates for every tactic, in order of time, names apart from text."""

from __future__ import annotations

from correlator.drawing.story import Part, story, templates
from model import attack
from model.entity import Entity, EntityKind, Role
from model.times import MINUTE
from tests.correlator.builders import alert


def said(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


def test_there_are_words_for_every_tactic_of_both_matrices() -> None:
    wanted = {tactic.shortname for domain in attack.Domain for tactic in attack.tactics(domain)}
    assert wanted <= templates().tactics.keys()


def test_what_was_done_is_told_in_order_and_repetitions_once() -> None:
    told = story(
        [
            alert(3 * MINUTE, "shell", host="portal", tactics=("execution",)),
            alert(MINUTE, "scan", actor="9.9.9.9", target="10.0.0.2", tactics=("reconnaissance",)),
            alert(2 * MINUTE, "scan", actor="9.9.9.9", host="portal", tactics=("reconnaissance",)),
        ],
        {"ip:10.0.0.2": "host:portal"},
    )
    assert [said(one.parts) for one in told] == [
        "9.9.9.9 looked portal over from outside",
        "Suspicious commands or programs ran on portal",
    ]
    assert said(told[0].parts_zh) == "9.9.9.9 对 portal 进行探测侦察"
    assert len(told[0].alerts) == 2


def test_names_out_of_events_are_never_text() -> None:
    hostile = "<img src=x onerror=alert(1)> {targets}"
    told = story([alert(0, actor="9.9.9.9", more=(Entity(kind=EntityKind.HOST, value=hostile, role=Role.TARGET),))])
    parts = told[0].parts
    assert [part.kind for part in parts if hostile in part.text] == ["entity"]


def test_of_many_targets_three_are_named_and_the_others_counted() -> None:
    many = tuple(Entity(kind=EntityKind.IP, value=f"10.0.0.{n}", role=Role.TARGET) for n in range(9))
    told = story([alert(0, actor="9.9.9.9", more=many, tactics=("discovery",))])
    assert said(told[0].parts) == "9.9.9.9 explored 10.0.0.0, 10.0.0.1, 10.0.0.2 and 6 more"
