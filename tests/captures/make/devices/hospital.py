"""A hospital's picture archive and its information system: DICOM associations and HL7 messages over MLLP."""

from __future__ import annotations

import struct
from datetime import datetime

from tests.captures.make.devices.sockets import Answer, Link, between, connected, served, sized

DICOM_CUT = sized(6, lambda held: 6 + int.from_bytes(held[2:6], "big"))
MLLP_CUT = between(b"\x0b", b"\x1c\x0d")
VERIFICATION, CT_STORAGE = "1.2.840.10008.1.1", "1.2.840.10008.5.1.4.1.1.2"
FIND, MOVE = "1.2.840.10008.5.1.4.1.2.2.1", "1.2.840.10008.5.1.4.1.2.2.2"
CONTEXTS = {1: VERIFICATION, 3: CT_STORAGE, 5: FIND, 7: MOVE}


def _item(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", kind, 0, len(body)) + body


def _pdu(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBI", kind, 0, len(body)) + body


def associate(kind: int, called: str, calling: str) -> bytes:
    """A request (1) or its acceptance (2) for the contexts of this archive."""
    body = struct.pack(">HH", 1, 0) + called.ljust(16).encode() + calling.ljust(16).encode() + bytes(32)
    body += _item(0x10, b"1.2.840.10008.3.1.1.1")
    transfer = _item(0x40, b"1.2.840.10008.1.2")
    for number, syntax in CONTEXTS.items():
        head = bytes((number, 0, 0, 0))
        body += _item(0x20 + kind - 1, head + (_item(0x30, syntax.encode()) if kind == 1 else b"") + transfer)
    user = _item(0x51, struct.pack(">I", 16384)) + _item(0x52, b"1.2.826.0.1.3680043.9") + _item(0x55, b"FENGSUI_SIM")
    return _pdu(kind, body + _item(0x50, user))


def command(context: int, code: int, syntax: str, number: int, *, status: int | None = None, **more: object) -> bytes:
    """A P-DATA PDU with one command set."""

    def element(tag: int, value: bytes) -> bytes:
        return struct.pack("<HHI", 0, tag, len(value)) + value

    uid = syntax.encode() + (b"\0" if len(syntax) % 2 else b"")
    parts = element(0x0002, uid) + element(0x0100, struct.pack("<H", code))
    parts += element(0x0120 if code & 0x8000 else 0x0110, struct.pack("<H", number))
    if more.get("destination"):
        parts += element(0x0600, str(more["destination"]).ljust(16).encode())
    parts += element(0x0800, struct.pack("<H", 0 if more.get("data") else 0x0101))
    if status is not None:
        parts += element(0x0900, struct.pack("<H", status))
    if "completed" in more:
        parts += element(0x1021, struct.pack("<H", int(str(more["completed"]))))
    whole = element(0x0000, struct.pack("<I", len(parts))) + parts
    return _pdu(4, struct.pack(">IBB", len(whole) + 2, context, 3) + whole)


def data_set(context: int, content: bytes) -> bytes:
    return _pdu(4, struct.pack(">IBB", len(content) + 2, context, 2) + content)


def archive(known: frozenset[str]) -> Answer:
    """A picture archive that accepts what it knows, and answers echo, store, find and move."""
    state: dict[str, tuple[int, int, int]] = {}

    def speak(pdu: bytes) -> list[bytes]:
        if pdu[0] == 1:
            calling = pdu[26:42].decode().strip()
            if calling not in known:
                return [_pdu(3, bytes((0, 1, 1, 3)))]
            return [associate(2, pdu[10:26].decode().strip(), calling)]
        if pdu[0] == 5:
            return [_pdu(6, bytes(4))]
        if pdu[0] != 4:
            return []
        context, flags = pdu[10], pdu[11]
        if flags & 1:
            code = struct.unpack_from("<H", pdu, pdu.index(b"\0\0\0\x01\x02\0\0\0") + 8)[0]
            number = struct.unpack_from("<H", pdu, pdu.index(b"\0\0\x10\x01\x02\0\0\0") + 8)[0]
            state["asked"] = (context, code, number)
            return [command(1, 0x8030, VERIFICATION, number, status=0)] if code == 0x30 else []
        context, code, number = state["asked"]
        syntax = CONTEXTS[context]
        if code == 0x20:
            found = [command(context, 0x8020, syntax, number, status=0xFF00, data=True), data_set(context, bytes(120))]
            return [*(found * 3), command(context, 0x8020, syntax, number, status=0)]
        completed = {"completed": 240} if code == 0x21 else {}
        return [command(context, code | 0x8000, syntax, number, status=0, **completed)]

    return speak


def pictures(server: str, modality: str, stranger: str) -> None:
    """A CT stores pictures; an unknown station is refused, then takes the CT's name and moves a study elsewhere."""
    known = frozenset({"CT01", "WORKSTATION1"})
    with served(server, 11112, DICOM_CUT, lambda: archive(known)):
        with connected(modality, server, 11112, DICOM_CUT) as link:
            link.ask(associate(1, "PACS", "CT01"))
            link.ask(command(1, 0x30, VERIFICATION, 1))
            for number in (2, 3):
                link.send(command(3, 0x01, CT_STORAGE, number, data=True))
                link.ask(data_set(3, bytes(8000)))
            link.ask(_pdu(5, bytes(4)))
        for name in ("ANY-SCU", "CT01"):
            with connected(stranger, server, 11112, DICOM_CUT) as link:
                if link.ask(associate(1, "PACS", name))[0] == 2:
                    _take(link)


def _take(link: Link) -> None:
    link.send(command(5, 0x20, FIND, 1, data=True))
    answer = link.ask(data_set(5, bytes(64)))
    while b"\0\0\0\x09\x02\0\0\0\0\0" not in answer:
        answer = link.receive()
    link.send(command(7, 0x21, MOVE, 2, data=True, destination="ROGUE"))
    link.ask(data_set(7, bytes(64)))
    link.ask(_pdu(5, bytes(4)))


def messages(server: str, sender: str, stranger: str) -> None:
    """Admissions and results; one message comes from a sender the interface does not list."""

    def answer() -> Answer:
        def speak(frame: bytes) -> list[bytes]:
            head = frame[1:-2].split(b"\r")[0].split(b"|")
            verdict = b"AR" if head[2] == b"UNLISTED" else b"AA"
            back = b"|".join(
                (
                    b"MSH",
                    head[1],
                    head[4],
                    head[5],
                    head[2],
                    head[3],
                    head[6],
                    b"",
                    b"ACK",
                    b"A" + head[9],
                    b"P",
                    b"2.5",
                )
            )
            return [b"\x0b" + back + b"\rMSA|" + verdict + b"|" + head[9] + b"\r\x1c\x0d"]

        return speak

    def message(application: str, kind: str, number: int) -> bytes:
        stamp = datetime.now().astimezone().strftime("%Y%m%d%H%M%S")
        head = f"MSH|^~\\&|{application}|QINGHE|LIS|QINGHE|{stamp}||{kind}|Q{number:05d}|P|2.5"
        body = "PID|1||000000^^^TEST||测试^甲\rPV1|1|O\rOBX|1|NM|GLU||5.1\rOBX|2|NM|K||4.1"
        return b"\x0b" + f"{head}\r{body}\r".encode() + b"\x1c\x0d"

    with served(server, 2575, MLLP_CUT, answer):
        with connected(sender, server, 2575, MLLP_CUT) as link:
            for number, kind in enumerate(("ADT^A01", "ORU^R01", "ORU^R01", "ADT^A03")):
                link.ask(message("HIS", kind, number))
        with connected(stranger, server, 2575, MLLP_CUT) as link:
            link.ask(message("UNLISTED", "QRY^A19", 9))
