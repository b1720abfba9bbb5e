"""Bulk export: more records at once than the approval allows, or page by page more than anybody needs.

Sources: MITRE ATT&CK T1213 and T1530; NIST SP 800-53 Rev. 5, AC-4 and AU-13; 网络数据安全管理条例 (2025) art. 12, records of providing.
What one recipient got of a data set within the window is added up, so that many small pages are one large export.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Finding, Samples, key
from detections.behaviour.public_data import GIVING, DataDetector, Judged
from model.public_data import DataAction
from model.times import SECOND, Micros


class Taken(msgspec.Struct, array_like=True):
    """rows and accesses since `first`."""

    first: Micros = 0
    rows: int = 0
    accesses: int = 0
    samples: Samples = msgspec.field(default_factory=Samples)


class DataBulkExport(DataDetector):
    name = "data_bulk_export"
    actions = GIVING | {DataAction.READ}

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._window = int(self.limits["window"] * SECOND)
        self._rows = int(self.limits["rows"])
        self._taken = self.table("taken", Taken, self.limits["window"])

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen = judged.seen
        if not seen.rows or judged.kept:
            return
        taken = self._taken.touch(key(judged.entry.data_set, judged.who), now, Taken)
        if not taken.first or seen.time - taken.first > self._window:
            taken.first, taken.rows, taken.accesses, taken.samples = seen.time, 0, 0, Samples()
        taken.rows += seen.rows
        taken.accesses += 1
        taken.samples.add(seen.id)
        bounds = [approval.max_rows for approval in judged.approvals]
        most = 0 if 0 in bounds else max(bounds, default=0)
        if most and seen.rows > most:
            yield from self.tell(
                judged,
                now,
                more="once",
                measured={"approved_rows": most},
                why=f"{judged.who} got {seen.rows} records of {judged.entry.data_set} at once; approved are {most}",
                why_zh=f"{judged.who} 单次获取数据集 {judged.entry.data_set} {seen.rows} 条记录，审批上限为 {most} 条",
            )
        elif taken.rows > self._rows and not (0 in bounds and taken.accesses == 1):
            yield from self.tell(
                judged,
                now,
                more="together",
                first_time=taken.first,
                event_ids=taken.samples.ids,
                measured={"rows_together": taken.rows, "accesses": taken.accesses},
                limits=("rows", "window"),
                why=f"{judged.who} got {taken.rows} records of {judged.entry.data_set} by {taken.accesses} accesses",
                why_zh=f"{judged.who} 通过 {taken.accesses} 次访问累计获取数据集 {judged.entry.data_set} {taken.rows} 条记录",
            )
