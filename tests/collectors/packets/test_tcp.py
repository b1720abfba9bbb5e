"""Streams that arrive in every wrong way must tell the same as one that arrives right."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets import tcp as reassembly
from tests.collectors.packets.craft import ACK, FIN, PSH, SYN, Talk, events, faults

REQUEST = b"POST /upload HTTP/1.1\r\nHost: a.example\r\nContent-Length: 3000\r\n\r\n" + bytes(range(250)) * 12
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + b"r" * 2000


def talk(size: int = 300) -> Talk:
    return Talk().syn().say(REQUEST, size).answer(RESPONSE, size).close()


def told(frames: list) -> list[tuple]:
    return [
        (
            e["http.request.method"],
            e["http.request.body.bytes"],
            e.get("fengsui.http.request.body.sha256"),
            e["http.response.status_code"],
            e["http.response.body.bytes"],
            e.get("fengsui.http.response.body.sha256"),
        )
        for e in events(frames, "network.http")
    ]


EXPECTED = told(talk().frames)


def test_the_plain_stream_tells_its_request_and_answer():
    assert [t[:2] + t[3:5] for t in EXPECTED] == [("POST", 3000, 200, 2000)]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(40, 1400))
def test_segments_out_of_order_and_doubled_tell_the_same(seed, size):
    rng = random.Random(seed)
    frames = talk(size).frames
    head, body = frames[:3], frames[3:]
    requests = list(body[: len(REQUEST) // size + 1])
    rest = body[len(requests) :]
    shuffled = []
    while requests:  # displaced by at most a few places, as networks do
        shuffled.append(requests.pop(rng.randrange(min(4, len(requests)))))
        if rng.random() < 0.3:
            shuffled.append(rng.choice(shuffled))
    assert told([f for _, f in head + shuffled + rest]) == EXPECTED


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 700)), min_size=1, max_size=12), st.integers(50, 600))
def test_overlapping_repetitions_change_nothing(repeats, size):
    t = Talk().syn()
    begin = t.seq[0]
    for at in range(0, len(REQUEST), size):
        t.say(REQUEST[at : at + size])
        for where, length in repeats:
            if where < at:
                t.send(0, REQUEST[where : where + length][: max(0, at + size - where)], PSH | ACK, seq=begin + where)
    assert told(t.answer(RESPONSE).close().frames) == EXPECTED


def test_of_two_versions_of_the_same_bytes_the_first_stands():
    t = Talk().syn()
    begin = t.seq[0]
    t.send(0, b"GET /two HTTP/1.1\r\n\r\n", PSH | ACK, seq=begin + 21)  # early
    t.send(0, b"GET /new HTTP/1.1\r\n\r\n", PSH | ACK, seq=begin + 21)  # contradicts what waits
    t.send(0, b"GET /one HTTP/1.1\r\n\r\n", PSH | ACK, seq=begin)
    assert [e["url.path"] for e in events(t.frames, "network.http")] == ["/one", "/two"]


def test_a_stream_without_its_syn_is_followed_from_where_it_is():
    frames = talk().frames[3:]
    assert told(frames) == EXPECTED


def test_data_on_the_syn_belongs_to_the_stream():
    t = Talk().send(0, b"GET /fast HTTP/1.1\r\n", SYN).send(1, flags=SYN | ACK).say(b"\r\n")
    assert [e["url.path"] for e in events(t.frames, "network.http")] == ["/fast"]


def test_a_hole_the_receiver_acknowledged_is_given_up_at_once():
    t = talk(300)
    hole = t.frames[6]
    frames = [f for f in t.frames if f is not hole]
    event = events(frames, "network.http")[0]
    assert event["fengsui.http.request.missing_bytes"] == 300
    assert event["http.request.body.bytes"] == 3000
    assert "fengsui.http.request.body.sha256" not in event
    assert event["http.response.status_code"] == 200


def test_a_hole_in_a_head_is_said_and_the_next_request_is_found():
    t = Talk().syn().say(b"GET /lost HTTP/1.1\r\nA: b\r\n").say(b"C: d\r\n").say(b"\r\n").answer(RESPONSE)
    t.say(b"GET /found HTTP/1.1\r\n\r\n").answer(b"HTTP/1.1 204 No Content\r\n\r\n").close()
    frames = [f for n, f in enumerate(t.frames) if n != 4]
    assert [e.get("url.path") for e in events(frames, "network.http")][-1] == "/found"


def test_a_protocol_that_cannot_skip_a_hole_says_so_once():
    hello = b"SSH-2.0-x\r\n" + (600).to_bytes(4, "big") + b"\x04\x14" + b"k" * 598
    t = Talk(dport=22).syn().say(hello, 100).answer(b"SSH-2.0-y\r\n")
    frames = [f for n, f in enumerate(t.frames) if n not in (5, 7)]
    assert faults(frames).count("stream.gap") == 1


@pytest.mark.parametrize("late", [True, False])
def test_what_waits_for_a_hole_is_bounded(monkeypatch, late):
    monkeypatch.setattr(reassembly, "PENDING_BYTES", 5000)
    t = Talk().syn().say(REQUEST[:100])
    begin = t.seq[0]
    most = 0
    conversation = []
    original = reassembly.TcpConversation._postpone

    def watched(self, *args):
        nonlocal most
        original(self, *args)
        conversation.append(self)
        most = max(most, *(d.pending_bytes for d in self._directions))

    monkeypatch.setattr(reassembly.TcpConversation, "_postpone", watched)
    for n in range(200):
        t.send(0, bytes(100), PSH | ACK, seq=begin + 50 + n * 100)
    if late:
        t.send(0, bytes(50), PSH | ACK, seq=begin)
    assert len(events(t.frames, "network.flow")) == 1
    assert 0 < most <= 5000


def test_a_sequence_number_from_nowhere_is_no_part_of_the_stream():
    t = Talk().syn().say(REQUEST[:500])
    t.send(0, b"garbage", PSH | ACK, seq=t.seq[0] + (1 << 26))
    assert told(t.say(REQUEST[500:]).answer(RESPONSE).close().frames) == EXPECTED


def test_a_fin_that_overtakes_data_still_ends_the_body_after_it():
    t = Talk().syn().say(b"GET / HTTP/1.0\r\n\r\n").answer(b"HTTP/1.0 200 OK\r\n\r\n" + b"a" * 50)
    at = t.seq[1]
    t.send(1, flags=FIN | ACK, seq=at + 60).send(1, b"b" * 60, PSH | ACK, seq=at)
    assert [e["http.response.body.bytes"] for e in events(t.frames, "network.http")] == [110]


def test_unfinished_messages_of_many_conversations_are_bounded_together(monkeypatch):
    from collectors.packets import conversation

    monkeypatch.setattr(conversation, "HELD_MOST", 200_000)
    most, hold = 0, conversation.Conversation.hold

    def watched(self, size):
        nonlocal most
        fine = hold(self, size)
        if fine:
            most = max(most, self.recording.held)
        return fine

    monkeypatch.setattr(conversation.Conversation, "hold", watched)
    talks = [Talk(sport=1000 + n).syn().say(b"GET / HTTP/1.1\r\nA: " + b"a" * 20_000) for n in range(40)]
    frames = [f for talk in talks for f in talk.frames]
    assert faults(frames).count("stream.memory") >= 25
    assert 150_000 < most <= 200_000
    assert len(events(frames, "network.flow")) == 40


@pytest.mark.parametrize("end", [True, False])
def test_what_is_kept_is_given_back_when_conversations_end(monkeypatch, end):
    import io

    from collectors.packets import conversation
    from collectors.packets.meter import Limits
    from collectors.packets.reader import packets
    from collectors.packets.source import Session
    from tests.collectors.packets.craft import ORIGIN, pcap
    from tests.collectors.packets.test_events import mixed

    recording = conversation.Recording(ORIGIN, 0)
    session = Session(recording, Limits())
    frames = mixed()
    for packet in packets(io.BytesIO(pcap(frames if end else frames[: len(frames) // 2]))):
        session.packet(packet)
    assert end or recording.held > 0
    session.finish()
    assert recording.held == 0
