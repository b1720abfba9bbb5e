"""Names nDPI gives to conversations of a capture, beside our own identification.

nDPI is C code under the LGPL that reads hostile bytes; nfstream carries it. It is an optional extra that is never imported
here: a process of its own reads the file, within limits, and says one line for each flow.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

import msgspec

from collectors.contract import Quarantined
from collectors.packets.community import SCTP, TCP, UDP, community_id
from model.errors import InputError
from model.event import Event
from model.times import SECOND, Micros

FLOWS_MOST = 2_000_000
MEMORY = 4 << 30
SECONDS, SLOWEST_BYTES_S = 60, 2 << 20  # a process gets a minute, and a second more for each two MiB
SLACK_US: Micros = 2 * SECOND  # nDPI's clock counts milliseconds, and its time-outs are its own
_SCRIPT = """
import json, sys
from nfstream import NFStreamer
for n, f in enumerate(NFStreamer(source=sys.argv[1], statistical_analysis=False, n_meters=1, n_dissections=12)):
    if n >= int(sys.argv[2]):
        break
    print(json.dumps([f.src_ip, f.src_port, f.dst_ip, f.dst_port, f.protocol, f.bidirectional_first_seen_ms,
        f.bidirectional_last_seen_ms, f.application_name, f.application_category_name, bool(f.application_is_guessed)]))
"""
_PORTED = frozenset((TCP, UDP, SCTP))
_Item = TypeVar("_Item", Event, Event | Quarantined)


class Label(msgspec.Struct, frozen=True):
    """name: as nDPI writes it: protocol, or protocol and application (`TLS.Google`); guessed: from port or address only."""

    first: Micros
    last: Micros
    name: str
    category: str
    guessed: bool


class _Row(msgspec.Struct, array_like=True):
    source: str
    source_port: int
    destination: str
    destination_port: int
    protocol: int
    first_ms: int
    last_ms: int
    name: str
    category: str
    guessed: bool


def available() -> bool:
    return importlib.util.find_spec("nfstream") is not None


class Labels:
    """What nDPI says of the flows of one file, by community id."""

    def __init__(self, found: dict[str, list[Label]]) -> None:
        self._found = found

    def __len__(self) -> int:
        return sum(map(len, self._found.values()))

    def of(self, event: Event) -> Label | None:
        """The label of a flow Event: of nDPI's flow of the same ends and time; a certain one goes before a guessed one."""
        start, end = event.get("event.start"), event.get("event.end")
        if not isinstance(start, int) or not isinstance(end, int):
            return None
        fits = [
            label
            for label in self._found.get(str(event.get("network.community_id", "")), ())
            if label.first <= end + SLACK_US and label.last >= start - SLACK_US and label.name != "Unknown"
        ]
        return min(fits, key=lambda label: label.guessed, default=None)

    def label(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """The same Events; those of flows that nDPI has a name for carry it."""
        for item in items:
            if isinstance(item, dict) and item["event.dataset"] == "network.flow":
                found = self.of(item)
                if found is not None:
                    item.update(facts(found, item))
            yield item


def facts(label: Label, event: Event) -> Event:
    """What a label adds to a flow Event. Our own findings, made from content, stay."""
    protocol, _, application = label.name.partition(".")
    told: Event = {
        "fengsui.ndpi.label": label.name,
        "fengsui.ndpi.category": label.category,
        "fengsui.ndpi.guessed": label.guessed,
    }
    if not label.guessed and "network.protocol" not in event:
        told["network.protocol"] = protocol.lower()
    if application and "network.application" not in event:
        told["network.application"] = application.lower()
    return told


def read_labels(path: Path) -> Labels:
    """Have nDPI read a capture. Raises InputError when it cannot be run or does not come to an end."""
    if not available():
        raise InputError("nDPI labels need nfstream, which is not installed", hint="install fengsui[peers]")
    if not path.is_file():
        raise InputError("nDPI reads files only", where=str(path), hint="save the capture to a file, unpacked")
    seconds = SECONDS + path.stat().st_size // SLOWEST_BYTES_S
    with tempfile.TemporaryDirectory(prefix="fengsui-ndpi-") as folder, tempfile.TemporaryFile() as out:
        command = [sys.executable, "-I", "-c", _SCRIPT, str(path.resolve()), str(FLOWS_MOST)]
        process = subprocess.Popen(  # noqa: S603 - a fixed program; the path is one argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"HOME": folder, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TMPDIR": folder},
            preexec_fn=_limits,  # noqa: PLW1509 - sets limits only
            start_new_session=True,
        )
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise InputError(f"nDPI did not come to an end within {seconds} seconds", where=str(path)) from None
        finally:
            _end(process)
        if process.returncode:
            raise InputError(f"nDPI could not read it (exit {process.returncode})", where=str(path))
        out.seek(0)
        return Labels(_collected(out))


def _collected(lines: Iterable[bytes]) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = {}
    decoder = msgspec.json.Decoder(_Row)
    for line in lines:
        try:
            row = decoder.decode(line)
            if row.protocol not in _PORTED:  # of others nfstream does not say what their ids are made of
                continue
            ends = ip_address(row.source).packed, ip_address(row.destination).packed
            key = community_id(*ends, row.protocol, row.source_port, row.destination_port)
        except (msgspec.DecodeError, ValueError, OverflowError):
            continue
        label = Label(row.first_ms * 1000, row.last_ms * 1000, row.name[:128], row.category[:64], row.guessed)
        found.setdefault(key, []).append(label)
    return found


def _end(process: subprocess.Popen[bytes]) -> None:
    """The process and what it started: nfstream meters in processes of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
