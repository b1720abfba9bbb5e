"""Rules from files to a RuleSet: parse, filter, compile, link correlations; every document ends in the report."""

from __future__ import annotations

import copy
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.filters import SigmaFilter
from sigma.processing.pipeline import ProcessingPipeline
from sigma.rule import SigmaRule

from detections.sigma import documents
from detections.sigma.build import Inactive, rule_tree
from detections.sigma.checks import key_warnings, unknown_references
from detections.sigma.correlation_rule import CorrelationRule, read_correlation
from detections.sigma.parse import Parsed, definition_of, detection_problems, parse
from detections.sigma.pipelines import resolve
from detections.sigma.predicates import And, Node, Tests
from detections.sigma.report import Entry, LoadReport, Problem, State
from detections.sigma.rules import CompiledRule
from detections.sigma.ruleset import Program, RuleSet
from detections.sigma.taxonomy import LogSource, Taxonomy, shipped
from model.errors import RuleError
from model.event import digest
from model.severity import Level


def load(paths: Sequence[Path], pipelines: Sequence[str] = (), *, taxonomy: Taxonomy | None = None) -> RuleSet:
    """Load every Sigma rule, correlation and filter below `paths` (files, folders, SigmaHQ release archives).

    pipelines: pySigma processing pipelines, by installed name or file. A wrong rule is rejected in the report and
    stops nothing. Raises InputError for a path or pipeline that is not there.
    """
    loader = _Loader(resolve(pipelines), taxonomy or shipped())
    rules = loader.load([Path(p) for p in paths])
    rules.report.version = version_of(rules.report, pipelines)
    return rules


def check(paths: Sequence[Path], pipelines: Sequence[str] = ()) -> list[Problem]:
    """Every error in the rule files, with file and line; [] when all is right."""
    return [problem for entry in load(paths, pipelines).report.rejected for problem in entry.problems]


def version_of(report: LoadReport, pipelines: Sequence[str]) -> str:
    """Of what runs: the documents, in whatever files they stand, and the pipelines applied to them."""
    written = [Path(name).read_bytes() if Path(name).is_file() else name for name in pipelines]
    return digest(len(written), *written, *sorted(f"{e.state} {e.id} {e.version}" for e in report.entries))


