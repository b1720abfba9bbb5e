"""A capture looked into by several processes gives what one gives."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.commands import collect
from cli.main import app
from pipeline import shares
from pipeline.lanes import Reading, events_of
from tests.collectors.packets.craft import Talk, ether, ipv4, pcap, tcp, udp


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    draw = random.Random(3)
    frames = []
    for number in range(40):
        talk = Talk(sport=30_000 + number).syn()
        talk.say(b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % number).answer(
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"
        )
        frames += talk.close().frames
    body = tcp(b"x" * 40, 5, 6)
    time = frames[-1][0] + 10
    frames.append((time, ether(ipv4(body[:40], 6, offset=0, more=True))))  # never completed
    frames.append((time + 1, ether(ipv4(udp(b"cut", 7, 8), 17))[:30]))  # cannot be read
    draw.shuffle(frames)
    path = tmp_path / "talks.pcap"
    path.write_bytes(pcap(frames))
    return path


def told(line: bytes | str) -> dict[str, object]:
    event = json.loads(line)
    event.pop("event.ingested")
    return event


def test_shares_together_are_the_whole(capture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from model.ecs import date_fields
    from model.event import to_json

    whole = list(events_of(Reading(path=str(capture))))
    expected = [told(to_json(event, date_fields())) for event in whole if isinstance(event, dict)]
    made = list(shares.shared_lines(str(capture), "", 3))
    found = [told(line) for lines in made for line in lines.data.splitlines()]
    by_id = lambda event: str(event["event.id"])  # noqa: E731
    assert sorted(found, key=by_id) == sorted(expected, key=by_id)
    refused = [item for lines in made for item in lines.quarantined]
    assert [item.reason for item in refused] == [q.reason for q in whole if not isinstance(q, dict)]
    again = [told(line) for lines in shares.shared_lines(str(capture), "", 3) for line in lines.data.splitlines()]
    assert again == found


def test_collect_shares_long_captures_and_filters_them(
    capture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "WORTH_BYTES", 1)
    monkeypatch.setattr(collect, "cores", lambda: 2)
    out, stats = tmp_path / "out.jsonl", tmp_path / "stats.json"
    options = ["--out", str(out), "--stats", str(stats), "--filter", "tcp port 30007"]
    done = CliRunner().invoke(app, ["collect", str(capture), *options])
    assert done.exit_code == 0, done.output
    events = [told(line) for line in out.read_bytes().splitlines()]
    flows = [event for event in events if event["event.dataset"] == "network.flow" and "source.port" in event]
    assert flows
    assert all(30_007 in (event["source.port"], event["destination.port"]) for event in flows)
    assert json.loads(stats.read_bytes())["datasets"]["network.flow"] == len(flows)


def test_a_filter_on_a_log_is_refused(tmp_path: Path) -> None:
    log = tmp_path / "a.jsonl"
    log.write_text('{"message": "x"}\n')
    done = CliRunner().invoke(app, ["collect", str(log), "--filter", "udp"], standalone_mode=False)
    assert "captures" in str(done.exception)


def test_what_is_short_or_no_capture_is_not_shared(capture: Path, tmp_path: Path) -> None:
    assert not shares.worth_sharing(str(capture))
    assert not shares.worth_sharing(str(tmp_path / "absent"))
    assert not shares.worth_sharing("-")
