"""A long capture looked into by several processes, each of which reads and meters all of it.

Metering is so much cheaper than looking into payloads that doing it twice costs less than sending payloads from one process
to another would. Each process looks into its share of the flows and writes JSON lines; they are joined in the order of
the file, so the same capture gives the same output.
"""

from __future__ import annotations

import heapq
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from collectors.contract import Quarantined
from collectors.inputs import Input, open_input
from collectors.packets import PcapSource
from collectors.packets.conversation import Recording
from model.ecs import date_fields
from model.errors import InputError
from model.event import Event, Origin, to_json
from model.times import now_us
from pipeline.pool import Failure

# fork: everything is loaded already, compiled code included, and this process has no other thread at that moment.
CONTEXT = multiprocessing.get_context("fork")
WORTH_BYTES = 64 << 20
"""Size of a capture from which on a second process pays for its start."""


@dataclass(slots=True)
class Lines:
    """What comes out: JSON lines, how many Events of each data set, and what was quarantined."""

    data: bytes
    datasets: Counter[str] = field(default_factory=Counter)
    quarantined: list[Quarantined] = field(default_factory=list)


def worth_sharing(path: str) -> bool:
    """Whether an input is one long plain capture file."""
    try:
        if not Path(path).is_file() or Path(path).stat().st_size < WORTH_BYTES:
            return False
        opened = next(iter(open_input(path)), None)
    except (OSError, InputError):
        return False
    return opened is not None and opened.path == path and PcapSource().recognises(opened.head, opened.name) > 0


def shared_lines(path: str, capture_filter: str, processes: int) -> Iterator[Lines]:
    """The Events of a capture as JSON lines, made by `processes` processes."""
    from collectors.packets.compiled import CompiledMeter
    from collectors.packets.meter import Limits

    CompiledMeter(Limits(flows=1)).warm()
    ingested = now_us()
    workers = []
    for share in range(processes):
        ours, theirs = CONTEXT.Pipe(duplex=False)
        process = CONTEXT.Process(
            target=_share,
            args=(theirs, path, capture_filter, share, processes, ingested),
            daemon=True,
            name="fengsui-share",
        )
        process.start()
        theirs.close()
        workers.append((process, ours))
    tallies: list[object] = []
    try:
        streams = [_received(conn, share, tallies) for share, (_, conn) in enumerate(workers)]
        for _, _, lines in heapq.merge(*streams, key=lambda item: item[:2]):
            yield lines
        yield _summary(path, ingested, tallies)
    finally:
        for process, conn in workers:
            conn.close()
            process.join(2)
            if process.is_alive():
                process.terminate()
                process.join()


def _received(conn: Connection, share: int, tallies: list[object]) -> Iterator[tuple[int, int, Lines]]:
    while True:
        try:
            item = conn.recv()
        except EOFError:
            raise InputError(
                "a process reading the capture died", hint="the kernel may have killed it for memory"
            ) from None
        if isinstance(item, Failure):
            raise item.error()
        if not isinstance(item, tuple):
            tallies.append(item)
            return
        place, lines = item
        yield place, share, lines


def _origin(opened: Input) -> Origin:
    return Origin(opened.name, opened.fingerprint, path=opened.path)


def _summary(path: str, ingested: int, tallies: list[object]) -> Lines:
    from collectors.packets.swift import Tally, merged

    inputs = open_input(path)
    recording = Recording(_origin(next(iter(inputs))), ingested)
    merged([tally for tally in tallies if isinstance(tally, Tally)]).add_to(recording)
    return _lines(recording.out)


def _lines(events: list[Event | Quarantined]) -> Lines:
    dates = date_fields()
    out = Lines(b"")
    texts = []
    for event in events:
        if isinstance(event, Quarantined):
            out.quarantined.append(event)
        else:
            out.datasets[event["event.dataset"]] += 1
            texts.append(to_json(event, dates))
    texts.append(b"")
    out.data = b"\n".join(texts)
    return out


def _share(conn: Connection, path: str, capture_filter: str, share: int, of: int, ingested: int) -> None:
    from collectors.packets.bpf import Filter
    from collectors.packets.swift import events_of_share

    try:
        for opened in open_input(path):
            recording = Recording(_origin(opened), ingested)
            chosen = Filter(capture_filter) if capture_filter else None
            made = events_of_share(opened.stream, recording, chosen, share, of)
            while True:
                try:
                    place, events = next(made)
                except StopIteration as end:
                    conn.send(end.value)
                    break
                conn.send((place, _lines(events)))
    except (BrokenPipeError, ConnectionResetError):
        return
    except Exception as error:  # noqa: BLE001 - the edge of a process: the parent must hear of anything
        conn.send(Failure(error))
