"""The register of devices: what is known of a device beside what it says itself.

CSV with a header line, or YAML with a list under `devices`; the columns are those of `Device`. It is the operator's own
file: every mistake in it is told at once, and a changed file that is wrong leaves the one in force as it was.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import structlog
import yaml

from model.errors import InputError, SettingsError

FILE_MOST = 64 << 20
DEVICES_MOST = 500_000
TEXT_MOST = 256
PROBLEMS_SHOWN = 20

log = structlog.get_logger("fengsui.devices")


@dataclass(frozen=True, slots=True)
class Device:
    """id: as it stands in topics or payloads; owner: id of the unit that answers for it; topic: a topic filter (with +
    and #) of its messages, for devices whose id is in neither."""

    id: str
    type: str = ""
    town: str = ""
    owner: str = ""
    name: str = ""
    manufacturer: str = ""
    model: str = ""
    topic: str = ""


_COLUMNS = tuple(field.name for field in fields(Device))


class Register:
    """Devices by id and by topic. Raises InputError or SettingsError when the file cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp = _stamp(path)
        self._take(load(path))

    def refresh(self) -> None:
        """Read the file again when it has changed."""
        try:
            stamp = _stamp(self.path)
            if stamp == self._stamp:
                return
            self._stamp = stamp
            self._take(load(self.path))
        except (InputError, SettingsError) as error:
            log.warning("the register of devices cannot be used; the one before stays", reason=str(error))

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, topic: str, said: str) -> Device | None:
        """Whose message it is: by the topic filter, by a level of the topic, and only then by what the payload says."""
        levels = topic.split("/")
        if topic in self._by_topic:
            return self._by_topic[topic]
        for pattern, device in self._filters.get(levels[0], []) + self._filters.get("", []):
            if matches(pattern, levels):
                return device
        for level in reversed(levels):
            if level in self._by_id:
                return self._by_id[level]
        return self._by_id.get(said)

    def _take(self, devices: dict[str, Device]) -> None:
        self._by_id = devices
        self._by_topic: dict[str, Device] = {}
        # By the first level, so that a message is not compared with the filter of every device.
        self._filters: dict[str, list[tuple[list[str], Device]]] = {}
        for device in devices.values():
            if not device.topic:
                continue
            levels = device.topic.split("/")
            if "+" in levels or "#" in levels:
                first = "" if levels[0] in "+#" else levels[0]
                self._filters.setdefault(first, []).append((levels, device))
            else:
                self._by_topic[device.topic] = device


def matches(pattern: list[str], topic: list[str]) -> bool:
    """Whether a topic's levels fit a filter's (MQTT 5.0, 4.7.1); `a/#` also fits `a`."""
    for at, level in enumerate(pattern):
        if level == "#":
            return not (at == 0 and topic[0].startswith("$"))
        if at >= len(topic) or (level != "+" and level != topic[at]):
            return False
        if at == 0 and level == "+" and topic[0].startswith("$"):
            return False
    return len(pattern) == len(topic)


def load(path: Path) -> dict[str, Device]:
    """Devices by id. Raises InputError when the file cannot be read, SettingsError listing what is wrong in it."""
    try:
        with path.open("rb") as file:
            raw = file.read(FILE_MOST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"the register of devices cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("the register of devices is no UTF-8", where=str(path)) from error
    if len(raw) > FILE_MOST:
        raise InputError(f"the register of devices is larger than {FILE_MOST} bytes", where=str(path))
    rows = _yaml_rows(text, path) if path.suffix in (".yml", ".yaml") else _csv_rows(text)
    found: dict[str, Device] = {}
    problems: list[str] = []
    for place, row in rows:
        wrong = _wrong(row)
        if wrong:
            problems.append(f"{place}: {wrong}")
        elif row["id"].strip() in found:
            problems.append(f"{place}: device {row['id']} is listed twice")
        elif len(found) >= DEVICES_MOST:
            problems.append(f"{place}: more than {DEVICES_MOST} devices")
        else:
            device = Device(**{name: value.strip() for name, value in row.items()})
            found[device.id] = device
        if len(problems) >= PROBLEMS_SHOWN:
            break
    if problems:
        raise SettingsError(problems, where=str(path))
    return found


def _wrong(row: dict[str, Any]) -> str:
    """What is wrong with a row; empty when nothing is."""
    unknown = [str(name) for name in row if name not in _COLUMNS]
    if unknown:
        return f"no such column: {', '.join(unknown)}; known are {', '.join(_COLUMNS)}"
    for name, value in row.items():
        if not isinstance(value, str):
            return f"{name} must be a text, got {value!r}"
        if len(value) > TEXT_MOST:
            return f"{name} is longer than {TEXT_MOST} characters"
    if not row.get("id", "").strip():
        return "a device needs an id"
    levels = row.get("topic", "").strip().split("/")
    if any(("#" in level or "+" in level) and len(level) > 1 for level in levels) or "#" in levels[:-1]:
        return f"{row['topic']!r} is no topic filter: + and # stand for whole levels, # only for the last"
    return ""


def _csv_rows(text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text))
    try:
        for row in reader:
            extra = row.pop(None, None)
            given: dict[str, Any] = {name: value for name, value in row.items() if value is not None}
            if extra:
                given["more values than columns"] = ""
            yield f"line {reader.line_num}", given
    except csv.Error as error:
        yield f"line {reader.line_num}", {str(error): ""}


def _yaml_rows(text: str, path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"the register of devices is no YAML: {error}", where=str(path)) from error
    devices = document.get("devices") if isinstance(document, dict) else None
    if not isinstance(devices, list):
        raise InputError("the register of devices needs a list under `devices`", where=str(path))
    for at, row in enumerate(devices, 1):
        place = f"device {at}"
        yield place, {str(k): str(v) if type(v) is int else v for k, v in row.items()} if isinstance(row, dict) else {}


def _stamp(path: Path) -> tuple[int, int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise InputError(f"the register of devices cannot be read: {error.strerror}", where=str(path)) from error
    return found.st_mtime_ns, found.st_size, found.st_ino
