"""A recording: a folder of captured packets and logs with a `recording.yml` that says what each file is and who owns it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import yaml

from model.errors import InputError
from model.estate import Asset, Unit, UnitKind
from model.times import Micros, parse_iso
from pipeline.lanes import Reading
from pipeline.public_data.recorded import RecordedData, recorded_data

MANIFEST = "recording.yml"


@dataclass(frozen=True, slots=True)
class Recording:
    """label: what kind of activity this is, in one honest sentence. truth: steps of the attack, as they happened.
    public_data: the registers of data sets and approvals it is judged by."""

    folder: Path
    title: str
    title_zh: str
    label: str
    label_zh: str
    units: tuple[Unit, ...]
    assets: tuple[Asset, ...]
    readings: tuple[Reading, ...]
    truth: tuple[dict[str, Any], ...]
    public_data: RecordedData = field(default_factory=RecordedData)


def load_recording(folder: Path) -> Recording:
    """Read and check a manifest. Raises InputError listing every mistake."""
    path = folder / MANIFEST
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except yaml.YAMLError as error:
        raise InputError(f"not valid YAML: {error}", where=str(path)) from error
    problems: list[str] = []
    if not isinstance(document, dict):
        raise InputError("expected a mapping with title, units and inputs", where=str(path))
    units = [_unit(item, problems) for item in document.get("units") or []]
    assets = [_asset(item, problems) for item in document.get("assets") or []]
    reference = _end(document.get("recorded"), problems)
    data = _public_data(document.get("public_data"), problems)
    readings = [_reading(folder, item, reference, problems) for item in document.get("inputs") or []]
    if not readings:
        problems.append("inputs: names no file")
    if problems:
        raise InputError("; ".join(problems), where=str(path))
    return Recording(
        folder=folder,
        title=str(document.get("title") or folder.name),
        title_zh=str(document.get("title_zh") or document.get("title") or folder.name),
        label=str(document.get("label") or ""),
        label_zh=str(document.get("label_zh") or document.get("label") or ""),
        units=tuple(unit for unit in units if unit),
        assets=tuple(asset for asset in assets if asset),
        readings=tuple(reading for reading in readings if reading),
        truth=tuple(document.get("truth") or ()),
        public_data=data,
    )


def _unit(item: Any, problems: list[str]) -> Unit | None:
    try:
        return Unit(
            id=item["id"],
            name=item["name"],
            name_zh=item["name_zh"],
            kind=UnitKind(item["kind"]),
            parent=item.get("parent") or "",
        )
    except (KeyError, TypeError, ValueError) as error:
        problems.append(f"units: {item!r} needs id, name, name_zh, kind, parent ({error})")
        return None


def _public_data(item: Any, problems: list[str]) -> RecordedData:
    try:
        return recorded_data(item)
    except ValueError as error:
        problems.append(f"public_data: {error}")
        return RecordedData()


def _asset(item: Any, problems: list[str]) -> Asset | None:
    try:
        return msgspec.convert(item, Asset)
    except msgspec.ValidationError as error:
        problems.append(f"assets: {item!r}: {error}")
        return None


def _reading(folder: Path, item: Any, reference: Micros, problems: list[str]) -> Reading | None:
    try:
        file = folder / item["file"]
        reading = Reading(
            path=str(file),
            kind=item.get("kind", ""),
            source=item.get("source", ""),
            unit=item.get("unit", "district"),
            observer=item.get("observer", ""),
            timezone=item.get("timezone", "UTC"),
            reference_us=reference,
        )
    except (KeyError, TypeError, AttributeError) as error:
        problems.append(f"inputs: {item!r} needs file ({error})")
        return None
    if folder.resolve() not in file.resolve().parents:
        problems.append(f"inputs: {item['file']} lies outside the recording's folder")
    elif not file.is_file():
        problems.append(f"inputs: {item['file']} is not there")
    return reading


def _end(recorded: Any, problems: list[str]) -> Micros:
    """When the recording ended: what stamps without a year are read against. 0 when it does not say."""
    if recorded is None:
        return 0
    try:
        return parse_iso(str(recorded["end"]))
    except (KeyError, TypeError, ValueError) as error:
        problems.append(f"recorded: needs start and end, ISO 8601 ({error})")
        return 0
