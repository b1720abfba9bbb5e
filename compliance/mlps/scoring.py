"""From item results to a conclusion, by the template of 2021 (a score) and by that of 2025 (a rate and major risks).

Both are pure functions of results, risks and settings; `catalogs/scoring.yml` says which template held when. An item whose
result is unknown counts as not met, so that ignorance never looks better than a failure; how many there are is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from compliance.catalog import raw
from model.errors import InputError
from model.proof import Verdict

SHARE = {Verdict.MET: 1.0, Verdict.PARTLY_MET: 0.5, Verdict.NOT_MET: 0.0, Verdict.UNKNOWN: 0.0}
RISKS = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Result:
    """risk: what a failure amounts to, after anything that lowers it. trigger: of major risk, as far as it counts."""

    item: str
    technical: bool
    weight: int
    verdict: Verdict
    risk: RISKS = "low"
    trigger: str = ""

    @property
    def failed(self) -> bool:
        return self.verdict not in (Verdict.MET, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """value: the score of 2021 or the rate of 2025, both 0 to 100, two decimals. high, medium: failed items by risk.
    major: triggers of major risk that count."""

    template: str
    code: str
    zh: str
    en: str
    value: float
    applicable: int
    met: int
    partly: int
    not_met: int
    unknown: int
    high: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    major: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of the conclusion when an item is fulfilled, after all steps before it."""

    item: str
    code: str
    value: float
    gain: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one template. more: risks that no item carries (the composite triggers), as decided by people."""

    template: str
    values: Mapping[str, Any]
    more: tuple[str, ...] = field(default=())


def template_on(day: str) -> str:
    """By the day on the report's cover."""
    for one in raw("scoring.yml")["templates"]:
        if one["valid_from"] <= day and (one["valid_to"] is None or day <= one["valid_to"]):
            return str(one["id"])
    raise InputError(f"no report template is known for {day}", hint="the oldest held is of 2021-06-01")


def templates() -> list[str]:
    return [str(one["id"]) for one in raw("scoring.yml")["templates"]]


def settings_of(template: str, **changed: Any) -> Settings:
    """The shipped settings with some changed. Raises InputError for names it does not have."""
    held = dict(_template(template)["settings"])
    unknown = sorted(changed.keys() - held.keys())
    if unknown:
        raise InputError(f"the template has no setting {', '.join(unknown)}", where=template)
    return Settings(template, held | changed)


def conclude(results: Iterable[Result], settings: Settings) -> Conclusion:
    applicable = [one for one in results if one.verdict is not Verdict.NOT_APPLICABLE]
    return _score(applicable, settings) if settings.template == "template_2021" else _rate(applicable, settings)


def _score(results: Sequence[Result], settings: Settings) -> Conclusion:
    """M = Vt + Vm, V = max(0, 100·share − Σ factor·(1−x)·100/n). Source: template of 2021, from memory; `verify`."""
    share, factors = float(settings.values["technical_share"]), settings.values["factors"]
    step = 100 / len(results) if results else 0.0
    lost = {True: 0.0, False: 0.0}
    for one in results:
        lost[one.technical] += factors[one.weight] * (1 - SHARE[one.verdict]) * step
    score = max(0.0, 100 * share - lost[True]) + max(0.0, 100 * (1 - share) - lost[False]) if results else 0.0
    found = _counted(results, settings, round(score, 2))
    for grade in _template("template_2021")["conclusions"]:
        held = score >= grade["least"] - 1e-9
        if held and not (grade.get("no_high") and found.high) and not (grade.get("no_medium") and found.medium):
            return replace(found, code=grade["code"], zh=grade["zh"], en=grade["en"])
    raise InputError("no conclusion fits", where="scoring.yml")


