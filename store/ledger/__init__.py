"""The audit ledger: who did what to which object, in an order nobody can change unnoticed.

In:  one record per change made by a person or a playbook, appended in the transaction that makes the change.
Out: records, Merkle checkpoints and proofs, an export that verifies without the platform.
Not: deciding what deserves a record, nor keeping checkpoints safe elsewhere: that is the audit administrator's.
"""

from store.ledger.chain import Entry, Record, append, checkpoint, extend, get, head, records
from store.ledger.database import verify, verify_database
from store.ledger.exports import export, write_checkpoint
from store.ledger.proofs import (
    ConsistencyProof,
    InclusionProof,
    at_size,
    check_consistency_proof,
    check_inclusion_proof,
    current,
    prove_consistency,
    prove_inclusion,
)
from store.ledger.verification import Checkpoint, Fault, FaultKind, Report, read_checkpoint, verify_file

__all__ = [
    "Checkpoint",
    "ConsistencyProof",
    "Entry",
    "Fault",
    "FaultKind",
    "InclusionProof",
    "Record",
    "Report",
    "append",
    "at_size",
    "check_consistency_proof",
    "check_inclusion_proof",
    "checkpoint",
    "current",
    "export",
    "extend",
    "get",
    "head",
    "prove_consistency",
    "prove_inclusion",
    "read_checkpoint",
    "records",
    "verify",
    "verify_database",
    "verify_file",
    "write_checkpoint",
]
