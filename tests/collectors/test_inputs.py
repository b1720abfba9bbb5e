"""Opening inputs: what is inside, how it is known again, and what a hostile archive cannot do."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.inputs import Limits, damage, fingerprint, open_input
from collectors.streams import ForwardStream
from model.errors import InputError

LINES = b'{"a":1}\n{"a":2}\n' * 500


def content(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    return {i.name: i.stream.read() for i in open_input(path, limits or Limits())}


def test_a_plain_file_is_itself(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_bytes(LINES)
    (found,) = [(i.name, i.size, i.head, i.stream.read()) for i in open_input(tmp_path / "x.log")]
    assert found == ("x.log", len(LINES), LINES[:65536], LINES)


def test_gzip_zip_and_tar_give_what_is_inside_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "x.log.gz").write_bytes(gzip.compress(LINES))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/x.json", LINES)
        archive.writestr("__MACOSX/in/._x.json", b"\0\5\x16\7")
        archive.writestr("y.log.gz", gzip.compress(b"inner\n"))
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as tar:
        for name, data in (("one", b"1\n"), ("two", LINES)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert content(tmp_path / "x.log.gz") == {"x.log": LINES}
    assert content(tmp_path / "a.zip") == {"in/x.json": LINES, "y.log": b"inner\n"}
    assert content(tmp_path / "a.tgz") == {"one": b"1\n", "two": LINES}


def test_the_same_content_has_one_fingerprint_however_it_is_named_or_packed(tmp_path: Path) -> None:
    for data in (LINES, b"\xd4\xc3\xb2\xa1" + bytes(range(256)) * 1000):
        (tmp_path / "x").write_bytes(data)
        (tmp_path / "renamed").write_bytes(data)
        (tmp_path / "x.gz").write_bytes(gzip.compress(data))
        with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("other", data)
        marks = {next(open_input(tmp_path / name)).fingerprint for name in ("x", "renamed", "x.gz", "x.zip")}
        assert len(marks) == 1


def test_a_line_file_keeps_its_fingerprint_while_it_grows() -> None:
    first = b"#fields a b\n1 2\n"
    assert fingerprint(first) == fingerprint(first + b"3 4\n") == fingerprint(first + LINES)
    assert fingerprint(first) != fingerprint(b"#fields a b\n1 3\n")


def test_pretty_printed_documents_are_told_apart_by_more_than_their_first_brace() -> None:
    assert fingerprint(b'{\n "a": 1\n}') != fingerprint(b'{\n "a": 2\n}')


def test_binary_files_that_differ_only_at_the_end_have_different_fingerprints(tmp_path: Path) -> None:
    head = b"\0" * 200_000
    marks = []
    for end in (b"x", b"y", b"yy"):
        (tmp_path / "b").write_bytes(head + end)
        marks.append(next(open_input(tmp_path / "b")).fingerprint)
    assert len(set(marks)) == 3


def test_a_decompression_bomb_stops_at_the_ratio_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"0" * 30_000_000))
    limits = Limits(max_ratio=100, ratio_from_bytes=1 << 20)
    (found,) = [(i.stream, len(i.stream.read())) for i in open_input(tmp_path / "bomb.gz", limits)]
    fault = damage(found[0])
    assert found[1] < 6_000_000
    assert fault is not None
    assert fault[0] == "input.limit"
    assert "100 times" in fault[1]


def test_all_members_of_an_archive_share_one_total(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for i in range(10):
            archive.writestr(f"{i}", os.urandom(1_000_000))
    limits = Limits(max_total_bytes=3_500_000)
    sizes = [len(i.stream.read()) for i in open_input(tmp_path / "a.zip", limits)]
    assert sum(sizes) <= 3_500_000
    assert sizes[0] == 1_000_000


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for i in range(20):
            archive.writestr(f"{i}", b"x")
    with pytest.raises(InputError, match="more than 5 files"):
        list(open_input(tmp_path / "a.zip", Limits(max_members=5)))


def test_a_truncated_gzip_gives_what_it_holds_and_says_that_it_is_cut_off(tmp_path: Path) -> None:
    packed = gzip.compress(os.urandom(200_000))
    (tmp_path / "x.gz").write_bytes(packed[: len(packed) // 2])
    for found in open_input(tmp_path / "x.gz"):
        data = found.stream.read()
        assert 50_000 < len(data) < 150_000
        assert damage(found.stream) is not None


def test_a_member_that_cannot_be_read_says_so_and_the_others_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("secret", b"x" * 100)
        archive.writestr("open", b"y" * 100)
    raw = bytearray((tmp_path / "a.zip").read_bytes())
    for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        raw[raw.index(magic) + flags] |= 1  # the encrypted bit of the first member
    (tmp_path / "a.zip").write_bytes(raw)
    seen = []
    for found in open_input(tmp_path / "a.zip"):
        if found.name == "secret":
            with pytest.raises(InputError, match="encrypted"):
                found.stream.read(1)
        seen.append(found.name)
    assert seen == ["secret", "open"]


@pytest.mark.parametrize("name", ["absent", "folder"])
def test_what_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match=name):
        list(open_input(tmp_path / name))


def test_a_compressed_stream_can_go_back_to_its_start(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(LINES))
    for found in open_input(tmp_path / "x.gz"):
        assert found.stream.seek(5000) == 5000
        assert found.stream.read(10) == LINES[5000:5010]
        found.stream.seek(0)
        assert found.stream.read() == LINES


def test_a_pipe_can_be_looked_at_before_it_is_read() -> None:
    stream = ForwardStream(io.BytesIO(LINES * 20))
    head = stream.read(65536)
    stream.seek(0)
    assert stream.read() == LINES * 20
    assert head == (LINES * 20)[:65536]
    with pytest.raises(io.UnsupportedOperation):
        stream.seek(0)


def test_standard_input_is_an_input() -> None:
    code = "from collectors.inputs import open_input\nfor i in open_input('-'): print(i.path, len(i.stream.read()))"
    done = subprocess.run([sys.executable, "-c", code], input=LINES, capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == [b"-", str(len(LINES)).encode()]


def packed(kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "gz":
        return gzip.compress(LINES)
    if kind == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.log", LINES)
            archive.writestr("b.log.gz", gzip.compress(LINES))
    else:
        with tarfile.open(fileobj=out, mode="w:gz" if kind == "tgz" else "w") as tar:
            for name in ("a", "b"):
                member = tarfile.TarInfo(name)
                member.size = len(LINES)
                tar.addfile(member, io.BytesIO(LINES))
    return out.getvalue()


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["gz", "zip", "tar", "tgz"]),
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), max_size=6),
    st.floats(0, 1),
)
def test_any_damage_to_an_archive_ends_in_bytes_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, kind: str, flips: list[tuple[float, int]], kept: float
) -> None:
    data = bytearray(packed(kind))
    for at, mask in flips:
        data[int(at * (len(data) - 1))] ^= mask
    path = tmp_path_factory.mktemp("d") / "x"
    path.write_bytes(data[: int(kept * len(data))])
    limits = Limits(max_total_bytes=10_000_000)
    try:
        for found in open_input(path, limits):
            try:
                assert len(found.stream.read()) <= limits.max_total_bytes
            except InputError:
                continue
    except InputError:
        pass


def test_the_same_damage_loses_no_byte_before_it(tmp_path: Path) -> None:
    data = packed("gz")
    text = os.urandom(100_000).hex().encode()
    data = gzip.compress(text)
    (tmp_path / "x.gz").write_bytes(data[:-8])  # all of the data, no checksum
    for found in open_input(tmp_path / "x.gz"):
        assert found.stream.read() == text
        assert damage(found.stream) is not None
