"""Why a rule matched an event, or which test failed first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from detections.sigma.matched import matched_values
from detections.sigma.predicates import And, Node, Not, Or, Test
from detections.sigma.rules import CompiledRule
from detections.sigma.taxonomy import Kind
from detections.sigma.values import View
from model.event import Event

_SHOWN = 300  # characters of a value in an explanation


@dataclass(frozen=True, slots=True)
class Step:
    """One node of the rule. `values`: what the event has in the field of a test ([] when absent)."""

    text: str
    holds: bool
    parts: tuple[Step, ...] = ()
    values: tuple[Any, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"text": self.text, "holds": self.holds}
        if self.values is not None:
            shown["values"] = list(self.values)
        if self.parts:
            shown["parts"] = [p.to_dict() for p in self.parts]
        return shown


@dataclass(frozen=True, slots=True)
class Explanation:
    """kind: the kind of event it was read as, '' when the event is of no kind the rule looks at.

    failures: for each branch of the condition that could have matched, the first test that does not hold.
    """

    rule: CompiledRule
    matched: bool
    kind: str
    tree: Step | None
    failures: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": {"id": self.rule.id, "title": self.rule.title, "file": self.rule.file, "line": self.rule.line},
            "matched": self.matched,
            "kind": self.kind,
            "expected_kinds": list(self.rule.kinds),
            "fields": self.fields,
            "failures": list(self.failures),
            "tree": None if self.tree is None else self.tree.to_dict(),
        }

    def to_text(self) -> str:
        lines = [f"{self.rule.title} ({self.rule.id}), {self.rule.file}:{self.rule.line}"]
        if self.tree is None:
            kinds = ", ".join(self.rule.kinds)
            return "\n".join(
                [*lines, f"no match: the event is not of this rule's log source ({self.rule.logsource}): {kinds}"]
            )
        lines.append(f"read as {self.kind}")
        if self.matched:
            lines.append("matches, because of: " + ", ".join(f"{k} = {v!r}" for k, v in self.fields.items()))
        else:
            lines += [f"no match: {failure}" for failure in self.failures]
        return "\n".join([*lines, *_lines(self.tree, 0)])


def explain_rule(
    rule: CompiledRule, tree: Node, parts: Mapping[str, Node], kinds: Sequence[Kind], event: Event
) -> Explanation:
    views = [(kind, View(event, kind.fields)) for kind in kinds]
    routed = [(kind, view) for kind, view in views if kind.covers(event, {})]
    if not routed:
        return Explanation(rule, matched=False, kind="", tree=None)
    kind, view = next(((k, v) for k, v in routed if tree.evaluate(v)), routed[0])
    names = {id(node): name for name, node in parts.items()}
    step = _step(tree, view, names)
    if step.holds:
        return Explanation(rule, True, kind.name, step, fields=matched_values(tree, view))
    return Explanation(rule, False, kind.name, step, failures=tuple(dict.fromkeys(_failures(step, tree))))


def _step(node: Node, view: View, names: Mapping[int, str]) -> Step:
    if isinstance(node, Test):
        name = node.field or "record"
        values = tuple(_shown(v) for v in view.values(node.field)[:20]) if node.field else None
        return Step(f"{name}: {node.wanted}", node.evaluate(view), values=values)
    label = names.get(id(node)) or getattr(node, "label", "") or {And: "all of", Or: "any of", Not: "not"}[type(node)]
    return Step(label, node.evaluate(view), tuple(_step(child, view, names) for child in node.children))


def _failures(step: Step, node: Node) -> list[str]:
    if step.holds:
        return []
    if isinstance(node, Test):
        has = "the event has no such field" if step.values == () else f"the event has {_joined(step.values)}"
        return [f"{step.text} does not hold" if step.values is None else f"{step.text} — {has}"]
    if isinstance(node, Not):
        return [f"{step.parts[0].text} holds, and the rule excludes it"]
    pairs = [(s, n) for s, n in zip(step.parts, node.children, strict=True) if not s.holds]
    if isinstance(node, And):
        return _failures(*pairs[0])
    return [failure for s, n in pairs for failure in _failures(s, n)][:20]


def _joined(values: tuple[Any, ...] | None) -> str:
    return ", ".join(repr(v) for v in values or ())


def _shown(value: Any) -> Any:
    return f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _SHOWN else value


def _lines(step: Step, depth: int) -> list[str]:
    mark = "+" if step.holds else "-"
    values = "" if step.values is None else f"   (event: {_joined(step.values) or 'absent'})"
    return [f"{'  ' * depth}{mark} {step.text}{values}", *(line for p in step.parts for line in _lines(p, depth + 1))]
