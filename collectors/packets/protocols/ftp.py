"""FTP (RFC 959, 2428, 4217): sign-ins, and each transfer with its name, direction, announced size and data connection."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collectors.packets.protocols.logins import LoginStream
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

_SECURE = frozenset({"TLS", "SSL", "TLS-C", "TLS-P"})
_TRANSFERS = {"RETR": "download", "STOR": "upload", "STOU": "upload", "APPE": "upload"}
_LISTS = frozenset({"LIST", "NLST", "MLSD"})
_OTHERS = frozenset({"DELE", "RNFR", "RNTO", "MKD", "XMKD", "RMD", "XRMD"})
_SIX = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3}),(\d{1,3})")
_EXTENDED = re.compile(r"\|(?:([12])?)\|([0-9A-Fa-f.:]{0,45})\|(\d{1,5})\|")
_BYTES = re.compile(r"\((\d{1,15}) bytes", re.IGNORECASE)


class FtpStream(LoginStream):
    """The data connection is told by its address and port, by which its flow is found: it may be read by another process."""

    protocol = "ftp"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._secure_asked: tuple[int, Micros] | None = None
        self._end: dict[str, Any] = {}  # of the next data connection
        self._open: tuple[dict[str, Any], int, Micros] | None = None

    def _command(self, line: str, first: int, last: int, time: Micros) -> None:
        verb, _, rest = line.partition(" ")
        verb, rest = verb.upper(), rest.strip()
        if verb == "USER":
            self._user = rest
        elif verb == "PASS":
            self._ask("ftp", first, last, time)
        elif verb == "AUTH" and rest.upper() in _SECURE:
            self._secure_asked = first, time
        elif verb == "PORT" and (found := _SIX.search(rest)):
            self._end = _six(found) | {"fengsui.ftp.mode": "active"}
        elif verb == "EPRT" and (extended := _EXTENDED.search(rest)):
            self._end = {"fengsui.ftp.data_port": int(extended[3]), "fengsui.ftp.mode": "active"}
            if extended[2]:
                self._end["fengsui.ftp.data_ip"] = extended[2]
        elif verb in _LISTS or (rest and (verb in _TRANSFERS or verb in _OTHERS)):
            self._begin(verb, rest, first, time)

    def _begin(self, verb: str, path: str, first: int, time: Micros) -> None:
        self._told("unknown", first)
        facts: dict[str, Any] = {
            "event.category": ["network", "file"],
            "event.type": ["access" if verb == "RETR" or verb in _LISTS else "change"],
            "event.action": f"ftp_{verb.lower()}",
        }
        if path:
            facts["file.path"] = path[:1024]
            facts["file.name"] = re.split(r"[\\/]", path)[-1][:256]
        if self._user:
            facts["user.name"] = self._user[:256]
        if verb in _TRANSFERS or verb in _LISTS:
            facts |= {"fengsui.ftp.direction": _TRANSFERS.get(verb, "list"), **self._end}
            self._end = {}
        self._open = facts, first, time

    def _reply(self, line: str, number: int, time: Micros) -> None:
        code = line[:3]
        if line[3:4] == "-" or not code.isdigit():
            return
        if self._secure_asked is not None:
            asked, self._secure_asked = self._secure_asked, None
            if code == "234":
                self._secure(asked[0], number, asked[1])
        elif self._asked is not None:
            if code in ("230", "202"):
                self._tell("success", number)
            elif code in ("530", "430", "421", "332", "550"):
                self._tell("failure", number)
        elif code == "227" and (found := _SIX.search(line)):
            self._end = _six(found) | {"fengsui.ftp.mode": "passive"}
        elif code == "229" and (extended := _EXTENDED.search(line)):
            self._end = {
                "fengsui.ftp.data_port": int(extended[3]),
                "fengsui.ftp.data_ip": self.conversation.flow.addresses[1 - self.client],
                "fengsui.ftp.mode": "passive",
            }
        elif self._open is not None:
            self._progress(code, line, number, time)

    def _progress(self, code: str, line: str, number: int, time: Micros) -> None:
        assert self._open is not None
        facts, _, began = self._open
        if code[0] == "1":  # the data connection opens
            said = _BYTES.search(line)
            if said:
                facts["file.size"] = int(said[1])
            return
        if facts.get("fengsui.ftp.direction") and code[0] == "2":
            facts["event.duration"] = (time - began) * 1000
        self._told("success" if code[0] in "23" else "failure", number)

    def _told(self, outcome: str, last: int) -> None:
        if self._open is not None:
            facts, first, time = self._open
            self._open = None
            facts["event.outcome"] = outcome
            self._emit(facts, time, first, last)

    def finish(self) -> None:
        super().finish()
        if self._open is not None:
            self._told("unknown", self._open[1])


def _six(found: re.Match[str]) -> dict[str, Any]:
    """h1,h2,h3,h4,p1,p2 (RFC 959, section 4.1.2)."""
    numbers = [int(part) for part in found.groups()]
    if max(numbers) > 255:
        return {}
    address = ".".join(map(str, numbers[:4]))
    return {"fengsui.ftp.data_ip": address, "fengsui.ftp.data_port": numbers[4] << 8 | numbers[5]}
