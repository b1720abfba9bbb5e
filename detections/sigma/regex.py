"""Regular expressions from rules, run on text an attacker may have written: time must stay bounded.

Most patterns run on Python's `re`. Where a repetition stands inside another repetition, backtracking can take time
exponential in the text; those run on a lazily built DFA (subset construction) instead, whose time is linear. The rare
pattern that has such repetitions and also needs backtracking (look-around, back-references) is rejected.
"""

from __future__ import annotations

import re
from re import _constants as C  # type: ignore[attr-defined]  # noqa: N812
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from model.errors import RuleError

MAX_PATTERN = 4_096
MAX_TEXT = 65_536  # characters of a value a pattern is run on; longer ones are counted by the caller
_MANY = 16  # a repetition that may run this often counts as unbounded
_REPEATS = (C.MAX_REPEAT, C.MIN_REPEAT, C.POSSESSIVE_REPEAT)


class Regex:
    """`search(text)` says whether the pattern matches anywhere. `literal`: text that must occur for it to (may be '')."""

    __slots__ = ("_automaton", "_compiled", "flags", "literal", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        """Raises RuleError for a pattern that is wrong or cannot be run in bounded time."""
        if len(pattern) > MAX_PATTERN:
            raise RuleError(f"regular expression longer than {MAX_PATTERN} characters")
        self.pattern = pattern
        self.flags = flags
        try:
            # A leading `.*` changes nothing for "matches anywhere" and makes every start position cost the whole text.
            self._compiled = re.compile(re.sub(r"\A(?:\.\*\??)+(?![?*+{])", "", pattern), flags)
            tree = _parser.parse(pattern, flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise RuleError(f"not a regular expression: {error}", hint=f"the pattern is {pattern[:80]!r}") from error
        ignore_case = bool(tree.state.flags & re.IGNORECASE)
        self.literal = "" if ignore_case else _required_literal(tree)
        self._automaton = _Automaton(tree, tree.state.flags) if _nested(tree) else None

    @property
    def linear(self) -> bool:
        return self._automaton is not None

    def search(self, text: str) -> bool:
        if self.literal and self.literal not in text:
            return False
        if self._automaton is not None:
            return self._automaton.search(text[:MAX_TEXT])
        return self._compiled.search(text[:MAX_TEXT]) is not None

    def __reduce__(self) -> tuple[Any, ...]:
        return (Regex, (self.pattern, self.flags))


def _inner(op: Any, av: Any) -> list[Any]:
    """The sub-patterns of one parsed item."""
    if op in _REPEATS:
        return [av[2]]
    if op is C.SUBPATTERN:
        return [av[3]]
    if op is C.BRANCH:
        return list(av[1])
    if op in (C.ASSERT, C.ASSERT_NOT):
        return [av[1]]
    if op is C.ATOMIC_GROUP:
        return [av]
    if op is C.GROUPREF_EXISTS:
        return [p for p in av[1:] if p is not None]
    return []


def _nested(items: Any, inside: bool = False) -> bool:
    for op, av in items:
        repeats = op in _REPEATS and av[1] >= _MANY and av[0] != av[1]
        if repeats and inside:
            return True
        if any(_nested(sub, inside or repeats) for sub in _inner(op, av)):
            return True
    return False


def _required_literal(items: Any) -> str:
    """The longest run of plain characters that every match contains."""
    best = run = ""
    for op, av in items:
        if op is C.LITERAL:
            run += chr(av)
            continue
        best, run = max(best, run, key=len), ""
        if op is C.SUBPATTERN and not (av[1] or av[2]):  # no flags switched inside
            best = max(best, _required_literal(av[3]), key=len)
        elif op in _REPEATS and av[0] >= 1:
            best = max(best, _required_literal(av[2]), key=len)
    return max(best, run, key=len)


_CATEGORY = {
    C.CATEGORY_DIGIT: r"\d",
    C.CATEGORY_NOT_DIGIT: r"\D",
    C.CATEGORY_SPACE: r"\s",
    C.CATEGORY_NOT_SPACE: r"\S",
    C.CATEGORY_WORD: r"\w",
    C.CATEGORY_NOT_WORD: r"\W",
}


class _Automaton:
    """Thompson's construction, run as a DFA built on demand (Russ Cox, "Regular Expression Matching Can Be Simple And
    Fast", 2007). State `i` is (test, next states); test None is an empty move, a string an anchor, a `re` one character.
    """

    MAX_STATES = 2_000
    MAX_CACHE = 20_000

    def __init__(self, tree: Any, flags: int) -> None:
        self.flags = flags
        self.states: list[tuple[Any, tuple[int, ...]]] = [(None, ())]  # state 0 accepts
        self.start = self._sequence(tree, 0)
        self._cache: dict[tuple[frozenset[int], str, bool], frozenset[int]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("pickle the Regex, not its automaton")

    def search(self, text: str) -> bool:
        current = self._closure({self.start}, before="", after=text[:2])
        for i, char in enumerate(text):
            if 0 in current:
                return True
            after = text[i + 1 : i + 3]  # two characters: `$` also holds before a final newline
            boundary = after[:1] in ("", "\n") or char == "\n"
            key = (current, char, boundary)
            known = None if boundary else self._cache.get(key)
            if known is None:
                moved = {n for s in current for n in self.states[s][1] if self._takes(s, char)}
                known = self._closure(moved | {self.start}, before=char, after=after)
                if not boundary:
                    if len(self._cache) >= self.MAX_CACHE:
                        self._cache.clear()
                    self._cache[key] = known
            current = known
        return 0 in current

    def _takes(self, state: int, char: str) -> bool:
        test = self.states[state][0]
        return isinstance(test, re.Pattern) and test.match(char) is not None

    def _closure(self, states: set[int], before: str, after: str) -> frozenset[int]:
        todo, seen = list(states), set(states)
        while todo:
            test, following = self.states[todo.pop()]
            if test is None or (isinstance(test, str) and self._holds(test, before, after)):
                fresh = [n for n in following if n not in seen]
                seen.update(fresh)
                todo.extend(fresh)
        return frozenset(seen)

    def _holds(self, anchor: str, before: str, after: str) -> bool:
        lines = bool(self.flags & re.MULTILINE)
        if anchor == "start":
            return before == "" or (lines and before == "\n")
        return after in ("", "\n") or (lines and after[0] == "\n")

    def _add(self, test: Any, *following: int) -> int:
        if len(self.states) >= self.MAX_STATES:
            raise RuleError("regular expression too large", hint="shorten its counted repetitions")
        self.states.append((test, following))
        return len(self.states) - 1

    def _sequence(self, items: Any, then: int) -> int:
        for op, av in reversed(list(items)):
            then = self._item(op, av, then)
        return then

    def _item(self, op: Any, av: Any, then: int) -> int:
        if op in (C.MAX_REPEAT, C.MIN_REPEAT):
            low, high, sub = av
            return self._repeat(low, high, sub, then)
        if op is C.SUBPATTERN and not (av[1] or av[2]):
            return self._sequence(av[3], then)
        if op is C.BRANCH:
            return self._add(None, *(self._sequence(branch, then) for branch in av[1]))
        if op is C.AT and av in (C.AT_BEGINNING, C.AT_END, C.AT_BEGINNING_STRING):
            return self._add("end" if av is C.AT_END else "start", then)
        return self._add(re.compile(_one_character(op, av), self.flags), then)

    def _repeat(self, low: int, high: int, sub: Any, then: int) -> int:
        if high == C.MAXREPEAT:
            loop = self._add(None)
            body = self._sequence(sub, loop)
            self.states[loop] = (None, (body, then))
            then = loop
        else:
            for _ in range(high - low):
                then = self._add(None, self._sequence(sub, then), then)
        for _ in range(low):
            then = self._sequence(sub, then)
        return then


def _one_character(op: Any, av: Any) -> str:
    """A parsed one-character item back to a pattern."""
    if op is C.LITERAL:
        return re.escape(chr(av))
    if op is C.NOT_LITERAL:
        return f"[^{re.escape(chr(av))}]"
    if op is C.ANY:
        return "."
    if op is C.IN:
        negated = bool(av) and av[0][0] is C.NEGATE
        return f"[{'^' if negated else ''}{''.join(_class_item(*i) for i in av[negated:])}]"
    raise RuleError(
        f"regular expression with a repetition inside a repetition and {str(op).lower()}",
        hint="rewrite it without the inner repetition, look-around or back-reference: its time cannot be bounded",
    )


def _class_item(op: Any, av: Any) -> str:
    if op is C.LITERAL:
        return re.escape(chr(av))
    if op is C.RANGE:
        return f"{re.escape(chr(av[0]))}-{re.escape(chr(av[1]))}"
    return _CATEGORY[av]
