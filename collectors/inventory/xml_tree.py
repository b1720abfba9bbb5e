"""Elements of a hostile XML file, one at a time: no entities, no outside documents, bounded depth, counts and texts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from collectors.inventory.contract import check_size, shorten
from model.errors import InputError

MAX_DEPTH: Final = 60
MAX_ELEMENTS: Final = 5_000_000
MAX_SUBTREE: Final = 500_000
MAX_TEXT: Final = 65_536
CHUNK: Final = 65_536


@dataclass(slots=True)
class Node:
    """An element with what stands below it. tag: without namespace. line: where it begins."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        return self.attributes.get(name, "").strip()

    def all(self, tag: str) -> Iterator[Node]:
        return (child for child in self.children if child.tag == tag)

    def first(self, *path: str) -> Node:
        """The first at the path, or an empty element."""
        node = self
        for tag in path:
            node = next(node.all(tag), Node(tag, {}, self.line))
        return node

    def said(self, *path: str) -> str:
        return self.first(*path).text.strip()


class _Builder:
    def __init__(self, wanted: frozenset[str], where: str) -> None:
        self.ready: list[Node] = []
        self.root = ""
        self.root_attributes: dict[str, str] = {}
        self._wanted = wanted
        self._where = where
        self._open: list[Node] = []
        self._depth = self._count = self._below = 0
        self._line = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.UnparsedEntityDeclHandler = self._refuse

    def _refuse(self, *_: object) -> int:
        raise InputError("declares XML entities, which are not read", where=self._where, hint="export it without them")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._depth += 1
        self._count += 1
        if not self.root:
            self.root, self.root_attributes = tag, attributes
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise InputError("deeper or longer than a report is", where=f"{self._where}:{self._at}")
        if not self._open and tag not in self._wanted:
            return
        self._below += 1
        if self._below > MAX_SUBTREE:
            raise InputError("one element holds too much", where=f"{self._where}:{self._at}")
        node = Node(tag, {key.rpartition(" ")[2]: value for key, value in attributes.items()}, self._at)
        if self._open:
            self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if self._open:
            node = self._open.pop()
            if not self._open:
                self.ready.append(node)
                self._below = 0

    def _text(self, text: str) -> None:
        if self._open and len(self._open[-1].text) < MAX_TEXT:
            self._open[-1].text += text[:MAX_TEXT]

    @property
    def _at(self) -> int:
        return self.parser.CurrentLineNumber


def subtrees(data: bytes, wanted: set[str], where: str, *, roots: frozenset[str] = frozenset()) -> Iterator[Node]:
    """The outermost elements of these names, in the order they end. roots: names the document's first element may have.
    Raises InputError, when reached, for what is no such document."""
    check_size(data, where)
    builder = _Builder(frozenset(wanted), where)
    try:
        for start in range(0, len(data), CHUNK):
            builder.parser.Parse(data[start : start + CHUNK], False)
            if roots and builder.root and builder.root not in roots:
                expected = " or ".join(f"<{one}>" for one in sorted(roots))
                raise InputError(f"begins with <{shorten(builder.root, 40)}>, expected {expected}", where=where)
            yield from builder.ready
            builder.ready.clear()
        builder.parser.Parse(b"", True)
        yield from builder.ready
    except (expat.ExpatError, ValueError) as error:
        raise InputError(f"no well-formed XML: {shorten(str(error), 200)}", where=where) from error


def root_of(data: bytes) -> str:
    """Name of the first element, or nothing."""
    builder = _Builder(frozenset(), "")
    with suppress(expat.ExpatError, InputError, ValueError):
        builder.parser.Parse(data[:CHUNK], False)
    return builder.root
