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

__all__ = [
    "Sealed",
    "by_unit",
    "changes",
    "counts_of_actions",
    "current_evidence",
    "days",
    "documents",
    "evidence_of",
    "exceptions",
    "get_record",
    "last_sealed",
    "of_seal",
    "passages",
    "put_document",
    "put_exception",
    "put_passage",
    "put_record",
    "put_review",
    "put_task",
    "record_changes",
    "record_days",
    "records",
    "reviews",
    "seal",
    "tasks",
    "withdraw_document",
]
