"""Beyond the catalogue: fields are asked for or given that the approval does not name, or the catalogue does not list.

Sources: 上海市数据条例 (2022) art. 28 (the catalogue) and 39; 个人信息保护法 (2021) art. 6, no more than the purpose needs; ISO/IEC
29100:2011 5.4, collection limitation. `*` stands for all the catalogue lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.contract import Finding
from detections.behaviour.public_data import GIVING, DataDetector, Judged
from model.public_data import EVERY_FIELD, DataAction
from model.times import Micros

SHOWN = 16


class DataBeyondCatalogue(DataDetector):
    name = "data_beyond_catalogue"
    actions = GIVING | {DataAction.READ}

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        if not judged.seen.fields or (judged.kept and not judged.gives):
            return
        listed = {field.lower() for field in judged.entry.fields}
        asked = set(judged.seen.fields)
        if EVERY_FIELD in asked:
            asked = (asked - {EVERY_FIELD}) | listed
        allowed = self._allowed(judged, listed)
        beyond = sorted(asked - allowed) if allowed is not None else []
        if not beyond:
            return
        unlisted = [field for field in beyond if listed and field not in listed]
        shown = ", ".join(beyond[:SHOWN])
        yield from self.tell(
            judged,
            now,
            more=",".join(beyond),
            measured={"fields": beyond[:SHOWN], "not_in_catalogue": unlisted[:SHOWN]},
            why=f"{judged.who} got fields of {judged.entry.data_set} that are not approved or catalogued: {shown}",
            why_zh=f"{judged.who} 获取了数据集 {judged.entry.data_set} 超出审批或目录的字段：{shown}",
        )

    @staticmethod
    def _allowed(judged: Judged, listed: set[str]) -> set[str] | None:
        """None when nothing says what is."""
        if any(not approval.fields for approval in judged.approvals):
            return listed or None
        named = {field.lower() for approval in judged.approvals for field in approval.fields}
        return named or listed or None
