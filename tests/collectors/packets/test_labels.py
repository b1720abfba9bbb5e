"""nDPI's labels beside our own: joined by ends and time, never instead of what content has shown."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from cli.main import app
from collectors.packets.labels import Label, Labels, available, read_labels
from model.errors import InputError
from model.event import Event
from tests.collectors.packets.craft import START, Talk, events, pcap

SECOND = 1_000_000


def flow(**more: object) -> Event:
    base: Event = {
        "event.dataset": "network.flow",
        "network.community_id": "1:x",
        "event.start": START,
        "event.end": START,
    }
    return base | more


def labelled(event: Event, *labels: Label) -> Event:
    (found,) = Labels({"1:x": list(labels)}).label([event])
    return found


def test_a_label_fills_what_content_did_not_tell_and_changes_nothing_else() -> None:
    label = Label(START, START, "TLS.Google", "Web", False)
    bare = labelled(flow(), label)
    assert (bare["network.protocol"], bare["network.application"]) == ("tls", "google")
    known = labelled(flow(**{"network.protocol": "http"}), label)
    assert (known["network.protocol"], known["fengsui.ndpi.label"]) == ("http", "TLS.Google")
    guessed = labelled(flow(), Label(START, START, "SSH", "RemoteAccess", True))
    assert "network.protocol" not in guessed


def test_labels_of_another_time_are_not_taken() -> None:
    late = Label(START + 60 * SECOND, START + 61 * SECOND, "SSH", "RemoteAccess", False)
    assert "fengsui.ndpi.label" not in labelled(flow(), late)
    assert "fengsui.ndpi.label" not in labelled(flow(), Label(START, START, "Unknown", "Unspecified", False))


@pytest.mark.skipif(not available(), reason="needs nfstream: pip install fengsui[peers]")
def test_ndpi_names_a_conversation_the_command_line_was_asked_about(tmp_path: Path) -> None:
    talk = (
        Talk(dport=80)
        .syn()
        .say(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
        .answer(b"HTTP/1.1 200 OK\r\n\r\n")
        .close()
    )
    path = tmp_path / "http.pcap"
    path.write_bytes(pcap(talk.frames))
    done = CliRunner().invoke(app, ["collect", str(path), "--labels", "ndpi"])
    assert done.exit_code == 0, done.output
    found = [orjson.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    (told,) = [e for e in found if e["event.dataset"] == "network.flow"]
    assert told["fengsui.ndpi.label"].startswith("HTTP")
    plain = events(talk.frames, "network.flow")[0]
    assert {k: v for k, v in told.items() if k in plain and k.startswith("network.")} == {
        k: v for k, v in plain.items() if k.startswith("network.")
    }


@pytest.mark.skipif(not available(), reason="needs nfstream: pip install fengsui[peers]")
def test_a_file_ndpi_cannot_read_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "no.pcap"
    with pytest.raises(InputError, match="files only"):
        read_labels(path)
    path.write_bytes(b"no capture")
    with pytest.raises(InputError, match="could not read"):
        read_labels(path)
