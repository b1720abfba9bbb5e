"""What every report says in the same words, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from compliance.reports.document import Language, Mark, Tone
from model.proof import Verdict
from model.severity import Level
from model.times import Micros

CHINA = timezone(timedelta(hours=8))
TONES: Mapping[Verdict, Tone] = {
    Verdict.MET: "good",
    Verdict.PARTLY_MET: "warn",
    Verdict.NOT_MET: "bad",
    Verdict.NOT_APPLICABLE: "mute",
    Verdict.UNKNOWN: "mute",
}
LEVELS: Mapping[Level, Tone] = {
    Level.CRITICAL: "grave",
    Level.HIGH: "bad",
    Level.MEDIUM: "warn",
    Level.LOW: "low",
    Level.INFORMATIONAL: "mute",
}
_ENGLISH = {
    Verdict.MET: "Met",
    Verdict.PARTLY_MET: "Partly met",
    Verdict.NOT_MET: "Not met",
    Verdict.NOT_APPLICABLE: "Not applicable",
    Verdict.UNKNOWN: "Unknown",
}


@dataclass(frozen=True, slots=True)
class Say:
    """`say("整改", "Rectification")` is the one the report is written in."""

    language: Language

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    @property
    def zh(self) -> bool:
        return self.language == "zh-CN"

    def name(self, zh: str, en: str) -> str:
        """Of something that may have one of both names only."""
        return (zh or en) if self.zh else (en or zh)

    def verdict(self, verdict: Verdict) -> Mark:
        return Mark(verdict.zh if self.zh else _ENGLISH[verdict], TONES[verdict])

    def level(self, level: Level) -> Mark:
        return Mark(level.zh if self.zh else level.value.capitalize(), LEVELS[level])

    def time(self, time: Micros) -> str:
        """In the time of Beijing, which every cover says."""
        return datetime.fromtimestamp(time / 1e6, UTC).astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")

    def moment(self, time: Micros) -> str:
        """As `time`, with the offset."""
        return f"{self.time(time)} +08:00"

    def day(self, text: str) -> str:
        return text or self("未登记", "not recorded")


def labels(say: Say) -> dict[str, str]:
    """What the frame of every report says."""
    return {
        "contents": say("目录", "Contents"),
        "made": say("生成时间", "Made"),
        "page": say("第", "Page"),
        "of": say("页，共", "of"),
        "pages": say("页", ""),
        "proof": say("审计账本校验信息", "Audit ledger checkpoint"),
        "origin": say("账本", "Ledger"),
        "size": say("记录数", "Records"),
        "root": say("Merkle 根（SM3）", "Merkle root (SM3)"),
        "verify": say(
            "时间均为北京时间（UTC+8）。本报告由平台数据自动生成，可与同一时点导出的证据包及账本校验信息离线核对；标有“待核实”的内容尚未对照正式文本确认。",
            "Times are those of Beijing (UTC+8). Made from the platform's data; it can be checked offline against evidence "
            'bundles and ledger exports of the same moment. What is marked "to verify" has not been confirmed against an '
            "official print.",
        ),
        "note": say("待核实", "To verify"),
        "subject": say("对象", "Subject"),
        "nothing": say("没有数据", "Nothing to show"),
        "platform": say("烽燧安全运营与态势感知平台", "Fengsui security operations platform"),
    }
