"""The field catalogue: every name an Event may carry besides a source's own, as data in `model/fields/*.yml`.

Each entry: `name`, `type` (ECS type), optional `unit`, `array` (true when always a list), `meaning`, `source` (ECS and
version, or ours with the document the field comes from).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: the same language, some ten times slower
    from yaml import SafeLoader  # type: ignore[assignment]

_FOLDER = Path(__file__).parent / "fields"

TYPES = frozenset({"keyword", "text", "wildcard", "long", "double", "boolean", "date", "ip", "geo_point", "flattened"})


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: str
    meaning: str
    source: str
    unit: str = ""
    array: bool = False


@cache
def catalogue() -> dict[str, Field]:
    """Name to Field, in file and entry order. Raises ValueError on a duplicate name or unknown type."""
    fields: dict[str, Field] = {}
    for path in sorted(_FOLDER.glob("*.yml")):
        document = yaml.load(path.read_bytes(), Loader=SafeLoader)
        for entry in document["fields"]:
            field = Field(
                name=entry["name"],
                type=entry["type"],
                meaning=entry["meaning"],
                source=entry.get("source", document["source"]),
                unit=entry.get("unit", ""),
                array=entry.get("array", False),
            )
            if field.name in fields:
                raise ValueError(f"{path.name}: field {field.name} is defined twice")
            if field.type not in TYPES:
                raise ValueError(f"{path.name}: field {field.name} has unknown type {field.type}")
            fields[field.name] = field
    return fields


def field(name: str) -> Field | None:
    """The catalogue's word for `name`; for a name below a `flattened` field (`winlog.event_data.Image`) that field.

    None for a source's own name, which is no mistake: native names stand beside these.
    """
    fields = catalogue()
    found = fields.get(name)
    while found is None and "." in name:
        name = name.rpartition(".")[0]
        above = fields.get(name)
        if above is not None and above.type == "flattened":
            found = above
    return found


@cache
def date_fields() -> frozenset[str]:
    """Names whose values are microseconds inside and ISO 8601 text outside."""
    return frozenset(f.name for f in catalogue().values() if f.type == "date")
