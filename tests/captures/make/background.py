"""What goes on in the district by itself while something is recorded."""

from __future__ import annotations

import random
import subprocess
import threading
from collections.abc import Mapping

from tests.captures.make.hosts import Machine
from tests.captures.make.needs import PYTHON
from tests.captures.make.world import CITIZENS, HOSTS, MQTT_USERS, PUBLIC_PORTAL, SENSORS, ZONES

PROGRAMS = "/opt/district"
PORTAL, JUMP, DATA, DNS = (HOSTS[name].ip for name in ("portal", "jump", "data-host", "dns"))


def by_key(account: str, command: str) -> tuple[str, ...]:
    return ("ssh", "-o", "BatchMode=yes", account, command)


def by_password(password: str, account: str, command: str) -> tuple[str, ...]:
    return ("sshpass", "-p", password, "ssh", account, command)


def order(topic: str, message: str) -> tuple[str, ...]:
    """The town's platform tells a device something, as it may."""
    account = ("-i", "town-platform-order", "-u", "platform", "-P", MQTT_USERS["platform"])
    return ("mosquitto_pub", "-h", HOSTS["broker"].ip, *account, "-t", topic, "-m", message)


MIRROR = "http://mirror.debian.example/debian/dists/bookworm/InRelease"
HAO = "Paper-Kite-Orchard-7"

# Share of the recording, host, account, command: administrators at work; wanghao mistypes his password in the morning.
ERRANDS: list[tuple[float, str, str, tuple[str, ...]]] = [
    (0.34, "workstation", "chenmin", by_key(f"chenmin@{JUMP}", "uptime; df -h / ; last | head -3")),
    (0.36, "workstation", "chenmin", by_key(f"chenmin@{PORTAL}", "sudo tail -n 5 /var/log/nginx/access.log; sudo nginx -t")),
    (0.38, "workstation", "zhoujing", by_password("Paper-Kite-Orchard-8", f"wanghao@{JUMP}", "true")),
    (0.40, "workstation", "zhoujing", by_password(HAO, f"wanghao@{JUMP}", "sudo tail -n 3 /var/log/syslog; ls")),
    (0.42, "scada", "root", order("nanqiao/smoke/07/cmd", '{"cmd":"selftest"}')),
    (0.44, "workstation", "chenmin", by_key(f"sunli@{DATA}", "sudo ls -l /var/lib/data-api; sqlite3 --version; sudo -l")),
    (0.50, "workstation", "chenmin", by_key(f"chenmin@{DNS}", "sudo pkill -USR1 dnsmasq; uptime")),
    (0.60, "workstation", "zhoujing", by_password(HAO, f"wanghao@{JUMP}", "sudo apt-get --version; who")),
    (0.64, "scada", "root", order("nanqiao/camera/09/cmd", '{"cmd":"ptz","preset":2}')),
    (
        0.66, "workstation", "chenmin",
        by_key(f"chenmin@{PORTAL}", f"sudo nginx -s reload; curl -s -o /dev/null -A 'Debian APT-HTTP/1.3 (2.6.1)' {MIRROR}"),
    ),
    (0.70, "workstation", "chenmin", by_key(f"sunli@{DATA}", "sudo cp /etc/hosts /var/backups/hosts; id; date")),
    (0.76, "workstation", "chenmin", by_key(f"chenmin@{JUMP}", "ssh -o BatchMode=yes sunli@data-host 'uptime; df -h /var'")),
]  # fmt: skip


class Background:
    """Actors inside the hosts. `start` returns at once; `stop` ends what is left."""

    def __init__(self, machines: Mapping[str, Machine], seconds: float, pattern: str) -> None:
        self._machines = machines
        self._seconds = seconds
        self._pattern = pattern
        self._actors: list[subprocess.Popen[bytes]] = []
        self._over = threading.Event()
        self._admins = threading.Thread(target=self._administrate, daemon=True)

    def start(self) -> None:
        span = (str(self._seconds), self._pattern)
        portal, dns = HOSTS["portal"].ip, HOSTS["dns"].ip
        desks = [HOSTS["workstation"].address(octet) for octet in HOSTS["workstation"].more]
        browsers = [f"{ZONES['wan']}.{octet}" for octet in CITIZENS]
        sensors = [f"{ZONES['iot']}.{octet}" for octet in SENSORS]
        self._spawn("citizens", "citizens.py", *span, PUBLIC_PORTAL, *browsers)
        self._spawn("workstation", "office.py", *span, portal, dns, *desks)
        self._spawn("devices", "devices.py", *span, HOSTS["broker"].ip, MQTT_USERS["sensor"], *sensors)
        self._spawn("scada", "modbus_client.py", "poll", HOSTS["pump"].ip, "--seconds", str(self._seconds))
        platform = ["mosquitto_sub", "-h", HOSTS["broker"].ip, "-i", "town-platform", "-u", "platform"]
        platform += ["-P", MQTT_USERS["platform"], "-t", "nanqiao/+/+/data", "-k", "30"]
        self._actors.append(self._machines["scada"].spawn(*platform))
        self._admins.start()

    def _spawn(self, host: str, program: str, *argv: str) -> None:
        self._actors.append(self._machines[host].spawn(str(PYTHON), f"{PROGRAMS}/{program}", *argv))

    def _administrate(self) -> None:
        """Do each errand when its share of the time has come."""
        rng, before = random.Random(3), 0.0
        for share, host, user, argv in ERRANDS:
            wait = (share - before) * self._seconds * rng.uniform(0.97, 1.0)
            before = share
            if self._over.wait(wait):
                return
            self._machines[host].run(*argv, user=user, timeout=30)

    def stop(self) -> None:
        self._over.set()
        for actor in self._actors:
            actor.terminate()
        for actor in self._actors:
            try:
                actor.wait(timeout=5)
            except subprocess.TimeoutExpired:
                actor.kill()
        self._admins.join(timeout=35)
