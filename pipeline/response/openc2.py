"""Commands of another OpenC2 producer become runs: the same guard, approvals, time limits and records as any other effect.

A command is asked for once by its request_id (else command_id), however often it is sent; sending it again tells how far it is.
"""

from __future__ import annotations

import hashlib
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import orjson

from model.errors import Conflict, NotFound
from model.execution import Effect, EffectStatus, Execution, ExecutionStatus
from model.times import Micros
from pipeline.playbook_settings import PlaybookSettings
from playbooks.cacao.signatures import Trust
from playbooks.capabilities.blocklist import BlockList
from playbooks.capabilities.guard import network
from playbooks.capabilities.nftables import Nftables
from playbooks.openc2.language import FEATURES, PAIRS, PROFILE, VERSIONS, Command, OpenC2Error, Status, Wanted
from store import effects, executions
from store import playbooks as kept
from store.scope import EVERYTHING, Scope
from store.state import State
from store.units import ROOT

SPACE = UUID("7a0d0f0e-3f0b-5c63-9b8a-4c1c52c0c2aa")
WAIT_S = 5.0
"""How long an answer waits for an effect that needs nobody's approval."""
RATE_LIMIT = 60
"""Commands a minute, as told to who asks (`rate_limit`); the interface's own limit is a setting."""
MAX_LINES = 100
"""Addresses of one update."""
MAX_FILE = 65_536
MAX_LOOKED = 5_000
"""Runs looked through for a rule number."""

