"""SIP (RFC 3261) with its SDP, and what GB/T 28181 adds: one Event a request, joined with its final answer.

Texts of messages are measured only; a digest answer is a fact and never kept. Sources: RFC 3261, RFC 4566, RFC 7616;
GB/T 28181-2016 for the Date of a registration's answer; GB 35114-2017 for the words of its own sign-in (`verify`).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple

from collectors.packets.conversation import RAW_KEPT, Conversation
from collectors.packets.framed import FramedStream
from collectors.packets.meter import Flow
from collectors.packets.protocols import manscdp
from collectors.packets.protocols.waiting import Asked, Waiting
from collectors.packets.stream import Found
from model.errors import BadRecord
from model.times import SECOND, Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

PORT = 5060
TIMEOUT_US: Micros = 32 * SECOND  # RFC 3261 timer B
WAITING_MOST = 128
REQUEST_BYTES = 2048  # a waiting request in memory, roughly
HEAD_MOST = 16 * 1024
BODY_MOST = 1 << 20
VALUE_MOST = 512
LINES_MOST = 256
MEDIA_MOST = 8
ZONE = timezone(timedelta(hours=8))

METHODS = ("REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "MESSAGE", "SUBSCRIBE", "NOTIFY", "INFO", "PRACK",
           "UPDATE", "REFER", "PUBLISH")  # fmt: skip
_START = re.compile(
    rb"(?:(?:%s) [^ \r\n]{1,512} SIP/2\.0|SIP/2\.0 \d{3} [^\r\n]{0,200})\r?\n" % b"|".join(m.encode() for m in METHODS)
)
_BEGIN = re.compile(rb"(?:%s) |SIP/2\.0 " % b"|".join(m.encode() for m in METHODS))
_COMPACT = {"i": "call-id", "m": "contact", "e": "content-encoding", "l": "content-length", "c": "content-type",
            "f": "from", "s": "subject", "k": "supported", "t": "to", "v": "via"}  # fmt: skip
_URI = re.compile(r"(?:sips?|tel):(?:([^@;>\s]{1,128})@)?([^;>\s]{1,128})", re.IGNORECASE)
_PAIR = re.compile(r"""([A-Za-z0-9_-]{1,32})\s*=\s*(?:"([^"]{0,256})"|([^,\s]{1,256}))""")
_MEDIA = re.compile(r"^m=([a-z]{1,16}) (\d{1,5})(?:/\d+)? ([A-Za-z0-9/]{1,32})", re.MULTILINE)


class Message(NamedTuple):
    """method is the one of CSeq, so that an answer knows what it answers; status 0: a request."""

    method: str
    status: int
    target: str
    headers: dict[str, str]
    vias: int
    body: bytes

    @property
    def key(self) -> tuple[str, str]:
        return self.headers.get("call-id", "")[:VALUE_MOST], self.headers.get("cseq", "")[:64]


def parse(raw: bytes) -> Message:
    """Raises BadRecord when the bytes are no SIP message."""
    head, _, body = raw.partition(b"\r\n\r\n")
    lines = head.decode("utf-8", "backslashreplace").split("\n")
    start = lines[0].strip()
    headers: dict[str, str] = {}
    vias = 0
    for line in lines[1:LINES_MOST]:
        name, colon, value = line.partition(":")
        if not colon or line[:1] in " \t":
            continue
        name = name.strip().lower()
        name = _COMPACT.get(name, name)
        vias += name == "via"
        headers.setdefault(name, value.strip()[: 4 * VALUE_MOST])
    method = headers.get("cseq", "").partition(" ")[2].strip()
    if start.startswith("SIP/2.0 "):
        code = start[8:11]
        if not code.isdigit():
            raise BadRecord("sip.status", f"no SIP status in {start[:80]!r}")
        return Message(method[:32], int(code), start[12:][:VALUE_MOST], headers, vias, body)
    words = start.split(" ")
    if len(words) != 3 or words[2] != "SIP/2.0":
        raise BadRecord("sip.request_line", f"no SIP request in {start[:80]!r}")
    return Message(words[0][:32], 0, words[1][:VALUE_MOST], headers, vias, body)


