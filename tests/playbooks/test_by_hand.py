from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from model.errors import ScopeError
from model.execution import ApprovalKind, ExecutionStatus
from pipeline.response.actuators import Actuators
from pipeline.response.performing import Performing
from pipeline.response.rehearsal import rehearse
from playbooks import by_hand
from playbooks.capabilities.contract import Job, ObjectKind
from playbooks.capabilities.registry import VERBS
from store import playbooks
from store.scope import EVERYTHING
from tests.playbooks.documents import action, playbook, step_id
from tests.playbooks.running import Site, running, settings

PORTAL = "10.20.1.10"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site"), settings(never_block=[PORTAL])) as one:
        yield one


def job(verb: str, **arguments: str) -> Job:
    return Job(key="k", type="fengsui-cmd", text=verb, arguments=arguments)


def denying(address: str) -> dict[str, Any]:
    """A playbook whose firewall nobody configured."""
    arguments = {"address": address, "duration_s": "14400"}
    command = {"type": "fengsui-cmd", "command": "firewall.deny", "arguments": arguments}
    return playbook(action("block", command), id=f"playbook--{step_id('x', address).split('--')[1]}")


def test_every_verb_has_words() -> None:
    assert {verb for verbs in VERBS.values() for verb in verbs} == by_hand.VERBS


@pytest.mark.parametrize("verb", sorted(by_hand.VERBS))
def test_no_verb_is_shown_raw_in_either_language(verb: str) -> None:
    about = {"address": "198.51.100.7", "value": "a.example", "account": "li", "client": "c1", "to": "li@example.org"}
    made = by_hand.plan(job(verb, **about, text="words"), "desk", "")
    assert verb not in made.text + made.text_zh
    assert any("\u4e00" <= one <= "\u9fff" for one in made.text_zh)
    assert made.text.isascii()
    assert "words" in made.text
    assert "words" in made.text_zh


@pytest.mark.parametrize(
    ("seconds", "shown", "shown_zh"),
    [("86400", "24 h", "24 小时"), ("604800", "7 d", "7 天"), ("90", "90 s", "90 秒"), ("600", "10 min", "10 分钟")],
)
def test_how_long_a_block_lasts_is_told_as_people_do(seconds: str, shown: str, shown_zh: str) -> None:
    made = by_hand.plan(job("blocklist.add", value="bad.example.org", duration_s=seconds), "edge-list", "")
    assert f"for {shown}, then take it back" in made.text
    assert f"持续 {shown_zh}，到期人工恢复" in made.text_zh
    assert [(one.kind, one.value, one.blocks) for one in made.touches] == [(ObjectKind.DOMAIN, "bad.example.org", True)]


def test_commands_of_others_say_what_they_are_and_manual_ones_stay_as_they_are() -> None:
    made = by_hand.plan(Job(key="k", type="powershell", text="Get-Item x"), "desk", "Get-Item x")
    assert (made.text, made.text_zh) == (
        "Run in PowerShell:\nGet-Item x",
        "在 PowerShell 执行：\nGet-Item x",
    )
    assert by_hand.plan(Job(key="k", type="manual", text="look"), "desk", "look").text_zh == "look"


def test_a_task_in_place_of_an_actuator_is_put_in_words_and_needs_only_who_does_it(site: Site) -> None:
    run = site.start(denying("198.51.100.7"))
    asked = site.approval(run)
    assert (asked.kind, asked.needed, asked.why) == (ApprovalKind.MANUAL, 1, [])
    assert asked.text.startswith("Block 198.51.100.7 at the firewall for 4 h")
    assert asked.text_zh.startswith("在防火墙封禁 198.51.100.7，持续 4 小时")
    site.decide(run, "anybody")
    assert site.ended(run).status is ExecutionStatus.SUCCEEDED


def test_a_task_that_would_block_what_is_protected_waits_for_two_persons_and_warns(site: Site) -> None:
    run = site.start(denying(PORTAL))
    asked = site.approval(run)
    assert (asked.kind, asked.needed) == (ApprovalKind.APPROVAL, 2)
    assert [one["code"] for one in asked.why] == ["protected"]
    with pytest.raises(ScopeError, match="cannot approve"):
        site.decide(run, "asker")
    site.decide(run, "boss")
    assert site.approval(run).id == asked.id, "one person is not enough"
    site.decide(run, "chief")
    task = site.wait(lambda: next((one for one in site.open_approvals(run) if one.id != asked.id), None), "the task")
    assert (task.kind, task.needed) == (ApprovalKind.MANUAL, 1)
    assert "is protected" in task.text.splitlines()[0]
    assert "受保护对象" in task.text_zh.splitlines()[0]
    site.decide(run, "anybody")
    assert site.ended(run).status is ExecutionStatus.SUCCEEDED


def test_nobody_is_asked_to_do_what_would_be_an_outage(site: Site) -> None:
    run = site.start(denying("10.0.0.0/8"))
    assert site.ended(run).status is ExecutionStatus.FAILED
    assert "outage" in site.steps(run)[-1].said
    assert not site.open_approvals(run)


def test_a_dry_run_says_the_same_in_words_and_how_many_have_to_agree(site: Site) -> None:
    identifier = site.bring(denying(PORTAL))
    with site.state.reading() as tx:
        kept = playbooks.find_one(tx, identifier, EVERYTHING)
    assert kept is not None
    performing = Performing(site.state, site.settings, Actuators(site.settings, site.folder / "known_hosts"))
    (would,) = rehearse(performing, kept.digest, {})
    assert (would.kind, would.persons, would.changes) == ("manual", 2, False)
    assert would.text_zh.startswith("注意：10.20.1.10 为受保护对象")
    assert [one["code"] for one in would.why] == ["protected"]
