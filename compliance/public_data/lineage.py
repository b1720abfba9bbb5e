"""Who gave what of a data set to whom, when, how much and under which approval, to its end: a graph made from events,
approvals and the grants of the inventory.

    owner ─owns─▶ data set ─flow─▶ account or application ─flow─▶ recipient
                     │ ◀─grant─ services that hold it          ─approval─▶ unit the approval is for
                     └─destroyed─▶ certificate

Edges of events carry whether an approval stood; those without are marked and never left out before others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from model.data_approvals import DestructionRecord
from model.estate import DataSet
from model.inventory import DataAccess, DataGrant
from model.public_data import Approval, CatalogueEntry, DataAction, DataRegister
from model.times import Micros

MOST_NODES = 120
MOST_EDGES = 2_000
"""Distinct ones that are kept apart while events are read; what comes later is counted in `Lineage.more`."""
SAMPLES = 5
FIELDS_TOLD = 40
LONGEST_NAME = 200
EVENT_FIELDS = (
    "@timestamp", "event.id", "fengsui.data.set", "fengsui.data.place", "fengsui.data.object", "fengsui.data.action",
    "fengsui.data.actor", "fengsui.data.recipient", "fengsui.data.rows", "fengsui.data.bytes", "fengsui.data.fields",
    "fengsui.data.purpose", "fengsui.data.approval", "fengsui.data.proof", "fengsui.data.identifier.total",
)  # fmt: skip
"""What of an event is looked at."""


class Kind(StrEnum):
    OWNER = "owner"
    DATA_SET = "data_set"
    SERVICE = "service"
    ACTOR = "actor"
    RECIPIENT = "recipient"
    UNIT = "unit"
    PROOF = "proof"
    OTHERS = "others"


class Link(StrEnum):
    """owns, grant, approval: what registers say; flow, destroyed: what events show."""

    OWNS = "owns"
    GRANT = "grant"
    APPROVAL = "approval"
    FLOW = "flow"
    DESTROYED = "destroyed"


class Standing(StrEnum):
    """approved: an approval stood then for this taker. keeper: the owner's own application. ended: the one named no longer
    stood, or not yet. unapproved: none stood. registered: no event behind it."""

    APPROVED = "approved"
    KEEPER = "keeper"
    ENDED = "ended"
    UNAPPROVED = "unapproved"
    REGISTERED = "registered"


BAD = frozenset({Standing.ENDED, Standing.UNAPPROVED})


class Vertex(msgspec.Struct, kw_only=True):
    """unit: it belongs to, as far as an approval says. size: how many were put together."""

    id: str
    kind: Kind
    label: str
    unit: str = ""
    size: int = 1


class Arrow(msgspec.Struct, kw_only=True):
    """rows, size_bytes: as the records say, summed. approvals: numbers named or found standing. event_ids: the first few."""

    source: str
    target: str
    link: Link
    standing: Standing
    actions: dict[str, int] = {}
    count: int = 0
    rows: int = 0
    size_bytes: int = 0
    identifiers: int = 0
    first: Micros = 0
    last: Micros = 0
    fields: list[str] = []
    purposes: list[str] = []
    approvals: list[str] = []
    event_ids: list[str] = []


class Lineage(msgspec.Struct, kw_only=True):
    """nodes: owner and data set first; edges: in order of time. events: that were looked at. more: of those, how many on
    edges beyond the bound. aggregated: nodes were put together. proofs: certificates registered."""

    data_set: str
    nodes: list[Vertex]
    edges: list[Arrow]
    events: int
    more: int
    aggregated: bool
    unapproved: int
    proofs: int


def trace(
    events: Iterable[Mapping[str, Any]],
    data_set: DataSet,
    register: DataRegister,
    *,
    grants: Sequence[DataGrant] = (),
    proofs: Sequence[DestructionRecord] = (),
) -> Lineage:
    """events: of this data set or of places it may share; others are passed over. In order of time."""
    made = _Tracer(data_set, register)
    for event in events:
        made.see(event)
    made.registered(grants, proofs)
    return made.drawn()


def is_of(event: Mapping[str, Any], data_set: str, register: DataRegister) -> bool:
    """Whether an event of an audit trail is about the data set: it names it, or something at one of its places."""
    named = event.get("fengsui.data.set")
    if named:
        return bool(named == data_set)
    entry = register.entry_at(str(event.get("fengsui.data.place", "")), str(event.get("fengsui.data.object", "")))
    return entry is not None and entry.data_set == data_set


class _Tracer:
    def __init__(self, data_set: DataSet, register: DataRegister) -> None:
        self._data_set, self._register = data_set, register
        self._entry = register.entry(data_set.id) or CatalogueEntry(data_set=data_set.id, unit=data_set.unit)
        self._keepers = {name.casefold() for name in self._entry.keepers}
        self._centre = f"data_set:{data_set.id}"
        owner = Vertex(id=f"owner:{data_set.unit}", kind=Kind.OWNER, label=data_set.unit, unit=data_set.unit)
        centre = Vertex(id=self._centre, kind=Kind.DATA_SET, label=data_set.id, unit=data_set.unit)
        self._nodes = {one.id: one for one in (owner, centre)}
        self._edges: dict[tuple[str, str, Link, Standing], Arrow] = {}
        self._link(owner.id, self._centre, Link.OWNS, Standing.REGISTERED)
        self._events = self._more = self._proofs = 0

    def see(self, event: Mapping[str, Any]) -> None:
        if not is_of(event, self._data_set.id, self._register):
            return
        self._events += 1
        actor, recipient = _name(event, "fengsui.data.actor"), _name(event, "fengsui.data.recipient")
        action, at = _name(event, "fengsui.data.action"), int(event.get("@timestamp", 0))
        named = _name(event, "fengsui.data.approval")
        standing, approval = self._stands(action, actor, recipient, named, at)
        numbers = [one for one in (named, approval.id if approval else "") if one]
        taker = self._node(Kind.ACTOR, actor or "?", approval)
        if action == DataAction.DESTROY:
            proof = _name(event, "fengsui.data.proof")
            target = self._node(Kind.PROOF, proof, None) if proof else taker
            fine = bool(proof) and self._register.proof(proof, self._data_set.id) is not None
            standing = Standing.APPROVED if fine else Standing.UNAPPROVED
            self._flow(self._centre, target, Link.DESTROYED, standing, event, numbers)
        elif action == DataAction.WRITE:
            self._flow(taker, self._centre, Link.FLOW, standing, event, numbers)
        elif action in (DataAction.FORWARD, DataAction.SHARE) and recipient:
            target = self._node(Kind.RECIPIENT, recipient, approval)
            self._flow(taker, target, Link.FLOW, standing, event, numbers)
            self._link(self._centre, taker, Link.GRANT, Standing.REGISTERED)
        else:
            self._flow(self._centre, taker, Link.FLOW, standing, event, numbers)
            if recipient and recipient != actor:
                self._flow(taker, self._node(Kind.RECIPIENT, recipient, approval), Link.FLOW, standing, event, numbers)

    def _stands(
        self, action: str, actor: str, recipient: str, named: str, at: Micros
    ) -> tuple[Standing, Approval | None]:
        """A keeper needs none to read and write; handing out is judged by who gets it."""
        inside = action in (DataAction.READ, DataAction.WRITE, DataAction.DESTROY)
        if inside and actor.casefold() in self._keepers:
            return Standing.KEEPER, None
        takers = [recipient] if recipient else [actor]
        chosen = self._register.approval(named) if named else None
        if chosen is not None and chosen.data_set == self._data_set.id and any(map(chosen.is_for, takers)):
            if action == DataAction.FORWARD and not chosen.onward:
                return Standing.UNAPPROVED, chosen
            return (Standing.APPROVED if chosen.stands(at) else Standing.ENDED), chosen
        held = self._register.approvals_for(self._data_set.id, takers, at)
        if action == DataAction.FORWARD:
            held = (
                tuple(one for one in self._register.approvals_for(self._data_set.id, [actor], at) if one.onward) or held
            )
        if held:
            return Standing.APPROVED, held[0]
        return Standing.UNAPPROVED, None

    def registered(self, grants: Sequence[DataGrant], proofs: Sequence[DestructionRecord]) -> None:
        for grant in grants[:MOST_EDGES]:
            holder = self._node(Kind.SERVICE, grant.holder, None)
            ends = (self._centre, holder) if grant.access is DataAccess.READS else (holder, self._centre)
            self._link(*ends, Link.GRANT, Standing.REGISTERED, [grant.approval] if grant.approval else [])
        for approval in self._register.approvals[:MOST_EDGES]:
            if approval.data_set == self._data_set.id:
                self._approved(approval)
        self._proofs = len(proofs)
        for proof in proofs[:MOST_EDGES]:
            place = self._node(Kind.PROOF, proof.reference, None)
            if not any(one.target == place for one in self._edges.values()):
                self._link(self._centre, place, Link.DESTROYED, Standing.REGISTERED)

    def _approved(self, approval: Approval) -> None:
        """Takers an approval names lead to whom it is for; a taker that is that itself stands for both."""
        takers = (Kind.ACTOR, Kind.RECIPIENT)
        known = [one for one in self._nodes.values() if one.kind in takers and approval.is_for(one.label)]
        same = approval.recipient.casefold()
        if any(one.label.casefold() == same for one in known):
            place = next(one.id for one in known if one.label.casefold() == same)
        else:
            place = self._node(Kind.UNIT, approval.recipient, None)
        for taker in known:
            self._link(taker.id, place, Link.APPROVAL, Standing.REGISTERED, [approval.id])
        if not known:
            self._link(self._centre, place, Link.APPROVAL, Standing.REGISTERED, [approval.id])

    def _node(self, kind: Kind, name: str, approval: Approval | None) -> str:
        place = f"{kind}:{name}"
        node = self._nodes.get(place)
        if node is None:
            node = self._nodes[place] = Vertex(id=place, kind=kind, label=name)
        if approval is not None and not node.unit:
            node.unit = approval.recipient
        return place

    def _link(
        self, source: str, target: str, link: Link, standing: Standing, approvals: Sequence[str] = ()
    ) -> Arrow | None:
        if source == target:
            return None
        place = (source, target, link, standing)
        arrow = self._edges.get(place)
        if arrow is None:
            if len(self._edges) >= MOST_EDGES:
                return None
            arrow = self._edges[place] = Arrow(source=source, target=target, link=link, standing=standing)
        _more(arrow.approvals, approvals, SAMPLES)
        return arrow

    def _flow(
        self, source: str, target: str, link: Link, standing: Standing, event: Mapping[str, Any], numbers: Sequence[str]
    ) -> None:
        arrow = self._link(source, target, link, standing, numbers)
        if arrow is None:
            self._more += 1
            return
        at = int(event.get("@timestamp", 0))
        action = _name(event, "fengsui.data.action") or "?"
        arrow.actions = arrow.actions | {action: arrow.actions.get(action, 0) + 1}
        arrow.count += 1
        arrow.rows += _number(event, "fengsui.data.rows")
        arrow.size_bytes += _number(event, "fengsui.data.bytes")
        arrow.identifiers += _number(event, "fengsui.data.identifier.total")
        arrow.first = min(arrow.first or at, at)
        arrow.last = max(arrow.last, at)
        said = event.get("fengsui.data.fields") or ()
        _more(
            arrow.fields,
            [str(one)[:LONGEST_NAME] for one in (said if isinstance(said, list | tuple) else [said])],
            FIELDS_TOLD,
        )
        purpose = _name(event, "fengsui.data.purpose")
        _more(arrow.purposes, [purpose] if purpose else [], SAMPLES)
        if len(arrow.event_ids) < SAMPLES and event.get("event.id"):
            arrow.event_ids.append(str(event["event.id"]))

    def drawn(self) -> Lineage:
        linked = {end for one in self._edges.values() for end in (one.source, one.target)}
        nodes = {place: node for place, node in self._nodes.items() if place in linked}
        edges, aggregated = list(self._edges.values()), len(nodes) > MOST_NODES
        if aggregated:
            nodes, edges = _put_together(nodes, edges)
        return Lineage(
            data_set=self._data_set.id,
            nodes=list(nodes.values()),
            edges=sorted(edges, key=lambda one: (one.first or one.last, one.source, one.target, one.link)),
            events=self._events,
            more=self._more,
            aggregated=aggregated,
            unapproved=sum(one.count for one in edges if one.standing in BAD),
            proofs=self._proofs,
        )


def _put_together(nodes: dict[str, Vertex], edges: list[Arrow]) -> tuple[dict[str, Vertex], list[Arrow]]:
    """The smallest takers whose every edge is in order become one node per kind, until the graph can be drawn; then others."""
    weight: Counter[str] = Counter()
    bad = {end for one in edges if one.standing in BAD for end in (one.source, one.target)}
    for one in edges:
        for end in (one.source, one.target):
            weight[end] += one.rows + one.count
    inner = [one for one in nodes.values() if one.kind not in (Kind.OWNER, Kind.DATA_SET)]
    inner.sort(key=lambda one: (one.id in bad, weight[one.id], one.id), reverse=True)
    kept = {one.id for one in inner[: MOST_NODES - 2 - len(Kind)]}
    where = {one.id: f"{Kind.OTHERS}:{one.kind}" for one in inner if one.id not in kept}
    out = {place: node for place, node in nodes.items() if place not in where}
    for place, other in where.items():
        held = out.get(other)
        if held is None:
            out[other] = Vertex(id=other, kind=Kind.OTHERS, label=nodes[place].kind, size=1)
        else:
            held.size += 1
    joined: dict[tuple[str, str, Link, Standing], Arrow] = {}
    for one in edges:
        source, target = where.get(one.source, one.source), where.get(one.target, one.target)
        if source == target:
            continue
        known = joined.get((source, target, one.link, one.standing))
        if known is None:
            joined[source, target, one.link, one.standing] = msgspec.structs.replace(one, source=source, target=target)
            continue
        known.actions = dict(Counter(known.actions) + Counter(one.actions))
        known.count += one.count
        known.rows += one.rows
        known.size_bytes += one.size_bytes
        known.identifiers += one.identifiers
        known.first = min(known.first or one.first, one.first or known.first)
        known.last = max(known.last, one.last)
        for name, most in (
            ("fields", FIELDS_TOLD),
            ("purposes", SAMPLES),
            ("approvals", SAMPLES),
            ("event_ids", SAMPLES),
        ):
            _more(getattr(known, name), getattr(one, name), most)
    return out, list(joined.values())


def _more(held: list[str], fresh: Sequence[str], most: int) -> None:
    for one in fresh:
        if len(held) >= most:
            return
        if one not in held:
            held.append(one)


def _name(event: Mapping[str, Any], field: str) -> str:
    value = event.get(field)
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return "" if value is None else str(value)[:LONGEST_NAME]


def _number(event: Mapping[str, Any], field: str) -> int:
    value = event.get(field)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
