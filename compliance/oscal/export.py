"""The documents of one system, packed together; every uuid follows from what it names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, TypeAlias
from uuid import UUID, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from compliance.catalog import catalog
from compliance.mlps.posture import ItemPosture, Posture, Said
from compliance.mlps.reasons import reason
from compliance.mlps.rules import rule_of
from compliance.reports.document import visible
from compliance.reports.frame import Frame
from model.compliance import TaskState
from model.proof import Verdict
from model.times import Micros

OSCAL_VERSION = "1.1.3"
NAMESPACE = UUID("6f0c7f3e-3f0d-5d0e-9d3b-5f6f2c1f4a10")
"""Ours, so that nobody else's uuids can meet these."""
PROPS = "urn:fengsui:oscal"
Json: TypeAlias = dict[str, Any]
_IMPLEMENTED = {
    Verdict.MET: "implemented",
    Verdict.PARTLY_MET: "partial",
    Verdict.NOT_MET: "planned",
    Verdict.NOT_APPLICABLE: "not-applicable",
    Verdict.UNKNOWN: "planned",
}


def documents(one: Posture, said: Said, frame: Frame) -> dict[str, Json]:
    """By file name. A plan of action is there only when something is to be done: OSCAL knows no empty one."""
    made = _Maker(one, said, frame)
    found = {
        "catalog.json": {"catalog": made.catalog()},
        "profile.json": {"profile": made.profile()},
        "system-security-plan.json": {"system-security-plan": made.plan()},
        "assessment-plan.json": {"assessment-plan": made.assessment_plan()},
        "assessment-results.json": {"assessment-results": made.results()},
    }
    items = made.actions()
    if items:
        found["plan-of-action-and-milestones.json"] = {"plan-of-action-and-milestones": made.poam(items)}
    return found


