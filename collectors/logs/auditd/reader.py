"""Finding audit events: lines that share a stamp and serial number, cut where no event is open.

The kernel interleaves the lines of concurrent events. A raw record is therefore the shortest run of lines in which
every event that begins also ends, usually one event: reading can resume after any of them without losing a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import damaged
from collectors.logs.lines import BLOCK_BYTES, KEPT_BYTES

MAX_LINE_BYTES = 256 * 1024  # MAX_AUDIT_MESSAGE_LENGTH is 8970; enriched records are longer
MAX_RUN_LINES = 512
MAX_RUN_BYTES = 4 << 20
MAX_STRANGE_LINES = 16
_CLOSED_AFTER = 8  # other events begun since an event's last line, when no line ended it (auditd before 2.0 has no EOE)

# Records that are an event by themselves: everything user space sends (1100-1199, 2100-2999 …) and the daemon's own.
_KERNEL_PARTS = frozenset(
    b"SYSCALL EXECVE CWD PATH SOCKADDR SOCKETCALL PROCTITLE MMAP FD_PAIR IPC IPC_SET_PERM BPRM_FCAPS CAPSET OBJ_PID"
    b" MQ_OPEN MQ_SENDRECV MQ_NOTIFY MQ_GETSETATTR AVC AVC_PATH SELINUX_ERR NETFILTER_CFG KERN_MODULE CONFIG_CHANGE"
    b" FANOTIFY TIME_INJOFFSET TIME_ADJNTPVAL BPF EVENT_LISTENER URINGOP OPENAT2 DM_CTRL DM_EVENT INTEGRITY_DATA"
    b" INTEGRITY_METADATA INTEGRITY_STATUS INTEGRITY_HASH INTEGRITY_PCR INTEGRITY_RULE INTEGRITY_EVM_XATTR"
    b" INTEGRITY_POLICY_RULE MAC_STATUS MAC_POLICY_LOAD MAC_CONFIG_CHANGE SECCOMP APPARMOR APPARMOR_DENIED"
    b" APPARMOR_ALLOWED APPARMOR_STATUS LOGIN ANOM_PROMISCUOUS ANOM_ABEND ANOM_LINK LANDLOCK_ACCESS".split()
)
_ENDS = (b"EOE", b"PROCTITLE")


def line_key(line: bytes) -> tuple[bytes, bytes] | None:
    """(record type, `stamp:serial`) of an audit line, or None when it is none."""
    at = line.find(b"type=", 0, 300)
    opened = line.find(b"msg=audit(", at, at + 128) if at >= 0 else -1
    closed = line.find(b")", opened, opened + 64) if opened >= 0 else -1
    if closed < 0:
        return None
    key = line[opened + 10 : closed]
    return (line[at + 5 : opened].strip(), key) if b":" in key else None


def cut(
    data: bytes, position: int, *, final: bool, meta: dict[str, str | int] | None = None
) -> tuple[list[RawRecord | Quarantined], int]:
    """Records of `data`, whose first byte stands at `position`, and how many bytes they use up.

    What follows the last point where no event is open is left for the next call, unless `final`.
    """
    meta = {} if meta is None else meta
    out: list[RawRecord | Quarantined] = []
    run = _Run()
    at = used = 0
    while at < len(data):
        newline = data.find(b"\n", at)
        end = len(data) if newline < 0 else newline + 1
        if newline < 0 and not final:
            break
        line = data[at : newline if newline >= 0 else end].rstrip(b"\r")
        key = line_key(line)
        if not line.strip() or (key is not None and key[0] == b"EOE" and not run.open and not run.size):
            if not run.size:
                used = end  # an end marker whose event has been cut already says nothing
        elif key is None or len(line) > MAX_LINE_BYTES:
            reason, message = ("auditd.line", "expected `type=… msg=audit(time:serial): …`")
            if len(line) > MAX_LINE_BYTES:
                reason, message = "line.too_long", f"a line of {len(line)} bytes; at most {MAX_LINE_BYTES} are read"
            run.strange.append(Quarantined(reason, message, position + at, line[:KEPT_BYTES], meta, position + end))
            run.size += 1
        else:
            run.add(key)
        if run.size and (not run.open or run.is_long() or end - used >= MAX_RUN_BYTES):
            out += run.close(data, used, end, position, meta)
            used, run = end, _Run()
        at = end
    if final and run.size:
        out += run.close(data, used, len(data), position, meta)
        used = len(data)
    return out, used


class _Run:
    """Lines since the last point where no event was open."""

    def __init__(self) -> None:
        self.open: dict[bytes, int] = {}  # event → how many other events have begun since its last line
        self.size = 0
        self.good = 0
        self.strange: list[Quarantined] = []

    def add(self, key: tuple[bytes, bytes]) -> None:
        kind, event = key
        self.size += 1
        self.good += 1
        if event not in self.open:
            for other in list(self.open):
                self.open[other] += 1
                if self.open[other] >= _CLOSED_AFTER:
                    del self.open[other]
        if kind in _ENDS or kind not in _KERNEL_PARTS:
            self.open.pop(event, None)
        else:
            self.open[event] = 0

    def is_long(self) -> bool:
        return self.size >= MAX_RUN_LINES or len(self.strange) >= MAX_STRANGE_LINES

    def close(
        self, data: bytes, begin: int, end: int, position: int, meta: dict[str, str | int]
    ) -> list[RawRecord | Quarantined]:
        """Strange lines first. Those between the lines of events point back to the run's beginning, so that a checkpoint
        between them and the run loses neither."""
        if not self.good:
            return [*self.strange]
        strange = [replace(line, end=position + begin) for line in self.strange]
        return [*strange, RawRecord(data[begin:end].rstrip(b"\r\n"), position + begin, position + end, meta)]


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Runs of lines from `start`; the last one is closed by the end of the stream."""
    stream.seek(start)
    position = start
    held = b""
    while block := stream.read(BLOCK_BYTES):
        held += block
        found, used = cut(held, position, final=len(held) > 2 * MAX_RUN_BYTES)
        yield from found
        position += used
        held = held[used:]
    found, used = cut(held, position, final=True)
    yield from found
    yield from damaged(stream, position + used)
