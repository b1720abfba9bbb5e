"""Rule files to YAML documents: files, folders and SigmaHQ release archives, each document with the lines its keys stand on.

Rule files are untrusted: size, nesting and alias expansion are bounded before anything is built from them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from detections.sigma.report import Problem
from model.errors import InputError, RuleError

MAX_FILE_BYTES = 2 * 1024 * 1024
MAX_ARCHIVE_MEMBERS = 100_000
MAX_DEPTH = 60
MAX_NODES = 100_000  # of one document, aliases expanded
SUFFIXES = (".yml", ".yaml")

# Only text with many openers can nest deeply; libyaml's composer recurses in C and would overflow the stack.
_OPENERS = re.compile(r"[\[{]|(?:^|[ ])[-?:](?=[ ])", re.MULTILINE)


class _Loader(yaml.CSafeLoader):
    """CSafeLoader that refuses a key given twice, naming its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"the key {key.value!r} is given twice", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML document. `data` is a mapping; `line` is where it starts, 1-based; `file` as the caller named it; `text` the
    document itself, without its `---`."""

    data: dict[str, Any]
    file: str
    line: int
    node: yaml.MappingNode = field(repr=False)
    text: str = field(default="", repr=False)

    def place_of(self, *path: str | int) -> tuple[int, int]:
        """Line and column of a key (or list item) by its path, or of the nearest part of the path that exists."""
        node: yaml.Node = self.node
        mark = node.start_mark
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            mark, node = found
        return mark.line + 1, mark.column + 1

    def line_of(self, *path: str | int) -> int:
        return self.place_of(*path)[0]

    def where(self, *path: str | int) -> str:
        return f"{self.file}:{self.line_of(*path)}"

    def problem(self, reason: str, *path: str | int, character: int = 0) -> Problem:
        """A problem with a key or list item. character: 1-based, of the text that is its value."""
        line, column = self.place_of(*path)
        return Problem(self.file, line, reason, self._column_in(path, character) if character else column)

    def _column_in(self, path: tuple[str | int, ...], character: int) -> int:
        """Of a character of a value on one line, written plainly; else of its key."""
        node: yaml.Node = self.node
        for step in path:
            found = _child(node, step)
            if found is None:
                return 0
            node = found[1]
        begin, end = node.start_mark, node.end_mark
        if not isinstance(node, yaml.ScalarNode) or begin.line != end.line or begin.line + 1 != self.line_of(*path):
            return 0
        quoted = 2 if node.style in ("'", '"') else 0
        if end.column - begin.column - quoted != len(node.value):
            return begin.column + 1
        return int(begin.column) + quoted // 2 + character


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Mark, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode) and isinstance(step, str):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == step:
                return key.start_mark, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark, item
    return None


def read(paths: Sequence[Path]) -> Iterator[Document | RuleError]:
    """Every document below `paths`, in a fixed order; what cannot be read is yielded as a RuleError in its place.

    A file reached twice is read once. Raises InputError for a path that does not exist.
    """
    seen: set[Path] = set()
    for path in paths:
        for name, text in _files(Path(path), seen):
            if isinstance(text, RuleError):
                yield text
            else:
                yield from parse(text, name)


def _files(path: Path, seen: set[Path]) -> Iterator[tuple[str, bytes | RuleError]]:
    if not path.exists():
        raise InputError("no such rule file or folder", where=str(path), hint="name a .yml file, a folder or a .zip")
    if path.is_dir():
        # Case files beside rules are JSON lines; YAML under hidden folders belongs to tools.
        found = (p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file())
        for file in found:
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield from _one(file, seen)
    elif path.suffix.lower() == ".zip":
        yield from _archive(path, seen)
    else:
        yield from _one(path, seen)


def _one(file: Path, seen: set[Path]) -> Iterator[tuple[str, bytes | RuleError]]:
    real = file.resolve()
    if real in seen:
        return
    seen.add(real)
    name = str(file)
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        yield name, RuleError(f"cannot be read: {error.strerror}", where=name)
        return
    yield name, _sized(content, name)


def _archive(path: Path, seen: set[Path]) -> Iterator[tuple[str, bytes | RuleError]]:
    real = path.resolve()
    if real in seen:
        return
    seen.add(real)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if Path(m.filename).suffix.lower() in SUFFIXES and not m.is_dir()]
            if len(members) > MAX_ARCHIVE_MEMBERS:
                yield str(path), RuleError(f"{len(members)} files, more than {MAX_ARCHIVE_MEMBERS}", where=str(path))
                return
            for member in sorted(members, key=lambda m: m.filename):
                yield from _member(archive, member, f"{path}/{member.filename}")
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError(f"not a readable zip archive: {error}", where=str(path)) from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[tuple[str, bytes | RuleError]]:
    try:
        with archive.open(member) as stream:
            content = stream.read(MAX_FILE_BYTES + 1)  # bounded whatever the archive claims it expands to
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        yield name, RuleError(f"cannot be read from the archive: {error}", where=name)
        return
    yield name, _sized(content, name)


def _sized(content: bytes, name: str) -> bytes | RuleError:
    if len(content) > MAX_FILE_BYTES:
        return RuleError(f"larger than {MAX_FILE_BYTES} bytes", where=name, hint="split the file")
    return content


def parse(content: bytes, name: str) -> Iterator[Document | RuleError]:
    """The documents of one YAML text. After a syntax error nothing more of the text is readable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield RuleError(f"not UTF-8 at byte {error.start}", where=name, hint="save the file as UTF-8")
        return
    try:
        _check_depth(text)
        nodes = _compose(text)
    except yaml.YAMLError as error:
        yield _yaml_error(error, name)
        return
    except RuleError as error:
        yield RuleError(error.message, where=f"{name}:{error.where}")
        return
    lines = text.split("\n")
    for node in nodes:
        yield _document(node, name, _written(lines, node.start_mark.line))


