"""The one compiled capability graph of this process, and the rules that would see a technique."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from sqlalchemy.orm import Session

from api.core import Core
from api.rules.library import library_of
from correlator.capability.words import Watch
from pipeline.outlook import Outlooks, outlooks_of, watches_of
from store import rules


def outlooks(app: FastAPI) -> Outlooks:
    core: Core = app.state.core
    return outlooks_of(core.state, core.settings)


def watches(core: Core, tx: Session) -> Mapping[str, tuple[Watch, ...]]:
    """By technique, of the rules that are on, built-in detectors included."""
    library, off = library_of(core), rules.switches(tx)
    every = (*library.rules.rules, *library.detectors)
    return watches_of((rule.id, rule.title, rule.title_zh, rule.tags) for rule in every if rule.id not in off)
