"""Reading OpenC2 commands and writing responses.

Source: OpenC2 Language Specification 1.0 (OASIS), 3.3 (structure of commands and responses); SLPF 1.0, 2.1 (components) and
2.3 (which action goes with which target). Times are milliseconds since 1970, durations milliseconds.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

MEDIA = "application/openc2+json;version=1.0"
MEDIA_BARE = "application/openc2-rsp+json;version=1.0"
VERSIONS = ("1.0", "2.0")
PROFILE = "slpf"
RULE = f"{PROFILE}:rule_number"
PAIRS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "query": ("features",),
        "deny": ("ipv4_net", "ipv6_net", "ipv4_connection", "ipv6_connection"),
        "allow": ("ipv4_net", "ipv6_net", "ipv4_connection", "ipv6_connection"),
        "update": ("file",),
        "delete": (RULE,),
    }
)
FEATURES = ("versions", "profiles", "pairs", "rate_limit")
MAX_ID = 36
"""Of a command_id, Language 1.0, 3.4.2.3."""
MAX_RULE = 2**53 - 1


class Status(IntEnum):
    """Language 1.0, 3.3.2.2."""

    PROCESSING = 102
    OK = 200
    BAD_REQUEST = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    INTERNAL_ERROR = 500
    NOT_IMPLEMENTED = 501
    UNAVAILABLE = 503


class Wanted(StrEnum):
    """response_requested, Language 1.0, 3.3.1.4."""

    NONE = "none"
    ACK = "ack"
    STATUS = "status"
    COMPLETE = "complete"


class OpenC2Error(Exception):
    """What to answer instead of doing it."""

    def __init__(self, status: Status, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


@dataclass(frozen=True, slots=True)
class Envelope:
    """How the message came. bare: the command alone, as HTTPS Transfer 1.0 has it."""

    command: Any
    request_id: str = ""
    created: int | None = None
    sender: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """address: of what is denied or allowed. rule: to delete. features: asked about. duration_s: None when nothing is said.
    file: name, path and SHA-256 digest of an update."""

    action: str
    wanted: Wanted
    address: str = ""
    rule: int | None = None
    features: tuple[str, ...] = ()
    duration_s: int | None = None
    file: tuple[str, str, str] | None = None
    command_id: str = ""


def opened(message: Any) -> Envelope:
    """Raises OpenC2Error for what is no message and no command."""
    if not isinstance(message, dict):
        raise OpenC2Error(Status.BAD_REQUEST, "an OpenC2 message is an object")
    if "body" not in message and "headers" not in message:
        return Envelope(message, bare=True)
    headers = message.get("headers") or {}
    body = message.get("body")
    content = body.get("openc2") if isinstance(body, dict) else None
    if not isinstance(headers, dict) or not isinstance(content, dict) or "request" not in content:
        raise OpenC2Error(Status.BAD_REQUEST, "the message has no body.openc2.request")
    created = headers.get("created")
    return Envelope(
        content["request"],
        request_id=_id(headers.get("request_id"), "request_id"),
        created=created if type(created) is int else None,
        sender=str(headers.get("from") or "")[:200],
    )


def parse(given: Any, now_ms: int) -> Command:
    """Raises OpenC2Error."""
    if not isinstance(given, dict):
        raise OpenC2Error(Status.BAD_REQUEST, "a command is an object")
    unknown = sorted(given.keys() - {"action", "target", "args", "actuator", "command_id"})
    if unknown:
        raise OpenC2Error(Status.BAD_REQUEST, f"a command has no property {unknown[0][:60]!r}")
    action, target = given.get("action"), given.get("target")
    if not isinstance(action, str) or not isinstance(target, dict) or len(target) != 1:
        raise OpenC2Error(Status.BAD_REQUEST, "a command has an action and exactly one target")
    kind, value = next(iter(target.items()))
    if action not in PAIRS:
        raise OpenC2Error(Status.NOT_IMPLEMENTED, f"the action {action[:60]!r} is not supported")
    if kind not in PAIRS[action]:
        raise OpenC2Error(Status.NOT_IMPLEMENTED, f"{action} of {str(kind)[:60]!r} is not supported")
    _for_us(given.get("actuator"))
    wanted, duration_s = _arguments(given.get("args"), action, now_ms)
    about: dict[str, Any] = {"action": action, "wanted": wanted, "duration_s": duration_s}
    about["command_id"] = _id(given.get("command_id"), "command_id")
    if kind == "features":
        return Command(**about, features=_features(value, wanted))
    if kind == RULE:
        if type(value) is not int or not 0 <= value <= MAX_RULE:
            raise OpenC2Error(Status.BAD_REQUEST, "a rule_number is a whole number")
        return Command(**about, rule=value)
    if kind == "file":
        return Command(**about, file=_file(value))
    return Command(**about, address=_address(kind, value))


def response(
    envelope: Envelope | None, status: Status, text: str, results: Mapping[str, Any] | None, *, us: str, now_ms: int
) -> dict[str, Any]:
    """The answer in the form of the question. us: how this consumer calls itself."""
    said: dict[str, Any] = {"status": int(status)}
    if text:
        said["status_text"] = text
    if results:
        said["results"] = dict(results)
    if envelope is not None and envelope.bare:
        return said
    headers: dict[str, Any] = {"created": now_ms, "from": us}
    if envelope is not None and envelope.request_id:
        headers["request_id"] = envelope.request_id
    if envelope is not None and envelope.sender:
        headers["to"] = envelope.sender
    return {"headers": headers, "body": {"openc2": {"response": said}}}


def _id(value: Any, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_ID or not value.isprintable():
        raise OpenC2Error(Status.BAD_REQUEST, f"{name} is a text of 1 to {MAX_ID} characters")
    return value


def _for_us(actuator: Any) -> None:
    if actuator is None:
        return
    if not isinstance(actuator, dict) or len(actuator) > 1:
        raise OpenC2Error(Status.BAD_REQUEST, "an actuator names one profile")
    if actuator and PROFILE not in actuator:
        raise OpenC2Error(Status.NOT_FOUND, f"no actuator of the profile {str(next(iter(actuator)))[:60]!r} is here")


def _arguments(args: Any, action: str, now_ms: int) -> tuple[Wanted, int | None]:
    """(what to answer, seconds it is to last)."""
    if args is None:
        args = {}
    if not isinstance(args, dict):
        raise OpenC2Error(Status.BAD_REQUEST, "args are an object")
    own = args.get(PROFILE)
    own = {} if own is None else own
    if not isinstance(own, dict):
        raise OpenC2Error(Status.BAD_REQUEST, f"args.{PROFILE} is an object")
    unknown = sorted(args.keys() - {"start_time", "stop_time", "duration", "response_requested", PROFILE})
    unknown += sorted(own.keys() - {"drop_process", "running", "direction", "insert_rule"})
    if unknown:
        raise OpenC2Error(Status.NOT_IMPLEMENTED, f"the argument {unknown[0][:60]!r} is not supported")
    # SLPF 1.0, 2.3.1 and 2.3.2: what cannot be done as asked is not done in another way.
    for name, done in (
        ("drop_process", ("none",)),
        ("direction", ("both",)),
        ("running", (True,)),
        ("insert_rule", ()),
    ):
        if name in own and own[name] not in done:
            raise OpenC2Error(Status.NOT_IMPLEMENTED, f"{name} {str(own[name])[:40]!r} is not supported here")
    try:
        wanted = Wanted(args.get("response_requested", "complete"))
    except ValueError:
        raise OpenC2Error(Status.BAD_REQUEST, "response_requested is none, ack, status or complete") from None
    return wanted, _lasting(args, action, now_ms)


def _lasting(args: Mapping[str, Any], action: str, now_ms: int) -> int | None:
    times: dict[str, int] = {name: args[name] for name in ("start_time", "stop_time", "duration") if name in args}
    for name, value in times.items():
        if type(value) is not int or value < 0:
            raise OpenC2Error(Status.BAD_REQUEST, f"{name} is a number of milliseconds")
    if len(times) == 3:
        raise OpenC2Error(Status.BAD_REQUEST, "of start_time, stop_time and duration at most two are given")
    if action == "query" and times:
        raise OpenC2Error(Status.BAD_REQUEST, "a query has no time")
    if times.get("start_time", 0) > now_ms + 1000:
        raise OpenC2Error(Status.NOT_IMPLEMENTED, "a start_time in the future is not supported")
    stop = times.get("stop_time")
    if "duration" in times:
        stop = times.get("start_time", now_ms) + times["duration"]
    if stop is None:
        return None
    if stop <= now_ms:
        raise OpenC2Error(Status.BAD_REQUEST, "it would be over before it begins")
    return -(-(stop - now_ms) // 1000)


def _features(value: Any, wanted: Wanted) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > len(FEATURES) or len({str(one) for one in value}) != len(value):
        raise OpenC2Error(Status.BAD_REQUEST, "features is a list without repetitions")
    unknown = [one for one in value if one not in FEATURES]
    if unknown:
        raise OpenC2Error(Status.NOT_IMPLEMENTED, f"the feature {str(unknown[0])[:60]!r} is not known")
    if wanted is not Wanted.COMPLETE:
        # Language 1.0, 4.1: a query for features goes with "complete" or nothing.
        raise OpenC2Error(Status.BAD_REQUEST, "a query of features is answered completely")
    return tuple(value)


def _file(value: Any) -> tuple[str, str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise OpenC2Error(Status.BAD_REQUEST, "a file has a name")
    hashes = value.get("hashes") or {}
    digest = hashes.get("sha256", "") if isinstance(hashes, dict) else None
    path = value.get("path", "")
    if not isinstance(digest, str) or not isinstance(path, str):
        raise OpenC2Error(Status.BAD_REQUEST, "path and hashes.sha256 are texts")
    return value["name"], path, digest.lower()


def _address(kind: str, value: Any) -> str:
    version = 4 if kind.startswith("ipv4") else 6
    if kind.endswith("_connection"):
        if not isinstance(value, dict) or not value:
            raise OpenC2Error(Status.BAD_REQUEST, f"{kind} is an object with at least one property")
        ends = [value[name] for name in ("src_addr", "dst_addr") if name in value]
        if len(ends) != 1 or len(value) != 1:
            raise OpenC2Error(
                Status.NOT_IMPLEMENTED,
                f"{kind} is supported with src_addr or dst_addr alone, without ports or protocol",
            )
        value = ends[0]
    try:
        found = ipaddress.ip_network(value if isinstance(value, str) else "", strict=False)
    except ValueError:
        found = None
    if found is None or found.version != version:
        raise OpenC2Error(Status.BAD_REQUEST, f"{str(value)[:60]!r} is no IPv{version} address or network")
    return str(found.network_address) if found.prefixlen == found.max_prefixlen else str(found)
