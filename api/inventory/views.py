"""Records and kinds as they go out."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from api.inventory.schemas import (
    InventoryChange,
    InventoryChoice,
    InventoryDifference,
    InventoryField,
    InventoryKind,
    InventoryKindRead,
    InventoryPlan,
    InventoryRecord,
    InventoryRejected,
)
from api.wire import exact
from collectors.inventory.words import TIMES, column_title, field_types, sheet_title, value_title
from pipeline.inventory import Action, Plan
from store.inventory import Kind, kind_named, kind_of

SHOWN_CHANGES: Final = 500
SHOWN_REJECTED: Final = 200


def record_view(record: Any) -> InventoryRecord:
    kind = kind_of(record)
    values = msgspec.to_builtins(record)
    name = values.get("name") or values.get("title") or _joined(kind, values) or record.id
    return InventoryRecord(
        kind=InventoryKind(kind.plural),
        id=record.id,
        unit=record.unit,
        name=name,
        name_zh=values.get("name_zh") or None,
        values={field: exact(value) if field not in TIMES else value for field, value in values.items()},
    )


def kind_view(kind: Kind, records: int) -> InventoryKindRead:
    return InventoryKindRead(
        kind=InventoryKind(kind.plural),
        title_zh=sheet_title(kind.plural, zh=True),
        records=records,
        fields=list(_fields(kind.plural)),
    )


def plan_view(plan: Plan) -> InventoryPlan:
    written = [change for change in plan.changes if change.action is not Action.UNCHANGED]
    return InventoryPlan(
        form=plan.form,
        scanner=plan.scanner or None,
        counts=plan.counts,
        changes=[
            InventoryChange(
                kind=change.kind,
                id=change.id,
                action=change.action,
                where=change.where,
                fields=[
                    InventoryDifference(field=name, before=exact(before), after=exact(after))
                    for name, (before, after) in change.fields.items()
                ],
            )
            for change in written[:SHOWN_CHANGES]
        ],
        rejected=[InventoryRejected(where=one.where, reason=one.reason) for one in plan.rejected[:SHOWN_REJECTED]],
        passed_over=plan.passed_over,
        digest=plan.digest,
    )


def _joined(kind: Kind, values: dict[str, Any]) -> str:
    """`dmz → servers`, for records that join two others and have no name."""
    ends = [str(values[name]) for name in kind.points if not isinstance(values[name], list) and values[name]]
    return " → ".join(ends[:2])


@cache
def _fields(plural: str) -> tuple[InventoryField, ...]:
    kind = kind_named(plural)
    required = {f.name for f in msgspec.structs.fields(kind.record) if f.default is msgspec.NODEFAULT}
    return tuple(_field(kind, name, info, name in required) for name, info in field_types(plural).items())


def _field(kind: Kind, name: str, info: Any, required: bool) -> InventoryField:
    least = most = None
    choices: list[InventoryChoice] = []
    match info:
        case msgspec.inspect.VarTupleType():
            type_ = "texts"
        case msgspec.inspect.BoolType():
            type_ = "boolean"
        case msgspec.inspect.IntType() if name in TIMES:
            type_ = "time"
        case msgspec.inspect.IntType(ge=low, le=high):
            type_, least, most = "integer", low, high
        case msgspec.inspect.FloatType(ge=low, le=high):
            type_ = "number"
            least, most = (int(low) if low is not None else None), (int(high) if high is not None else None)
        case msgspec.inspect.EnumType(cls=cls):
            type_ = "choice"
            choices = [InventoryChoice(value=str(m.value), title_zh=value_title(cls, str(m.value))) for m in cls]
        case _:
            type_ = "text"
    return InventoryField(
        name=name,
        title_zh=column_title(name, zh=True),
        type=type_,
        choices=choices,
        least=least,
        most=most,
        required=required,
        points_to=[InventoryKind(plural) for plural in kind.points.get(name, ())],
    )
