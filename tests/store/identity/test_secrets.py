"""Passwords, codes, sealed secrets and the key that seals them."""

from __future__ import annotations

import os
import stat
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import InputError, StoreError, WeakPassword
from store.identity import Policy, passwords
from store.identity.policy import load_key

POLICY = Policy(key=b"k" * 32)


@given(st.text(max_size=300))
@settings(deadline=None, max_examples=300)
def test_any_text_is_judged_and_never_breaks(text: str) -> None:
    with suppress(WeakPassword):
        passwords.check(text, POLICY, names=["wang"])
        assert len(text) >= 12 or len(unicodedata.normalize("NFKC", text)) >= 12
        assert "wang" not in text.casefold()


@given(st.text(min_size=1, max_size=40))
@settings(deadline=None, max_examples=15)
def test_a_password_matches_itself_and_nothing_else(text: str) -> None:
    hashed = passwords.hash_password(text)
    assert hashed.startswith("$argon2id$v=19$")
    assert passwords.matches(text, hashed)
    assert not passwords.matches(text + "x", hashed)


def test_the_same_keys_on_another_input_method_are_the_same_password() -> None:
    assert passwords.matches("ＡＢＣ１２３－ｅ\u0301", passwords.hash_password("ABC123-é".replace("-", "－")))


def test_nobody_matches_no_hash_and_a_damaged_hash_matches_nobody() -> None:
    assert not passwords.matches("x", None)
    assert not passwords.matches("x", "$argon2id$v=19$rubbish")
    assert not passwords.matches("x", "x")


@pytest.mark.parametrize(
    "good", ["Tower-and-7-owls", "烽火台上有三只猫头鹰A1", "correct horse battery staple", "aB3$aB3$xY9!"]
)
def test_good_passwords_are_accepted(good: str) -> None:
    passwords.check(good, POLICY, names=["li", "na"])


def test_one_time_passwords_satisfy_the_policy_and_do_not_repeat() -> None:
    made = [passwords.random_password() for _ in range(200)]
    assert len(set(made)) == 200
    for password in made:
        passwords.check(password, POLICY)


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=50)
def test_what_is_sealed_opens_with_its_key_for_its_purpose_only(secret: bytes) -> None:
    sealed = POLICY.seal(secret, "totp:1")
    assert POLICY.unseal(sealed, "totp:1") == secret
    for policy, text, purpose in (
        (POLICY, sealed, "totp:2"),
        (Policy(key=b"x" * 32), sealed, "totp:1"),
        (POLICY, sealed[:-1] + bytes([sealed[-1] ^ 1]), "totp:1"),
        (POLICY, b"", "totp:1"),
        (POLICY, sealed[:10], "totp:1"),
    ):
        with pytest.raises(StoreError):
            policy.unseal(text, purpose)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "identity.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600  # noqa: PTH116
    path.write_bytes(b"short")
    with pytest.raises(InputError, match="5 bytes"):
        load_key(path)