class _Loader:
    def __init__(self, pipeline: ProcessingPipeline | None, taxonomy: Taxonomy) -> None:
        self.pipeline = pipeline
        self.taxonomy = taxonomy
        self.tests = Tests()
        self.report = LoadReport()
        self.programs: list[Program] = []
        self.correlations: list[CorrelationRule] = []
        self.filters: list[tuple[Parsed, SigmaFilter]] = []
        self.by_reference: dict[str, int] = {}  # id or name of an active rule to its index
        self.inactive_references: dict[str, str] = {}
        self.texts: dict[int, str] = {}  # index of an active rule to all it was made from
        self.definitions: dict[int, str] = {}  # and to what identifies its meaning, metadata apart

    def load(self, paths: Sequence[Path]) -> RuleSet:
        started = time.perf_counter()
        parsed = self._unique(self._read(paths))
        for one in parsed:
            if isinstance(one.sigma, SigmaFilter):
                self._guard(one, self._add_filter)
        for one in parsed:
            if isinstance(one.sigma, SigmaRule):
                self._guard(one, self._add_rule)
        self._add_correlations([p for p in parsed if isinstance(p.sigma, SigmaCorrelationRule)])
        self._silence_referenced()
        order = {(e.file, e.line): i for i, e in enumerate(self.report.entries)}
        self.report.entries.sort(key=lambda e: (e.file, e.line, order[e.file, e.line]))
        self.report.seconds = time.perf_counter() - started
        return RuleSet(self.programs, self.correlations, self.report)

    def _read(self, paths: Sequence[Path]) -> list[Parsed]:
        parsed = []
        for document in documents.read(paths):
            if isinstance(document, RuleError):
                file, line = documents.line_in(document.where)
                reason = f"{document.message} — {document.hint}" if document.hint else document.message
                problem = Problem(file, line, reason)
                self.report.entries.append(
                    Entry(file, line, "unreadable", State.REJECTED, cause="unreadable", problems=(problem,))
                )
            else:
                parsed.append(parse(document))
        return parsed

    def _unique(self, parsed: list[Parsed]) -> list[Parsed]:
        """Those without problems whose id (and, for rules that are referred to, name) nobody before them has."""
        good: list[Parsed] = []
        first: dict[str, Parsed] = {}
        known = {r for one in parsed for r in (one.id, one.document.data.get("name")) if isinstance(r, str)}
        for one in parsed:
            self.report.warnings += key_warnings(one.document)
            if one.problems:
                self._account(
                    one,
                    State.REJECTED,
                    "invalid",
                    *_in_order([*one.problems, *unknown_references(one.document, known)]),
                )
            elif one.id in first:
                other = first[one.id].document
                self.report.duplicates.append(one.id)
                reason = f"the id {one.id} is already used in {other.file}:{other.line}"
                self._account(one, State.REJECTED, "duplicate_id", one.problem(reason, "id"))
            else:
                first[one.id] = one
                good.append(one)
        return good

    def _account(self, one: Parsed, state: State, cause: str = "", *problems: Problem, text: str = "") -> None:
        d = one.document
        text = text or d.text
        entry = Entry(d.file, d.line, one.kind, state, one.id, one.title, cause, tuple(problems), digest(text), text)
        self.report.entries.append(entry)
        if state is not State.ACTIVE:
            for reference in (one.id, d.data.get("name")):
                if isinstance(reference, str):
                    self.inactive_references.setdefault(reference, str(state))

    def _guard(self, one: Parsed, add: Any) -> None:
        """Run one step of loading; whatever is wrong with this rule stays with this rule."""
        try:
            add(one)
        except Inactive as reason:
            self._account(one, State.INACTIVE, "unresolved", one.problem(str(reason), "detection"))
        except (RuleError, SigmaError) as error:
            found = detection_problems(one.document, one.kind)
            section = {"rule": "detection"}.get(one.kind, one.kind)
            self._account(one, State.REJECTED, "invalid", *(found or [one.problem(str(error), section)]))

    def _disabled(self, one: Parsed) -> bool:
        """Rules their authors switched off; accounted for here."""
        status = str(one.document.data.get("status") or "").lower()
        data = one.document.data
        if data.get("enabled") is False or data.get("disabled") is True:
            self._account(one, State.INACTIVE, "disabled", one.problem("the rule says it is disabled", "enabled"))
        elif status in ("deprecated", "unsupported"):
            self._account(one, State.INACTIVE, status, one.problem(f"its status is {status}", "status"))
        else:
            return False
        return True

    def _add_rule(self, one: Parsed) -> None:
        sigma = one.sigma
        assert isinstance(sigma, SigmaRule)
        if self._disabled(one):
            return
        if sigma.taxonomy not in (None, "sigma") and self.pipeline is None:
            reason = f"its taxonomy is {sigma.taxonomy!r}, which nothing here maps: give a processing pipeline for it"
            self._account(one, State.INACTIVE, "taxonomy", one.problem(reason, "taxonomy"))
            return
        original = LogSource(sigma.logsource.product, sigma.logsource.category, sigma.logsource.service)
        tree, parts = self._compile(sigma)
        text = one.document.text
        for filter_text, rule_filter in self._filters_for(one, original):
            tree = And([tree, self._filter_tree(rule_filter, sigma)], "rule and filter")
            text = joined(text, filter_text)
        source = LogSource(sigma.logsource.product, sigma.logsource.category, sigma.logsource.service)
        kinds = self.taxonomy.kinds_of(source)
        if not kinds:
            reason = f"no mapping in the taxonomy knows its log source ({source})"
            self._account(one, State.INACTIVE, "unmapped_logsource", one.problem(reason, "logsource"))
            return
        kind_names = tuple(k.name for k in kinds)
        rule = replace(self._describe(one), logsource=source, kinds=kind_names, version=digest(text))
        self.programs.append(Program(rule, tree, parts, kinds))
        self._account(one, State.ACTIVE, text=text)
        self._remember(one, rule.index, text)
        self.definitions[rule.index] = definition_of(one.document.data)

    def _compile(self, sigma: SigmaRule) -> tuple[Node, dict[str, Node]]:
        if self.pipeline is not None:
            self.pipeline.apply(sigma)
        # Pipelines change the parsed conditions, not the list they came from.
        conditions = [c.condition for c in sigma.detection.parsed_condition]
        return rule_tree(sigma.detection.detections, conditions, self.tests)

    def _remember(self, one: Parsed, index: int, text: str) -> None:
        self.by_reference[one.id] = index
        self.texts[index] = text
        name = one.document.data.get("name")
        if isinstance(name, str) and self.by_reference.setdefault(name, index) != index:
            self.report.warnings.append(one.problem(f"the name {name!r} is taken; references mean the first", "name"))

    def _describe(self, one: Parsed) -> CompiledRule:
        data, sigma = one.document.data, one.sigma
        assert sigma is not None
        level = Level(str(sigma.level)) if sigma.level is not None else Level.MEDIUM
        return CompiledRule(
            index=len(self.programs) + len(self.correlations),
            id=one.id,
            title=one.title,
            level=level,
            tags=tuple(str(t) for t in sigma.tags),
            file=one.document.file,
            line=one.document.line,
            title_zh=_text(data.get("title_zh")),
            name=_text(data.get("name")),
            status=_text(data.get("status")),
            description=_text(data.get("description")),
            description_zh=_text(data.get("description_zh")),
            falsepositives=tuple(str(f) for f in sigma.falsepositives or ()),
            fields=tuple(str(f) for f in sigma.fields or ()),
        )

    # Filters

    def _add_filter(self, one: Parsed) -> None:
        sigma = one.sigma
        assert isinstance(sigma, SigmaFilter)
        if self._disabled(one):
            return
        rule_tree(sigma.filter.detections, sigma.filter.condition, Tests())
        if "not" not in sigma.filter.condition[0].replace("(", " ").split():
            reason = (
                "the condition has no `not`: this filter keeps only what its selections match, everything else is hidden; "
                "to hide what they match write `not selection`"
            )
            self.report.warnings.append(one.problem(reason, "filter", "condition"))
        self.filters.append((one, sigma))
        self._account(one, State.ACTIVE)

    def _filters_for(self, one: Parsed, source: LogSource) -> list[tuple[str, SigmaFilter]]:
        names = {one.id, one.document.data.get("name")}
        chosen = []
        for parsed, sigma in self.filters:
            ls = sigma.logsource
            if LogSource(ls.product, ls.category, ls.service).covers(source):
                rules = sigma.filter.rules
                if isinstance(rules, str) or any(r.reference in names or r.reference.lower() in names for r in rules):
                    chosen.append((parsed.document.text, sigma))
        return chosen

    def _filter_tree(self, rule_filter: SigmaFilter, target: SigmaRule) -> Node:
        """The filter's tree as it reads for this rule: compiled by itself, so its selectors see its own selections."""
        if self.pipeline is None:
            return rule_tree(rule_filter.filter.detections, rule_filter.filter.condition, self.tests)[0]
        as_rule = copy.deepcopy(target)
        as_rule.detection.detections = copy.deepcopy(rule_filter.filter.detections)
        as_rule.detection.condition = list(rule_filter.filter.condition)
        as_rule.detection.__post_init__()
        return self._compile(as_rule)[0]

    # Correlations

    def _add_correlations(self, waiting: list[Parsed]) -> None:
        """In an order in which references are known; what is left over refers to nothing, or in a circle."""
        while waiting:
            later = []
            for one in waiting:
                missing = self._missing(one)
                if not missing:
                    self._guard(one, self._add_correlation)
                elif any(m in self.inactive_references for m in missing):
                    reason = "; ".join(
                        f"it refers to {m}, which is {self.inactive_references[m]}"
                        for m in missing
                        if m in self.inactive_references
                    )
                    self._account(one, State.INACTIVE, "reference", one.problem(reason, "correlation", "rules"))
                else:
                    later.append(one)
            if len(later) == len(waiting):
                self._reject_unresolved(later)
                return
            waiting = later

    def _missing(self, one: Parsed) -> list[str]:
        assert isinstance(one.sigma, SigmaCorrelationRule)
        return [r for r in references(one.sigma) if self._find(r) is None]

    def _find(self, reference: str) -> int | None:
        found = self.by_reference.get(reference)
        return self.by_reference.get(reference.lower()) if found is None else found

    def _reject_unresolved(self, left: list[Parsed]) -> None:
        own = {r for one in left for r in (one.id, one.document.data.get("name")) if isinstance(r, str)}
        for one in left:
            missing = self._missing(one)
            found = list(unknown_references(one.document, own | self.by_reference.keys()))
            if not found:  # by a condition without a list of rules, or in a circle
                unknown = [m for m in missing if m not in own]
                reason = (
                    f"refers to {', '.join(unknown)}, which no loaded rule has as id or name"
                    if unknown
                    else f"refers in a circle to {', '.join(missing)}"
                )
                found = [
                    one.problem(
                        reason, "correlation", "rules" if "rules" in one.document.data["correlation"] else "condition"
                    )
                ]
            self._account(one, State.REJECTED, "reference", *found)

    def _add_correlation(self, one: Parsed) -> None:
        sigma = one.sigma
        assert isinstance(sigma, SigmaCorrelationRule)
        if self._disabled(one):
            return
        if self.pipeline is not None:
            sigma.referenced_rules = []
            self.pipeline.apply(sigma)
        indexes = {r: index for r in references(sigma) if (index := self._find(r)) is not None}
        text = joined(one.document.text, *(self.texts[index] for index in indexes.values()))
        rule = replace(self._describe(one), correlation=True, version=digest(text))
        definitions = [self.definitions[index] for index in indexes.values()]
        read = read_correlation(rule, sigma, one.document.data["correlation"], indexes, definitions)
        self.correlations.append(read)
        self._account(one, State.ACTIVE, text=text)
        self._remember(one, rule.index, text)
        self.definitions[rule.index] = read.fingerprint

    def _silence_referenced(self) -> None:
        """A rule that a correlation without `generate: true` refers to is no alert of its own (as pySigma decides)."""
        silent = {i for c in self.correlations if not c.generate for i in c.rules}
        for program in self.programs:
            if program.rule.index in silent:
                program.rule = replace(program.rule, reports=False)
        for correlation in self.correlations:
            if correlation.rule.index in silent:
                correlation.rule = replace(correlation.rule, reports=False)


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda p: (p.line, p.column))


def references(sigma: SigmaCorrelationRule) -> list[str]:
    """The rules a correlation refers to, in order: its `rules`, or those in its boolean condition."""
    if sigma.rules:
        return [str(r.reference) for r in sigma.rules]
    condition = sigma.condition
    return condition.get_referenced_rules() if hasattr(condition, "get_referenced_rules") else []


def joined(*texts: str) -> str:
    """Documents as one text, each once."""
    documents = [document for text in texts for document in text.split("\n---\n")]
    return "\n---\n".join(dict.fromkeys(document.rstrip("\n") for document in documents)) + "\n"


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
