"""Does a ledger hold what was written? Says at which record and why not. Needs no database, no settings, no network.

A ledger can be verified by anybody who has an export; this module, `canonical` and `merkle` are all it takes. What makes
it trustworthy is a checkpoint kept where the ledger's owner cannot reach: without one, a ledger rewritten from some record
on to its end, or cut short and closed again, is consistent in itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from model.errors import InputError, LedgerBroken
from model.times import Micros
from store.ledger.canonical import FIRST_PREVIOUS, FORMAT, MEMBERS, leaf_hash, to_canonical
from store.ledger.merkle import Frontier

MAX_LINE_BYTES = 1 << 20
"""Of one line of an export. Details are limited to 64 KiB and every other member is short."""

MAX_FAULTS = 20
"""Reported; the first is where to look, the rest say how far it goes."""

OPENED = "ledger.opened"
CHECKPOINT = "ledger.checkpoint"


class FaultKind(StrEnum):
    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    FORKED = "forked"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Fault:
    """sequence: of the record it is about; where: a line of the file, or the row."""

    kind: FaultKind
    sequence: int
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.kind.value}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A statement about a ledger that can be kept elsewhere. origin: hash of the ledger's first record, which carries
    random digits and so names the ledger; root: of the Merkle tree over the first `size` records. Both hexadecimal."""

    origin: str
    size: int
    root: str
    time: Micros

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "origin": self.origin, "size": self.size, "root": self.root, "time": self.time}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """checkpoints: records of the ledger that are checkpoints and hold; known: checkpoints given from outside that hold.

    origin and root are hexadecimal; root is that of everything read, and means nothing when there are faults.
    """

    records: int
    origin: str
    root: str
    last_time: Micros | None
    checkpoints: int
    known: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults

    def raise_if_broken(self) -> None:
        if self.faults:
            first = self.faults[0]
            more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
            raise LedgerBroken(f"{first.kind.value}: {first.message}{more}", where=first.where)


@dataclass(slots=True)
class Given:
    """A record as found, before anything about it is believed. canonical: what its hash is taken over, None when it has
    no canonical form; problem: why not."""

    where: str
    sequence: int | None = None
    previous: bytes = b""
    hash: bytes = b""
    canonical: bytes | None = None
    problem: str = ""
    action: str = ""
    details: Any = None
    time: Micros | None = None


@dataclass(slots=True)
class _Walk:
    """What is known after the records so far."""

    known: dict[int, list[Checkpoint]]
    frontier: Frontier = field(default_factory=Frontier)
    expected: int = 1
    previous: bytes = FIRST_PREVIOUS
    origin: str = ""
    last_time: Micros | None = None
    checkpoints: int = 0
    held: int = 0
    in_order: bool = True  # until a record is missing, extra or unreadable; after that no root can be judged
    faults: list[Fault] = field(default_factory=list)
    missing: dict[int, int] = field(default_factory=dict)  # sequence expected but not there yet -> index of its fault


NodeCheck = Callable[[int, int, bytes], str]
"""Told of every completed subtree (height, place, hash); answers what is wrong with its stored copy, or nothing."""


def verify_records(
    given: Iterable[Given], against: Sequence[Checkpoint] = (), node_check: NodeCheck | None = None
) -> Report:
    """Walk the records in the order given. Constant memory while nothing is wrong."""
    known: dict[int, list[Checkpoint]] = {}
    for checkpoint in against:
        known.setdefault(checkpoint.size, []).append(checkpoint)
    walk = _Walk(known)
    for record in given:
        if len(walk.faults) >= MAX_FAULTS:
            break
        _step(walk, record, node_check)
    else:
        for size in sorted(size for size in known if size > walk.frontier.size):
            walk.faults.append(
                Fault(
                    FaultKind.TRUNCATED,
                    walk.frontier.size + 1,
                    f"after record {walk.frontier.size}",
                    f"a checkpoint says there were {size} records; {size - walk.frontier.size} are gone from the end",
                )
            )
    return Report(
        records=walk.frontier.size,
        origin=walk.origin,
        root=walk.frontier.root().hex(),
        last_time=walk.last_time,
        checkpoints=walk.checkpoints,
        known=walk.held,
        faults=tuple(walk.faults[:MAX_FAULTS]),
    )


