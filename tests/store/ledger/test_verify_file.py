"""An export tells on every change made to it, and says where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model.errors import InputError, LedgerBroken, ScopeError
from store import ledger
from store.ledger import chain as writing
from store.ledger.canonical import MEMBERS, leaf_hash, to_canonical
from store.ledger.verification import MAX_FAULTS
from store.scope import EVERYTHING, Scope
from store.state import State, open_state

SIZE = 40


@cache
def exported() -> tuple[tuple[bytes, ...], ledger.Checkpoint, ledger.Checkpoint]:
    """The lines of a ledger of 40 records with a checkpoint each tenth, its checkpoint, and one taken at 25 records."""
    every, writing.CHECKPOINT_EVERY = writing.CHECKPOINT_EVERY, 10
    try:
        with TemporaryDirectory() as folder, open_state(Path(folder) / "state.db") as state:
            with state.transaction() as tx:
                for n in range(36):
                    details = {"n": n, "note": "备注 \u2028", "list": [None, True, {"deep": -1}]}
                    ledger.append(tx, actor="wang.wei", action="alert.decided", object=f"alert:{n}", details=details)
            with state.reading() as tx:
                checkpoint = ledger.export(tx, Path(folder) / "out.jsonl", EVERYTHING)
                return (
                    tuple((Path(folder) / "out.jsonl").read_bytes().splitlines(keepends=True)),
                    checkpoint,
                    ledger.at_size(tx, 25),
                )
    finally:
        writing.CHECKPOINT_EVERY = every


def verify(lines: list[bytes] | bytes, *against: ledger.Checkpoint) -> ledger.Report:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        path.write_bytes(lines if isinstance(lines, bytes) else b"".join(lines))
        return ledger.verify_file(path, against)


def rewritten(line: bytes, change: Callable[[dict], None], previous: str | None = None) -> bytes:
    """The record changed and given the hash that fits what it now holds, as a careful forger would."""
    value = json.loads(line)
    value.pop("hash")
    change(value)
    if previous is not None:
        value["previous"] = previous
    return to_canonical({**value, "hash": leaf_hash(to_canonical(value)).hex()}) + b"\n"


def closing(lines: list[bytes]) -> bytes:
    """A closing line that fits the lines."""
    report = verify([*lines, b""])
    end = {"format": "fengsui-ledger/1", "origin": report.origin, "root": report.root, "size": report.records}
    return to_canonical({"end": end}) + b"\n"


def test_an_untouched_export_verifies_and_counts_what_it_checked() -> None:
    lines, checkpoint, earlier = exported()
    report = verify(list(lines), checkpoint, earlier)
    assert report.ok
    assert (report.records, report.checkpoints, report.known) == (SIZE + 1, 4, 2)
    assert (report.origin, report.root) == (checkpoint.origin, checkpoint.root)
    report.raise_if_broken()


@given(st.data())
@settings(deadline=None, max_examples=400)
def test_any_byte_changed_is_found(data: st.DataObject) -> None:
    whole = b"".join(exported()[0])
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    assume(whole[at] != byte)
    assert not verify(whole[:at] + bytes([byte]) + whole[at + 1 :]).ok


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_any_bytes_put_in_or_taken_out_are_found(data: st.DataObject) -> None:
    whole = b"".join(exported()[0])
    at = data.draw(st.integers(0, len(whole)))
    to = data.draw(st.integers(at, min(at + 2_000, len(whole))))
    new = data.draw(st.sampled_from([b"", b" ", b"\n", b"0", b"\\u0041", b"{}\n"]) | st.binary(max_size=8))
    changed = whole[:at] + new + whole[to:]
    assume(changed != whole)
    assert not verify(changed).ok


@given(st.data())
@settings(deadline=None, max_examples=150)
def test_any_member_of_any_record_changed_is_found_at_that_record_though_its_hash_was_made_to_fit(
    data: st.DataObject,
) -> None:
    lines = list(exported()[0])
    number = data.draw(st.integers(1, SIZE))
    name = data.draw(st.sampled_from(sorted(set(MEMBERS) - {"sequence", "previous"})))
    new = data.draw(
        {
            "details": st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), max_size=2),
            "time": st.integers(0, 2**50),
        }.get(name, st.sampled_from(["other", "", "ledger.checkpoint"]))
    )
    assume(json.loads(lines[number - 1])[name] != new)
    lines[number - 1] = rewritten(lines[number - 1], lambda value: value.update({name: new}))
    report = verify(lines)
    assert not report.ok
    assert report.faults[0].sequence in (number, number + 1)
    assert report.faults[0].where in (f"line {number}", f"line {number + 1}")


@given(number=st.integers(1, SIZE + 1))
@settings(deadline=None)
def test_a_changed_record_whose_hash_was_left_is_altered_at_exactly_that_line(number: int) -> None:
    lines = list(exported()[0])
    value = json.loads(lines[number - 1])
    value["actor"] += "x"
    lines[number - 1] = to_canonical(value) + b"\n"
    (fault,) = verify(lines).faults
    assert (fault.kind, fault.sequence, fault.where) == (ledger.FaultKind.ALTERED, number, f"line {number}")


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_records_taken_out_are_named(data: st.DataObject) -> None:
    lines = list(exported()[0])
    first = data.draw(st.integers(1, SIZE))
    last = data.draw(st.integers(first, SIZE))
    report = verify(lines[: first - 1] + lines[last:])
    assert report.faults[0].kind is ledger.FaultKind.REMOVED
    assert report.faults[0].sequence == first
    assert (f"record {first} is" if first == last else f"records {first} to {last} are") in report.faults[0].message


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_two_records_exchanged_are_called_reordered(data: st.DataObject) -> None:
    lines = list(exported()[0])
    a = data.draw(st.integers(0, SIZE - 1))
    b = data.draw(st.integers(a + 1, SIZE))
    lines[a], lines[b] = lines[b], lines[a]
    report = verify(lines)
    assert report.faults[0].kind is ledger.FaultKind.REORDERED
    assert report.faults[0].sequence == a + 1


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_any_other_order_is_found(data: st.DataObject) -> None:
    *lines, end = exported()[0]
    order = data.draw(st.permutations(lines))
    assume(order != lines)
    assert not verify([*order, end]).ok


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_a_record_put_in_a_second_time_or_forged_is_called_inserted(data: st.DataObject) -> None:
    lines = list(exported()[0])
    at = data.draw(st.integers(1, SIZE))
    copied = data.draw(st.integers(0, at - 1))
    previous = json.loads(lines[at - 1])["hash"]
    extra = data.draw(
        st.sampled_from([lines[copied], rewritten(lines[at - 1], lambda v: v.update(actor="forged"), previous)])
    )
    report = verify([*lines[:at], extra, *lines[at:]])
    assert report.faults[0].kind is ledger.FaultKind.INSERTED
    assert report.faults[0].where == f"line {at + 1}"


@given(keep=st.integers(0, SIZE + 1))
@settings(deadline=None)
def test_a_cut_export_is_found_even_without_a_checkpoint(keep: int) -> None:
    lines = list(exported()[0])
    report = verify(lines[:keep])
    assert report.faults[-1].kind is ledger.FaultKind.TRUNCATED
    assert report.faults[-1].sequence == keep + 1


@given(keep=st.integers(1, SIZE))
@settings(deadline=None)
def test_an_export_cut_and_closed_again_is_found_with_a_checkpoint_and_only_with_one(keep: int) -> None:
    lines, checkpoint, _ = exported()
    shorter = [*lines[:keep], closing(list(lines[:keep]))]
    assert verify(shorter).ok
    (fault,) = verify(shorter, checkpoint).faults
    assert fault.kind is ledger.FaultKind.TRUNCATED
    assert fault.sequence == keep + 1


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_past_rewritten_to_its_end_is_consistent_in_itself_but_not_with_a_checkpoint(data: st.DataObject) -> None:
    """The forger who owns the database: changes a record and then every one after it, checkpoints and closing too."""
    lines, checkpoint, earlier = exported()
    start = data.draw(st.integers(1, SIZE))
    forged = list(lines[: start - 1])
    for line in lines[start - 1 : -1]:
        previous = json.loads(forged[-1])["hash"] if forged else None
        record = json.loads(line)
        if len(forged) == start - 1:
            forged.append(rewritten(line, lambda value: value["details"].update(forged=True), previous))
        elif record["action"] == "ledger.checkpoint":
            root = verify(forged).root
            forged.append(rewritten(line, lambda value, root=root: value["details"].update(root=root), previous))
        else:
            forged.append(rewritten(line, lambda _: None, previous))
    forged.append(closing(forged))
    assert json.loads(lines[start - 1])["action"] == "ledger.checkpoint" or verify(forged).ok
    assert not verify(forged, checkpoint).ok
    assert verify(forged, earlier).ok == (start > 25 and verify(forged).ok)


def test_a_checkpoint_of_another_ledger_is_called_that(state: State, tmp_path: Path) -> None:
    with state.transaction() as tx:
        for n in range(45):
            ledger.append(tx, actor="a", action="b", object=str(n))
        other = ledger.at_size(tx, 25)
    (fault,) = verify(list(exported()[0]), other).faults
    assert "another ledger" in fault.message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        b'{"a":' * 50_000 + b"\n",
        b"x" * 3_000_000,
        b"9" * 10_000 + b"\n",
        b'{"end":{}}\n',
        b'{"end":[]}\n',
        b"\xff\xfe\x00\n",
        b'"\\ud800"\n',
        b"NaN\n",
        b"\n" * 100_000,
    ],
)
def test_hostile_files_are_reported_and_never_raise(content: bytes) -> None:
    report = verify(content)
    assert not report.ok
    assert len(report.faults) <= MAX_FAULTS + 1
    with pytest.raises(LedgerBroken):
        report.raise_if_broken()


def test_a_file_that_cannot_be_opened_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        ledger.verify_file(tmp_path / "absent")
    with pytest.raises(InputError):
        ledger.verify_file(tmp_path)


def test_only_the_root_may_export_and_a_failed_export_leaves_the_old_file(state: State, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with state.reading() as tx:
        with pytest.raises(ScopeError):
            ledger.export(tx, target, Scope(frozenset({"district"})))
        assert target.read_text() == "old"
        with pytest.raises(InputError):
            ledger.export(tx, tmp_path / "absent" / "out.jsonl", EVERYTHING)


def test_the_documented_format_is_enough_to_verify_with_other_code() -> None:
    """`docs/explanation/audit-ledger.md` followed with another SM3 and none of ours."""
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("the OpenSSL of this Python has no SM3")

    def sm3(data: bytes) -> bytes:
        return hashlib.new("sm3", data).digest()

    def root(hashes: list[bytes]) -> bytes:
        if len(hashes) == 1:
            return hashes[0]
        k = 1 << (len(hashes) - 1).bit_length() - 1
        return sm3(b"\x01" + root(hashes[:k]) + root(hashes[k:]))

    lines, checkpoint, _ = exported()
    *records, end = [json.loads(line) for line in lines]
    hashes: list[bytes] = []
    for number, record in enumerate(records, start=1):
        stated = bytes.fromhex(record.pop("hash"))
        assert record["sequence"] == number
        assert record["previous"] == (hashes[-1].hex() if hashes else "00" * 32)
        if record["action"] == "ledger.checkpoint":
            assert record["details"] == {"root": root(hashes).hex(), "size": number - 1}
        canonical = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        hashes.append(sm3(b"\x00" + canonical))
        assert hashes[-1] == stated
    assert end["end"]["root"] == root(hashes).hex() == checkpoint.root
    assert end["end"]["origin"] == hashes[0].hex() == checkpoint.origin
    assert end["end"]["size"] == len(hashes) == checkpoint.size
