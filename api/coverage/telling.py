"""Joins what rules look at with what arrives and what fired."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy.orm import Session

from api import attack as words
from api.access import Caller
from api.core import Core
from api.coverage.schemas import Covered, TechniqueCovered
from api.rules.listing import Known
from detections.sigma import CompiledRule
from detections.sigma.coverage import navigator_document
from detections.sigma.feeds import Feed, RuleFeed
from model import attack
from model.attack import Domain
from pipeline.delivered import Delivered, delivered
from store import alerts
from store.contract import TimeRange
from store.scope import Scope

FRESH_S = 120.0
REMEMBERED = 32
COLOURS = {Covered.FIRED: "#d46b08", Covered.READY: "#389e0d", Covered.UNFED: "#d9d9d9", Covered.OFF: "#f0f0f0"}


class Remembered:
    """Answers about what arrives are made of some hundred searches, so each is kept for FRESH_S."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[Any, tuple[float, Delivered]] = OrderedDict()

    def ask(self, core: Core, known: Known, scope: Scope, within: TimeRange) -> Delivered:
        rules = known.library.rules
        minute = 60_000_000
        key = (rules.report.version, scope.units, scope.everything, within.start // minute, within.end // minute)
        with self._lock:
            at, found = self._known.get(key, (0.0, None))
            if found is not None and time.monotonic() - at < FRESH_S:
                return found
            found = delivered(rules, core.kept.store, scope, within)
            self._known[key] = (time.monotonic(), found)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            return found


def remembered(app: FastAPI) -> Remembered:
    if not hasattr(app.state, "delivered"):
        app.state.delivered = Remembered()
    known: Remembered = app.state.delivered
    return known


@dataclass(frozen=True, slots=True)
class RuleCovered:
    rule: CompiledRule
    feed: RuleFeed
    hits: int | None


def rules_covered(known: Known, fed: Delivered, tx: Session, caller: Caller, within: TimeRange) -> list[RuleCovered]:
    """Every rule that is on. A built-in detector watches whatever arrives, so it counts as fed."""
    hits = None
    if caller.may("alerts:read"):
        hits = alerts.count_by_rule(tx, caller.scope, alerts.Filter(within=within), limit=1_000_000)
    rules = [r for r in (*known.library.rules.rules, *known.library.detectors) if r.id not in known.switches]
    always = RuleFeed(Feed.FED)
    return [RuleCovered(r, fed.feeds.get(r.id, always), None if hits is None else hits.get(r.id, 0)) for r in rules]


def techniques(known: Known, covered: list[RuleCovered], domain: Domain) -> list[TechniqueCovered]:
    """Every technique of the domain's matrix."""
    by_technique: dict[str, list[RuleCovered]] = {}
    for one in covered:
        for number in attack.from_sigma_tags(one.rule.tags)[0]:
            by_technique.setdefault(number, []).append(one)
    off = {
        number
        for document in known.library.documents
        if document.rule is not None and document.rule.id in known.switches
        for number in attack.from_sigma_tags(document.rule.tags)[0]
    }
    out = []
    for technique in attack.techniques(domain):
        mine = by_technique.get(technique.id, [])
        fed = sum(one.feed.feed is Feed.FED for one in mine)
        hits = sum(one.hits or 0 for one in mine)
        seen = any(one.hits is not None for one in mine) or not mine
        out.append(
            TechniqueCovered(
                **words.technique(technique.id).model_dump(),
                tactics=list(technique.tactics),
                parent=technique.parent or None,
                covered=_covered(len(mine), fed, hits, off=technique.id in off),
                rules=len(mine),
                fed=fed,
                hits=hits if seen else None,
            )
        )
    return out


def _covered(rules: int, fed: int, hits: int, *, off: bool) -> Covered:
    if hits:
        return Covered.FIRED
    if fed:
        return Covered.READY
    if rules:
        return Covered.UNFED
    return Covered.OFF if off else Covered.NONE


def layer(name: str, domain: Domain, found: list[TechniqueCovered], description: str) -> dict[str, Any]:
    """The matrix as an ATT&CK Navigator layer: colour says how far each technique is covered, score how many rules."""
    shown = [
        {
            "techniqueID": one.id,
            "score": one.rules,
            "color": COLOURS[one.covered],
            "comment": f"{one.covered}: {one.rules} rules, {one.fed} fed, {one.hits or 0} hits",
            "enabled": True,
            "showSubtechniques": one.parent is None
            and any(sub.parent == one.id and sub.covered is not Covered.NONE for sub in found),
            "metadata": [{"name": "fed", "value": str(one.fed)}, {"name": "hits", "value": str(one.hits or 0)}],
        }
        for one in found
        if one.covered is not Covered.NONE
    ]
    legend = [{"label": str(covered), "color": colour} for covered, colour in COLOURS.items()]
    most = max((one.rules for one in found), default=1)
    return navigator_document(name, domain, shown, most=most, legend=legend, description=description)
