"""NetFlow, IPFIX and sFlow: what exporters say becomes flows; what they leave out, lie about or lose is counted."""

from __future__ import annotations

import io
import socket
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined, RawRecord
from collectors.flows import SOURCE, exporters, templates
from collectors.flows.exporters import Exporters
from collectors.packets.community import community_id
from model.ecs import catalogue
from model.errors import BadRecord
from model.event import REQUIRED, seal
from tests.collectors.flows.exports import (
    NOW,
    ORIGIN,
    SECONDS,
    a_set,
    events,
    flow,
    ipfix,
    record,
    sample,
    sflow,
    template,
    v5,
    v9,
)


def said(event: dict) -> tuple:
    names = ("source.ip", "destination.ip", "source.port", "destination.port", "network.iana_number")
    return (*(event[name] for name in names), event["source.packets"], event["source.bytes"])


def meant(number: int) -> tuple:
    source, destination, sport, dport, protocol, packets, size = flow(number)
    return (source, destination, sport, dport, str(protocol), packets, size)


FLOWS = [flow(number) for number in range(20)]
DATA = b"".join(record(one) for one in FLOWS)


@pytest.mark.parametrize(
    "datagrams",
    [
        (v5(FLOWS),),
        (v9(a_set(0, template()), a_set(256, DATA)),),
        (ipfix(a_set(2, template()), a_set(256, DATA)),),
        (v9(a_set(256, DATA)), v9(a_set(0, template()), sequence=1)),
    ],
    ids=["version 5", "version 9", "IPFIX", "data before its template"],
)
def test_each_record_is_a_flow_with_the_names_the_sensor_uses(datagrams):
    found = events(*datagrams)
    assert [said(event) for event in found] == [meant(number) for number in range(20)]
    first = found[0]
    assert set(REQUIRED) <= first.keys()
    assert first["event.dataset"] == "network.flow"
    assert first["network.transport"] == "tcp"
    assert first["network.bytes"] == first["source.bytes"]
    assert first["observer.ip"] == ["192.0.2.9"]
    assert first["fengsui.flow.tcp_flags"] == 0x1B
    source, destination = socket.inet_aton("10.0.0.0"), socket.inet_aton("198.51.100.7")
    assert first["network.community_id"] == community_id(source, destination, 6, 1024, 443)
    assert len({event["event.id"] for event in found}) == 20
    unknown = {name for event in found for name in event} - catalogue().keys()
    assert not unknown


def test_an_event_has_what_sealing_gives_every_event():
    [event] = events(v5(FLOWS[:1]))
    sealed = seal({"@timestamp": NOW, "event.dataset": "x"}, ORIGIN, position=1, content=b"", ingested=NOW)
    assert sealed.keys() <= event.keys()


@pytest.mark.parametrize("export", [v5(FLOWS[:1]), v9(a_set(0, template()), a_set(256, record(FLOWS[0])))])
def test_times_are_counted_from_the_exporters_start(export):
    [event] = events(export)
    assert event["event.start"] == event["@timestamp"] == (SECONDS - 5) * 1_000_000
    assert event["event.end"] == (SECONDS - 1) * 1_000_000
    assert event["event.duration"] == 4_000_000_000


def test_uptimes_that_went_round_after_49_days_are_before_the_export():
    data = bytearray(v5(FLOWS[:1], uptime=10_000))
    struct.pack_into(">I", data, 4, 2000)
    struct.pack_into(">II", data, 24 + 24, (2000 - 5000) & 0xFFFFFFFF, 1000)
    [event] = events(bytes(data))
    assert event["event.start"] == (SECONDS - 5) * 1_000_000
    assert event["event.end"] == (SECONDS - 1) * 1_000_000


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        (((150, 4), (151, 4)), struct.pack(">II", SECONDS - 9, SECONDS - 2)),
        (((152, 8), (153, 8)), struct.pack(">QQ", (SECONDS - 9) * 1000, (SECONDS - 2) * 1000)),
        (
            ((156, 8), (157, 8)),
            struct.pack(">QQ", SECONDS - 9 + 2_208_988_800 << 32, SECONDS - 2 + 2_208_988_800 << 32),
        ),
        (((158, 4), (159, 4)), struct.pack(">II", 9_000_000, 2_000_000)),
    ],
    ids=["seconds", "milliseconds", "NTP", "before the export"],
)
def test_every_way_ipfix_tells_time_is_read(fields, values):
    where = ((8, 4), (12, 4), *fields)
    body = socket.inet_aton("10.0.0.1") + socket.inet_aton("10.0.0.2") + values
    [event] = events(ipfix(a_set(2, template(300, where)), a_set(300, body)))
    assert (event["event.start"], event["event.end"]) == ((SECONDS - 9) * 1_000_000, (SECONDS - 2) * 1_000_000)


