"""Templates kept in a file: after a restart, records are read at once, not only when exporters repeat how they are laid out.

A file that is damaged, of another version or too large is as none: exporters say everything again within minutes.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Literal

import msgspec
import structlog

from collectors.flows.exporters import SAMPLERS_MOST, Exporter, Exporters
from collectors.flows.templates import FIELDS_MOST, LIFETIME_S, TEMPLATES_MOST, of_spec
from model.errors import BadRecord

KEPT_BYTES = 4 << 20
"""Of the file; exporters heard last come first, those beyond it are not kept."""
NEW_S = 1.0
"""Seconds after which what is new is written, at the latest."""
REPEATED_S = 60.0
"""Seconds after which it is written that templates were repeated: so much earlier they may be forgotten after a restart."""
log = structlog.get_logger("fengsui.flows")


class _Template(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    id: int
    spec: bytes
    options: bool
    heard_s: float  # Unix time


class _Exporter(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    peer: str
    version: Literal[9, 10]
    domain: int
    begun_s: int | None
    expected: int | None
    samplers: dict[int, int]
    templates: list[_Template]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: Literal[1]
    exporters: list[msgspec.Raw]


class Remembered:
    """path: the file, or None to keep nothing. Times are of two clocks: now_s runs from anywhere, wall_s is Unix time."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._changes = 0
        self._written_s: float | None = None

    def recall(self, exporters: Exporters, now_s: float, wall_s: float) -> int:
        """How many templates are known again. None that is older than its lifetime is; a clock set back makes none younger
        than now."""
        if self._path is None:
            return 0
        try:
            with self._path.open("rb") as file:
                data = file.read(KEPT_BYTES + 1)
        except OSError:
            return 0
        try:
            if len(data) > KEPT_BYTES:
                raise BadRecord("netflow.kept", f"more than {KEPT_BYTES} bytes")
            kept = [
                msgspec.json.decode(one, type=_Exporter)
                for one in msgspec.json.decode(data, type=_File, strict=True).exporters
            ]
            found = [(one, _exporter(one, now_s, wall_s)) for one in kept]
        except (msgspec.MsgspecError, BadRecord, UnicodeDecodeError, RecursionError) as error:
            log.warning("templates_not_recalled", file=str(self._path), error=str(error))
            return 0
        count = 0
        for one, exporter in reversed(found):
            if exporter is not None:
                exporters.recall((one.peer, one.version, one.domain), exporter)
                count += len(exporter.templates.all())
        return count

    def keep(self, exporters: Exporters, now_s: float, wall_s: float, *, at_once: bool = False) -> None:
        """Write what is known, if there is reason to. A disk that fails is said and costs nothing but this."""
        if self._path is None or not (at_once or self._due(exporters, now_s)):
            return
        self._changes, self._written_s = exporters.changes, now_s
        parts: list[bytes] = []
        size = len(_HEAD) + len(_TAIL)
        for (peer, version, domain), one in exporters.known():
            templates = [
                _Template(each.id, each.spec, each.options, wall_s - (now_s - each.heard_s))
                for each in one.templates.all()
            ]
            was = one.recalled or (one.begun_s, one.expected)
            part = msgspec.json.encode([peer, version, domain, *was, one.samplers, templates])
            size += len(part) + 1
            if size > KEPT_BYTES:
                break
            parts.append(part)
        temporary = self._path.with_suffix(".tmp")
        try:
            temporary.write_bytes(_HEAD + b",".join(parts) + _TAIL)
            temporary.replace(self._path)
        except OSError as error:
            log.warning("templates_not_kept", file=str(self._path), error=str(error))
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _due(self, exporters: Exporters, now_s: float) -> bool:
        since = now_s - self._written_s if self._written_s is not None else REPEATED_S
        return since >= (NEW_S if exporters.changes != self._changes else REPEATED_S)


_HEAD, _TAIL = b'{"version":1,"exporters":[', b"]}"


def _exporter(kept: _Exporter, now_s: float, wall_s: float) -> Exporter | None:
    """None when all its templates are too old. Raises BadRecord."""
    if len(kept.templates) > TEMPLATES_MOST or len(kept.samplers) > SAMPLERS_MOST:
        raise BadRecord("netflow.kept", "more templates or samplers of an exporter than are ever kept")
    exporter = Exporter(samplers=dict(kept.samplers), recalled=(kept.begun_s, kept.expected))
    for one in kept.templates:
        if not one.spec or len(one.spec) % 8 or len(one.spec) > 8 * FIELDS_MOST or not 256 <= one.id < 65536:
            raise BadRecord("netflow.kept", f"a template {one.id} of {len(one.spec)} bytes")
        age_s = max(0.0, wall_s - one.heard_s)
        if age_s <= LIFETIME_S:
            exporter.templates.put(of_spec(one.id, one.spec, now_s - age_s, version=kept.version, options=one.options))
    return exporter if exporter.templates.all() else None
