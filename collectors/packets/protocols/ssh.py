"""SSH: what both sides say before the connection is encrypted (RFC 4253), and HASSH.

HASSH: MD5 over key exchange, encryption, MAC and compression algorithms as offered, joined with `;` (salesforce/hassh,
README): the client's with its client-to-server lists, the server's with its server-to-client lists.
"""

from __future__ import annotations

from hashlib import md5
from typing import TYPE_CHECKING, Any

from collectors.packets.stream import StreamParser
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

BANNER_MOST = 255  # RFC 4253 section 4.2, with CR LF
PREAMBLE_MOST = 16_384  # lines a server may say before its banner
PACKET_MOST = 35_000  # RFC 4253 section 6.1
_KEXINIT = 20
_LISTS = 10


def banner(data: bytes) -> tuple[bytes, int] | None:
    """The identification line and where it ends (past the line feed); None while it is not there. Other lines before
    it are the server's right (RFC 4253 section 4.2)."""
    at = 0
    while True:
        end = data.find(b"\n", at)
        if end < 0:
            return None
        line = data[at:end].rstrip(b"\r")
        if line.startswith(b"SSH-"):
            return line[:BANNER_MOST], end + 1
        at = end + 1


def kexinit(packet: bytes) -> list[str] | None:
    """The ten name-lists of an SSH_MSG_KEXINIT payload (RFC 4253 section 7.1); None when it is none."""
    if len(packet) < 17 or packet[0] != _KEXINIT:
        return None
    lists, at = [], 17
    for _ in range(_LISTS):
        if at + 4 > len(packet):
            return None
        size = int.from_bytes(packet[at : at + 4], "big")
        at += 4
        if at + size > len(packet):
            return None
        lists.append(packet[at : at + size].decode("ascii", "backslashreplace"))
        at += size
    return lists


def hassh(lists: list[str], *, server: bool) -> str:
    """lists in KEXINIT order: kex, host key, encryption c2s, s2c, MAC c2s, s2c, compression c2s, s2c, …"""
    chosen = (lists[0], lists[2 + server], lists[4 + server], lists[6 + server])
    return md5(";".join(chosen).encode(), usedforsecurity=False).hexdigest()


def agreed(client: str, server: str) -> str:
    """RFC 4253 section 7.1: the first of the client's that the server has too."""
    offered = set(server.split(","))
    return next((name for name in client.split(",") if name in offered), "")


class SshStream(StreamParser):
    protocol = "ssh"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self.buffers = self._data = (bytearray(), bytearray())
        self._banners: list[bytes | None] = [None, None]
        self._lists: list[list[str] | None] = [None, None]
        self._over = [False, False]
        self._first = self._last = 0
        self._time: Micros = -1

    def data(self, side: int, data: bytes, number: int, time: Micros) -> None:
        if self._time < 0:
            self._first, self._time = number, time
        if self._over[side]:
            return
        self._last = number
        held = self._data[side]
        held += data
        if self._banners[side] is None:
            found = banner(bytes(held))
            if found is None:
                self._over[side] = len(held) > PREAMBLE_MOST
            else:
                self._banners[side] = found[0]
                del held[: found[1]]
        if self._banners[side] is not None:
            self._key_exchange(side, held)
        if self._over[0] and self._over[1]:
            self.finish()
            self.conversation.give_up()

    def _key_exchange(self, side: int, held: bytearray) -> None:
        """RFC 4253 section 6: length, padding length, payload, padding; not encrypted yet."""
        if (self._banners[side] or b"").startswith(b"SSH-1."):
            self._over[side] = not (self._banners[side] or b"").startswith(b"SSH-1.99")
            if self._over[side]:
                return
        if len(held) < 5:
            return
        size, padding = int.from_bytes(held[:4], "big"), held[4]
        if not 2 + padding <= size <= PACKET_MOST:
            self._over[side] = True
            return
        if len(held) < 4 + size:
            return
        self._lists[side] = kexinit(bytes(held[5 : 4 + size - padding]))
        self._over[side] = True
        held.clear()

    def finish(self) -> None:
        if self._time < 0:
            return
        facts: dict[str, Any] = {"event.type": ["protocol", "connection"], "event.action": "ssh_handshake"}
        client, server = self.client, 1 - self.client
        for side, who in ((client, "client"), (server, "server")):
            said, lists = self._banners[side], self._lists[side]
            if said is not None:
                facts[f"fengsui.ssh.{who}.version"] = said.decode("utf-8", "backslashreplace")
            if lists is not None:
                facts[f"fengsui.ssh.{who}.hassh"] = hassh(lists, server=who == "server")
        ours, theirs = self._lists[client], self._lists[server]
        if ours is not None and theirs is not None:
            for name, index in (("kex_algorithm", 0), ("host_key_algorithm", 1), ("cipher", 2), ("mac", 4)):
                chosen = agreed(ours[index], theirs[index])
                if chosen:
                    facts[f"fengsui.ssh.{name}"] = chosen
        raw = b"\0".join(b or b"" for b in self._banners)
        self.conversation.emit(
            "network.ssh", facts, sender=client, time=self._time, first=self._first, last=self._last, raw=raw
        )
        self._time = -1
