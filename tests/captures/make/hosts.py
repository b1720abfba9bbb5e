"""Prepares a host's file system and keeps its first process: users, keys, configuration, services."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.captures.make.needs import PYTHON, SBIN
from tests.captures.make.network import PREFIX, WITH_US, run
from tests.captures.make.services import SERVICES, syslog_service
from tests.captures.make.world import HOSTS, TIMEZONE, Host

HERE = Path(__file__).resolve().parent

# What a Debian host needs of /etc and does not tell anything of the machine the builder runs on.
ETC = (
    "alternatives", "bash.bashrc", "debian_version", "default/useradd", "ld.so.cache", "ld.so.conf", "ld.so.conf.d",
    "login.defs", "magic", "mime.types", "mosquitto", "nginx", "pam.conf", "pam.d", "profile", "protocols", "rpc",
    "security", "services", "shells", "skel", "ssl/openssl.cnf", "sudo.conf", "sudoers", "sudo_logsrvd.conf",
)  # fmt: skip
SYSTEM_USERS = {
    "root": (0, "/root", "/bin/bash"),
    "daemon": (1, "/usr/sbin", "/usr/sbin/nologin"),
    "man": (6, "/var/cache/man", "/usr/sbin/nologin"),
    "www-data": (33, "/var/www", "/usr/sbin/nologin"),
    "sshd": (104, "/run/sshd", "/usr/sbin/nologin"),
    "mosquitto": (105, "/var/lib/mosquitto", "/usr/sbin/nologin"),
    "dnsmasq": (106, "/var/lib/misc", "/usr/sbin/nologin"),
    "nobody": (65534, "/nonexistent", "/usr/sbin/nologin"),
}
GROUPS = {"adm": 4, "tty": 5, "mail": 8, "crontab": 107, "shadow": 42, "utmp": 43, "nogroup": 65534, "sudo": 27}


class Machine:
    """One running host. `folder` holds its disks; its logs are below `folder/var/log`."""

    def __init__(self, host: Host, folder: Path, keys: Path) -> None:
        self.host = host
        self.folder = folder
        self._keys = keys
        self._outer: subprocess.Popen[bytes] | None = None
        self.pid = 0

    def prepare(self) -> None:
        for name in ("etc", "var", "home", "srv", "root", "opt", "newroot"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "root").chmod(0o700)
        self._etc()
        self._var()
        self._people()
        shutil.copytree(
            HERE / "programs", self.folder / "opt" / "district", ignore=shutil.ignore_patterns("__pycache__")
        )
        shutil.copy(HERE / "init.py", self.folder / "opt" / "district")
        plan = {"name": self.host.name, "audit": self.host.audit, "services": []}
        if self.host.syslog:
            plan["services"].append(syslog_service(self.folder, self.host.syslog))
        for name in self.host.services:
            plan["services"].append(SERVICES[name](self.folder, self.host))
        (self.folder / "opt" / "plan.json").write_text(json.dumps(plan, indent=1))

    def _etc(self) -> None:
        etc = self.folder / "etc"
        for name in ETC:
            source, target = Path("/etc") / name, etc / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, symlinks=True)
            elif source.exists():
                shutil.copy2(source, target)
        for name in ("cron.d", "cron.daily", "ssh", "sudoers.d", "profile.d"):
            (etc / name).mkdir(exist_ok=True)
        (etc / "hostname").write_text(self.host.name + "\n")
        known = "".join(f"{host.ip}\t{host.name}\n" for host in HOSTS.values() if host.zone != "wan")
        (etc / "hosts").write_text("127.0.0.1\tlocalhost\n" + known)
        resolver = HOSTS["internet"].ip if self.host.zone == "wan" else HOSTS["dns"].ip
        (etc / "resolv.conf").write_text(f"nameserver {resolver}\noptions timeout:2 attempts:2\n")
        (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n")
        (etc / "localtime").symlink_to(f"/usr/share/zoneinfo/{TIMEZONE}")
        (etc / "timezone").write_text(TIMEZONE + "\n")
        (etc / "environment").write_text("")
        (etc / "default").mkdir(exist_ok=True)
        (etc / "default" / "locale").write_text("LANG=C.UTF-8\n")
        (etc / "os-release").symlink_to("../usr/lib/os-release")

    def _var(self) -> None:
        var = self.folder / "var"
        for name in ("log", "lib/nginx", "lib/mosquitto", "lib/misc", "lib/sudo/lectured", "mail", "cache", "www",
                     "backups"):  # fmt: skip
            (var / name).mkdir(parents=True)
        for name in ("tmp", "spool/cron/crontabs", "spool/rsyslog"):
            (var / name).mkdir(parents=True)
        (var / "tmp").chmod(0o1777)
        (var / "run").symlink_to("/run")
        (var / "lib/sudo").chmod(0o711)

    def _people(self) -> None:
        etc = self.folder / "etc"
        passwd = [f"{name}:x:{uid}:{uid}::{home}:{shell}" for name, (uid, home, shell) in SYSTEM_USERS.items()]
        group = [f"{name}:x:{uid}:" for name, (uid, _, _) in SYSTEM_USERS.items() if name != "nobody"]
        group += [f"{name}:x:{gid}:" for name, gid in GROUPS.items()]
        shadow = [f"{name}:*:20000:0:99999:7:::" for name in SYSTEM_USERS]
        sudoers = []
        for person in self.host.people:
            home = self.folder / "home" / person.name
            passwd.append(f"{person.name}:x:{person.uid}:{person.uid}::/home/{person.name}:/bin/bash")
            group.append(f"{person.name}:x:{person.uid}:")
            secret = run("openssl", "passwd", "-6", "-stdin", stdin=person.password).strip() if person.password else "*"
            shadow.append(f"{person.name}:{secret}:20000:0:99999:7:::")
            if person.sudo:
                sudoers.append(f"{person.name} {person.sudo}")
            ssh = home / ".ssh"
            ssh.mkdir(parents=True)
            if person.keys_from:
                keys = "".join((self._keys / f"{name}.pub").read_text() for name in person.keys_from)
                (ssh / "authorized_keys").write_text(keys)
            if person.holds:
                shutil.copy(self._keys / person.holds, ssh / "id_ed25519")
            (ssh / "config").write_text(
                "Host *\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n  LogLevel ERROR\n"
                "  ConnectTimeout 8\n"
            )
            for path in (home, ssh, *ssh.iterdir()):
                os.chown(path, person.uid, person.uid)
                path.chmod(0o700 if path.is_dir() else 0o600)
            home.chmod(0o755)
        (etc / "passwd").write_text("\n".join(passwd) + "\n")
        (etc / "group").write_text("\n".join(group) + "\n")
        (etc / "shadow").write_text("\n".join(shadow) + "\n")
        (etc / "shadow").chmod(0o640)
        (etc / "sudoers.d" / "district").write_text("\n".join(sudoers) + "\n")
        (etc / "sudoers.d" / "district").chmod(0o440)

    def start(self) -> None:
        argv = [*WITH_US, "ip", "netns", "exec", PREFIX + self.host.name, "unshare", "-m", "-u", "-i", "-p", "-f"]
        argv += ["--kill-child", str(PYTHON), str(HERE / "init.py"), str(self.folder)]
        with (self.folder / "init.out").open("wb") as told:
            self._outer = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=told, stderr=told)
        ready = self.folder / "var" / "log" / "ready"
        deadline = time.monotonic() + 20
        while not ready.exists():
            if self._outer.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"host {self.host.name} did not start: {(self.folder / 'init.out').read_text()}")
            time.sleep(0.05)
        ready.unlink()
        children = Path(f"/proc/{self._outer.pid}/task/{self._outer.pid}/children").read_text().split()
        self.pid = int(children[0])

    def daemons(self) -> set[int]:
        """Process ids, as the machine sees them, of the services the first process started."""
        return {int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()}

    def argv(self, *command: str, user: str = "root") -> list[str]:
        """The command as run inside the host, as `user`."""
        become = [] if user == "root" else ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
        home = "/root" if user == "root" else f"/home/{user}"
        environment = ["env", "-i", f"PATH={SBIN}", f"HOME={home}", f"USER={user}", "LANG=C.UTF-8"]
        return ["nsenter", "-t", str(self.pid), "-m", "-u", "-i", "-n", "-p", *become, *environment, *command]

    def run(self, *command: str, user: str = "root", timeout: float = 60, stdin: str | None = None) -> str:
        """Run inside the host and return what it printed; failures are part of the story and do not raise."""
        try:
            done = subprocess.run(
                self.argv(*command, user=user),
                capture_output=True, text=True, errors="replace", timeout=timeout, check=False, input=stdin,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout + done.stderr

    def spawn(self, *command: str, user: str = "root") -> subprocess.Popen[bytes]:
        with (self.folder / "actors.out").open("ab") as told:
            return subprocess.Popen(self.argv(*command, user=user), stdin=subprocess.DEVNULL, stdout=told, stderr=told)

    def stop(self) -> None:
        """End the host with everything in it: the kernel kills a PID namespace with its first process."""
        if self._outer is None:
            return
        self._outer.kill()
        self._outer.wait(timeout=15)
        self._outer = None
        deadline = time.monotonic() + 10
        while self.pid and Path(f"/proc/{self.pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