def test_values_of_varying_length_and_the_reverse_direction_are_read():
    fields = ((27, 16), (28, 16), (7, 2), (11, 2), (4, 1), (1, 4), (1, 4, 29305), (96, 65535), (4, 3, 9999))
    row = socket.inet_pton(socket.AF_INET6, "2001:db8::1") + socket.inet_pton(socket.AF_INET6, "2001:db8::2")
    row += struct.pack(">HHBII", 5353, 53, 17, 700, 900)
    rows = row + b"\x03dns" + b"xyz" + row + b"\xff\x00\x02ab" + b"xyz"
    found = events(ipfix(a_set(2, template(300, fields)), a_set(300, rows)))
    assert [event["netflow.application_name"] for event in found] == ["dns", "ab"]
    assert found[0]["source.ip"] == "2001:db8::1"
    assert (found[0]["source.bytes"], found[0]["destination.bytes"], found[0]["network.bytes"]) == (700, 900, 1600)
    assert found[0]["network.type"] == "ipv6"


def test_icmp_has_types_and_no_ports():
    fields = ((8, 4), (12, 4), (4, 1), (32, 2))
    row = socket.inet_aton("10.0.0.1") + socket.inet_aton("10.0.0.2") + struct.pack(">BH", 1, 0x0800)
    [event] = events(ipfix(a_set(2, template(300, fields)), a_set(300, row)))
    assert (event["fengsui.icmp.type"], event["fengsui.icmp.code"]) == (8, 0)
    assert "source.port" not in event


def test_sampling_is_told_by_version_5_headers_and_by_options():
    [event] = events(v5(FLOWS[:1], sampling=0x4000 | 100))
    assert event["fengsui.flow.sampling"] == 100
    options = struct.pack(">HHHHHHHHH", 257, 4, 8, 1, 4, 34, 4, 35, 4)
    told = struct.pack(">III", 1, 1000, 2)
    found = events(v9(a_set(1, options), a_set(257, told), a_set(0, template()), a_set(256, DATA)))
    assert {event["fengsui.flow.sampling"] for event in found} == {1000}
    options = struct.pack(">HHHHHHHHH", 257, 3, 1, 149, 4, 305, 4, 306, 4)
    found = events(
        ipfix(a_set(3, options), a_set(257, struct.pack(">III", 1, 1, 63)), a_set(2, template()), a_set(256, DATA))
    )
    assert {event["fengsui.flow.sampling"] for event in found} == {64}


def test_numbers_that_are_missing_are_counted_and_overtaken_datagrams_are_none():
    known = Exporters()
    for number in (0, 3, 2, 1, 4, 10):
        known.feed(v9(sequence=number), "192.0.2.1", 0.0)
    assert known.lost["sequence_gap"] == 2 + 5
    known = Exporters()
    known.feed(v5(FLOWS, sequence=0), "192.0.2.1", 0.0)
    known.feed(v5(FLOWS, sequence=50), "192.0.2.1", 0.0)
    known.feed(v5(FLOWS, sequence=0), "192.0.2.1", 0.0)
    assert known.lost["sequence_gap"] == 30
    known = Exporters()
    known.feed(ipfix(a_set(2, template()), a_set(256, DATA), sequence=0), "192.0.2.1", 0.0)
    known.feed(ipfix(a_set(256, DATA), sequence=20), "192.0.2.1", 0.0)
    known.feed(ipfix(a_set(256, DATA), sequence=47), "192.0.2.1", 0.0)
    assert known.lost["sequence_gap"] == 7


def test_data_without_a_template_wait_within_bounds_and_are_then_counted(monkeypatch):
    monkeypatch.setattr(exporters, "WAITING_SETS", 3)
    known = Exporters()
    for number in range(5):
        known.feed(v9(a_set(300 + number, DATA), sequence=number), "192.0.2.1", 0.0)
    assert known.lost["no_template"] == 2
    assert known.take(exporters.WAITING_S + 1) == []
    assert known.lost["no_template"] == 5


def test_templates_belong_to_one_exporter_and_its_domain_and_end_when_not_repeated(monkeypatch):
    known = Exporters()
    assert not events(v9(a_set(0, template()), domain=1), exporters=known, peer="192.0.2.1")
    assert not events(v9(a_set(256, DATA), domain=2), exporters=known, peer="192.0.2.1")
    assert not events(v9(a_set(256, DATA), domain=1), exporters=known, peer="192.0.2.2")
    assert len(events(v9(a_set(256, DATA), domain=1), exporters=known, peer="192.0.2.1")) == 20
    late = templates.LIFETIME_S + 1
    assert not events(v9(a_set(256, DATA), domain=1), exporters=known, peer="192.0.2.1", now_s=late)
    monkeypatch.setattr(templates, "TEMPLATES_MOST", 4)
    many = [a_set(0, template(300 + number)) for number in range(9)]
    assert not events(v9(*many, a_set(300, DATA)), exporters=Exporters())


