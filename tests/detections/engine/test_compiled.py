"""Compiled rules on disk: the same rules again, and nothing else, whatever happened to the file."""

from __future__ import annotations

import os
import pickle
from hashlib import blake2b
from pathlib import Path

import pytest

from detections.sigma import compiled
from detections.sigma.compiled import digest_of, load_compiled, read, write
from tests.detections.sigma.kit import rule

EVENT = {"f": "a long text", "g": 2, "h": "Q1"}
RULES = [
    rule("{s: {f|contains: long}, k: [text], condition: s and k}"),
    rule("{s: {g|gt: 1, h|re: '^q\\d', f|cidr: 10.0.0.0/8}, t: {h|re|i: '^q'}, condition: 1 of *}", number=2),
    rule("{s: {f|fieldref: g}, n: {x: null}, condition: not s and n}", number=3),
    (
        "title: C\nid: 00000000-0000-4000-8000-000000000009\ncorrelation: {type: event_count, rules: [rule_1], "
        "group-by: [f], timespan: 1m, condition: {gte: 2}}\n"
    ),
]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    for i, text in enumerate(RULES):
        (folder / f"{i}.yml").write_text(text, "utf-8")
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def the_file(kept: Path) -> Path:
    (file,) = kept.glob("*.rules")
    return file


def test_what_is_read_again_is_what_was_loaded(rules: Path, kept: Path) -> None:
    first = load_compiled([rules], (), kept)
    again = load_compiled([rules], (), kept)
    assert again is not first
    assert again.rules == first.rules
    assert again.report.to_dict() == first.report.to_dict()
    assert again.match(EVENT) == again.scan(EVENT) == first.match(EVENT) != []
    assert again.blobs == first.blobs
    assert len(again.correlations) == 1


def test_a_changed_rule_or_pipeline_is_another_file(rules: Path, kept: Path, tmp_path: Path) -> None:
    before = digest_of([rules], ())
    (rules / "0.yml").write_text(RULES[0].replace("long", "short"), "utf-8")
    assert digest_of([rules], ()) != before
    pipeline = tmp_path / "p.yml"
    pipeline.write_text("name: p\npriority: 1\ntransformations: []\n", "utf-8")
    named = digest_of([rules], [str(pipeline)])
    pipeline.write_text("name: q\npriority: 1\ntransformations: []\n", "utf-8")
    assert len({before, named, digest_of([rules], [str(pipeline)])}) == 3
    assert not load_compiled([rules], (), kept).match({"f": "a long text", "x": "y"})


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "text"])
def test_a_damaged_file_is_made_again(rules: Path, kept: Path, harm: str) -> None:
    load_compiled([rules], (), kept)
    file = the_file(kept)
    data = bytearray(file.read_bytes())
    if harm == "flip":
        data[len(data) // 2] ^= 1
    damaged: dict[str, bytes] = {"cut": bytes(data[:-5]), "flip": bytes(data), "empty": b"", "text": b"rules"}
    file.write_bytes(damaged[harm])
    assert read(file) is None
    assert load_compiled([rules], (), kept).match(EVENT) != []
    assert read(file) is not None


class Harmful:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.path),)


def test_a_file_with_anything_but_rules_in_it_is_not_obeyed(rules: Path, kept: Path, tmp_path: Path) -> None:
    load_compiled([rules], (), kept)
    file = the_file(kept)
    made = tmp_path / "made"
    body = pickle.dumps(Harmful(made))
    file.write_bytes(compiled._MAGIC + blake2b(body, digest_size=32).digest() + body)
    assert read(file) is None
    assert not made.exists()


def test_a_file_others_can_write_to_is_not_trusted(rules: Path, kept: Path) -> None:
    load_compiled([rules], (), kept)
    file = the_file(kept)
    file.chmod(0o666)
    assert read(file) is None
    file.chmod(0o600)
    assert read(file) is not None
    kept.chmod(0o777)
    assert read(file) is None
    assert load_compiled([rules], (), kept).match(EVENT) != []


def test_links_are_not_followed(rules: Path, kept: Path, tmp_path: Path) -> None:
    load_compiled([rules], (), kept)
    file = the_file(kept)
    elsewhere = tmp_path / "elsewhere"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert read(file) is None


def test_where_nothing_can_be_kept_rules_are_loaded_all_the_same(rules: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert load_compiled([rules], (), blocked / "cache").match(EVENT) != []
    assert load_compiled([rules], (), None).match(EVENT) != []


def test_only_the_latest_files_are_kept(rules: Path, kept: Path) -> None:
    loaded = load_compiled([rules], (), kept)
    for i in range(compiled.KEPT + 5):
        assert write(loaded, kept / f"{i:032x}.rules")
    assert len(list(kept.glob("*"))) == compiled.KEPT
