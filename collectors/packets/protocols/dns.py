"""DNS messages (RFC 1035), EDNS (RFC 6891), dynamic update (RFC 2136), mDNS (RFC 6762), LLMNR (RFC 4795) to facts."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from socket import AF_INET, AF_INET6, inet_ntop
from typing import Any

from model.errors import BadRecord

# IANA, Domain Name System (DNS) Parameters.
TYPES = {
    1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 10: "NULL", 11: "WKS", 12: "PTR", 13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT",
    17: "RP", 18: "AFSDB", 24: "SIG", 25: "KEY", 28: "AAAA", 29: "LOC", 32: "NB", 33: "SRV", 35: "NAPTR", 36: "KX",
    37: "CERT", 39: "DNAME", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC",
    48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP", 59: "CDS",
    60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD", 64: "SVCB", 65: "HTTPS", 99: "SPF", 108: "EUI48",
    109: "EUI64", 249: "TKEY", 250: "TSIG", 251: "IXFR", 252: "AXFR", 253: "MAILB", 255: "ANY", 256: "URI", 257: "CAA",
    32768: "TA", 32769: "DLV",
}  # fmt: skip
CLASSES = {1: "IN", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY"}
OPCODES = {0: "QUERY", 1: "IQUERY", 2: "STATUS", 4: "NOTIFY", 5: "UPDATE", 6: "DSO"}
RCODES = {
    0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN", 7: "YXRRSET",
    8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE", 11: "DSOTYPENI", 16: "BADVERS", 17: "BADKEY", 18: "BADTIME", 19: "BADMODE",
    20: "BADNAME", 21: "BADALG", 22: "BADTRUNC", 23: "BADCOOKIE",
}  # fmt: skip
_FLAGS = ((0x0400, "AA"), (0x0200, "TC"), (0x0100, "RD"), (0x0080, "RA"), (0x0020, "AD"), (0x0010, "CD"))

MAX_RECORDS = 256  # answers or updates kept per message; names beyond are stepped over, not read
QUESTIONS_MOST = 16
MAX_NAME = 255  # RFC 1035 section 2.3.4
MAX_DATA_TEXT = 1024

_header = struct.Struct(">6H").unpack_from
_u16 = struct.Struct(">H").unpack_from
_record = struct.Struct(">HHIH").unpack_from
_NAME_TYPES = frozenset({2, 5, 12, 39})


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    kind: int
    klass: int


@dataclass(frozen=True, slots=True)
class Record:
    name: str
    kind: int
    klass: int
    ttl: int
    data: str


@dataclass(slots=True)
class Message:
    """One DNS message. end: how many bytes of the input it took."""

    id: int
    flags: int
    questions: list[Question]
    answers: list[Record] = field(default_factory=list)
    updates: list[Record] = field(default_factory=list)
    edns: dict[str, Any] = field(default_factory=dict)
    extended_rcode: int = 0
    end: int = 0

    @property
    def response(self) -> bool:
        return bool(self.flags & 0x8000)

    @property
    def opcode(self) -> int:
        return self.flags >> 11 & 15

    @property
    def rcode(self) -> int:
        return self.extended_rcode << 4 | self.flags & 15

    @property
    def key(self) -> tuple[int, str, int]:
        """What an answer shares with its query."""
        first = self.questions[0] if self.questions else Question("", 0, 0)
        return self.id, first.name.lower(), first.kind


def type_name(kind: int) -> str:
    return TYPES.get(kind) or f"TYPE{kind}"  # RFC 3597 section 5


def class_name(klass: int) -> str:
    return CLASSES.get(klass) or f"CLASS{klass}"


def read_name(data: bytes, at: int) -> tuple[str, int]:
    """A name and where reading goes on. A pointer must point before the name it continues, so no loop can form."""
    labels: list[str] = []
    size = 0
    onward = -1
    earliest = at
    end = len(data)
    while True:
        if at >= end:
            raise BadRecord("dns.name", f"a name runs past the message's {end} bytes")
        length = data[at]
        if not length:
            at += 1
            break
        if length < 64:
            stop = at + 1 + length
            size += length + 1
            if stop > end or size > MAX_NAME:
                raise BadRecord("dns.name", f"a name longer than {MAX_NAME} bytes, or past the message's end")
            labels.append(_label(data[at + 1 : stop]))
            at = stop
        elif length >= 192 and at + 1 < end:
            target = (length & 63) << 8 | data[at + 1]
            if onward < 0:
                onward = at + 2
            if target >= earliest:
                raise BadRecord(
                    "dns.pointer", f"a compression pointer at byte {at} points to {target}, not before its name"
                )
            at = earliest = target
        else:
            raise BadRecord("dns.name", f"a label of kind {length >> 6} at byte {at}")
    return ".".join(labels), at if onward < 0 else onward


def skip_name(data: bytes, at: int) -> int:
    """Where reading goes on after a name that nobody wants to know."""
    while at < len(data):
        length = data[at]
        if not length:
            return at + 1
        if length >= 192:
            return at + 2
        at += 1 + length
    raise BadRecord("dns.name", f"a name runs past the message's {len(data)} bytes")


def _label(raw: bytes) -> str:
    """RFC 4343 section 2.1: what does not print, and a dot inside a label, becomes an escape."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text.isprintable() and text and "." not in text and "\\" not in text and " " not in text:
        return text
    return "".join(f"\\{chr(b)}" if b in b".\\" else chr(b) if 0x20 < b < 0x7F else f"\\{b:03d}" for b in raw)


