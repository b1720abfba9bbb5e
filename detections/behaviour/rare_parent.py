"""Rare parent: a program that is well known is started by something that never started it, on any host.

Source: W. U. Hassan et al., "NoDoze", NDSS 2019, section V.B: the transition frequency from a parent to what it starts, against
how often the parent starts anything. Judged by program names, because paths differ between hosts.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.names import program_name
from detections.behaviour.observed import Process
from detections.behaviour.rarity import Learned, Mark
from model.times import SECOND, Micros


class RareParent(Detector):
    name = "rare_parent"
    reads = (Process,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._learning = int(limits["learning"] * SECOND)
        self._parent_starts, self._child_starts = int(limits["parent_starts"]), int(limits["child_starts"])
        self._daily = int(limits["daily"])
        self._hosts = self.table("hosts", Learned, limits["memory"])
        self._parents = self.table("parents", Learned, limits["memory"])
        self._children = self.table("children", Mark, limits["memory"])
        self._pairs = self.table("pairs", Mark, limits["memory"])

    def observe(self, seen: Process, now: Micros) -> Iterator[Finding]:
        if not seen.parent:
            return
        parent, child = program_name(seen.parent), program_name(seen.program)
        host = self._hosts.touch(key(seen.host), now, lambda: Learned(first=seen.time))
        as_parent = self._parents.touch(key(parent), now, lambda: Learned(first=seen.time))
        as_child = self._children.touch(key(child), now, Mark)
        pair = self._pairs.touch(key(parent, child), now, Mark)
        known = as_child.count >= self._child_starts and as_parent.ready(seen.time, self._learning, self._parent_starts)
        as_parent.seen += 1
        as_child.count += 1
        pair.count += 1
        if pair.count == 1 and known and host.may_tell(seen.time, self._daily):
            yield self._told(seen, parent, child, as_parent.seen - 1, as_child.count - 1)

    def _told(self, seen: Process, parent: str, child: str, starts: int, started: int) -> Finding:
        return self.finding(
            seen,
            first_time=seen.time,
            event_ids=(seen.id,),
            group={
                "host.name": seen.host,
                "process.parent.executable": seen.parent,
                "process.executable": seen.program,
            },
            about={"user.name": seen.account} if seen.account else {},
            measured={"parent_starts": starts, "child_starts": started},
            limits=("learning", "parent_starts", "child_starts", "daily"),
            why=(
                f"{parent} started {child} on {seen.host}: in {starts} starts it never had, and {child} was started {started} "
                "times by others"
            ),
            why_zh=(
                f"{seen.host} 上 {parent} 启动了 {child}：此前 {parent} 的 {starts} 次启动中从未有过，"
                f"而 {child} 曾被其他程序启动 {started} 次"
            ),
        )
