"""Query nodes to SQL over the columns of segments. Values travel as parameters only; names only through `quoted`.

A condition on an absent field is NULL, which WHERE, AND and OR treat as no match; NOT turns it into FALSE first, so
that it means "does not match", also for events that lack the field. Leaving the leaves bare keeps them pushable into
the Parquet reader, where statistics skip row groups.
The reference page docs/reference/search.md says the same in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, ip_address, ip_network
from typing import Any, TypeAlias

import orjson

from model.ecs import catalogue
from model.times import Micros
from store.events.layout import ID, REST, columns_of
from store.query.dates import moment
from store.query.mistakes import mistake
from store.query.nodes import All, And, Exists, Leaf, Node, Not, Or, Pattern, Range, Regex, Term
from store.query.nodes import Any as Wild

BARE_FIELDS: tuple[str, ...] = (
    "message",
    "event.original",
    "event.action",
    "event.code",
    "host.name",
    "user.name",
    "source.ip",
    "destination.ip",
    "process.name",
    "process.command_line",
    "process.executable",
    "file.path",
    "url.original",
    "url.domain",
    "dns.question.name",
    "tls.client.server_name",
    "user_agent.original",
)
"""Where a term without a field is searched."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LIKE = re.compile(r"([%_\\])")
_LEFT, _RIGHT = r"(?:^|[^0-9A-Za-z_])", r"(?:$|[^0-9A-Za-z_])"
_NUMERIC = re.compile(r"[0-9.eE+-]+")
_WORD = re.compile(r"[0-9A-Za-z_]")

Sql: TypeAlias = tuple[str, list[Any]]
Condition: TypeAlias = Callable[[str, str], Sql | None]
NEVER: Sql = ("FALSE", [])
ALWAYS: Sql = ("TRUE", [])


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def rest_key(field: str) -> tuple[str, str]:
    """What the rest column contains, as text, when it has the field; and the JSON pointer to the field."""
    return orjson.dumps(field).decode() + ":", "/" + field.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True)
class Compiler:
    """columns: those present in at least one of the segments asked."""

    columns: frozenset[str]
    now: Micros

    def where(self, node: Node) -> Sql:
        match node:
            case All():
                return ALWAYS
            case And(parts):
                return _joined(" AND ", [self.where(part) for part in parts])
            case Or(parts):
                return _joined(" OR ", [self.where(part) for part in parts])
            case Not(part):
                sql, parameters = self.where(part)
                return f"(NOT coalesce({sql}, FALSE))", parameters
            case Exists(field, _):
                return self._exists(field)
            case _:
                return self._leaf(node)

    def _leaf(self, node: Leaf) -> Sql:
        if node.field is None:
            return self._anywhere(node)
        known = catalogue().get(node.field)
        kind = known.type if known else ""
        if node.field == "event.id" and isinstance(node, Term):
            return self._event_id(node)
        if kind == "date":
            return self._field(node.field, _dates(node, self.now))
        if kind == "text":
            return self._field(node.field, _in_text(node))
        return self._field(node.field, _values(node, kind))

    def _event_id(self, node: Term) -> Sql:
        if not re.fullmatch(r"[0-9a-fA-F]{32}", node.text):
            return NEVER
        return f"({quoted(ID)} = ?)", [bytes.fromhex(node.text)]

    def _field(self, field: str, condition: Condition) -> Sql:
        """The condition on every column that may hold the field; for lists, on any member."""
        found = self._columns(field, condition)
        if REST in self.columns:
            key, pointer = rest_key(field)
            members = f"rest_members(json_extract({quoted(REST)}, ?))"
            sql, parameters = _of_json(condition)
            found.append(
                (
                    f"(contains({quoted(REST)}, ?) AND {_any_member(members, sql)})",
                    [key, pointer, *parameters],
                )
            )
        return _joined(" OR ", found) if found else NEVER

    def _anywhere(self, node: Leaf) -> Sql:
        """The condition on any of BARE_FIELDS. Those in the rest column are looked at together, and only where its text
        has the words at all: seventeen conditions on it cost more than all columns."""
        condition = _in_text(node)
        found = [sql for field in BARE_FIELDS for sql in self._columns(field, condition)]
        if REST in self.columns:
            pointers = [rest_key(field)[1] for field in BARE_FIELDS]
            found_there = f"json_extract({quoted(REST)}, [{', '.join('?' * len(pointers))}])"
            members = f"flatten(list_transform({found_there}, lambda j: rest_members(j)))"
            sql, parameters = _of_json(condition)
            first, words = _rest_has(node)
            found.append((f"({first}{_any_member(members, sql)})", [*words, *pointers, *parameters]))
        return _joined(" OR ", found) if found else NEVER

    def _columns(self, field: str, condition: Condition) -> list[Sql]:
        found: list[Sql] = []
        for kind, name in columns_of(field, self.columns):
            expression = f"lower(hex({quoted(ID)}))" if name == ID else quoted(name)
            made = condition(kind.lower(), "m" if kind.isupper() else expression)
            if made is None:
                continue
            sql, parameters = made
            found.append((_any_member(expression, sql) if kind.isupper() else sql, parameters))
        return found

    def _exists(self, field: str) -> Sql:
        found: list[Sql] = []
        for kind, name in columns_of(field, self.columns):
            sql = f"(len({quoted(name)}) > 0)" if kind.isupper() else f"({quoted(name)} IS NOT NULL)"
            found.append((sql, []))
        if REST in self.columns:
            key, pointer = rest_key(field)
            column = quoted(REST)
            sql = f"(contains({column}, ?) AND len(rest_members(json_extract({column}, ?))) > 0)"
            found.append((sql, [key, pointer]))
        return _joined(" OR ", found) if found else NEVER


