"""An incident's title: what was done, by whom, to whom. Short enough for a list, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from model import attack
from model.entity import Entity, EntityKind, Role

MAX_TACTICS = 3
MAX_VALUE = 60
# Who acted is best told by an address, what was hit by a name.
_ACTOR_KINDS = (EntityKind.IP, EntityKind.EXTERNAL, EntityKind.HOST, EntityKind.USER, EntityKind.DEVICE)
_TARGET_KINDS = (
    EntityKind.HOST,
    EntityKind.DATA_SET,
    EntityKind.IP,
    EntityKind.DEVICE,
    EntityKind.EXTERNAL,
    EntityKind.DOMAIN,
    EntityKind.USER,
    EntityKind.URL,
)


class Counted(Protocol):
    title: str
    title_zh: str


def titles(
    *, rules: Sequence[Counted], tactics: Sequence[str], entities: Sequence[Entity], alerts: int
) -> tuple[str, str]:
    """English and Chinese title. rules: the loudest first; tactics: in order of time; entities: of appearance."""
    if len(tactics) > 1:
        named = [tactic_names(t) for t in tactics]
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
            f"{what}: {_list(actors)} → {_list(targets)} ({count})",
            f"{_list_zh(actors)} → {_list_zh(targets)}：{what_zh}（{alerts} 条告警）",
        )
    one = actors or targets
    if one:
        return (
            f"{what}: {_list(one)} ({count})",
            f"{_list_zh(one)}：{what_zh}（{alerts} 条告警）",
        )
    return f"{what} ({count})", f"{what_zh}（{alerts} 条告警）"


def tactic_names(tactic: str) -> tuple[str, str]:
    """English name in sentence case and Chinese name of a tactic's short name; the short name itself when unknown."""
    found = attack.tactic(tactic)
    return (found.name.capitalize(), found.name_zh) if found else (tactic, tactic)


def _named(entities: Sequence[Entity], role: Role) -> list[str]:
    """Values of the role, of the most telling kind there is."""
    values: list[str] = []
    for kind in _ACTOR_KINDS if role is Role.ACTOR else _TARGET_KINDS:
        found = [e.value for e in entities if e.role is role and e.kind is kind]
        if found:
            values = found
            break
    return [v if len(v) <= MAX_VALUE else v[: MAX_VALUE - 1] + "…" for v in values]


def _list(values: Sequence[str]) -> str:
    return ", ".join(values[:2]) + (f" +{len(values) - 2}" if len(values) > 2 else "")


def _list_zh(values: Sequence[str]) -> str:
    return "、".join(values[:2]) + (f" 等 {len(values)} 个" if len(values) > 2 else "")
