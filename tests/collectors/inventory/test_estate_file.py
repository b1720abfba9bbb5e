"""The estate as a document."""

from __future__ import annotations

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.inventory import read_estate, read_estate_file, read_machines, write_estate
from model.errors import InputError
from model.inventory import Estate, ZoneKind
from tests.collectors.inventory.estates import estates

SMALL = """
fengsui: estate
version: 1
unit: north
zones:
  - {id: dmz, name: DMZ, name_zh: 隔离区, kind: dmz, trust: 1, networks: [10.20.1.0/24]}
assets:
  - {id: portal, name: portal, kind: server, addresses: [10.20.1.10], verify: the address}
""".encode()


def test_a_hand_written_estate_is_read_and_the_files_unit_stands_for_missing_ones() -> None:
    estate = read_estate(SMALL)
    assert [(zone.id, zone.kind, zone.unit) for zone in estate.zones] == [("dmz", ZoneKind.DMZ, "north")]
    assert estate.assets[0].addresses == ("10.20.1.10",)
    assert [asset.id for asset in read_machines(SMALL)] == ["portal"]


@given(estates())
@settings(deadline=None, max_examples=20)
def test_what_is_written_is_read_back_equal_as_yaml_and_as_json(estate: Estate) -> None:
    assert read_estate(write_estate(estate, source="test")) == estate
    assert read_estate(msgspec.json.encode({"fengsui": "estate", **msgspec.to_builtins(estate)})) == estate


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fengsui: estate\nzones: [{id: z, name: z, trust: 9}]", "zones\\[1\\] z: Expected `int` <= 5"),
        ("fengsui: estate\nzones: [{id: z, colour: red}]", "unknown fields colour"),
        ("fengsui: estate\nzones: [z]", "zones\\[1\\]: a record is a mapping"),
        ("fengsui: estate\nzones: [{name: z}]", "needs an id"),
        ("fengsui: estate\nzones: {a: b}", "expected a list"),
        ("fengsui: estate\ncastles: []", "no kind of record"),
        ("fengsui: estate\nversion: 7", "version 7 is not known"),
        ("assets: [{id: a, name: a, kind: server}, {id: a, name: b, kind: server}]", "'a' twice"),
        ("[]", "no estate"),
        ("{", "neither YAML nor JSON"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_estate(text.encode())


@given(st.one_of(st.binary(max_size=200), st.text(":[]{}-\n &*!abzones", max_size=120).map(str.encode)))
@settings(deadline=None, max_examples=80)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        read_estate_file(data)
        read_machines(data)


def test_a_document_of_aliases_stays_small_and_a_deep_one_is_refused() -> None:
    bomb = b"fengsui: estate\nsource: &a [x]\n" + b"".join(
        b"n%d: &b%d [%s]\n" % (n, n, b",".join([b"*a" if n == 0 else b"*b%d" % (n - 1)] * 9)) for n in range(9)
    )
    assert len(read_estate_file(bomb).rejected) == 9
    with pytest.raises(InputError):
        read_estate_file(b"[" * 5_000)