_JSON_TYPES = {"VARCHAR": ("s", "{}"), "BOOLEAN": ("b", "CAST({} AS BOOLEAN)"), "DOUBLE": ("d", "CAST({} AS DOUBLE)")}
_JSON_TYPES |= {"BIGINT": ("l", "CAST({} AS HUGEINT)"), "UBIGINT": ("l", "CAST({} AS HUGEINT)")}


def _of_json(condition: Condition) -> Sql:
    """The condition on a JSON member `m`, by what it is, so that a value is judged alike wherever it is stored."""
    cases: list[str] = []
    values: list[Any] = []
    for name, (kind, cast) in _JSON_TYPES.items():
        made = condition(kind, cast.format("json_extract_string(m, '$')"))
        if made is not None:
            cases.append(f"WHEN '{name}' THEN {made[0]}")
            values += made[1]
    return f"CASE json_type(m) {' '.join(cases)} ELSE FALSE END" if cases else "FALSE", values


def _rest_has(node: Leaf) -> Sql:
    """What a rest column must contain when one of its values does, as the beginning of an AND; nothing where the JSON of
    a value may be written otherwise than the value: escaped, or a number."""
    pieces = node.pieces if isinstance(node, Pattern) else (node.text,) if isinstance(node, Term) else ()
    longest = max((piece for piece in pieces if isinstance(piece, str)), key=len, default="")
    if not longest or not longest.isprintable() or '"' in longest or "\\" in longest or _NUMERIC.fullmatch(longest):
        return "", []
    column, slot = _folded(quoted(REST), longest)
    return f"contains({column}, {slot}) AND ", [longest]


def _any_member(expression: str, condition: str) -> str:
    return f"(len(list_filter({expression}, lambda m: coalesce({condition}, FALSE))) > 0)"


def _joined(word: str, parts: list[Sql]) -> Sql:
    if not parts:
        return NEVER
    if len(parts) == 1:
        return parts[0]
    return "(" + word.join(sql for sql, _ in parts) + ")", [value for _, values in parts for value in values]


# Conditions: (kind, expression) to SQL, None where a column of that kind cannot match.


def _text_of(kind: str, x: str) -> str:
    return x if kind in "si" else f"CAST({x} AS VARCHAR)"


def _equal(x: str, text: str) -> Sql:
    """Ignoring case. Plain equality where case cannot matter, which statistics and dictionaries answer faster."""
    x, slot = _folded(x, text)
    return f"({x} = {slot})", [text]


def _folded(x: str, text: str) -> tuple[str, str]:
    """Both sides in lower case, unless the text has no letters with a case: lowering every value is what costs."""
    return (x, "?") if text.lower() == text.upper() else (f"lower({x})", "lower(?)")


def _pattern(x: str, node: Pattern) -> Sql:
    """The whole value, ignoring case."""
    x, slot = _folded(x, "".join(piece for piece in node.pieces if isinstance(piece, str)))
    match node.pieces:
        case (str(text), Wild.MANY):
            return f"starts_with({x}, {slot})", [text]
        case (Wild.MANY, str(text)):
            return f"ends_with({x}, {slot})", [text]
        case (Wild.MANY, str(text), Wild.MANY):
            return f"contains({x}, {slot})", [text]
    like = "".join(
        {Wild.MANY: "%", Wild.ONE: "_"}[p] if isinstance(p, Wild) else _LIKE.sub(r"\\\1", p) for p in node.pieces
    )
    return f"({x} LIKE {slot} ESCAPE '\\')", [like]


def _in_text(node: Leaf) -> Condition:
    """For text fields and bare terms: anywhere in the value, at word edges, ignoring case."""

    def condition(kind: str, x: str) -> Sql | None:
        x = _text_of(kind, x)
        match node:
            case Term(_, text, _, _):
                return _words(x, (text,))
            case Pattern(_, pieces, _):
                return _words(x, pieces)
            case Regex():
                return f"regexp_matches({x}, ?, 's')", [node.pattern]
            case Range():
                return _text_range(x, node)
            case _:
                return None

    return condition


