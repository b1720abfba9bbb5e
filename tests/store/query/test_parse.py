"""Reading queries: what is meant, what is refused and where, and that no text breaks it."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import QueryError
from store.query import nodes, parse
from store.query.parse import MAX_CLAUSES, MAX_LENGTH
from tests.store.query.trees import tree, written


def bare(node: Any) -> Any:
    """The tree without positions and with nested operations of one kind made flat."""
    if isinstance(node, nodes.And | nodes.Or):
        parts: list[Any] = []
        for part in map(bare, node.parts):
            parts.extend(part.parts if type(part) is type(node) else [part])
        return type(node)(tuple(parts))
    if isinstance(node, nodes.Not):
        return nodes.Not(bare(node.part))
    if isinstance(node, nodes.All):
        return node
    return dataclasses.replace(node, position=0)


@settings(max_examples=300, deadline=None)
@given(tree)
def test_what_is_written_is_what_is_read(wanted: nodes.Node) -> None:
    assert bare(parse(written(wanted))) == bare(wanted)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet='ab:()[]{}"/\\*?~^+-!&| TOANDR<>=.@', max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    refusal = None
    try:
        parse(text)
    except QueryError as error:
        refusal = error
    assert refusal is None or (refusal.message and 0 <= (refusal.position or 0) <= len(text))


@pytest.mark.parametrize(
    ("query", "position"),
    [
        ("(a", 2),
        ("a AND", 5),
        ("a && )", 5),
        ("x:fe80::1", 7),
        ('name:"open', 5),
        ("path:/var/log", 10),
        ("a:b:c", 2),
        ("foo~2", 0),
        ("a b^3", 2),
        ("[1 TO 3]", 0),
        ("f*:x", 0),
        ("port:[1* TO 3]", 6),
        ("a OR OR b", 5),
        ("!", 1),
    ],
)
def test_an_error_names_the_character_and_says_what_to_do(query: str, position: int) -> None:
    with pytest.raises(QueryError) as raised:
        parse(query)
    assert raised.value.position == position
    assert raised.value.hint


def test_length_depth_and_number_of_conditions_are_bounded() -> None:
    for hostile in ("a" * (MAX_LENGTH + 1), "(" * 2000 + "a" + ")" * 2000, " ".join(["a"] * (MAX_CLAUSES + 1))):
        with pytest.raises(QueryError):
            parse(hostile)
    for hostile in ("NOT " * 2000 + "a", "-" * 8000 + "a", "f:" + "*?" * 4000, "f:/" + "a" * 8000 + "/"):
        with pytest.raises(QueryError):
            parse(hostile)


def test_a_space_means_and() -> None:
    assert bare(parse("a b")) == bare(parse("a AND b")) == bare(parse("+a +b")) == bare(parse("a && b"))


def test_signs_inside_quotation_marks_are_text() -> None:
    assert parse('"a && b"') == nodes.Term(None, "a && b", True, 0)


def test_many_threads_read_at_once() -> None:
    results: list[bool] = []

    def read(n: int) -> None:
        results.extend(parse(f"f{n}:(a{i} OR b) AND c") == parse(f"f{n}:(a{i} OR b) AND c") for i in range(50))

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 400
    assert all(results)
