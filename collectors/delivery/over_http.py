"""Bodies of requests to blocks of records: JSON or text lines, JSON arrays, and Elasticsearch's bulk format.

Nothing is read here that the body's shape does not need: a line that is no JSON is found when it is normalised, and
quarantined then. Compressed bodies are opened within bounds.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import orjson

from collectors.contract import Block
from collectors.delivery.source import LINE_MOST, DeliveredSource
from model.errors import BadRecord

SOURCE = DeliveredSource("http")
BODY_MOST = 64 << 20
"""Bytes of a body once it is opened."""
RECORDS_MOST = 100_000
BLOCK_BYTES = 4 << 20
ACTION_MOST = 64 << 10
_array = msgspec.json.Decoder(list[msgspec.Raw]).decode


def opened(body: bytes, encoding: str) -> bytes:
    """Raises BadRecord for a compression that is not read, is damaged, or opens to more than BODY_MOST."""
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise BadRecord("http.encoding", f"bodies compressed as {encoding[:40]!r} are not read; gzip and deflate are")
    opener = zlib.decompressobj(wbits=15 if encoding == "deflate" else 31)
    try:
        out = opener.decompress(body, BODY_MOST + 1)
    except zlib.error as error:
        raise BadRecord("http.encoding", f"the compressed body is damaged: {error}") from error
    if len(out) > BODY_MOST:
        raise BadRecord("http.too_large", f"the body opens to more than {BODY_MOST} bytes")
    if not opener.eof:
        raise BadRecord("http.encoding", "the compressed body ends early")
    return out


@dataclass(frozen=True, slots=True)
class Sender:
    """What every record of a request says of where it came from."""

    peer: str
    received_us: int
    transport: str

    def block(self, pieces: Sequence[bytes], key: str = "", first: int = 0) -> Block:
        lengths = array("I", [len(one) for one in pieces]).tobytes()
        data = b"".join(pieces)
        return Block("texts", data, self.received_us, self.transport, (self.peer,), lengths, key=key, first=first)


def split(body: bytes, sender: Sender, key: str = "") -> tuple[list[Block], int]:
    """Blocks, and how many records are in them. Raises BadRecord when the body is no list of records."""
    text = body.strip()
    pieces = _elements(text) if text[:1] == b"[" else [one for line in text.split(b"\n") if (one := line.strip())]
    if len(pieces) > RECORDS_MOST:
        raise BadRecord("http.too_many", f"{len(pieces)} records; at most {RECORDS_MOST} are taken at once")
    for number, piece in enumerate(pieces, 1):
        if len(piece) > LINE_MOST:
            raise BadRecord("http.too_large", f"record {number} has {len(piece)} bytes; at most {LINE_MOST} are taken")
    return [sender.block(group, key, first) for first, group in _groups(pieces)], len(pieces)


def _elements(text: bytes) -> list[bytes]:
    try:
        return [bytes(one) for one in _array(text)]
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BadRecord("http.json", f"the body begins as a JSON array and is none: {error}") from error


def _groups(pieces: Sequence[bytes]) -> Iterator[tuple[int, Sequence[bytes]]]:
    """In portions a spool takes in one piece, each with the number of its first."""
    first, size = 0, 0
    for number, piece in enumerate(pieces):
        if number > first and size + len(piece) > BLOCK_BYTES:
            yield first, pieces[first:number]
            first, size = number, 0
        size += len(piece)
    if len(pieces) > first:
        yield first, pieces[first:]


@dataclass(slots=True)
class Bulk:
    """A bulk request, read. answers: for each action its name, index, id and status, in order; a status of 400 has a reason."""

    blocks: list[Block] = field(default_factory=list)
    answers: list[tuple[str, str, str, int, str]] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        return any(status >= 400 for _, _, _, status, _ in self.answers)


def bulk(body: bytes, sender: Sender, index: str = "") -> Bulk:
    """Pairs of an action and a document (Elasticsearch reference, "Bulk API"). `index` and `create` are taken; updates and
    deletions are refused one by one. A document with an `_id` is known by it. Raises BadRecord when actions and documents
    do not pair."""
    out = Bulk()
    lines = body.split(b"\n")
    plain: list[bytes] = []
    place = 0
    known: dict[bytes, tuple[str, str, str]] = {}
    while place < len(lines):
        line = lines[place].strip()
        place += 1
        if not line:
            continue
        said = known.get(line)
        if said is None:
            said = _action(line, index, place)
            if not said[2] and len(known) < 1000:
                known[line] = said
        name, into, ident = said
        if len(out.answers) >= RECORDS_MOST:
            raise BadRecord("http.too_many", f"more than {RECORDS_MOST} actions in one request")
        if name == "delete":
            out.answers.append((name, into, ident, 400, "nothing stored here can be deleted"))
            continue
        document = lines[place].strip() if place < len(lines) else b""
        place += 1
        if not document:
            raise BadRecord("bulk.document", f"line {place} should be the document of the action before it")
        if name == "update":
            out.answers.append((name, into, ident, 400, "nothing stored here can be changed"))
        elif len(document) > LINE_MOST:
            out.answers.append(
                (name, into, ident, 400, f"a document of {len(document)} bytes; at most {LINE_MOST} are taken")
            )
        else:
            if ident:
                out.blocks.append(sender.block([document], f"{into}/{ident}"))
            else:
                plain.append(document)
            out.answers.append((name, into, ident, 201, ""))
    out.blocks += [sender.block(group) for _, group in _groups(plain)]
    return out


def _action(line: bytes, index: str, number: int) -> tuple[str, str, str]:
    try:
        if len(line) > ACTION_MOST:
            raise ValueError(f"{len(line)} bytes")
        found: Any = orjson.loads(line)
        (name, told), *others = found.items()
    except (ValueError, AttributeError) as error:
        raise BadRecord("bulk.action", f'line {number} should be an action such as {{"create":{{}}}}') from error
    if others or name not in ("index", "create", "update", "delete") or not isinstance(told, dict):
        raise BadRecord("bulk.action", f"line {number} names no action; index and create are taken")
    into, ident = told.get("_index", index), told.get("_id", "")
    return name, str(into)[:255], str(ident)[:512]


def bulk_answer(done: Bulk) -> bytes:
    """What Elasticsearch answers: the same order, and a status for each."""
    items = []
    for name, index, ident, status, reason in done.answers:
        told: dict[str, Any] = {"_index": index, "_id": ident, "status": status}
        if reason:
            told["error"] = {"type": "illegal_argument_exception", "reason": reason}
        else:
            told |= {"_version": 1, "result": "created", "_shards": {"total": 1, "successful": 1, "failed": 0}}
        items.append({name: told})
    return orjson.dumps({"took": 0, "errors": done.refused, "items": items})
