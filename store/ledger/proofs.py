"""Proofs about the ledger that are a few hashes long: this record is in it, this later ledger continues that earlier one.

A proof is checked against a checkpoint somebody kept, without the ledger. This is how a unit shows one record of its own
without showing anybody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from model.errors import InputError, LedgerBroken
from model.times import now_us
from store.ledger.canonical import FORMAT, MEMBERS, leaf_hash, to_canonical
from store.ledger.chain import get, head, stored_node
from store.ledger.merkle import check_consistency, check_inclusion, consistency_path, inclusion_path, range_hash
from store.ledger.verification import Checkpoint
from store.scope import Scope

MAX_PATH = 64
"""Hashes in a proof for a ledger of 2^63 records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """record: the members that are hashed. path: hexadecimal, from the leaf upwards (RFC 9162 section 2.1.3)."""

    record: dict[str, Any]
    size: int
    path: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "path": list(self.path), "record": self.record, "size": self.size}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyProof:
    """path: hexadecimal (RFC 9162 section 2.1.4)."""

    first: int
    second: int
    path: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"format": FORMAT, "first": self.first, "path": list(self.path), "second": self.second}


def current(tx: Session) -> Checkpoint:
    """The whole ledger as it stands in this transaction. Raises InputError while nothing was ever recorded."""
    return at_size(tx, head(tx).sequence)


def at_size(tx: Session, size: int) -> Checkpoint:
    """The ledger's first `size` records."""
    if not 0 < size <= head(tx).sequence:
        raise InputError(f"the ledger never had {size} records", where="ledger")
    node = partial(stored_node, tx)
    return Checkpoint(origin=node(0, 0).hex(), size=size, root=range_hash(node, 0, size).hex(), time=now_us())


def prove_inclusion(tx: Session, sequence: int, scope: Scope, *, size: int | None = None) -> InclusionProof:
    """That record `sequence` is among the first `size` (all, when None). The record itself must be within the scope."""
    record = get(tx, sequence, scope)
    size = head(tx).sequence if size is None else size
    if not sequence <= size <= head(tx).sequence:
        raise InputError(f"no tree of {size} records holds record {sequence}", where="ledger")
    path = inclusion_path(partial(stored_node, tx), sequence - 1, size)
    shown = {name: getattr(record, name) for name in MEMBERS} | {"previous": record.previous.hex()}
    return InclusionProof(record=shown, size=size, path=tuple(step.hex() for step in path))


def prove_consistency(tx: Session, first: int, second: int | None = None) -> ConsistencyProof:
    """That the ledger of `second` records (all, when None) begins with the ledger of `first` records."""
    second = head(tx).sequence if second is None else second
    if not 0 < first <= second <= head(tx).sequence:
        raise InputError(f"no consistency proof leads from {first} to {second} records", where="ledger")
    path = consistency_path(partial(stored_node, tx), first, second)
    return ConsistencyProof(first=first, second=second, path=tuple(step.hex() for step in path))


def check_inclusion_proof(proof: Any, checkpoint: Checkpoint) -> dict[str, Any]:
    """The record a proof (its JSON) shows to be in the checkpoint's ledger. Raises LedgerBroken when it shows no such
    thing, InputError when it is no proof."""
    record, path = _member(proof, "record", dict), _path(proof)
    if set(record) != set(MEMBERS) or type(record["sequence"]) is not int:
        raise InputError("the proof's record lacks members", where="proof")
    try:
        leaf = leaf_hash(to_canonical(record))
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"the proof's record has no canonical form: {error}", where="proof") from error
    size = _member(proof, "size", int)
    fits = size == checkpoint.size
    root = bytes.fromhex(checkpoint.root)
    if not fits or not check_inclusion(leaf, record["sequence"] - 1, checkpoint.size, path, root):
        raise LedgerBroken(
            f"the proof does not lead from record {record['sequence']} to root {checkpoint.root[:16]}… "
            f"of {checkpoint.size} records",
            where="proof",
            hint="" if fits else f"the proof speaks of {size} records; ask for one for {checkpoint.size}",
        )
    return dict(record)


def check_consistency_proof(proof: Any, earlier: Checkpoint, later: Checkpoint) -> None:
    """Raises LedgerBroken unless the proof (its JSON) shows that the later ledger begins with the earlier one."""
    sizes = _member(proof, "first", int), _member(proof, "second", int)
    path = _path(proof)
    roots = bytes.fromhex(earlier.root), bytes.fromhex(later.root)
    if (
        sizes != (earlier.size, later.size)
        or earlier.origin != later.origin
        or not check_consistency(earlier.size, later.size, *roots, path)
    ):
        raise LedgerBroken(
            f"the ledger of {later.size} records is not shown to begin with the one of {earlier.size}", where="proof"
        )


def _member(proof: Any, name: str, kind: type[Any]) -> Any:
    if not isinstance(proof, dict) or proof.get("format") != FORMAT or type(proof.get(name)) is not kind:
        raise InputError(f"this is no proof of {FORMAT}: {name} is missing or wrong", where="proof")
    return proof[name]


def _path(proof: Any) -> list[bytes]:
    path = _member(proof, "path", list)
    try:
        steps = [bytes.fromhex(step) for step in path]
    except (TypeError, ValueError) as error:
        raise InputError("the proof's path is not hexadecimal", where="proof") from error
    if len(steps) > MAX_PATH or any(len(step) != 32 for step in steps):
        raise InputError("the proof's path is not a list of at most 64 hashes", where="proof")
    return steps
