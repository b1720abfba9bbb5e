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
        """Administrators at work: sign in with keys and passwords, read logs, restart things; one mistypes once."""
        desk, rng = self._machines["workstation"], random.Random(3)
        portal, jump, data, dns = (HOSTS[name].ip for name in ("portal", "jump", "data-host", "dns"))
        by_key = ("ssh", "-o", "BatchMode=yes")
        jobs: list[tuple[float, str, tuple[str, ...]]] = [
            (0.34, "chenmin", (*by_key, f"chenmin@{jump}", "uptime; df -h / ; last | head -3")),
            (0.38, "chenmin", (*by_key, f"chenmin@{portal}", "sudo tail -n 5 /var/log/nginx/error.log; sudo nginx -t")),
            (0.40, "zhoujing", ("sshpass", "-p", "Paper-Kite-Orchard-8", "ssh", f"wanghao@{jump}", "true")),
            (0.415, "zhoujing", ("sshpass", "-p", "Paper-Kite-Orchard-7", "ssh", f"wanghao@{jump}", "sudo tail -n 3 /var/log/syslog; ls")),
            (0.44, "chenmin", (*by_key, f"sunli@{data}", "sudo ls -l /var/lib/data-api; sqlite3 --version; sudo -l")),
            (0.52, "chenmin", (*by_key, f"chenmin@{dns}", "sudo pkill -USR1 dnsmasq; uptime")),
            (0.60, "zhoujing", ("sshpass", "-p", "Paper-Kite-Orchard-7", "ssh", f"wanghao@{jump}", "sudo apt-get --version; who")),
            (0.66, "chenmin", (*by_key, f"chenmin@{portal}", "sudo nginx -s reload; sudo tail -n 2 /var/log/syslog")),
            (0.72, "chenmin", (*by_key, f"sunli@{data}", "sudo cp /etc/hosts /var/backups/hosts; id; date")),
            (0.80, "chenmin", (*by_key, f"chenmin@{jump}", "ssh -o BatchMode=yes sunli@data-host 'uptime; df -h /var'")),
        ]  # fmt: skip
        before = 0.0
        for share, user, argv in jobs:
            wait = (share - before) * self._seconds * rng.uniform(0.97, 1.0)
            before = share
            if self._over.wait(wait):
                return
            desk.run(*argv, user=user, timeout=30)

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