def _written(lines: Sequence[str], start: int) -> str:
    """The document that starts at a line, as far as the next `---`."""
    end = next((i for i in range(start + 1, len(lines)) if lines[i].startswith("---")), len(lines))
    return "\n".join(lines[start:end]).rstrip() + "\n"


def _compose(text: str) -> list[yaml.Node]:
    loader = _Loader(text)
    nodes: list[yaml.Node] = []
    try:
        while loader.check_node():
            node = loader.get_node()
            if node is not None and not (isinstance(node, yaml.ScalarNode) and node.value == ""):  # a trailing '---'
                nodes.append(node)
    finally:
        loader.dispose()
    return nodes


def _check_depth(text: str) -> None:
    if len(_OPENERS.findall(text)) <= MAX_DEPTH:
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark is not None else 0
                raise RuleError(f"nested deeper than {MAX_DEPTH} levels", where=str(line))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _document(node: yaml.Node, name: str, text: str) -> Document | RuleError:
    line = node.start_mark.line + 1
    where = f"{name}:{line}"
    if not isinstance(node, yaml.MappingNode):
        return RuleError("not a rule: a Sigma document is a map", where=where)
    try:
        if _expanded(node, {}) > MAX_NODES:
            return RuleError(f"aliases expand to more than {MAX_NODES} values", where=where, hint="write them out")
    except RecursionError:
        return RuleError("an alias refers to itself", where=where)
    loader = _Loader("")
    try:
        data = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        if isinstance(error, yaml.YAMLError):
            return _yaml_error(error, name)
        return RuleError(f"a value cannot be read: {error}", where=where)
    finally:
        loader.dispose()
    if not all(isinstance(key, str) for key in data):
        return RuleError("every key of a Sigma document is text", where=where)
    return Document(data, name, line, node, text)


def _expanded(node: yaml.Node, known: dict[int, int], above: tuple[int, ...] = ()) -> int:
    """Nodes of the tree once aliases are written out; the node graph itself stays small however large that is."""
    if id(node) in known:
        return known[id(node)]
    if id(node) in above:
        raise RecursionError
    below = (*above, id(node))
    size = 1
    if isinstance(node, yaml.MappingNode):
        size += sum(_expanded(k, known, below) + _expanded(v, known, below) for k, v in node.value)
    elif isinstance(node, yaml.SequenceNode):
        size += sum(_expanded(item, known, below) for item in node.value)
    known[id(node)] = size
    return size


def _yaml_error(error: yaml.YAMLError, name: str) -> RuleError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    where = f"{name}:{mark.line + 1}" if mark is not None else name
    return RuleError(f"not YAML: {problem}", where=where)


def line_in(where: str) -> tuple[str, int]:
    """`file:line` back to its parts; line 0 when it names none."""
    file, _, line = where.rpartition(":")
    return (file, int(line)) if file and line.isdigit() else (where, 0)


def names(documents: Iterable[Document | RuleError]) -> list[str]:
    return [d.file if isinstance(d, Document) else d.where for d in documents]
