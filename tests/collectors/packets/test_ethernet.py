"""GOOSE and PROFINET: frames without IP, by the plain path and the compiled one alike."""

from __future__ import annotations

import io
import subprocess
from collections import Counter
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import goose, profinet
from collectors.packets.source import Engine, PcapSource
from model.errors import BadRecord
from tests.collectors.packets.craft import ORIGIN, START, ether, events, faults, pcap, read
from tests.collectors.packets.test_tshark import TSHARK, of
from tests.shared import shared

SAMPLE = "pcaps/iec61850/iti--Sample_File_MMS_and_GOOSE.pcap"


def tlv(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def message(state: int, sequence: int, *, test: bool = False, block: bytes = b"IED1/LLN0$GO$trip") -> bytes:
    pdu = (
        tlv(0x80, block) + tlv(0x81, b"\x07\xd0") + tlv(0x82, b"IED1/LLN0$trip") + tlv(0x83, b"trip")
        + tlv(0x84, bytes(8)) + tlv(0x85, bytes((state,))) + tlv(0x86, bytes((sequence,)))
        + tlv(0x87, bytes((test,))) + tlv(0x88, b"\x01") + tlv(0x89, b"\0") + tlv(0x8A, b"\x01")
        + tlv(0xAB, tlv(0x83, b"\x01"))
    )  # fmt: skip
    body = tlv(0x61, pdu)
    return b"\x10\x01" + (8 + len(body)).to_bytes(2, "big") + bytes(4) + body


def dcp(service: int, kind: int, *blocks: tuple[int, int, bytes], identifier: int = 0xFEFD) -> bytes:
    data = b"".join(
        bytes((option, sub)) + len(value).to_bytes(2, "big") + value + bytes(len(value) & 1)
        for option, sub, value in blocks
    )
    head = identifier.to_bytes(2, "big") + bytes((service, kind)) + b"\0\0\0\x07\0\0" + len(data).to_bytes(2, "big")
    return (head + data).ljust(46, b"\0")


RENAME = dcp(4, 0, (2, 2, b"\0\x01pump-7"))
RENAMED = dcp(4, 1, (5, 4, b"\x02\x02\0"))
REFUSED = dcp(4, 1, (5, 4, b"\x02\x02\x04"))
ADDRESS = dcp(4, 0, (1, 2, b"\0\x01" + bytes((10, 1, 2, 3, 255, 255, 255, 0, 0, 0, 0, 0))))
RESET = dcp(4, 0, (5, 6, b"\0\x04"))
WHO = dcp(5, 0, (255, 255, b""), identifier=0xFEFE)
HERE = dcp(5, 1, (2, 1, b"\0\0ACME PLC"), (2, 2, b"\0\0pump-7"), (2, 3, b"\0\0\0\x2a\x01\x01"), identifier=0xFEFF)
GET = dcp(3, 0)[:10] + b"\0\x04\x02\x02\x01\x02" + bytes(30)
CYCLIC = b"\x80\x00" + bytes(44)


def test_like_messages_are_counted_and_a_change_of_state_is_told() -> None:
    said = [message(1, n) for n in range(20)] + [message(2, 0), message(2, 1)]
    first, changed = events([ether(raw, goose.ETHER) for raw in said], "network.goose")
    assert (first["fengsui.messages"], first["fengsui.goose.control_block"]) == (20, "IED1/LLN0$GO$trip")
    assert (changed["event.action"], changed["fengsui.goose.state_step"]) == ("goose_state_change", 1)
    assert changed["fengsui.messages"] == 2
    assert {e["source.mac"] for e in (first, changed)} == {"02-00-00-00-00-05"}
    assert "fengsui.goose.out_of_order" not in first


def test_a_second_sender_of_a_control_block_shows_in_its_numbers() -> None:
    said = [message(5, n) for n in range(4)] + [message(9, 0, test=True), message(5, 4)]
    found = events([ether(raw, goose.ETHER, vlans=(100,)) for raw in said], "network.goose")
    back = [e for e in found if e.get("fengsui.goose.out_of_order")]
    assert [e["fengsui.goose.state_step"] for e in back] == [-4]
    assert [e["fengsui.goose.state_number"] for e in found if e["fengsui.goose.test"]] == [9]
    assert {e["network.vlan.id"] for e in found} == {"100"}


def test_devices_renamed_readdressed_and_reset_are_told() -> None:
    frames = [
        ether(WHO, profinet.ETHER), ether(HERE, profinet.ETHER, back=True), ether(RENAME, profinet.ETHER),
        ether(RENAMED, profinet.ETHER, back=True), ether(ADDRESS, profinet.ETHER), ether(REFUSED, profinet.ETHER, back=True),
        ether(RESET, profinet.ETHER), ether(GET, profinet.ETHER),
    ]  # fmt: skip
    who, here, rename, renamed, address, refused, reset, get = events(frames, "network.profinet")
    assert (who["fengsui.profinet.service"], who["fengsui.ics.operation"]) == ("identify", "read")
    assert (here["fengsui.profinet.vendor"], here["fengsui.profinet.station_name"]) == ("ACME PLC", "pump-7")
    assert (here["fengsui.profinet.device_id"], here["source.mac"]) == ("002a0101", "02-00-00-00-00-09")
    assert (rename["fengsui.profinet.station_name"], rename["fengsui.ics.operation"]) == ("pump-7", "write")
    assert (renamed["event.outcome"], refused["event.outcome"]) == ("success", "failure")
    assert (address["fengsui.profinet.address"], reset["fengsui.ics.operation"]) == ("10.1.2.3", "control")
    assert reset["fengsui.profinet.options"] == ["reset_to_factory"]
    assert get["fengsui.profinet.options"] == ["station_name", "ip_address"]


def test_cyclic_data_is_counted() -> None:
    (told,) = events([ether(CYCLIC, profinet.ETHER)] * 30, "network.profinet")
    assert (told["fengsui.profinet.service"], told["fengsui.messages"]) == ("cyclic", 30)


def test_frames_that_are_not_what_their_type_says_are_reported_and_left_alone() -> None:
    said = faults([ether(b"\0\x01" + bytes(50), goose.ETHER)] * 40)
    assert "goose.length" in said
    assert "profinet.dcp" in faults([ether(b"\xfe\xfd\x09" + bytes(50), profinet.ETHER)])


def test_both_paths_give_the_same_events() -> None:
    said = [(ether(message(1, n), goose.ETHER)) for n in range(5)] + [
        ether(RENAME, profinet.ETHER, vlans=(7,)),
        ether(CYCLIC, profinet.ETHER),
    ]
    capture = pcap(said)
    plain, compiled = (
        list(PcapSource(engine=engine).events(io.BytesIO(capture), ORIGIN, START))
        for engine in (Engine.PLAIN, Engine.COMPILED)
    )
    assert plain == compiled
    assert {e["event.dataset"] for e in plain} >= {"network.goose", "network.profinet"}


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_goose_messages_are_counted_as_tshark_counts_them() -> None:
    assert TSHARK is not None
    names = ("goose.gocbRef", "goose.stNum", "goose.confRev", "goose.numDatSetEntries")
    fields = [part for name in names for part in ("-e", name)]
    command = [TSHARK, "-n", "-r", str(shared(SAMPLE)), "-Y", "goose", "-T", "fields", *fields]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    theirs = Counter(tuple(line.split("\t")) for line in done.stdout.splitlines())
    mine: Counter[tuple[str, ...]] = Counter()
    for e in of(SAMPLE, "goose"):
        told = (e[f"fengsui.goose.{n}"] for n in ("control_block", "state_number", "configuration_revision", "entries"))
        mine[tuple(map(str, told))] += e["fengsui.messages"]
    assert theirs
    assert mine == theirs


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_discovery_is_read_as_tshark_reads_it(tmp_path: Path) -> None:
    """No public recording here holds any, so the frames are our own; tshark is the other reader."""
    assert TSHARK is not None
    said = [WHO, HERE, RENAME, RENAMED, ADDRESS, RESET, GET]
    path = tmp_path / "dcp.pcap"
    path.write_bytes(pcap([ether(raw, profinet.ETHER) for raw in said]))
    names = (
        "pn_dcp.service_id",
        "pn_dcp.service_type",
        "pn_dcp.suboption_device_nameofstation",
        "pn_dcp.suboption_ip_ip",
    )
    command = [TSHARK, "-n", "-r", str(path), "-T", "fields", *(part for name in names for part in ("-e", name))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    theirs = [line.split("\t") for line in done.stdout.splitlines()]
    numbers = {"get": 3, "set": 4, "identify": 5, "hello": 6}
    mine = [
        [numbers[e["fengsui.profinet.service"]], e["fengsui.profinet.answer"],
         e.get("fengsui.profinet.station_name", ""), e.get("fengsui.profinet.address", "")]
        for e in map(profinet_facts, said)
    ]  # fmt: skip
    assert [[int(s, 0), bool(int(t, 0)), name, address] for s, t, name, address in theirs] == mine


def profinet_facts(raw: bytes) -> dict[str, object]:
    return profinet.dcp(raw)


@given(raw=st.binary(max_size=200), kind=st.sampled_from((goose.ETHER, profinet.ETHER)))
@settings(max_examples=150, deadline=None)
def test_any_frame_ends_in_events_within_bounds(raw: bytes, kind: int) -> None:
    with suppress(BadRecord):
        goose.read(raw)
    with suppress(BadRecord):
        profinet.dcp(raw)
    began = process_time()
    found, refused = read(pcap([ether(raw, kind)] * 3))
    assert refused == []
    assert found
    assert process_time() - began < 5


@pytest.mark.parametrize("whole", [message(3, 4), RENAME, HERE], ids=["goose", "set", "identify"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_spoilt_frames_are_events_or_faults(whole: bytes, data: st.DataObject) -> None:
    raw = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    _, refused = read(
        pcap([ether(bytes(raw[: data.draw(st.integers(1, len(raw)))]), k) for k in (goose.ETHER, profinet.ETHER)])
    )
    assert refused == []
