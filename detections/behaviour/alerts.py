"""Findings to Alerts, in the form Sigma's matches take."""

from __future__ import annotations

from functools import cache
from typing import Any

from detections.behaviour.catalogue import FOLDER, Rule, rules
from detections.behaviour.contract import Finding
from detections.sigma import CompiledRule, CorrelationMatch
from detections.sigma.alerts import entities_of
from model.alert import Alert
from model.attack import from_sigma_tags
from model.event import digest
from model.times import Micros


def alert_of(finding: Finding, created_us: Micros) -> Alert:
    """The id depends on the rule, what it is about, when, and the sample events: the same finding made twice is one alert."""
    rule = finding.rule
    techniques, tactics = from_sigma_tags(rule.tags)
    group = [part for pair in sorted(finding.group.items()) for part in pair]
    return Alert(
        id=digest(rule.id, *group, "", finding.time, *finding.event_ids),
        rule=rule.ref(finding.level),
        time=finding.time,
        first_time=min(finding.first_time, finding.time),
        created=created_us,
        unit=finding.about.get("fengsui.unit", ""),
        source=finding.about.get("fengsui.source", ""),
        event_ids=finding.event_ids,
        entities=entities_of(finding.about, finding.group),
        matched=evidence(finding),
        techniques=techniques,
        tactics=tactics,
        summary=f"{rule.title}: {finding.why}",
    )


def evidence(finding: Finding) -> dict[str, Any]:
    """`why` and `why_zh`, the group by ECS names, what was measured, and `threshold.…` beside it."""
    limits = {f"threshold.{name}": value for name, value in finding.limits.items()}
    return {"why": finding.why, "why_zh": finding.why_zh, **finding.group, **finding.measured, **limits}


@cache
def compiled(name: str) -> CompiledRule:
    """A detector's metadata in the form rules have everywhere else, so that lists, switches and exceptions know it."""
    rule: Rule = rules()[name]
    return CompiledRule(
        index=-1,
        id=rule.id,
        title=rule.title,
        title_zh=rule.title_zh,
        level=rule.level,
        tags=rule.tags,
        file=str(FOLDER / f"{name}.yml"),
        line=1,
        name=rule.name,
        status=rule.status,
        correlation=True,
        description=rule.description,
        description_zh=rule.description_zh,
        falsepositives=rule.falsepositives,
        kinds=rule.reads,
    )


def match_of(finding: Finding) -> CorrelationMatch:
    """The finding as a correlation's match: what switches, exceptions and counters work on."""
    event = dict(finding.about)
    event["@timestamp"] = finding.time
    return CorrelationMatch(
        rule=compiled(finding.rule.name),
        group=finding.group,
        value=None,
        count=len(finding.event_ids),
        time=finding.time,
        first_time=finding.first_time,
        event_ids=finding.event_ids,
        matched=evidence(finding),
        event=event,
    )
