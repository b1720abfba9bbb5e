"""Texts that a spreadsheet opens without being harmed.

Text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV Injection: `=`, `+`, `-`, `@`, tab,
carriage return, and their full-width forms), also when blanks or a quotation mark stand before it.
"""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_BEFORE = " \n\"'\u00a0\ufeff"


def guarded(text: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet would read it as a formula. Encodes as UTF-8."""
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return f"'{text}" if text.lstrip(_BEFORE).startswith(FORMULA) or text[:1] in FORMULA else text


def unguarded(text: str) -> str:
    """What `guarded` was given, when it put something in front."""
    return text[1:] if text[:1] == "'" and text[1:] and guarded(text[1:]) == text else text
