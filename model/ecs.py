"""The field catalogue: every name an Event may carry besides a source's own, as data in `model/fields/*.yml`.

Each entry: `name`, `type` (ECS type), optional `unit`, `array` (true when always a list), `meaning`, `source` (ECS and
version, or ours with the document the field comes from).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

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
        document = yaml.load(path.read_text("utf-8"), Loader=_LOADER)
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


@cache
def date_fields() -> frozenset[str]:
    """Names whose values are microseconds inside and ISO 8601 text outside."""
    return frozenset(f.name for f in catalogue().values() if f.type == "date")


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
