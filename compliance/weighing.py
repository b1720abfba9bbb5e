"""One result out of what evidence, papers and people say; the same for items of classified protection and for controls of
a data set's life.

What evidence says by itself, what the person in charge says and what an assessor's report says are kept apart. The reviewed
result counts as long as the automatic one is still what that person saw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from model.compliance import Basis, Document, Review
from model.proof import Verdict

_RANK = {Verdict.NOT_MET: 0, Verdict.PARTLY_MET: 1, Verdict.MET: 2}
Latest: TypeAlias = Mapping[tuple[str, Basis], Review]
"""The newest review of each subject and basis."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """auto: None when no rule and no paper answers. outdated: the review was given of another automatic result."""

    verdict: Verdict
    auto: Verdict | None
    documents: tuple[str, ...] = ()
    reviewed: Review | None = None
    outdated: bool = False
    official: Review | None = None


def joined(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The worst that is known; met only when nothing is unknown. None of nothing."""
    if not verdicts:
        return None
    known = [one for one in verdicts if one in _RANK]
    if not known:
        return Verdict.UNKNOWN
    worst = min(known, key=_RANK.__getitem__)
    return Verdict.PARTLY_MET if worst is Verdict.MET and len(known) < len(verdicts) else worst


def latest(reviews: Sequence[Review]) -> Latest:
    """reviews: oldest first."""
    return {(one.subject, one.basis): one for one in reviews}


def valid_papers(documents: Sequence[Document], today: str) -> list[Document]:
    return [one for one in documents if not one.withdrawn and one.dated <= today <= (one.until or today)]


def weigh(subject: str, automatic: Sequence[Verdict], papers: Sequence[Document], said: Latest) -> Weighed:
    """subject: the item or control. automatic: what its rules answered. papers: valid ones."""
    held = [one for one in papers if subject in one.items]
    found = joined(automatic)
    # A paper answers what telemetry cannot; it never covers what telemetry contradicts.
    auto = held[-1].verdict if found in (None, Verdict.UNKNOWN) and held else found
    reviewed, official = said.get((subject, Basis.REVIEWED)), said.get((subject, Basis.OFFICIAL))
    outdated = reviewed is not None and bool(automatic) and reviewed.evidence != (auto.value if auto else "")
    verdict = reviewed.verdict if reviewed is not None and not outdated else (auto or Verdict.UNKNOWN)
    return Weighed(verdict, auto, tuple(one.id for one in held), reviewed, outdated, official)
