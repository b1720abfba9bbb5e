"""The documents of one system, packed together; every uuid follows from what it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compliance.mlps.posture import ItemPosture, Posture, Said
from compliance.mlps.reasons import reason
from compliance.mlps.rules import rule_of
from compliance.oscal.parts import PROPS, Json, archive, groups, metadata, moment, prop, text, uuid_of
from compliance.reports.frame import Frame
from model.compliance import TaskState
from model.proof import Verdict

OSCAL_VERSION = "1.1.3"
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
    return archive(documents(one, said, frame), frame.made)


class _Maker:
    def __init__(self, one: Posture, said: Said, frame: Frame) -> None:
        self._one, self._said, self._frame, self._say = one, said, frame, frame.say
        self._items = one.items

    def _uuid(self, *names: object) -> str:
        return uuid_of(self._one.system.id, *names)

    def _document(self, name: str) -> str:
        return self._uuid("document", name, self._frame.made, self._frame.say.language)

    def _metadata(self, title: str) -> Json:
        return metadata(title, self._frame, OSCAL_VERSION)

    def catalog(self) -> Json:
        title = self._say("等级保护基本要求控制项（平台释义）", "Items of classified protection in our own wording")
        return {
            "uuid": self._document("catalog"),
            "metadata": self._metadata(title),
            "groups": groups((item.place for item in self._items), self._say),
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
            prop("mlps-level", level),
            prop("level-is-proposal", "yes" if one.system.level_is_proposal else "no"),
            prop("unit", one.system.unit),
            prop("cii", record.cii.status.value),
        ]
        if record.filing.certificate:
            props.append(prop("filing-certificate", record.filing.certificate))
        component = self._uuid("component")
        return {
            "uuid": self._document("plan"),
            "metadata": self._metadata(title),
            "import-profile": {"href": "profile.json"},
            "system-characteristics": {
                "system-ids": [{"identifier-type": PROPS, "id": text(one.system.id)}],
                "system-name": text(self._name),
                "description": text(record.grading.reason or self._name),
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
                "users": [{"uuid": self._uuid("user"), "title": text(record.owner or say("责任人", "Owner"))}],
                "components": [
                    {
                        "uuid": component,
                        "type": "this-system",
                        "title": text(self._name),
                        "description": text(self._name),
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
                    "description": text(self._because(item)),
                    "implementation-status": {"state": _IMPLEMENTED[item.verdict]},
                }
            ],
        }
        if remark:
            made["remarks"] = text(remark)
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
            "start": moment(min([one.start for one in self._one.answers.values() if one.start], default=self._one.at)),
            "end": moment(self._one.at),
            "reviewed-controls": self._selection(),
            "props": [
                prop(f"conclusion-{name}", f"{held.value} {self._say(held.zh, held.en)}")
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
            prop("rule", name),
            prop("verdict", answer.verdict.value),
            prop("events", answer.count),
        ]
        if answer.query:
            props.append(prop("query", answer.query))
        props += [prop("event-id", one) for one in answer.event_ids]
        return {
            "uuid": self._uuid("observation", name),
            "title": self._say(rule.zh, rule.en),
            "description": text(reason(answer)[0 if self._say.zh else 1]),
            "methods": ["TEST"],
            "props": props,
            "collected": moment(answer.end or self._one.at),
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
            "description": text(self._because(item)),
            "props": [
                prop("verdict", item.verdict.value),
                *(prop(name, verdict.value) for name, verdict in results.items() if verdict is not None),
                *([prop("risk", item.risk)] if item.verdict is Verdict.NOT_MET else []),
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
            props = [prop("control-id", item.id), prop("verdict", item.verdict.value), prop("risk", item.risk)]
            task = tasks.get(item.task)
            if task is not None:
                props += [prop("owner", task.owner), prop("state", task.state.value)]
                props += [prop("due", task.due)] if task.due else []
            out.append(
                {
                    "uuid": self._uuid("action", item.id),
                    "title": text(task.title if task is not None else item.id),
                    "description": text(self._say(item.place.item.zh, item.place.item.en)),
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
            "system-id": {"identifier-type": PROPS, "id": text(self._one.system.id)},
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