def parse(data: bytes) -> Message:
    """A whole message. Raises BadRecord (`dns.…`) where it contradicts itself."""
    if len(data) < 12:
        raise BadRecord("dns.header", f"{len(data)} bytes are too few for a DNS header")
    number, flags, questions, answers, authorities, additional = _header(data)
    at = 12
    asked: list[Question] = []
    for _ in range(questions):
        wanted = len(asked) < QUESTIONS_MOST
        name, at = read_name(data, at) if wanted else ("", skip_name(data, at))
        if at + 4 > len(data):
            raise BadRecord("dns.question", "the message ends inside a question")
        if wanted:
            asked.append(Question(name, _u16(data, at)[0], _u16(data, at + 2)[0]))
        at += 4
    message = Message(number, flags, asked)
    update = message.opcode == 5
    for section, count in ((0, answers), (1, authorities), (2, additional)):
        kept = message.updates if update else message.answers
        for _ in range(count):
            wanted = section == (1 if update else 0) and len(kept) < MAX_RECORDS
            name, at = read_name(data, at) if wanted else ("", skip_name(data, at))
            if at + 10 > len(data):
                raise BadRecord("dns.record", "the message ends inside a record")
            kind, klass, ttl, size = _record(data, at)
            at += 10
            if at + size > len(data):
                raise BadRecord("dns.record", f"a record claims {size} bytes of data; {len(data) - at} are left")
            if kind == 41 and section == 2:
                _edns(message, klass, ttl, data[at : at + size])
            elif wanted:
                text = "" if update and not size else _data(data, at, size, kind)
                kept.append(Record(name, kind, klass, ttl, text))
            at += size
    message.end = at
    return message


def _edns(message: Message, size: int, ttl: int, options: bytes) -> None:
    message.extended_rcode = ttl >> 24
    edns: dict[str, Any] = {"fengsui.dns.edns.udp_size": size, "fengsui.dns.edns.version": ttl >> 16 & 255}
    if ttl & 0x8000:
        edns["DO"] = True
    at = 0
    while at + 4 <= len(options):
        code, length = _u16(options, at)[0], _u16(options, at + 2)[0]
        value = options[at + 4 : at + 4 + length]
        if code == 8 and len(value) >= 4:  # RFC 7871: family, source prefix length, scope, address cut to the prefix
            width = {1: 4, 2: 16}.get(_u16(value)[0])
            if width and len(value) - 4 <= width:
                address = inet_ntop(AF_INET if width == 4 else AF_INET6, value[4:].ljust(width, b"\0"))
                edns["fengsui.dns.edns.client_subnet"] = f"{address}/{value[2]}"
        at += 4 + length
    message.edns = edns


def _data(data: bytes, at: int, size: int, kind: int) -> str:
    """A record's data as text, in the presentation format of its RFC; unknown types as `\\# length hex` (RFC 3597)."""
    try:
        if kind == 1 and size == 4:
            return inet_ntop(AF_INET, data[at : at + 4])
        if kind == 28 and size == 16:
            return inet_ntop(AF_INET6, data[at : at + 16])
        if kind in _NAME_TYPES:
            return read_name(data, at)[0]
        if kind == 15 and size > 2:
            return f"{_u16(data, at)[0]} {read_name(data, at + 2)[0]}"
        if kind == 33 and size > 6:
            priority, weight, port = struct.unpack_from(">HHH", data, at)
            return f"{priority} {weight} {port} {read_name(data, at + 6)[0]}"
        if kind in (16, 99):
            return _strings(data[at : at + size])
        if kind == 6:
            server, after = read_name(data, at)
            mailbox, after = read_name(data, after)
            numbers = struct.unpack_from(">5I", data, after)
            return f"{server} {mailbox} {' '.join(map(str, numbers))}"
        if kind in (64, 65) and size > 2:
            target, after = read_name(data, at + 2)
            rest = data[after : at + size].hex()[:MAX_DATA_TEXT]
            return f"{_u16(data, at)[0]} {target or '.'}{' ' + rest if rest else ''}"
        if kind == 257 and size > 2:
            tag = data[at + 2 : at + 2 + data[at + 1]]
            value = data[at + 2 + data[at + 1] : at + size]
            return f"{data[at]} {_printable(tag)} {_printable(value)}"
    except (BadRecord, struct.error):
        pass
    return f"\\# {size} {data[at : at + size].hex()[:MAX_DATA_TEXT]}"


