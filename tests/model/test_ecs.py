"""The field catalogue: well formed, sorted, one name in one place, and complete where detections depend on it."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import model.ecs as ecs
from model.ecs import TYPES, catalogue, date_fields, field

FILES = sorted((Path(ecs.__file__).parent / "fields").glob("*.yml"))
NAME = re.compile(r"@timestamp|[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
KEYS = {"name", "type", "array", "unit", "meaning", "source"}


def document(path: Path) -> Any:
    return yaml.safe_load(path.read_bytes())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_fields_says_its_source_and_version(path: Path) -> None:
    head = document(path)
    assert isinstance(head["source"], str)
    assert head["source"]
    assert isinstance(head["version"], int)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_entry_is_well_formed(path: Path) -> None:
    for entry in document(path)["fields"]:
        assert set(entry) <= KEYS, entry
        assert NAME.fullmatch(entry["name"]), entry
        assert entry["type"] in TYPES, entry
        assert entry.get("array", True) is True, f"{entry['name']}: leave `array` out instead of writing false"
        assert isinstance(entry["meaning"], str), entry
        assert 3 <= len(entry["meaning"]) <= 200, entry
        assert not entry["meaning"].endswith("."), entry


def test_the_ecs_file_stands_in_alphabetical_order() -> None:
    names = [entry["name"] for path in FILES if path.name == "ecs.yml" for entry in document(path)["fields"]]
    misplaced = [b for a, b in itertools.pairwise(names) if a >= b]
    assert names == sorted(set(names)), f"ecs.yml: move to its place, or remove a repetition: {misplaced[:5]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_fields_of_one_set_stand_together(path: Path) -> None:
    """A set is what shares the first two words of the name: `fengsui.flow`, `tls.client`."""
    sets = [".".join(entry["name"].split(".")[:2]) for entry in document(path)["fields"] if "." in entry["name"]]
    runs = [name for name, _ in itertools.groupby(sets)]
    scattered = sorted({name for name in runs if runs.count(name) > 1})
    assert not scattered, f"{path.name}: bring together {scattered}"


def test_a_name_stands_in_one_file_only() -> None:
    assert len(catalogue()) == sum(len(document(path)["fields"]) for path in FILES)


def test_own_names_have_the_own_prefix_and_stay_out_of_the_ecs_file() -> None:
    ours = {entry["name"] for path in FILES if path.name == "ecs.yml" for entry in document(path)["fields"]}
    assert not [name for name in ours if name.startswith("fengsui.")]


def test_an_object_is_never_also_a_value() -> None:
    """`a` and `a.b` cannot both be columns of a search engine, unless `a` is flattened or only told as its parts."""
    known = catalogue()
    clashes = [
        (name, above)
        for name in known
        for above in [name.rpartition(".")[0]]
        if above in known and known[above].type != "flattened"
    ]
    assert not clashes


@pytest.mark.parametrize(
    ("name", "type_", "array"),
    [
        ("@timestamp", "date", False),
        ("event.category", "keyword", True),
        ("event.type", "keyword", True),
        ("event.duration", "long", False),
        ("host.ip", "ip", True),
        ("dns.resolved_ip", "ip", True),
        ("dns.header_flags", "keyword", True),
        ("process.args", "keyword", True),
        ("process.parent.command_line", "wildcard", False),
        ("process.pid", "long", False),
        ("tls.client.server_name", "keyword", False),
        ("tls.server.x509.not_after", "date", False),
        ("threat.technique.id", "keyword", True),
        ("http.response.status_code", "long", False),
        ("source.geo.location", "geo_point", False),
        ("registry.data.strings", "wildcard", True),
        ("related.ip", "ip", True),
        ("email.to.address", "keyword", True),
        ("network.iana_number", "keyword", False),
        ("winlog.event_id", "keyword", False),
        ("vulnerability.score.base", "double", False),
        ("log.syslog.priority", "long", False),
    ],
)
def test_fields_have_the_types_the_schema_gives_them(name: str, type_: str, array: bool) -> None:
    assert (catalogue()[name].type, catalogue()[name].array) == (type_, array)


def test_dates_are_exactly_the_fields_of_that_type() -> None:
    assert {"@timestamp", "event.ingested", "event.start", "file.mtime"} <= date_fields()
    assert date_fields() <= set(catalogue())


def test_a_name_below_a_flattened_field_means_that_field_and_a_native_name_means_none() -> None:
    found = field("winlog.event_data.param1")
    assert found is not None
    assert found.name == "winlog.event_data"
    assert field("source.ip") is catalogue()["source.ip"]
    for native in ("Image", "source.ip.more", "winlogx.event_data", "", "."):
        assert field(native) is None


def write(folder: Path, name: str, fields: str) -> None:
    (folder / name).write_text(f"source: ECS 9.1\nversion: 1\nfields:\n{fields}", "utf-8")


def test_a_name_defined_twice_is_refused_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "  - {name: a.b, type: keyword, meaning: x}\n"
    write(tmp_path, "one.yml", line)
    write(tmp_path, "two.yml", line)
    monkeypatch.setattr(ecs, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"two\.yml: field a\.b is defined twice"):
        ecs.catalogue.__wrapped__()


def test_an_unknown_type_is_refused_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "one.yml", "  - {name: a.b, type: varchar, meaning: x}\n")
    monkeypatch.setattr(ecs, "_FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"one\.yml: field a\.b has unknown type varchar"):
        ecs.catalogue.__wrapped__()
