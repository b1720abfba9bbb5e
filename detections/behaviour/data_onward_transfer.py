"""Onward transfer: who was given a data set passes it on although the approval does not allow it.

Sources: 上海市数据条例 (2022) art. 40, no use beyond the approval and no passing on; 个人信息保护法 (2021) art. 21 and 23;
ISO/IEC 27701:2019 7.5. Seen where the exchange says that a file is forwarded or sent for somebody else, and where a file with
the digest of one that was given is brought in again under another account or name.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Finding, key
from detections.behaviour.observed import Access
from detections.behaviour.public_data import DataDetector, Judged
from model.public_data import DataAction
from model.times import Micros


class Given(msgspec.Struct, array_like=True):
    data_set: str
    to: str
    id: str
    time: Micros


class DataOnwardTransfer(DataDetector):
    name = "data_onward_transfer"
    actions = frozenset({DataAction.EXPORT, DataAction.SHARE, DataAction.FORWARD, DataAction.WRITE})

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._given = self.table("given", Given, self.limits["memory"])

    def observe(self, seen: Access, now: Micros) -> Iterator[Finding]:
        if seen.action not in self.actions:
            return
        known = self._given.get(key(seen.digest)) if seen.digest else None
        judged = self.judged(seen)
        if known is not None and known.id != seen.id and self._passes(seen, known):
            whose = self.register.entry(known.data_set)
            if whose is not None and not self._may(whose.data_set, (known.to, seen.actor), seen.time):
                yield from self._told_of(Judged(seen, whose, ()), now, seen.recipient or seen.thing, known)
                return
        if judged is None:
            return
        if judged.gives and seen.digest and seen.action != DataAction.FORWARD:
            self._given.touch(
                key(seen.digest), now, lambda: Given(judged.entry.data_set, judged.who, seen.id, seen.time)
            )
        yield from self.judge(judged, now)

    def judge(self, judged: Judged, now: Micros) -> Iterator[Finding]:
        seen = judged.seen
        onward = seen.action == DataAction.FORWARD or (judged.gives and seen.recipient not in ("", seen.actor))
        if not onward or self._is_recipient(judged):
            return
        if not self._may(judged.entry.data_set, (seen.actor, seen.client), seen.time):
            yield from self._told_of(judged, now, seen.recipient or "?", None)

    def _passes(self, seen: Access, known: Given) -> bool:
        """Whether it is brought in or sent by whom it was given to, or by anybody else than its keeper."""
        if seen.action == DataAction.WRITE:
            return True
        return seen.actor != "" and seen.actor == known.to and seen.recipient not in ("", known.to)

    def _is_recipient(self, judged: Judged) -> bool:
        """The data set's keeper sends it to somebody an approval stands for."""
        seen = judged.seen
        return judged.kept and bool(
            self.register.approvals_for(judged.entry.data_set, (seen.recipient,), judged.seen.time)
        )

    def _may(self, data_set: str, names: tuple[str, ...], at: Micros) -> bool:
        return any(approval.onward for approval in self.register.approvals_for(data_set, names, at))

    def _told_of(self, judged: Judged, now: Micros, to: str, known: Given | None) -> Iterator[Finding]:
        seen = judged.seen
        first = f", given to {known.to} before," if known else ""
        first_zh = f"（此前提供给 {known.to}）" if known else ""
        yield from self.tell(
            judged,
            now,
            more=to,
            first_time=known.time if known else seen.time,
            event_ids=(known.id, seen.id) if known else (seen.id,),
            measured={"to": to},
            limits=("memory",) if known else (),
            why=f"{judged.who} passed {judged.entry.data_set}{first} on to {to}; no approval allows that",
            why_zh=f"{judged.who} 将数据集 {judged.entry.data_set}{first_zh}转给 {to}，审批不允许再次转移",
        )
