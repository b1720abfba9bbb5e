"""A STIX pattern as observables of which any one is enough, or the reason why it is not that.

What reduces: `=` and IN on a path that names an observable, ISSUBSET on addresses, `LIKE '%.name'` on domains, OR between
them, OR between observations. AND reduces when its parts are hashes of one object (any one identifies it), or when all but
one part say nothing that identifies (`network-traffic:dst_ref.type`). Everything else needs several facts at once, and
matching a part of it would be matching something else; it is reported, not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import antlr4  # type: ignore[import-untyped]
import yaml
from stix2patterns.exceptions import ParseException  # type: ignore[import-untyped]
from stix2patterns.v21.grammars.STIXPatternParser import STIXPatternParser as Grammar  # type: ignore[import-untyped]
from stix2patterns.v21.pattern import Pattern  # type: ignore[import-untyped]

from detections.indicators import observables
from model.indicator import Observable, ObservableKind

MAX_PATTERN = 16_384
MAX_NESTING = 40
MAX_PARTS = 1_000

_HASHES = frozenset(
    {ObservableKind.MD5, ObservableKind.SHA1, ObservableKind.SHA256, ObservableKind.SM3, ObservableKind.CERTIFICATE}
)
_OF_A_FILE = _HASHES | {ObservableKind.FILE_NAME, ObservableKind.FILE_PATH}


class Unusable(Exception):
    """reason: a slug; message: for people."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(slots=True)
class Reduced:
    """observables: any one is enough. left_out: alternatives that cannot be matched, each with its reason."""

    observables: list[Observable]
    left_out: list[Unusable]


def reduce(pattern: str) -> Reduced:
    """Raises Unusable when nothing of the pattern can be matched."""
    if len(pattern) > MAX_PATTERN:
        raise Unusable("pattern.too-long", f"the pattern has {len(pattern)} characters, at most {MAX_PATTERN} are read")
    if _nesting(pattern) > MAX_NESTING:
        raise Unusable("pattern.too-deep", f"the pattern is nested deeper than {MAX_NESTING} levels")
    try:
        tree = _tree(Pattern(pattern))
    except (ParseException, RecursionError, ValueError) as error:
        raise Unusable("pattern.syntax", f"not a STIX pattern: {' '.join(str(error).split())[:300]}") from None
    found = _observation(tree)
    if not found.observables:
        raise found.left_out[0]
    found.observables = list(dict.fromkeys(found.observables))
    if len(found.observables) > MAX_PARTS:
        raise Unusable(
            "pattern.too-many", f"the pattern names {len(found.observables)} observables, at most {MAX_PARTS}"
        )
    return found


def _nesting(pattern: str) -> int:
    depth = deepest = 0
    for char in pattern:
        if char in "([":
            depth += 1
            deepest = max(deepest, depth)
        elif char in ")]":
            depth -= 1
    return deepest


def _tree(pattern: Pattern) -> Any:
    return pattern._Pattern__parse_tree


@cache
def _paths() -> dict[str, ObservableKind]:
    return {path: ObservableKind(kind) for path, kind in _document()["paths"].items()}


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("stix.yml").read_text("utf-8"))
    return loaded


def _children(node: Any) -> list[Any]:
    return [child for child in (node.children or ()) if isinstance(child, antlr4.ParserRuleContext)]


def _observation(node: Any) -> Reduced:
    """Alternatives of observation expressions."""
    if isinstance(node, Grammar.ObservationExpressionSimpleContext):
        return _comparison(node.comparisonExpression())
    if isinstance(
        node,
        Grammar.ObservationExpressionRepeatedContext
        | Grammar.ObservationExpressionWithinContext
        | Grammar.ObservationExpressionStartStopContext,
    ):
        raise Unusable("pattern.qualifier", "REPEATS, WITHIN and START … STOP need more than one event")
    inner = _children(node)
    if len(inner) > 1:
        if isinstance(node, Grammar.ObservationExpressionOrContext):
            return _any([_attempt(_observation, one) for one in inner])
        if isinstance(node, Grammar.ObservationExpressionAndContext):
            raise Unusable("pattern.several-observations", "several observations have to be made (AND)")
        if isinstance(node, Grammar.ObservationExpressionsContext):
            raise Unusable("pattern.sequence", "observations have to follow each other (FOLLOWEDBY)")
    if not inner:
        raise Unusable("pattern.syntax", "the pattern holds no observation")
    return _observation(inner[0])


def _attempt(work: Any, node: Any) -> Reduced:
    try:
        found: Reduced = work(node)
    except Unusable as error:
        return Reduced([], [error])
    return found


def _any(parts: list[Reduced]) -> Reduced:
    return Reduced([o for part in parts for o in part.observables], [u for part in parts for u in part.left_out])


