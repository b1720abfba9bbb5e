"""recording.yml and README.md of the two days, with the registers that say what was allowed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from tests.captures.make.public_data.story import Step

TITLES = {
    "data-normal-day": ("A normal day of the public-data platform", "公共数据平台的普通工作日"),
    "data-abuse-day": ("A day of data abuse on the public-data platform", "公共数据平台的数据滥用日"),
}
LABEL = (
    "Synthetic activity of real software in an isolated test network (a Linux network namespace). "
    "No real person, organisation, address or secret is in it."
)
LABEL_ZH = "真实软件在隔离测试网络（Linux 网络命名空间）中产生的模拟活动，不含任何真实的人员、单位、地址或密钥。"
UNITS = [
    {"id": "district", "name": "Qinghe District", "name_zh": "清禾区", "kind": "district", "parent": ""},
    {"id": "data-centre", "name": "District Data Centre", "name_zh": "区大数据中心", "kind": "department", "parent": "district"},
    {"id": "health-bureau", "name": "District Health Bureau", "name_zh": "区卫健委", "kind": "department", "parent": "district"},
    {"id": "civil-affairs", "name": "District Civil Affairs Bureau", "name_zh": "区民政局", "kind": "department", "parent": "district"},
    {"id": "education-bureau", "name": "District Education Bureau", "name_zh": "区教育局", "kind": "department", "parent": "district"},
]  # fmt: skip
ASSETS = [
    {"id": name, "name": name, "kind": kind, "unit": "data-centre", "addresses": [address], "criticality": criticality}
    for name, kind, address, criticality in (
        ("data-database", "server", "10.20.5.20", 5),
        ("data-gateway", "gateway", "10.20.5.10", 4),
        ("file-exchange", "server", "10.20.5.30", 4),
    )
]
INPUTS = [
    {"file": "database/postgresql.csv", "kind": "postgresql", "source": "data-database", "unit": "data-centre",
     "observer": "data-database", "timezone": "UTC"},
    {"file": "gateway/access.jsonl", "kind": "jsonl", "source": "data-gateway", "unit": "data-centre", "observer": "data-gateway",
     "timezone": "Asia/Shanghai"},
    {"file": "exchange/transfers.jsonl", "kind": "jsonl", "source": "file-exchange", "unit": "data-centre",
     "observer": "file-exchange", "timezone": "Asia/Shanghai"},
]  # fmt: skip


def _approval(
    number: str, recipient: str, by_unit: str, names: list[str], purpose: str, fields: list[str], **more: Any
) -> dict[str, Any]:
    return {
        "id": number, "recipient": recipient, "by_unit": by_unit, "names": names, "purposes": [purpose], "fields": fields,
        "valid_from": "2026-01-01T00:00:00Z", "valid_to": "2027-01-01T00:00:00Z", **more,
    }  # fmt: skip


PUBLIC_DATA = {
    "data_sets": [
        {"id": "district-residents", "name": "Residents of the district", "name_zh": "全区居民基础信息", "unit": "data-centre",
         "data_class": "sensitive", "records": 2000, "personal_information": True},
        {"id": "district-residents-2023", "name": "Residents, state of 2023", "name_zh": "居民基础信息（2023 年快照）",
         "unit": "data-centre", "data_class": "sensitive", "records": 2000, "personal_information": True},
    ],
    "catalogue": [
        {"data_set": "district-residents", "fields": ["id", "name", "id_card", "mobile", "town", "birth_year", "subsidy"],
         "keepers": ["data_service", "backup", "data-centre"],
         "places": [{"kind": "table", "name": "people.residents"}, {"kind": "api", "name": "/data/residents"},
                    {"kind": "file", "name": "/outgoing/residents"}]},
        {"data_set": "district-residents-2023", "fields": ["id", "name", "id_card", "mobile", "town", "birth_year", "subsidy"],
         "keepers": ["data_service", "backup"], "places": [{"kind": "table", "name": "people.residents_2023"}]},
    ],
    "approvals": [
        _approval("SQ-2026-001", "backup", "data-centre", [], "backup", [], data_set="district-residents", recipient_kind="account",
                  masked=False),
        _approval("SQ-2026-003", "education-bureau", "education-bureau", ["app-school"], "enrolment", ["name", "birth_year"],
                  data_set="district-residents", valid_to="2026-08-31T16:00:00Z", max_rows=200),
        _approval("SQ-2026-011", "health-bureau", "health-bureau", ["app-health"], "health survey",
                  ["name", "town", "birth_year", "mobile"], data_set="district-residents", max_rows=200),
        _approval("SQ-2026-012", "civil-affairs", "civil-affairs", ["app-civil"], "subsidy check",
                  ["name", "id_card", "mobile", "subsidy"], data_set="district-residents", masked=False, max_rows=500),
        _approval("SQ-2026-013", "analyst_wang", "data-centre", [], "statistics", ["name", "town", "birth_year"],
                  data_set="district-residents", recipient_kind="account", max_rows=200),
    ],
    "proofs": [{"reference": "XH-2026-031", "data_set": "district-residents", "time": "2026-11-18T08:00:00Z"}],
}  # fmt: skip
REAL = """Real: PostgreSQL 15 with pgaudit wrote the database's log, nginx the gateway's, over real connections. Written for the recording
(in `tests/captures/make/public_data`): the data service behind the gateway, the file exchange and its log, and what people do. The
servers' clocks were set to the day with libfaketime (lines of the database's start that it did not reach are left out); a
day is three sittings, each at the pace of the machine. Residents are
made up: their IDs have right check characters, of region 999999, which is not assigned to anybody; telephone numbers are of the
unassigned block 1990000xxxx."""


def iso(time: datetime | None) -> str:
    return "" if time is None else f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"


def describe(name: str, folder: Path, start: datetime, end: datetime, steps: list[Step]) -> None:
    title, title_zh = TITLES[name]
    truth = [
        {
            "step": number,
            "name": step.name,
            "technique": step.technique,
            "finding": step.found.value,
            "start": iso(step.start),
            "end": iso(step.end),
            "hosts": step.hosts,
            "seen_in": step.seen_in,
            "description": step.description,
            "description_zh": step.description_zh,
        }
        for number, step in enumerate(steps, start=1)
    ]
    recording = {
        "title": title, "title_zh": title_zh, "label": LABEL, "label_zh": LABEL_ZH, "licence": "Apache-2.0",
        "recorded": {"start": iso(start), "end": iso(end)}, "compression": "three sittings of a working day", "units": UNITS,
        "assets": ASSETS, "public_data": PUBLIC_DATA, "inputs": INPUTS, "truth": truth,
    }  # fmt: skip
    text = yaml.safe_dump(recording, allow_unicode=True, sort_keys=False, width=110)
    (folder / "recording.yml").write_text(text, encoding="utf-8")
    lines = [
        f"# {title}",
        "",
        title_zh,
        "",
        LABEL,
        "",
        f"- Recorded {iso(start)} to {iso(end)}: three sittings of a working day.",
    ]
    lines += [
        "- Licence: Apache-2.0, like the rest of the project.",
        "- Made by `python -m tests.captures.make.public_data`.",
        "",
    ]
    lines += [
        "## What is real and what is not",
        "",
        REAL,
        "",
        "## Files",
        "",
        "| file | kind | bytes |",
        "|---|---|---:|",
    ]
    lines += [f"| `{one['file']}` | {one['kind']} | {(folder / one['file']).stat().st_size} |" for one in INPUTS]
    if steps:
        lines += ["", "## Ground truth", "", "| step | from | to | finding | what happened |", "|---:|---|---|---|---|"]
        lines += [
            f"| {number} | {iso(s.start)[11:23]} | {iso(s.end)[11:23]} | `{s.found}` | **{s.name}.** {s.description} |"
            for number, s in enumerate(steps, start=1)
        ]
    (folder / "README.md").write_text("\n".join([*lines, ""]), encoding="utf-8")
