"""Following a file: growth, rotation, truncation, restart; nothing twice, nothing lost that was there to read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import RawRecord
from collectors.inputs import open_input
from collectors.logs.auditd.reader import cut as auditd_cut
from collectors.logs.tail import Position, Tail


def drain(tail: Tail, *, flush: bool = False) -> list[str]:
    out = []
    while True:
        polled = tail.poll(flush=flush)
        out += [r.data.decode() for r in polled.records if isinstance(r, RawRecord)]
        if not polled.more:
            return out


def append(path: Path, text: str) -> None:
    with path.open("a") as f:
        f.write(text)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "app.log"


def test_lines_come_once_as_they_are_written(log: Path) -> None:
    tail = Tail(log)
    assert drain(tail) == []  # not there yet
    append(log, "one\ntwo\n")
    assert drain(tail) == ["one", "two"]
    assert drain(tail) == []
    append(log, "three\n")
    assert drain(tail) == ["three"]
    tail.close()


def test_a_line_without_its_end_is_held_back_until_it_is_whole_or_flushed(log: Path) -> None:
    tail = Tail(log)
    append(log, "one\ntw")
    assert drain(tail) == ["one"]
    append(log, "o\nth")
    assert drain(tail) == ["two"]
    assert drain(tail, flush=True) == ["th"]
    tail.close()


def test_rename_and_create_reads_the_old_file_to_its_end_first(log: Path) -> None:
    tail = Tail(log)
    append(log, "one\n")
    assert drain(tail) == ["one"]
    old = log.rename(log.with_suffix(".log.1"))
    append(old, "two\n")  # the writer still holds it
    assert drain(tail) == ["two"]
    log.touch()
    append(old, "three\nlast without end")
    assert drain(tail) == ["three"]  # an empty successor says nothing yet
    append(log, "four\n")
    assert drain(tail) == ["last without end", "four"]
    tail.close()


def test_copy_and_truncate_starts_again(log: Path) -> None:
    tail = Tail(log)
    append(log, "first\nsecond\n")
    assert drain(tail) == ["first", "second"]
    os.truncate(log, 0)
    assert tail.poll().reset == "truncated"
    append(log, "third\n")
    assert drain(tail) == ["third"]
    tail.close()


def test_a_file_truncated_and_grown_past_the_old_place_is_noticed_by_its_first_line(log: Path) -> None:
    tail = Tail(log)
    append(log, "first line\n")
    assert drain(tail) == ["first line"]
    log.write_text("other first line, longer\nand another\n")
    assert drain(tail) == ["other first line, longer", "and another"]
    tail.close()


def test_reading_goes_on_after_a_restart_where_the_checkpoint_says(log: Path) -> None:
    tail = Tail(log)
    append(log, "one\ntwo\npart")
    assert drain(tail) == ["one", "two"]
    kept = tail.position
    tail.close()
    append(log, "ial\nthree\n")
    again = Tail(log, kept)
    assert drain(again) == ["partial", "three"]
    again.close()


def test_a_file_rotated_while_nobody_looked_is_finished_before_the_new_one(log: Path) -> None:
    tail = Tail(log)
    append(log, "one\n")
    drain(tail)
    kept = tail.position
    tail.close()
    append(log, "two\n")
    log.rename(log.with_suffix(".log.1"))
    append(log, "three\n")
    again = Tail(log, kept)
    assert drain(again) == ["two", "three"]
    again.close()


def test_another_file_in_the_same_inode_is_not_taken_for_the_old_one(log: Path) -> None:
    append(log, "new content\n")
    tail = Tail(log, Position(log.stat().st_ino, "0" * 32, 5))
    polled = tail.poll()
    assert polled.reset == "replaced"
    assert [r.data for r in polled.records] == [b"new content"]
    tail.close()


def test_the_fingerprint_is_the_one_opening_the_file_gives(log: Path) -> None:
    append(log, "#fields a\n1\n2\n")
    tail = Tail(log)
    assert tail.poll().position.fingerprint == next(open_input(log)).fingerprint
    tail.close()


def test_an_audit_event_is_held_back_until_it_is_whole(log: Path) -> None:
    tail = Tail(log, cut=lambda data, position, final: auditd_cut(data, position, final=final))
    append(log, 'type=SYSCALL msg=audit(1.5:9): pid=1\ntype=CWD msg=audit(1.5:9): cwd="/"\n')
    assert drain(tail) == []
    append(log, "type=PROCTITLE msg=audit(1.5:9): proctitle=61\n")
    (event,) = drain(tail)
    assert event.count("type=") == 3
    tail.close()


WRITES = st.lists(
    st.tuples(st.sampled_from(["line", "part", "rotate", "poll", "restart"]), st.text("ab", min_size=1, max_size=5)),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(WRITES)
def test_whatever_is_written_and_renamed_every_line_comes_exactly_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    log = tmp_path_factory.mktemp("t") / "x.log"
    log.touch()
    tail, got, written, rotated = Tail(log), [], "", 0
    texts: list[str] = []
    for number, (step, word) in enumerate(steps):
        if step in ("line", "part"):
            text = f"{number}{word}" + ("\n" if step == "line" else "")
            append(log, text)
            written += text
        elif step == "rotate" and log.stat().st_size:
            # the tail sees every rotation; two between polls would need the checkpoint's file to be found by name
            got += drain(tail)
            rotated += 1
            log.rename(log.with_name(f"x.log.{rotated}"))
            log.touch()
            texts.append(written)
            written = ""
        elif step == "poll":
            got += drain(tail)
        elif step == "restart":
            got += drain(tail)
            kept = tail.position
            tail.close()
            tail = Tail(log, kept)
    append(log, "end\n")
    got += drain(tail) + drain(tail)
    tail.close()
    texts.append(written + "end\n")
    assert got == [line for text in texts for line in text.split("\n") if line]
