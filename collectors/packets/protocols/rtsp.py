"""RTSP (RFC 2326, RFC 7826): what is done with the streams of cameras and recorders; media is stepped over, never kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

METHODS = ("OPTIONS", "DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER", "SET_PARAMETER",
           "REDIRECT", "RECORD", "PLAY_NOTIFY")  # fmt: skip
HEAD_MOST, BODY_MOST = 16 * 1024, 1 << 20
TEXT_MOST = 512
LINES_MOST = 128
WAITING_MOST, TIMEOUT_US = 64, 60 * SECOND
_REQUEST = re.compile(rb"(?:%s) [^ \r\n]{1,1024} RTSP/\d\.\d\r?\n" % b"|".join(m.encode() for m in METHODS))
_ANSWER = re.compile(rb"RTSP/\d\.\d \d{3}")
_USERINFO = re.compile(r"^(rtspu?s?://)([^/@:]*)(:[^/@]*)?@", re.IGNORECASE)
_USERNAME = re.compile(r'username\s*=\s*"([^"]{1,128})"', re.IGNORECASE)
_MEDIA = re.compile(rb"^m=([a-z]{1,16}) ", re.MULTILINE)


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    if _REQUEST.match(said):
        return RtspStream, side
    return (RtspStream, 1 - side) if _ANSWER.match(said) else None


class RtspStream(FramedStream):
    protocol = "rtsp"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._waiting = Waiting[str](self._tell, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=1024)

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        if data[0] == 0x24:  # "$": media inside the connection, RFC 2326 section 10.12
            return 4 + int.from_bytes(data[2:4], "big") if len(data) >= 4 else 0
        end = data.find(b"\r\n\r\n", 0, HEAD_MOST)
        if end < 0:
            if len(data) >= HEAD_MOST:
                raise BadRecord("rtsp.head", f"a head of more than {HEAD_MOST} bytes")
            return 0
        body = re.search(rb"(?i)\r\ncontent-length:[ \t]*(\d{1,8})", data[:end])
        size = int(body[1]) if body else 0
        if size > BODY_MOST:
            raise BadRecord("rtsp.body", f"a body of {size} bytes")
        return end + 4 + size

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:
        if frame[:1] == b"$":
            return
        head, _, body = frame.partition(b"\r\n\r\n")
        start, *lines = head.decode("utf-8", "backslashreplace").split("\r\n")
        fields: dict[str, str] = {}
        for line in lines[:LINES_MOST]:
            name, _, value = line.partition(":")
            fields.setdefault(name.strip().lower(), value.strip()[:TEXT_MOST])
        number = fields.get("cseq", "")[:32]
        words = start.split(" ", 2)
        if start.startswith("RTSP/"):
            if len(words) < 2 or not words[1].isdigit():
                raise BadRecord("rtsp.status", f"no status in {start[:80]!r}")
            self._answered(number, int(words[1]), fields, body, last, time)
        elif len(words) == 3 and words[2].startswith("RTSP/") and words[0].isupper():
            self._waiting.add(number, Asked(_request(words, fields), side, first, time, head))
        else:
            raise BadRecord("rtsp.start", f"no RTSP message begins with {start[:80]!r}")
        self.waiting_bytes = self._waiting.held

    def finish(self) -> None:
        self._waiting.finish()

    def _answered(self, number: str, status: int, fields: dict[str, str], body: bytes, last: int, time: Micros) -> None:
        asked = self._waiting.take(number)
        if asked is None:
            self.conversation.recording.count("rtsp.unasked")
            return
        asked.facts["fengsui.rtsp.status"] = status
        if status == 401:
            asked.facts["fengsui.rtsp.challenged"] = True
        if fields.get("server"):
            asked.facts["fengsui.rtsp.server"] = fields["server"]
        if fields.get("session"):
            asked.facts["fengsui.rtsp.session"] = fields["session"].partition(";")[0][:64]
        media = [kind.decode() for kind in _MEDIA.findall(body[:HEAD_MOST])][:16]
        if media:
            asked.facts["fengsui.rtsp.media"] = media
        asked.answered(time, success=status < 400)
        self._tell(asked, last)

    def _tell(self, asked: Asked, last: int) -> None:
        self.conversation.emit(
            "network.rtsp",
            asked.facts,
            sender=asked.side,
            time=asked.time,
            first=asked.first,
            last=last,
            raw=asked.raw,
        )


def _request(words: list[str], fields: dict[str, str]) -> dict[str, Any]:
    target = words[1][:TEXT_MOST]
    facts: dict[str, Any] = {"event.action": f"rtsp_{words[0].lower()[:32]}", "fengsui.rtsp.method": words[0][:32]}
    inside = _USERINFO.match(target)
    if inside:
        target = inside[1] + target[inside.end() :]
        facts |= {"user.name": inside[2], "fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "url"}
    facts["url.original"] = target
    if fields.get("user-agent"):
        facts["user_agent.original"] = fields["user-agent"]
    if fields.get("transport"):
        facts["fengsui.rtsp.transport"] = fields["transport"][:128]
    scheme, _, proof = fields.get("authorization", "").partition(" ")
    if scheme:
        facts["fengsui.rtsp.auth_scheme"] = scheme.lower()[:16]
        named = _USERNAME.search(proof)
        if named:
            facts["user.name"] = named[1]
        if scheme.lower() == "basic":
            facts |= {"fengsui.credentials.cleartext": True, "fengsui.credentials.scheme": "basic"}
    return facts
