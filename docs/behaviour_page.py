"""docs/reference/behaviour.md, from the detectors' own metadata in detections/behaviour/rules."""

from __future__ import annotations

from detections.behaviour.catalogue import Rule, Threshold, rules
from model import attack

INTRO = """# Behaviour detectors

{count} detectors look at behaviour over time; how they work and what they do not see is in
[explanation/behaviour-detectors.md](../explanation/behaviour-detectors.md). Each is listed with the rules in the console, can be
switched off there or in the settings, and takes other thresholds from the settings:

```toml
[detection.behaviour]
disabled = ["new_device"]
own_networks = ["59.192.0.0/16"]        # inside, besides the private networks

[detection.behaviour.thresholds]
port_scan = {{ ports = 30 }}
```
"""


def page() -> str:
    known = rules().values()
    return "\n".join([INTRO.format(count=len(known)), *map(_rule, known)]).rstrip() + "\n"


def _rule(rule: Rule) -> str:
    numbers, _ = attack.from_sigma_tags(rule.tags)
    found = [technique for number in numbers if (technique := attack.technique(number))]
    lines = [
        f"## {rule.name}: {rule.title} · {rule.title_zh}\n",
        f"{rule.description}\n",
        f"{rule.description_zh}\n",
        f"- Level: {rule.level.value} ({rule.level.zh})",
        f"- ATT&CK: {', '.join(f'{t.id} {t.label}' for t in found)}",
        f"- Reads: {'; '.join(rule.reads)}",
        f"- Looks like it but is not: {'; '.join(rule.falsepositives)}",
        f"- Does not see: {rule.blind_spots}",
        f"- Source: {'; '.join(rule.source)}",
        f"- `{rule.id}`\n",
        "| Threshold | Default | Unit | Meaning | 含义 |",
        "|---|---|---|---|---|",
        *(_threshold(name, threshold) for name, threshold in rule.thresholds.items()),
        "",
    ]
    return "\n".join(lines)


def _threshold(name: str, threshold: Threshold) -> str:
    return (
        f"| `{name}` | {_plain(threshold.default)} | {threshold.unit} | {threshold.meaning} | {threshold.meaning_zh} |"
    )


def _plain(number: float) -> str:
    return f"{number:.0f}" if number == int(number) else f"{number:g}"
