"""Rare process: after weeks of learning, a host starts a program it never started and hardly any other host has.

Source: W. U. Hassan et al., "NoDoze", NDSS 2019 (rarity of an event by host and over all hosts); long-tail analysis of process
starts as in MITRE's "TTP-Based Hunting" (MTR180314, 2019), section on least frequency of occurrence.
"""

from __future__ import annotations

from collections.abc import Iterator

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Process
from detections.behaviour.rarity import Holders, Learned, Mark
from model.times import SECOND, Micros


class RareProcess(Detector):
    name = "rare_process"
    reads = (Process,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._learning, self._starts = int(limits["learning"] * SECOND), int(limits["starts"])
        self._hosts, self._daily = int(limits["hosts"]), int(limits["daily"])
        self._known = self.table("hosts", Learned, limits["memory"])
        self._seen = self.table("seen", Mark, limits["memory"])
        self._programs = self.table("programs", Holders, limits["memory"])

    def observe(self, seen: Process, now: Micros) -> Iterator[Finding]:
        host = self._known.touch(key(seen.host), now, lambda: Learned(first=seen.time))
        host.seen += 1
        mark = self._seen.touch(key(seen.host, seen.program), now, Mark)
        mark.count += 1
        holders = self._programs.touch(key(seen.program), now, Holders)
        holders.add(seen.host, self._hosts)
        if (
            mark.count > 1
            or len(holders.hosts) > self._hosts
            or not host.ready(seen.time, self._learning, self._starts)
        ):
            return
        if host.may_tell(seen.time, self._daily):
            yield self._told(seen, host, len(holders.hosts))

    def _told(self, seen: Process, host: Learned, hosts: int) -> Finding:
        days = (seen.time - host.first) / (86_400 * SECOND)
        return self.finding(
            seen,
            first_time=seen.time,
            event_ids=(seen.id,),
            group={"host.name": seen.host, "process.executable": seen.program},
            about={"user.name": seen.account} if seen.account else {},
            measured={
                "days_known": round(days, 1),
                "starts_seen": host.seen,
                "hosts": hosts,
                "held_back": host.held_back,
            },
            limits=("learning", "starts", "hosts", "daily"),
            why=(
                f"{seen.host} started {seen.program} for the first time in {days:.0f} days and {host.seen} starts; it is known "
                f"from {hosts} host{'' if hosts == 1 else 's'}"
            ),
            why_zh=f"{seen.host} 在 {days:.0f} 天、{host.seen} 次进程启动中首次运行 {seen.program}，该程序仅在 {hosts} 台主机上出现过",
        )
