"""Rule files are hostile until read: bounded, with every refusal at its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma import check, load
from detections.sigma.documents import MAX_FILE_BYTES, Document, parse, read
from model.errors import InputError, RuleError
from tests.detections.sigma.kit import rule

GOOD = rule("{s: {a: 1}, condition: s}")


def refused(text: str | bytes) -> RuleError:
    (one,) = parse(text if isinstance(text, bytes) else text.encode(), "r.yml")
    assert isinstance(one, RuleError)
    return one


def test_many_documents_in_one_file_know_their_lines() -> None:
    documents = list(parse(f"{GOOD}---\n{GOOD}---\n".encode(), "r.yml"))
    assert [d.line for d in documents if isinstance(d, Document)] == [1, 8]
    first = documents[0]
    assert isinstance(first, Document)
    assert first.where("detection", "s", "a") == "r.yml:5"
    assert first.where("nowhere") == "r.yml:1"


@pytest.mark.parametrize(
    ("text", "about", "where"),
    [
        ("a: [1", "not YAML", "r.yml:"),
        ("a: 1\nb: 2\na: 3\n", "'a' is given twice", "r.yml:3"),
        ("- a\n- b\n", "a Sigma document is a map", "r.yml:1"),
        ("just text", "a Sigma document is a map", "r.yml:1"),
        ("1: x\n", "every key of a Sigma document is text", "r.yml:1"),
        ("a: !!python/object/apply:os.system ['id']\n", "not YAML", "r.yml:1"),
        ("a: " + "[" * 5000 + "]" * 5000, "nested deeper", "r.yml:1"),
        ("- " * 5000 + "x", "nested deeper", "r.yml:1"),
        ("a: &x\n  - *x\n", "itself", "r.yml:1"),
        ("a: 2020-99-99\n", "a value cannot be read", "r.yml:1"),
    ],
)
def test_unusable_yaml_is_refused_with_its_line(text: str, about: str, where: str) -> None:
    error = refused(text)
    assert about in str(error)
    assert error.where.startswith(where)


def test_text_that_is_not_utf_8_is_refused() -> None:
    assert "not UTF-8 at byte 3" in str(refused(b"a: \xff"))


def test_aliases_that_explode_are_refused_before_they_do() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    assert "aliases expand" in str(refused("\n".join(lines)))


def test_a_harmless_alias_is_read() -> None:
    (document,) = parse(b"a: &x {b: 1}\nc: *x\n", "r.yml")
    assert isinstance(document, Document)
    assert document.data == {"a": {"b": 1}, "c": {"b": 1}}


def test_oversized_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "big.yml").write_bytes(b"a: " + b"x" * MAX_FILE_BYTES)
    (problem,) = check([tmp_path])
    assert "larger than" in problem.reason


def test_archives_give_their_rules_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "rules.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("rules/a.yml", GOOD)
        archive.writestr("LICENSE", "text")
        archive.writestr("bomb.yml", b"a: " + b"x" * (MAX_FILE_BYTES * 2))
    rules = load([path])
    assert [r.file for r in rules.rules] == [f"{path}/rules/a.yml"]
    assert [p.file for e in rules.report.rejected for p in e.problems] == [f"{path}/bomb.yml"]


def test_a_broken_archive_or_a_missing_path_is_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(InputError, match="not a readable zip"):
        list(read([tmp_path / "x.zip"]))
    with pytest.raises(InputError, match="no such rule file"):
        list(read([tmp_path / "missing.yml"]))


def test_a_file_reached_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(GOOD)
    assert len(load([tmp_path, tmp_path / "a.yml"])) == 1


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_are_documents_or_refusals(data: bytes) -> None:
    for one in parse(data, "r.yml"):
        assert isinstance(one, Document | RuleError)


LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.text(max_size=6), st.dates())
VALUES = st.recursive(
    LEAVES,
    lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(st.text(max_size=5), v, max_size=3)),
    max_leaves=6,
)
NAMES = "title id name status level tags author date logsource detection correlation filter fields related scope"
KEYS = st.sampled_from((NAMES + " taxonomy falsepositives references title_zh action").split())


@settings(deadline=None, max_examples=250)
@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_documents_of_any_shape_end_in_the_report(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]
) -> None:
    import yaml

    path = tmp_path_factory.mktemp("r") / "r.yml"
    path.write_text(yaml.safe_dump({"title": "T", **data}, allow_unicode=True), "utf-8")
    report = load([path]).report
    assert report.counts["documents"] == 1


SECTIONS = st.dictionaries(
    st.sampled_from(
        ["sel", "sel|re", "a|contains", "condition", "timespan", "type", "rules", "group-by", "aliases", "field"]
    ),
    VALUES,
    max_size=5,
)


@settings(deadline=None, max_examples=250)
@given(st.sampled_from(["detection", "correlation", "filter"]), SECTIONS)
def test_sections_of_any_shape_end_in_the_report(
    tmp_path_factory: pytest.TempPathFactory, section: str, data: dict[str, object]
) -> None:
    import yaml

    path = tmp_path_factory.mktemp("r") / "r.yml"
    body = {"title": "T", "logsource": {"category": "any"}, section: data}
    path.write_text(yaml.safe_dump(body, allow_unicode=True), "utf-8")
    assert load([path]).report.counts["documents"] == 1
