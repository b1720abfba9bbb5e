"""What the builder needs from the machine, checked before anything is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PACKAGES: dict[str, str] = {
    "ip": "iproute2",
    "nft": "nftables",
    "ethtool": "ethtool",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "tcpdump": "tcpdump",
    "mergecap": "tshark",
    "nginx": "nginx-light",
    "mosquitto": "mosquitto",
    "mosquitto_pub": "mosquitto-clients",
    "dnsmasq": "dnsmasq",
    "dig": "bind9-dnsutils",
    "sshd": "openssh-server",
    "sshpass": "sshpass",
    "nmap": "nmap",
    "rsyslogd": "rsyslog",
    "sudo": "sudo",
    "cron": "cron",
    "curl": "curl",
    "sqlite3": "sqlite3",
    "openssl": "openssl",
    "auditd": "auditd",
}
"""Program → Debian package that brings it."""

PYTHON = Path("/usr/bin/python3")
"""The hosts see /usr only, so their programs run on Debian's own Python, standard library alone."""


def missing() -> str:
    """One line naming what is missing and what to do, or "" when the builder can run."""
    if os.geteuid() != 0:
        return "The builder makes network namespaces and needs root: run `sudo make captures`."
    absent = sorted({package for program, package in PACKAGES.items() if not shutil.which(program, path=SBIN)})
    if not PYTHON.exists():
        absent.append("python3")
    if absent:
        return f"Missing Debian packages: apt-get install --no-install-recommends {' '.join(absent)}"
    probe = subprocess.run(
        ["unshare", "-n", "-m", "-u", "-p", "-f", "true"], capture_output=True, text=True, check=False, timeout=20
    )
    if probe.returncode:
        return f"The kernel refuses new namespaces ({probe.stderr.strip()}): run on a machine that allows them."
    return ""


SBIN = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def versions() -> dict[str, str]:
    """Installed version of each package that speaks in a recording, as dpkg tells them."""
    names = sorted(set(PACKAGES.values()) | {"python3"})
    told = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *names], capture_output=True, text=True, check=False
    )
    return dict(line.split(" ", 1) for line in told.stdout.splitlines() if " " in line)