def _rate(results: Sequence[Result], settings: Settings) -> Conclusion:
    """Conformant above `upper` without major risk, basically conformant from `lower` on, else not.

    Source: 公网安〔2025〕1846号 answer 20; above `upper` with a major risk is read as basically conformant (ours).
    """
    values = settings.values
    half = 0.5 if values["rate_formula"] == "half_credit" else 0.0
    gained = sum(1.0 if one.verdict is Verdict.MET else half * (one.verdict is Verdict.PARTLY_MET) for one in results)
    rate = 100 * gained / len(results) if results else 0.0
    found = _counted(results, settings, round(rate, 2))
    upper, lower = float(values["upper"]), float(values["lower"])
    above = rate > upper or (bool(values["at_upper_is_conformant"]) and rate == upper)
    basic = rate > lower or (bool(values["at_lower_is_basic"]) and rate == lower)
    code = "conformant" if above and not found.major else "basic" if basic else "not_conformant"
    grade = next(one for one in _template("template_2025")["conclusions"] if one["code"] == code)
    return replace(found, code=code, zh=grade["zh"], en=grade["en"])


def _counted(results: Sequence[Result], settings: Settings, value: float) -> Conclusion:
    number = {verdict: sum(one.verdict is verdict for one in results) for verdict in Verdict}
    failed = [one for one in results if one.failed and one.verdict is not Verdict.UNKNOWN]
    return Conclusion(
        template=settings.template,
        code="",
        zh="",
        en="",
        value=value,
        applicable=len(results),
        met=number[Verdict.MET],
        partly=number[Verdict.PARTLY_MET],
        not_met=number[Verdict.NOT_MET],
        unknown=number[Verdict.UNKNOWN],
        high=tuple(one.item for one in failed if one.risk == "high"),
        medium=tuple(one.item for one in failed if one.risk == "medium"),
        major=tuple(sorted({one.trigger for one in failed if one.trigger} | set(settings.more))),
    )


def what_if(results: Sequence[Result], settings: Settings, fulfilled: Iterable[str]) -> Conclusion:
    """The conclusion if these items were met."""
    chosen = set(fulfilled)
    return conclude(
        [replace(one, verdict=Verdict.MET) if one.item in chosen and one.failed else one for one in results], settings
    )


def way_up(results: Sequence[Result], settings: Settings, *, limit: int = 200) -> list[Step]:
    """The fewest items, as far as taking the best next one finds them, that lead to the next better conclusion, in order.

    Items that stand in the way as a risk come first, then those that gain most. Empty at the top, or when `limit` items
    are not enough.
    """
    order = [one["code"] for one in _template(settings.template)["conclusions"]]
    now = conclude(results, settings)
    if now.code == order[0]:
        return []
    better = set(order[: order.index(now.code)])
    blocking = {"high": 0, "medium": 1, "low": 2}
    share = {True: "technical", False: "management"}
    waiting = sorted(
        (one for one in results if one.failed),
        key=lambda one: (
            not one.trigger,
            blocking[one.risk],
            SHARE[one.verdict] - 1,
            -one.weight,
            share[one.technical],
        ),
    )
    steps: list[Step] = []
    chosen: list[str] = []
    value = now.value
    for one in waiting[:limit]:
        chosen.append(one.item)
        found = what_if(results, settings, chosen)
        steps.append(Step(one.item, found.code, found.value, round(found.value - value, 2)))
        value = found.value
        if found.code in better:
            return _without_needless(results, settings, steps, better)
    return []


def _without_needless(results: Sequence[Result], settings: Settings, steps: list[Step], better: set[str]) -> list[Step]:
    """Leave out what the better conclusion does not need, last added first; bounded by the number of steps."""
    kept = [step.item for step in steps]
    for step in reversed(steps[:60]):
        fewer = [item for item in kept if item != step.item]
        if fewer and what_if(results, settings, fewer).code in better:
            kept = fewer
    again: list[Step] = []
    value = conclude(results, settings).value
    for index, item in enumerate(kept):
        found = what_if(results, settings, kept[: index + 1])
        again.append(Step(item, found.code, found.value, round(found.value - value, 2)))
        value = found.value
    return again


def _template(name: str) -> Any:
    for one in raw("scoring.yml")["templates"]:
        if one["id"] == name:
            return one
    raise InputError(f"there is no report template {name!r}", hint=f"there are {', '.join(templates())}")
