"""The bytes that are hashed: RFC 8785 (JSON Canonicalization Scheme) of a record, and SM3 of them.

    hash(record) = SM3(0x00 ‖ JCS(record))          the record's hash is also its leaf in the Merkle tree (RFC 9162, 2.1.1)

A record is one JSON object with exactly the members of `MEMBERS`. `details` is a JSON object of strings, integers of at
most 53 bits, booleans, nulls, arrays and objects. Numbers with a fraction are not used, so that no implementation has to
agree on how to print them. `docs/explanation/audit-ledger.md` is the specification other implementations follow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from cryptography.hazmat.primitives import hashes

from model.errors import InputError

FORMAT = "fengsui-ledger/1"
MEMBERS = ("action", "actor", "details", "object", "previous", "sequence", "time", "unit")
FIRST_PREVIOUS = bytes(32)
MAX_INTEGER = 2**53 - 1  # RFC 8785 section 3.2.2.3: what an IEEE 754 double holds exactly
MAX_DEPTH = 16
MAX_DETAILS_BYTES = 65_536

_LEAF, _NODE = b"\x00", b"\x01"  # RFC 9162 section 2.1.1: a leaf can never be read as a node
_SM3 = hashes.SM3()  # GB/T 32905-2016


def sm3(*parts: bytes) -> bytes:
    digest = hashes.Hash(_SM3)
    for part in parts:
        digest.update(part)
    return digest.finalize()


def leaf_hash(canonical: bytes) -> bytes:
    return sm3(_LEAF, canonical)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sm3(_NODE, left, right)


def to_canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a value `tidy` accepts. Raises ValueError or TypeError for anything else."""
    return json.dumps(_ordered(value, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _ordered(value: Any, depth: int) -> Any:
    if isinstance(value, str) or value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"the integer {str(value)[:20]} has more than 53 bits")
        return value
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        # RFC 8785 section 3.2.3 sorts by UTF-16 code units; for characters of the first plane that is code point order.
        return {k: _ordered(value[k], depth + 1) for k in sorted(value, key=_utf16)}
    if isinstance(value, list):
        return [_ordered(v, depth + 1) for v in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-be")


def tidy_text(text: str) -> str:
    """The text with lone surrogates spelled out: they have no UTF-8 form, and an audit record must not fail on them.

    NUL is spelled out as well, because PostgreSQL text cannot hold it.
    """
    if text.isascii() and "\x00" not in text:
        return text
    if "\x00" in text:
        text = text.replace("\x00", "\\x00")
    return text.encode("utf-8", "backslashreplace").decode()


def tidy(value: Any, depth: int = 0) -> Any:  # noqa: RET503 - _refuse does not return
    """`value` as the ledger can keep it: tuples become arrays, enums their text.

    Raises InputError for fractions, huge integers, depth and foreign types, naming the value: whoever writes the record
    decides how such a thing is to be spelled.
    """
    if depth > MAX_DEPTH:
        _refuse(f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        return tidy_text(str.__str__(value))
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            _refuse(f"the integer {str(value)[:20]}… has more than 53 bits")
        return int(value)
    if isinstance(value, Mapping):
        return {_member(k): tidy(v, depth + 1) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [tidy(v, depth + 1) for v in value]
    _refuse(f"{type(value).__name__} {str(value)[:40]!r}")


def _member(name: Any) -> str:
    if not isinstance(name, str):
        _refuse(f"member name {name!r}")
    return tidy_text(name)


def _refuse(what: str) -> NoReturn:
    raise InputError(f"an audit record cannot hold {what}", where="details", hint="write it as text")
