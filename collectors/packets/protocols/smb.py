"""SMB over TCP, with or without NetBIOS (RFC 1002 section 4.3, MS-SMB2 section 2.1): sessions, shares and files.

Of a message the first `KEPT` bytes are read; what files contain is stepped over and counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collectors.packets.meter import Flow
from collectors.packets.protocols import kerberos_messages, ntlm, smb1_messages, smb2_messages
from collectors.packets.protocols.measured import SkippingStream
from collectors.packets.protocols.waiting import WaitingFor
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

KEPT = 8192
WAITING_MOST, TIMEOUT_US = 512, 3600 * SECOND  # who waits for changes of a folder waits long
FILES_MOST = 2048
COMPOUND_MOST = 64
REQUEST_BYTES = 1200
_NETBIOS = frozenset({0x81, 0x82, 0x83, 0x84, 0x85})
_SESSION_MESSAGE = 0
_MARKS = (b"\xffSMB", b"\xfeSMB", b"\xfdSMB", b"\xfcSMB")
_TOLD = {smb2_messages.NEGOTIATE: "negotiate", smb2_messages.SESSION: "session", smb2_messages.TREE: "tree_connect",
         smb2_messages.CREATE: "open"}  # fmt: skip


@dataclass(slots=True)
class Asked:
    """A request waiting for its answer. handle: of the file it is about."""

    command: int
    action: str
    facts: dict[str, Any]
    first: int
    time: Micros
    handle: bytes = b""
    size: int = 0


@dataclass(slots=True)
class File:
    path: str
    tree: str
    first: int
    time: Micros
    read: int = 0
    written: int = 0


def tell(side: int, said: bytes, flow: Flow) -> Found | None:
    """A session message that holds SMB's mark, or a NetBIOS session request with its two encoded names."""
    if said[:4] == b"\x81\0\0\x44" and said[4:5] == b" ":
        return SmbStream, side
    if len(said) < 9 or said[0] != _SESSION_MESSAGE or said[4:8] not in _MARKS:
        return None
    if said[4] == 0xFE and len(said) >= 24:
        return SmbStream, 1 - side if said[20] & 1 else side
    if said[4] == 0xFF and len(said) >= 14:
        return SmbStream, 1 - side if said[13] & 0x80 else side
    return SmbStream, side if flow.ports[1 - side] in (445, 139) or flow.ports[side] not in (445, 139) else 1 - side


