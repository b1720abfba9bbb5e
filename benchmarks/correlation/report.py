"""Every mix with several seeds: median, worst seed and the middle 80 % of each figure, method beside method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median as median
from statistics import quantiles

from benchmarks.correlation import run
from benchmarks.correlation.grade import grade
from benchmarks.correlation.mix import RECIPES, mix

FIGURES = (
    "f1",
    "step_recall",
    "completeness",
    "purity",
    "f1_worst",
    "false_merges",
    "fragments",
    "false_per_day",
    "arr",
)
WORST_IS_MOST = frozenset({"false_merges", "fragments", "false_per_day"})


def measure(recipe: str, seeds: Sequence[int], methods: Sequence[str]) -> dict[str, dict[str, list[float]]]:
    """Method to figure to its value per seed."""
    found: dict[str, dict[str, list[float]]] = {m: defaultdict(list) for m in methods}
    for seed in seeds:
        stream = mix(RECIPES[recipe], seed)
        alerts, register = run.alerts_of(stream.rows), run.register_of(stream.register)
        for method in methods:
            outcome = run.METHODS[method](alerts, register)
            figures = grade(outcome.home, outcome.shown, stream.truth, len(alerts), stream.days)
            figures["us_per_alert"] = outcome.seconds / len(alerts) * 1e6
            for name, value in figures.items():
                found[method][name].append(value)
    return found


def line(recipe: str, method: str, figures: dict[str, list[float]]) -> str:
    cells = []
    for name in FIGURES:
        values = figures[name]
        worst = max(values) if name in WORST_IS_MOST else min(values)
        cells.append(f"{median(values):8.2f} ({worst:.2f})")
    return f"{recipe:<18} {method:<11} " + " ".join(f"{c:>17}" for c in cells)


def header() -> str:
    return f"{'mix':<18} {'method':<11} " + " ".join(f"{n:>17}" for n in FIGURES)


def interval(values: list[float]) -> tuple[float, float]:
    """The middle 80 % over the seeds."""
    if len(values) < 2:
        return values[0], values[0]
    cuts = quantiles(values, n=10, method="inclusive")
    return cuts[0], cuts[-1]
