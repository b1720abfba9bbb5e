"""What the loaded rules cover: ATT&CK techniques and tactics, and which log sources feed which rules."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detections.sigma.predicates import leaves
from detections.sigma.rules import CompiledRule
from detections.sigma.ruleset import RuleSet
from model import attack

NAVIGATOR = "4.5"  # layer format; Navigator 4.9 and later read it
_COLOURS = ("#fff2cc", "#f6b26b", "#cc0000")


@dataclass(frozen=True, slots=True)
class Coverage:
    """techniques, tactics: ATT&CK id or short name to the number of active rules. untagged: rules without a technique.

    sources: log source to its rules and the kinds of event that feed it. fields: Sigma field to the rules that use it.
    """

    rules: int
    techniques: dict[str, int]
    tactics: dict[str, int]
    levels: dict[str, int]
    untagged: tuple[str, ...]
    sources: dict[str, dict[str, Any]]
    fields: dict[str, int]

    def to_dict(self) -> dict[str, Any]:
        return {
            "attack_version": attack.version(),
            "rules": self.rules,
            "techniques": self.techniques,
            "tactics": self.tactics,
            "levels": self.levels,
            "untagged": list(self.untagged),
            "sources": self.sources,
            "fields": self.fields,
        }


def coverage(rules: RuleSet, also: Sequence[CompiledRule] = ()) -> Coverage:
    """also: active rules that are not Sigma's; they count for techniques and tactics."""
    techniques: Counter[str] = Counter()
    tactics: Counter[str] = Counter()
    untagged = []
    for rule in (*rules.rules, *also):
        found, names = attack.from_sigma_tags(rule.tags)
        techniques.update(found)
        tactics.update(names)
        if not found:
            untagged.append(rule.id)
    sources: dict[str, dict[str, Any]] = defaultdict(lambda: {"rules": [], "kinds": {}})
    fields: Counter[str] = Counter()
    for program in rules.programs:
        entry = sources[str(program.rule.logsource)]
        entry["rules"].append(program.rule.id)
        entry["kinds"].update(dict.fromkeys(program.rule.kinds))
        fields.update({leaf.field for leaf in leaves(program.tree) if leaf.field})
    return Coverage(
        rules=len(rules) + len(also),
        techniques=dict(sorted(techniques.items())),
        tactics=dict(sorted(tactics.items())),
        levels=dict(Counter(str(r.level) for r in rules.rules)),
        untagged=tuple(untagged),
        sources={k: {"rules": v["rules"], "kinds": list(v["kinds"])} for k, v in sorted(sources.items())},
        fields=dict(fields.most_common()),
    )


def navigator_layer(
    rules: RuleSet, name: str = "Fengsui", domain: attack.Domain = attack.Domain.ENTERPRISE
) -> dict[str, Any]:
    """An ATT&CK Navigator layer (format 4.5): score = number of active rules, comment = their titles.

    Source: mitre-attack/attack-navigator, layers/LAYERFORMATv4_5.md.
    """
    titles: dict[str, list[str]] = defaultdict(list)
    for rule in rules.rules:
        for technique in attack.from_sigma_tags(rule.tags)[0]:
            titles[technique].append(rule.title)
    known = {t.id for t in attack.techniques(domain)}
    chosen = {t: ts for t, ts in sorted(titles.items()) if t in known}
    techniques = [
        {
            "techniqueID": technique,
            "score": len(names),
            "comment": "; ".join(names[:20]) + (f"; and {len(names) - 20} more" if len(names) > 20 else ""),
            "enabled": True,
            "showSubtechniques": "." in technique,
        }
        for technique, names in chosen.items()
    ]
    most = max((len(names) for names in chosen.values()), default=1)
    return navigator_document(name, domain, techniques, most=most, description=f"{len(rules)} active Sigma rules")


def navigator_document(
    name: str,
    domain: attack.Domain,
    techniques: Sequence[Mapping[str, Any]],
    *,
    most: int,
    description: str,
    legend: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """The layer around its techniques. most: the highest score."""
    return {
        "name": name,
        "versions": {"attack": attack.version().split(".")[0], "navigator": "5.1.0", "layer": NAVIGATOR},
        "domain": "ics-attack" if domain is attack.Domain.ICS else "enterprise-attack",
        "description": description,
        "sorting": 3,
        "hideDisabled": False,
        "techniques": list(techniques),
        "gradient": {"colors": list(_COLOURS), "minValue": 0, "maxValue": most},
        "legendItems": list(legend),
    }
