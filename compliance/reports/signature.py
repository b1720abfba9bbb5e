"""SM2 signatures of exported files, beside the file: who signed which bytes when, with which key and which ledger root.

Source: GB/T 32918.2-2016 (SM2 signatures), GB/T 32905-2016 (SM3), default identity 1234567812345678 (GM/T 0009-2012, 10). The
statement is signed in the canonical form of the ledger, so that it reads the same everywhere.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

import msgspec
from gmssl import sm2

from model.compliance import Sm3
from model.errors import InputError
from model.times import Micros

FORMAT = "fengsui-signature/1"
ORDER = int(sm2.default_ecc_table["n"], 16)
LONGEST = 64 * 1024
PRIME, A, B = (int(sm2.default_ecc_table[name], 16) for name in ("p", "a", "b"))


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is signed. sm3: of the file. root, size: of the ledger when it was made."""

    format: str
    kind: str
    subject: str
    form: str
    sm3: Sm3
    made: Micros
    origin: str
    size: int
    root: str


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """public_key: 128 hexadecimal digits, x and y. signature: 128, r and s."""

    statement: Statement
    public_key: str
    signature: str


@dataclass(frozen=True, slots=True)
class Key:
    private: str
    public: str


def public_of(private: str) -> str:
    """Raises InputError for what is no private key of SM2."""
    try:
        number = int(private, 16)
    except ValueError:
        number = 0
    if len(private) != 64 or not 0 < number < ORDER - 1:
        raise InputError("is no SM2 private key: 64 hexadecimal digits are expected")
    machine = sm2.CryptSM2(private_key=private, public_key="")
    return str(machine._kg(number, sm2.default_ecc_table["g"]))


def new_key() -> Key:
    private = f"{1 + secrets.randbelow(ORDER - 2):064x}"
    return Key(private, public_of(private))


def read_key(text: str) -> Key:
    private = text.strip().lower()
    return Key(private, public_of(private))


def _canonical(statement: Statement) -> bytes:
    """Keys sorted, no spaces, integers and texts only: RFC 8785 for these types."""
    held: dict[str, Any] = msgspec.to_builtins(statement)
    return json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sign(statement: Statement, key: Key) -> bytes:
    machine = sm2.CryptSM2(private_key=key.private, public_key=key.public)
    made = None
    while not made:  # gmssl gives None for the rare number the standard forbids
        made = machine.sign_with_sm3(_canonical(statement), f"{1 + secrets.randbelow(ORDER - 1):064x}")
    signature = Signature(statement=statement, public_key=key.public, signature=made)
    return msgspec.json.format(msgspec.json.encode(signature), indent=2) + b"\n"


def read(data: bytes) -> Signature:
    """Raises InputError for anything that is no signature file."""
    if len(data) > LONGEST:
        raise InputError(f"larger than {LONGEST} bytes", where="signature")
    try:
        found = msgspec.json.decode(data, type=Signature)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"is no signature file: {str(error)[:200]}", where="signature") from error
    if found.statement.format != FORMAT:
        raise InputError(f"has the format {found.statement.format[:40]!r}, expected {FORMAT}", where="signature")
    return found


def faults(signature: Signature, digest: str, public_key: str = "") -> list[str]:
    """Why it does not hold, nothing when it does. digest: SM3 of the file. public_key: the one that must have signed."""
    found = []
    if digest != signature.statement.sm3:
        found.append(f"the file is another: its SM3 is {digest}, signed was {signature.statement.sm3}")
    if public_key and public_key.strip().lower() != signature.public_key.lower():
        found.append("it was signed with another key than the one expected")
    if not _on_curve(signature.public_key):
        found.append("the public key is no point of the curve")
    elif not _holds(signature):
        found.append("the signature does not fit what it signs")
    return found


def _on_curve(text: str) -> bool:
    if len(text) != 128 or not all(letter in "0123456789abcdefABCDEF" for letter in text):
        return False
    x, y = int(text[:64], 16), int(text[64:], 16)
    return x < PRIME and y < PRIME and (y * y - (x * x * x + A * x + B)) % PRIME == 0


def _holds(signature: Signature) -> bool:
    text = signature.signature
    if len(text) != 128 or not all(letter in "0123456789abcdefABCDEF" for letter in text):
        return False
    r, s = int(text[:64], 16), int(text[64:], 16)
    if not (0 < r < ORDER and 0 < s < ORDER) or (r + s) % ORDER == 0:
        return False
    machine = sm2.CryptSM2(private_key="", public_key=signature.public_key.lower())
    return bool(machine.verify_with_sm3(text.lower(), _canonical(signature.statement)))
