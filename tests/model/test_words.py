"""The typed words survive being written and read, check what comes in, and are all named in Chinese."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from enum import StrEnum
from types import UnionType
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model import alert, entity, errors, estate, incident, proof, severity
from model.attack import Domain
from model.entity import Entity, EntityKind, Role
from model.estate import Asset, DataSet, System

MODULES = (alert, entity, estate, incident, proof)
STRUCTS = sorted(
    {
        member
        for module in MODULES
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, msgspec.Struct) and member.__module__ == module.__name__
    },
    key=lambda struct: struct.__name__,
)
ENUMS = sorted(
    {
        member
        for module in (*MODULES, severity)
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, StrEnum) and member is not StrEnum and member is not Domain
    },
    key=lambda enum: enum.__name__,
)


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type: structs and their members recursively, numbers within their stated range."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return st.builds(
            kind, **{name: values(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}
        )
    meta = next((m for m in getattr(kind, "__metadata__", ()) if isinstance(m, msgspec.Meta)), None)
    if meta is not None:
        return st.integers(meta.ge, 10**9 if meta.le is None else meta.le)
    if getattr(kind, "__origin__", None) is tuple:
        return st.lists(values(kind.__args__[0]), max_size=3).map(tuple)
    if getattr(kind, "__origin__", None) is dict:
        return st.dictionaries(st.text(max_size=5), st.integers(-(2**63), 2**63 - 1) | st.text(max_size=5), max_size=3)
    if kind is int:
        return st.integers(-(2**63), 2**63 - 1)
    if kind is float:  # scores and weights are finite
        return st.floats(allow_nan=False, allow_infinity=False)
    if isinstance(kind, UnionType):
        return st.one_of(*(values(member) for member in kind.__args__))
    return st.from_type(kind)


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_a_value_written_as_json_and_read_again_is_equal(struct: type[msgspec.Struct], data: st.DataObject) -> None:
    value = data.draw(values(struct))
    assert msgspec.json.decode(msgspec.json.encode(value), type=struct) == value


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_values_cannot_be_changed_in_place(struct: type[msgspec.Struct]) -> None:
    assert struct.__struct_config__.frozen, "a change makes a new value; see model/incident.py"


def test_every_word_the_platform_passes_on_is_among_the_tested() -> None:
    assert {
        "Alert",
        "Incident",
        "IncidentChange",
        "Entity",
        "Asset",
        "System",
        "Unit",
        "DataSet",
        "Evidence",
        "Execution",
    } <= {struct.__name__ for struct in STRUCTS}


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_choice_shown_to_people_has_a_chinese_word_of_its_own(enum: type[StrEnum]) -> None:
    words = [member.zh for member in enum]  # type: ignore[attr-defined]
    assert len(set(words)) == len(words)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in word) for word in words)


@pytest.mark.parametrize(
    ("struct", "field", "wrong"),
    [(System, "mlps_level", 6), (System, "mlps_level", -1), (Asset, "criticality", 6), (DataSet, "records", -1)],
)
def test_a_number_outside_its_range_is_refused_where_it_comes_in(struct: type, field: str, wrong: int) -> None:
    required = {
        System: {"id": "s", "name": "n", "name_zh": "名", "unit": "u"},
        Asset: {"id": "a", "name": "n", "kind": "server", "unit": "u"},
        DataSet: {"id": "d", "name": "n", "name_zh": "名", "unit": "u", "data_class": "open"},
    }[struct]
    assert msgspec.convert(required, type=struct)
    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert(required | {field: wrong}, type=struct)


def test_an_entity_is_the_same_in_every_role_and_different_in_every_kind() -> None:
    keys = {Entity(kind=EntityKind.IP, value="10.0.0.1", role=role).key for role in Role}
    assert keys == {"ip:10.0.0.1"}
    assert len({Entity(kind=kind, value="x").key for kind in EntityKind}) == len(EntityKind)


def subclasses(cls: type[errors.FengsuiError]) -> Iterator[type[errors.FengsuiError]]:
    for below in cls.__subclasses__():
        if below.__module__ == errors.__name__:
            yield below
            yield from subclasses(below)


ERRORS = [errors.FengsuiError, *subclasses(errors.FengsuiError)]


def example(cls: type[errors.FengsuiError]) -> errors.FengsuiError:
    if cls is errors.SettingsError:
        return errors.SettingsError(["port: 70000 is no port", "unit: missing"], where="fengsui.toml")
    if cls is errors.BadRecord:
        return errors.BadRecord("json.syntax", "no closing brace", where="row 3", hint="check the shipper")
    if cls is errors.QueryError:
        return errors.QueryError("no closing quote", position=4, hint="add it")
    return cls("no such thing", where="here", hint="try there")


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_an_error_crosses_processes_with_everything_it_says(cls: type[errors.FengsuiError]) -> None:
    error = example(cls)
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is cls
    assert (str(copy), vars(copy)) == (str(error), vars(error))


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_an_error_says_where_and_what_to_do(cls: type[errors.FengsuiError]) -> None:
    error = example(cls)
    assert error.message in str(error)
    assert error.where
    assert error.where in str(error)


def test_every_error_has_a_code_of_its_own() -> None:
    assert len({cls.code for cls in ERRORS}) == len(ERRORS)


def test_settings_errors_list_every_mistake_at_once() -> None:
    assert str(example(errors.SettingsError)).count("\n  - ") == 2
