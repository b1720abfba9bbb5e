"""Against four labelled attack scenarios that others recorded; labels are read by the scoring only."""

from __future__ import annotations

import pytest

from benchmarks.correlate import SCENARIOS, measure
from tests.shared import shared


@pytest.mark.shared
@pytest.mark.slow
def test_it_finds_more_of_each_attack_than_host_grouping_with_far_fewer_incidents() -> None:
    shared("ait")
    for scenario in SCENARIOS:
        found = measure(scenario)
        ours, baseline = found["correlator"], found["host+30min"]
        assert ours["f1"] > baseline["f1"], scenario
        assert ours["step_recall"] > baseline["step_recall"], scenario
        assert ours["arr"] > 5 * baseline["arr"], scenario
