"""Which fields and values made a rule match."""

from __future__ import annotations

from typing import Any

from detections.sigma.predicates import And, Node, Not, Or, Test
from detections.sigma.values import View

MAX_VALUES = 20  # of one field
MAX_LENGTH = 4_096  # characters of one value; longer ones are cut and say so


def matched_values(tree: Node, view: View) -> dict[str, Any]:
    """Sigma field to the value that satisfied a test, or the list of them; `keywords` for keyword searches.

    Only what is there is reported: branches that do not hold, negations and tests for absence add nothing.
    """
    found: dict[str, list[Any]] = {}
    _collect(tree, view, found)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _collect(node: Node, view: View, found: dict[str, list[Any]]) -> None:
    if isinstance(node, Test):
        values = found.setdefault(node.field or "keywords", [])
        for value in node.found(view):
            short = _short(value)
            if short not in values and len(values) < MAX_VALUES:
                values.append(short)
        if not values:
            del found[node.field or "keywords"]
    elif isinstance(node, And):
        for child in node.children:
            _collect(child, view, found)
    elif isinstance(node, Or):
        for child in node.children:
            if child.evaluate(view):
                _collect(child, view, found)
    else:
        assert isinstance(node, Not)


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_LENGTH:
        return f"{value[:MAX_LENGTH]}… ({len(value)} characters)"
    return value