def to_oscal(one: Posture, said: Said, frame: Frame) -> bytes:
    """A zip archive of all documents."""
    moment = datetime.fromtimestamp(max(frame.made // 1_000_000, 315_619_200), UTC)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, document in documents(one, said, frame).items():
            info = ZipInfo(name, moment.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, json.dumps(document, ensure_ascii=False, indent=1).encode())
    return out.getvalue()


def _moment(time: Micros) -> str:
    return datetime.fromtimestamp(time / 1e6, UTC).isoformat(timespec="milliseconds")


def _prop(name: str, value: object) -> Json:
    return {"name": name, "ns": PROPS, "value": _text(str(value))}


def _text(text: str) -> str:
    """OSCAL values are one line without space at the ends, and never empty."""
    return visible(text).strip() or "-"


class _Maker:
    def __init__(self, one: Posture, said: Said, frame: Frame) -> None:
        self._one, self._said, self._frame, self._say = one, said, frame, frame.say
        self._items = one.items

    def _uuid(self, *names: object) -> str:
        return str(uuid5(NAMESPACE, "\x1f".join((self._one.system.id, *map(str, names)))))

    def _document(self, name: str) -> str:
        return self._uuid("document", name, self._frame.made, self._frame.say.language)

    def _metadata(self, title: str) -> Json:
        proof = self._frame.proof
        return {
            "title": _text(title),
            "last-modified": _moment(self._frame.made),
            "version": str(self._frame.made),
            "oscal-version": OSCAL_VERSION,
            "props": [
                _prop("ledger-origin", proof.origin),
                _prop("ledger-size", proof.size),
                _prop("ledger-root-sm3", proof.root),
            ],
            "remarks": self._say(
                "控制项文字为平台释义，非标准原文；带 verify 的内容尚未对照正式文本确认。",
                "The wording of controls is our own, not the standard's; what bears `verify` has not been confirmed.",
            ),
        }

    def catalog(self) -> Json:
        say = self._say
        groups: list[Json] = []
        for category in catalog().categories:
            points: dict[str, Json] = {}
            for item in self._items:
                control = item.place.control
                if control.category != category.code:
                    continue
                group = points.setdefault(
                    control.clause,
                    {
                        "id": f"clause-{control.clause}",
                        "title": _text(f"{control.clause} {say(control.zh, control.en)}"),
                        "controls": [],
                    },
                )
                if control.verify:
                    group["props"] = [_prop("verify", control.verify)]
                group["controls"].append(self._control(item))
            if points:
                groups.append(
                    {
                        "id": category.code,
                        "title": say(category.zh, category.en),
                        "groups": list(points.values()),
                    }
                )
        title = say("等级保护基本要求控制项（平台释义）", "Items of classified protection in our own wording")
        return {"uuid": self._document("catalog"), "metadata": self._metadata(title), "groups": groups}

    def _control(self, item: ItemPosture) -> Json:
        held, say = item.place.item, self._say
        props = [
            _prop("clause", item.place.control.clause),
            _prop("assessment-unit", held.unit),
            _prop("evidence", held.evidence),
            _prop("weight-proposed", held.weight),
        ]
        if held.case:
            props.append(_prop("high-risk-case", held.case))
        if held.trigger:
            props.append(_prop("major-risk-trigger", held.trigger))
        if held.unit_verify:
            props.append(_prop("verify", "unit number not confirmed"))
        return {
            "id": held.id,
            "title": _text(f"{held.id} {say(item.place.control.zh, item.place.control.en)}"),
            "props": props,
            "parts": [{"id": f"{held.id}_smt", "name": "statement", "prose": _text(say(held.zh, held.en))}],
        }

    def profile(self) -> Json:
        one, say = self._one, self._say
        title = say(
            f"{self._name} 适用控制项（{one.system.mlps_level} 级）",
            f"Items for {self._name}, level {one.system.mlps_level}",
        )
        wanted = [item.id for item in self._items if item.verdict is not Verdict.NOT_APPLICABLE]
        choice: Json = (
            {"href": "catalog.json", "include-controls": [{"with-ids": wanted}]} if wanted else {"href": "catalog.json"}
        )
        return {
            "uuid": self._document("profile"),
            "metadata": self._metadata(title),
            "imports": [choice],
            "merge": {"as-is": True},
        }

    @property
    def _name(self) -> str:
        return self._frame.system(self._one.system)

    def plan(self) -> Json:
        one, say, record = self._one, self._say, self._one.record
        level = one.system.mlps_level
        title = say(f"{self._name} 安全保护方案", f"Security plan of {self._name}")
        props = [
            _prop("mlps-level", level),
            _prop("level-is-proposal", "yes" if one.system.level_is_proposal else "no"),
            _prop("unit", one.system.unit),
            _prop("cii", record.cii.status.value),
        ]
        if record.filing.certificate:
            props.append(_prop("filing-certificate", record.filing.certificate))
        component = self._uuid("component")
        return {
            "uuid": self._document("plan"),
            "metadata": self._metadata(title),
            "import-profile": {"href": "profile.json"},
            "system-characteristics": {
                "system-ids": [{"identifier-type": PROPS, "id": _text(one.system.id)}],
                "system-name": _text(self._name),
                "description": _text(record.grading.reason or self._name),
                "props": props,
                "security-sensitivity-level": f"mlps-{level}",
                "system-information": {
                    "information-types": [
                        {
                            "uuid": self._uuid("information"),
                            "title": say("业务数据", "Business data"),
                            "description": say("见数据资源台账", "See the register of data sets"),
                        }
                    ]
                },
                "status": {"state": "operational" if record.filing.filed or record.assessed else "under-development"},
                "authorization-boundary": {
                    "description": say("台账登记的资产", "The assets registered for the system")
                },
            },
            "system-implementation": {
                "users": [{"uuid": self._uuid("user"), "title": _text(record.owner or say("责任人", "Owner"))}],
                "components": [
                    {
                        "uuid": component,
                        "type": "this-system",
                        "title": _text(self._name),
                        "description": _text(self._name),
                        "status": {"state": "operational"},
                    }
                ],
            },
            "control-implementation": {
                "description": say("由平台按遥测、台账与材料得出", "From telemetry, registers and papers"),
                "implemented-requirements": [self._requirement(item, component) for item in self._items],
            },
        }

    def _requirement(self, item: ItemPosture, component: str) -> Json:
        remark = item.not_applicable or (item.reviewed.note if item.reviewed else "")
        made: Json = {
            "uuid": self._uuid("requirement", item.id),
            "control-id": item.id,
            "by-components": [
                {
                    "component-uuid": component,
                    "uuid": self._uuid("by-component", item.id),
                    "description": _text(self._because(item)),
                    "implementation-status": {"state": _IMPLEMENTED[item.verdict]},
                }
            ],
        }
        if remark:
            made["remarks"] = _text(remark)
        return made

    def _because(self, item: ItemPosture) -> str:
        told = [reason(self._one.answers[rule])[0 if self._say.zh else 1] for rule in item.rules]
        return "; ".join((self._say.verdict(item.verdict).text, *told))

    def _selection(self) -> Json:
        wanted = [{"control-id": item.id} for item in self._items if item.verdict is not Verdict.NOT_APPLICABLE]
        return {"control-selections": [{"include-controls": wanted} if wanted else {"include-all": {}}]}

    def assessment_plan(self) -> Json:
        title = self._say(f"{self._name} 自查方案", f"Plan of the self-assessment of {self._name}")
        return {
            "uuid": self._document("assessment-plan"),
            "metadata": self._metadata(title),
            "import-ssp": {"href": "system-security-plan.json"},
            "reviewed-controls": self._selection(),
        }

    def results(self) -> Json:
        title = self._say(f"{self._name} 自查结果", f"Results of the self-assessment of {self._name}")
        observations = [self._observation(name) for name in sorted(self._one.answers)]
        found: Json = {
            "uuid": self._uuid("result", self._frame.made),
            "title": title,
            "description": title,
            "start": _moment(min([one.start for one in self._one.answers.values() if one.start], default=self._one.at)),
            "end": _moment(self._one.at),
            "reviewed-controls": self._selection(),
            "props": [
                _prop(f"conclusion-{name}", f"{held.value} {self._say(held.zh, held.en)}")
                for name, held in self._one.conclusions.items()
            ],
        }
        findings = [self._finding(item) for item in self._items if item.verdict is not Verdict.NOT_APPLICABLE]
        if observations:
            found["observations"] = observations
        if findings:
            found["findings"] = findings
        return {
            "uuid": self._document("results"),
            "metadata": self._metadata(title),
            "import-ap": {"href": "assessment-plan.json"},
            "results": [found],
        }

    def _observation(self, name: str) -> Json:
        answer, rule = self._one.answers[name], rule_of(name)
        props = [
            _prop("rule", name),
            _prop("verdict", answer.verdict.value),
            _prop("events", answer.count),
        ]
        if answer.query:
            props.append(_prop("query", answer.query))
        props += [_prop("event-id", one) for one in answer.event_ids]
        return {
            "uuid": self._uuid("observation", name),
            "title": self._say(rule.zh, rule.en),
            "description": _text(reason(answer)[0 if self._say.zh else 1]),
            "methods": ["TEST"],
            "props": props,
            "collected": _moment(answer.end or self._one.at),
        }

    def _finding(self, item: ItemPosture) -> Json:
        state = "satisfied" if item.verdict is Verdict.MET else "not-satisfied"
        results: Mapping[str, Verdict | None] = {
            "auto-result": item.auto,
            "reviewed-result": item.reviewed.verdict if item.reviewed else None,
            "official-result": item.official.verdict if item.official else None,
        }
        made: Json = {
            "uuid": self._uuid("finding", item.id),
            "title": item.id,
            "description": _text(self._because(item)),
            "props": [
                _prop("verdict", item.verdict.value),
                *(_prop(name, verdict.value) for name, verdict in results.items() if verdict is not None),
                *([_prop("risk", item.risk)] if item.verdict is Verdict.NOT_MET else []),
            ],
            "target": {"type": "statement-id", "target-id": f"{item.id}_smt", "status": {"state": state}},
        }
        if item.rules:
            made["related-observations"] = [{"observation-uuid": self._uuid("observation", one)} for one in item.rules]
        return made

    def actions(self) -> list[Json]:
        """Items not met, and tasks of the plan that belong to none of them."""
        tasks = {one.id: one for one in self._said.tasks if one.state is not TaskState.DROPPED}
        out: list[Json] = []
        for item in self._items:
            if item.verdict not in (Verdict.NOT_MET, Verdict.PARTLY_MET):
                continue
            props = [_prop("control-id", item.id), _prop("verdict", item.verdict.value), _prop("risk", item.risk)]
            task = tasks.get(item.task)
            if task is not None:
                props += [_prop("owner", task.owner), _prop("state", task.state.value)]
                props += [_prop("due", task.due)] if task.due else []
            out.append(
                {
                    "uuid": self._uuid("action", item.id),
                    "title": _text(task.title if task is not None else item.id),
                    "description": _text(self._say(item.place.item.zh, item.place.item.en)),
                    "props": props,
                    "related-findings": [{"finding-uuid": self._uuid("finding", item.id)}],
                }
            )
        return out

    def poam(self, items: Iterable[Json]) -> Json:
        title = self._say(f"{self._name} 整改计划", f"Plan of action of {self._name}")
        return {
            "uuid": self._document("poam"),
            "metadata": self._metadata(title),
            "import-ssp": {"href": "system-security-plan.json"},
            "system-id": {"identifier-type": PROPS, "id": _text(self._one.system.id)},
            "findings": [
                self._finding(item) for item in self._items if item.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)
            ],
            **(
                {"observations": [self._observation(one) for one in sorted(self._one.answers)]}
                if self._one.answers
                else {}
            ),
            "poam-items": list(items),
        }
