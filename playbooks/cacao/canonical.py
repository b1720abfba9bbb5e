"""JSON in canonical form: JSON Canonicalization Scheme, RFC 8785."""

from __future__ import annotations

import json
import math
from typing import Any

MAX_INTEGER = 2**53 - 1
"""RFC 8785, 3.2.2.3: numbers are IEEE 754 doubles; larger integers have no exact form."""


def canonical(value: Any) -> bytes:
    """Raises ValueError for what has no canonical form."""
    return _written(value).encode("utf-8")


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        text = json.dumps(value, ensure_ascii=False)
        text.encode("utf-8")  # lone surrogates have no UTF-8 form
        return text
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"{value} is no double")
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, dict):
        # 3.2.3: names are sorted by their UTF-16 code units
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_written(name)}:{_written(value[name])}" for name in names) + "}"
    raise ValueError(f"{type(value).__name__} is no JSON")


def _number(value: float) -> str:
    """As ECMAScript writes a Number (ECMA-262, Number::toString), from Python's equally shortest digits."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is no JSON number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, exponent = f"{abs(value)!r}".lower().partition("e")[::2]
    whole, fraction = mantissa.partition(".")[::2]
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{point - 1:+d}"
