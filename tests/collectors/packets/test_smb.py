"""SMB: shares, files and sign-ins as tshark sees them; contents never kept; spoilt messages end in events."""

from __future__ import annotations

import struct
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collectors.packets.craft import Talk, ends_in_events, events, faults, spoilt
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
HANDLE = bytes(range(16))
CONTENT = b"personal data of citizens " * 700


def message(command: int, body: bytes, number: int, *, answer: bool = False, status: int = 0, tree: int = 7) -> bytes:
    head = struct.pack(
        "<4sHHIHHIIQIIQ16s", b"\xfeSMB", 64, 0, status, command, 1, int(answer), 0, number, 0, tree, 3, bytes(16)
    )
    return len(head + body).to_bytes(4, "big") + head + body


def ntlm_answer(user: str, domain: str, computer: str, size: int = 200) -> bytes:
    parts = [bytes(24), bytes(size), *(name.encode("utf-16-le") for name in (domain, user, computer)), b""]
    head, at = b"NTLMSSP\0" + (3).to_bytes(4, "little"), 64
    for part in parts:
        head += struct.pack("<HHI", len(part), len(part), at)
        at += len(part)
    return head + (1).to_bytes(4, "little") + b"".join(parts)


def negotiate(number: int = 0) -> bytes:
    return message(0, struct.pack("<HHHHI16sQHH", 36, 2, 1, 0, 0, bytes(16), 0, 0x0202, 0x0311), number)


def session(number: int, token: bytes) -> bytes:
    return message(1, struct.pack("<HBBIIHHQ", 25, 0, 1, 0, 0, 88, len(token), 0) + token, number)


def tree(number: int, path: str) -> bytes:
    raw = path.encode("utf-16-le")
    return message(3, struct.pack("<HHHH", 9, 0, 72, len(raw)) + raw, number)


def create(number: int, path: str, access: int = 0x12019F) -> bytes:
    raw = path.encode("utf-16-le")
    fixed = struct.pack("<HBBIQQIIIIIHHII", 57, 0, 0, 2, 0, 0, access, 0, 7, 5, 0, 120, len(raw), 0, 0)
    return message(5, fixed + raw, number)


def created(number: int) -> bytes:
    return message(
        5, struct.pack("<HBBIQQQQQQII", 89, 0, 0, 2, 0, 0, 0, 0, 0, 0, 32, 0) + HANDLE + bytes(8), number, answer=True
    )


def write(number: int, content: bytes) -> bytes:
    return message(9, struct.pack("<HHIQ", 49, 112, len(content), 0) + HANDLE + bytes(16) + content, number)


def renamed(number: int, target: str) -> bytes:
    raw = target.encode("utf-16-le")
    value = bytes(16) + len(raw).to_bytes(4, "little") + raw
    return message(17, struct.pack("<HBBIHHI", 33, 1, 10, len(value), 96, 0, 0) + HANDLE + value, number)


def deleted(number: int) -> bytes:
    return message(17, struct.pack("<HBBIHHI", 33, 1, 13, 1, 96, 0, 0) + HANDLE + b"\1", number)


def close(number: int) -> bytes:
    return message(6, struct.pack("<HHI", 24, 0, 0) + HANDLE, number)


ANSWERED = (
    (negotiate(), message(0, struct.pack("<HHHH", 65, 3, 0x0311, 0) + bytes(56), 0, answer=True)),
    (session(1, ntlm_answer("wang.fang", "DISTRICT", "DESK-17")), message(1, struct.pack("<HHHH", 9, 0, 72, 0), 1, answer=True)),
    (tree(2, "\\\\files\\办公"), message(3, struct.pack("<HBBIII", 16, 1, 0, 0, 0, 0), 2, answer=True)),
    (create(3, "名单\\2026.xlsx"), created(3)),
    (write(4, CONTENT), message(9, struct.pack("<HHII", 17, 0, len(CONTENT), 0), 4, answer=True)),
    (renamed(5, "名单\\2026.xlsx.locked"), message(17, b"\2\0", 5, answer=True)),
    (deleted(6), message(17, b"\x09\0" + bytes(7), 6, answer=True, status=0xC0000022)),
    (close(7), message(6, struct.pack("<H", 60) + bytes(58), 7, answer=True)),
)  # fmt: skip


def talk(size: int = 1400) -> Talk:
    return Talk(dport=4450).syn().exchange(ANSWERED, size).close()


