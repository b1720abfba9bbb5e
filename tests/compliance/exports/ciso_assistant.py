"""What CISO Assistant asks of a library file, after its public documentation: objects, mandatory fields, URNs, depths, groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

LIBRARY = ("urn", "locale", "ref_id", "name", "description", "copyright", "version", "provider", "packager", "objects")
FRAMEWORK = ("urn", "ref_id", "name", "description", "requirement_nodes")
URN = re.compile(r"urn:[a-z0-9]+:risk:(library|framework|req_node|function|threat):[a-z0-9._:-]+")
NODE_KEYS = frozenset({
    "urn", "assessable", "depth", "parent_urn", "ref_id", "name", "description", "annotation", "typical_evidence",
    "implementation_groups", "weight", "importance", "translations", "questions", "threats", "reference_controls",
})  # fmt: skip
DEEPEST = 6
"""Deeper nodes are discouraged by the documentation."""
TRANSLATED = frozenset({"name", "description", "annotation", "typical_evidence"})


def faults(data: bytes) -> list[str]:
    """Why the file would not be imported, or would not show what it means."""
    try:
        held = yaml.safe_load(data)
    except yaml.YAMLError as error:
        return [f"no YAML: {error}"]
    if not isinstance(held, dict):
        return ["no mapping"]
    return [*_library(held), *_framework(held.get("objects", {}).get("framework", {}))]


def _texts(where: str, held: dict[str, Any], needed: tuple[str, ...]) -> Iterator[str]:
    for name in needed:
        if not held.get(name):
            yield f"{where}: {name} is missing"
    for language, texts in held.get("translations", {}).items():
        if not re.fullmatch(r"[a-z]{2}", language):
            yield f"{where}: {language} is no language"
        for name, text in texts.items():
            if name not in TRANSLATED or not isinstance(text, str) or not text:
                yield f"{where}: translation of {name}"


def _library(held: dict[str, Any]) -> Iterator[str]:
    yield from _texts("library", held, LIBRARY)
    if not isinstance(held.get("version"), int) or held["version"] < 1:
        yield "library: version is a number from 1"
    if not URN.fullmatch(str(held.get("urn"))):
        yield "library: urn"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(held.get("publication_date"))):
        yield "library: publication_date"


def _framework(held: dict[str, Any]) -> Iterator[str]:
    yield from _texts("framework", held, FRAMEWORK)
    groups = [one["ref_id"] for one in held.get("implementation_groups_definition", ())]
    if len(groups) != len(set(groups)):
        yield "framework: a group stands twice"
    for one in held.get("implementation_groups_definition", ()):
        yield from _texts(f"group {one.get('ref_id')}", one, ("ref_id", "name", "description"))
    nodes: dict[str, dict[str, Any]] = {}
    refs: set[str] = set()
    for node in held.get("requirement_nodes", ()):
        where = str(node.get("urn"))
        yield from _node(where, node, nodes, frozenset(groups))
        if where in nodes or node.get("ref_id") in refs:
            yield f"{where}: stands twice"
        nodes[where] = node
        refs.add(node.get("ref_id"))
    parents = {node.get("parent_urn") for node in nodes.values()}
    for where, node in nodes.items():
        if not node["assessable"] and where not in parents:
            yield f"{where}: holds nothing"


def _node(where: str, node: dict[str, Any], before: dict[str, dict[str, Any]], groups: frozenset[str]) -> Iterator[str]:
    yield from _texts(where, node, ("urn", "ref_id"))
    if unknown := set(node) - NODE_KEYS:
        yield f"{where}: {sorted(unknown)} is not known"
    if not URN.fullmatch(where) or ":req_node:" not in where:
        yield f"{where}: urn"
    if not isinstance(node.get("assessable"), bool):
        yield f"{where}: assessable is yes or no"
    if not node.get("name") and not node.get("description"):
        yield f"{where}: says nothing"
    depth, parent = node.get("depth"), node.get("parent_urn")
    above = before.get(str(parent))
    if not isinstance(depth, int) or not 1 <= depth <= DEEPEST:
        yield f"{where}: depth"
    elif (parent is None) != (depth == 1) or (parent is not None and (above is None or above["depth"] != depth - 1)):
        yield f"{where}: does not hang below a node one depth higher that stands before it"
    if set(node.get("implementation_groups", ())) - groups:
        yield f"{where}: a group nobody defines"
    if not isinstance(node.get("weight", 1), int) or node.get("weight", 1) < 1:
        yield f"{where}: weight is a number from 1"
