"""What scanners say about a weakness, in the words of `model.inventory.Exposure`."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Any

from model.inventory import Effect

_CVE = re.compile(r"CVE-\d{4}-\d{4,7}", re.IGNORECASE)
_MAC = re.compile(r"[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}", re.IGNORECASE)


def cves(text: str) -> list[str]:
    return list(dict.fromkeys(match.upper() for match in _CVE.findall(text)))


def macs(text: str) -> list[str]:
    """Lower case, with colons."""
    return list(dict.fromkeys(match.lower().replace("-", ":") for match in _MAC.findall(text)))


def address(text: str) -> str:
    """The address in its usual form, or nothing."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


def score(text: Any) -> float:
    """A CVSS score between 0 and 10; 0 for what is none."""
    try:
        value = float(text)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return value if 0 <= value <= 10 else 0.0


def judged(vector: str) -> dict[str, Any]:
    """`remote` and `effect` from a CVSS vector of version 2, 3 or 4 (FIRST, Common Vulnerability Scoring System).

    remote: over a network and without an account (AV:N and PR:N, in version 2 Au:N). effect: what is lost entirely, or
    at all when nothing is; whoever gets all three from inside gets a privilege, from outside executes code.
    """
    parts = dict(part.split(":", 1) for part in vector.upper().split("/") if ":" in part)
    if "AV" not in parts:
        return {}
    lost = {name: parts.get(name) or parts.get(f"V{name}", "N") for name in "CIA"}
    worst = {"H", "C"} if {"H", "C"} & set(lost.values()) else {"L", "P"}
    hit = {name for name, value in lost.items() if value in worst}
    network = parts["AV"] == "N"
    open_to_all = parts.get("PR", parts.get("AU", "N")) == "N"
    if hit == {"A"}:
        effect = Effect.DENIAL
    elif hit == {"C"}:
        effect = Effect.DISCLOSURE
    elif not network and parts["AV"] != "A":
        effect = Effect.PRIVILEGE
    else:
        effect = Effect.CODE_EXECUTION
    return {"remote": network and open_to_all, "effect": effect.value}
