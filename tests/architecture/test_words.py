"""Every code a person meets in the console has words in both its languages."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.problems import codes

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "console/src/messages"
LANGUAGES = ("zh-CN", "en")
READERS = ("collectors", "correlator", "pipeline")
RECORDS = {"BadRecord", "Quarantined", "Tried"}
REFUSING = re.compile(rf"\b({'|'.join(sorted(RECORDS))}|fault)\b")
CODE = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")


def _catalogue(language: str, name: str) -> dict[str, str]:
    entries: dict[str, str] = json.loads((MESSAGES / language / f"{name}.json").read_text("utf-8"))
    return entries


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts(node: ast.AST) -> Iterator[str]:
    """Constants below a node; of a text put together, its end with `*` for what comes before."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value=str(end))]):
            yield f"*{end}"
        case ast.JoinedStr():
            return
        case _:
            for inner in ast.iter_child_nodes(node):
                yield from _texts(inner)


def _refusals() -> set[str]:
    """Reason codes in the code: given to a record that is refused, given as the `reason` of a function, or assigned to
    something called reason or fault."""
    files = [file.read_text("utf-8") for folder in READERS for file in sorted((ROOT / folder).rglob("*.py"))]
    nodes = [node for text in files if REFUSING.search(text) for node in ast.walk(ast.parse(text))]
    places = {(name, 0) for name in RECORDS}
    found: set[str] = set()
    for node in nodes:
        match node:
            case ast.FunctionDef(name=name, args=arguments):
                given = [one.arg for one in arguments.args if one.arg != "self"]
                if "reason" in given:
                    places.add((name, given.index("reason")))
                    found.update(text for default in arguments.defaults for text in _texts(default))
            case ast.Assign(targets=[target], value=value) if re.search(r"\b(reason|fault)\b", ast.unparse(target)):
                found.update(_texts(value))
    for node in nodes:
        if isinstance(node, ast.Call):
            name = _name(node.func)
            values = [value for place, value in enumerate(node.args) if (name, place) in places]
            values += [one.value for one in node.keywords if one.arg == "reason" and (name, 0) in places]
            for value in values:
                if isinstance(value, ast.Constant | ast.JoinedStr | ast.IfExp):
                    found.update(_texts(value))
    return {code for code in found if CODE.fullmatch(code.replace("*", "any", 1))}


def test_reason_codes_are_found_however_they_are_raised() -> None:
    raised, passed_on, assigned, put_together = "json.syntax", "pcap.magic", "input.damaged", "*.cut_off"
    assert {raised, passed_on, assigned, put_together, "http.head", "replay.cut", "spool.corrupt"} <= _refusals()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_a_record_is_refused_for_has_words(language: str) -> None:
    words = _catalogue(language, "refusals")
    parts = {
        part
        for code in _refusals()
        for part in (f"subject.{code.split('.')[0]}", f"fault.{code.split('.')[1]}")
        if part != "subject.*"
    }
    assert sorted(parts - words.keys()) == [], f"console/src/messages/{language}/refusals.json lacks them"
    assert sorted(words.keys() - parts - {"said"}) == [], (
        f"console/src/messages/{language}/refusals.json has no use for"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_a_problem_has_a_sentence(language: str) -> None:
    words = _catalogue(language, "problems")
    assert sorted(codes().keys() - words.keys()) == [], f"console/src/messages/{language}/problems.json lacks them"
