"""What exporters said of their records outlasts the process that heard it, while it can be trusted."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from collectors.contract import Arrived, Block
from collectors.flows.exporters import Exporters
from collectors.flows.listen import FlowListener
from collectors.flows.remembered import KEPT_BYTES, NEW_S, REPEATED_S, Remembered
from collectors.flows.templates import LIFETIME_S
from tests.collectors.flows.exports import PEER, SECONDS, a_set, events, flow, ipfix, record, template, v9

FLOWS = [flow(number) for number in range(3)]
DATA = a_set(256, b"".join(record(one) for one in FLOWS))
SAMPLED = a_set(1, struct.pack(">HHHHHHHHH", 257, 4, 8, 1, 4, 48, 1, 50, 4)) + a_set(
    257, struct.pack(">IBI", 0, 7, 100)
)
EXPORTS = {
    9: (v9(a_set(0, template())), v9(DATA, sequence=1)),
    10: (ipfix(a_set(2, template())), ipfix(DATA, sequence=0)),
}


def kept(path: Path, *datagrams: bytes, wall_s: float = SECONDS) -> Exporters:
    """A process hears these, keeps what they say and ends."""
    exporters = Exporters()
    for data in datagrams:
        exporters.feed(data, PEER, 5.0)
    Remembered(path).keep(exporters, 5.0, wall_s)
    return exporters


def begun(path: Path, wall_s: float = SECONDS) -> Exporters:
    """The next one begins; its clock of seconds runs from elsewhere."""
    exporters = Exporters()
    Remembered(path).recall(exporters, 100_000.0, wall_s)
    return exporters


@pytest.mark.parametrize("version", [9, 10])
def test_records_are_read_after_a_restart_before_their_template_is_sent_again(version: int, tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    first, data = EXPORTS[version]
    kept(path, first)
    found = events(data, exporters=begun(path, SECONDS + 60), now_s=100_000.0)
    assert [event["source.packets"] for event in found] == [packets for *_, packets, _ in FLOWS]
    assert events(data, exporters=Exporters()) == []


def test_sampling_is_remembered_with_the_templates(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    before = kept(path, v9(a_set(0, template())), v9(SAMPLED, sequence=1))
    ((_, had),) = before.known()
    ((_, has),) = begun(path).known()
    assert has.samplers == had.samplers
    assert has.samplers


@pytest.mark.parametrize(("later_s", "known"), [(LIFETIME_S - 60, 1), (LIFETIME_S + 1, 0), (-90_000.0, 1)])
def test_a_template_is_forgotten_after_its_lifetime_also_across_a_restart(
    later_s: float, known: int, tmp_path: Path
) -> None:
    path = tmp_path / "templates.json"
    kept(path, EXPORTS[9][0])
    exporters = begun(path, SECONDS + later_s)
    assert len([*exporters.known()]) == known
    exporters.feed(EXPORTS[9][1], PEER, 100_000.0 + (61 if later_s > 0 else 0))
    assert bool(exporters.take(100_000.0)) == (later_s < 0)


def test_an_exporter_that_began_anew_meanwhile_is_not_read_by_what_it_said_before(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    kept(path, EXPORTS[9][0])
    assert events(v9(DATA, uptime=10_000), exporters=begun(path)) == []  # it began 90 s later than before
    assert events(v9(DATA, uptime=99_000), exporters=begun(path)) != []
    kept(path, EXPORTS[10][0], ipfix(DATA, sequence=500_000))
    assert events(ipfix(DATA, sequence=12), exporters=begun(path)) == []
    assert events(ipfix(DATA, sequence=499_990), exporters=begun(path)) != []
    assert events(ipfix(DATA, sequence=700_000), exporters=begun(path)) != []


def test_one_that_is_not_heard_between_two_restarts_is_still_recognised(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    kept(path, EXPORTS[9][0])
    Remembered(path).keep(begun(path), 100_000.0, SECONDS)
    assert events(v9(DATA, uptime=10_000), exporters=begun(path)) == []
    assert events(v9(DATA, uptime=99_000), exporters=begun(path)) != []


def _spec(size: int) -> bytes:
    return msgspec.json.encode(
        {"version": 1, "exporters": [[PEER, 9, 1, None, None, {}, [[256, b"\0\1\0\0" * size, False, SECONDS]]]]}
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"version":2,"exporters":[]}',
        b'{"version":1,"exporters":[["192.0.2.9",7,1,null,null,{},[]]]}',
        b'{"version":1,"exporters":[["192.0.2.9",9,1,null,null,{},[[1,"AAA=",false,0]]]]}',
        b'{"version":1,"exporters":[' + b" " * KEPT_BYTES + b"]}",
        b"[" * 100_000,
        b'{"version":1,"exporters":[' + b"[" * 100_000,
        b"\xff\xfe",
        _spec(1),
        _spec(2),
        _spec(2000),
    ],
    ids=range(12),
)
def test_a_damaged_file_is_as_none_and_is_written_anew(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    path.write_bytes(content)
    assert [*begun(path).known()] == []
    kept(path, EXPORTS[9][0])
    assert len([*begun(path).known()]) == 1


def test_a_file_cut_anywhere_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    kept(path, *EXPORTS[9], *EXPORTS[10])
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert [*begun(path).known()] == []


def test_the_file_is_bounded_and_keeps_who_was_heard_last(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    exporters = Exporters()
    large = [a_set(0, template(number, ((8, 4),) * 256)) for number in range(256, 276)]
    for number in range(200):
        for part in large:
            exporters.feed(v9(part, domain=number), PEER, 0.0)
    Remembered(path).keep(exporters, 0.0, SECONDS)
    assert path.stat().st_size <= KEPT_BYTES
    heard = [domain for (_, _, domain), _ in begun(path).known()]
    assert 0 < len(heard) < 200
    assert heard == [199 - number for number in range(len(heard))]


def test_what_is_new_is_written_soon_and_what_is_repeated_now_and_then(tmp_path: Path) -> None:
    path = tmp_path / "templates.json"
    exporters, remembered = Exporters(), Remembered(path)
    remembered.keep(exporters, 0.0, SECONDS)
    written = path.read_bytes()
    exporters.feed(EXPORTS[9][0], PEER, 0.1)
    remembered.keep(exporters, NEW_S / 2, SECONDS)
    assert path.read_bytes() == written
    remembered.keep(exporters, NEW_S, SECONDS)
    assert path.read_bytes() != written
    written = path.read_bytes()
    exporters.feed(EXPORTS[9][0], PEER, 30.0)
    remembered.keep(exporters, NEW_S + REPEATED_S - 1, SECONDS)
    assert path.read_bytes() == written
    remembered.keep(exporters, NEW_S + REPEATED_S, SECONDS)
    assert path.read_bytes() != written


def test_a_folder_that_cannot_be_written_to_costs_nothing_else(tmp_path: Path) -> None:
    exporters = kept(tmp_path / "no folder" / "templates.json", EXPORTS[9][0])
    assert len(events(EXPORTS[9][1], exporters=exporters, now_s=5.0)) == len(FLOWS)


def test_a_listener_that_ends_hands_its_templates_to_the_next(tmp_path: Path) -> None:
    async def hear(data: bytes, remembered: Path | None) -> list[Arrived]:
        taken: list[Arrived] = []

        async def sink(records: Sequence[Arrived]) -> None:
            taken.extend(records)

        listener = FlowListener("127.0.0.1", 0, sink, remembered=remembered)
        await listener.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(data, ("127.0.0.1", listener.port))
        await listener.stop()  # takes what has arrived
        return taken

    path = tmp_path / "templates.json"
    first, data = EXPORTS[9]
    assert asyncio.run(hear(first, path)) == []
    assert asyncio.run(hear(data, None)) == []
    (block,) = asyncio.run(hear(data, path))
    assert isinstance(block, Block)
    assert block.size == 1
