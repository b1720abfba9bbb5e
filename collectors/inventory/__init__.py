"""Files about the estate to records of the register: what is there, never whether that is right.

In:  bytes of a file somebody uploads: the estate's own YAML, tables, scanner reports, lists of components, directory dumps.
Out: a `Reading`: entries (which kind of record, which fields) with their place, and what was rejected with the reason.
Not: knowing the register. Which machine a scanner means, and what would change, is told by `pipeline.inventory`.

Every file is hostile: sizes, depths and counts are bounded, XML entities are refused, archives are read up to a limit.
"""

from collectors.inventory.contract import Entry, Reading, Rejected
from collectors.inventory.estate_file import read_estate, read_estate_file, write_estate
from collectors.inventory.machines import read_machines

__all__ = ["Entry", "Reading", "Rejected", "read_estate", "read_estate_file", "read_machines", "write_estate"]
