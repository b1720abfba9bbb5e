"""Off-hours export: data is taken out at night or on a day nobody works.

Sources: CERT Common Sense Guide to Mitigating Insider Threats (SEI, 7th ed.), practice 12, monitoring outside working hours; NIST SP
800-53 Rev. 5, AC-2(12). Hours are of the configured offset from UTC. Who keeps the data set (its backup) works at night.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.contract import Finding
from detections.behaviour.public_data import GIVING, DataDetector, Judged, amount
from model.times import HOUR, Micros

_THURSDAY = 3  # 1970-01-01, counted from Monday


class DataOffHoursExport(DataDetector):
    name = "data_off_hours_export"
    actions = GIVING

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen, limits = judged.seen, self.limits
        if judged.kept or (seen.rows and seen.rows < limits["rows"]):
            return
        local = seen.time + int(limits["utc_offset"] * HOUR)
        hour = local % (24 * HOUR) / HOUR
        day = (local // (24 * HOUR) + _THURSDAY) % 7
        works = limits["from"] <= hour < limits["to"] and day < limits["days"]
        if works:
            return
        clock = f"{int(hour):02}:{int(hour % 1 * 60):02}"
        much, much_zh = amount(seen)
        yield from self.tell(
            judged,
            now,
            measured={"local_time": clock, "weekday": day + 1},
            limits=("from", "to", "days", "rows"),
            why=f"{judged.who} took out {judged.entry.data_set}{much} at {clock} local time, when nobody works",
            why_zh=f"{judged.who} 在非工作时间 {clock} 导出数据集 {judged.entry.data_set}{much_zh}",
        )
