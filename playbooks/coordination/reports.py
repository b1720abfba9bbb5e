"""Drafts of statutory reports, filled in from what is known. What is not known yet says so, so that items 1 and 2 can go out in
time and the rest follow (国家网络安全事件报告管理办法, article 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Template

from model.coordination import Case, ReportRecord
from model.severity import Grade
from model.times import Micros, to_datetime
from playbooks.coordination.clocks import CHINA
from playbooks.coordination.tables import Rule, codes, measures, raw

MOST = 4_000
"""Characters of one value in a draft."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the platform knows of the incident, in one language. actions: what playbooks did, for as long as nobody wrote it."""

    title: str
    units: Sequence[str]
    entities: Sequence[str]
    techniques: Sequence[str]
    story: str
    actions: Sequence[str] = ()


def draft(
    rule: Rule, case: Case, proposed: Grade, known: Known, sent: Sequence[ReportRecord], now: Micros, zh: bool
) -> str:
    """The text of a report under a rule. Times are China's."""
    texts = raw("report-templates")
    unknown = texts["unknown"]["zh" if zh else "en"]
    values: Mapping[str, str] = {
        "to": rule.to if zh else rule.to_en,
        "basis": rule.basis if zh else rule.basis_en,
        "title": known.title,
        "units": _joined(known.units, zh),
        "entities": _joined(known.entities, zh),
        "techniques": _joined(known.techniques, zh),
        "story": known.story,
        "occurred": _time(case.occurred_at),
        "known": _time(case.known_at),
        "handled": _time(case.handled_at) if case.handled_at else "",
        "category": category_name(case.category, zh),
        "grade": _grade(case, proposed, zh),
        "impact": case.impact,
        "actions": case.actions or _joined(known.actions, zh),
        "causes": case.causes,
        "lessons": case.lessons,
        "measures": _joined([measure_text(name, value, zh) for name, value in case.measures.items()], zh),
        "pi_people": f"{case.measures['pi_people']:g}" if "pi_people" in case.measures else "",
        "reports": _joined([f"{one.rule} {_time(one.sent)}" for one in sent], zh),
        "next": "",
        "now": _time(now),
    }
    told = {name: _clean(value) or unknown for name, value in values.items()}
    return Template(texts[rule.what]["zh" if zh else "en"]).substitute(told)


def _clean(text: str) -> str:
    """Titles come from events: no control or bidirectional characters reach a letter to the authorities."""
    kept = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)
    return kept if len(kept) <= MOST else f"{kept[:MOST]}…"


def _joined(parts: Sequence[str], zh: bool) -> str:
    return ("、" if zh else ", ").join(parts[:30])


def _time(at: Micros) -> str:
    return f"{to_datetime(at + CHINA):%Y-%m-%d %H:%M}（北京时间）" if at else ""


def _grade(case: Case, proposed: Grade, zh: bool) -> str:
    grade = case.grade or proposed
    word = grade.zh if zh else grade.en
    if case.grade is not None:
        return word
    return f"{word}（初步研判，待确认）" if zh else f"{word} (proposed, not confirmed)"


def category_name(code: str, zh: bool) -> str:
    names = codes().get(code)
    return f"{names[0] if zh else names[1]}（{code}）" if names else ""


def measure_text(name: str, value: float, zh: bool) -> str:
    measure = measures().get(name)
    return f"{measure.zh if zh else measure.en} {value:g} {measure.unit}" if measure else ""
