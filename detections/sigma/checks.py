"""What pySigma does not say of a rule file, or says only of the first: mistyped keys, and every wrong line of a correlation."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from sigma.correlations import SigmaCorrelationTimespan, SigmaExtendedCorrelationCondition
from sigma.exceptions import SigmaError

from detections.sigma.correlation_rule import NUMERIC, OPERATORS, TEMPORAL
from detections.sigma.documents import Document
from detections.sigma.report import Problem

TYPES = ("event_count", "value_count", *TEMPORAL, *NUMERIC)
MAX_EXPRESSION = 10_000  # characters; pySigma's parser of conditions takes time with each

# Keys that decide what a rule does: mistyping one of them is an error. The others describe, and get a warning.
_DECIDING = ("correlation", "detection", "disabled", "enabled", "filter", "id", "level", "logsource", "name", "status")
_DESCRIBING = (
    *("author", "blind_spots", "date", "description", "description_zh", "falsepositives", "fields", "license"),
    *("modified", "references", "related", "scope", "tags", "taxonomy", "title", "title_zh"),
)
_LOGSOURCE = ("category", "definition", "product", "service")
_CORRELATION = ("aliases", "condition", "generate", "group-by", "rules", "timespan", "type")


def key_problems(document: Document) -> Iterator[Problem]:
    """Keys that nearly are one that decides something."""
    for key in document.data:
        meant = _meant(key, (*_DECIDING, *_DESCRIBING))
        if meant in _DECIDING and meant not in document.data:
            yield document.problem(f"unknown key {key!r}: did you mean {meant!r}?", key)
    logsource = document.data.get("logsource")
    if isinstance(logsource, dict):
        for key in logsource:
            meant = _meant(key, _LOGSOURCE)
            if meant:
                yield document.problem(
                    f"unknown key {key!r} of the log source: did you mean {meant!r}?", "logsource", key
                )


def key_warnings(document: Document) -> Iterator[Problem]:
    """Keys that nearly are one that describes. Any other key is the author's own and means nothing here."""
    for key in document.data:
        meant = _meant(key, (*_DECIDING, *_DESCRIBING))
        if meant and (meant in _DESCRIBING or meant in document.data):
            yield document.problem(f"unknown key {key!r} is not read: did you mean {meant!r}?", key)


def _meant(key: Any, known: Collection[str]) -> str | None:
    if not isinstance(key, str) or key in known or len(key) > 40:
        return None
    found = get_close_matches(key.lower(), known, n=1, cutoff=0.83)
    return found[0] if found else None


def correlation_problems(document: Document) -> Iterator[Problem]:
    """Every wrong line of a correlation section."""
    section = document.data.get("correlation")
    if not isinstance(section, dict):
        yield document.problem("the correlation section must be a map", "correlation")
        return
    for key in section:
        if key not in _CORRELATION:
            meant = _meant(key, _CORRELATION)
            hint = f"did you mean {meant!r}?" if meant else f"known are {', '.join(_CORRELATION)}"
            yield document.problem(f"unknown key {key!r} of a correlation: {hint}", "correlation", str(key))
    kind = section.get("type")
    if kind not in TYPES:
        shown = "the correlation has no type" if kind is None else f"{kind!r} is no valid Sigma correlation type"
        yield document.problem(f"{shown}: one of {', '.join(TYPES)}", "correlation", "type")
    yield from _references(document, section, kind)
    group = section.get("group-by")
    if group is not None and not _texts(group):
        yield document.problem("group-by must be a field name or a list of them", "correlation", "group-by")
    if not isinstance(section.get("generate", False), bool):
        yield document.problem("generate must be true or false", "correlation", "generate")
    yield from _timespan(document, section.get("timespan"))
    yield from _aliases(document, section.get("aliases"))
    yield from _condition(document, section.get("condition"), kind)


def _texts(value: Any) -> bool:
    members = value if isinstance(value, list) else [value]
    return all(isinstance(m, str) and m for m in members)


def _references(document: Document, section: dict[str, Any], kind: Any) -> Iterator[Problem]:
    rules = section.get("rules")
    if rules in (None, []):
        if not (kind in TEMPORAL and isinstance(section.get("condition"), str)):
            yield document.problem("the correlation refers to no rules", "correlation", "rules")
    elif not _texts(rules):
        yield document.problem("rules must be the id or name of a rule, or a list of them", "correlation", "rules")


