"""Every action the product writes into the audit trail is said in words in the console, in both languages.

The actions are read off the code: from each place that adds a record, an action that is a parameter is followed to its
callers. What cannot be read off a place stands in `SAID_BY_DATA`; anything else that cannot be followed is a failure.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from model.compliance import Basis
from model.execution import ApprovalStatus, EffectStatus
from model.recovery import DrillStatus
from playbooks.coordination.notices import NoticeAction
from store.inventory.kinds import KINDS
from store.ledger.chain import CHECKPOINT, OPENED

ROOT = Path(__file__).parents[2]
PACKAGES = ("api", "cli", "pipeline", "correlator", "playbooks", "store")
TRAILS = ("ledger.append", "ledger.Entry", "trail.append")
LANGUAGES = ("en", "zh-CN")

KINDS_KEPT = frozenset(kind.name for kind in KINDS)

SAID_BY_DATA: dict[tuple[str, str], frozenset[str]] = {
    ("store/approvals.py", "status.value"): frozenset({ApprovalStatus.EXPIRED, ApprovalStatus.CANCELLED}),
    ("store/compliance/entries.py", "made.basis"): frozenset(Basis),
    ("store/effects.py", "status.value"): frozenset(EffectStatus),
    ("store/inventory/writing.py", "kind.name"): KINDS_KEPT,
    ("pipeline/coordination.py", "action.value"): frozenset(NoticeAction),
    ("pipeline/coordination.py", "action"): frozenset({"reminded", "missed", "dropped"}),
    ("pipeline/recovery/drilling.py", "drill.status.value"): frozenset(one for one in DrillStatus if one.over),
}
"""(module, expression) → what it may be."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Around = tuple[Function, ...]
"""The functions a place stands in, the innermost first."""


@dataclass(frozen=True, eq=False)
class Module:
    path: str
    tree: ast.Module
    calls: tuple[tuple[ast.Call, Around], ...]


def _calls(node: ast.AST, inside: Around) -> Iterator[tuple[ast.Call, Around]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, inside
        yield from _calls(child, (child, *inside) if isinstance(child, Function) else inside)


@cache
def _modules() -> tuple[Module, ...]:
    found = []
    for path in sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        found.append(Module(path.relative_to(ROOT).as_posix(), tree, tuple(_calls(tree, ()))))
    return tuple(found)


def _argument(call: ast.Call, function: Function, name: str, *, method: bool) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    names = [one.arg for one in function.args.args][1 if method else 0 :]
    place = names.index(name) if name in names else len(call.args)
    if place < len(call.args):
        return call.args[place]
    return None


def _is_call_of(call: ast.Call, module: Module, function: Function, defined: Module, *, method: bool) -> bool:
    match call.func:
        case ast.Name(id=name):
            return name == function.name and (module is defined or _imports(module, name, defined))
        case ast.Attribute(value=ast.Name(id=holder), attr=name):
            stem = Path(defined.path).stem
            return name == function.name and (method or holder in (stem, Path(defined.path).parent.name))
    return False


@cache
def _calls_of(name: str) -> tuple[tuple[Module, ast.Call, Around], ...]:
    return tuple(found for found in _all_calls() if _called(found[1]) == name)


@cache
def _all_calls() -> tuple[tuple[Module, ast.Call, Around], ...]:
    return tuple((module, call, around) for module in _modules() for call, around in module.calls)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _imports(module: Module, name: str, defined: Module) -> bool:
    origin = defined.path.removesuffix(".py").replace("/", ".")
    return any(
        isinstance(node, ast.ImportFrom) and node.module == origin and any(one.name == name for one in node.names)
        for node in module.tree.body
    )


def _follow_parameter(name: str, function: Function, module: Module) -> frozenset[str]:
    method = function.args.args[:1] != [] and function.args.args[0].arg == "self"
    found: frozenset[str] = frozenset()
    for other, call, inside in _calls_of(function.name):
        if _is_call_of(call, other, function, module, method=method):
            given = _argument(call, function, name, method=method)
            if given is not None:
                found |= _said(given, inside, other)
    assert found, f"{module.path}: nobody calls {function.name} with {name!r}"
    return found


def _follow_name(name: str, around: Around, module: Module) -> frozenset[str]:
    for function in around:
        values = _assigned(name, function)
        if values:
            return _all_said(values, around, module)
        if any(name == one.arg for one in (*function.args.args, *function.args.kwonlyargs)):
            return _follow_parameter(name, function, module)
    values = _assigned(name, module.tree)
    assert values, f"{module.path}: what is {name}?"
    return _all_said(values, (), module)


def _assigned(name: str, within: ast.AST) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(within)
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
    ]


def _all_said(texts: list[ast.expr], around: Around, module: Module) -> frozenset[str]:
    return frozenset().union(*(_said(text, around, module) for text in texts))


def _said(text: ast.expr, around: Around, module: Module) -> frozenset[str]:
    known = SAID_BY_DATA.get((module.path, ast.unparse(text)))
    if known is not None:
        return known
    match text:
        case ast.Constant(value=str(value)):
            return frozenset({value})
        case ast.IfExp(body=one, orelse=other):
            return _said(one, around, module) | _said(other, around, module)
        case ast.Subscript(value=ast.Dict(values=values)):
            return _all_said(values, around, module)
        case ast.JoinedStr(values=parts):
            return frozenset(map("".join, product(*(_said(part, around, module) for part in parts))))
        case ast.FormattedValue(value=value):
            return _said(value, around, module)
        case ast.Name(id=name):
            return _follow_name(name, around, module)
    raise AssertionError(f"{module.path}:{text.lineno}: cannot follow the action {ast.unparse(text)!r}")


@cache
def actions() -> frozenset[str]:
    found = frozenset({CHECKPOINT, OPENED})
    for module, call, inside in _all_calls():
        if _called(call) in ("append", "Entry") and ast.unparse(call.func) in TRAILS:
            given = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
            assert given, f"{module.path}:{call.lineno}: a record of no action"
            found |= _said(given[0], inside, module)
    return found


def _words(language: str) -> dict[str, str]:
    text = (ROOT / "console" / "src" / "messages" / language / "actions.json").read_text("utf-8")
    return dict(json.loads(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_and_every_family_of_actions_has_words(language: str) -> None:
    families = {action.partition(".")[0] + "." for action in actions()}
    assert sorted(_words(language)) == sorted(actions() | families)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_actions_read_the_same(language: str) -> None:
    words = [text for action, text in _words(language).items() if not action.endswith(".")]
    assert len(set(words)) == len(words)


def test_what_is_read_off_the_code_includes_actions_passed_through_functions() -> None:
    assert {"packets.dissected", "case.graded", "risk.treatment_set", "audit.sample_drawn", "zone.added"} <= actions()
