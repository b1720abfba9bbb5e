"""What today's correlator is worth: AIT alert data sets, four labelled attack scenarios, beside plain host grouping.

    python -m benchmarks.correlate [SCENARIO...]

Needs ../shared/data/ait. Labels are read by the scoring below only, never by the engine. Alerts are de-duplicated per
(host, rule, minute); every alert stays in the denominator. A scenario's labelled alerts are one campaign, its event
labels the steps; figures are macro-averaged over steps and scenarios. The data carry no rule level, so every alert is
`medium`: what is shown as escalated is decided by novelty and number of different rules alone.
"""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

from correlator import Correlator
from correlator.foreign import CsvMap, alerts_from
from model.alert import Alert
from model.entity import EntityKind
from model.times import DAY, MINUTE

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "ait"
SCENARIOS = ("russellmitchell", "santos", "shaw", "wardbeck")
COLUMNS = CsvMap(
    timestamp="time",
    rule_title="name",
    rule_id="short",
    timestamp_unit="s",
    entities={"host": "host", "ip": "ip"},
)


def load(scenario: str) -> tuple[list[Alert], dict[str, str]]:
    """The scenario's alerts in order of arrival, and the step of each labelled one by alert id."""
    with zipfile.ZipFile(DATA / f"{scenario}_alerts.zip") as archive:
        text = io.TextIOWrapper(archive.open(f"{scenario}_alerts.csv"), "utf-8").read().splitlines()
    labels = [line.rsplit(",", 1)[1] for line in text[1:]]
    unlabelled = [text[0], *(line.rsplit(",", 2)[0] + ",," for line in text[1:])]
    alerts = list(alerts_from(unlabelled, columns=COLUMNS, source=scenario))
    kept: list[Alert] = []
    steps: dict[str, str] = {}
    seen: dict[tuple[str, str, int], Alert] = {}
    for alert, label in zip(alerts, labels, strict=True):
        key = (host_of(alert), alert.rule.id, alert.time // MINUTE)
        first = seen.setdefault(key, alert)
        if first is alert:
            kept.append(alert)
        if label != "-":
            steps.setdefault(first.id, label)
    kept.sort(key=lambda a: a.time)
    return kept, steps


def host_of(alert: Alert) -> str:
    return next((e.value for e in alert.entities if e.kind is EntityKind.HOST), "")


def by_host(alerts: list[Alert]) -> dict[str, str]:
    """Baseline: a host's alerts without a gap of 30 minutes are one incident."""
    home: dict[str, str] = {}
    last: dict[str, tuple[int, str]] = {}
    for alert in alerts:
        host = host_of(alert)
        at, group = last.get(host, (0, ""))
        if not group or alert.time - at > 30 * MINUTE:
            group = alert.id
        last[host] = (alert.time, group)
        home[alert.id] = group
    return home


def figures(home: dict[str, str], steps: dict[str, str], shown: set[str], days: float) -> dict[str, float]:
    """The incident that serves the campaign best, and what the analyst has to look at to find it."""
    sizes = Counter(home.values())
    of_step: dict[str, Counter[str]] = defaultdict(Counter)
    inside: Counter[str] = Counter()
    for alert_id, step in steps.items():
        of_step[step][home[alert_id]] += 1
        inside[home[alert_id]] += 1
    best = {"f1": 0.0, "completeness": 0.0, "purity": 0.0, "step_recall": 0.0}
    for incident in inside:
        if incident not in shown:
            continue
        completeness = sum(c[incident] / c.total() for c in of_step.values()) / len(of_step)
        purity = inside[incident] / sizes[incident]
        f1 = 2 * completeness * purity / (completeness + purity) if completeness + purity else 0.0
        if f1 > best["f1"]:
            recall = sum(1 for c in of_step.values() if c[incident]) / len(of_step)
            best = {"f1": f1, "completeness": completeness, "purity": purity, "step_recall": recall}
    return best | {
        "alerts": float(len(home)),
        "shown": float(len(shown)),
        "shown/day": len(shown) / days,
        "arr": len(home) / max(1, len(shown)),
        "fragments": float(sum(1 for i in inside if i in shown)),
        "false/day": sum(1 for i in shown if not inside[i]) / days,
    }


def ours(alerts: list[Alert]) -> tuple[dict[str, str], set[str], float]:
    """Incident per alert, the escalated incidents, seconds per alert."""
    correlator = Correlator()
    home: dict[str, str] = {}
    gone: dict[str, str] = {}
    shown: set[str] = set()
    began = time.perf_counter()
    batch: list[Alert] = []
    for alert in [*alerts, None]:
        if alert is not None:
            batch.append(alert)
            if len(batch) < 500:
                continue
        changes = correlator.feed_all(batch)
        changes += correlator.advance(batch[-1].time) if batch else []
        batch = []
        for change in changes:
            incident = change.incident
            if incident.merged_into:
                gone[incident.id] = incident.merged_into
            if incident.escalated:
                shown.add(incident.id)
            home.update((m.alert_id, incident.id) for m in incident.members)
    took = (time.perf_counter() - began) / max(1, len(alerts))

    def live(incident_id: str) -> str:
        while incident_id in gone:
            incident_id = gone[incident_id]
        return incident_id

    return {a: live(i) for a, i in home.items()}, {live(i) for i in shown}, took


def measure(scenario: str) -> dict[str, dict[str, float]]:
    alerts, steps = load(scenario)
    days = max(1.0, (alerts[-1].time - alerts[0].time) / DAY)
    home, shown, took = ours(alerts)
    grouped = by_host(alerts)
    return {
        "correlator": figures(home, steps, shown, days) | {"us/alert": took * 1e6},
        "host+30min": figures(grouped, steps, set(grouped.values()), days),
    }


def main() -> None:
    chosen = sys.argv[1:] or list(SCENARIOS)
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    names = ("alerts", "shown", "shown/day", "false/day", "arr", "f1", "completeness", "purity", "step_recall")
    print(f"{'scenario':<16} {'method':<11}" + "".join(f"{n:>13}" for n in (*names, "us/alert")))
    for scenario in chosen:
        for method, found in measure(scenario).items():
            print(f"{scenario:<16} {method:<11}" + "".join(f"{found.get(n, 0):>13.2f}" for n in (*names, "us/alert")))
            totals[method].update(found)
    for method, sums in totals.items():
        mean = {n: sums[n] / len(chosen) for n in (*names, "us/alert")}
        print(f"{'macro':<16} {method:<11}" + "".join(f"{mean[n]:>13.2f}" for n in mean))


if __name__ == "__main__":
    main()
