"""Recognising inputs by content, and saying what is known when nothing fits."""

from __future__ import annotations

import pytest

from collectors.registry import is_record_source, names, recognise, source
from model.errors import InputError

HEADS = {
    "jsonl": [b'{"a": 1}\n{"a": 2}\n', b'[\n  {"a": 1},\n  {"a": 2}\n]', b'{\n  "a": 1\n}\n{\n  "a": 2\n}\n'],
    "evtx": [b"ElfFile\x00" + bytes(200)],
    "pcap": [
        b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + bytes(16),
        b"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a" + bytes(16),
    ],
    "auditd": [b"type=USER_LOGIN msg=audit(1364481365.243:24289): pid=812\n", b"node=a type=EOE msg=audit(1.2:3):\n"],
    "nginx": [b'10.0.0.1 - - [22/Nov/2026:08:00:00 +0800] "GET / HTTP/1.1" 200 612 "-" "curl/8"\n'],
    "syslog": [
        b"<34>1 2003-10-11T22:14:15.003Z host su - ID47 - text\n",
        b"<34>Oct 11 22:14:15 host su: text\n",
        b"Nov 22 08:00:01 web sshd[812]: text\n",
        b"2026-11-22T08:00:01.123456+08:00 web sshd[812]: text\n",
        b"1637596800: New connection from 10.0.0.2:5000 on port 1883.\n",
        b"Nov 22 08:00:01 dnsmasq[12]: query[A] example.com from 10.0.0.5\n",
        b"49 <34>1 2003-10-11T22:14:15.003Z host su - ID47 - text",
    ],
    "zeek": [b"#separator \\x09\n#set_separator\t,\n#fields\tts\tuid\n1.0\tC1\n"],
}


@pytest.mark.parametrize(("kind", "head"), [(kind, head) for kind, heads in HEADS.items() for head in heads])
def test_content_decides_whatever_the_name_says(kind: str, head: bytes) -> None:
    for path in ("x", "misleading.json", "access.log", "capture.pcap"):
        assert recognise(head, path).name == kind


def test_an_empty_file_is_known_by_its_name() -> None:
    assert recognise(b"", "access.log").name == "nginx"
    assert recognise(b"", "audit.log.1").name == "auditd"


@pytest.mark.parametrize(("head", "seen"), [(b"\x7fELF\0\0", "7f 45 4c 46"), (b"hello\n", "'hello'"), (b"", "empty")])
def test_what_nothing_fits_is_refused_with_what_was_seen_and_what_is_known(head: bytes, seen: str) -> None:
    with pytest.raises(InputError, match=seen) as caught:
        recognise(head, "some/where")
    assert all(name in str(caught.value) for name in names())


def test_every_name_in_the_table_is_the_name_its_source_gives_itself() -> None:
    assert [source(name).name for name in names()] == list(names())
    assert [name for name in names() if not is_record_source(source(name))] == ["pcap"]


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="known: pcap, evtx"):
        source("nosuch")