def _comparison(node: Any) -> Reduced:
    if isinstance(node, Grammar.ComparisonExpressionContext):
        inner = node.comparisonExpression()
        inner = inner if isinstance(inner, list) else [inner] if inner is not None else []
        both = [*inner, *_listed(node.comparisonExpressionAnd())]
        return _any([_attempt(_comparison, one) for one in both]) if len(both) > 1 else _comparison(both[0])
    if isinstance(node, Grammar.ComparisonExpressionAndContext):
        parts = [*_listed(node.comparisonExpressionAnd()), *_listed(node.propTest())]
        return _all(_flat(parts)) if len(parts) > 1 else _comparison(parts[0])
    if isinstance(node, Grammar.PropTestParenContext):
        return _comparison(node.comparisonExpression())
    return _test(node)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _flat(parts: list[Any]) -> list[Any]:
    """The members of nested ANDs."""
    out: list[Any] = []
    waiting = list(parts)[::-1]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Grammar.ComparisonExpressionAndContext):
            waiting += [*_listed(one.comparisonExpressionAnd()), *_listed(one.propTest())][::-1]
        else:
            out.append(one)
    return out


def _all(parts: list[Any]) -> Reduced:
    telling = [part for part in parts if not _says_nothing(part)]
    found = [_attempt(_comparison, part) for part in telling or parts]
    lost = [reason for part in found for reason in part.left_out]
    kinds = {observable.kind for part in found for observable in part.observables}
    if not lost and len(found) == 1:
        return found[0]
    if not lost and kinds <= _OF_A_FILE and kinds & _HASHES:
        whole = [o for part in found for o in part.observables if o.kind in _HASHES]
        return Reduced(whole, [])
    if lost and lost[0].reason != "pattern.path":
        raise lost[0]
    raise Unusable("pattern.conjunction", "several facts have to be true of one event at once (AND)")


def _says_nothing(node: Any) -> bool:
    if not isinstance(node, Grammar.PropTestEqualContext | Grammar.PropTestSetContext):
        return False
    path = _path(node.objectPath())
    return path.rpartition(".")[2].rpartition(":")[2].split("[")[0] in _document()["says_nothing"]


def _test(node: Any) -> Reduced:
    path = _path(node.objectPath())
    if node.NOT() is not None:
        raise Unusable("pattern.negation", f"NOT on {path} would match everything else")
    if isinstance(node, Grammar.PropTestEqualContext):
        if node.EQ() is None:
            raise Unusable("pattern.negation", f"!= on {path} would match everything else")
        return _named(path, [_literal(node.primitiveLiteral())])
    if isinstance(node, Grammar.PropTestSetContext):
        return _named(path, [_literal(one) for one in _listed(node.setLiteral().primitiveLiteral())])
    if isinstance(node, Grammar.PropTestIsSubsetContext):
        return _named(path, [_text(node.StringLiteral().getText())])
    if isinstance(node, Grammar.PropTestLikeContext):
        said = _text(node.StringLiteral().getText())
        bare = said.removeprefix("%.")
        if _kind(path) is ObservableKind.DOMAIN and bare != said and not set(bare) & set("%_"):
            return _named(path, [bare])
        raise Unusable("pattern.operator", f"LIKE {said[:80]!r} on {path} is a wildcard, not one value")
    name = type(node).__name__.removeprefix("PropTest").removesuffix("Context")
    raise Unusable("pattern.operator", f"{name} on {path} is not a comparison with one value")


def _named(path: str, values: list[str]) -> Reduced:
    kind = _kind(path)
    if kind is None:
        raise Unusable("pattern.path", f"no observable is read from {path[:200]}")
    out = Reduced([], [])
    for value in values:
        try:
            out.observables.append(_precise(observables.normalise(kind, value)))
        except ValueError as error:
            out.left_out.append(Unusable("value.invalid", f"{path}: {error}"))
    if not out.observables and out.left_out:
        raise out.left_out[0]
    return out


def _precise(found: Observable) -> Observable:
    """STIX says one name; the name and what is below it when it is one that is registered, else exactly this one."""
    if found.kind is ObservableKind.DOMAIN and found.value.count(".") > 1:
        from detections.indicators.warning import registrable

        if registrable(found.value) != found.value:
            return Observable(ObservableKind.HOSTNAME, found.value)
    return found


def _kind(path: str) -> ObservableKind | None:
    paths = _paths()
    if path in paths:
        return paths[path]
    folded = path.lower().replace("sha256", "sha-256").replace("sha1", "sha-1")
    return next((kind for known, kind in paths.items() if known.lower() == folded), None)


def _path(node: Any) -> str:
    """`file:hashes.SHA-256`, quotes taken off, `[*]` dropped."""
    text = node.getText()
    kind, _, rest = text.partition(":")
    steps = [_text(raw) if raw[:1] == "'" else raw for raw in rest.replace("[*]", "").split(".")]
    return f"{kind.strip(chr(39))}:{'.'.join(steps)}".replace("'", "")


def _literal(node: Any) -> str:
    text = node.getText()
    return _text(text) if text[:1] == "'" else text


def _text(quoted: str) -> str:
    """STIX 2.1, 9.3: backslash escapes itself and the quote."""
    inner = quoted[1:-1] if quoted[:1] == "'" and quoted[-1:] == "'" else quoted
    out, at = [], 0
    while at < len(inner):
        if inner[at] == "\\" and at + 1 < len(inner):
            at += 1
        out.append(inner[at])
        at += 1
    return "".join(out)
