"""The replayed district answers for itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from compliance.catalog import catalog
from model.proof import Verdict
from model.times import HOUR
from pipeline.compliance import register
from pipeline.compliance.desk import Desk, District
from pipeline.platform import Platform, open_events
from pipeline.recordings import load_recording
from pipeline.settings import MetricsSettings, Settings
from store import sources
from store.events.store import ParquetEventStore
from store.scope import EVERYTHING
from store.state import open_state

RECORDING = Path(__file__).parents[2] / "captures" / "district-attack"
LEAST = 60
SYSTEMS = b"""
systems:
- id: portal
  name: District Portal
  name_zh: \xe5\x8c\xba\xe9\x97\xa8\xe6\x88\xb7
  unit: data-centre
  level: 3
  level_is_proposal: false
  assets: [portal, data-host, jump]
  record: {exposure: [internet], bastions: [jump]}
"""


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[District, ParquetEventStore]]:
    folder = tmp_path_factory.mktemp("replayed")
    settings = Settings(data=folder, metrics=MetricsSettings(listen=""))
    recording = load_recording(RECORDING)
    with Platform(settings) as platform:
        platform.add_units(recording.units)
        platform.add_assets(recording.assets)
        platform.replay(recording.readings)
    with open_state(settings.state_file) as state, closing(open_events(settings, state)) as store:
        with state.transaction() as tx:
            register.fill(tx, register.read_file(SYSTEMS), actor="test", scope=EVERYTHING, now=1)
        with state.reading() as tx:
            last = max(one.last_event or 0 for one in sources.health(tx, EVERYTHING))
        yield Desk(state, store, settings).district(last + HOUR), store


def test_at_least_60_general_items_are_answered_with_evidence_that_opens_events(
    replayed: tuple[District, ParquetEventStore],
) -> None:
    district, store = replayed
    portal = district.postures["portal"]
    answered = [item for item in portal.items if item.rules and item.auto not in (None, Verdict.UNKNOWN)]
    opening = []
    for item in answered:
        ids = [one for rule in item.rules for one in portal.answers[rule].event_ids]
        assert all(store.get(one, EVERYTHING)["event.id"] == one for one in ids)
        queries = [portal.answers[rule].query for rule in item.rules if portal.answers[rule].count]
        if ids and all(store.count(query, EVERYTHING) for query in queries):
            opening.append(item.id)
    general = {place.item.id for place in catalog().items_for(3, [])}
    assert len(set(opening) & general) >= LEAST


def test_the_intrusion_shows_in_the_items_it_breaks(replayed: tuple[District, ParquetEventStore]) -> None:
    answers = replayed[0].postures["portal"].answers
    for rule in ("clear-credentials", "lockout", "bastion", "remote-operation"):
        assert answers[rule].verdict is Verdict.NOT_MET, rule
    for rule in ("network-audited", "outside-attacks", "weak-tls"):
        assert answers[rule].verdict is Verdict.MET, rule
