"""The playbooks that come with the platform: valid, in both languages, classified, and rehearsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from model import attack
from model.execution import StoredPlaybook
from pipeline.playbook_settings import PlaybookSettings
from pipeline.recovery_settings import RecoverySettings
from pipeline.response import desk
from pipeline.response.equipped import performing_with
from pipeline.response.rehearsal import rehearse
from playbooks import library
from playbooks.cacao import read_document
from playbooks.capabilities.registry import VERBS
from store import playbooks
from store.scope import EVERYTHING
from store.state import open_state
from tests.shared import ROOT

ALL = dict(library.documents())
SAMPLE = {"ipv4-addr": "198.51.100.7", "string": "sample.example.org", "bool": "true", "integer": "1"}
CONFIGURED = {
    "firewall-edge": {"kind": "nftables"},
    "edge-list": {"kind": "blocklist"},
    "directory": {"kind": "ldap", "host": "ldap.example.org", "base": "dc=example"},
    "broker": {"kind": "mqtt", "host": "broker.example.org"},
    "duty-robot": {"kind": "webhook", "url": "https://robot.example.org/send"},
    "duty-mail": {"kind": "smtp", "host": "mail.example.org", "sender": "fengsui@example.org"},
    "ticketing": {"kind": "ticket", "url": "https://itsm.example.org/tickets"},
}

RECOVERY = RecoverySettings.model_validate(
    {
        "repositories": {"nightly": {"location": "/srv/backup", "password_file": "/etc/backup"}},
        "probes": {SAMPLE["string"]: {"command": ["true"]}},
    }
)
"""A drill's inputs name what stands in the settings; so does `inputs`."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, dict[str, StoredPlaybook], Path]]:
    folder = tmp_path_factory.mktemp("library")
    with open_state(folder / "state.db") as state:
        assert desk.bring_library(state) == len(ALL)
        assert desk.bring_library(state) == 0, "bringing it again changes nothing"
        with state.reading() as tx:
            yield state, {one.id: one for one in playbooks.find(tx, EVERYTHING)}, folder


def inputs(document: dict[str, Any]) -> dict[str, str]:
    variables = document["playbook_variables"].items()
    named = {"__repository__": "nightly"}
    return {name: named.get(name, SAMPLE[about["type"]]) for name, about in variables if about.get("external")}


ASKED_FOR = {
    "brute-force-vpn",
    "bulk-export-public-data",
    "camera-takeover",
    "ddos-egress",
    "defacement",
    "dns-tunnel",
    "illegal-outbound-link",
    "insider-record-query",
    "kiosk-malware",
    "lost-terminal",
    "phishing-account-takeover",
    "plc-write-wrong-master",
    "ransomware-hospital",
    "rogue-iot-device",
    "supplier-account-misuse",
    "web-shell-portal",
}
CATEGORIES = {
    member["code"]
    for category in yaml.safe_load((ROOT / "playbooks/coordination/incident-categories.yml").read_text("utf-8"))[
        "categories"
    ]
    for member in category["sub"]
}


def test_what_a_district_meets_is_answered() -> None:
    assert set(ALL) >= ASKED_FOR
    assert len(ALL) >= 21


@pytest.mark.parametrize("name", ALL)
def test_every_playbook_is_without_a_problem(name: str) -> None:
    assert [str(problem) for problem in read_document(ALL[name]).problems] == []


@pytest.mark.parametrize("name", ALL)
def test_every_playbook_says_what_begins_it_what_it_answers_and_how_things_are_put_right(name: str) -> None:
    about = ALL[name]["playbook_extensions"][library.EXTENSION]
    if about.get("drill"):
        assert not about["trigger"], "people begin drills"
    else:
        assert about["trigger"]["level"]
        assert about["trigger"]["techniques"]
    assert set(about["answers"]) == {"attack", "d3fend", "gbt20986", "verify"}
    known = {technique.id for technique in attack.techniques()}
    assert set(about["answers"]["attack"]) <= known
    assert set(about["trigger"].get("techniques", ())) <= known
    assert set(about["answers"]["gbt20986"]) <= CATEGORIES
    for key in ("evidence", "recovery"):
        assert about[key], key
    bound = set(about["bind"]) - set(ALL[name]["playbook_variables"])
    assert not bound, "bind names a variable that is not there"


@pytest.mark.parametrize("name", ALL)
def test_every_text_is_there_in_both_languages(name: str) -> None:
    about = ALL[name]["playbook_extensions"][library.EXTENSION]
    texts = [about["name_zh"], about["description_zh"]]
    steps = [one for one in ALL[name]["workflow"].values() if one["type"] not in ("start", "end")]
    texts += [one["step_extensions"][library.EXTENSION]["name_zh"] for one in steps]
    for text in texts:
        assert any("\u4e00" <= character <= "\u9fff" for character in text), text
    assert all(one["name"].isascii() for one in steps)


@pytest.mark.parametrize("name", ALL)
def test_every_verb_is_one_an_actuator_knows(name: str) -> None:
    verbs = {verb for known in VERBS.values() for verb in known}
    for step in ALL[name]["workflow"].values():
        for command in step.get("commands", ()):
            assert command["type"] == "manual" or command["command"] in verbs


@pytest.mark.parametrize("configured", [True, False])
@pytest.mark.parametrize("name", ALL)
def test_every_playbook_is_rehearsed_without_a_problem(kept: Any, name: str, configured: bool) -> None:
    state, known, folder = kept
    settings = PlaybookSettings.model_validate({"actuators": CONFIGURED if configured else {}})
    performing = performing_with(state, settings, folder, RECOVERY if configured else RecoverySettings())
    document = ALL[name]
    would = rehearse(performing, known[document["id"]].digest, inputs(document))
    kinds = {one.kind for one in would}
    assert "problem" not in kinds, [one.text for one in would if one.kind == "problem"]
    shown = {one.step for one in would}
    acting = {one for one, step in document["workflow"].items() if step["type"] == "action"}
    assert acting <= shown, "a dry run shows every action, whatever it depends on"
    assert ("effect" in kinds) is configured
    assert all(one.persons > 0 for one in would if one.changes)
    assert all(one.lasts_s for one in would if one.changes), "every change is taken back"
