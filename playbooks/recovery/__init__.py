"""Getting back what was lost: reading backups, restoring them for proof, and in which order systems return.

In:  restic repositories as an administrator configured them; the inventory; the records of runs.
Out: snapshots, checks, restored folders and what they prove; an order of recovery; score sheets of drills.
Not: making backups, deciding when to look or drill, or keeping anything; `pipeline.recovery` does.
"""