def _strings(raw: bytes) -> str:
    out, at = [], 0
    while at < len(raw):
        out.append(_printable(raw[at + 1 : at + 1 + raw[at]]))
        at += 1 + raw[at]
    return " ".join(out)[:MAX_DATA_TEXT]


def _printable(raw: bytes) -> str:
    text = raw.decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\{ord(c):03d}" for c in text)


def looks_like(data: bytes, *, expected: bool) -> bool:
    """Whether bytes are a DNS message. expected: they travel on one of DNS's ports, where unusual ones occur.

    Elsewhere only a plain query or answer counts, complete to the last byte: one question of a registered type, a
    class of the Internet, no reserved bits.
    """
    if len(data) < 17:
        return False
    _, flags, questions, answers, authorities, additional = _header(data)
    opcode = flags >> 11 & 15
    if opcode not in OPCODES or questions + answers + authorities + additional == 0 or max(questions, additional) > 256:
        return False
    if not expected and (opcode or questions != 1 or flags & 0x0040 or (not flags & 0x8000 and answers)):
        return False
    try:
        message = parse(data)
    except BadRecord:
        return False
    if expected:
        return True
    question = message.questions[0]
    netbios = len(question.name) == 32 and question.kind in (32, 33)  # NBNS (RFC 1002) has the same header
    return message.end == len(data) and question.kind in TYPES and question.klass in (1, 3, 255) and not netbios


def facts(query: Message | None, answer: Message | None) -> dict[str, Any]:
    """ECS names for one transaction: a query, its answer, or both. The question is the query's when there is one."""
    asked = query or answer
    told = answer or query
    assert asked is not None
    assert told is not None
    out: dict[str, Any] = {
        "dns.id": str(asked.id),
        "dns.type": "answer" if answer is not None else "query",
        "dns.op_code": OPCODES.get(asked.opcode, str(asked.opcode)),
    }
    if asked.questions:
        first = asked.questions[0]
        out["dns.question.name"] = first.name
        out["dns.question.type"] = type_name(first.kind)
        # RFC 6762 section 5.4: in mDNS the top bit of the class asks for a unicast answer.
        out["dns.question.class"] = CLASSES.get(first.klass) or class_name(first.klass & 0x7FFF)
        out["fengsui.dns.question.length"] = len(first.name)
        if len(asked.questions) > 1:
            out["fengsui.dns.questions"] = [f"{q.name} {type_name(q.kind)}" for q in asked.questions]
    flags = [name for bit, name in _FLAGS if told.flags & bit]
    edns = asked.edns or told.edns
    if edns:
        out.update((name, value) for name, value in edns.items() if name != "DO")
        if "DO" in edns:
            flags.append("DO")
    if flags:
        out["dns.header_flags"] = flags
    if answer is not None:
        out["dns.response_code"] = RCODES.get(answer.rcode, str(answer.rcode))
    records = told.answers
    if records:
        out["dns.answers.name"] = [r.name for r in records]
        out["dns.answers.type"] = [type_name(r.kind) for r in records]
        out["dns.answers.class"] = [CLASSES.get(r.klass) or class_name(r.klass & 0x7FFF) for r in records]
        out["dns.answers.ttl"] = [r.ttl for r in records]
        out["dns.answers.data"] = [r.data for r in records]
        addresses = [r.data for r in records if r.kind in (1, 28) and r.data[:1] != "\\"]
        if addresses:
            out["dns.resolved_ip"] = addresses
    if asked.updates:
        out["fengsui.dns.updates"] = [_update(r) for r in asked.updates]
    return out


def _update(record: Record) -> str:
    """RFC 2136 section 2.5: the class says whether records are added or deleted."""
    kind = type_name(record.kind)
    if record.klass == 255:
        return f"delete {record.name} {kind}"
    if record.klass == 254:
        return f"delete {record.name} {kind} {record.data}"
    return f"add {record.name} {kind} {record.data}"
