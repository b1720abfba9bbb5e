"""The tree of RFC 9162 against its definition, and proofs against everything that is not one."""

from __future__ import annotations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from store.ledger.canonical import leaf_hash, node_hash, sm3
from store.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    complete_subtrees,
    consistency_path,
    inclusion_path,
    range_hash,
)

SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(size)]


def by_definition(hashes: list[bytes]) -> bytes:
    """MTH of RFC 9162 section 2.1.1, word for word."""
    if not hashes:
        return sm3(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


def node_at(hashes: list[bytes]):
    return lambda height, place: by_definition(hashes[place << height : place + 1 << height])


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY_ROOT == by_definition([])


def test_a_growing_tree_has_the_root_of_the_definition_at_every_size() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(leaves(70), start=1):
        frontier.push(leaf)
        assert frontier.root() == by_definition(leaves(size))


def test_a_tree_taken_up_again_from_its_subtrees_grows_as_if_never_put_down() -> None:
    all_leaves = leaves(70)
    for size in range(70):
        node = node_at(all_leaves[:size])
        frontier = Frontier(size, [node(h, p) for h, p in complete_subtrees(size)])
        frontier.push(all_leaves[size])
        assert frontier.root() == by_definition(all_leaves[: size + 1])


def test_every_completed_subtree_is_told_once_with_its_hash() -> None:
    all_leaves, frontier, told = leaves(64), Frontier(), {}
    for leaf in all_leaves:
        for height, place, node in frontier.push(leaf):
            assert (height, place) not in told
            told[height, place] = node
    assert len(told) == 63
    assert all(node == node_at(all_leaves)(height, place) for (height, place), node in told.items())


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_an_inclusion_proof_verifies_and_every_change_to_it_does_not(data: st.DataObject) -> None:
    size = data.draw(SIZES)
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    root = by_definition(hashes)
    path = inclusion_path(node_at(hashes), index, size)
    assert check_inclusion(hashes[index], index, size, path, root)

    assert not check_inclusion(leaf_hash(b"other"), index, size, path, root)
    assert not check_inclusion(hashes[index], index, size, path, sm3(b"other"))
    assert not check_inclusion(hashes[index], index, size, [*path, sm3(b"more")], root)
    assert not check_inclusion(hashes[index], size, size, path, root)
    assert not check_inclusion(hashes[index], -1, size, path, root)
    if path:
        assert not check_inclusion(hashes[index], index, size, path[:-1], root)
        at = data.draw(st.integers(0, len(path) - 1))
        assert not check_inclusion(hashes[index], index, size, [*path[:at], sm3(b"x"), *path[at + 1 :]], root)
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert not check_inclusion(hashes[index], other, size, path, root)


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_a_consistency_proof_verifies_and_every_change_to_it_does_not(data: st.DataObject) -> None:
    second = data.draw(SIZES)
    first = data.draw(st.integers(1, second))
    hashes = leaves(second)
    old, new = by_definition(hashes[:first]), by_definition(hashes)
    path = consistency_path(node_at(hashes), first, second)
    assert check_consistency(first, second, old, new, path)

    assert not check_consistency(first, second, sm3(b"other"), new, path)
    assert not check_consistency(first, second, old, sm3(b"other"), path)
    assert not check_consistency(first, second, old, new, [*path, sm3(b"more")])
    assert not check_consistency(0, second, old, new, path)
    if path:
        assert not check_consistency(first, second, old, new, path[:-1])
        at = data.draw(st.integers(0, len(path) - 1))
        assert not check_consistency(first, second, old, new, [*path[:at], sm3(b"x"), *path[at + 1 :]])


@given(st.data())
@settings(deadline=None, max_examples=100)
def test_no_proof_joins_a_ledger_to_one_whose_past_was_rewritten(data: st.DataObject) -> None:
    second = data.draw(st.integers(2, 70))
    first = data.draw(st.integers(1, second))
    changed = data.draw(st.integers(0, first - 1))
    before = leaves(second)
    after = [*before]
    after[changed] = leaf_hash(b"rewritten")
    assume(after != before)
    path = consistency_path(node_at(after), first, second)
    assert not check_consistency(first, second, by_definition(before[:first]), by_definition(after), path)


def test_any_range_a_proof_needs_comes_from_stored_subtrees() -> None:
    hashes = leaves(45)
    for start in (0, 8, 32, 40, 44):
        for end in range(start + 1, min(start + (start & -start or 45), 45) + 1):
            assert range_hash(node_at(hashes), start, end) == by_definition(hashes[start:end])
