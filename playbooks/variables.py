"""Variables: their types, their scopes, and how a value gets into a command without becoming part of its grammar.

A value from outside (an incident, a person, a target's answer) is text of whoever is attacked or attacks. So it is never
pasted: each place says how a value is written there (`shell`, `url`, `json`, `header`, `plain`). A constant whose value
stands in the playbook is the author's own words, signed with it, and is put in as it is.
"""

from __future__ import annotations

import ipaddress
import json
import re
import shlex
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from playbooks.cacao.types import VARIABLE, Variable
from playbooks.conditions import Value

REFERENCE = re.compile(rf"({VARIABLE}):value")
MAX_VALUE = 65_536
MAX_FILLED = 1_048_576


class VariableError(Exception):
    """A value that does not fit, or a variable without one. `name` says which."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


def referenced(value: Any) -> Iterator[str]:
    """Names of the variables used anywhere within a part of a playbook (JSON)."""
    if isinstance(value, str):
        yield from REFERENCE.findall(value)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from referenced(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from referenced(member)


def _integer(bits: int) -> Callable[[str], Value]:
    def check(text: str) -> Value:
        number = int(text) if re.fullmatch(r"[+-]?\d{1,20}", text) else None
        if number is None or not -(2 ** (bits - 1)) <= number < 2 ** (bits - 1):
            raise ValueError(f"no whole number of {bits} bits")
        return number

    return check


def _boolean(text: str) -> Value:
    if text.lower() not in ("true", "false"):
        raise ValueError("neither true nor false")
    return text.lower() == "true"


def _float(text: str) -> Value:
    if not re.fullmatch(r"[+-]?\d{1,300}(\.\d{1,300})?([eE][+-]?\d{1,3})?", text):
        raise ValueError("no number")
    return float(text)


def _pattern(expression: str, what: str) -> Callable[[str], Value]:
    compiled = re.compile(expression)

    def check(text: str) -> Value:
        if not compiled.fullmatch(text):
            raise ValueError(f"no {what}")
        return text

    return check


def _address(version: int) -> Callable[[str], Value]:
    def check(text: str) -> Value:
        if ipaddress.ip_network(text, strict=False).version != version:
            raise ValueError(f"no IPv{version} address")
        return text

    return check


def _dictionary(text: str) -> Value:
    if type(json.loads(text)) is not dict:
        raise ValueError("no JSON object")
    return text


def _uri(text: str) -> Value:
    if not urlsplit(text).scheme or re.search(r"[\s\x00-\x1f]", text):
        raise ValueError("no URI")
    return text


_TYPES: Mapping[str, Callable[[str], Value]] = {
    "bool": _boolean,
    "dictionary": _dictionary,
    "float": _float,
    "hexstring": _pattern(r"([0-9a-fA-F]{2})*", "text of hexadecimal digits"),
    "integer": _integer(32),
    "long": _integer(64),
    "ipv4-addr": _address(4),
    "ipv6-addr": _address(6),
    "mac-addr": _pattern(r"[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}", "MAC address"),
    "md5-hash": _pattern(r"[0-9a-fA-F]{32}", "MD5 digest"),
    "sha256-hash": _pattern(r"[0-9a-fA-F]{64}", "SHA-256 digest"),
    "hash": _pattern(r"[0-9a-fA-F]{16,256}", "digest"),
    "uri": _uri,
    "uuid": lambda text: str(uuid.UUID(text)),
}


def typed(name: str, kind: str, value: Any) -> Value:
    """The value as conditions compare it. Raises VariableError when it does not fit its type."""
    if value is None:
        return None
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
    text = ("true" if text else "false") if isinstance(text, bool) else str(text)
    if len(text) > MAX_VALUE:
        raise VariableError(name, f"longer than {MAX_VALUE} characters")
    check = _TYPES.get(kind)
    if check is None or text == "":
        return text
    try:
        return check(text)
    except (ValueError, RecursionError) as error:
        raise VariableError(name, f"{text[:80]!r} is no {kind}: {error}") from None


def as_text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


Quote = Callable[[str], str]


def shell(value: str) -> str:
    if "\x00" in value:
        raise ValueError("a NUL character cannot be passed to a shell")
    return shlex.quote(value)


def url(value: str) -> str:
    return quote(value, safe="-._~")


def request_target(value: str) -> str:
    """A path and a query; what would end either of them (white space, `#`) is written otherwise."""
    return quote(value, safe="/?&=%+,;:@!$'()*-._~")


def in_json(value: str) -> str:
    """For inside quotation marks."""
    return json.dumps(value, ensure_ascii=False)[1:-1]


def header(value: str) -> str:
    if re.search(r"[\r\n\x00]", value):
        raise ValueError("a line break cannot stand in a header")
    return value


def plain(value: str) -> str:
    return value


def fill(text: str, values: Mapping[str, Value], own: frozenset[str], write: Quote = plain) -> str:
    """The text with every `__name__:value` replaced. own: constants of the playbook, put in as they are.

    Raises VariableError for a variable without a value, or one that cannot stand there. What a value contains is not
    looked at for further references.
    """

    def one(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise VariableError(name, "is not defined where it is used")
        value = values[name]
        if value is None:
            raise VariableError(name, "has no value yet")
        if name in own:
            return as_text(value)
        try:
            return write(as_text(value))
        except ValueError as error:
            raise VariableError(name, str(error)) from None

    filled = REFERENCE.sub(one, text)
    if len(filled) > MAX_FILLED:
        raise VariableError("", f"the filled-in text is longer than {MAX_FILLED} characters")
    return filled


def initial(declared: Mapping[str, Variable], given: Mapping[str, Any]) -> dict[str, Value]:
    """Values at the start of a playbook. given: of external variables only. Raises VariableError."""
    values: dict[str, Value] = {}
    for name, value in given.items():
        variable = declared.get(name)
        if variable is None:
            raise VariableError(name, "is no variable of this playbook")
        if not variable.external:
            raise VariableError(name, "is not given from outside (external is false)")
        values[name] = typed(name, variable.type, value)
    for name, variable in declared.items():
        if values.get(name) is None:
            values[name] = typed(name, variable.type, variable.value)
    return values


def constants(*scopes: Mapping[str, Variable]) -> frozenset[str]:
    """Names whose words are the author's; an inner scope that names one again takes it away."""
    found: set[str] = set()
    for scope in scopes:
        for name, variable in scope.items():
            author = variable.constant and variable.value is not None and not variable.external
            (found.add if author else found.discard)(name)
    return frozenset(found)
