"""The query language once more, slowly and plainly: over one event at a time, as docs/reference/search.md says it.

Shares the tree of `store.query.nodes` with the program, and nothing else.
"""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import Any

from model.ecs import catalogue
from model.event import Event
from store.events.sql import BARE_FIELDS
from store.query import nodes

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def matches(node: nodes.Node, event: Event) -> bool:
    match node:
        case nodes.All():
            return True
        case nodes.And(parts):
            return all(matches(part, event) for part in parts)
        case nodes.Or(parts):
            return any(matches(part, event) for part in parts)
        case nodes.Not(part):
            return not matches(part, event)
        case nodes.Exists(field, _):
            return bool(members(event, field))
        case _ if node.field is None:
            return any(in_text(node, value) for field in BARE_FIELDS for value in members(event, field))
    known = catalogue().get(node.field)
    declared = known.type if known else ""
    values = members(event, node.field)
    if declared == "text":
        return any(in_text(node, value) for value in values)
    addresses = declared == "ip" and all(isinstance(v, str) and is_ip(v) for v in values)
    return any(whole(node, value, declared, addresses) for value in values)


def members(event: Event, field: str) -> list[Any]:
    value = event.get(field)
    return [one for one in (value if isinstance(value, list) else [value]) if one is not None]


def is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def glob(pieces: nodes.Pieces, many: str, one: str) -> str:
    return "".join(re.escape(p) if isinstance(p, str) else many if p is nodes.Any.MANY else one for p in pieces)


def in_text(node: nodes.Leaf, value: Any) -> bool:
    text = shown(value)
    match node:
        case nodes.Regex(_, pattern, _):
            return re.search(pattern, text, re.DOTALL) is not None
        case nodes.Term(_, wanted, _, _):
            return word((wanted,), text)
        case nodes.Pattern(_, pieces, _):
            return word(pieces, text)
        case nodes.Range():
            return between(text.lower(), node, str.lower)
    raise AssertionError(node)


def word(pieces: nodes.Pieces, text: str) -> bool:
    """Some place of the text reads like the pieces, and neither neighbour continues the word they begin or end."""
    pattern = re.compile(glob(pieces, r"\S*", r"\S"), re.IGNORECASE | re.ASCII)
    edge = re.compile(r"[0-9A-Za-z_]")
    first, last = pieces[0], pieces[-1]
    begins = isinstance(first, str) and bool(edge.match(first[:1]))
    ends = isinstance(last, str) and bool(edge.match(last[-1:]))
    for start in range(len(text) + 1):
        if begins and start and edge.match(text[start - 1]):
            continue
        for stop in range(start, len(text) + 1):
            if pattern.fullmatch(text, start, stop) and not (ends and stop < len(text) and edge.match(text[stop])):
                return True
    return False


def whole(node: nodes.Leaf, value: Any, declared: str, addresses: bool) -> bool:
    match node:
        case nodes.Regex(_, pattern, _):
            return re.fullmatch(pattern, shown(value), re.DOTALL) is not None
        case nodes.Pattern(_, pieces, _):
            return re.fullmatch(glob(pieces, ".*", "."), shown(value), re.DOTALL | re.IGNORECASE) is not None
        case nodes.Term(_, text, _, _):
            return equal(text, value, addresses)
        case nodes.Range():
            return within(node, value, declared, addresses)
    raise AssertionError(node)


def equal(text: str, value: Any, addresses: bool) -> bool:
    if isinstance(value, bool):
        return text.lower() == shown(value)
    if isinstance(value, int | float):
        return bool(NUMBER.fullmatch(text)) and float(text) == value
    if addresses:
        try:
            return ip_address(value) in ip_network(text, strict=False)
        except ValueError:
            return False
    return text.lower() == value.lower()


def within(node: nodes.Range, value: Any, declared: str, addresses: bool) -> bool:
    if isinstance(value, bool):
        return False
    bounds = [bound for bound in (node.low, node.high) if bound is not None]
    if not bounds:
        return True
    if declared == "ip":
        same = addresses and all(ip_address(b).version == ip_address(value).version for b in bounds)
        return same and between(int(ip_address(value)), node, lambda b: int(ip_address(b)))
    numeric = all(NUMBER.fullmatch(bound) for bound in bounds)
    if isinstance(value, int | float):
        return numeric and between(value, node, float)
    if numeric:
        return bool(NUMBER.fullmatch(value)) and between(float(value), node, float)
    return between(value.lower(), node, str.lower)


def between(value: Any, node: nodes.Range, convert: Any) -> bool:
    if node.low is not None:
        low = convert(node.low)
        if not (value >= low if node.low_included else value > low):
            return False
    if node.high is not None:
        high = convert(node.high)
        if not (value <= high if node.high_included else value < high):
            return False
    return True
