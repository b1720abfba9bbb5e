"""Settings of units and of sources: what `[[units]]` and `[sources.NAME]` may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

MIB = 1024 * 1024
TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")


class Section(BaseModel):
    """Unknown settings are mistakes; what is read does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class UnitSettings(Section):
    """A node of the tree of units; the root `district` always exists."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$", description="Stable short name, lower case")]
    name: Annotated[str, Field(min_length=1, description="Name in English")]
    name_zh: Annotated[str, Field(min_length=1, description="Name in Chinese")]
    kind: Annotated[
        Literal["district", "department", "town", "village", "supplier"], Field(description="Kind of unit")
    ] = "department"
    parent: Annotated[str, Field(description="Id of the unit above")] = "district"


SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "syslog": ("udp", "tcp", "tls"),
        "netflow": ("udp",),
        "snmptrap": ("udp",),
        "lumberjack": ("tcp", "tls"),
        "mqtt": ("mqtt", "mqtts"),
        "kafka": ("kafka", "kafkas"),
    }
)
"""How `listen` may begin, by kind."""
FILED = frozenset({"nginx", "auditd", "jsonl", "syslog"})
"""Kinds that may be read from a file."""


class SourceSettings(Section):
    """One source of records: files followed as they grow, a network address listened on, or an interface captured from."""

    kind: Annotated[
        Literal[
            "nginx",
            "auditd",
            "jsonl",
            "syslog",
            "netflow",
            "snmptrap",
            "http",
            "lumberjack",
            "kafka",
            "mqtt",
            "interface",
        ],
        Field(description="What the records are"),
    ]
    path: Annotated[Path | None, Field(description="File to follow (rotation-safe)")] = None
    listen: Annotated[
        str | None,
        Field(
            description="`udp://host:port`, `tcp://host:port` or `tls://host:port` (syslog; netflow and snmptrap udp only; "
            "lumberjack tcp or tls); the broker read from, `mqtt://host:port` or `mqtts://host:port` (mqtt), "
            "`kafka://host:port` or `kafkas://host:port` (kafka)"
        ),
    ] = None
    unit: Annotated[str, Field(description="Id of the unit that owns the records")] = "district"
    observer: Annotated[str, Field(description="Name of the collector or host, for `observer.name`")] = ""
    timezone: Annotated[str, Field(description="Zone of times that state none, e.g. Asia/Shanghai")] = "Asia/Shanghai"
    tls_certificate: Annotated[Path | None, Field(description="PEM file with the server's certificate chain (tls)")] = (
        None
    )
    tls_key: Annotated[Path | None, Field(description="PEM file with the server's private key (tls)")] = None
    tls_client_ca: Annotated[
        Path | None, Field(description="PEM file; when given, senders must show a certificate it signed (tls)")
    ] = None
    tls_ca: Annotated[
        Path | None,
        Field(
            description="PEM file of who may have signed the broker's certificate; none means the system's (mqtts, kafkas)"
        ),
    ] = None
    topics: Annotated[
        list[str], Field(min_length=1, max_length=64, description="Topics read; for mqtt filters with + and #")
    ] = ["#"]
    user: Annotated[str, Field(description="User name at the broker (mqtt, kafka)")] = ""
    password_file: Annotated[
        Path | None, Field(description="File holding the password at the broker (mqtt, kafka)")
    ] = None
    group: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9._-]{1,128}$",
            description="Consumer group, under which the brokers keep how far it was read (kafka)",
        ),
    ] = "fengsui"
    sasl: Annotated[
        Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"],
        Field(description="How the user name is proved to the brokers (kafka)"),
    ] = "SCRAM-SHA-256"
    token_sha256: Annotated[
        str,
        Field(
            pattern=r"^([0-9a-f]{64})?$",
            description="SHA-256 of the token senders show, in hexadecimal; nobody may send while it is empty (http)",
        ),
    ] = ""
    devices: Annotated[
        Path | None, Field(description="Register of devices, CSV or YAML, whose facts join the messages (mqtt)")
    ] = None
    interface: Annotated[str | None, Field(description="Network interface to capture from (interface)")] = None
    promiscuous: Annotated[bool, Field(description="Also take packets meant for other machines (interface)")] = True
    capture_filter: Annotated[
        str, Field(description="Packets that count, in tcpdump's language; run by the kernel (interface)")
    ] = ""
    ring_bytes: Annotated[
        int, Field(ge=4 * MIB, description="Memory for packets that wait to be metered (interface)")
    ] = 64 * MIB
    keep_packets_bytes: Annotated[
        int,
        Field(ge=0, description="Bytes of packets kept on disk, the oldest deleted first; 0 keeps none (interface)"),
    ] = 0
    keep_packets_hours: Annotated[int, Field(ge=1, description="Hours packets are kept at most (interface)")] = 24
    silent_after_s: Annotated[
        int,
        Field(
            ge=0,
            le=30 * 86_400,
            description="Seconds without a record after which an alert is raised; 0 learns it from the source's own pauses",
        ),
    ] = 0
    enabled: Annotated[bool, Field(description="Whether the source runs")] = True

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f"no time zone is called {value!r}; use an IANA name such as Asia/Shanghai or UTC"
            ) from None
        return value

    @field_validator("listen")
    @classmethod
    def _listen(cls, value: str | None) -> str | None:
        if value is None:
            return None
        scheme, separator, rest = value.partition("://")
        if not separator or scheme not in {one for schemes in SCHEMES.values() for one in schemes}:
            raise ValueError(
                "expected udp://host:port, tcp://host:port or tls://host:port; for a broker mqtt://, mqtts://, kafka:// or kafkas://"
            )
        return f"{scheme}://{host_port(rest)}"

    @model_validator(mode="after")
    def _one_input(self) -> SourceSettings:
        if self.kind == "interface":
            if self.interface is None or self.path or self.listen:
                raise ValueError("an interface source needs `interface`, and neither `path` nor `listen`")
            return self
        if self.kind == "http":
            if self.path or self.listen:
                raise ValueError(
                    "an http source is sent to through the HTTP interface; it has neither `path` nor `listen`"
                )
            return self
        if (self.path is None) == (self.listen is None):
            raise ValueError("give either `path` or `listen`")
        if self.listen:
            self._heard(self.listen.partition("://")[0])
        elif self.kind not in FILED:
            raise ValueError(f"{self.kind} needs `listen` as {_shapes(self.kind)}")
        if self.kind == "kafka" and any(not TOPIC.fullmatch(one) for one in self.topics):
            raise ValueError("kafka needs `topics`: names of letters, digits, dots, underscores and hyphens")
        if self.listen and self.listen.startswith("tls://") and not (self.tls_certificate and self.tls_key):
            raise ValueError("tls:// needs `tls_certificate` and `tls_key`")
        return self

    def _heard(self, scheme: str) -> None:
        if self.kind not in SCHEMES:
            raise ValueError(f"{self.kind} does not listen on the network; it is read from a file with `path`")
        if scheme not in SCHEMES[self.kind]:
            raise ValueError(f"{self.kind} needs `listen` as {_shapes(self.kind)}, not {scheme}://")


def _shapes(kind: str) -> str:
    return " or ".join(f"{scheme}://host:port" for scheme in SCHEMES[kind])


def host_port(value: str) -> str:
    host, separator, port = value.rpartition(":")
    if not separator or not host or not port.isdecimal() or not 0 <= int(port) <= 65535:
        raise ValueError(f"expected host:port, got {value!r}")
    return value
