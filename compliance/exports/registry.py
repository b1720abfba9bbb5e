"""Which exports there are. OSCAL of one system and reports stand in `compliance.reports.registry`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from compliance.exports.library import to_library
from compliance.exports.rows import to_csv
from compliance.mlps.posture import Posture
from compliance.oscal.mapping import to_mapping
from compliance.reports.frame import Frame
from model.errors import InputError


@dataclass(frozen=True, slots=True)
class Export:
    """postures: whether it holds what systems show; else the catalogues only, the same for everybody. ending: of the file."""

    id: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    media: str
    ending: str
    write: Callable[[Sequence[Posture], Frame], bytes]
    postures: bool = False


EXPORTS: Mapping[str, Export] = MappingProxyType(
    {
        one.id: one
        for one in (
            Export(
                "posture",
                "合规态势明细",
                "Posture, item by item",
                "每个系统每个控制项一行：结果、自动判定、复核与测评结果、依据、风险",
                "A row for every item of every system: results, reasons, risk",
                "text/csv; charset=utf-8",
                "csv",
                to_csv,
                postures=True,
            ),
            Export(
                "control-library",
                "等级保护控制项库（CISO Assistant）",
                "Control items as a CISO Assistant library",
                "第二、三级及扩展要求，平台释义，中英文；YAML 格式，可直接导入",
                "Levels 2 and 3 with extensions in our own wording, both languages; YAML to be imported as it is",
                "application/yaml",
                "yaml",
                lambda _, frame: to_library(frame),
            ),
            Export(
                "control-mapping",
                "控制项映射（OSCAL）",
                "Mapping of the catalogues (OSCAL)",
                "第二级与第三级、等级保护与关基、控制项与高风险判例及重大风险隐患之间的对应关系，含五个目录",
                "Level 2 to level 3, classified protection to critical infrastructure, items to cases and risks; five catalogues",
                "application/zip",
                "oscal.zip",
                lambda _, frame: to_mapping(frame),
            ),
        )
    }
)


def export_of(name: str) -> Export:
    found = EXPORTS.get(name)
    if found is None:
        raise InputError(f"there is no export {name[:60]!r}", hint=f"there are {', '.join(EXPORTS)}")
    return found
