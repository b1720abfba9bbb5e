"""The rules identity holds to, as one value made from the settings, and the key that seals what must be readable again."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from model.errors import InputError, StoreError
from model.times import DAY, HOUR, MINUTE, Micros

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """key: 32 bytes that seal TOTP secrets and stored answers. Times are microseconds.

    lock_after: failures in a row after which an account is locked for `lock_first`, doubling with every further failure
    up to `lock_longest`. password_age: 0 means a password never has to be renewed. second_factor_for: roles whose holders
    must enrol TOTP before anything else; applies to signing in with a password.
    """

    key: bytes
    password_length: int = 12
    password_history: int = 5
    password_age: Micros = 90 * DAY
    lock_after: int = 5
    lock_first: Micros = MINUTE
    lock_longest: Micros = 30 * MINUTE
    idle: Micros = 30 * MINUTE
    absolute: Micros = 12 * HOUR
    sessions_per_account: int = 10
    tokens_per_account: int = 20
    token_longest: Micros = 366 * DAY
    second_factor_for: frozenset[str] = frozenset()

    def seal(self, plain: bytes, purpose: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.key).encrypt(nonce, plain, purpose.encode())

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """Raises StoreError when it was sealed with another key, for another purpose, or changed."""
        try:
            return AESGCM(self.key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                "a stored secret cannot be opened with the identity key",
                where=purpose.partition(":")[0],
                hint="restore the identity key that belongs to this state, or reset the account's second factor",
            ) from error


def load_key(path: Path) -> bytes:
    """The key in this file, made on first use and readable by its owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    except OSError as error:
        raise InputError(f"the identity key cannot be made: {error.strerror}", where=str(path)) from error
    try:
        key = path.read_bytes()
    except OSError as error:
        raise InputError(f"the identity key cannot be read: {error.strerror}", where=str(path)) from error
    if len(key) != KEY_BYTES:
        raise InputError(f"the identity key has {len(key)} bytes, expected {KEY_BYTES}", where=str(path))
    return key


def digest(secret: str) -> bytes:
    """Of random secrets only: 128 random bits and more cannot be guessed, so a fast hash is enough."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()
