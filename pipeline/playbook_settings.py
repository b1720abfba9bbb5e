"""Settings of playbooks: what they may reach, what they must never touch, and by which actuators they act."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from pipeline.source_settings import Section

ActuatorKind = Literal[
    "nftables", "blocklist", "ldap", "mqtt", "smtp", "webhook", "syslog", "ticket", "http", "ssh", "misp", "taxii"
]


class ActuatorSettings(Section):
    """One thing that can act: a firewall, a directory, a mail server. Playbooks name it as their agent."""

    kind: Annotated[ActuatorKind, Field(description="What it is")]
    host: Annotated[str, Field(description="Name or address; of nftables: another machine, reached by SSH")] = ""
    port: Annotated[int, Field(ge=0, le=65535, description="Port; 0 means the usual one")] = 0
    url: Annotated[str, Field(description="Address of a webhook, ticket system, MISP, or TAXII collection")] = ""
    user: Annotated[str, Field(description="Account to sign in with; of ldap: its distinguished name")] = ""
    secret_file: Annotated[
        Path | None, Field(description="File with the password, token or robot secret; of SSH: the private key")
    ] = None
    known_hosts: Annotated[Path | None, Field(description="SSH host keys that are accepted")] = None
    ca_file: Annotated[
        Path | None, Field(description="PEM file of the certificate authority, when it is an own one")
    ] = None
    prefix: Annotated[list[str], Field(description="Words before `nft`, for instance sudo -n")] = []
    base: Annotated[str, Field(description="LDAP: where accounts are looked for")] = ""
    way: Annotated[
        Literal["lockout", "active-directory", "shell"], Field(description="LDAP: how an account is closed")
    ] = "lockout"
    attribute: Annotated[str, Field(description="LDAP: attribute that holds the account's name")] = "uid"
    tls: Annotated[
        Literal["none", "starttls", "implicit"], Field(description="SMTP and LDAP: how the connection is protected")
    ] = "implicit"
    sender: Annotated[str, Field(description="SMTP: who the mail is from; TAXII: whose name the objects carry")] = ""
    form: Annotated[Literal["wecom", "dingtalk", "feishu"], Field(description="Webhook: whose robot it is")] = "wecom"
    transport: Annotated[Literal["udp", "tcp"], Field(description="Syslog: how it is sent")] = "udp"
    template: Annotated[str, Field(description="Ticket: JSON of the request; {title}, {text}, {key} are filled in")] = (
        ""
    )
    idempotent: Annotated[
        bool, Field(description="HTTP and tickets: the target honours Idempotency-Key, so a request may be repeated")
    ] = False
    distribution: Annotated[
        int,
        Field(
            ge=0, le=3, description="MISP: who gets an event; 0 this organisation, 1 this community, 2 connected, 3 all"
        ),
    ] = 0
    journal: Annotated[
        str, Field(description="SSH: folder at the target that keeps what ran; empty for devices without a shell")
    ] = ".fengsui"
    default_s: Annotated[
        int, Field(ge=1, le=30 * 86400, description="Seconds an effect lasts unless it says otherwise")
    ] = 3600


_ACTUATOR_PATHS = ("secret_file", "known_hosts", "ca_file")


class PlaybookSettings(Section):
    """Playbooks: what they may do, and to what."""

    enabled: Annotated[bool, Field(description="Whether this platform carries playbooks out")] = True
    never_block: Annotated[
        list[str], Field(description="Addresses, networks and names that only two persons together may have blocked")
    ] = []
    free: Annotated[
        list[str],
        Field(
            description="Kinds of actuator whose limited changes nobody has to approve when nothing protected is touched"
        ),
    ] = []
    scan_permits: Annotated[
        list[str], Field(description="Hosts of critical information infrastructure that may be scanned at present")
    ] = []
    cii_systems: Annotated[
        list[str], Field(description="Ids of systems that are critical information infrastructure")
    ] = []
    allow_networks: Annotated[
        list[str], Field(description="Networks playbooks may reach although they are loopback or link-local")
    ] = []
    approval_minutes: Annotated[
        int, Field(ge=1, le=44640, description="Minutes an approval waits before it expires")
    ] = 60
    manual_hours: Annotated[int, Field(ge=1, le=744, description="Hours a manual step waits before it fails")] = 24
    step_timeout_s: Annotated[int, Field(ge=1, le=3600, description="Seconds a command may take that says nothing")] = (
        60
    )
    attempts: Annotated[int, Field(ge=1, le=20, description="Times an unreachable target is tried")] = 3
    longest_s: Annotated[int, Field(ge=60, le=2592000, description="Seconds any effect may last at most")] = 30 * 86400
    stuck_minutes: Annotated[
        int, Field(ge=1, description="Minutes without progress after which a run counts as stuck")
    ] = 15
    trusted_keys: Annotated[
        dict[str, str],
        Field(description="Names by SHA-256 fingerprint of the public keys whose signed playbooks are trusted"),
    ] = {}
    secrets: Annotated[dict[str, Path], Field(description="Files behind `secret:NAME` in playbooks, by name")] = {}
    actuators: Annotated[
        dict[str, ActuatorSettings], Field(description="What playbooks act with, by the agent's name")
    ] = {}

    foreign_commands: Annotated[
        Literal["task", "refuse"],
        Field(
            description="Commands nothing here carries out (bash, powershell …): a person's task, or refused before the start"
        ),
    ] = "task"
    openc2_actuator: Annotated[
        str, Field(description="Name of the firewall or block list that OpenC2 commands of other producers go to")
    ] = ""
    openc2_files: Annotated[
        Path | None, Field(description="Folder with lists of addresses that an OpenC2 `update` may name")
    ] = None

    def anchored(self, absolute: Callable[[Path | None], Path | None]) -> PlaybookSettings:
        """With its paths made absolute."""
        actuators = {
            name: one.model_copy(update={key: absolute(getattr(one, key)) for key in _ACTUATOR_PATHS})
            for name, one in self.actuators.items()
        }
        secrets = {name: absolute(path) for name, path in self.secrets.items()}
        files = absolute(self.openc2_files)
        return self.model_copy(update={"actuators": actuators, "secrets": secrets, "openc2_files": files})

    @field_validator("allow_networks")
    @classmethod
    def _networks(cls, value: list[str]) -> list[str]:
        return [str(ip_network(one, strict=False)) for one in value]
