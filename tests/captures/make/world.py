"""The district as data: zones, hosts, addresses, people, units. Every name is made up.

Inside, addresses are of 10.20.0.0/16; outside they are of 203.0.113.0/24 and 198.51.100.0/24, the documentation
ranges of RFC 5737, and domains end in `.example` (RFC 2606). None of them exists anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

TIMEZONE = "Asia/Shanghai"
PUBLIC_PORTAL = "198.51.100.10"
PUBLIC_SITE = "portal.qinghe.example"
TUNNEL_DOMAIN = "cdn-sync.example"

# Bridge names also name the zones; the gateway of every zone is its .1, on the router namespace.
ZONES: dict[str, str] = {
    "wan": "203.0.113",
    "dmz": "10.20.1",
    "srv": "10.20.2",
    "off": "10.20.3",
    "iot": "10.20.8",
}


@dataclass(frozen=True, slots=True)
class Person:
    """An account on a host. password: "" for none (key only). sudo: a line for sudoers after the name."""

    name: str
    uid: int
    password: str = ""
    sudo: str = ""
    keys_from: tuple[str, ...] = ()  # names of key pairs whose public half is authorised
    holds: str = ""  # name of the key pair kept in ~/.ssh/id_ed25519


@dataclass(frozen=True, slots=True)
class Host:
    """One machine: a set of namespaces with its own root file system.

    more: further last octets on the same interface, for machines that stand for many. audit: whether its programs may
    write user records to the kernel's audit; there is one audit per kernel, so one host only.
    """

    name: str
    zone: str
    octet: int
    more: tuple[int, ...] = ()
    people: tuple[Person, ...] = ()
    services: tuple[str, ...] = ()
    syslog: str = "rfc5424"  # rfc5424 | rfc3164 | ""
    audit: bool = False

    @property
    def ip(self) -> str:
        return f"{ZONES[self.zone]}.{self.octet}"

    def address(self, octet: int) -> str:
        return f"{ZONES[self.zone]}.{octet}"


WEIHU = Person("weihu", 31001, "weihu123", holds="weihu")  # the vendor's forgotten account: weak, and facing outside
PEOPLE_PORTAL = (
    Person("webapp", 31033),
    WEIHU,
    Person("chenmin", 31002, "Lantern-Harbour-41", sudo="ALL=(ALL) NOPASSWD: ALL", keys_from=("chenmin",)),
)
PEOPLE_DATA = (
    Person("datasync", 32001, sudo="ALL=(ALL) NOPASSWD: ALL", keys_from=("weihu", "backup")),
    Person("sunli", 32002, "Copper-Meadow-58", sudo="ALL=(ALL) NOPASSWD: ALL", keys_from=("chenmin",)),
    Person("dataapi", 32033),
)
PEOPLE_JUMP = (
    Person(
        "chenmin", 33001, "Lantern-Harbour-41", sudo="ALL=(ALL) NOPASSWD: ALL", keys_from=("chenmin",), holds="chenmin"
    ),
    Person("wanghao", 33002, "Paper-Kite-Orchard-7", sudo="ALL=(ALL) NOPASSWD: /usr/bin/apt-get, /usr/bin/tail"),
    Person("backup", 33003, holds="backup"),
)
PEOPLE_DNS = (Person("chenmin", 34001, "Lantern-Harbour-41", sudo="ALL=(ALL) NOPASSWD: ALL", keys_from=("chenmin",)),)
PEOPLE_OFFICE = (Person("chenmin", 35001, holds="chenmin"), Person("zhoujing", 35002))

CITIZENS = tuple(range(101, 131))
SENSORS = tuple(range(101, 113))

HOSTS: dict[str, Host] = {
    host.name: host
    for host in (
        Host("portal", "dmz", 10, people=PEOPLE_PORTAL, services=("sshd", "cron", "nginx", "portal")),
        Host("data-host", "srv", 20, people=PEOPLE_DATA, services=("sshd", "cron", "data-api"), audit=True),
        Host("jump", "srv", 10, people=PEOPLE_JUMP, services=("sshd", "cron")),
        Host("dns", "srv", 53, people=PEOPLE_DNS, services=("sshd", "dnsmasq"), syslog="rfc3164"),
        Host("workstation", "off", 21, more=tuple(range(22, 32)), people=PEOPLE_OFFICE, syslog=""),
        Host("broker", "iot", 10, services=("mosquitto",)),
        Host("pump", "iot", 20, services=("pump",), syslog=""),
        Host("scada", "iot", 30, syslog=""),
        Host("devices", "iot", 100, more=SENSORS, syslog=""),
        Host("citizens", "wan", 100, more=CITIZENS, syslog=""),
        Host("internet", "wan", 53, more=(80,), services=("internet-dns", "internet-web"), syslog=""),
        Host("attacker", "wan", 66, more=(77,), services=("drop",), syslog=""),
    )
}

# Who owns what in this made-up district; every input of a recording names one of them.
UNITS: list[dict[str, str]] = [
    {"id": "district", "name": "Qinghe District", "name_zh": "清禾区", "kind": "district", "parent": ""},
    {
        "id": "data-centre",
        "name": "District Data Centre",
        "name_zh": "区大数据中心",
        "kind": "department",
        "parent": "district",
    },
    {
        "id": "water-bureau",
        "name": "District Water Bureau",
        "name_zh": "区水务局",
        "kind": "department",
        "parent": "district",
    },
    {"id": "nanqiao-town", "name": "Nanqiao Town", "name_zh": "南桥镇", "kind": "town", "parent": "district"},
]


def _asset(name: str, kind: str, unit: str, criticality: int, *more: str) -> dict[str, object]:
    host = HOSTS[name]
    return {
        "id": name,
        "name": name,
        "kind": kind,
        "unit": unit,
        "addresses": [host.ip, *more],
        "hostnames": [name],
        "criticality": criticality,
    }


# What an asset register of this district would hold: it tells that a host's log and its packets speak of one machine.
ASSETS: list[dict[str, object]] = [
    _asset("portal", "server", "data-centre", 4, PUBLIC_PORTAL),
    _asset("data-host", "server", "data-centre", 5),
    _asset("jump", "server", "data-centre", 4),
    _asset("dns", "server", "data-centre", 4),
    _asset("workstation", "workstation", "data-centre", 2),
    _asset("broker", "broker", "nanqiao-town", 4),
    _asset("pump", "controller", "water-bureau", 5),
    _asset("scada", "server", "water-bureau", 4),
]

MQTT_USERS: dict[str, str] = {
    "sensor": "Sensor-Field-2031",
    "platform": "Platform-Ridge-77",
    "dashboard": "dashboard",  # guessable, and allowed to write anywhere: the flaw the attack uses
}

API_TOKENS: list[tuple[str, str, str]] = [
    # (token, label in the log, unit). Test values: they open nothing but the sqlite file the builder makes.
    ("test-token-portal-0001", "tok-portal", "data-centre"),
    ("test-token-health-0002", "tok-health", "health-bureau"),
    ("test-token-stats-0003", "tok-stats", "statistics-bureau"),
]


@dataclass(slots=True)
class Step:
    """One step of the attack as it happened; times are filled in by the clock."""

    name: str
    technique: str
    hosts: list[str]
    seen_in: list[str]
    description: str
    description_zh: str
    start: str = ""
    end: str = ""
