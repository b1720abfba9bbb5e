"""What stored telemetry really delivers: which kinds of event, in which data sets, with which fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detections.sigma import RuleSet
from detections.sigma.feeds import RuleFeed, datasets_by_kind, feeds
from model.event import Event
from store.contract import EventStore, TimeRange
from store.scope import Scope

DATASETS = 50
PER_DATASET = 3


@dataclass(frozen=True, slots=True)
class Delivered:
    """feeds: by rule id. kinds: place in the taxonomy to data sets. fields: data set to names of fields."""

    feeds: dict[str, RuleFeed]
    kinds: dict[str, frozenset[str]]
    fields: dict[str, frozenset[str]]


def delivered(rules: RuleSet, store: EventStore, scope: Scope, within: TimeRange | None) -> Delivered:
    """Asks the store about once per kind of event the rules look at."""

    def sample(query: str) -> Iterator[Event]:
        for dataset in store.top_values("event.dataset", query, scope, within=within, limit=DATASETS):
            name = str(dataset.value).replace("\\", "\\\\").replace('"', '\\"')
            wanted = f'{query} AND event.dataset:"{name}"'
            yield from store.search(wanted, scope, within=within, limit=PER_DATASET).events

    fields = store.fields_by_dataset(scope, within)
    kinds = datasets_by_kind(rules, sample)
    return Delivered(feeds(rules, kinds, fields), kinds, fields)
