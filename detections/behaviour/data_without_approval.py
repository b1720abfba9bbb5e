"""Access without approval: somebody reads or gets a data set for whom no approval stands.

Sources: 上海市数据条例 (2022) art. 38 to 40, sharing by catalogue and approval; 政务数据共享条例 (2025); GB/T 37988-2019, data exchange
security; NIST SP 800-53 Rev. 5, AC-3 and AC-4. An approval that has ended, is of another data set or names somebody else is
none. Who keeps the data set for its owner may read it; to take it out needs an approval as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.contract import Finding
from detections.behaviour.public_data import GIVING, DataDetector, Judged, amount
from model.public_data import DataAction
from model.severity import Level
from model.times import Micros


class DataWithoutApproval(DataDetector):
    name = "data_without_approval"
    actions = GIVING | {DataAction.READ}

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen, entry = judged.seen, judged.entry
        if judged.approvals or not (seen.actor or seen.client) or (judged.kept and not judged.gives):
            return
        told, told_zh = self._why_not(judged)
        much, much_zh = amount(seen)
        yield from self.tell(
            judged,
            now,
            level=None if judged.gives or entry.personal else Level.MEDIUM,
            why=f"{judged.who} got at {entry.data_set}{much} and {told}",
            why_zh=f"{judged.who} 访问了数据集 {entry.data_set}{much_zh}，{told_zh}",
        )

    def _why_not(self, judged: Judged) -> tuple[str, str]:
        named = self.register.approval(judged.seen.approval) if judged.seen.approval else None
        if named is None:
            return "no approval stands for it", "没有有效的审批"
        if named.data_set != judged.entry.data_set:
            return f"approval {named.id} is of another data set", f"所引审批 {named.id} 属于其他数据集"
        if not named.stands(judged.seen.time):
            return f"approval {named.id} does not stand any more or yet", f"所引审批 {named.id} 已失效或尚未生效"
        return f"approval {named.id} is another recipient's", f"所引审批 {named.id} 的接收方并非该账号"
