"""Outside purpose: an access names a purpose its approval was not given for, or names none although it has to.

Sources: 个人信息保护法 (2021) art. 6, clear purpose and what it needs; 上海市数据条例 (2022) art. 39; ISO/IEC 29100:2011 5.2, purpose
legitimacy and specification. A database statement that names no purpose is passed over: few programs write one.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.contract import Finding
from detections.behaviour.public_data import GIVING, DataDetector, Judged
from model.public_data import DataAction, PlaceKind
from model.severity import Level
from model.times import Micros


class DataOutsidePurpose(DataDetector):
    name = "data_outside_purpose"
    actions = GIVING | {DataAction.READ}

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen, approvals = judged.seen, judged.approvals
        if not approvals or any(approval.allows_purpose(seen.purpose) for approval in approvals):
            return
        if not seen.purpose and seen.place == PlaceKind.TABLE:
            return
        allowed = list(dict.fromkeys(word for approval in approvals for word in approval.purposes))[:8]
        said = f"for “{seen.purpose}”" if seen.purpose else "without naming a purpose"
        said_zh = f"用途为“{seen.purpose}”" if seen.purpose else "未声明用途"
        yield from self.tell(
            judged,
            now,
            more=seen.purpose,
            level=None if seen.purpose else Level.MEDIUM,
            measured={"allowed_purposes": allowed},
            why=f"{judged.who} got {judged.entry.data_set} {said}; approved is: {', '.join(allowed)}",
            why_zh=f"{judged.who} 获取数据集 {judged.entry.data_set}，{said_zh}；审批用途为：{'、'.join(allowed)}",
        )