def _step(walk: _Walk, given: Given, node_check: NodeCheck | None) -> None:
    if given.sequence is None or given.canonical is None:
        _fault(walk, FaultKind.UNREADABLE, walk.expected, given, given.problem or "this is no record")
        walk.expected += 1
        walk.in_order = False
        return
    own = leaf_hash(given.canonical)
    if own != given.hash:
        _fault(
            walk,
            FaultKind.ALTERED,
            given.sequence,
            given,
            f"record {given.sequence} says its hash is {given.hash.hex()}, but what it holds gives {own.hex()}",
        )
    if given.sequence != walk.expected:
        if not _out_of_order(walk, given):
            return
    elif given.previous != walk.previous:
        _fault(
            walk,
            FaultKind.ALTERED if given.sequence == 1 else FaultKind.FORKED,
            given.sequence,
            given,
            f"record {given.sequence} follows a record with hash {given.previous.hex()}, but the one before it has "
            f"{walk.previous.hex()}: one of the two, or what lies before, was replaced",
        )
    if given.sequence == 1:
        walk.origin = given.hash.hex()
        _opening(walk, given)
    elif given.action == CHECKPOINT and walk.in_order:
        _checkpoint(walk, given)
    for height, place, node in walk.frontier.push(given.hash):
        problem = node_check(height, place, node) if node_check and walk.in_order else ""
        if problem:
            _fault(walk, FaultKind.ALTERED, given.sequence, given, problem)
    walk.previous, walk.expected, walk.last_time = given.hash, given.sequence + 1, given.time
    for checkpoint in walk.known.get(walk.frontier.size, ()) if walk.in_order else ():
        _compare(walk, given, checkpoint)


def _out_of_order(walk: _Walk, given: Given) -> bool:
    """Report a record that does not stand where it should; whether the walk goes on from it."""
    sequence = given.sequence
    assert sequence is not None
    walk.in_order = False
    if sequence > walk.expected:
        first, last = walk.expected, sequence - 1
        what = f"record {first} is" if first == last else f"records {first} to {last} are"
        _fault(walk, FaultKind.REMOVED, first, given, f"{what} missing before record {sequence}")
        for number in range(first, min(sequence, first + 10_000)):
            walk.missing[number] = len(walk.faults) - 1
        return True
    if sequence in walk.missing:
        index = walk.missing.pop(sequence)
        if index < len(walk.faults):
            old = walk.faults[index]
            message = f"record {sequence} stands later, at {given.where}"
            walk.faults[index] = Fault(FaultKind.REORDERED, old.sequence, old.where, message)
        return False
    _fault(
        walk,
        FaultKind.INSERTED,
        sequence,
        given,
        f"record {sequence} stands where record {walk.expected} should, and there was a record {sequence} before",
    )
    return False


def _opening(walk: _Walk, given: Given) -> None:
    if given.action != OPENED:
        _fault(walk, FaultKind.REMOVED, 1, given, f"the first record is {given.action!r}, not {OPENED!r}")
    elif not isinstance(given.details, dict) or given.details.get("format") != FORMAT:
        _fault(walk, FaultKind.UNREADABLE, 1, given, f"the ledger's format is not {FORMAT}")


def _checkpoint(walk: _Walk, given: Given) -> None:
    """A checkpoint record states the tree before itself; chained like any record, it binds its own time as well."""
    assert given.sequence is not None
    details = given.details if isinstance(given.details, dict) else {}
    root = walk.frontier.root().hex()
    if details.get("size") != walk.frontier.size or details.get("root") != root:
        _fault(
            walk,
            FaultKind.FORKED,
            given.sequence,
            given,
            f"checkpoint {given.sequence} states root {str(details.get('root'))[:64]} over {str(details.get('size'))[:20]} "
            f"records; the {walk.frontier.size} records before it have root {root}",
        )
    else:
        walk.checkpoints += 1


def _compare(walk: _Walk, given: Given, checkpoint: Checkpoint) -> None:
    root = walk.frontier.root().hex()
    if checkpoint.origin and checkpoint.origin != walk.origin:
        message = f"the checkpoint is of another ledger ({checkpoint.origin[:16]}…; this one is {walk.origin[:16]}…)"
        _fault(walk, FaultKind.FORKED, checkpoint.size, given, message)
    elif checkpoint.root != root:
        message = (
            f"the first {checkpoint.size} records have root {root}, but the checkpoint kept elsewhere says "
            f"{checkpoint.root}: a record among them was rewritten"
        )
        _fault(walk, FaultKind.FORKED, checkpoint.size, given, message)
    else:
        walk.held += 1


def _fault(walk: _Walk, kind: FaultKind, sequence: int, given: Given, message: str) -> None:
    walk.faults.append(Fault(kind, sequence, given.where, message))


# An export: JSON lines. `store.ledger.exports` writes it.