def request_facts(message: Message) -> dict[str, Any]:
    headers = message.headers
    facts: dict[str, Any] = {
        "event.action": f"sip_{message.method.lower()}",
        "fengsui.sip.method": message.method,
        "fengsui.sip.call_id": message.key[0],
        "fengsui.sip.vias": message.vias,
        "fengsui.sip.body_bytes": len(message.body),
    }
    if not message.status:
        facts["fengsui.sip.request_uri"] = message.target
    for name in ("from", "to", "contact"):
        found = _URI.search(headers.get(name, ""))
        if found:
            facts[f"fengsui.sip.{name}"] = f"{found[1] or ''}@{found[2]}"
            if name == "from" and found[1] and len(found[1]) == 20 and found[1].isdigit():
                facts["device.id"] = found[1]  # GB/T 28181: twenty digits name a device or a platform
    if headers.get("user-agent"):
        facts["user_agent.original"] = headers["user-agent"][:VALUE_MOST]
    if headers.get("subject"):
        facts["fengsui.sip.subject_bytes"] = len(headers["subject"])
    expires = headers.get("expires", "")
    if expires.isascii() and expires.isdigit() and len(expires) < 10:
        facts["fengsui.sip.expires"] = int(expires)
    if headers.get("content-type"):
        facts["fengsui.sip.content_type"] = headers["content-type"].partition(";")[0].strip().lower()[:64]
    _authorization(headers.get("authorization", "") or headers.get("proxy-authorization", ""), facts)
    _body(message, facts)
    return facts


def _authorization(value: str, facts: dict[str, Any]) -> None:
    if not value:
        return
    scheme, _, rest = value.partition(" ")
    facts["fengsui.sip.auth.scheme"] = scheme.lower()[:32]
    pairs = {name.lower(): quoted or plain for name, quoted, plain in _PAIR.findall(rest[: 4 * VALUE_MOST])}
    if pairs.get("username"):
        facts["user.name"] = pairs["username"][:128]
    if pairs.get("realm"):
        facts["fengsui.sip.auth.realm"] = pairs["realm"][:128]
    if facts["fengsui.sip.auth.scheme"] == "digest":
        facts["fengsui.sip.auth.algorithm"] = pairs.get("algorithm", "MD5").upper()[:32]


def _body(message: Message, facts: dict[str, Any]) -> None:
    kind = facts.get("fengsui.sip.content_type", "")
    if kind == "application/sdp":
        text = message.body[:HEAD_MOST].decode("utf-8", "backslashreplace")
        media = [f"{name} {port} {how}" for name, port, how in _MEDIA.findall(text)]
        if media:
            facts["fengsui.sip.media"] = media[:MEDIA_MOST]
        where = re.search(r"^c=IN IP[46] ([0-9A-Fa-f:.]{2,45})", text, re.MULTILINE)
        if where:
            facts["fengsui.sip.media_address"] = where[1]
        session = re.search(r"^s=(Play|Playback|Download|Talk)\b", text, re.MULTILINE)
        if session and re.search(r"^y=\d{10}", text, re.MULTILINE):
            facts["network.application"] = "gb28181"
            facts["fengsui.gb28181.session"] = session[1].lower()
    elif "manscdp" in kind or message.body[:200].lstrip().startswith((b"<?xml", b"<Query", b"<Control", b"<Notify")):
        facts.update(manscdp.read(message.body))


def looks_like(data: bytes) -> bool:
    return _START.match(data) is not None


