"""Against four labelled attacks that others recorded, mixed into one stream; labels are read by the grading only."""

from __future__ import annotations

import pytest

from benchmarks.correlation.report import measure
from tests.shared import shared


@pytest.mark.shared
@pytest.mark.slow
def test_it_finds_more_of_concurrent_attacks_than_host_grouping_with_far_fewer_incidents() -> None:
    shared("ait")
    found = measure("disjoint", [7], ["correlator", "host+30min"])
    ours = {name: values[0] for name, values in found["correlator"].items()}
    plain = {name: values[0] for name, values in found["host+30min"].items()}
    assert ours["f1"] > 0.75 > plain["f1"]
    assert ours["step_recall"] > 0.85 > plain["step_recall"]
    assert ours["false_merges"] == 0
    assert ours["false_per_day"] <= 5
    assert ours["arr"] > 10 * plain["arr"]
