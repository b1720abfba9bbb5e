"""Documents to pySigma's rules, correlations and filters, with every error at its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.filters import SigmaFilter
from sigma.rule import SigmaDetectionItem, SigmaRule

from detections.sigma import condition
from detections.sigma.build import Inactive, item_tree
from detections.sigma.checks import correlation_problems, key_problems
from detections.sigma.correlation_rule import OPERATORS
from detections.sigma.documents import Document
from detections.sigma.predicates import Tests
from detections.sigma.report import Problem
from model.errors import RuleError
from model.event import digest

Sigma: TypeAlias = "SigmaRule | SigmaCorrelationRule | SigmaFilter"

_CHARACTER = re.compile(r"character (\d+)")

# Which key of the document an error of pySigma is about.
_ABOUT = {
    "SigmaAuthorError": ("author",),
    "SigmaConditionError": ("detection", "condition"),
    "SigmaCorrelationConditionError": ("correlation", "condition"),
    "SigmaCorrelationRuleError": ("correlation",),
    "SigmaCorrelationTypeError": ("correlation", "type"),
    "SigmaDateError": ("date",),
    "SigmaDescriptionError": ("description",),
    "SigmaDetectionError": ("detection",),
    "SigmaFalsePositivesError": ("falsepositives",),
    "SigmaFieldsError": ("fields",),
    "SigmaFilterConditionError": ("filter", "condition"),
    "SigmaFilterError": ("filter",),
    "SigmaFilterRuleReferenceError": ("filter", "rules"),
    "SigmaIdentifierError": ("id",),
    "SigmaLevelError": ("level",),
    "SigmaLicenseError": ("license",),
    "SigmaLogsourceError": ("logsource",),
    "SigmaModifiedError": ("modified",),
    "SigmaNameError": ("name",),
    "SigmaReferencesError": ("references",),
    "SigmaRelatedError": ("related",),
    "SigmaScopeError": ("scope",),
    "SigmaStatusError": ("status",),
    "SigmaTagError": ("tags",),
    "SigmaTaxonomyError": ("taxonomy",),
    "SigmaTimespanError": ("correlation", "timespan"),
    "SigmaTitleError": ("title",),
}
# What pySigma raises on values of a type it does not expect; its own errors are ValueErrors.
_PYSIGMA_FAILS = (ValueError, TypeError, AttributeError, LookupError, NameError, RecursionError)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document and what pySigma made of it; `sigma` is None when there are problems."""

    document: Document
    kind: str
    id: str
    title: str
    sigma: Sigma | None
    problems: tuple[Problem, ...] = ()

    def problem(self, reason: str, *path: str | int) -> Problem:
        return self.document.problem(reason, *path)


def parse(document: Document) -> Parsed:
    data = document.data
    kind = "correlation" if "correlation" in data else "filter" if "filter" in data else "rule"
    title = data.get("title") if isinstance(data.get("title"), str) else ""
    problems: list[Problem] = []
    sigma: Sigma | None = None
    try:
        if "action" in data:
            raise RuleError("collections with `action` belong to Sigma 1", hint="write one document per rule")
        sigma, errors = _pysigma(kind, data)
        problems += [_located(document, e) for e in errors]
    except RuleError as error:
        problems.append(document.problem(str(error), "action"))
    except _PYSIGMA_FAILS as error:
        problems.append(_located(document, _first_error(kind, data) or error))
    found = list(key_problems(document))
    if kind == "correlation":
        found += correlation_problems(document)
    elif problems:
        found += detection_problems(document, kind)
    if found:  # they say more, and where; what pySigma says of the section is among them
        about_section = {document.line_of("detection" if kind == "rule" else kind)}
        if kind == "correlation":
            about_section |= {p.line for p in problems if p.line >= min(about_section)} & _lines_of(document, kind)
        problems = [p for p in problems if p.line not in about_section or len(found) == 0]
        problems += [p for p in _metadata_problems(document, kind) if p not in problems]
        problems += found
    problems.sort(key=lambda p: (p.line, p.column))
    unique = tuple(dict.fromkeys(problems))
    return Parsed(document, kind, _id(data), title or "", None if unique else sigma, unique)


def _lines_of(document: Document, section: str) -> set[int]:
    """The lines a section's keys stand on."""
    body = document.data.get(section)
    keys = list(body) if isinstance(body, dict) else []
    return {document.line_of(section), *(document.line_of(section, str(key)) for key in keys)}


# A section without mistakes, to hear what pySigma says of everything else where it stumbles over the real one.
_HARMLESS: dict[str, Any] = {
    "detection": {"s": {"a": 1}, "condition": "s"},
    "correlation": {"type": "event_count", "rules": ["a"], "timespan": "1m", "condition": {"gte": 1}},
    "filter": {"rules": "any", "s": {"a": 1}, "condition": "not s"},
}


