"""A client of a database: one sign-in, then commands one at a time, each answered before the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collectors.packets.protocols.measured import MeasuredStream
from collectors.packets.protocols.statements import Database
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation


class DatabaseStream(MeasuredStream):
    """_login: what is known of a sign-in under way, the packet it began in and when."""

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._database = Database(conversation, self.protocol, client)
        self._login: tuple[dict[str, Any], int, Micros] | None = None
        self._command: tuple[str, str, int, int, Micros] | None = None

    def finish(self) -> None:
        if self._login is not None:
            self._sign_in("unknown", self._login[1])
        self._told("", 0)
        self._database.finish()

    def _ask(self, name: str, size: int, first: int, time: Micros, *, subcommand: str = "") -> None:
        """A command of `size` bytes; the one before it, if it still waits, was answered without an error."""
        self._told("", first)
        self._command = name, subcommand, size, first, time

    def _sign_in(self, outcome: str, last: int) -> None:
        """How the sign-in under way ended, in packet `last`."""
        assert self._login is not None
        facts, first, time = self._login
        self._login = None
        self._database.login(facts, outcome, first, last, time)

    def _told(self, error: str, last: int) -> None:
        """The command in work, if there is one, was answered in packet `last`; 0: it never was."""
        if self._command is not None:
            name, subcommand, size, first, time = self._command
            self._command = None
            self._database.statement(name, size, error, first, last or first, time, subcommand=subcommand)
