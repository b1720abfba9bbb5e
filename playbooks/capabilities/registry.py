"""Which capability answers which command."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from playbooks.capabilities.blocklist import BlockList
from playbooks.capabilities.directory import Directory
from playbooks.capabilities.http_api import HttpApi
from playbooks.capabilities.mqtt_broker import MqttBroker
from playbooks.capabilities.nftables import Nftables
from playbooks.capabilities.publishing import Misp, Taxii
from playbooks.capabilities.restic import ResticRestore
from playbooks.capabilities.ssh import Ssh
from playbooks.capabilities.telling import Mail, Robot, Syslog, Ticket

VERBS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        one.kind: one.verbs
        for one in (Nftables, BlockList, Directory, MqttBroker, Mail, Robot, Syslog, Ticket, ResticRestore, Misp, Taxii)
    }
)
"""Verbs of `fengsui-cmd` by kind of actuator."""

BY_COMMAND: Mapping[str, str] = MappingProxyType(
    {"http-api": HttpApi.kind, "openc2-http": HttpApi.kind, "openc2": HttpApi.kind, "ssh": Ssh.kind}
)
"""Kinds of actuator by CACAO command type. A command in neither table is a person's."""

TELLING = frozenset({"smtp", "webhook", "syslog", "ticket"})
"""What only tells: needs nobody's approval."""


def kinds_for(command_type: str, verb: str) -> frozenset[str]:
    """Kinds of actuator that could run it; empty means a person does."""
    if command_type == "fengsui-cmd":
        return frozenset(kind for kind, verbs in VERBS.items() if verb in verbs)
    kind = BY_COMMAND.get(command_type)
    return frozenset({kind}) if kind else frozenset()
