"""MMS: services are counted as tshark counts them, a control is told with its variable, and damage stays bounded."""

from __future__ import annotations

import subprocess
from collections import Counter
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import mms
from model.errors import BadRecord
from tests.collectors.packets.craft import CLIENT, Talk, events, pcap, read
from tests.collectors.packets.test_tshark import TSHARK, of
from tests.shared import shared

SAMPLE = "pcaps/iec61850/iti--Sample_File_MMS_and_GOOSE.pcap"


def tlv(tag: int, content: bytes) -> bytes:
    return bytes((tag, len(content))) + content


def frame(message: bytes) -> bytes:
    inner = b"\x01\x00\x01\x00" + tlv(0x61, tlv(0x30, b"\x02\x01\x03" + tlv(0xA0, message)))
    return b"\x03\x00" + (7 + len(inner)).to_bytes(2, "big") + b"\x02\xf0\x80" + inner


def write(item: bytes, invoke: int = 7) -> bytes:
    name = tlv(0xA1, tlv(0x1A, b"IED1LD0") + tlv(0x1A, item))
    listed = tlv(0xA0, tlv(0x30, tlv(0xA0, name)))
    return frame(tlv(0xA0, bytes((2, 1, invoke)) + tlv(0xA5, listed + tlv(0xA0, b"\x83\x01\xff"))))


def wrote(result: bytes, invoke: int = 7) -> bytes:
    return frame(tlv(0xA1, bytes((2, 1, invoke)) + tlv(0xA5, result)))


CONTROL, DONE, REFUSED = write(b"CSWI1$CO$Pos$Oper"), wrote(b"\x81\x00"), wrote(b"\x80\x01\x03")
DELETE = frame(tlv(0xA0, b"\x02\x01\x09\xbf\x4c" + bytes((5,)) + b"\x19\x03abc"))


@given(size=st.integers(20, 120))
@settings(max_examples=15, deadline=None)
def test_a_control_is_told_with_its_variable_and_its_answer_wherever_segments_end(size: int) -> None:
    t = Talk(dport=9999).syn().say(CONTROL, size).answer(DONE, size).say(DELETE, size)
    control, delete = events(t.close().frames, "network.mms")
    assert (control["fengsui.mms.service"], control["fengsui.ics.operation"]) == ("write", "control")
    assert (control["fengsui.mms.domain"], control["fengsui.mms.item"]) == ("IED1LD0", "CSWI1$CO$Pos$Oper")
    assert (control["event.outcome"], control["source.ip"]) == ("success", CLIENT)
    assert (delete["fengsui.mms.service"], delete["fengsui.ics.operation"]) == ("file_delete", "write")
    assert "event.outcome" not in delete


def test_a_refused_write_is_a_failure() -> None:
    t = Talk(dport=102).syn().say(write(b"LLN0$SP$x$setVal")).answer(REFUSED).close()
    (told,) = events(t.frames, "network.mms")
    assert (told["event.outcome"], told["fengsui.ics.operation"]) == ("failure", "write")


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_messages_are_counted_as_tshark_counts_them() -> None:
    """tshark follows presentation contexts and so knows no message of a session whose beginning was not recorded; those
    reports are ours alone."""
    assert TSHARK is not None
    names = (
        "mms.confirmedServiceRequest",
        "mms.initiate_RequestPDU_element",
        "mms.conclude_RequestPDU_element",
        "mms.unconfirmed_PDU_element",
    )
    command = [TSHARK, "-n", "-r", str(shared(SAMPLE)), "-Y", "mms", "-T", "fields"]
    done = subprocess.run(
        [*command, *(part for name in names for part in ("-e", name))],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    theirs: Counter[str] = Counter()
    for line in done.stdout.splitlines():
        service, initiate, conclude, report = line.split("\t")
        if service:
            theirs[mms.SERVICES[int(service)]] += 1
        theirs.update({"initiate": bool(initiate), "conclude": bool(conclude), "information_report": bool(report)})
    mine: Counter[str] = Counter()
    for event in of(SAMPLE, "mms"):
        mine[event["fengsui.mms.service"]] += event.get("fengsui.messages", 1)
    reports = mine.pop("information_report") - theirs.pop("information_report", 0)
    assert reports >= 0
    assert {name: mine[name] for name in theirs} == dict(theirs)
    assert sum(theirs.values()) >= 4


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_message_or_are_refused(raw: bytes) -> None:
    for parse in (mms.service, mms.pdu):
        with suppress(BadRecord):
            parse(raw)
    with suppress(BadRecord):
        mms.pdu(b"\x01\x00\x01\x00\x61" + raw)
    domain, name = mms.variable(raw)
    assert len(domain) + len(name) <= 8 * mms.NAME_MOST


@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_spoilt_conversations_end_in_events_within_bounds(data: st.DataObject) -> None:
    t = Talk(dport=102).syn().say(CONTROL)
    for side, whole in ((1, DONE), (0, DELETE), (1, REFUSED), (0, CONTROL)):
        raw = bytearray(whole)
        for _ in range(data.draw(st.integers(0, 3))):
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        t = t.answer(bytes(raw)) if side else t.say(bytes(raw))
    began = process_time()
    found, refused = read(pcap(t.close().frames))
    assert refused == []
    assert found
    assert process_time() - began < 5
