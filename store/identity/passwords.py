"""Which passwords are good enough, and how they are kept.

Argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet, Argon2id): about 30 ms of one core,
little enough that a burst of sign-ins cannot take the machine's memory.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from model.errors import WeakPassword
from store.identity.policy import Policy

MAX_LENGTH = 256
PASSPHRASE_LENGTH = 20
"""From this length on a password need not mix kinds of characters (NIST SP 800-63B, 5.1.1.2: length over composition)."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
_ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def hash_password(password: str) -> str:
    return _HASHER.hash(_normal(password))


def matches(password: str, hashed: str | None) -> bool:
    """Takes the same time for an account that does not exist or has no password: pass None."""
    try:
        return _HASHER.verify(hashed or _nobody(), _normal(password)) and hashed is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(hashed: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(hashed)


def check(password: str, policy: Policy, *, names: Iterable[str] = (), earlier: Sequence[str] = ()) -> None:
    """Raises WeakPassword naming everything that is wrong. names: of the person; earlier: hashes not to be used again."""
    text = _normal(password)
    wrong = list(_problems(text, policy, names))
    if not wrong and any(matches(password, hashed) for hashed in earlier):
        wrong.append("used_before")
    if wrong:
        raise WeakPassword(wrong)


def random_password() -> str:
    """Twenty characters without look-alikes, in groups for reading aloud: about 115 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))


def _problems(text: str, policy: Policy, names: Iterable[str]) -> Iterable[str]:
    if len(text) < policy.password_length:
        yield "too_short"
    if len(text) > MAX_LENGTH:
        yield "too_long"
        return
    if len(text) < PASSPHRASE_LENGTH and _kinds(text) < 3:
        yield "too_few_kinds"
    if len(set(text)) < 5:
        yield "too_few_different"
    low = text.casefold()
    if any(len(name) >= 3 and name.casefold() in low for name in names):
        yield "contains_name"
    if _letters(low) in _common() or low in _common():
        yield "common"


def _kinds(text: str) -> int:
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    return sum(any(kind(c) for c in text) for kind in kinds) + any(c.isalpha() and c.lower() == c.upper() for c in text)


def _letters(low: str) -> str:
    """Without the digits and signs people put around a common word: `Password123!` is `password`."""
    return low.strip("0123456789!@#$%^&*()_+-=.,?~ ")


def _normal(password: str) -> str:
    """NFKC, so that the same keys on another input method give the same password (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


@cache
def _nobody() -> str:
    return _HASHER.hash(secrets.token_hex(16))


@cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text("utf-8").splitlines()
    return frozenset(line.casefold() for line in lines if line and not line.startswith("#"))
