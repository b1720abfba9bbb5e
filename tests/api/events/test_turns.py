"""Searches take turns, and give them back however they end."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from fastapi import FastAPI

from api.events import turns
from tests.api.district import District, code, read


def _app(district: District) -> Any:
    return cast("FastAPI", district.running.server.config.app).state


def test_who_waits_too_long_is_told_to_come_back_and_other_pages_answer(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(district.analyst, "events/count")
    monkeypatch.setattr(turns, "PATIENCE_S", 0.05)
    monkeypatch.setattr(_app(district), "event_turns", asyncio.Semaphore(0))
    answer = district.analyst.get("/api/v1/events")
    assert code(answer) == (503, "overloaded")
    assert int(answer.headers["retry-after"]) > 0
    assert read(district.analyst, "alerts", limit=1)["items"]


def test_refused_searches_give_their_turn_back(district: District) -> None:
    for _ in range(2 * turns.AT_ONCE):
        assert code(district.analyst.get("/api/v1/events?q=a:b:c")) == (422, "query.invalid")
    assert read(district.analyst, "events", limit=1)["items"]
