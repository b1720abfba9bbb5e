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
    assert ours["f1"] > 0.8 > 0.6 > plain["f1"]
    assert ours["step_recall"] > 0.9 > plain["step_recall"]
    assert ours["false_merges"] == 0
    assert ours["false_per_day"] <= 5
    assert ours["arr"] > 10 * plain["arr"]


@pytest.mark.shared
@pytest.mark.slow
def test_attacks_on_the_same_hosts_three_hours_apart_are_told_apart() -> None:
    shared("ait")
    ours = {name: values[0] for name, values in measure("same-hosts-3h", [7], ["correlator"])["correlator"].items()}
    assert ours["f1"] >= 0.8
    assert ours["false_merges"] == 0
