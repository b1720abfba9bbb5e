"""The first process of a host: builds the host's root file system, starts its services, reaps what dies.

Runs on Debian's Python alone, as PID 1 of fresh mount, UTS, IPC and PID namespaces. argv: the host's folder, prepared
by `hosts.py`; nothing when it runs again inside the new root. Of the machine it sees /usr (read-only) and nothing else.
"""

import ctypes
import json
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

AF_NETLINK = 16
NETLINK_AUDIT = 9
EAFNOSUPPORT = 97


def deny_audit() -> None:
    """Make socket(AF_NETLINK, *, NETLINK_AUDIT) fail as on a kernel without audit, as systemd-nspawn does.

    There is one audit per kernel: without this, PAM of every host would write into the one log.
    """
    jump_eq, load, ret = 0x15, 0x20, 0x06  # BPF_JMP|BPF_JEQ|BPF_K, BPF_LD|BPF_W|BPF_ABS, BPF_RET|BPF_K
    code = [
        (load, 0, 0, 0),  # struct seccomp_data.nr
        (jump_eq, 0, 5, 41),  # __NR_socket on x86_64
        (load, 0, 0, 16),  # args[0], low half
        (jump_eq, 0, 3, AF_NETLINK),
        (load, 0, 0, 32),  # args[2], low half
        (jump_eq, 0, 1, NETLINK_AUDIT),
        (ret, 0, 0, 0x00050000 | EAFNOSUPPORT),  # SECCOMP_RET_ERRNO
        (ret, 0, 0, 0x7FFF0000),  # SECCOMP_RET_ALLOW
    ]

    class Filter(ctypes.Structure):
        _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]

    class Program(ctypes.Structure):
        _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.POINTER(Filter))]

    filters = (Filter * len(code))(*(Filter(*line) for line in code))
    program = Program(len(code), filters)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(22, 2, ctypes.byref(program), 0, 0) != 0:  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
        raise OSError(ctypes.get_errno(), "seccomp filter refused")


def sh(*argv: str) -> None:
    subprocess.run(argv, check=True)


def build_root(folder: Path) -> None:
    root = folder / "newroot"
    sh("mount", "--make-rprivate", "/")
    sh("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(root))
    for name in ("usr", "etc", "var", "home", "srv", "root", "opt", "tmp", "run", "proc", "sys", "dev", "old"):
        (root / name).mkdir()
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / name).symlink_to(f"usr/{name}")
    sh("mount", "--bind", "/usr", str(root / "usr"))
    sh("mount", "-o", "remount,bind,ro", str(root / "usr"))
    for name in ("etc", "var", "home", "srv", "root", "opt"):
        sh("mount", "--bind", str(folder / name), str(root / name))
    for name in ("tmp", "run"):
        sh("mount", "-t", "tmpfs", "-o", "mode=1777" if name == "tmp" else "mode=755", "tmpfs", str(root / name))
    sh("mount", "-t", "proc", "proc", str(root / "proc"))
    sh("mount", "-t", "sysfs", "-o", "ro", "sysfs", str(root / "sys"))
    dev = root / "dev"
    sh("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", str(dev))
    for name, minor in (("null", 3), ("zero", 5), ("full", 7), ("random", 8), ("urandom", 9)):
        os.mknod(dev / name, 0o666 | 0o020000, os.makedev(1, minor))
        (dev / name).chmod(0o666)
    os.mknod(dev / "tty", 0o666 | 0o020000, os.makedev(5, 0))
    (dev / "tty").chmod(0o666)
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1")):
        (dev / name).symlink_to(target)
    (dev / "stderr").symlink_to("/proc/self/fd/2")
    (dev / "pts").mkdir()
    (dev / "shm").mkdir(mode=0o1777)
    sh("mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666,mode=620", "devpts", str(dev / "pts"))
    (dev / "ptmx").symlink_to("pts/ptmx")
    os.chdir(root)
    sh("pivot_root", ".", "old")
    os.chdir("/")
    sh("umount", "-l", "/old")
    Path("/old").rmdir()
    for name in ("/run/sshd", "/run/lock", "/run/rsyslog", "/run/sudo", "/run/nginx"):
        Path(name).mkdir(mode=0o755, exist_ok=True)


def enter(folder: Path) -> None:
    """Build the root and start again inside it, so that a process list tells nothing of the machine outside."""
    build_root(folder)
    os.execv("/usr/bin/python3", ["python3", "/opt/district/init.py"])


def serve() -> None:
    plan = json.loads(Path("/opt/plan.json").read_text())
    Path("/opt/plan.json").unlink()
    socket.sethostname(plan["name"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.RLIM_INFINITY))  # what PAM expects of a fresh machine
    if not plan["audit"]:
        deny_audit()
    output = os.open("/var/log/services.out", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    environment = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
    for service in plan["services"]:
        user = service.get("user")
        subprocess.Popen(
            service["argv"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            start_new_session=True,
        )
    Path("/var/log/ready").write_text("ready\n")
    while True:
        try:
            os.wait()
        except ChildProcessError:
            time.sleep(0.5)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        enter(Path(sys.argv[1]))
    else:
        serve()
