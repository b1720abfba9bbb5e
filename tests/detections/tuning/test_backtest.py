"""Back-tests: counted by day, bounded, ended on request, with what exceptions would hide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detections.tuning.backtest import TELL_EVERY, Bounds, run
from model.times import DAY
from pipeline.backtest import rules_from
from tests.detections.tuning.test_exceptions import RULES, event

RULE = rules_from(RULES.replace("LEVEL", "low").split("---")[0])


def events(count: int, word: str = "word") -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield event() | {"event.id": f"e{number}", "@timestamp": number * DAY // 4, "message": word}


def test_matches_are_counted_by_day_with_samples_and_cost() -> None:
    result = run(RULE, events(10))
    assert (result.events, result.matches, result.stopped) == (10, 10, "")
    assert result.days == {0: 4, 1: 4, 2: 2}
    assert result.samples[0]["matched"] == {"message": "word"}
    assert 0 < result.match_seconds <= result.seconds
    assert run(RULE, events(10, "nothing")).matches == 0


def test_hidden_ones_are_counted_apart() -> None:
    result = run(RULE, events(10), hides=lambda _, one: one["@timestamp"] < DAY)
    assert (result.matches, result.hidden) == (10, 4)


def test_it_stops_at_its_bounds_and_on_request() -> None:
    assert run(RULE, events(100), Bounds(events=7)).stopped == "events"
    told: list[int] = []

    def tell(result: Any) -> bool:
        told.append(result.events)
        return len(told) < 2

    result = run(RULE, events(10 * TELL_EVERY, "nothing"), tell=tell)
    assert (result.stopped, told) == ("cancelled", [TELL_EVERY, 2 * TELL_EVERY])
    assert run(RULE, events(3 * TELL_EVERY, "nothing"), Bounds(seconds=0)).stopped == "time"


def test_a_correlation_is_fed_with_its_rules() -> None:
    both = rules_from(RULES.replace("LEVEL", "low"))
    close = (event() | {"event.id": f"e{n}", "@timestamp": n} for n in range(4))
    result = run(both, close)
    assert {sample["rule"] for sample in result.samples} == {rule.id for rule in both.rules}
