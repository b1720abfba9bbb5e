"""Random estates: every record of every kind with any values its type allows."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from collectors.inventory.contract import RECORDS
from model.inventory import Estate

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters=";；、'"), min_size=1, max_size=12
).filter(lambda text: bool(text) and text == text.strip())
IDS = st.text("abcdef0123456789-:/é中", min_size=1, max_size=8).filter(lambda text: text == text.strip())


def records(kind: str) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {f.name: IDS if f.name == "id" else _values(f.type) for f in msgspec.structs.fields(RECORDS[kind])}
    ).map(lambda values: msgspec.convert(values, RECORDS[kind]))


def estates(size: int = 3) -> st.SearchStrategy[Estate]:
    lists = {kind: st.lists(records(kind), max_size=size, unique_by=lambda one: one.id).map(tuple) for kind in RECORDS}
    return st.builds(Estate, **lists)


def _values(kind: Any) -> st.SearchStrategy[Any]:
    info = msgspec.inspect.type_info(kind)
    match info:
        case msgspec.inspect.IntType(ge=low, le=high):
            return st.integers(low or 0, high if high is not None else 2**50)
        case msgspec.inspect.FloatType(ge=low, le=high):
            return st.integers(int(low or 0) * 10, int(high or 10) * 10).map(lambda n: n / 10)
        case msgspec.inspect.BoolType():
            return st.booleans()
        case msgspec.inspect.EnumType(cls=cls):
            return st.sampled_from([member.value for member in cls])
        case msgspec.inspect.VarTupleType():
            return st.lists(TEXT, max_size=3)
        case msgspec.inspect.StrType():
            return TEXT
    raise AssertionError(info)
