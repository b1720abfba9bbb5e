"""What an SQL statement does to which table and fields. A reading, not a parser: where it is unsure it says less.

Comments may carry why: `/* purpose='welfare check', approval='SQ-2026-014' */`, written as sqlcommenter does (key='URL-encoded
value', separated by commas).
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from model.public_data import EVERY_FIELD, DataAction

READ_CHARS = 16_384
MOST_FIELDS = 128
_NAME = r'(?:"[^"]{1,64}"|`[^`]{1,64}`|\w{1,64})'
_TABLE = rf"({_NAME}(?:\.{_NAME}){{0,2}})"
_COMMENT = re.compile(r"/\*(.{0,500}?)\*/|--[^\n]{0,500}", re.DOTALL)
_TAG = re.compile(r"(\w{1,32})\s{0,4}=\s{0,4}'([^']{0,300})'")
_WORD = re.compile(r"\s{0,200}(\w{1,32})")
_COPY = re.compile(
    rf"\s{{0,200}}copy\s{{1,20}}{_TABLE}\s{{0,20}}(?:\(([^()]{{1,4000}})\)\s{{0,20}})?(to|from)\b", re.IGNORECASE
)
_COPY_QUERY = re.compile(r"\s{0,200}copy\s{0,20}\(", re.IGNORECASE)
_SELECT = re.compile(r"\bselect\b(?:\s{1,20}(?:distinct|all)\b)?", re.IGNORECASE)
_FROM = re.compile(rf"\bfrom\s{{1,20}}(?:only\s{{1,20}})?{_TABLE}", re.IGNORECASE)
_CHANGE = re.compile(
    rf"\s{{0,200}}(?:insert\s{{1,20}}into|replace\s{{1,20}}into|update|delete\s{{1,20}}from|truncate(?:\s{{1,20}}table)?|drop\s{{1,20}}table(?:\s{{1,20}}if\s{{1,20}}exists)?)"
    rf"\s{{1,20}}{_TABLE}",
    re.IGNORECASE,
)
_OUTFILE = re.compile(r"\binto\s{1,20}(?:out|dump)file\b", re.IGNORECASE)
_INTO = re.compile(r"\binto\b", re.IGNORECASE)
_WHERE = re.compile(r"\bwhere\b", re.IGNORECASE)
_LAST_NAME = re.compile(rf"({_NAME}|\*)\s{{0,20}}$")
_ACTIONS = {
    "select": DataAction.READ, "with": DataAction.READ, "table": DataAction.READ,
    "insert": DataAction.WRITE, "replace": DataAction.WRITE, "update": DataAction.WRITE,
    "delete": DataAction.DESTROY, "truncate": DataAction.DESTROY, "drop": DataAction.DESTROY,
}  # fmt: skip


_TOTALS = ("count(", "sum(", "avg(", "min(", "max(")


class Statement(NamedTuple):
    """action: None when it touches no rows. fields: `*` for all; empty when it could not be told."""

    action: DataAction | None
    table: str
    fields: tuple[str, ...]
    tags: dict[str, str]


def read(text: str) -> Statement:
    text = text[:READ_CHARS]
    tags: dict[str, str] = {}
    for comment in _COMMENT.finditer(text):
        for name, value in _TAG.findall(comment[1] or ""):
            tags.setdefault(name.lower(), unquote(value))
    bare = _COMMENT.sub(" ", text)
    word = _WORD.match(bare)
    verb = word[1].lower() if word else ""
    if verb == "copy":
        return _copied(bare, tags)
    action = _ACTIONS.get(verb)
    if action is DataAction.READ:
        return _selected(bare, DataAction.EXPORT if _OUTFILE.search(bare) else DataAction.READ, tags)
    changed = _CHANGE.match(bare)
    if verb == "delete" and _WHERE.search(bare):
        action = DataAction.WRITE  # records leave in everyday work; a whole table does not
    return Statement(action if changed else None, _table(changed[1]) if changed else "", (), tags)


def _copied(text: str, tags: dict[str, str]) -> Statement:
    found = _COPY.match(text)
    if found is not None:
        action = DataAction.EXPORT if found[3].lower() == "to" else DataAction.WRITE
        fields = tuple(_plain(part) for part in found[2].split(",")[:MOST_FIELDS]) if found[2] else (EVERY_FIELD,)
        return Statement(action, _table(found[1]), fields, tags)
    if _COPY_QUERY.match(text):
        return _selected(text, DataAction.EXPORT, tags)
    return Statement(None, "", (), tags)


def _selected(text: str, action: DataAction, tags: dict[str, str]) -> Statement:
    begin = _SELECT.search(text)
    source = _FROM.search(text, begin.end()) if begin else None
    if begin is None or source is None:
        return Statement(action if begin else None, "", (), tags)
    asked = _INTO.split(text[begin.end() : source.start()], maxsplit=1)[0]
    fields = (_field(part) for part in _parts(asked))
    return Statement(action, _table(source[1]), tuple(dict.fromkeys(f for f in fields if f)), tags)


def _parts(text: str) -> list[str]:
    """Cut at commas outside parentheses."""
    parts: list[str] = []
    depth = begin = 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "," and depth <= 0:
            parts.append(text[begin:at])
            begin = at + 1
            if len(parts) >= MOST_FIELDS:
                return parts
    return [*parts, text[begin:]]


def _field(part: str) -> str:
    """The column a part names, before `as`; empty for an expression: `count(*)` gives nobody's column away."""
    part = re.split(r"\s{1,20}as\s{1,20}", part, maxsplit=1, flags=re.IGNORECASE)[0].strip()
    if not part or (part.endswith(")") and part.lower().startswith(_TOTALS)):
        return ""
    found = _LAST_NAME.search(part.rstrip(")"))
    return _plain(found[1]) if found else ""


def _table(name: str) -> str:
    return ".".join(_plain(part) for part in re.findall(_NAME, name))


def _plain(name: str) -> str:
    return name.strip().strip('"`').lower()
