"""Request bodies: how they are read before anything looks at them."""

from __future__ import annotations

import re
from typing import Any

import orjson
from starlette.requests import Request

from api.problems import Refusal

MAX_DEPTH = 32
OPENC2 = frozenset({"application/openc2+json", "application/openc2-cmd+json"})
"""What OpenC2 producers send (HTTPS Transfer 1.1 and 1.0, 3.2): JSON under names of its own."""
_MARKS = re.compile(rb'["\\\[\]{}]')


class CheckedRequest(Request):
    """Reads JSON strictly: UTF-8, no NaN, no lone surrogates, at most MAX_DEPTH levels."""

    async def json(self) -> Any:
        if not hasattr(self, "_json"):
            self._json = parse(await self.body())
        return self._json


def parse(body: bytes) -> Any:
    """Raises Refusal for what is not JSON as described above."""
    if deeper_than(body, MAX_DEPTH):
        raise Refusal("request.malformed", f"the JSON is nested more than {MAX_DEPTH} levels deep")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refusal("request.malformed", f"the body is not JSON in UTF-8: {error.msg}") from error


def deeper_than(body: bytes, limit: int) -> bool:
    """Whether brackets outside texts nest deeper, in one pass without recursion."""
    depth, inside, escaped_at = 0, False, -1
    for found in _MARKS.finditer(body):
        mark, at = found.group(), found.start()
        if inside:
            if at == escaped_at:
                continue
            if mark == b"\\":
                escaped_at = at + 1
            elif mark == b'"':
                inside = False
        elif mark == b'"':
            inside = True
        elif mark in b"[{":
            depth += 1
            if depth > limit:
                return True
        elif mark in b"]}":
            depth -= 1
    return False


def is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or kind in OPENC2