def _words(x: str, pieces: tuple[str | Wild, ...]) -> Sql:
    first, last = pieces[0], pieces[-1]
    texts = [piece for piece in pieces if isinstance(piece, str) and piece]
    longest = max(texts, key=len, default="")
    left = isinstance(first, str) and _WORD.match(first) is not None
    right = isinstance(last, str) and _WORD.match(last[-1:]) is not None
    inner = list(pieces)
    while inner and inner[0] is Wild.MANY:
        inner.pop(0)
    while inner and inner[-1] is Wild.MANY:
        inner.pop()
    folded, slot = _folded(x, longest)
    if not any((left, right, any(isinstance(piece, Wild) for piece in inner))):
        return f"contains({folded}, {slot})", [longest]
    wild = {Wild.MANY: r"\S*", Wild.ONE: r"\S"}
    pattern = "".join(wild[piece] if isinstance(piece, Wild) else _escaped(piece) for piece in inner)
    pattern = f"{_LEFT if left else ''}{pattern}{_RIGHT if right else ''}"
    exact = f"regexp_matches({x}, ?, 'is')"
    if not longest:
        return exact, [pattern]
    return f"(contains({folded}, {slot}) AND {exact})", [longest, pattern]


def _escaped(text: str) -> str:
    r"""For RE2: everything but letters and digits is escaped; NUL has no backslash form there."""
    return "".join(
        char if char.isalnum() or not char.isascii() or char == "_" else f"\\x{ord(char):02x}" for char in text
    )


def _values(node: Leaf, declared: str) -> Condition:
    """For every other field: the whole value. `declared` is the catalogued type, empty when there is none."""

    def condition(kind: str, x: str) -> Sql | None:
        match node:
            case Term(_, text, _, _):
                return _term(kind, x, text)
            case Pattern():
                return _pattern(_text_of(kind, x), node)
            case Regex():
                return f"regexp_full_match({_text_of(kind, x)}, ?, 's')", [node.pattern]
            case Range():
                return _range(kind, x, node, declared)
            case _:
                return None

    if declared == "ip" and isinstance(node, Term) and "/" in node.text and _network(node.text) is None:
        raise mistake("no_network", node.position, text=repr(node.text))
    if declared in ("long", "double") and isinstance(node, Range):
        for bound in (node.low, node.high):
            if bound is not None and not _NUMBER.fullmatch(bound):
                raise mistake("no_number", node.position, field=str(node.field), text=repr(bound))
    if declared == "ip" and isinstance(node, Range):
        _ip_bounds(node)
    return condition


def _term(kind: str, x: str, text: str) -> Sql | None:
    if kind == "l":
        if not _NUMBER.fullmatch(text):
            return None
        number = _integer(text)
        return None if number is None else (f"({x} = ?)", [number])
    if kind == "d":
        return (f"({x} = ?)", [float(text)]) if _NUMBER.fullmatch(text) else None
    if kind == "b":
        return (f"({x} = ?)", [text.lower() == "true"]) if text.lower() in ("true", "false") else None
    if kind == "i" and (network := _network(text)) is not None:
        return _in_network(x, network)
    return _equal(x, text)


def _integer(text: str) -> int | None:
    """The 64-bit integer (signed or not) a number text equals (`443`, `443.0`), None when it equals none."""
    try:
        value = int(text) if re.fullmatch(r"[+-]?[0-9]{1,40}", text) else float(text)
    except (ValueError, OverflowError):
        return None
    if value != value or value in (float("inf"), float("-inf")) or int(value) != value:
        return None
    return int(value) if -(2**63) <= value < 2**64 else None


def _range(kind: str, x: str, node: Range, declared: str) -> Sql | None:
    if kind == "b":
        return None
    bounds = [bound for bound in (node.low, node.high) if bound is not None]
    numeric = all(_NUMBER.fullmatch(bound) for bound in bounds)
    if not bounds:
        return f"({x} IS NOT NULL)", []
    if declared == "ip":
        return _ip_range(x, node) if kind == "i" else None
    if kind in "ld":
        return _compared(x, node, float) if numeric else None
    if numeric and kind == "s":
        return _compared(f"as_number({x})", node, float)
    return _text_range(x, node)


def _text_range(x: str, node: Range) -> Sql:
    sql, parameters = _compared(f"lower({x})", node, str, "lower(?)")
    return sql, parameters


def _compared(x: str, node: Range, convert: Callable[[str], Any], slot: str = "?") -> Sql:
    parts: list[Sql] = []
    if node.low is not None:
        parts.append((f"{x} {'>=' if node.low_included else '>'} {slot}", [_bound(node.low, convert)]))
    if node.high is not None:
        parts.append((f"{x} {'<=' if node.high_included else '<'} {slot}", [_bound(node.high, convert)]))
    return _joined(" AND ", parts) if parts else (f"({x} IS NOT NULL)", [])


