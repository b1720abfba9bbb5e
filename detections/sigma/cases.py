"""Cases beside rules: events on which a rule must fire, and on which it must stay silent.

    detections/rules/linux/ssh_guessing.yml
    detections/rules/linux/ssh_guessing/fires/*.jsonl      one JSON event a line, flat or nested, native or ECS names
    detections/rules/linux/ssh_guessing/silent/*.jsonl

For a rule every line of a `fires` file must match by itself and no line of a `silent` file may. For a file with a
correlation the whole case file is one stream, fed in order: `fires` means at least one correlation match, and none in
`silent`. A line `# expect: N` asks for exactly N (matching lines, or correlation matches); `# rule: <id, name or title>`
says which rule of a file with several is meant (default: its correlations if it has any, else all its rules).
After the last line time goes on for ever, which completes correlations that wait for nothing to come, or to the moment a
line `# until: <time>` names. Other lines that begin with `#` are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from detections.sigma.loader import load
from detections.sigma.report import Problem
from detections.sigma.ruleset import RuleSet
from model.ecs import date_fields
from model.errors import InputError
from model.event import Event, digest, flatten
from model.times import LATEST, SECOND, Micros, parse_iso

_EXPECT = re.compile(r"#\s*expect:\s*(\d+)\s*", re.IGNORECASE)
_RULE = re.compile(r"#\s*rule:\s*(.+?)\s*", re.IGNORECASE)
_UNTIL = re.compile(r"#\s*until:\s*(.+?)\s*", re.IGNORECASE)
MAX_CASE_BYTES = 16 * 1024 * 1024
_START: Micros = 1_767_225_600 * SECOND  # 2026-01-01, for events without a time; one second apart


@dataclass(frozen=True, slots=True)
class CaseResult:
    """found: matching lines, or correlation matches. message: what went wrong, with what to look at; '' when passed."""

    rule: str
    title: str
    file: str
    expected: str
    found: int
    passed: bool
    message: str = ""


@dataclass(slots=True)
class CaseResults:
    """uncovered: rule files without a firing or without a silent case, with which is missing."""

    results: list[CaseResult] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    uncovered: list[Problem] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.problems and all(r.passed for r in self.results)

    @property
    def failures(self) -> list[CaseResult]:
        return [r for r in self.results if not r.passed]

    def __len__(self) -> int:
        return len(self.results)


def run(paths: Sequence[Path], pipelines: Sequence[str] = ()) -> CaseResults:
    """Run the cases of every rule file below `paths`. Raises InputError for a path that does not exist."""
    out = CaseResults()
    for file in _rule_files([Path(p) for p in paths]):
        folder = file.with_suffix("")
        rules = load([file], pipelines)
        out.problems += [p for e in rules.report.rejected for p in e.problems]
        for verdict in ("fires", "silent"):
            cases = sorted((folder / verdict).glob("*.jsonl"))
            if not cases and len(rules):
                reason = f"has no {verdict} case: expected {folder.name}/{verdict}/*.jsonl"
                out.uncovered.append(Problem(str(file), 1, reason))
            for case in cases:
                out.results += _run_case(rules, case, fires=verdict == "fires")
    return out


def _rule_files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise InputError("no such rule file or folder", where=str(path))
        if path.is_file():
            yield path
        else:
            yield from sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".yaml"))


def _run_case(rules: RuleSet, case: Path, *, fires: bool) -> Iterator[CaseResult]:
    expected: int | None = None
    chosen = ""
    until = LATEST
    events: list[tuple[int, Event]] = []
    try:
        for number, line in enumerate(_lines(case), 1):
            if found := _EXPECT.fullmatch(line):
                expected = int(found.group(1))
            elif found := _RULE.fullmatch(line):
                chosen = found.group(1)
            elif found := _UNTIL.fullmatch(line):
                until = parse_iso(found.group(1))
            elif line and not line.startswith("#"):
                events.append((number, read_event(orjson.loads(line), len(events))))
        if not events:
            raise InputError("holds no event")
    except (ValueError, InputError) as error:
        yield CaseResult("", "", str(case), "", 0, passed=False, message=f"cannot be read: {error}")
        return
    stream = Stream(rules, events, until)
    for rule in _meant(rules, chosen):
        yield stream.judge(rule, case, fires, expected)
    if chosen and not _meant(rules, chosen):
        yield CaseResult("", "", str(case), "", 0, passed=False, message=f"no active rule of the file is {chosen!r}")


def _lines(case: Path) -> list[str]:
    if case.stat().st_size > MAX_CASE_BYTES:
        raise InputError(f"larger than {MAX_CASE_BYTES} bytes")
    return [line.strip() for line in case.read_text("utf-8").splitlines()]


def _meant(rules: RuleSet, chosen: str) -> list[Any]:
    if chosen:
        return [r for r in rules.rules if chosen in (r.id, r.name, r.title)]
    correlations = [r for r in rules.rules if r.correlation]
    return correlations or list(rules.rules)


class Stream:
    """The events of one case, matched once. What the time after them completes, up to `until`, counts for the last line."""

    def __init__(self, rules: RuleSet, events: list[tuple[int, Event]], until: Micros) -> None:
        self.rules = rules
        self.events = events
        self.lines: dict[int, list[int]] = {}  # rule index to the lines it fired on
        state = rules.correlator()
        for number, event in events:
            matches = rules.match(event)
            fired = [m.rule.index for m in matches] + [m.rule.index for m in state.feed(event, matches)]
            for index in fired:
                self.lines.setdefault(index, []).append(number)
        for match in state.advance(until):
            self.lines.setdefault(match.rule.index, []).append(events[-1][0])

    def judge(self, rule: Any, case: Path, fires: bool, expected: int | None) -> CaseResult:
        lines = self.lines.get(rule.index, [])
        if expected is not None:
            wanted, passed = str(expected), len(lines) == expected
        elif not fires:
            wanted, passed = "0", not lines
        elif rule.correlation:
            wanted, passed = "at least 1", bool(lines)
        else:
            wanted, passed = str(len(self.events)), len(lines) == len(self.events)
        message = "" if passed else self._message(rule, fires, lines)
        return CaseResult(rule.id, rule.title, str(case), wanted, len(lines), passed, message)

    def _message(self, rule: Any, fires: bool, lines: list[int]) -> str:
        if not fires:
            return f"fired on line {', '.join(map(str, lines[:5]))}"
        if rule.correlation:
            base = {r.title: len(self.lines.get(r.index, [])) for r in self.rules.rules if not r.correlation}
            return f"the correlation matched {len(lines)} times; its rules matched {base}"
        missed = [(n, e) for n, e in self.events if n not in lines]
        if not missed:
            return f"fired on {len(lines)} lines"
        number, event = missed[0]
        explanation = self.rules.explain(rule.id, event)
        why = "; ".join(explanation.failures) or explanation.to_text().splitlines()[-1]
        return f"did not fire on line {number}: {why}"


def read_event(record: Any, position: int = 0) -> Event:
    """A case's JSON to an Event: flattened, times to microseconds, with an id and a time when it states none."""
    if not isinstance(record, dict):
        raise InputError("an event is a JSON object")
    event = flatten(record)
    for name in date_fields():
        value = event.get(name)
        if isinstance(value, str):
            event[name] = parse_iso(value)
    if not isinstance(event.get("@timestamp"), int):
        event["@timestamp"] = _START + position * SECOND
    event.setdefault("event.id", digest(position, orjson.dumps(record, option=orjson.OPT_SORT_KEYS)))
    return event
