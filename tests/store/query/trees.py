"""Random query trees and the text they are written as."""

from __future__ import annotations

from hypothesis import strategies as st

from store.query import nodes

SPECIAL = set('\\+-!():^[]"{}~*?|&/<> \t\n')
FIELDS = ["user.name", "message", "destination.port", "source.ip", "event.category", "EventID", "eventid", 'odd "名.x']
TEXTS = [
    "a",
    "A",
    "b",
    "ab",
    "a b",
    "ab-a",
    "",
    "443",
    "44",
    "4.5",
    "-3",
    "登录",
    "失",
    "a*b",
    "a%",
    "_",
    "É",
    "\\",
    "true",
]
ADDRESSES = [
    "10.0.0.1",
    "10.0.1.77",
    "10.200.3.4",
    "192.168.1.1",
    "2001:db8::1",
    "2001:0DB8:0:0::1",
    "fe80::1:2",
    "::ffff:10.0.0.1",
]
NETWORKS = [
    "10.0.0.0/8",
    "10.0.0.0/23",
    "10.128.0.0/9",
    "0.0.0.0/0",
    "2001:db8::/32",
    "::/0",
    "10.0.0.1/32",
    "fe80::/10",
]
REGEXES = ["a.?b?", "[0-9]+", "登.*", "a|b", "(?i)AB.*"]

text = st.sampled_from(TEXTS)
field = st.sampled_from(FIELDS)
number = st.sampled_from(["0", "44", "443", "443.0", "4.5", "-3", "1e3", "9007199254740993"])


def values(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(ADDRESSES + NETWORKS + ["10.0.0.0"]) if name == "source.ip" else text | number


def term(name: str | None) -> st.SearchStrategy[nodes.Node]:
    return values(name or "").map(lambda t: nodes.Term(name, t, True, 0))


def pattern(name: str | None) -> st.SearchStrategy[nodes.Node]:
    piece = st.sampled_from(["a", "b", "ab", "4", "登", "10.", "%", " ", *nodes.Any])
    return (
        st.lists(piece, min_size=2, max_size=4)
        .filter(lambda ps: any(isinstance(p, nodes.Any) for p in ps))
        .map(_merged)
        .filter(lambda ps: ps != (nodes.Any.MANY,))
        .map(lambda ps: nodes.Pattern(name, ps, 0))
    )


def _merged(pieces: list[str | nodes.Any]) -> nodes.Pieces:
    out: list[str | nodes.Any] = []
    for piece in pieces:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] += piece
        elif not (piece is nodes.Any.MANY and out and out[-1] is nodes.Any.MANY):
            out.append(piece)
    return tuple(out)


@st.composite
def ranges(draw: st.DrawFn) -> nodes.Node:
    name = draw(field)
    if name == "source.ip":
        bound = st.sampled_from(draw(st.sampled_from([ADDRESSES[:4], ADDRESSES[4:]])))
    else:
        bound = number if name == "destination.port" else draw(st.sampled_from([number, text.filter(bool)]))
    low, high = draw(st.none() | bound), draw(st.none() | bound)
    return nodes.Range(name, low, high, draw(st.booleans()), draw(st.booleans()), 0)


leaf: st.SearchStrategy[nodes.Node] = st.one_of(
    (field | st.none()).flatmap(term),
    (field | st.none()).flatmap(pattern),
    st.builds(nodes.Regex, field | st.none(), st.sampled_from(REGEXES), st.just(0)),
    ranges(),
    field.map(lambda name: nodes.Exists(name, 0)),
)
tree: st.SearchStrategy[nodes.Node] = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: nodes.And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: nodes.Or(tuple(parts))),
        inner.map(nodes.Not),
    ),
    max_leaves=6,
)


def escaped(raw: str) -> str:
    return "".join(f"\\{char}" if char in SPECIAL else char for char in raw)


def quoted(raw: str) -> str:
    return '"' + raw.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(node: nodes.Node) -> str:
    match node:
        case nodes.And(parts):
            return "(" + " AND ".join(map(written, parts)) + ")"
        case nodes.Or(parts):
            return "(" + " OR ".join(map(written, parts)) + ")"
        case nodes.Not(part):
            return f"NOT {written(part)}"
        case nodes.Exists(name, _):
            return f"_exists_:{escaped(name)}"
        case nodes.All():
            return "*"
    prefix = "" if node.field is None else escaped(node.field) + ":"
    match node:
        case nodes.Term(_, wanted, _, _):
            return prefix + quoted(wanted)
        case nodes.Pattern(_, pieces, _):
            return prefix + "".join(escaped(p) if isinstance(p, str) else p.value for p in pieces)
        case nodes.Regex(_, regex, _):
            return f"{prefix}/{regex.replace('/', chr(92) + '/')}/"
        case nodes.Range(_, low, high, low_in, high_in, _):
            ends = ["*" if bound is None else quoted(bound) for bound in (low, high)]
            return f"{prefix}{'[' if low_in else '{'}{ends[0]} TO {ends[1]}{']' if high_in else '}'}"
    raise AssertionError(node)
