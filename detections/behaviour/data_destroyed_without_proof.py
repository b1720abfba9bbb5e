"""Destruction without proof: a data set, or a file of it, is destroyed and no registered certificate covers it.

Sources: GB/T 37988-2019, data destruction security (PA18, PA19); GB/T 35273-2020 8.3; NIST SP 800-88 Rev. 1 section 4.7, certificate of
sanitization. Whole tables, files and objects count; records that leave in everyday work do not. A certificate covers what it
names, or without being named what is destroyed within `around` of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.contract import Finding
from detections.behaviour.public_data import DataDetector, Judged
from model.public_data import DataAction
from model.times import SECOND, Micros


class DataDestroyedWithoutProof(DataDetector):
    name = "data_destroyed_without_proof"
    actions = frozenset({DataAction.DESTROY})

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen, name = judged.seen, judged.entry.data_set
        if seen.proof and self.register.proof(seen.proof, name) is not None:
            return
        around = int(self.limits["around"] * SECOND)
        if not seen.proof and any(
            p.data_set == name and abs(p.time - seen.time) <= around for p in self.register.proofs
        ):
            return
        said = f"certificate {seen.proof} is not registered" if seen.proof else "no certificate is registered"
        said_zh = f"所引销毁证明 {seen.proof} 未登记" if seen.proof else "未登记销毁证明"
        yield from self.tell(
            judged,
            now,
            more=seen.thing,
            measured={"proof": seen.proof} if seen.proof else {},
            limits=("around",),
            why=f"{judged.who} destroyed {seen.thing} of {name}; {said}",
            why_zh=f"{judged.who} 销毁了数据集 {name} 的 {seen.thing}，{said_zh}",
        )
