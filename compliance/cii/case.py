"""What is known of one critical system on one day, and what a probe answers from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.catalog import raw
from compliance.risk.standing import Standing
from compliance.three_sync.gates import needs
from model.cii import CiiAssessment, CiiFile, ComponentList, ScanPermit, Supplier
from model.compliance import SystemRecord
from model.coordination import Notice, Shift
from model.estate import Asset, DataSet
from model.inventory import Exposure, Service
from model.proof import Verdict
from model.recovery import BackupPlan, Drill
from model.times import Micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """Within a year, of the unit of the system. cases: incidents with statutory clocks; late: those with a report overdue;
    over: those handled to the end; summed: those of them whose causes and lessons are written. runs: playbooks run for
    incidents; done: those that came to their end."""

    cases: int = 0
    late: int = 0
    over: int = 0
    summed: int = 0
    runs: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CiiCase:
    """One system on one day. permits: the guard refuses scans without one, so only permits are asked for. gates: artefacts
    missing for going live. notices: issued to its unit within a year. shifts: of its unit and those above, around now."""

    today: str
    now: Micros
    record: SystemRecord
    file: CiiFile
    assessments: Sequence[CiiAssessment] = ()
    permits: Sequence[ScanPermit] = ()
    suppliers: Sequence[Supplier] = ()
    lists: Sequence[ComponentList] = ()
    assets: Sequence[Asset] = ()
    services: Sequence[Service] = ()
    exposures: Sequence[Exposure] = ()
    data: Sequence[DataSet] = ()
    risks: Sequence[Standing] = ()
    gates: Sequence[str] = ()
    plans: Sequence[BackupPlan] = ()
    drills: Sequence[Drill] = ()
    notices: Sequence[Notice] = ()
    shifts: Sequence[Shift] = ()
    handled: Handled = Handled()


@dataclass(frozen=True, slots=True)
class CiiAnswer:
    """reason: a key of the reasons in `catalogs/cii-reasons.yml`, filled with params."""

    verdict: Verdict
    reason: str
    params: Mapping[str, object]

    @property
    def words(self) -> tuple[str, str]:
        words = raw("cii-reasons.yml")
        held = words["reasons"][self.reason]
        zh, en = dict(self.params), dict(self.params)
        if self.reason == "gates":
            needed = {one.id: one for one in needs()}
            missing = [needed[one] for one in str(self.params["missing"]).split(", ")]
            zh["missing"], en["missing"] = "、".join(one.zh for one in missing), ", ".join(one.en for one in missing)
        if self.reason == "lacking":
            names = [words["names"][name] for name in str(self.params["missing"]).split(", ")]
            zh["missing"], en["missing"] = "、".join(one["zh"] for one in names), ", ".join(one["en"] for one in names)
        return held["zh"].format(**zh), held["en"].format(**en)


def told(verdict: Verdict, reason: str, **params: object) -> CiiAnswer:
    return CiiAnswer(verdict, reason, params)


def lacking(names: Mapping[str, object]) -> list[str]:
    return [name for name, value in names.items() if not value]
