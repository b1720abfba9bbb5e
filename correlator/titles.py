"""An incident's title: what was done, by whom, to whom. Short enough for a list, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from model.entity import Entity, EntityKind, Role

# ATT&CK v19 tactics, Enterprise and ICS, by their Sigma tag names; Chinese as officers say it.
TACTICS: dict[str, tuple[str, str]] = {
    "reconnaissance": ("Reconnaissance", "侦察"),
    "resource-development": ("Resource development", "资源准备"),
    "initial-access": ("Initial access", "初始入侵"),
    "execution": ("Execution", "恶意执行"),
    "persistence": ("Persistence", "持久化"),
    "privilege-escalation": ("Privilege escalation", "提权"),
    "stealth": ("Stealth", "隐匿行踪"),
    "defense-impairment": ("Defense impairment", "破坏防御"),
    "defense-evasion": ("Defense evasion", "防御规避"),
    "credential-access": ("Credential access", "凭据窃取"),
    "discovery": ("Discovery", "内部探测"),
    "lateral-movement": ("Lateral movement", "横向移动"),
    "collection": ("Collection", "数据收集"),
    "command-and-control": ("Command and control", "命令与控制"),
    "exfiltration": ("Exfiltration", "数据外传"),
    "impact": ("Impact", "破坏影响"),
    "evasion": ("Evasion", "规避"),
    "inhibit-response-function": ("Inhibit response function", "抑制响应功能"),
    "impair-process-control": ("Impair process control", "破坏过程控制"),
}
MAX_TACTICS = 3
MAX_VALUE = 60
_NAMES_SOMEBODY = (
    EntityKind.DEVICE,
    EntityKind.HOST,
    EntityKind.IP,
    EntityKind.EXTERNAL,
    EntityKind.DATA_SET,
    EntityKind.USER,
    EntityKind.DOMAIN,
    EntityKind.URL,
)


class Counted(Protocol):
    title: str
    title_zh: str


def titles(
    *, rules: Sequence[Counted], tactics: Sequence[str], entities: Sequence[Entity], alerts: int
) -> tuple[str, str]:
    """English and Chinese title. rules: the loudest first; tactics: in order of time."""
    if len(tactics) > 1:
        named = [TACTICS.get(t, (t, t)) for t in tactics]
        more = len(named) - MAX_TACTICS
        what = ", then ".join([named[0][0], *(n[0].lower() for n in named[1:MAX_TACTICS])])
        what_zh = "、".join(n[1] for n in named[:MAX_TACTICS])
        if more > 0:
            what, what_zh = f"{what} and {more} more", f"{what_zh}等 {len(named)} 个阶段"
    elif rules:
        what, what_zh = rules[0].title, rules[0].title_zh or rules[0].title
    else:
        what, what_zh = "Alerts", "告警"
    actors = _named(entities, Role.ACTOR)
    targets = _named(entities, Role.TARGET) or _named(entities, Role.OBSERVED)
    count = f"{alerts} alert{'' if alerts == 1 else 's'}"
    if actors and targets:
        return (
            f"{what}: {_list(actors, ', ', ' +')} → {_list(targets, ', ', ' +')} ({count})",
            f"{_list(actors, '、', ' 等另 ')} 对 {_list(targets, '、', ' 等另 ')}：{what_zh}（{alerts} 条告警）",
        )
    one = actors or targets
    if one:
        return (
            f"{what}: {_list(one, ', ', ' +')} ({count})",
            f"{_list(one, '、', ' 等另 ')}：{what_zh}（{alerts} 条告警）",
        )
    return f"{what} ({count})", f"{what_zh}（{alerts} 条告警）"


def _named(entities: Sequence[Entity], role: Role) -> list[str]:
    """Values of the role, the most telling kind first; a host hides its address only by being named before it."""
    values: list[str] = []
    for kind in _NAMES_SOMEBODY:
        found = [e.value for e in entities if e.role is role and e.kind is kind]
        if found:
            values = found
            break
    return [v if len(v) <= MAX_VALUE else v[: MAX_VALUE - 1] + "…" for v in values]


def _list(values: Sequence[str], comma: str, more: str) -> str:
    if len(values) <= 2:
        return comma.join(values)
    shown = comma.join(values[:2])
    return f"{shown}{more}{len(values) - 2}" + (" 个" if "另" in more else "")
