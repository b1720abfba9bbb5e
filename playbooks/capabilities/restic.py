"""Restore drills: a backup comes back into a scratch folder of the platform, is compared, probed, measured and removed.

Reaches only repositories and probes an administrator put into the settings file; playbooks name them. What comes back may
be confidential, so restoring asks for approval like any change, and the folder is removed when its time is over.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from model.recovery import LookOutcome
from model.times import SECOND, now_us, to_iso
from playbooks.capabilities.contract import Job, Plan, Refused, Result, Uncertain, Unreachable
from playbooks.capabilities.guard import lasting
from playbooks.recovery.restic import Repository, Restic, ResticError, matching
from playbooks.recovery.verifying import Probe, missing, probed, prove

SPARE = 0.1
"""Share of the disk that stays free whatever is restored."""
_DONE = "restored.json"


class ResticRestore:
    kind: ClassVar[str] = "restic"
    verbs: ClassVar[frozenset[str]] = frozenset({"backup.restore", "backup.verify", "backup.discard"})

    def __init__(
        self,
        name: str,
        restic: Restic,
        repositories: Mapping[str, Repository],
        probes: Mapping[str, Probe],
        scratch: Path,
        *,
        max_bytes: int,
        default_s: int = 4 * 3600,
    ) -> None:
        """max_bytes: a larger snapshot is not restored whole."""
        self.name, self._restic, self._repositories, self._probes = name, restic, repositories, probes
        self._scratch, self._max_bytes, self._default_s = scratch, max_bytes, default_s

    def plan(self, job: Job) -> Plan:
        given = job.arguments
        if job.text == "backup.discard":
            return Plan(self.kind, self.name, "remove what was restored for the drill", "清除演练恢复的数据", False)
        repository = self._repository(given).name
        if job.text == "backup.verify":
            probe = given.get("probe", "")
            if probe and probe not in self._probes:
                raise Refused(
                    "probe.unknown", f"there is no probe {probe!r} in the settings", f"设置中没有探测命令“{probe}”"
                )
            told, zh = "compare what was restored with the repository", "比对恢复数据与备份仓库"
            return Plan(self.kind, self.name, f"{told} {repository}", f"{zh} {repository}", False)
        which = " ".join(f"{name} {given[name]}" for name in ("host", "path", "tag") if given.get(name))
        return Plan(
            self.kind,
            self.name,
            f"restore the newest backup of {which or 'everything'} from {repository} into a scratch folder",
            f"将备份仓库 {repository} 中 {which or '全部'} 的最新备份恢复到演练目录",
            True,
            lasts_s=lasting(given, self._default_s),
        )

    def find(self, job: Job) -> Result | None:
        """A restore that was broken off is begun again from nothing; reading has no traces."""
        if job.text != "backup.restore":
            return None
        try:
            told = json.loads((self._work(job.key) / _DONE).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return self._restored(job.key, told)

    def apply(self, job: Job) -> Result:
        if job.text == "backup.discard":
            self._remove(job.arguments.get("work", ""))
            return Result("removed", {"result": "removed"})
        try:
            return self._verify(job) if job.text == "backup.verify" else self._restore(job)
        except ResticError as error:
            said = str(error)
            if error.outcome is LookOutcome.MISSING:
                raise Unreachable(said) from None
            raise Refused(f"backup.{error.outcome.value}", said, f"备份不可用：{said}") from None

    def undo(self, undo: Mapping[str, Any]) -> None:
        self._remove(str(undo["work"]))

    def _restore(self, job: Job) -> Result:
        given, repository = job.arguments, self._repository(job.arguments)
        ends = time.monotonic() + job.timeout_s
        began = now_us()
        held = self._restic.snapshots(repository, timeout_s=job.timeout_s)
        words = {name: given.get(name, "") for name in ("host", "path", "tag")}
        found = matching(held, **words)
        if not found:
            raise Refused("backup.none", "there is no such backup in the repository", "备份仓库中没有符合条件的备份")
        newest = found[-1]
        include = given.get("include", "")
        if not include:
            self._room(self._restic.restore_size(repository, newest.id, timeout_s=_left(ends))[0])
        work = self._work(job.key)
        self._remove(work.name)
        data = work / "data"
        self._scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        work.mkdir(mode=0o700)
        data.mkdir(mode=0o700)
        try:
            self._restic.restore(repository, newest.id, data, include=include, timeout_s=_left(ends))
        except ResticError:
            self._remove(work.name)
            raise
        told = {
            "repository": repository.name,
            "snapshot": newest.id,
            "snapshot_time": newest.time,
            "include": include,
            "began": began,
            "restored": now_us(),
        }
        marker = work / f"{_DONE}.new"
        marker.write_text(json.dumps(told), "utf-8")
        marker.rename(work / _DONE)
        return self._restored(job.key, told)

    def _restored(self, key: str, told: Mapping[str, Any]) -> Result:
        work = self._work(key).name
        took = (told["restored"] - told["began"]) / SECOND
        said = f"snapshot {told['snapshot'][:8]} of {to_iso(told['snapshot_time'])} restored in {took:.1f} s"
        outputs = {"work": work, "snapshot": str(told["snapshot"]), "result": json.dumps(told)}
        return Result(said, outputs, {"work": work})

    def _verify(self, job: Job) -> Result:
        given = job.arguments
        work = self._named(given.get("work", ""))
        try:
            told = json.loads((work / _DONE).read_text("utf-8"))
        except (OSError, ValueError):
            raise Refused("backup.not_restored", "nothing is restored there", "尚未恢复数据") from None
        repository = self._repository({"repository": told["repository"]})
        began = now_us()
        proof = prove(
            self._restic,
            repository,
            told["snapshot"],
            work / "data",
            include=told["include"],
            timeout_s=job.timeout_s,
        )
        problems = list(proof.problems)
        problems += missing(work / "data", [one for one in given.get("required", "").splitlines() if one.strip()])
        if given.get("probe"):
            probe = self._probes[given["probe"]]
            wrong = probed(probe, work / "data", self._restic.environment(Repository("", "", Path())))
            problems += [wrong] if wrong else []
        ended = now_us()
        measured = {
            **told,
            "verified": ended,
            "verify_began": began,
            "files": proof.files,
            "size_bytes": proof.size_bytes,
            "newest_data": int(proof.newest * SECOND),
            "digest": proof.digest,
            "wrong": proof.wrong,
            "problems": problems[:20],
        }
        verdict = "failed" if problems else "passed"
        took = (ended - told["began"]) / SECOND
        said = f"{proof.files} files, {proof.size_bytes} bytes compared; usable after {took:.1f} s"
        if problems:
            said = f"not usable: {'; '.join(problems[:5])}"
        return Result(said, {"verdict": verdict, "said": said, "result": json.dumps(measured)})

    def _repository(self, given: Mapping[str, str]) -> Repository:
        name = given.get("repository", "")
        if name not in self._repositories:
            raise Refused(
                "repository.unknown", f"there is no repository {name!r} in the settings", f"设置中没有备份仓库“{name}”"
            )
        return self._repositories[name]

    def _room(self, needed: int) -> None:
        if needed > self._max_bytes:
            text = f"the backup takes {needed} bytes, {self._max_bytes} are allowed: restore a part with `include`"
            raise Refused(
                "scratch.too_large", text, f"备份大小 {needed} 字节超过上限 {self._max_bytes}，请只恢复一部分"
            )
        self._scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        disk = shutil.disk_usage(self._scratch)
        if needed > disk.free - SPARE * disk.total:
            text = f"the backup takes {needed} bytes and too little of the disk is free"
            raise Refused("scratch.full", text, f"磁盘空间不足，无法恢复 {needed} 字节")

    def _work(self, key: str) -> Path:
        return self._scratch / hashlib.sha256(key.encode()).hexdigest()[:32]

    def _named(self, name: str) -> Path:
        if len(name) != 32 or not set(name) <= set("0123456789abcdef"):
            raise Refused("work.wrong", "that is no restored folder", "不是有效的恢复目录")
        return self._scratch / name

    def _remove(self, name: str) -> None:
        """Raises Uncertain when something stays: a restored file may be confidential."""
        path = self._named(name)
        if not os.path.lexists(path):
            return
        for at, folders, _ in os.walk(path, followlinks=False):
            for folder in folders:
                inner = Path(at) / folder
                if not inner.is_symlink():
                    inner.chmod(stat.S_IRWXU)
        shutil.rmtree(path, ignore_errors=True)
        if os.path.lexists(path):
            raise Uncertain(f"what was restored into {path} cannot be removed")


def _left(ends: float) -> float:
    return max(0.001, ends - time.monotonic())
