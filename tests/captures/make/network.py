"""Namespaces, bridges, firewall and capture. Everything made here carries the prefix `fs-` and is removed by `close`."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.captures.make.world import HOSTS, PUBLIC_PORTAL, ZONES, Host

PREFIX = "fs-"
ROUTER = PREFIX + "router"

FIREWALL = f"""
table ip nat {{
  chain pre {{ type nat hook prerouting priority -100;
    ip daddr {PUBLIC_PORTAL} dnat to {HOSTS["portal"].ip}
  }}
  chain post {{ type nat hook postrouting priority 100;
    oifname "wan" ip saddr 10.20.0.0/16 snat to 198.51.100.1
  }}
}}
table ip filter {{
  chain forward {{ type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "wan" oifname "dmz" accept comment "flaw: every port of the portal, SSH too"
    iifname "dmz" oifname "srv" tcp dport {{ 22, 8080 }} accept
    ip daddr {HOSTS["dns"].ip} meta l4proto {{ tcp, udp }} th dport 53 accept
    iifname "dmz" oifname "iot" tcp dport {{ 502, 1883 }} accept comment "flaw: opened once for a dashboard"
    iifname "dmz" oifname "wan" accept comment "flaw: no egress rule"
    iifname {{ "srv", "off" }} accept
    iifname "iot" oifname "wan" accept
  }}
}}
"""

# Each packet is recorded once: a packet between two zones is taken on the first of srv, dmz, off that it crosses,
# and everything that touches the IoT zone belongs to the IoT sensor.
EXTRANET_FILTERS: dict[str, str] = {
    "srv": "not net 10.20.8.0/24",
    "dmz": "not net 10.20.2.0/24 and not net 10.20.8.0/24",
    "off": "not net 10.20.1.0/24 and not net 10.20.2.0/24 and not net 10.20.8.0/24",
}


WITH_US = ("setpriv", "--pdeathsig", "KILL")  # so that a builder that is killed takes what it started with it


def run(*argv: str, quiet: bool = False, stdin: str | None = None) -> str:
    """Run a command of the machine for at most 60 s; on failure RuntimeError with what it said, unless `quiet`."""
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False, input=stdin)
    if done.returncode and not quiet:
        raise RuntimeError(f"{' '.join(argv)} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


class Network:
    """The district's wires. `open()` makes them, `close()` removes them, whatever state they are in."""

    def __init__(self) -> None:
        self._captures: list[tuple[subprocess.Popen[bytes], Path]] = []

    def open(self) -> None:
        self.close()
        self._namespace(ROUTER)
        run("ip", "netns", "exec", ROUTER, "sysctl", "-qw", "net.ipv4.ip_forward=1")
        bridged = [f"net.bridge.bridge-nf-call-{kind}tables=0" for kind in ("ip", "ip6", "arp")]
        run("ip", "netns", "exec", ROUTER, "sysctl", "-qw", *bridged, quiet=True)  # the firewall is for routed packets
        for zone, net in ZONES.items():
            run("ip", "-n", ROUTER, "link", "add", zone, "type", "bridge")
            run("ip", "-n", ROUTER, "addr", "add", f"{net}.1/24", "dev", zone)
            run("ip", "-n", ROUTER, "link", "set", zone, "up")
        run("ip", "netns", "exec", ROUTER, "nft", "-f", "-", stdin=FIREWALL)
        for index, host in enumerate(HOSTS.values()):
            self._attach(index, host)
        self._plain_frames(ROUTER, *ZONES)

    def _namespace(self, name: str) -> None:
        run("ip", "netns", "add", name)
        for key in ("all", "default"):
            run("ip", "netns", "exec", name, "sysctl", "-qw", f"net.ipv6.conf.{key}.disable_ipv6=1", quiet=True)
        run("ip", "-n", name, "link", "set", "lo", "up")

    def _attach(self, index: int, host: Host) -> None:
        name, port = PREFIX + host.name, f"p{index}"
        self._namespace(name)
        mac = f"02:20:{index:02x}:00:00:{host.octet:02x}"
        run("ip", "-n", ROUTER, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name)
        run("ip", "-n", name, "link", "set", "eth0", "address", mac)
        run("ip", "-n", ROUTER, "link", "set", port, "master", host.zone, "up")
        for octet in (host.octet, *host.more):
            run("ip", "-n", name, "addr", "add", f"{host.address(octet)}/24", "dev", "eth0")
        run("ip", "-n", name, "link", "set", "eth0", "up")
        run("ip", "-n", name, "route", "add", "default", "via", f"{ZONES[host.zone]}.1")
        self._plain_frames(name, "eth0")
        self._plain_frames(ROUTER, port)

    def _plain_frames(self, namespace: str, *devices: str) -> None:
        """No segmentation offload and real checksums, so that the packets look like those of a wire."""
        for device in devices:
            for feature in ("tso", "gso", "gro", "tx"):
                run("ip", "netns", "exec", namespace, "ethtool", "-K", device, feature, "off", quiet=True)

    def start_capture(self, folder: Path) -> None:
        for zone, expression in {**EXTRANET_FILTERS, "iot": ""}.items():
            target = folder / f"{zone}.pcap"
            argv = [
                *WITH_US,
                "ip",
                "netns",
                "exec",
                ROUTER,
                "tcpdump",
                "-i",
                zone,
                "-U",
                "-n",
                "-s",
                "0",
                "-B",
                "16384",
            ]
            argv += ["-Z", "root", "-w", str(target), *([expression] if expression else [])]
            with target.with_suffix(".tcpdump").open("wb") as told:
                process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=told, stderr=told)
            self._captures.append((process, target))

    def stop_capture(self) -> dict[str, str]:
        """Stop all captures; per zone what tcpdump says it dropped."""
        said: dict[str, str] = {}
        for process, target in self._captures:
            process.terminate()
            process.wait(timeout=15)
            said[target.stem] = target.with_suffix(".tcpdump").read_text(errors="replace").strip()
        self._captures.clear()
        return said

    def close(self) -> None:
        for process, _ in self._captures:
            process.kill()
        self._captures.clear()
        for line in run("ip", "netns", "list", quiet=True).splitlines():
            name = line.split()[0] if line.split() else ""
            if name.startswith(PREFIX):
                run("ip", "netns", "del", name, quiet=True)
