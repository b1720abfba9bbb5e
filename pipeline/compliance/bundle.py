"""Evidence as one file that anybody can verify: JSON lines, each sealed by the ledger, all of them under one Merkle root.

    {"bundle":{"format":…,"checkpoint":…,"made":…,"system":…}}        or "incident", or "report": what it is of
    {"seal":{"proof":…,"leaves":[…]}}           the ledger record of a round, shown to be in the ledger, with its leaves
    {"evidence":{"seal":…,"position":…,"text":…}}
    {"document":{…}} {"review":{…}} {"item":{…}} {"incident":{…}} {"alert":{…}} {"history":{…}}
    {"record":{…}}                              a ledger record, shown to be in the ledger
    {"end":{"format":…,"lines":…,"root":…}}

Verifying needs nothing but the file; the root printed on a report, given as well, shows that it is the same bundle.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from compliance.mlps.posture import ItemPosture
from model.errors import FengsuiError, InputError, NotFound
from model.times import Micros
from pipeline.compliance.desk import District
from store import alerts, incidents, ledger
from store import compliance as ledgers
from store.compliance.evidence import SEALED
from store.encoding import to_json_text, to_plain
from store.ledger.canonical import leaf_hash, to_canonical
from store.ledger.merkle import Frontier
from store.scope import EVERYTHING, Scope

FORMAT = "fengsui-evidence/1"
LONGEST_LINE = 8 * 1024 * 1024
MOST_LINES = 1_000_000
MOST_RECORDS = 100_000
MOST_OF_ONE = 200
"""Records of one page of the ledger, and of one incident or alert."""


@dataclass(frozen=True, slots=True)
class Written:
    root: str
    lines: int
    evidence: int


@dataclass(slots=True)
class Verdicts:
    """about: what it is of: system, item, incident or report. records: of the ledger, shown to be in it. reports: SM3 of those
    that tell of a report. faults: what does not hold, each with its line, the first hundred."""

    root: str = ""
    about: dict[str, str] = field(default_factory=dict)
    evidence: int = 0
    seals: int = 0
    records: int = 0
    reports: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


def lines(
    tx: Session, district: District, system: str, scope: Scope, now: Micros, *, item: str = ""
) -> Iterator[bytes]:
    """The lines of a bundle of one system, or of one item of it, each without its end. Raises NotFound for a system outside
    the scope, or an item it does not have."""
    return _under_a_root(
        tx, now, {"system": system} | ({"item": item} if item else {}), _of_system(tx, district, system, scope, item)
    )


def lines_of_incident(tx: Session, incident: str, scope: Scope, now: Micros) -> Iterator[bytes]:
    """The incident with its alerts and history, and what the ledger holds of them. Raises NotFound outside the scope."""
    return _under_a_root(tx, now, {"incident": incident}, _of_incident(tx, incident, scope))


def lines_of_report(tx: Session, digest: str, scope: Scope, now: Micros) -> Iterator[bytes]:
    """What the ledger holds of a report file, by its SM3: when it was made, by whom, about what. Raises NotFound when none
    of the newest MOST_RECORDS records of reports names it."""
    return _under_a_root(tx, now, {"report": digest}, _of_report(tx, digest, scope))


Lines: TypeAlias = Iterator[tuple[str, Any]]


def _under_a_root(tx: Session, now: Micros, about: dict[str, str], held: Lines) -> Iterator[bytes]:
    tree = Frontier()
    point = ledger.current(tx)
    head = {"format": FORMAT, "checkpoint": {**point.to_json(), "time": now}, "made": now, **about}
    for kind, value in chain([("bundle", head)], held):
        text = to_canonical({kind: value})
        tree.push(leaf_hash(text))
        yield text
    yield to_canonical({"end": {"format": FORMAT, "lines": tree.size, "root": tree.root().hex()}})


def _of_system(tx: Session, district: District, system: str, scope: Scope, item: str) -> Lines:
    found = district.one(system, scope)
    items = [one for one in found.items if item in ("", one.id)]
    if not items:
        raise NotFound(f"{system[:80]} has no item {item[:80]!r}")
    rules = {rule for one in items for rule in one.rules}
    held = {
        name: one
        for name, one in ledgers.current_evidence(tx, scope, system=system).items()
        if not item or name[1] in rules
    }
    size = ledger.current(tx).size
    for seal in sorted({one.seal for one in held.values()}):
        proof = ledger.prove_inclusion(tx, seal, EVERYTHING, size=size)
        leaves = [one.digest for one in ledgers.of_seal(tx, seal, EVERYTHING)]
        yield "seal", {"leaves": leaves, "number": seal, "proof": proof.to_json()}
    for _, one in sorted(held.items()):
        yield "evidence", {"position": one.position, "seal": one.seal, "text": one.body}
    for document in ledgers.documents(tx, scope, system=system):
        if not item or item in document.items:
            yield "document", to_plain(document)
    for review in ledgers.reviews(tx, scope, system=system):
        if item in ("", review.subject):
            yield "review", to_plain(review)
    yield from (("item", one) for one in _items(items))


def _of_incident(tx: Session, incident: str, scope: Scope) -> Lines:
    stored = incidents.get(tx, incident, scope)
    yield "incident", {"text": to_json_text(stored.incident)}
    for member in stored.incident.members:
        yield "alert", {"text": to_json_text(alerts.get(tx, member.alert_id, scope).alert)}
    yield from (("history", {"text": to_json_text(one)}) for one in incidents.history(tx, incident, scope))
    objects = [f"incident:{incident}", *(f"alert:{member.alert_id}" for member in stored.incident.members)]
    size = ledger.current(tx).size
    for name in objects:
        for record in reversed(ledger.records(tx, scope, object=name, limit=MOST_OF_ONE).items):
            yield "record", ledger.prove_inclusion(tx, record.sequence, scope, size=size).to_json()


def _of_report(tx: Session, digest: str, scope: Scope) -> Lines:
    cursor, looked, found = None, 0, False
    while looked < MOST_RECORDS:
        page = ledger.records(tx, scope, action="report.", limit=MOST_OF_ONE, cursor=cursor)
        looked += len(page.items)
        for record in page.items:
            if record.details.get("sm3") == digest:
                found = True
                yield "record", ledger.prove_inclusion(tx, record.sequence, scope).to_json()
        cursor = page.cursor
        if found or cursor is None:
            break
    if not found:
        raise NotFound("the ledger names no report with this SM3", hint=f"it is {digest}; was the file changed?")


def _items(items: Iterable[ItemPosture]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield {
            "auto": item.auto.value if item.auto else None,
            "id": item.id,
            "official": item.official.verdict.value if item.official else None,
            "reviewed": item.reviewed.verdict.value if item.reviewed else None,
            "rules": list(item.rules),
            "verdict": item.verdict.value,
        }


def write(path: Path, held: Iterator[bytes]) -> Written:
    """Replaces the file only when all is written."""
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    count = evidence = 0
    last = b""
    try:
        with partial.open("wb") as out:
            for last in held:
                out.write(last + b"\n")
                count += 1
                evidence += last.startswith(b'{"evidence":')
        partial.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        partial.unlink(missing_ok=True)
    return Written(json.loads(last)["end"]["root"], count, evidence)


def verify(path: Path, root: str = "", digest: str = "") -> Verdicts:
    """Offline. root: as printed elsewhere; digest: SM3 of the report it must be of; both compared when given.

    Raises InputError for what is no bundle at all.
    """
    found = Verdicts()
    tree = Frontier()
    roots: dict[int, tuple[str, list[str]]] = {}
    point: ledger.Checkpoint | None = None
    ended = False
    try:
        with path.open("rb") as file:
            for number in range(1, MOST_LINES + 1):
                raw = file.readline(LONGEST_LINE + 1)
                if not raw:
                    break
                if ended:
                    _fault(found, number, "something follows the end")
                    break
                kind, value = _parsed(raw, number, found)
                if kind == "end":
                    ended = True
                    _check_end(value, tree, number, found)
                    continue
                tree.push(leaf_hash(raw.rstrip(b"\n")))
                if kind == "bundle":
                    found.about = _about(value)
                    point = _checkpoint(value, number, found)
                elif kind == "seal":
                    _check_seal(value, point, number, found, roots)
                elif kind == "record":
                    _check_record(value, point, number, found)
                elif kind == "evidence":
                    _check_evidence(value, roots, number, found)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if not found.evidence and not found.seals and not found.about:
        raise InputError("this is no evidence bundle", where=str(path))
    found.root = tree.root().hex()
    if not ended:
        found.faults.append("the end is missing: the file was cut")
    if root and root != found.root:
        found.faults.append(f"the root is {found.root}, not {root}")
    for wanted in {found.about.get("report", ""), digest} - {"", *found.reports}:
        found.faults.append(f"no record of the ledger in it tells of a report with the SM3 {wanted}")
    return found


def _fault(found: Verdicts, number: int, text: str) -> None:
    if len(found.faults) < 100:
        found.faults.append(f"line {number}: {text}")


def _parsed(raw: bytes, number: int, found: Verdicts) -> tuple[str, Any]:
    try:
        value = json.loads(raw)
        (kind,) = value
        if to_canonical(value) != raw.rstrip(b"\n") or not raw.endswith(b"\n"):
            _fault(found, number, "not in canonical form")
        return str(kind), value[kind]
    except (ValueError, TypeError, RecursionError, UnicodeDecodeError):
        _fault(found, number, "cannot be read")
        return "", None


def _check_end(value: Any, tree: Frontier, number: int, found: Verdicts) -> None:
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        _fault(found, number, "unknown format")
    elif value.get("lines") != tree.size or value.get("root") != tree.root().hex():
        _fault(found, number, "the root does not fit the lines before it")


def _checkpoint(value: Any, number: int, found: Verdicts) -> ledger.Checkpoint | None:
    try:
        held = value["checkpoint"]
        return ledger.Checkpoint(
            origin=str(held["origin"]), size=int(held["size"]), root=str(held["root"]), time=int(value["made"])
        )
    except (KeyError, TypeError, ValueError):
        _fault(found, number, "it names no checkpoint of the ledger")
        return None


def _check_seal(
    value: Any, point: ledger.Checkpoint | None, number: int, found: Verdicts, roots: dict[int, tuple[str, list[str]]]
) -> None:
    found.seals += 1
    try:
        leaves = [str(one) for one in value["leaves"]]
        if point is None:
            raise InputError("there is no checkpoint to check it against")
        record = ledger.check_inclusion_proof(value["proof"], point)
        tree = Frontier()
        for one in leaves:
            tree.push(bytes.fromhex(one))
        said = record["details"]
        if record["action"] != SEALED or said.get("root") != tree.root().hex() or said.get("size") != len(leaves):
            _fault(found, number, f"the ledger's record {record['sequence']} seals something else")
        roots[int(record["sequence"])] = str(said.get("root")), leaves
    except (KeyError, TypeError, ValueError, FengsuiError) as error:
        _fault(found, number, f"the seal does not hold: {error}")


def _about(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {name: str(value[name]) for name in ("system", "item", "incident", "report") if name in value}


def _check_record(value: Any, point: ledger.Checkpoint | None, number: int, found: Verdicts) -> None:
    found.records += 1
    try:
        if point is None:
            raise InputError("there is no checkpoint to check it against")
        record = ledger.check_inclusion_proof(value, point)
        if str(record["action"]).startswith("report."):
            found.reports.add(str(record["details"].get("sm3", "")))
    except (KeyError, TypeError, ValueError, AttributeError, FengsuiError) as error:
        _fault(found, number, f"the record is not in the ledger: {error}")


def _check_evidence(value: Any, roots: dict[int, tuple[str, list[str]]], number: int, found: Verdicts) -> None:
    found.evidence += 1
    try:
        _, leaves = roots[int(value["seal"])]
        digest = leaf_hash(str(value["text"]).encode()).hex()
        if leaves[int(value["position"])] != digest:
            _fault(found, number, "the evidence is not what was sealed")
    except (KeyError, IndexError, TypeError, ValueError):
        _fault(found, number, "no seal belongs to the evidence")


def verify_stored(tx: Session, system: str | None = None) -> Verdicts:
    """Every answer in the database against the ledger record that seals it."""
    found = Verdicts(about={"system": system} if system else {})
    seals: dict[int, list[ledgers.Sealed]] = {}
    held = ledgers.current_evidence(tx, EVERYTHING, system=system)
    for number in sorted({one.seal for one in held.values()}):
        seals[number] = ledgers.of_seal(tx, number, EVERYTHING)
    for number, batch in seals.items():
        found.seals += 1
        tree = Frontier()
        for one in batch:
            found.evidence += 1
            digest = leaf_hash(one.body.encode())
            if digest.hex() != one.digest:
                _fault(found, one.number, f"evidence {one.system} {one.rule} is not what was sealed")
            tree.push(digest)
        record = ledger.get(tx, number, EVERYTHING)
        if record.details.get("root") != tree.root().hex() or record.details.get("size") != len(batch):
            _fault(found, number, "the round is not what the ledger sealed")
    return found