def unknown_references(document: Document, known: Collection[str]) -> Iterator[Problem]:
    """Those of a correlation's list of rules that no document has as id or name. known: ids in lower case, names."""
    section = document.data.get("correlation")
    rules = section.get("rules") if isinstance(section, dict) else None
    for place, reference in enumerate(rules if isinstance(rules, list) else [rules]):
        if isinstance(reference, str) and reference not in known and reference.lower() not in known:
            path: tuple[str | int, ...] = ("correlation", "rules", place)
            yield document.problem(f"refers to {reference}, which no loaded rule has as id or name", *path)


def _timespan(document: Document, written: Any) -> Iterator[Problem]:
    if written is None:
        yield document.problem("the correlation has no timespan, for example `timespan: 5m`", "correlation", "timespan")
        return
    try:
        SigmaCorrelationTimespan(written)
    except SigmaError as error:
        reason = f"{error} Write a whole number and s, m, h, d, w, M or y, for example 5m"
        yield document.problem(reason, "correlation", "timespan")


def _aliases(document: Document, aliases: Any) -> Iterator[Problem]:
    if aliases is None:
        return
    if not isinstance(aliases, dict):
        yield document.problem("aliases must be a map of names", "correlation", "aliases")
        return
    for name, mapping in aliases.items():
        if not isinstance(mapping, dict) or not all(isinstance(f, str) and f for f in mapping.values()):
            reason = f"the alias {name!r} must say for each rule which field it means"
            yield document.problem(reason, "correlation", "aliases", str(name))


def _condition(document: Document, condition: Any, kind: Any) -> Iterator[Problem]:
    place = ("correlation", "condition")
    if isinstance(condition, str):
        yield from _expression(document, condition, kind)
        return
    if condition is None:
        if kind not in TEMPORAL:
            yield document.problem("the correlation has no condition, for example `condition: {gte: 10}`", *place)
        return
    if not isinstance(condition, dict):
        yield document.problem("the condition must be a map, or text with `and`, `or`, `not`", *place)
        return
    for key, value in condition.items():
        if key in OPERATORS:
            if not _is_number(value):
                yield document.problem(f"{key}: {value!r} is not a number", *place, key)
        elif key not in ("field", "percentile"):
            meant = _meant(key, (*OPERATORS, "field", "percentile"))
            hint = f"did you mean {meant!r}?" if meant else f"known are {', '.join(OPERATORS)}, field, percentile"
            yield document.problem(f"unknown key {key!r} of a condition: {hint}", *place, str(key))
    if not any(op in condition for op in OPERATORS):
        yield document.problem(f"the condition compares with nothing: give one of {', '.join(OPERATORS)}", *place)
    yield from _measured(document, condition, kind)


def _measured(document: Document, condition: dict[str, Any], kind: Any) -> Iterator[Problem]:
    place = ("correlation", "condition")
    field = condition.get("field")
    if field is not None and not _texts(field):
        yield document.problem("field must be a field name or a list of them", *place, "field")
    elif isinstance(kind, str) and kind.startswith("value_"):
        if not field:
            yield document.problem(f"{kind} without field: say which is measured", *place)
        elif kind in NUMERIC and isinstance(field, list) and len(field) != 1:
            yield document.problem(f"{kind} measures exactly one field, {len(field)} are given", *place, "field")
    if kind == "value_percentile":
        percentile = condition.get("percentile")
        if isinstance(percentile, bool) or not isinstance(percentile, int | float) or not 0 <= percentile <= 100:
            reason = f"value_percentile needs `percentile`, a number from 0 to 100, not {percentile!r}"
            yield document.problem(reason, *place, "percentile")


def _expression(document: Document, text: str, kind: Any) -> Iterator[Problem]:
    place = ("correlation", "condition")
    if kind in TYPES and kind not in TEMPORAL:
        yield document.problem(
            f"only temporal and temporal_ordered know boolean conditions, {kind} compares a number", *place
        )
        return
    if len(text) > MAX_EXPRESSION or text.count("(") > 60 or text.split().count("not") > 60:
        yield document.problem(
            f"a condition of more than {MAX_EXPRESSION} characters or 60 brackets or negations", *place
        )
        return
    try:
        SigmaExtendedCorrelationCondition(text)
    except SigmaError as error:
        yield document.problem(str(error), *place)


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return False
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value
