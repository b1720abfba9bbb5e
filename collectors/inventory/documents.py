"""Walking a hostile JSON document: every step says what it expects and gets an empty value instead of a surprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from collectors.inventory.contract import check_size, shorten
from model.errors import InputError


def read_json(data: bytes, where: str, limit: int | None = None) -> Mapping[str, Any]:
    """The document, which must be an object. Raises InputError."""
    check_size(data, where, *([limit] if limit else []))
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"no JSON: {shorten(str(error), 200)}", where=where) from error
    if not isinstance(document, Mapping):
        raise InputError("expected a JSON object", where=where)
    return document


def text(value: Any, name: str = "", limit: int = 300) -> str:
    """The text of a member, shortened; numbers as text; anything else is empty."""
    if name:
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return shorten(str(value), limit)


def part(value: Any, *path: str) -> Mapping[str, Any]:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def parts(value: Any, name: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a member that is a list."""
    found = value.get(name) if isinstance(value, Mapping) else None
    return (one for one in found if isinstance(one, Mapping)) if isinstance(found, list) else iter(())