_VERBS = {
    ("deny", Nftables.kind): ("firewall.deny", "address"),
    ("allow", Nftables.kind): ("firewall.allow", "address"),
    ("deny", BlockList.kind): ("blocklist.add", "value"),
}
_NAMES = {
    "deny": ("OpenC2: block an address", "OpenC2：封禁地址"),
    "allow": ("OpenC2: lift a block", "OpenC2：解除封禁"),
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent it: whose token it is, and what that may see."""

    actor: str
    unit: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Said:
    status: Status
    text: str = ""
    results: dict[str, Any] | None = None


class Consumer:
    def __init__(self, state: State, settings: PlaybookSettings, clock: Callable[[], Micros]) -> None:
        self._state, self._settings, self._clock = state, settings, clock

    def answer(self, command: Command, sender: Sender, request_id: str) -> Said:
        """Raises OpenC2Error."""
        if command.action == "query":
            return Said(Status.OK, "", self._features(command.features))
        name = self._settings.openc2_actuator
        actuator = self._settings.actuators.get(name)
        if actuator is None:
            raise OpenC2Error(Status.UNAVAILABLE, "no actuator is set up for OpenC2 (playbooks.openc2_actuator)")
        identity = request_id or command.command_id
        if command.action == "delete":
            return self._delete(command, sender)
        if command.action == "update":
            addresses = self._file(command)
            runs = [
                self._ask("deny", actuator.kind, one, command, sender, f"{identity or digest_of(command)}/{one}")
                for one in addresses
            ]
            return self._told(runs, command, results=False)
        if (command.action, actuator.kind) not in _VERBS:
            raise OpenC2Error(
                Status.NOT_IMPLEMENTED, f"{name} cannot {command.action}: its entries end by themselves or by delete"
            )
        run = self._ask(command.action, actuator.kind, command.address, command, sender, identity)
        return self._told([run], command, results=command.action == "deny")

    def _features(self, asked: tuple[str, ...]) -> dict[str, Any]:
        """Language 1.0, 4.1: nothing asked is a heartbeat, answered without results."""
        known = {
            "versions": list(VERSIONS),
            "profiles": [PROFILE],
            "pairs": {action: list(targets) for action, targets in PAIRS.items() if self._offers(action)},
            "rate_limit": RATE_LIMIT,
        }
        return {one: known[one] for one in FEATURES if one in asked}

    def _offers(self, action: str) -> bool:
        actuator = self._settings.actuators.get(self._settings.openc2_actuator)
        kind = actuator.kind if actuator else ""
        if action == "update":
            return self._settings.openc2_files is not None and ("deny", kind) in _VERBS
        if action == "delete":
            return ("deny", kind) in _VERBS
        return action == "query" or (action, kind) in _VERBS

    def _ask(self, action: str, kind: str, address: str, command: Command, sender: Sender, identity: str) -> str:
        """The run of this command, asked for now or before."""
        verb, argument = _VERBS[action, kind]
        document = playbook(action, verb, argument, self._settings.openc2_actuator)
        inputs = {"__address__": address}
        if action == "deny" and command.duration_s is not None:
            if command.duration_s > self._settings.longest_s:
                raise OpenC2Error(Status.BAD_REQUEST, f"nothing lasts longer than {self._settings.longest_s} s here")
            inputs["__duration__"] = str(command.duration_s)
        now = self._clock()
        with self._state.transaction() as tx:
            kept.put(
                tx,
                document["id"],
                orjson.dumps(document, option=orjson.OPT_INDENT_2),
                name=_NAMES[action][0],
                name_zh=_NAMES[action][1],
                version=document["modified"],
                source=kept.LIBRARY,
                trust=Trust.TRUSTED.value,
                unit=ROOT,
                auto=False,
                actor="fengsui",
                now=now,
            )
            stored = kept.get(tx, document["id"], EVERYTHING)
            marker = f"openc2/{sender.actor}/{identity}" if identity else None
            made = executions.request(
                tx, stored, unit=sender.unit, inputs=inputs, actor=sender.actor, now=now, marker=marker
            )
            if made is not None:
                return made
            assert marker is not None
            found = executions.by_marker(tx, marker, sender.scope)
            if found.playbook != document["id"] or found.inputs.get("__address__") != address:
                raise OpenC2Error(Status.BAD_REQUEST, "another command was sent under this id before")
            return found.id

    def _told(self, runs: list[str], command: Command, *, results: bool) -> Said:
        found = [self._settled(run) for run in runs] if command.wanted is not Wanted.ACK else []
        failed = next((one for one in found if one.status in (ExecutionStatus.FAILED, ExecutionStatus.CANCELLED)), None)
        if failed is not None:
            return Said(Status.INTERNAL_ERROR, failed.reason or failed.status.value)
        numbers = {PROFILE: {"rule_number": rule_number(runs[0])}} if results else None
        if found and all(one.status is ExecutionStatus.SUCCEEDED for one in found):
            return Said(Status.OK, "; ".join(self._effect(one.id) for one in found)[:1000], numbers)
        waits = any(one.status is ExecutionStatus.WAITING for one in found)
        return Said(Status.PROCESSING, "it waits for approval" if waits else "it is under way", numbers)

    def _settled(self, run: str) -> Execution:
        """Once it ended, waits for a person, or took too long to wait for."""
        end = time.monotonic() + WAIT_S
        while True:
            with self._state.reading() as tx:
                found = executions.get_any(tx, run)
            if found.status.over or found.status is ExecutionStatus.WAITING or time.monotonic() > end:
                return found
            time.sleep(0.05)

    def _effect(self, run: str) -> str:
        with self._state.reading() as tx:
            return "; ".join(one.said for one in effects.of_execution(tx, run, EVERYTHING))

    def _delete(self, command: Command, sender: Sender) -> Said:
        """SLPF 1.0, 2.3.5: what `deny` told is taken back; one that is not in force cannot be."""
        assert command.rule is not None
        now = self._clock()
        with self._state.transaction() as tx:
            run = _run_of(tx, command.rule, sender.scope)
            effect = next((one for one in effects.of_execution(tx, run.id, sender.scope)), None) if run else None
            if effect is None:
                raise OpenC2Error(Status.NOT_FOUND, f"there is no rule {command.rule}")
            if effect.status is EffectStatus.UNDONE:
                return Said(Status.OK, "it is not in force any more")
            try:
                effects.end_now(tx, effect.key, sender.scope, actor=sender.actor, now=now)
            except (Conflict, NotFound) as error:
                raise OpenC2Error(Status.INTERNAL_ERROR, str(error)) from None
        if command.wanted is not Wanted.ACK and self._gone(effect):
            return Said(Status.OK, "it is not in force any more")
        return Said(Status.PROCESSING, "it is being taken back")

    def _gone(self, effect: Effect) -> bool:
        end = time.monotonic() + WAIT_S
        while time.monotonic() < end:
            with self._state.reading() as tx:
                known = effects.find_one(tx, effect.key)
            if known is not None and known.status is EffectStatus.UNDONE:
                return True
            time.sleep(0.05)
        return False

    def _file(self, command: Command) -> list[str]:
        """Addresses of a list in the folder for it, one on each line. Raises OpenC2Error for all or nothing."""
        assert command.file is not None
        folder = self._settings.openc2_files
        if folder is None:
            raise OpenC2Error(Status.NOT_IMPLEMENTED, "no folder for updates is set up (playbooks.openc2_files)")
        name, path, digest = command.file
        content = _read(folder, Path(path) / name)
        if digest and hashlib.sha256(content).hexdigest() != digest:
            raise OpenC2Error(Status.BAD_REQUEST, "the file is another one than hashes.sha256 says")
        lines = [line.split("#", 1)[0].strip() for line in content.decode("utf-8", "replace").splitlines()]
        found = [(line, network(line)) for line in lines if line]
        wrong = next((line for line, one in found if one is None), None)
        if wrong is not None or not 1 <= len(found) <= MAX_LINES:
            told = (
                f"{wrong[:60]!r} is no address or network"
                if wrong is not None
                else f"a file has 1 to {MAX_LINES} lines"
            )
            raise OpenC2Error(Status.BAD_REQUEST, told)
        return list(dict.fromkeys(str(one) for _, one in found))


def _run_of(tx: Any, rule: int, scope: Scope) -> Execution | None:
    cursor: str | None = None
    looked = 0
    identifier = playbook_id("deny")
    while looked < MAX_LOOKED:
        page = executions.find(tx, scope, playbook=identifier, limit=200, cursor=cursor)
        for run in page.items:
            if rule_number(run.id) == rule:
                return run
        looked += len(page.items)
        if page.cursor is None:
            return None
        cursor = page.cursor
    return None


def _read(folder: Path, path: Path) -> bytes:
    """A regular file within the folder, links included."""
    try:
        real = (folder / path).resolve(strict=True)
        if not real.is_relative_to(folder.resolve(strict=True)) or not stat.S_ISREG(real.stat().st_mode):
            raise OpenC2Error(Status.NOT_FOUND, "there is no such file for updates")
        with real.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except (OSError, ValueError):
        raise OpenC2Error(Status.NOT_FOUND, "there is no such file for updates") from None
    if len(content) > MAX_FILE:
        raise OpenC2Error(Status.BAD_REQUEST, f"the file is larger than {MAX_FILE} bytes")
    return content


def digest_of(command: Command) -> str:
    """For a command that has no id of its own: the same file is the same update."""
    return hashlib.sha256(repr(command.file).encode()).hexdigest()[:32]


def rule_number(execution: str) -> int:
    """An integer other producers can hold exactly (RFC 8259, 6), the same whenever it is asked for."""
    return int(hashlib.sha256(execution.encode()).hexdigest()[:13], 16)


def playbook_id(action: str) -> str:
    return f"playbook--{uuid5(SPACE, action)}"


def playbook(action: str, verb: str, argument: str, actuator: str) -> dict[str, Any]:
    """One action, carried out by the actuator of the settings."""
    start, step, end = (f"{kind}--{uuid5(SPACE, f'{action} {kind}')}" for kind in ("start", "action", "end"))
    agent = f"fengsui--{uuid5(SPACE, 'agent')}"
    arguments = {argument: "__address__:value"}
    variables: dict[str, Any] = {"__address__": {"type": "string", "external": True}}
    if action == "deny":
        arguments["duration_s"] = "__duration__:value"
        variables["__duration__"] = {"type": "string", "external": True, "value": ""}
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": playbook_id(action),
        "name": _NAMES[action][0],
        "description": "What another producer asked for by OpenC2",
        "playbook_types": ["mitigation"],
        "created_by": f"identity--{uuid5(SPACE, 'identity')}",
        "created": "2026-11-23T00:00:00.000Z",
        "modified": "2026-11-23T00:00:00.000Z",
        "labels": ["openc2"],
        "playbook_variables": variables,
        "workflow_start": start,
        "workflow": {
            start: {"type": "start", "on_completion": step},
            step: {
                "type": "action",
                "name": _NAMES[action][0],
                "commands": [{"type": "fengsui-cmd", "command": verb, "arguments": arguments}],
                "agent": agent,
                "on_completion": end,
            },
            end: {"type": "end"},
        },
        "agent_definitions": {agent: {"type": "fengsui", "name": actuator}},
    }
