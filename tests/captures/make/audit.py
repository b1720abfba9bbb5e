"""The kernel's audit for the time of a recording, split into one log per host afterwards.

One kernel has one audit. Rules select by the hosts' user ids (31xxx portal, 32xxx data host), which nobody else on
the machine has; so kernel records are told apart by user id, sign-ins by the daemon they descend from, and user-space
records (PAM, sudo, useradd) come from the data host alone: the others are refused the audit socket (`init.deny_audit`).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.captures.make.hosts import Machine
from tests.captures.make.network import WITH_US, run

RULES = (
    "-a always,exit -F arch=b64 -S execve -F auid>=31000 -F auid<=32999 -k session_exec",
    "-a always,exit -F arch=b64 -S execve -F uid=31033 -k webapp_exec",
)
WATCHES = (
    ("/etc/passwd", "identity"),
    ("/etc/shadow", "identity"),
    ("/etc/sudoers.d", "sudoers"),
    ("/etc/cron.d", "cron"),
    ("/etc/crontab", "cron"),
)
CONFIG = """local_events = yes
write_logs = yes
log_file = /var/log/audit/audit.log
log_group = root
log_format = RAW
flush = NONE
max_log_file = 64
max_log_file_action = IGNORE
space_left = 75
admin_space_left = 50
space_left_action = IGNORE
admin_space_left_action = IGNORE
disk_full_action = IGNORE
disk_error_action = IGNORE
name_format = NONE
"""

_STAMP = re.compile(r"msg=audit\((\d+\.\d+):(\d+)\)")
_UNAUDITED = re.compile(r"\bauid=3[3-5]\d{3}\b")  # sign-ins on hosts that keep no audit log
_PARENT = re.compile(r"\bppid=(\d+)")
_PORTAL = re.compile(r"\b(?:auid|uid)=31\d{3}\b")


class Audit:
    """`open` returns False, with `refusal` saying why, when the kernel does not let us."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._daemon: subprocess.Popen[bytes] | None = None
        self._portal: set[int] = set()
        self._others: set[int] = set()
        self.refusal = ""

    def open(self, machines: Mapping[str, Machine]) -> bool:
        data_host = machines["data-host"]
        self._portal = machines["portal"].daemons()
        self._others = {
            pid for name, m in machines.items() if name not in ("portal", "data-host") for pid in m.daemons()
        }
        if "pid 0" in run("auditctl", "-s", quiet=True) and "auid>=31000" in run("auditctl", "-l", quiet=True):
            self._reset()  # left by a run that was killed
        status = run("auditctl", "-s", quiet=True)
        if "enabled 0" not in status or "pid 0" not in status:
            self.refusal = f"the kernel's audit is not free: {status.strip() or 'no answer'}"
            return False
        self._folder.mkdir(parents=True)
        (self._folder / "auditd.conf").write_text(CONFIG)
        (self._folder / "plugins.d").mkdir()
        # Its own mounts, so that it finds configuration and log where every auditd has them and records no other path.
        mounts = f"mkdir -p /var/log/audit; mount --bind {self._folder} /etc/audit; mount --bind {self._folder} /var/log/audit"
        with (self._folder / "auditd.out").open("wb") as told:
            self._daemon = subprocess.Popen(
                [*WITH_US, "unshare", "-m", "sh", "-ec", f"{mounts}; cd /; exec auditd -n -s enable"],
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
            )
        time.sleep(1)
        if self._daemon.poll() is not None:
            self.refusal = f"auditd ended: {(self._folder / 'auditd.out').read_text().strip()}"
            return False
        run("auditctl", "-b", "8192")
        for rule in RULES:
            run("auditctl", *rule.split())
        for path, key in WATCHES:
            run("nsenter", "-t", str(data_host.pid), "-m", "auditctl", "-w", path, "-p", "wa", "-k", key)
        return True

    def close(self) -> None:
        """Leave the kernel's audit as it was: off, without rules, without a daemon."""
        if self._daemon is None:
            return
        self._reset()
        self._daemon.terminate()
        try:
            self._daemon.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
        self._daemon = None

    @staticmethod
    def _reset() -> None:
        run("auditctl", "-D", quiet=True)
        run("auditctl", "-e", "0", quiet=True)

    def collect(self, portal: Path, data_host: Path) -> None:
        log = self._folder / "audit.log"
        if not log.exists():
            return
        mine, other = split(log.read_text(errors="replace").splitlines(), self._portal, self._others)
        portal.write_text("".join(line + "\n" for line in mine))
        data_host.write_text("".join(line + "\n" for line in other))
        shutil.rmtree(self._folder)


def split(lines: Iterable[str], portal_daemons: set[int], other_daemons: set[int]) -> tuple[list[str], list[str]]:
    """(portal's, data host's) lines. All lines of one serial number belong together.

    Left out: sign-ins on the hosts that keep no audit log, and the capture's own switch to promiscuous mode.
    """
    groups: dict[str, list[str]] = {}
    for line in lines:
        found = _STAMP.search(line)
        if found:
            groups.setdefault(found.group(2), []).append(line)
    portal: list[str] = []
    data_host: list[str] = []
    for group in groups.values():
        text = "\n".join(group)
        parents = {int(pid) for pid in _PARENT.findall(text)}
        if parents & other_daemons or _UNAUDITED.search(text) or group[0].startswith("type=ANOM_PROMISCUOUS"):
            continue
        theirs = bool(parents & portal_daemons or _PORTAL.search(text))
        (portal if theirs else data_host).extend(group)
    return portal, data_host
