"""Matches to Alerts: deterministic ids and ATT&CK words."""

from __future__ import annotations

from typing import Any

from detections.sigma.correlation import CorrelationMatch
from detections.sigma.entities import entities_of
from detections.sigma.rules import Match
from detections.sigma.values import text_of
from model.alert import Alert
from model.attack import from_sigma_tags
from model.clocks import clock_of
from model.event import Event, digest
from model.times import Micros

__all__ = ["alert_of", "entities_of", "summary"]


def alert_of(match: Match | CorrelationMatch, event: Event, created_us: Micros) -> Alert:
    """The alert a match makes. `event` is the one it was found in; for a correlation, the one that completed it.

    The id depends on the rule and the events only, so the same finding made twice is one alert.
    """
    rule = match.rule
    if isinstance(match, CorrelationMatch):
        event_ids, time, first = match.event_ids, match.time, match.first_time
        identity = digest(rule.id, *[part for pair in sorted(match.group.items()) for part in pair], "", *event_ids)
    else:
        time = first = event["@timestamp"]
        event_ids = (event["event.id"],)
        identity = digest(rule.id, event["event.id"])
    techniques, tactics = from_sigma_tags(rule.tags)
    return Alert(
        id=identity,
        rule=rule.ref,
        time=time,
        first_time=first,
        created=created_us,
        unit=event.get("fengsui.unit", ""),
        source=event.get("fengsui.source", ""),
        event_ids=event_ids,
        entities=entities_of(event, match.group if isinstance(match, CorrelationMatch) else None),
        matched=dict(match.matched),
        techniques=techniques,
        tactics=tactics,
        summary=summary(match),
        clock=clock_of(event, time),
    )


def summary(match: Match | CorrelationMatch) -> str:
    """One line: the title and what it was found in."""
    shown = ", ".join(f"{name} = {_short(value)}" for name, value in list(match.matched.items())[:4])
    return f"{match.rule.title}: {shown}" if shown else match.rule.title


def _short(value: Any) -> str:
    text = ", ".join(map(text_of, value)) if isinstance(value, list) else text_of(value)
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:79]}…"
