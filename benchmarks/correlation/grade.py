"""The figures, by exact definitions. Nothing that was dropped leaves a denominator.

A campaign's best incident is the shown one that serves it best by F1. Completeness: mean over the campaign's observable
steps of the share of the step's alerts in the best incident. Purity: share of the incident's alerts that are of its
largest campaign, noise counted. F1: their harmonic mean, macro over campaigns. Step recall: steps with at least one alert
in the best incident. A false merge is a shown incident with at least two alerts of each of two campaigns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

Truth = Mapping[str, tuple[str, str]]


def grade(home: Mapping[str, str], shown: set[str], truth: Truth, alerts: int, days: float) -> dict[str, float]:
    """home: alert id to incident id; alerts that are nowhere are simply missing. alerts: all that were in the stream."""
    sizes = Counter(home.values())
    steps: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    for alert_id, (campaign, step) in truth.items():
        incident = home.get(alert_id, "")
        steps[campaign][step][incident] += 1
        if incident:
            inside[incident][campaign] += 1
    best = [_best(campaign, steps[campaign], inside, sizes, shown) for campaign in sorted(steps)]
    number = max(1, len(best))
    figures = {name: sum(b[name] for b in best) / number for name in ("f1", "completeness", "purity", "step_recall")}
    false = [i for i in shown if not inside.get(i)]
    return figures | {
        "f1_worst": min((b["f1"] for b in best), default=0.0),
        "bcubed_f1": _bcubed(home, truth, inside, sizes),
        "fragments": sum(b["fragments"] for b in best) / number,
        "false_merges": float(sum(1 for i in shown if sum(1 for n in inside[i].values() if n >= 2) >= 2)),
        "false_per_day": len(false) / days,
        "items_per_day": len(shown) / days,
        "arr": alerts / max(1, len(shown)),
    }


def _best(
    campaign: str,
    steps: Mapping[str, Counter[str]],
    inside: Mapping[str, Counter[str]],
    sizes: Counter[str],
    shown: set[str],
) -> dict[str, float]:
    held = sorted({i for counts in steps.values() for i in counts if i and i in shown})
    best = {"f1": 0.0, "completeness": 0.0, "purity": 0.0, "step_recall": 0.0}
    for incident in held:
        completeness = sum(c[incident] / c.total() for c in steps.values()) / len(steps)
        purity = inside[incident][campaign] / sizes[incident]
        f1 = 2 * completeness * purity / (completeness + purity)
        if f1 > best["f1"]:
            recall = sum(1 for c in steps.values() if c[incident]) / len(steps)
            best = {"f1": f1, "completeness": completeness, "purity": purity, "step_recall": recall}
    return best | {"fragments": float(len(held))}


def _bcubed(home: Mapping[str, str], truth: Truth, inside: Mapping[str, Counter[str]], sizes: Counter[str]) -> float:
    """Over attack alerts: precision within their incident, recall of their campaign, weighted so that a campaign's steps
    count alike."""
    totals = Counter(campaign for campaign, _ in truth.values())
    per_step = Counter(truth.values())
    precision = recall = weight = 0.0
    for alert_id, (campaign, step) in truth.items():
        share = 1.0 / per_step[(campaign, step)]
        weight += share
        incident = home.get(alert_id, "")
        if incident:
            precision += share * inside[incident][campaign] / sizes[incident]
            recall += share * inside[incident][campaign] / totals[campaign]
    if not weight or precision + recall == 0:
        return 0.0
    p, r = precision / weight, recall / weight
    return 2 * p * r / (p + r)


def adjusted_rand(a: Mapping[str, str], b: Mapping[str, str]) -> float:
    """Agreement of two groupings of the same alerts: 1 for the same, about 0 by chance (Hubert and Arabie 1985)."""
    both = sorted(a.keys() & b.keys())
    cells = Counter((a[x], b[x]) for x in both)
    rows, columns = Counter(a[x] for x in both), Counter(b[x] for x in both)

    def pairs(counts: Counter[Any]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    together, left, right = pairs(cells), pairs(rows), pairs(columns)
    expected = left * right / max(1.0, len(both) * (len(both) - 1) / 2)
    most = (left + right) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