class SmbStream(SkippingStream):
    protocol = "smb"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._left = [0, 0]
        self._waiting = WaitingFor[tuple[int, int], Asked](
            self._unanswered, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )
        self._files: dict[bytes, File] = {}
        self._who: dict[str, Any] = {}  # the session being set up, then the one in force
        self._trees: dict[int, str] = {}
        self._encrypted = False

    def size(self, side: int, data: bytearray) -> int:
        if len(data) < 4:
            return 0
        if data[0] != _SESSION_MESSAGE and data[0] not in _NETBIOS:
            raise BadRecord("smb.session", f"no session message begins with {data[0]:#04x}")
        size = 4 + int.from_bytes(data[1:4], "big")
        if len(data) >= 8 and data[0] == _SESSION_MESSAGE and bytes(data[4:8]) not in _MARKS:
            raise BadRecord("smb.mark", f"no SMB message begins with {bytes(data[4:8]).hex()}")
        # What one segment brings beyond KEPT is cut off with the frame, so that nothing of it is taken for a message.
        kept = min(size, max(KEPT, min(len(data), size)))
        self._left[side] = size - kept
        return kept

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        skipped, self._left[side] = self._left[side], 0
        self._skipped.left[side] = skipped
        whole = len(frame) + skipped - 4
        data = frame[4 : 4 + KEPT]
        if frame[0] != _SESSION_MESSAGE or not data:
            return
        if data[0] == 0xFE:
            self._compound(data, whole, first, last, time)
        elif data[0] == 0xFF:
            self._old(data, first, last, time)
        elif data[0] == 0xFD and not self._encrypted:
            self._encrypted = True
            self._emit("encrypted", {"fengsui.smb.encrypted": True}, first, last, time)
        self.waiting_bytes = self._waiting.held + len(self._files) * REQUEST_BYTES

    def finish(self) -> None:
        self._waiting.finish()
        for file in self._files.values():
            self._moved(file, file.first)
        self._files.clear()

    def _compound(self, data: bytes, whole: int, first: int, last: int, time: Micros) -> None:
        handle, path = b"", ""
        for _ in range(COMPOUND_MOST):
            head = smb2_messages.header(data)
            if head.following and (head.following % 8 or head.following < smb2_messages.HEADER):
                raise BadRecord("smb.compound", f"the next message is said to be {head.following} bytes on")
            message = data[: head.following] if head.following else data
            if head.answer:
                handle = self._answered(head, message, last, time, handle)
            else:
                path = self._asked(head, message, first, time, path)
            if not head.following or head.following >= whole or head.following >= len(data):
                return
            data, whole = data[head.following :], whole - head.following

    def _asked(self, head: smb2_messages.Header, data: bytes, first: int, time: Micros, path: str) -> str:
        """Remember a request; gives the path that related requests after it are about."""
        command = head.command
        facts: dict[str, Any] = {}
        action, handle, size = _TOLD.get(command, ""), b"", 0
        base = smb2_messages.HEADER
        tree = self._trees.get(int.from_bytes(data[36:40], "little"), "")
        if command == smb2_messages.NEGOTIATE:
            facts = smb2_messages.offered(data)
        elif command == smb2_messages.SESSION:
            facts = self._token(smb2_messages.blob(data, answer=False))
        elif command == smb2_messages.TREE:
            facts = smb2_messages.tree(data)
        elif command == smb2_messages.CREATE:
            facts = smb2_messages.create(data)
            path = facts["file.path"]
        elif command == smb2_messages.CLOSE:
            handle = data[base + 8 : base + 24]
        elif command == smb2_messages.SET_INFO:
            action, facts, handle = smb2_messages.changed(data)
            if action:
                file = self._files.get(handle)
                facts["file.path"] = file.path if file else path
                tree = file.tree if file else tree
        elif command in (smb2_messages.READ, smb2_messages.WRITE):
            handle, size = data[base + 16 : base + 32], smb2_messages.number(data, base + 4, 4)
        elif command == smb2_messages.LOGOFF:
            self._who = {}
            return path
        else:
            return path
        if tree and command != smb2_messages.TREE and action:
            facts["fengsui.smb.tree"] = tree
        self._waiting.add((2, head.message), Asked(command, action, facts, first, time, handle, size))
        return path

    def _answered(self, head: smb2_messages.Header, data: bytes, last: int, time: Micros, created: bytes) -> bytes:
        """Join an answer with its request; gives the handle that related answers after it are about."""
        if head.status == smb2_messages.PENDING:
            return created
        asked = self._waiting.take((2, head.message))
        if asked is None:
            if head.command == smb2_messages.NEGOTIATE and (held := self._waiting.take((1, -1))):
                asked = held  # SMB 1 asked, SMB 2 answers
                asked.facts["fengsui.smb.version"] = "2"
            else:
                return created
        facts, base, good = asked.facts, smb2_messages.HEADER, not smb2_messages.failed(head.status)
        handle = created if asked.handle == smb2_messages.RELATED else asked.handle
        if head.command == smb2_messages.SESSION:
            going_on = head.status == smb2_messages.MORE_PROCESSING
            facts = {**self._who, **facts}
            if good or going_on:
                facts |= self._token(smb2_messages.blob(data, answer=True))
            self._who = dict(facts) if good or going_on else {}
            if going_on:
                return created
        if good and head.command == smb2_messages.NEGOTIATE:
            facts |= smb2_messages.chosen(data)
        elif good and head.command == smb2_messages.TREE:
            kind = smb2_messages.number(data, base + 2, 1)
            facts["fengsui.smb.share_type"] = smb2_messages.SHARES.get(kind, "other")
            if len(self._trees) < FILES_MOST:
                self._trees[int.from_bytes(data[36:40], "little")] = facts["fengsui.smb.tree"]
        elif good and head.command == smb2_messages.CREATE:
            kind = smb2_messages.number(data, base + 4, 4)
            facts["fengsui.smb.opened"] = smb2_messages.ACTIONS.get(kind, "other")
            if facts["fengsui.smb.opened"] != "created":
                facts["file.size"] = smb2_messages.number(data, base + 48, 8)
            created = data[base + 64 : base + 80]
            self._open(created, File(facts["file.path"], facts.get("fengsui.smb.tree", ""), asked.first, asked.time))
        if good:
            self._used(self._files.get(handle), head.command, data, handle, last)
        if asked.action:
            facts["fengsui.smb.status"] = smb2_messages.status_name(head.status)
            facts["event.outcome"] = "success" if good else "failure"
            facts["event.duration"] = max(0, time - asked.time) * 1000
            self._emit(asked.action, facts, asked.first, last, asked.time)
        return created

    def _used(self, file: File | None, command: int, data: bytes, handle: bytes, last: int) -> None:
        if file is None:
            return
        if command == smb2_messages.READ:
            file.read += smb2_messages.number(data, smb2_messages.HEADER + 4, 4)
        elif command == smb2_messages.WRITE:
            file.written += smb2_messages.number(data, smb2_messages.HEADER + 4, 4)
        elif command == smb2_messages.CLOSE:
            del self._files[handle]
            self._moved(file, last)

    def _old(self, data: bytes, first: int, last: int, time: Micros) -> None:
        head = smb1_messages.header(data)
        name = smb1_messages.NAMES.get(head.command)
        if name is None:
            return
        key = (1, -1) if head.command == smb1_messages.NEGOTIATE else (1, head.key << 8 | head.command)
        if not head.answer:
            facts = {"fengsui.smb.version": "1", **smb1_messages.request(head, data)}
            self._waiting.add(key, Asked(head.command, name, facts, first, time))
            return
        asked = self._waiting.take(key)
        if asked is None:
            return
        if head.command == smb1_messages.SESSION:
            asked.facts = {**self._who, **asked.facts, **self._token(data)}
            self._who = dict(asked.facts)
            if head.status == smb2_messages.MORE_PROCESSING:
                return
        bad = smb2_messages.failed(head.status)
        if bad and head.command == smb1_messages.SESSION:
            self._who = {}
        if not bad:
            smb1_messages.answer(head, data, asked.facts)
        asked.facts["fengsui.smb.status"] = smb2_messages.status_name(head.status)
        asked.facts["event.outcome"] = "failure" if bad else "success"
        asked.facts["event.duration"] = max(0, time - asked.time) * 1000
        self._emit(name, asked.facts, asked.first, last, asked.time)

    def _token(self, blob: bytes) -> dict[str, Any]:
        return ntlm.facts(blob) or kerberos_messages.in_token(blob)

    def _unanswered(self, asked: Asked, last: int) -> None:
        if asked.action:
            self._emit(asked.action, asked.facts, asked.first, last, asked.time)

    def _open(self, handle: bytes, file: File) -> None:
        while len(self._files) >= FILES_MOST:
            old = self._files.pop(next(iter(self._files)))
            self._moved(old, old.first)
        self._files[handle] = file

    def _moved(self, file: File, last: int) -> None:
        """What was read from or written to a file, once it is closed; nothing when nothing was."""
        if file.read or file.written:
            facts: dict[str, Any] = {
                "file.path": file.path,
                "fengsui.smb.read_bytes": file.read,
                "fengsui.smb.written_bytes": file.written,
            }
            if file.tree:
                facts["fengsui.smb.tree"] = file.tree
            self._emit("transfer", facts, file.first, last, file.time)

    def _emit(self, name: str, facts: dict[str, Any], first: int, last: int, time: Micros) -> None:
        found = {"fengsui.smb.version": "2", **facts, "event.action": f"smb_{name}"}
        found.pop("fengsui.ntlm.message", None)
        for key in ("user.name", "user.domain"):
            if key in self._who:
                found.setdefault(key, self._who[key])
        if "file.path" in found:
            found["event.category"] = ["network", "file"]
        elif name == "session":
            found["event.category"] = ["network", "authentication"]
        raw = f"{name}\0{found.get('file.path', found.get('fengsui.smb.tree', ''))}".encode()
        self.conversation.emit("network.smb", found, sender=self.client, time=time, first=first, last=last, raw=raw)