def _metadata_problems(document: Document, kind: str) -> list[Problem]:
    section = "detection" if kind == "rule" else kind
    try:
        _, errors = _pysigma(kind, document.data | {section: _HARMLESS[section]})
    except _PYSIGMA_FAILS:
        return []
    return [_located(document, e) for e in errors]


def _first_error(kind: str, data: dict[str, Any]) -> SigmaError | None:
    """Where pySigma stumbles over its own collecting of errors, the first error it would have named."""
    try:
        _pysigma(kind, data, collect=False)
    except SigmaError as error:
        return error
    except _PYSIGMA_FAILS:
        return None
    return None


def _pysigma(kind: str, data: dict[str, Any], *, collect: bool = True) -> tuple[Sigma, list[SigmaError]]:
    if kind == "correlation":
        correlation = SigmaCorrelationRule.from_dict(_one_operator(data), collect_errors=collect)
        return correlation, correlation.errors
    if kind == "filter":
        rule_filter = SigmaFilter.from_dict(data, collect_errors=collect)
        return rule_filter, rule_filter.errors
    rule = SigmaRule.from_dict(data, collect_errors=collect)
    return rule, rule.errors


def _one_operator(data: dict[str, Any]) -> dict[str, Any]:
    """pySigma takes exactly one operator; the specification allows a range (`gt: 100`, `lte: 200`), read by us."""
    section = data["correlation"]
    if not isinstance(section, dict):
        raise TypeError("the correlation section must be a map")
    written = section.get("condition")
    if not isinstance(written, dict):
        return data
    kept = [k for k in written if k in OPERATORS][:1]
    one = {k: v for k, v in written.items() if k not in OPERATORS or k in kept}
    return data | {"correlation": section | {"condition": one}}


def _id(data: dict[str, Any]) -> str:
    written = data.get("id")
    if isinstance(written, str) and written:
        return written.lower()
    return f"auto-{definition_of(data, 'title', 'name')}"


def definition_of(data: dict[str, Any], *more: str) -> str:
    """Digest of what a document means: the same as long as only its metadata change."""
    keys = (*more, "logsource", "detection", "correlation", "filter")
    return digest(orjson.dumps({k: data.get(k) for k in keys}, default=str, option=orjson.OPT_NON_STR_KEYS))


def _located(document: Document, error: Exception) -> Problem:
    name = type(error).__name__
    section = next((s for s in ("detection", "correlation", "filter") if s in document.data), "title")
    path = _ABOUT.get(name, (section,))
    if path and path[0] not in document.data:
        path = ()
    reason = str(error) if isinstance(error, SigmaError) else f"a value has the wrong type or form ({name}: {error})"
    return document.problem(reason, *path)


def detection_problems(document: Document, kind: str) -> list[Problem]:
    """Every wrong line of the detections and conditions, tried one by one."""
    if kind == "correlation":
        return []
    return list(dict.fromkeys(_detection_problems(document, "detection" if kind == "rule" else "filter")))


def _detection_problems(document: Document, section: str) -> Iterator[Problem]:
    detections = document.data.get(section)
    if not isinstance(detections, dict):
        return
    names = [n for n in detections if n != "condition" and (section != "filter" or n != "rules")]
    for name in names:
        yield from _item_problems(document, (section, name), detections[name])
    conditions = detections.get("condition")
    for text in conditions if isinstance(conditions, list) else [conditions]:
        if text is None:
            continue
        try:
            condition.parse(text, names)
        except RuleError as error:
            at = _CHARACTER.search(str(error))
            yield document.problem(str(error), section, "condition", character=int(at[1]) if at else 0)


def _item_problems(document: Document, path: tuple[str | int, ...], definition: Any) -> Iterator[Problem]:
    if isinstance(definition, dict):
        for key, value in definition.items():
            yield from _try_item(document, (*path, str(key)), key, value)
    elif isinstance(definition, list) and any(isinstance(item, dict | list) for item in definition):
        for i, item in enumerate(definition):
            yield from _item_problems(document, (*path, i), item)
    else:
        yield from _try_item(document, path, None, definition)


def _try_item(document: Document, path: tuple[str | int, ...], key: Any, value: Any) -> Iterator[Problem]:
    try:
        if key is not None and not isinstance(key, str):
            raise RuleError(f"field names are text, this one is {type(key).__name__}")
        item_tree(SigmaDetectionItem.from_mapping(key, value), Tests())
    except Inactive:
        return
    except RuleError as error:
        yield document.problem(str(error), *path)
    except _PYSIGMA_FAILS as error:
        reason = str(error) if isinstance(error, SigmaError) else f"a value has the wrong type ({error})"
        yield document.problem(f"{key or 'keywords'}: {reason}", *path)
