"""How a text becomes names and values: CEF, LEEF, key=value and separated columns. None when it is not of the form."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Literal

MAX_TEXT = 256 * 1024
MAX_PAIRS = 512

# ArcSight "Implementing ArcSight Common Event Format (CEF)", version 26: header of seven parts, `\|` and `\\` escaped in
# it, `\=`, `\\`, `\n` and `\r` in the extension.
_CEF_NAMES = ("deviceVendor", "deviceProduct", "deviceVersion", "deviceEventClassId", "name", "severity")
_HEADER_PART = re.compile(r"((?:[^|\\]|\\.){0,1023})\|", re.DOTALL)
_EXTENSION_KEY = re.compile(r"(?:^|\s)([A-Za-z_][\w.\-\[\]]{0,63})=")
_EXTENSION_ESCAPE = re.compile(r"\\([=\\|nr])")
_PLAIN = {"n": "\n", "r": "\r"}
_LEEF_NAMES = ("deviceVendor", "deviceProduct", "deviceVersion", "eventId")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?', re.DOTALL)
_NUMBERED = re.compile(r"\(\d{1,6}\)$")


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _EXTENSION_ESCAPE.sub(lambda found: _PLAIN.get(found[1], found[1]), text)


def cef(text: str) -> dict[str, str] | None:
    """`CEF:0|vendor|product|version|class|name|severity|key=value …`, wherever in the text it begins."""
    begin = text.find("CEF:")
    if begin < 0:
        return None
    at = text.find("|", begin, begin + 16)
    if at < 0 or not text[begin + 4 : at].replace(".", "").isdigit():
        return None
    found = {"cefVersion": text[begin + 4 : at]}
    at += 1
    for name in _CEF_NAMES:
        part = _HEADER_PART.match(text, at)
        if part is None:
            if name != "severity":
                return None
            found[name] = _unescaped(text[at : at + 1024])
            return found
        found[name] = _unescaped(part[1])
        at = part.end()
    _extension(found, text[at : at + MAX_TEXT])
    return found


def _extension(found: dict[str, str], text: str) -> None:
    """A value runs to the blank before the next key, since blanks in values are not escaped."""
    key, begin = "", 0
    for match in _EXTENSION_KEY.finditer(text):
        if key:
            found.setdefault(key, _unescaped(text[begin : match.start()].strip()))
            if len(found) >= MAX_PAIRS:
                return
        key, begin = match[1], match.end()
    if key:
        found.setdefault(key, _unescaped(text[begin:].strip()))


def leef(text: str) -> dict[str, str] | None:
    """IBM QRadar LEEF 1.0 and 2.0 (which names its separator, as a character or `x` and its hexadecimal number)."""
    begin = text.find("LEEF:")
    if begin < 0:
        return None
    parts = text[begin + 5 : begin + MAX_TEXT].split("|", 6)
    version = parts[0]
    if version not in ("1.0", "2.0") or len(parts) < 6:
        return None
    found = {"leefVersion": version, **dict(zip(_LEEF_NAMES, parts[1:5], strict=True))}
    separator = "\t"
    attributes = "|".join(parts[5:])
    if version == "2.0" and len(parts) == 7 and len(parts[5]) <= 4 and "=" not in parts[5]:
        separator, attributes = _leef_separator(parts[5]), parts[6]
    for pair in attributes.split(separator, MAX_PAIRS):
        key, equals, value = pair.partition("=")
        key = key.strip()
        if equals and 0 < len(key) <= 64:
            found.setdefault(key, value.strip())
    return found


def _leef_separator(text: str) -> str:
    digits = text.lower().removeprefix("0").removeprefix("x")
    if text[:1] in "x0" and digits:
        try:
            return chr(int(digits, 16)) or "\t"
        except (ValueError, OverflowError):
            return "\t"
    return text or "\t"


def pairs(text: str, *, assign: str = "=", between: str = "", numbered: bool = False) -> dict[str, str] | None:
    """`key=value` pairs. between: what separates them, blanks when empty; a value in double quotes may hold it.
    numbered: keys carry a number in brackets (`SrcIPAddr(1003)`), which is dropped. None without a single pair."""
    found: dict[str, str] = {}
    text = text[:MAX_TEXT]
    at, end = 0, len(text)
    stop = between.strip() or " "
    while at < end and len(found) < MAX_PAIRS:
        cut = text.find(assign, at)
        if cut < 0:
            break
        key = text[at:cut]
        tail = max(key.rfind(stop), key.rfind(" ") if stop == " " or not between.strip() else -1)
        key = key[tail + 1 :].strip(" \t\r\n,;|([")
        at = cut + len(assign)
        if text[at : at + 1] == '"':
            quoted = _QUOTED.match(text, at)
            assert quoted is not None
            value, at = quoted[1].replace('\\"', '"'), quoted.end()
        else:
            stopped = text.find(stop, at)
            stopped = end if stopped < 0 else stopped
            value, at = text[at:stopped].strip(), stopped + len(stop)
        if numbered:
            key = _NUMBERED.sub("", key)
        if 0 < len(key) <= 64 and value:
            found.setdefault(key, value)
    return found or None


def columns(
    text: str, names: Sequence[str] | Mapping[str, Sequence[str]], *, between: str, quote: str, by: int
) -> dict[str, str] | None:
    """Values in fixed order. names: their names ("" leaves one out), or those for each value of column `by`."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    escape = "\\" if quote == "'" else None
    try:
        reader = csv.reader(
            [text[:MAX_TEXT]], delimiter=between, quotechar=quote or None, quoting=quoting, escapechar=escape
        )
        values = next(reader)
    except (csv.Error, StopIteration):
        return None
    if isinstance(names, Mapping):
        chosen = names.get(values[by] if len(values) > by else "") or names.get("")
        if chosen is None:
            return None
        names = chosen
    if len(values) < min(len(names), 4):
        return None
    return {name: value for name, value in zip(names, values, strict=False) if name and value != ""}
