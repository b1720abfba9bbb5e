"""Templates of one exporter: how its records are laid out, as it said last, for a while and not without end."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from collectors.flows.parcels import VARIABLE
from model.errors import BadRecord

FIELDS_MOST = 256
RECORD_MOST = 4096
"""Bytes of one record of fixed length."""
TEMPLATES_MOST = 512
LIFETIME_S = 1800.0
"""RFC 5101, 10.3.6: a template received over UDP is forgotten when it is not repeated for so long."""
_u16 = struct.Struct(">H").unpack_from
_pair = struct.Struct(">HH").unpack_from
_field = struct.Struct(">HHI")


@dataclass(slots=True)
class Template:
    """spec: its fields as a parcel carries them; size: bytes of a record, 0 when it varies; least: bytes it has at least;
    options: its records tell of the exporter, not of flows."""

    id: int
    spec: bytes
    size: int
    least: int
    options: bool
    heard_s: float

    @property
    def fields(self) -> list[tuple[int, int, int]]:
        return [*_field.iter_unpack(self.spec)]


def read(body: bytes, at: int, now_s: float, *, version: int, options: bool) -> tuple[Template, int]:
    """The template at `at`, and where the next begins. One without fields withdraws (RFC 7011, 8.1). Raises BadRecord."""
    if at + 4 > len(body):
        raise BadRecord("netflow.template", "a template ends inside its header")
    number, count = _pair(body, at)
    at += 4
    scopes = 0
    if options and count:
        scopes, count = _scopes(body, at, count, version)
        at += 2
    if number < 256 and count:
        raise BadRecord("netflow.template", f"a template numbered {number}; numbers begin at 256")
    if count > FIELDS_MOST:
        raise BadRecord("netflow.template", f"a template of {count} fields; at most {FIELDS_MOST} are read")
    spec = bytearray()
    for index in range(count):
        if at + 4 > len(body):
            raise BadRecord("netflow.template", "a template ends inside its fields")
        element, length = _pair(body, at)
        at += 4
        enterprise = 0
        if element & 0x8000 and version == 10:
            if at + 4 > len(body):
                raise BadRecord("netflow.template", "a template ends inside its fields")
            element &= 0x7FFF
            enterprise = int.from_bytes(body[at : at + 4], "big")
            at += 4
        if version == 9 and index < scopes:
            element, enterprise = 0, 0  # a scope's number is of another list (RFC 3954, 6.1)
        spec += _field.pack(element, length, enterprise)
    return of_spec(number, bytes(spec), now_s, version=version, options=options), at


def of_spec(number: int, spec: bytes, heard_s: float, *, version: int, options: bool) -> Template:
    """A template whose fields are these. Raises BadRecord when no records can be like that."""
    lengths = [length for _, length, _ in _field.iter_unpack(spec)]
    varying = [length == VARIABLE and version == 10 for length in lengths]
    least = sum(1 if varies else length for varies, length in zip(varying, lengths, strict=True))
    if lengths and not least:
        raise BadRecord("netflow.template", "a template whose records have no bytes")
    if least > RECORD_MOST:
        raise BadRecord("netflow.template", f"records of {least} bytes; at most {RECORD_MOST} are read")
    return Template(number, spec, 0 if any(varying) else sum(lengths), least, options, heard_s)


def _scopes(body: bytes, at: int, count: int, version: int) -> tuple[int, int]:
    """How many fields are scopes, and how many there are. Version 9 gives both in bytes (RFC 3954, 6.1)."""
    if at + 2 > len(body):
        raise BadRecord("netflow.template", "an options template ends inside its header")
    said = int(_u16(body, at)[0])
    if version == 9:
        return count // 4, count // 4 + said // 4
    if said > count:
        raise BadRecord("netflow.template", f"{said} scope fields among {count}")
    return said, count


class Templates:
    """Of one exporter's domain. The least recently heard goes when there are too many."""

    def __init__(self) -> None:
        self._known: dict[int, Template] = {}

    def all(self) -> list[Template]:
        return [*self._known.values()]

    def clear(self) -> None:
        self._known.clear()

    def put(self, template: Template) -> None:
        self._known.pop(template.id, None)
        if not template.spec:
            if template.id in (2, 3):  # RFC 7011, 8.1: all of them
                self._known.clear()
            return
        if len(self._known) >= TEMPLATES_MOST:
            del self._known[next(iter(self._known))]
        self._known[template.id] = template

    def get(self, number: int, now_s: float) -> Template | None:
        found = self._known.get(number)
        if found is not None and now_s - found.heard_s > LIFETIME_S:
            del self._known[number]
            return None
        return found
