"""The audit ledger: who did what to which object, in an order nobody can change unnoticed.

In:  one record per change made by a person or a playbook, appended in the transaction that makes the change.
Out: records, Merkle checkpoints and proofs, an export that verifies without the platform.
Not: deciding what deserves a record, nor keeping checkpoints safe elsewhere: that is the audit administrator's.
"""

from store.ledger.records import Entry, Record, append, extend, get, head, records

__all__ = ["Entry", "Record", "append", "extend", "get", "head", "records"]
