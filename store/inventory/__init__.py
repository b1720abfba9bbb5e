"""The register of the estate: systems, assets, zones, services, accounts, rights, exposures, data sets and what joins them.

In:  records of `model.estate` and `model.inventory`, put by people and imports.
Out: the same, by kind, filtered, or all together as one `Estate`; each read limited to a Scope.
Not: files (readers stand with the collectors), what was observed (`store.discovery`), what an attacker could do with it.
"""

from store.inventory.estate import load_estate
from store.inventory.kinds import KINDS, Kind, Record, kind_named, kind_of
from store.inventory.reading import count, find, get
from store.inventory.writing import put, put_all, remove

__all__ = [
    "KINDS",
    "Kind",
    "Record",
    "count",
    "find",
    "get",
    "kind_named",
    "kind_of",
    "load_estate",
    "put",
    "put_all",
    "remove",
]
