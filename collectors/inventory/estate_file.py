"""The estate as one YAML or JSON document: the form for people, for version control and for moving between platforms.

    fengsui: estate
    version: 1
    unit: district            # for records that name none
    source: where it comes from
    zones:
      - {id: dmz, name: DMZ, name_zh: 隔离区, kind: dmz, trust: 1, networks: [10.20.1.0/24]}
    assets:
      - …

Each list is a field of `model.inventory.Estate`, each record has the fields of its type. `name` may stand for `name_zh`
and the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import yaml

from collectors.inventory.contract import FIELDS, RECORDS, Reading, check_size, shorten, whole
from model.errors import InputError
from model.estate import Unit
from model.inventory import Estate

FORM: Final = "estate"
VERSION: Final = 1
MAX_YAML_BYTES: Final = 16 * 1024 * 1024
"""YAML is read at about 1 MB a second; larger registers come as JSON."""

HEAD = frozenset({"fengsui", "version", "unit", "source", "licence", "example", "note", "verify", "title", "title_zh"})
"""What may stand beside the lists. A `verify` of a record is for the reader of the file and not kept."""

NOT_KEPT = frozenset({"verify", "note", "source_note"})


def read_estate(data: bytes, where: str = "estate", *, unit: str = "district") -> Estate:
    """Raises InputError naming every record that is wrong. unit: for records and files that name none."""
    return whole(read_estate_file(data, where, unit=unit), where)


def read_estate_file(data: bytes, where: str = "estate", *, unit: str = "") -> Reading:
    """Raises InputError for what is no estate at all; single records that cannot be used are rejected with their place."""
    document = decode(data, where)
    if not is_estate(document):
        raise InputError(
            "no estate: expected a mapping with lists " + ", ".join(RECORDS), where=where, hint="see fengsui inventory"
        )
    if document.get("version", VERSION) != VERSION:
        raise InputError(f"version {document['version']!r} is not known", where=where, hint=f"expected {VERSION}")
    reading = Reading(form=FORM)
    unit = str(document.get("unit") or unit)
    for key, records in document.items():
        if key in HEAD:
            continue
        if key not in RECORDS:
            reading.reject(shorten(str(key), 60), "no kind of record; expected one of " + ", ".join(RECORDS))
        elif not isinstance(records, list):
            reading.reject(key, "expected a list of records")
        else:
            for number, record in enumerate(records, 1):
                _add(reading, key, f"{key}[{number}]", record, unit)
    return reading


def is_estate(document: Any) -> bool:
    """Told from the older list of machines by its mark, or by holding nothing but lists under an estate's names."""
    if not isinstance(document, Mapping):
        return False
    if document.get("fengsui") == FORM:
        return True
    kinds = document.keys() - HEAD
    return bool(kinds) and all(kind in RECORDS and isinstance(document[kind], list) for kind in kinds)


def write_estate(estate: Estate, *, source: str = "") -> bytes:
    """YAML that `read_estate` reads back equal. Fields that hold their default are left out."""
    document: dict[str, Any] = {"fengsui": FORM, "version": VERSION}
    if source:
        document["source"] = source
    for kind in RECORDS:
        records = getattr(estate, kind)
        if records:
            document[kind] = [_short(record) for record in records]
    text = yaml.dump(document, Dumper=_dumper(), allow_unicode=True, sort_keys=False, width=120)
    return text.encode("utf-8", "surrogatepass")


def decode(data: bytes, where: str) -> Any:
    """JSON or YAML. Raises InputError."""
    check_size(data, where)
    try:
        if data.lstrip()[:1] in (b"{", b"["):
            try:
                return msgspec.json.decode(data)
            except msgspec.DecodeError:
                pass  # YAML may begin so too
        check_size(data, where, MAX_YAML_BYTES)
        return msgspec.yaml.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"neither YAML nor JSON: {shorten(str(error), 300)}", where=where) from error


def _add(reading: Reading, kind: str, where: str, record: Any, unit: str) -> None:
    if not isinstance(record, Mapping):
        reading.reject(where, "a record is a mapping of fields to values")
        return
    unknown = sorted(str(key) for key in record if key not in FIELDS[kind] and key not in NOT_KEPT)
    if unknown:
        reading.reject(where, f"unknown fields {', '.join(unknown)}; expected {', '.join(sorted(FIELDS[kind]))}")
        return
    values = {key: value for key, value in record.items() if key not in NOT_KEPT and value is not None}
    if not isinstance(values.get("id"), str) or not values["id"].strip():
        reading.reject(where, "a record needs an id, as text")
        return
    if RECORDS[kind] is not Unit and "unit" not in values and unit:
        values["unit"] = unit
    for one, other in (("name", "name_zh"), ("name_zh", "name")):
        if one in FIELDS[kind] and one not in values and values.get(other):
            values[one] = values[other]
    reading.add(kind, f"{where} {shorten(values['id'], 60)}", **values)


def _short(record: msgspec.Struct) -> dict[str, Any]:
    defaults = {f.name: f.default for f in msgspec.structs.fields(record) if f.default is not msgspec.NODEFAULT}
    return {
        name: value
        for name, value in msgspec.to_builtins(record).items()
        if name not in defaults or getattr(record, name) != defaults[name]
    }


def _dumper() -> Any:
    return getattr(yaml, "CSafeDumper", yaml.SafeDumper)