def test_an_exporter_that_changes_its_template_is_read_by_the_one_it_gave_last():
    swapped = (
        (12, 4),
        (8, 4),
        *((n, s) for n, s in ((7, 2), (11, 2), (4, 1), (6, 1), (2, 8), (1, 8), (22, 4), (21, 4))),
    )
    first, second = v9(a_set(0, template()), a_set(256, DATA)), v9(a_set(0, template(256, swapped)), a_set(256, DATA))
    found = events(first, second)
    assert found[0]["source.ip"] == found[20]["destination.ip"] == "10.0.0.0"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "netflow.version"),
        (b"\0\x07" + bytes(40), "netflow.version"),
        (v5(FLOWS)[:-1], "netflow.count"),
        (v9(a_set(256, DATA))[:-1], "netflow.set"),
        (v9(struct.pack(">HH", 256, 0)), "netflow.set"),
        (ipfix(a_set(2, template())) + b"x", "netflow.length"),
        (v9(a_set(0, struct.pack(">HH", 256, 60000) + bytes(40))), "netflow.template"),
        (v9(a_set(0, template(256, ((8, 60000),) * 2))), "netflow.template"),
        (v9(a_set(0, template(256, ((8, 0),)))), "netflow.template"),
        (v9(a_set(0, template(100))), "netflow.template"),
    ],
)
def test_a_datagram_that_lies_is_refused_with_a_reason(data, reason):
    with pytest.raises(BadRecord) as refused:
        Exporters().feed(data, "192.0.2.1", 0.0)
    assert refused.value.reason == reason


def test_a_clock_that_is_wrong_does_not_make_a_day_of_its_own():
    fields = ((8, 4), (12, 4), (152, 8), (153, 8))
    row = socket.inet_aton("10.0.0.1") + socket.inet_aton("10.0.0.2") + struct.pack(">QQ", 2**63, 2**63)
    [event] = events(ipfix(a_set(2, template(300, fields)), a_set(300, row)))
    assert event["@timestamp"] == NOW
    assert event["fengsui.clock_fault"].startswith("2103")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=5), st.sampled_from([5, 9, 10]))
def test_no_bytes_make_it_fail_otherwise_than_by_refusing(bodies, version):
    known = Exporters()
    for body in bodies:
        for data in (
            body,
            v9(a_set(0, template()), a_set(1, body), a_set(256, body)),
            ipfix(a_set(2, body), a_set(300, body)),
        ):
            try:
                events(struct.pack(">H", version) + data[2:], exporters=known)
            except BadRecord:
                continue


def ethernet(vlan: int = 0) -> bytes:
    ip = (
        struct.pack(">BBHHHBBH", 0x45, 0, 40, 1, 0, 64, 6, 0)
        + socket.inet_aton("10.1.1.1")
        + socket.inet_aton("10.1.1.2")
    )
    tcp = struct.pack(">HHIIBBHHH", 40000, 80, 1, 0, 0x50, 0x02, 1000, 0, 0)
    tag = struct.pack(">HH", 0x8100, vlan) if vlan else b""
    return bytes.fromhex("020000000002020000000001") + tag + b"\x08\x00" + ip + tcp


def test_a_sampled_packet_is_a_flow_of_one_packet():
    first, second = events(sflow(sample(ethernet(), length=1518, vlan=30), sample(ethernet(12))))
    assert first["network.bytes"] == first["source.bytes"] == 1518
    assert first["source.packets"] == 1
    assert first["fengsui.flow.sampling"] == 512
    assert (first["source.ip"], first["destination.port"], first["network.transport"]) == ("10.1.1.1", 80, "tcp")
    assert (first["source.mac"], first["network.vlan.id"]) == ("02-00-00-00-00-01", "30")
    assert second["network.vlan.id"] == "12"
    assert first["observer.ip"] == ["192.0.2.50"]
    assert first["observer.ingress.interface.id"] == "7"
    assert first["event.id"] != second["event.id"]
    assert not set(first) - catalogue().keys()


@pytest.mark.parametrize("cut", [30, 40, 60, 100])
def test_an_sflow_datagram_that_is_cut_is_refused(cut):
    with pytest.raises(BadRecord):
        events(sflow(sample(ethernet()))[:cut])


def test_an_ipfix_file_is_read_from_any_message_with_the_templates_before_it():
    messages = [ipfix(a_set(2, template()), a_set(256, DATA)), ipfix(a_set(256, DATA), sequence=20)]
    whole = b"".join(messages)
    assert SOURCE.recognises(whole, "x") == 90
    read = [*SOURCE.records(io.BytesIO(whole))]
    assert len(read) == 2
    assert isinstance(read[1], RawRecord)
    [again] = SOURCE.records(io.BytesIO(whole), read[0].end)
    assert again == read[1]
    assert len(SOURCE.normalise(read[1], ORIGIN, NOW)) == 20
    [*_, last] = SOURCE.records(io.BytesIO(whole + b"\0\x0a\0\x04"))
    assert isinstance(last, Quarantined)
