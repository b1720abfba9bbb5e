"""What playbooks and their drafts show alike."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakKeyDictionary

from api.core import Core
from api.playbooks.schemas import Affected, PlaybookProblem, Rehearsal, RehearsedStep, WhyAsked
from pipeline.response.equipped import performing_with
from pipeline.response.performing import Performing
from pipeline.response.rehearsal import Would
from playbooks.cacao import Problem
from store.state import State

_performing: WeakKeyDictionary[State, Performing] = WeakKeyDictionary()


def performing_of(core: Core) -> Performing:
    """One per state: it keeps playbooks it has read."""
    known = _performing.get(core.state)
    if known is None:
        settings = core.settings
        known = _performing[core.state] = performing_with(
            core.state, settings.playbooks, settings.data, settings.recovery
        )
    return known


def problem_read(one: Problem) -> PlaybookProblem:
    return PlaybookProblem(
        code=one.code, severity=one.severity, place=one.place, message=one.message, message_zh=one.message_zh
    )


def rehearsal_read(steps: Iterable[Would]) -> Rehearsal:
    return Rehearsal(
        steps=[
            RehearsedStep(
                path=one.path,
                step=one.step,
                name=one.name,
                kind=one.kind,
                text=one.text,
                text_zh=one.text_zh,
                depth=one.depth,
                persons=one.persons,
                changes=one.changes,
                lasts_s=one.lasts_s,
                touches=[Affected(**touched) for touched in one.touches],
                why=[WhyAsked(**reason) for reason in one.why],
            )
            for one in steps
        ]
    )