def verify_file(path: Path | str, against: Sequence[Checkpoint] = ()) -> Report:
    """Verify an export. Raises InputError when the file cannot be opened; whatever it holds becomes a Report."""
    end: list[dict[str, Any]] = []
    try:
        with Path(path).open("rb") as stream:
            report = verify_records(_lines(stream, end), against)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(report.faults) >= MAX_FAULTS:
        return report
    fault = _end_fault(report, end)
    if fault is None:
        return report
    return replace(report, faults=(*report.faults, fault))


def _end_fault(report: Report, end: list[dict[str, Any]]) -> Fault | None:
    where = f"after record {report.records}"
    if not end:
        return Fault(
            FaultKind.TRUNCATED, report.records + 1, where, "the export has no closing line; its end was cut off"
        )
    closing = {"format": FORMAT, "origin": report.origin, "root": report.root, "size": report.records}
    if to_canonical(end[0]) != to_canonical(closing):
        return Fault(
            FaultKind.TRUNCATED if end[0].get("size") != report.records else FaultKind.FORKED,
            report.records + 1,
            where,
            f"the closing line speaks of {str(end[0].get('size'))[:20]} records with root {str(end[0].get('root'))[:64]}; "
            f"there are {report.records} with root {report.root}",
        )
    return None


def _lines(stream: BinaryIO, end: list[dict[str, Any]]) -> Iterator[Given]:
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        where = f"line {number}"
        if end:
            yield Given(where, problem="nothing may follow the closing line")
            return
        if not line.endswith(b"\n"):
            why = "is longer than any record" if len(line) > MAX_LINE_BYTES else "has no line end; it was cut off"
            yield Given(where, problem=f"the line {why}")
            return
        try:
            value = _strict(line[:-1])
        except (ValueError, TypeError, RecursionError) as error:
            yield Given(where, problem=f"not the canonical JSON of a record: {str(error)[:200]}")
            continue
        if isinstance(value, dict) and set(value) == {"end"} and isinstance(value["end"], dict):
            end.append(value["end"])
        else:
            yield given_record(where, value)


def _strict(line: bytes) -> Any:
    """The value of a line that is byte for byte its own canonical form: one content, one spelling."""
    value = json.loads(line.decode("utf-8"), parse_float=_no_fraction, parse_constant=_no_fraction)
    if to_canonical(value) != line:
        raise ValueError("members, numbers or characters are not spelled as RFC 8785 requires")
    return value


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"the number {text[:20]} is not an integer")


def given_record(where: str, value: Any) -> Given:
    """A record object with its `hash` beside the members that are hashed."""
    if not isinstance(value, dict) or set(value) != {*MEMBERS, "hash"}:
        return Given(where, problem="the members are not those of a record")
    texts = [value[name] for name in ("action", "actor", "object", "unit", "previous", "hash")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(value["details"], dict):
        return Given(where, problem="a member has the wrong type")
    if type(value["sequence"]) is not int or type(value["time"]) is not int or value["sequence"] < 1:
        return Given(where, problem="sequence and time must be integers")
    try:
        previous, own = _hash_bytes(value["previous"]), _hash_bytes(value["hash"])
        canonical = to_canonical({name: value[name] for name in MEMBERS})
    except (ValueError, TypeError, RecursionError) as error:
        return Given(where, problem=str(error)[:200])
    return Given(
        where=where,
        sequence=value["sequence"],
        previous=previous,
        hash=own,
        canonical=canonical,
        action=value["action"],
        details=value["details"],
        time=value["time"],
    )


def _hash_bytes(text: str) -> bytes:
    if len(text) != 64 or text.strip("0123456789abcdef"):
        raise ValueError("a hash is 64 lower-case hexadecimal digits")
    return bytes.fromhex(text)


def read_checkpoint(path: Path | str) -> Checkpoint:
    """A checkpoint kept as a file (`Checkpoint.to_json`). Raises InputError when it is none."""
    where = str(path)
    try:
        with Path(path).open("rb") as stream:
            value = json.loads(stream.read(65_536))
        if value["format"] != FORMAT:
            raise InputError(f"the format is {str(value['format'])[:40]!r}, not {FORMAT!r}", where=where)
        checkpoint = Checkpoint(origin=value["origin"], size=value["size"], root=value["root"], time=value["time"])
        _hash_bytes(checkpoint.origin)
        _hash_bytes(checkpoint.root)
        if type(checkpoint.size) is not int or checkpoint.size < 1:
            raise ValueError("size is not a positive integer")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(f"this is no checkpoint: {error}", where=where) from error
    return checkpoint
