"""Indicator (威胁情报指标): what somebody says about an observable. Words of STIX 2.1 where it has them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from model.entity import EntityKind
from model.times import Micros


class ObservableKind(StrEnum):
    """What can be seen in an event. domain: the name and everything below it; hostname: exactly this name."""

    IP = "ip"
    NETWORK = "network"
    DOMAIN = "domain"
    HOSTNAME = "hostname"
    URL = "url"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    SM3 = "sm3"
    EMAIL = "email"
    JA3 = "ja3"
    JA4 = "ja4"
    USER_AGENT = "user_agent"
    CERTIFICATE = "certificate"
    FILE_NAME = "file_name"
    FILE_PATH = "file_path"
    REGISTRY_KEY = "registry_key"
    MUTEX = "mutex"

    @property
    def en(self) -> str:
        return _NAMES[self][0]

    @property
    def zh(self) -> str:
        return _NAMES[self][1]


ENTITIES = {
    ObservableKind.IP: EntityKind.IP,
    ObservableKind.DOMAIN: EntityKind.DOMAIN,
    ObservableKind.HOSTNAME: EntityKind.DOMAIN,
    ObservableKind.URL: EntityKind.URL,
    ObservableKind.MD5: EntityKind.FILE_HASH,
    ObservableKind.SHA1: EntityKind.FILE_HASH,
    ObservableKind.SHA256: EntityKind.FILE_HASH,
    ObservableKind.SM3: EntityKind.FILE_HASH,
}
"""What an observable is when alerts have it in common; kinds that are no entity are not listed."""


_NAMES = {
    ObservableKind.IP: ("IP address", "IP 地址"),
    ObservableKind.NETWORK: ("network", "IP 网段"),
    ObservableKind.DOMAIN: ("domain", "域名"),
    ObservableKind.HOSTNAME: ("host name", "主机名"),
    ObservableKind.URL: ("URL", "网址"),
    ObservableKind.MD5: ("MD5 hash", "MD5 哈希"),
    ObservableKind.SHA1: ("SHA-1 hash", "SHA-1 哈希"),
    ObservableKind.SHA256: ("SHA-256 hash", "SHA-256 哈希"),
    ObservableKind.SM3: ("SM3 hash", "SM3 哈希"),
    ObservableKind.EMAIL: ("e-mail address", "邮箱地址"),
    ObservableKind.JA3: ("JA3 fingerprint", "JA3 指纹"),
    ObservableKind.JA4: ("JA4 fingerprint", "JA4 指纹"),
    ObservableKind.USER_AGENT: ("user agent", "User-Agent"),
    ObservableKind.CERTIFICATE: ("certificate fingerprint", "证书指纹"),
    ObservableKind.FILE_NAME: ("file name", "文件名"),
    ObservableKind.FILE_PATH: ("file path", "文件路径"),
    ObservableKind.REGISTRY_KEY: ("registry key", "注册表键"),
    ObservableKind.MUTEX: ("mutex", "互斥体"),
}


class Observable(msgspec.Struct, frozen=True, order=True):
    """value: in the normal form of its kind, the same however a source writes it."""

    kind: ObservableKind
    value: str


class Tlp(StrEnum):
    """Traffic Light Protocol 2.0 (FIRST); `white` of version 1 is `clear`."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """What one indicator of one source says about one observable.

    external_id: the indicator's id at the source. confidence: 0 to 100 (STIX 2.1, 3.2), None when the source does not
    say. valid_until: None when it does not say. position: where in its document it stands, for people.
    """

    observable: Observable
    external_id: str
    position: str = ""
    name: str = ""
    labels: tuple[str, ...] = ()
    confidence: int | None = None
    valid_from: Micros | None = None
    valid_until: Micros | None = None
    revoked: bool = False
    tlp: Tlp | None = None
    created_by: str = ""
    techniques: tuple[str, ...] = ()
    pattern: str = ""
    modified: Micros | None = None


class Reject(msgspec.Struct, frozen=True, kw_only=True):
    """Something of a document that cannot be matched with. reason: a short stable slug, counted."""

    position: str
    external_id: str
    reason: str
    message: str
    value: str = ""


class ReportedSighting(msgspec.Struct, frozen=True, kw_only=True):
    """A source says that an indicator was seen (STIX 2.1, 5.2; MISP sightings)."""

    external_id: str
    indicator: str
    count: int
    first: Micros | None = None
    last: Micros | None = None
    where: str = ""


class IndicatorMatch(msgspec.Struct, frozen=True, kw_only=True):
    """An observable of the index found in an event. seen: the event's own value in `field`."""

    observable: Observable
    field: str
    seen: str
