"""What a reading of a file would do to a register, record by record, without doing it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import msgspec

from collectors.inventory import Entry, Reading, Rejected
from collectors.inventory.contract import MAX_REJECTED, RECORDS
from model.estate import Unit
from model.inventory import Estate, Exposure
from model.times import Micros
from pipeline.inventory.matching import Register
from store.inventory import kind_named
from store.scope import Scope

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "conduits": ("source", "target"),
    "assets": ("system", "zone"),
    "services": ("asset", "system"),
    "accounts": ("asset",),
    "rights": ("subject", "target"),
    "exposures": ("asset",),
    "data_sets": ("system",),
    "data_grants": ("holder", "data_set"),
    "controls": ("controller", "device"),
}
"""Fields that must name a record that is registered or in the file; without it the record says nothing. Other references
may wait for the file that brings what they name."""

SEEN: Final = frozenset({"first_seen", "last_seen", "closed"})
HOLDS: Final = {"services": "asset", "exposures": "asset", "controls": "controller", "data_grants": "data_set"}
"""Kind → the field of the record whose unit answers for it when the file names none."""


class Action(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Change:
    """fields: what differs, as plain values before and after; before is None for what is new."""

    kind: str
    id: str
    action: Action
    where: str
    record: Any
    fields: Mapping[str, tuple[Any, Any]]


@dataclass(slots=True)
class Plan:
    form: str
    scanner: str
    changes: list[Change] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    rejected_more: int = 0
    passed_over: int = 0

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(change.action.value for change in self.changes)
        return {action.value: found[action.value] for action in Action} | {
            "rejected": len(self.rejected) + self.rejected_more
        }

    @property
    def digest(self) -> str:
        """Names exactly these changes, times of seeing aside: a register that moved on since gives another."""
        told = [
            (c.kind, c.id, c.action.value, {name: both for name, both in c.fields.items() if name not in SEEN})
            for c in self.changes
            if c.action is not Action.UNCHANGED
        ]
        return hashlib.sha256(msgspec.json.encode(told, enc_hook=str)).hexdigest()

    def reject(self, where: str, reason: str) -> None:
        if len(self.rejected) < MAX_REJECTED:
            self.rejected.append(Rejected(where, reason))
        else:
            self.rejected_more += 1


def plan_of(
    reading: Reading,
    register: Estate,
    scope: Scope,
    *,
    taken: Mapping[str, frozenset[str]],
    unit: str,
    now: Micros,
) -> Plan:
    """register: what the scope sees; taken: ids by kind that exist outside it; unit: for records whose file and
    surroundings name none."""
    made = _Making(reading, register, scope, taken, unit, now)
    return made.plan()


class _Making:
    def __init__(
        self,
        reading: Reading,
        register: Estate,
        scope: Scope,
        taken: Mapping[str, frozenset[str]],
        unit: str,
        now: Micros,
    ) -> None:
        self._reading, self._scope, self._taken, self._unit, self._now = reading, scope, taken, unit, now
        self._known = {kind: {one.id: one for one in getattr(register, kind)} for kind in RECORDS}
        self._assets = Register(register.assets)
        self._services = {(s.asset, s.transport, s.port): s.id for s in register.services if s.port}
        self._wanted: dict[str, dict[str, tuple[Any, str]]] = {kind: {} for kind in RECORDS}
        self._renamed: dict[str, str] = {}
        self._plan = Plan(reading.form, reading.scanner, list[Change](), list(reading.rejected), reading.rejected_more)
        self._plan.passed_over = reading.passed_over

    def plan(self) -> Plan:
        by_kind: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._reading.entries:
            by_kind[entry.kind].append(entry)
        for kind in RECORDS:
            for entry in by_kind[kind]:
                self._want(kind, entry)
        self._drop_dangling()
        for kind in RECORDS:
            for record, where in self._wanted[kind].values():
                self._plan.changes.append(self._change(kind, record, where))
        self._close()
        return self._plan

    def _want(self, kind: str, entry: Entry) -> None:
        values = dict(entry.values)
        if self._reading.scanner or self._reading.form == "bloodhound":
            values = self._resolved(kind, values)
        before = self._merged_with(kind, values)
        if before is not None:
            values = self._merge(kind, msgspec.to_builtins(before), values)
        elif kind == "assets":
            values.setdefault("kind", "other")
        if kind != "units" and not values.get("unit"):
            values["unit"] = self._unit_for(kind, values)
        if kind == "exposures":
            for name in ("first_seen", "last_seen"):
                values[name] = values.get(name) or self._now
        problem = self._problem(kind, values, before)
        if problem:
            self._plan.reject(entry.where, problem)
            return
        try:
            record = msgspec.convert(values, RECORDS[kind])
        except msgspec.ValidationError as error:
            self._plan.reject(entry.where, str(error))
            return
        self._wanted[kind][record.id] = (record, entry.where)
        if kind == "assets":
            self._assets.add(record)

    def _merged_with(self, kind: str, values: Mapping[str, Any]) -> Any:
        """What the file said of it before, or the register."""
        record_id = str(values.get("id", ""))
        said = self._wanted[kind].get(record_id)
        return said[0] if said else self._known[kind].get(record_id)

    def _resolved(self, kind: str, values: dict[str, Any]) -> dict[str, Any]:
        """In the register's names: the file knows machines by what answered."""
        if kind == "assets":
            given = str(values["id"])
            found = self._assets.of(values)
            if found is None:
                names = [name for name in values.get("hostnames") or () if name]
                found = names[0].lower() if names else given
            self._renamed[given] = values["id"] = found
            return values
        for name in ("asset", "subject", "target", "controller", "device"):
            if name in values:
                values[name] = self._renamed.get(values[name], values[name])
        if kind == "services":
            given = str(values["id"])
            port = values.get("port", 0)
            if port:
                key = (values["asset"], values.get("transport", "tcp"), port)
                values["id"] = self._services.get(key, f"{key[0]}:{key[1]}/{key[2]}")
            else:
                values["id"] = f"{values['asset']}:{values['name']}"
            self._renamed[given] = values["id"]
        elif kind == "exposures":
            given = str(values.get("service", ""))
            values["service"] = self._renamed.get(given, given)
            package = str(values["id"]).removesuffix(f":{values['weakness']}").rpartition(":")[2]
            about = values["service"] or values["asset"]
            extra = f":{package}" if self._reading.scanner in ("trivy", "cyclonedx") and package else ""
            values["id"] = f"{values['source']}:{about}{extra}:{values['weakness']}"
        elif kind == "rights":
            values["id"] = f"{values['subject']}:{values['verb']}:{values['target']}"
        return values

    def _merge(self, kind: str, before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        if kind == "exposures" and self._reading.scanner:
            seen = [one for one in (before["first_seen"], values.get("first_seen", 0)) if one]
            return {**before, **values, "first_seen": min(seen, default=0), "closed": 0}
        if kind != "assets" or not (self._reading.scanner or self._reading.form == "bloodhound"):
            given = {
                name: value for name, value in values.items() if not self._reading.scanner or value not in ("", [])
            }
            if kind == "services" and self._reading.scanner:
                given.pop("name", None)  # what people call it stays
            return {**before, **given}
        merged = dict(before)
        for name, value in values.items():
            if isinstance(value, list):
                merged[name] = list(dict.fromkeys([*before[name], *value]))
            elif name == "os" and value:
                merged[name] = value
            elif before[name] in ("", 0) or (name == "kind" and before[name] == "other"):
                merged[name] = value or before[name]
        return merged

    def _unit_for(self, kind: str, values: Mapping[str, Any]) -> str:
        holder = HOLDS.get(kind)
        if holder is not None:
            target = {"asset": "assets", "controller": "assets", "data_set": "data_sets"}[holder]
            found = self._merged_with(target, {"id": values.get(holder, "")})
            if found is not None:
                return str(found.unit)
        return self._unit

    def _problem(self, kind: str, values: Mapping[str, Any], before: Any) -> str:
        record_id = str(values.get("id", ""))
        if record_id in self._taken.get(kind, ()):
            return f"another unit has a record {record_id!r}"
        if kind == "units":
            return "" if self._scope.everything else "units are imported for the whole district only"
        unit = str(values.get("unit", ""))
        if not unit:
            return "no unit answers for it; name one in the file or for the import"
        if not self._scope.allows(unit):
            return f"unit {unit!r} is not within your units"
        if unit not in self._known["units"] and unit not in self._wanted["units"]:
            return f"unit {unit!r} is not registered"
        if (
            before is None
            and "name" in {f.name for f in msgspec.structs.fields(RECORDS[kind])}
            and not values.get("name")
        ):
            return "it has no name"
        return ""

    def _drop_dangling(self) -> None:
        """Until nothing that is left names something that is not there."""
        dropped = True
        while dropped:
            dropped = False
            for kind, names in NEEDED.items():
                points = kind_named(kind).points
                for record_id, (record, where) in list(self._wanted[kind].items()):
                    for name in names:
                        value = getattr(record, name)
                        if value and not any(value in self._known[k] or value in self._wanted[k] for k in points[name]):
                            of = " or ".join(kind_named(k).name.replace("_", " ") for k in points[name])
                            self._plan.reject(where, f"{name}: no {of} {value!r} is registered or in the file")
                            del self._wanted[kind][record_id]
                            dropped = True
                            break

    def _change(self, kind: str, record: Any, where: str) -> Change:
        before = self._known[kind].get(record.id)
        new = msgspec.to_builtins(record)
        if before is None:
            return Change(kind, record.id, Action.ADDED, where, record, {n: (None, v) for n, v in new.items()})
        old = msgspec.to_builtins(before)
        fields = {name: (old[name], value) for name, value in new.items() if old[name] != value}
        return Change(kind, record.id, Action.CHANGED if fields else Action.UNCHANGED, where, record, fields)

    def _close(self) -> None:
        """Exposures the same scanner told of before and did not find again where it looked."""
        covered = {self._renamed.get(asset, asset) for asset in self._reading.covered}
        for one in self._known["exposures"].values():
            if (
                one.source == self._reading.scanner
                and one.source
                and not one.closed
                and one.asset in covered
                and one.id not in self._wanted["exposures"]
                and self._scope.allows(one.unit)
            ):
                closed: Exposure = msgspec.structs.replace(one, closed=self._now)
                self._plan.changes.append(
                    Change("exposures", one.id, Action.CLOSED, "not found again", closed, {"closed": (0, self._now)})
                )


def records_of(changes: Iterable[Change]) -> tuple[list[Unit], list[Any]]:
    """Units, and everything else, that changes write."""
    written = [change for change in changes if change.action is not Action.UNCHANGED]
    return [c.record for c in written if c.kind == "units"], [c.record for c in written if c.kind != "units"]