def _bound(text: str, convert: Callable[[str], Any]) -> Any:
    """Whole numbers stay integers: a double cannot tell 2^53 from 2^53+1."""
    if convert is float:
        whole = _integer(text) if re.fullmatch(r"[+-]?[0-9]+", text) else None
        return float(text) if whole is None else whole
    return convert(text)


def _dates(node: Leaf, now: Micros) -> Condition:
    try:
        span = _span(node, now)
    except ValueError as error:
        raise mistake("no_time", node.position, field=str(node.field), reason=str(error)) from None
    if isinstance(node, Pattern | Regex):
        raise mistake("time_pattern", node.position, field=str(node.field))

    def condition(kind: str, x: str) -> Sql | None:
        if kind != "l":
            return _equal(x, node.text) if kind == "s" and isinstance(node, Term) else None
        low, high = span
        parts = [] if low is None else [(f"{x} >= ?", [low])]
        parts += [] if high is None else [(f"{x} < ?", [high])]
        return _joined(" AND ", parts) if parts else (f"({x} IS NOT NULL)", [])

    return condition


def _span(node: Leaf, now: Micros) -> tuple[Micros | None, Micros | None]:
    """Half open. A date of lower precision is the whole of it: `>2026-11-21` begins on the 22nd, `<=` ends with it."""
    if isinstance(node, Term):
        return moment(node.text, now)
    if not isinstance(node, Range):
        return None, None
    low = high = None
    if node.low is not None:
        low = moment(node.low, now)[0 if node.low_included else 1]
    if node.high is not None:
        high = moment(node.high, now)[1 if node.high_included else 0]
    return low, high


def date_span(node: Leaf, now: Micros) -> tuple[Micros | None, Micros | None]:
    """The times a leaf on @timestamp admits, for choosing segments; raises ValueError for no date."""
    return _span(node, now)


# Addresses. IPv4 texts have one form, so they are compared as they stand; IPv6 texts are brought to one.


def _network(text: str) -> Any:
    try:
        return ip_network(text, strict=False) if "/" in text else ip_network(ip_address(text))
    except ValueError:
        return None


def _in_network(x: str, network: Any) -> Sql:
    if isinstance(network, IPv4Network):
        return _in_network4(x, network)
    low, high = int(network.network_address), int(network.broadcast_address)
    if low == high:
        return f"(ip6_key({x}) = ?)", [f"{low:032x}"]
    return f"(ip6_key({x}) BETWEEN ? AND ?)", [f"{low:032x}", f"{high:032x}"]


def _in_network4(x: str, network: IPv4Network) -> Sql:
    """Whole octets as a text prefix, which statistics can prune; at most one octet is compared as a number."""
    octets = str(network.network_address).split(".")
    whole, bits = divmod(network.prefixlen, 8)
    if whole == 4:
        return f"({x} = ?)", [str(network.network_address)]
    if network.prefixlen == 0:
        return f"(NOT contains({x}, ':'))", []
    parts: list[Sql] = []
    if whole:
        prefix = ".".join(octets[:whole]) + "."
        parts.append((f"({x} >= ? AND {x} < ?)", [prefix, prefix[:-1] + "/"]))
    if bits:
        first = int(octets[whole])
        span = [first, first + 2 ** (8 - bits) - 1]
        parts.append((f"TRY_CAST(split_part({x}, '.', {whole + 1}) AS INTEGER) BETWEEN ? AND ?", list(span)))
        parts.append((f"(NOT contains({x}, ':'))", []))
    return _joined(" AND ", parts)


def _ip_bounds(node: Range) -> tuple[Any, Any]:
    bounds = []
    for bound in (node.low, node.high):
        try:
            bounds.append(None if bound is None else ip_address(bound))
        except ValueError:
            raise mistake("no_address", node.position, field=str(node.field), text=repr(bound)) from None
    if None not in bounds and type(bounds[0]) is not type(bounds[1]):
        raise mistake("mixed_addresses", node.position)
    return bounds[0], bounds[1]


def _ip_range(x: str, node: Range) -> Sql:
    low, high = _ip_bounds(node)
    is_v4 = isinstance(low if low is not None else high, IPv4Address)
    key = f"ip4_key({x})" if is_v4 else f"ip6_key({x})"
    parts: list[Sql] = []
    for address, included, signs in ((low, node.low_included, (">=", ">")), (high, node.high_included, ("<=", "<"))):
        if address is not None:
            value = int(address) if is_v4 else f"{int(address):032x}"
            parts.append((f"{key} {signs[0] if included else signs[1]} ?", [value]))
    return _joined(" AND ", parts)
