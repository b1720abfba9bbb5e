from __future__ import annotations

import base64
import math
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric import ed25519
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.cacao import read_document
from playbooks.cacao.canonical import canonical
from playbooks.cacao.signatures import Trust, fingerprint, overall, sign, verify
from tests.playbooks.documents import action, playbook, step_id

NOW = "2026-11-23T08:00:00.000Z"
KEY = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def signed(**more: Any) -> dict[str, Any]:
    document = playbook(action("one"))
    about = {
        "id": step_id("jss", "1"),
        "created": document["created"],
        "modified": document["modified"],
        "signee": "District",
        "related_to": document["id"],
        "related_version": document["modified"],
        **more,
    }
    return sign(document, about, KEY)


def trust(document: dict[str, Any], trusted: dict[str, str] | None = None) -> Trust:
    reading = read_document(document)
    assert reading.playbook is not None, [str(p) for p in reading.problems]
    return overall(verify(reading.playbook, reading.document, trusted or {}, NOW))


def test_a_playbook_without_a_signature_is_unsigned() -> None:
    assert trust(playbook(action("one"))) is Trust.UNSIGNED


def test_a_signature_holds_and_is_trusted_only_by_a_known_key() -> None:
    assert trust(signed()) is Trust.UNKNOWN
    assert trust(signed(), {fingerprint(KEY.public_key()): "District"}) is Trust.TRUSTED


def test_any_change_after_signing_is_noticed() -> None:
    document = signed()
    document["workflow"][action("one")[0]]["commands"][0]["command"] = "do something else"
    assert trust(document) is Trust.INVALID
    document = signed()
    document["signatures"][0]["signee"] = "Somebody else"
    assert trust(document) is Trust.INVALID


@pytest.mark.parametrize(
    "change",
    [
        {"revoked": True},
        {"valid_until": "2026-11-22T09:00:00.000Z"},
        {"valid_from": "2027-01-01T00:00:00.000Z"},
        {"related_version": "2020-01-01T00:00:00.000Z"},
    ],
)
def test_a_signature_out_of_its_time_or_place_does_not_hold(change: dict[str, Any]) -> None:
    assert trust(signed(**change)) is Trust.INVALID


def test_each_of_two_signatures_holds_by_itself() -> None:
    other = ed25519.Ed25519PrivateKey.generate()
    first = signed()
    about = {name: first["signatures"][0][name] for name in ("created", "modified", "related_to", "related_version")}
    both = sign(first, {**about, "id": step_id("jss", "2"), "signee": "Town"}, other)
    assert len(both["signatures"]) == 2
    assert trust(both, {fingerprint(other.public_key()): "Town"}) is Trust.TRUSTED


def test_an_algorithm_that_is_none_is_not_accepted() -> None:
    document = signed()
    document["signatures"][0]["algorithm"] = "none"
    assert trust(document) is Trust.INVALID
    document["signatures"][0].update(algorithm="HS256", value=base64.urlsafe_b64encode(b"x" * 32).decode())
    assert trust(document) is Trust.INVALID


numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53) + 1, 2**53 - 1)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=10)


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | numbers | texts,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
        max_leaves=12,
    )
)
def test_the_canonical_form_equals_an_independent_one(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_what_has_no_canonical_form_is_refused() -> None:
    for value in (math.inf, 2**60, object(), "\ud800"):
        with pytest.raises(ValueError, match=r".+"):
            canonical(value)
