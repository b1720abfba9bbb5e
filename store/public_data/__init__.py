"""Public data at rest: who may have which data set, where each lies, what was destroyed with which proof.

In:  values of `model.data_approvals` and `model.public_data`, each change with who made it.
Out: the same within a Scope; all of it as one `DataRegister` for the detectors.
Not: judging; that is `detections.behaviour` (what happens) and `compliance.public_data` (how a data set stands).
"""

from store.public_data.catalogue import catalogue, entry_of, put_entry
from store.public_data.proofs import proofs, put_proof, take_proofs
from store.public_data.register import data_register, take_register
from store.public_data.requests import (
    count_waiting,
    decide,
    every,
    find,
    get,
    request,
    revoke,
    take_approvals,
    those_of,
)

__all__ = [
    "catalogue",
    "count_waiting",
    "data_register",
    "decide",
    "entry_of",
    "every",
    "find",
    "get",
    "proofs",
    "put_entry",
    "put_proof",
    "request",
    "revoke",
    "take_approvals",
    "take_proofs",
    "take_register",
    "those_of",
]
