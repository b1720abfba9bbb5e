"""Unmasked identifiers leaving: what was given shows identifiers of people that no approval lets leave in clear.

Sources: GB/T 35273-2020 6.3 and 7.2, GB/T 37964-2019 (de-identification); 个人信息保护法 (2021) art. 51; OWASP API Security Top 10 2023,
API3. Judged by the beginning of the answer that gateways and exchanges log; the identifiers themselves were covered when the
record came in, and only kinds and counts are known here.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.contract import Finding
from detections.behaviour.public_data import GIVING, DataDetector, Judged
from model.public_data import IdentifierKind
from model.times import Micros


class DataUnmaskedIdentifiers(DataDetector):
    name = "data_unmasked_identifiers"
    actions = GIVING

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen = judged.seen
        if seen.leaving < self.limits["identifiers"] or any(not approval.masked for approval in judged.approvals):
            return
        kinds_zh = "、".join(IdentifierKind(kind).zh for kind in seen.kinds if kind in set(IdentifierKind))
        yield from self.tell(
            judged,
            now,
            measured={"identifiers": seen.leaving, "kinds": list(seen.kinds)},
            limits=("identifiers",),
            why=f"{seen.leaving} identifiers in clear ({', '.join(seen.kinds)}) left {judged.entry.data_set} to {judged.who}",
            why_zh=f"数据集 {judged.entry.data_set} 向 {judged.who} 输出了 {seen.leaving} 个未脱敏标识（{kinds_zh}）",
        )