class SipTransactions:
    """Requests wait for their final answer; what nobody answers is reported as it is, an answer without request too."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        self._waiting = Waiting[tuple[str, str]](
            self._emit, timeout_us=TIMEOUT_US, most=WAITING_MOST, weight=REQUEST_BYTES
        )

    @property
    def held(self) -> int:
        return self._waiting.held

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        if not raw.strip(b"\r\n\0"):
            return True  # a keep-alive
        try:
            message = parse(raw)
        except BadRecord as bad:
            self.conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
            return False
        if not message.status:
            asked = Asked(request_facts(message), side, number, time, raw[:RAW_KEPT])
            if message.method == "ACK":
                self._emit(asked, number)
            elif message.key not in self._waiting:  # else it is sent again
                self._waiting.add(message.key, asked)
        elif message.status >= 200:
            self._answer(message, side, raw, number, time)
        return True

    def finish(self) -> None:
        self._waiting.finish()

    def _answer(self, message: Message, side: int, raw: bytes, number: int, time: Micros) -> None:
        asked = self._waiting.take(message.key)
        if asked is None:
            asked = Asked(request_facts(message), 1 - side, number, time, raw[:RAW_KEPT])
        elif message.body and message.headers.get("content-type", "").startswith("application/sdp"):
            told = request_facts(message._replace(status=0))
            if "fengsui.sip.media_address" in told:
                asked.facts["fengsui.sip.answer_media_address"] = told["fengsui.sip.media_address"]
        asked.answered(time, success=message.status < 300)
        facts = asked.facts
        facts["fengsui.sip.response_code"] = message.status
        challenge = message.headers.get("www-authenticate", "") or message.headers.get("proxy-authenticate", "")
        if challenge:
            facts["fengsui.sip.challenge"] = challenge.partition(" ")[0].lower()[:32]
        if message.method == "REGISTER":
            _clock(message.headers.get("date", ""), time, facts)
        self._emit(asked, number)

    def _emit(self, asked: Asked, last: int) -> None:
        self.conversation.emit(
            "network.sip", asked.facts, sender=asked.side, time=asked.time, first=asked.first, last=last, raw=asked.raw
        )


def _clock(text: str, time: Micros, facts: dict[str, Any]) -> None:
    """The platform's clock as GB/T 28181 sends it with a registration's answer: local time, no zone."""
    try:
        said = datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=ZONE)
    except ValueError:
        return
    facts["fengsui.clock_skew_s"] = int(said.timestamp()) - time // 1_000_000


def tell(side: int, said: bytes, flow: Flow) -> Found | None:  # noqa: ARG001
    if not looks_like(said):
        return None
    return SipStream, 1 - side if said.startswith(b"SIP/") else side


class SipStream(FramedStream):
    protocol = "sip"

    def __init__(self, conversation: TcpConversation, client: int) -> None:
        super().__init__(conversation, client)
        self._transactions = SipTransactions(conversation)

    def size(self, side: int, data: bytearray) -> int:  # noqa: ARG002
        blank = len(data) - len(data.lstrip(b"\r\n\0"))
        if blank:
            return -blank  # keep-alive (RFC 5626)
        if len(data) >= 16 and not _BEGIN.match(data):
            raise BadRecord("sip.start", f"no SIP message begins with {bytes(data[:16])!r}")
        end = data.find(b"\r\n\r\n", 0, HEAD_MOST)
        if end < 0:
            if len(data) >= HEAD_MOST:
                raise BadRecord("sip.head", f"a head of more than {HEAD_MOST} bytes")
            return 0
        found = re.search(rb"\n(?:Content-Length|l)[ \t]*:[ \t]*(\d{1,9})", bytes(data[:end]), re.IGNORECASE)
        body = int(found[1]) if found else 0
        if body > BODY_MOST:
            raise BadRecord("sip.body", f"a body of {body} bytes is more than is read")
        return end + 4 + body

    def frame(self, side: int, frame: bytes, first: int, last: int, time: Micros) -> None:  # noqa: ARG002
        self._transactions.message(side, frame, first, time)

    def held(self) -> int:
        return super().held() + self._transactions.held

    def finish(self) -> None:
        self._transactions.finish()
