"""docs/reference/rules.md, from the rules shipped in detections/rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from model import attack
from model.severity import Level

RULES = Path(__file__).resolve().parent.parent / "detections" / "rules"
FOLDERS = {
    "extranet": "E-government extranet 政务外网",
    "web": "Web sites and their servers 网站",
    "linux": "Linux hosts 主机",
    "iot": "City IoT network 城域物联专网",
    "ics": "Industrial control 工业控制",
    "public_data": "Public data 公共数据",
    "platform": "The platform itself 平台自身",
}
INTRO = """# The rules that come with the platform

{count} Sigma rules of our own, beside what you import. Each stands in `detections/rules/` with events on which it must fire
and events on which it must stay silent; `fengsui rules test detections/rules` runs them. Thresholds are written in the rule
and may be changed there. To except a host, do not change the rule: write a Sigma filter with an owner and an end date.

**Does not see** is as much part of a rule as what it finds.
"""


def page() -> str:
    files = sorted(RULES.rglob("*.yml"))
    rules = [(path, next(iter(yaml.safe_load_all(path.read_text("utf-8"))))) for path in files]
    parts = [INTRO.format(count=len(rules))]
    for folder, title in FOLDERS.items():
        mine = [(p, r) for p, r in rules if p.parent.name == folder]
        mine.sort(key=lambda item: (-Level(item[1]["level"]).rank, item[1]["title"]))
        parts.append(f"## {title}\n")
        parts += [_rule(path, rule) for path, rule in mine]
    return "\n".join(parts).rstrip() + "\n"


def _rule(path: Path, rule: dict[str, Any]) -> str:
    techniques, _ = attack.from_sigma_tags(rule["tags"])
    found = [technique for number in techniques if (technique := attack.technique(number))]
    level = Level(rule["level"])
    lines = [
        f"### {rule['title']} · {rule['title_zh']}\n",
        f"{rule['description']}\n",
        f"{rule['description_zh']}\n",
        f"- Level: {level.value} ({level.zh})",
        f"- ATT&CK: {', '.join(f'{t.id} {t.label}' for t in found)}",
        f"- Looks like it but is not: {'; '.join(rule['falsepositives'])}",
        f"- Does not see: {rule['blind_spots']}",
        f"- `{path.relative_to(RULES.parent.parent).as_posix()}`, `{rule['id']}`",
        "",
    ]
    return "\n".join(lines)
