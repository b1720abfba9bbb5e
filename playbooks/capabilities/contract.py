"""What every capability is given and gives back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from playbooks.cacao.canonical import canonical


class Refused(Exception):
    """It must not or cannot be done like this; nothing happened and trying again changes nothing.

    code: stable slug. `args`, `text_zh`: for people.
    """

    def __init__(self, code: str, text: str, text_zh: str = "") -> None:
        super().__init__(text)
        self.code, self.text, self.text_zh = code, text, text_zh or text


class Unreachable(Exception):
    """Nothing happened at the target; it may work later."""


class Uncertain(Exception):
    """It was sent and no answer came: it may have happened or not."""


class ObjectKind(StrEnum):
    """What an effect touches, in the words of STIX' observables where it has one."""

    ADDRESS = "address"
    DOMAIN = "domain"
    URL = "url"
    ACCOUNT = "account"
    CLIENT = "client"
    HOST = "host"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Touched:
    """value: an address or network, a name, a URL. blocks: whether it loses something by the effect."""

    kind: ObjectKind
    value: str
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen. changes: False for what only reads, asks or tells. lasts_s: until it is taken back; None is for good.

    scans: it probes the touched hosts. writes: it can change the state of the touched hosts themselves. publishes: it tells
    others about what it touches, which cannot be taken back.
    """

    capability: str
    actuator: str
    text: str
    text_zh: str
    changes: bool
    touches: tuple[Touched, ...] = ()
    lasts_s: int | None = None
    scans: bool = False
    writes: bool = False
    publishes: bool = False

    def digest(self, key: str) -> str:
        """Names exactly this effect, so that an approval cannot be used for another."""
        touched = [[one.kind.value, one.value, one.blocks] for one in self.touches]
        what = [key, self.capability, self.actuator, self.text, touched, self.lasts_s]
        return hashlib.sha256(canonical(what)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One command, filled in. key: the same whenever this very effect is tried again, never for another one.

    text: its `command`; arguments: of our own verbs; target: the CACAO object, filled in; secret: of its
    authentication-info, resolved. timeout_s: how long it may take. expected: variables the playbook wants back.
    """

    key: str
    type: str
    text: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    content: bytes = b""
    agent: Mapping[str, Any] = field(default_factory=dict)
    target: Mapping[str, Any] = field(default_factory=dict)
    authentication: Mapping[str, Any] = field(default_factory=dict)
    activity: str = ""
    timeout_s: float = 30.0
    expected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """outputs: by short name (`result`, `status`). undo: what `undo` needs, JSON; None when there is nothing to take back."""

    said: str
    outputs: Mapping[str, str] = field(default_factory=dict)
    undo: Mapping[str, Any] | None = None


class Runner(Protocol):
    def __call__(self, arguments: list[str], stdin: str, timeout_s: float) -> tuple[int, str, str]:
        """(exit code, output, errors). Raises Unreachable or Uncertain."""


def marked(key: str) -> str:
    """How an effect is written at its target, so that it is known again."""
    return "fengsui-" + hashlib.sha256(key.encode()).hexdigest()[:24]


class Capability(Protocol):
    """All but `plan` may take as long as the job allows and raise Refused, Unreachable or Uncertain."""

    kind: ClassVar[str]
    name: str
    verbs: ClassVar[frozenset[str]]

    def plan(self, job: Job) -> Plan:
        """Checks the command. No side effect, no network. Raises Refused."""

    def find(self, job: Job) -> Result | None:
        """The effect of this very key, if it is there already; None when it surely is not. Raises Uncertain otherwise."""

    def apply(self, job: Job) -> Result: ...

    def undo(self, undo: Mapping[str, Any]) -> None:
        """Must succeed when there is nothing to take back any more."""


class Traceless:
    """For what does no harm when it is done again and leaves nothing to take back."""

    def find(self, job: Job) -> Result | None:  # noqa: ARG002  # the interface's
        return None

    def undo(self, undo: Mapping[str, Any]) -> None:
        """There is nothing to take back."""


MAX_OUTPUT = 65_536
"""Characters of what a target answered that are kept."""
