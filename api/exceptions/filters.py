"""From what a caller gives to a filter that can act, with everything wrong said at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from api.access import Caller
from api.exceptions.schemas import ExceptionAdd, FilterGiven
from api.rules.library import Library
from detections.sigma import CompiledRule
from detections.sigma.taxonomy import LogSource
from detections.tuning.exceptions import CompiledFilter, check_against, compile_filter, write_filter
from model.errors import InputError, RuleError, ScopeError
from model.rule_exception import RuleException
from model.times import Micros, from_datetime
from store import units


def filter_of(given: FilterGiven, library: Library) -> tuple[str, CompiledFilter, tuple[CompiledRule, ...]]:
    """The filter's text, the filter, and the rules it is for. Raises RuleError, or InputError for what is not given right."""
    if (given.conditions is None) == (given.filter is None):
        raise InputError("give either `conditions` or `filter`")
    rule = library.rule(given.rule)
    if rule is None:
        raise InputError("no active rule has this id", where="rule")
    text = given.filter or ""
    if given.conditions is not None:
        names = [condition.field for condition in given.conditions]
        if len(set(names)) != len(names):
            raise InputError("a field is given twice", hint="give all its values in one condition")
        selection = {condition.field: condition.values for condition in given.conditions}
        source = LogSource() if rule.correlation else rule.logsource
        text = write_filter(title_of(given, rule), [rule], selection, source)
    compiled = compile_filter(text)
    rules = check_against(compiled, library.rules, {one.id: one for one in library.detectors})
    if rule.id not in {one.id for one in rules}:
        raise RuleError(f"the filter does not name the rule {rule.id}", hint="filter: {rules: [id of the rule]}")
    return text, compiled, rules


def title_of(given: FilterGiven, rule: CompiledRule) -> str:
    return given.title if isinstance(given, ExceptionAdd) else rule.title


def exception_of(
    given: FilterGiven, library: Library, tx: Session, caller: Caller, *, expires: Micros
) -> RuleException:
    """Not kept yet. The unit must be one the caller sees."""
    text, _, rules = filter_of(given, library)
    unit = given.unit or caller.identity.account.unit
    if not caller.scope.allows(unit):
        raise ScopeError("that unit is not within yours")
    units.get(tx, unit, caller.scope)
    added = given if isinstance(given, ExceptionAdd) else None
    return RuleException(
        id="",
        title=title_of(given, rules[0]),
        rules=tuple(rule.id for rule in rules),
        filter=text,
        unit=unit,
        entities=tuple(given.entities),
        reason=added.reason if added else "preview",
        owner=(added.owner if added else "") or caller.actor,
        created=0,
        created_by="",
        expires=expires,
    )


def micros(time: datetime) -> Micros:
    try:
        return from_datetime(time)
    except OverflowError as error:
        raise InputError("there is no such time") from error
