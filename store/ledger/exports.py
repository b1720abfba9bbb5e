"""The ledger as a file that anybody can verify: one canonical JSON object a line, and a closing line.

{"action":…,"actor":…,"details":{…},"hash":…,"object":…,"previous":…,"sequence":…,"time":…,"unit":…}
{"end":{"format":"fengsui-ledger/1","origin":…,"root":…,"size":…}}
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from sqlalchemy.orm import Session

from model.errors import InputError, ScopeError
from model.times import now_us
from store.ledger.canonical import FORMAT, to_canonical
from store.ledger.database import raw_records
from store.ledger.merkle import Frontier
from store.ledger.verification import Checkpoint
from store.scope import Scope


def export(tx: Session, path: Path | str, scope: Scope) -> Checkpoint:
    """Write every record to `path`, replacing it only when all is written; the checkpoint to keep elsewhere.

    A chain cannot be shown in part, so this asks for the Scope of the root; ScopeError otherwise. Exports a broken ledger
    as it is: that is what somebody has to be shown.
    """
    if not scope.everything:
        raise ScopeError("the whole ledger belongs to no unit below the root", hint="ask for proofs of single records")
    target = Path(path)
    partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
    frontier, origin = Frontier(), ""
    try:
        with partial.open("wb") as out:
            for value in raw_records(tx):
                try:
                    line = to_canonical(value)
                except (ValueError, TypeError):
                    line = json.dumps(value, default=str).encode()
                out.write(line + b"\n")
                origin = origin or value["hash"]
                frontier.push(_leaf(value["hash"]))
            root = frontier.root().hex()
            end = {"format": FORMAT, "origin": origin, "root": root, "size": frontier.size}
            out.write(to_canonical({"end": end}) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(target)) from error
    finally:
        partial.unlink(missing_ok=True)
    return Checkpoint(origin=origin, size=frontier.size, root=root, time=now_us())


def _leaf(text: str) -> bytes:
    """The stated hash, or zeros where a broken ledger states none."""
    try:
        leaf = bytes.fromhex(text)
    except ValueError:
        return bytes(32)
    return leaf if len(leaf) == 32 else bytes(32)


def write_checkpoint(path: Path | str, checkpoint: Checkpoint) -> None:
    try:
        Path(path).write_bytes(to_canonical(checkpoint.to_json()) + b"\n")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(path)) from error