@given(st.integers(50, 3000))
@settings(max_examples=15, deadline=None)
def test_who_did_what_to_which_file_is_told_wherever_segments_end(size: int) -> None:
    found = events(talk(size).frames, "network.smb")
    told = {e["event.action"]: e for e in found}
    assert list(told) == [
        "smb_negotiate", "smb_session", "smb_tree_connect", "smb_open", "smb_rename", "smb_delete", "smb_transfer",
    ]  # fmt: skip
    assert told["smb_negotiate"]["fengsui.smb.dialect"] == "3.1.1"
    assert told["smb_negotiate"]["fengsui.smb.signing_required"] is True
    assert (told["smb_session"]["user.name"], told["smb_session"]["fengsui.ntlm.workstation"]) == (
        "wang.fang",
        "DESK-17",
    )
    assert told["smb_open"]["file.path"] == "名单\\2026.xlsx"
    assert told["smb_open"]["fengsui.smb.tree"] == "\\\\files\\办公"
    assert told["smb_rename"]["fengsui.smb.target_path"] == "名单\\2026.xlsx.locked"
    assert (told["smb_delete"]["event.outcome"], told["smb_delete"]["fengsui.smb.status"]) == (
        "failure",
        "access_denied",
    )
    assert told["smb_transfer"]["fengsui.smb.written_bytes"] == len(CONTENT)
    assert all(e.get("user.name") == "wang.fang" for e in found[1:])
    assert "personal" not in str(found)


def test_the_first_version_of_the_answer_to_a_challenge_stands_out() -> None:
    said = Talk(dport=445).syn().say(session(1, ntlm_answer("li", "", "PC", 24)))
    said.answer(message(1, struct.pack("<HHHH", 9, 0, 72, 0), 1, answer=True, status=0xC000006D)).close()
    (event,) = events(said.frames, "network.smb")
    assert (event["fengsui.ntlm.version"], event["event.outcome"]) == ("1", "failure")
    assert event["fengsui.smb.status"] == "logon_failure"


def test_a_message_that_disagrees_with_itself_is_reported() -> None:
    broken = bytearray(create(3, "x"))
    broken[4 + 64 + 44] = 9  # the name begins inside the header
    assert faults(Talk(dport=445).syn().say(negotiate()).say(bytes(broken)).close().frames)[:1] == ["smb.offset"]


def compared(name: str) -> tuple[Counter[str], Counter[str]]:
    """Files opened, shares and accounts. tshark names a share on every message; it is compared where it is connected."""
    theirs: Counter[str] = Counter()
    fields = ("smb2.cmd", "smb2.flags.response", "smb2.filename", "smb2.tree", "smb2.create.disposition",
              "ntlmssp.auth.username", "smb.cmd", "smb.path")  # fmt: skip
    paths = set()
    for command, response, file, share, opened, user, old, path in tshark(name, {"smb", "smb2"}, *fields):
        theirs["opens"] += len([d for d in opened.split("|") if d])
        if "5" in command.split("|") and response[:1] in ("0", "F") and file:
            theirs |= Counter(f"file {one}" for one in file.split("|"))
        if command == "3" and share:
            theirs[f"share {share}"] += 1
        if "0x75" in old:
            paths.add(path)
        if user and user != "NULL":
            theirs[f"user {user}"] += 1
    mine: Counter[str] = Counter()
    for event in of(name, "smb"):
        action, path = event["event.action"], event.get("file.path", "")
        if action == "smb_open":
            mine["opens"] += 1
            if path != "\\":
                mine[f"file {path}"] = 1
        elif action == "smb_tree_connect" and event["fengsui.smb.version"] == "2":
            mine[f"share {event['fengsui.smb.tree']}"] += 1
        elif action == "smb_tree_connect":
            paths.discard(event["fengsui.smb.tree"])
        elif action == "smb_session" and "user.name" in event:
            mine[f"user {event['user.name']}"] += 1
    theirs.update(f"share {path}" for path in paths)
    return theirs, mine


@needs_tshark
@pytest.mark.parametrize(
    "name",
    [
        "pcaps/smb/zeek--smb1.pcap",
        "pcaps/smb/zeek--smb2.pcap",
        "pcaps/smb/zeek--smb2_100_small_files.pcap",
        "pcaps/kerberos/zeek--smb2_krb.pcap",
        "pcaps/enip/iti--EIP-ControlProtocolChangeAttempt.pcap",
    ],
)
def test_smb_agrees_with_tshark(name: str) -> None:
    theirs, mine = compared(name)
    assert +theirs == +mine
    assert theirs


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_spoilt_messages_end_in_events(data: st.DataObject) -> None:
    said = Talk(dport=445).syn()
    for asked, answer in ANSWERED:
        for raw, send in ((asked, said.say), (answer, said.answer)):
            send(spoilt(data, raw[: data.draw(st.sampled_from([len(raw), len(raw), len(raw) - 1, 70]))], most=3))
    ends_in_events(said)
