"""The events of a data set, for its lineage and for people: looked up by what the catalogue says, within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy.orm import Session

from compliance.public_data.lineage import EVENT_FIELDS, Lineage, is_of, trace
from compliance.public_data.probes import DataSubject
from model.data_approvals import STOOD, as_proof
from model.event import Event
from model.inventory import DataGrant
from model.public_data import DataRegister, PlaceKind
from store import inventory
from store.contract import EventStore, TimeRange
from store.scope import Scope

MOST_EVENTS = 200_000
"""Events a lineage is made of, the oldest of the range first."""
MOST_PLACES = 100
_SPECIAL = set('\\+-!():^[]"{}~*?|&/')


@dataclass(frozen=True, slots=True)
class Traced:
    """cut: there were more events in the range than were looked at."""

    lineage: Lineage
    cut: bool


def query_of(data: DataSubject) -> str:
    """Lucene text that finds the data set's events, and sometimes a neighbour's: `is_of` tells them apart."""
    parts = [f'fengsui.data.set:"{_quoted(data.data_set.id)}"']
    for place in data.entry.places[:MOST_PLACES]:
        name = place.name.rstrip("/") if place.kind is not PlaceKind.TABLE else place.name
        names = dict.fromkeys((name, name.lower(), name.upper())) if place.kind is PlaceKind.TABLE else (name,)
        parts += [f'fengsui.data.object:"{_quoted(one)}"' for one in names]
        if place.kind is not PlaceKind.TABLE and name:
            parts.append(f"fengsui.data.object:{_escaped(name)}\\/*")
    return " OR ".join(parts)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in _SPECIAL or one.isspace() else one for one in text)


def events_of(
    store: EventStore, data: DataSubject, register: DataRegister, scope: Scope, within: TimeRange
) -> Iterator[Event]:
    """In order of time."""
    found = store.iterate(query_of(data), scope, within=within, fields=EVENT_FIELDS)
    return (event for event in found if is_of(event, data.data_set.id, register))


def traced(tx: Session, store: EventStore, data: DataSubject, scope: Scope, within: TimeRange) -> Traced:
    name = data.data_set.id
    approvals = tuple(one.terms for one in data.requests if one.state in STOOD)
    register = DataRegister((data.entry,), approvals, tuple(map(as_proof, data.proofs)))
    events = events_of(store, data, register, scope, within)
    grants = inventory.find(tx, DataGrant, scope, equals={"data_set": name})
    made = trace(islice(events, MOST_EVENTS), data.data_set, register, grants=grants, proofs=data.proofs)
    return Traced(made, next(events, None) is not None)
