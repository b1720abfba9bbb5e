"""The compliance ledgers at rest: records of systems, what people put into them, sealed evidence, history.

In:  values of `model.compliance`, each change with who made it.
Out: the same within a Scope.
Not: judging; that is `compliance`, joined with all of this in `pipeline.compliance`.
"""

from store.compliance.entries import (
    documents,
    exceptions,
    passages,
    put_document,
    put_exception,
    put_passage,
    put_review,
    put_task,
    reviews,
    tasks,
    withdraw_document,
)
from store.compliance.evidence import (
    Sealed,
    changes,
    current_evidence,
    days,
    evidence_of,
    last_sealed,
    of_seal,
    record_changes,
    record_days,
    seal,
)
from store.compliance.figures import by_unit, counts_of_actions
from store.compliance.records import get_record, put_record, records
from store.compliance.risks import (
    approve_treatment,
    current_points,
    points,
    put_treatment,
    record_risks,
    risk_days,
    sightings,
    sightings_about,
    treatments,
)

__all__ = [
    "Sealed",
    "approve_treatment",
    "by_unit",
    "changes",
    "counts_of_actions",
    "current_evidence",
    "current_points",
    "days",
    "documents",
    "evidence_of",
    "exceptions",
    "get_record",
    "last_sealed",
    "of_seal",
    "passages",
    "points",
    "put_document",
    "put_exception",
    "put_passage",
    "put_record",
    "put_review",
    "put_task",
    "put_treatment",
    "record_changes",
    "record_days",
    "record_risks",
    "records",
    "reviews",
    "risk_days",
    "seal",
    "sightings",
    "sightings_about",
    "tasks",
    "treatments",
    "withdraw_document",
]
