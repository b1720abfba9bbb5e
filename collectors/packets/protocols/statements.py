"""What clients of databases do, without what they say: the kind of a statement, and events all databases share."""

from __future__ import annotations

import re
from typing import Any

from collectors.packets.conversation import Conversation
from collectors.packets.protocols.tally import Tally
from model.times import Micros

_WORDS = (
    "select insert update delete merge replace truncate create alter drop grant revoke set show use begin start commit rollback "
    "savepoint release call exec execute load copy declare fetch close explain analyze vacuum lock unlock with values "
    "describe desc prepare deallocate discard listen notify do rename flush kill optimize backup restore dbcc bulk"
)
KINDS = frozenset(_WORDS.split())
_LEADING = re.compile(
    rb"(?:\s|\(|/\*(?:(?!\*/)[\s\S]){0,512}\*/|--[^\n]{0,512}\n|#[^\n]{0,512}\n){0,32}([A-Za-z]{1,16})"
)
# Commands that change who may do what, or reach the server's files and programs.
_REMARKABLE = frozenset({"grant", "revoke", "drop", "truncate", "load", "copy", "backup", "restore", "alter"})
# SQL Server's procedures that reach the system, accounts and configuration; not those that only carry statements.
_REMARKABLE_PROCEDURES = (
    "xp_",
    "sp_oa",
    "sp_configure",
    "sp_add",
    "sp_grant",
    "sp_password",
    "sp_start_job",
    "sp_drop",
)


def kind(statement: bytes) -> str:
    """First word of a statement in SQL when it is one we know; `other` else."""
    found = _LEADING.match(statement[:4096].lstrip())
    word = found[1].decode().lower() if found else ""
    return word if word in KINDS else "other"


class Database:
    """Sign-ins are told one by one, statements that stand out too; others are counted by kind."""

    def __init__(self, conversation: Conversation, protocol: str, client: int) -> None:
        self._conversation, self._dataset, self._client = conversation, f"network.{protocol}", client
        self._protocol = protocol
        self._tally = Tally(conversation, self._dataset)
        self.known: dict[str, Any] = {}

    def login(self, facts: dict[str, Any], outcome: str, first: int, last: int, time: Micros) -> None:
        told = {
            "event.category": ["network", "authentication", "database"],
            "event.type": ["start"],
            "event.action": f"{self._protocol}_login",
            "event.outcome": outcome,
            **facts,
        }
        raw = str(facts.get("user.name", "")).encode()
        self._conversation.emit(self._dataset, told, sender=self._client, time=time, first=first, last=last, raw=raw)
        names = ("user.name", "fengsui.database.name")
        self.known = {name: facts[name] for name in names if name in facts} if outcome == "success" else {}

    def statement(
        self, name: str, size: int, error: str, first: int, last: int, time: Micros, *, subcommand: str = ""
    ) -> None:
        """subcommand: what a command that has several says it is, such as the server's own procedure it calls."""
        facts: dict[str, Any] = {
            "event.category": ["network", "database"],
            "event.action": f"{self._protocol}_{name}",
            "fengsui.database.statement": name,
            **self.known,
        }
        if error:
            facts |= {"fengsui.database.error": error, "event.outcome": "failure"}
        if subcommand:
            facts["fengsui.database.subcommand"] = subcommand
        if name in _REMARKABLE or subcommand.startswith(_REMARKABLE_PROCEDURES):
            facts["fengsui.database.statement_bytes"] = size
            self._conversation.emit(
                self._dataset, facts, sender=self._client, time=time, first=first, last=last, raw=name.encode()
            )
        else:
            self._tally.add((name, subcommand, error), facts, self._client, first, last, time, name.encode())

    def finish(self) -> None:
        self._tally.finish()
