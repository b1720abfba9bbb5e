"""The control items as a library CISO Assistant imports: one framework of four depths, groups by level and extension.

Format: CISO Assistant, "Designing your own libraries" and the library workbench of its tools (objects, mandatory fields, URNs).
Every text is our own wording; Chinese is the translation `zh`, English the library's locale.
"""

from __future__ import annotations

from typing import Any

import yaml

from compliance.catalog import ControlPoint, Item, Part, catalog
from compliance.reports.frame import Frame
from model.compliance import Extension

NAME = "mlps-gbt22239-2019"
PACKAGER = "fengsui"
LIBRARY = f"urn:{PACKAGER}:risk:library:{NAME}"
FRAMEWORK = f"urn:{PACKAGER}:risk:framework:{NAME}"
NODE = f"urn:{PACKAGER}:risk:req_node:{NAME}"
_EXTENSIONS = {
    Extension.GENERAL: ("general requirements", "通用要求"),
    Extension.CLOUD: ("cloud computing", "云计算扩展要求"),
    Extension.MOBILE: ("mobile access", "移动互联扩展要求"),
    Extension.IOT: ("internet of things", "物联网扩展要求"),
    Extension.ICS: ("industrial control", "工业控制系统扩展要求"),
    Extension.BIGDATA: ("big data (annex)", "大数据附录要求"),
}
_TITLE = "MLPS: basic requirements of levels 2 and 3 (GB/T 22239-2019), own wording"
_TITLE_ZH = "网络安全等级保护基本要求第二、三级控制项（平台释义）"
_ABOUT = (
    "Structure and clause numbers follow GB/T 22239-2019, unit numbers GB/T 28448-2019; every sentence is worded anew and none "
    "is the standard's. An assessor checks it against the printed standards before formal use."
)
_ABOUT_ZH = (
    "结构与条款编号依据 GB/T 22239-2019，测评单元编号依据 GB/T 28448-2019；"
    "文字均为平台释义，非标准原文，正式使用前须由测评人员核对。"
)
Node = dict[str, Any]


def to_library(frame: Frame) -> bytes:
    """YAML in UTF-8."""
    held = library(frame.today)
    return yaml.dump(held, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=120).encode()


def library(day: str) -> dict[str, Any]:
    """day: of publication, ISO."""
    parts = list(catalog().parts.values())
    return {
        "urn": LIBRARY,
        "locale": "en",
        "ref_id": NAME,
        "name": _TITLE,
        "description": _ABOUT,
        "copyright": "Own wording, Apache-2.0; numbers of clauses and units are facts of the standards named",
        # Newer catalogues give a higher number, by which an imported library is brought up to date.
        "version": sum(part.version for part in parts),
        "publication_date": day,
        "provider": "GB/T 22239-2019",
        "packager": PACKAGER,
        "translations": {"zh": {"name": _TITLE_ZH, "description": _ABOUT_ZH}},
        "objects": {
            "framework": {
                "urn": FRAMEWORK,
                "ref_id": NAME,
                "name": _TITLE,
                "description": _ABOUT,
                "translations": {"zh": {"name": _TITLE_ZH, "description": _ABOUT_ZH}},
                "implementation_groups_definition": [_group(part) for part in parts],
                "requirement_nodes": [node for part in parts for node in _nodes(part)],
            }
        },
    }


def group_of(part: Part) -> str:
    """`L3` for the general requirements of level 3, `L3-cloud` for an extension."""
    return f"L{part.level}" if part.extension is Extension.GENERAL else f"L{part.level}-{part.extension.value}"


def _titles(part: Part) -> tuple[str, str]:
    en, zh = _EXTENSIONS[part.extension]
    return f"Level {part.level}, {en}", f"第{'二三'[part.level - 2]}级 {zh}"


def _group(part: Part) -> Node:
    en, zh = _titles(part)
    return {
        "ref_id": group_of(part),
        "name": en,
        "description": en,
        "translations": {"zh": {"name": zh, "description": zh}},
    }


def _nodes(part: Part) -> list[Node]:
    top = group_of(part)
    en, zh = _titles(part)
    out = [_node(top, 1, None, en, zh)]
    for category in catalog().categories:
        held = [one for one in part.controls if one.category == category.code]
        if not held:
            continue
        middle = f"{top}.{category.code}"
        out.append(_node(middle, 2, top, category.en, category.zh))
        for point in held:
            out.append(_point(point, f"{top}.{point.clause}", middle))
            out += [_item(item, f"{top}.{point.clause}", top) for item in point.items]
    return out


def urn(ref: str) -> str:
    return f"{NODE}:{ref.lower()}"


def _node(ref: str, depth: int, parent: str | None, en: str, zh: str) -> Node:
    made: Node = {"urn": urn(ref), "assessable": False, "depth": depth}
    if parent is not None:
        made["parent_urn"] = urn(parent)
    return {**made, "ref_id": ref, "name": en, "translations": {"zh": {"name": zh}}}


def _point(point: ControlPoint, ref: str, parent: str) -> Node:
    made = _node(ref, 3, parent, f"{point.clause} {point.en}", f"{point.clause} {point.zh}")
    notes = "; ".join(filter(None, (point.note, f"verify: {point.verify.en}" if point.verify else "")))
    return {**made, "annotation": notes} if notes else made


def _item(item: Item, parent: str, group: str) -> Node:
    made: Node = {
        "urn": urn(item.id),
        "assessable": True,
        "depth": 4,
        "parent_urn": urn(parent),
        "ref_id": item.id,
        "description": item.en,
        "annotation": "; ".join(_notes(item)),
        "implementation_groups": [group],
        "weight": item.weight,
        "translations": {"zh": {"description": item.zh}},
    }
    if item.hint:
        made["typical_evidence"] = item.hint
    return made


def _notes(item: Item) -> list[str]:
    told = [f"unit {item.unit}" + (" (not confirmed)" if item.unit_verify else ""), f"evidence: {item.evidence}"]
    told += [f"high-risk case {item.case}"] if item.case else []
    told += [f"major risk {item.trigger}"] if item.trigger else []
    return told
