"""Flow tables in a file that is mapped into memory, so that they outlive the process that fills them.

Only flow rows and the loop's own counters are in the file; hash table, deadlines and free slots are made again from
them. A process killed between two instructions may leave the packet it was counting counted twice, none uncounted. The
file is meant for the crash of a process: after a restart of the machine it is begun anew.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from collectors.packets.kernel import layout
from collectors.packets.kernel.layout import Array, Tables
from collectors.packets.meter import Limits

SPARE = 65_536
"""Ended flows that may wait for the store to have them."""
_HEAD = 4096


def boot_id() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


@dataclass(slots=True)
class Kept:
    """session: names one life of the tables; new whenever they begin empty, so that events never share an id."""

    path: Path
    session: str
    resumed: bool = field(default=False, init=False)

    def tables(self, limits: Limits, deep: Array) -> Tables:
        """The tables of the file when this machine has not been restarted since and they have the same shape; new ones
        otherwise. `session` and `resumed` say which."""
        made = layout.tables(limits, deep, SPARE)
        shape = blake2b(repr((layout.FLOW.descr, made.flows.shape, made.outers.shape, layout.STATE_LENGTH)).encode())
        head = {"boot": boot_id(), "shape": shape.hexdigest()[:32]}
        size = _HEAD + made.state.nbytes + made.flows.nbytes + made.outers.nbytes
        found = self._read_head(size)
        self.resumed = found is not None and {key: found[key] for key in head} == head
        if self.resumed and found is not None:
            self.session = str(found["session"])
        else:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.path.with_suffix(".new")
            with fresh.open("wb") as file:
                os.ftruncate(file.fileno(), size)
                file.write(json.dumps(head | {"session": self.session}).encode().ljust(_HEAD))
            fresh.replace(self.path)
        whole = np.memmap(self.path, np.uint8, "r+")
        parts: list[Any] = []
        at = _HEAD
        for like in (made.state, made.flows, made.outers):
            view = whole[at : at + like.nbytes].view(np.ndarray).view(like.dtype).reshape(like.shape)
            parts.append(view)
            at += like.nbytes
        state, flows, outers = parts
        if not self.resumed:
            state[:] = made.state
            return made._replace(state=state, flows=flows, outers=outers)
        state[layout.TCP_IDLE : layout.FLOWS_MOST + 1] = made.state[layout.TCP_IDLE : layout.FLOWS_MOST + 1]
        state[layout.INTERRUPT_AT] = layout.NEVER
        from collectors.packets.kernel.meter import rebuild

        out = made._replace(state=state, flows=flows, outers=outers)
        rebuild(out)
        half_read = (flows["status"] == layout.LIVE) & (flows["begun"] == 1) & (flows["wanted"] == 1)
        flows["wanted"][half_read] = 0  # what was heard of them went with the process
        state[layout.SHED_FLOWS] += int(half_read.sum())
        return out

    def _read_head(self, size: int) -> dict[str, Any] | None:
        try:
            if self.path.stat().st_size != size:
                return None
            with self.path.open("rb") as file:
                found = json.loads(file.read(_HEAD))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) and {"boot", "shape", "session"} <= found.keys() else None


def waiting(tables: Tables) -> Array:
    """Slots of flows that ended and were not released: to be reported again after a restart."""
    return np.flatnonzero(tables.flows["status"] == layout.ENDED).astype(np.int32)
