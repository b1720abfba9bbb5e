"""What the verbs of the platform's own commands are given, for whoever writes a playbook."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ARGUMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "firewall.deny": ("address", "duration_s"),
        "firewall.allow": ("address",),
        "conduit.close": ("source", "target", "service", "duration_s"),
        "conduit.open": ("source", "target", "service"),
        "blocklist.add": ("value", "duration_s"),
        "account.disable": ("account", "duration_s"),
        "account.enable": ("account",),
        "client.disable": ("client", "duration_s"),
        "client.enable": ("client",),
        "mail.send": ("to", "subject", "text"),
        "message.send": ("title", "text"),
        "syslog.send": ("text", "severity"),
        "ticket.create": ("title", "text"),
        "indicator.publish": ("title", "values", "tlp", "text"),
    }
)
"""Names of arguments by verb."""
