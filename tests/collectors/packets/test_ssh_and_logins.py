from base64 import b64encode
from hashlib import md5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import ssh
from tests.collectors.packets.craft import Talk, events

# salesforce/hassh, README: the CyberDuck client, whose published HASSH is 8a8ae540028bf433cd68356c1b9e8d5b.
KEX = (
    "curve25519-sha256@libssh.org,diffie-hellman-group-exchange-sha256,ecdh-sha2-nistp521,ecdh-sha2-nistp384,ecdh-sha2-nistp256,"
    "diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1,diffie-hellman-group14-sha1,diffie-hellman-group14-sha256,"
    "diffie-hellman-group15-sha512,diffie-hellman-group16-sha512,diffie-hellman-group17-sha512,diffie-hellman-group18-sha512,"
    "diffie-hellman-group14-sha256@ssh.com,diffie-hellman-group15-sha256,diffie-hellman-group15-sha256@ssh.com,"
    "diffie-hellman-group15-sha384@ssh.com,diffie-hellman-group16-sha256,diffie-hellman-group16-sha384@ssh.com,"
    "diffie-hellman-group16-sha512@ssh.com,diffie-hellman-group18-sha512@ssh.com"
)
CIPHERS = (
    "aes128-cbc,aes128-ctr,aes192-cbc,aes192-ctr,aes256-cbc,aes256-ctr,blowfish-cbc,blowfish-ctr,cast128-cbc,cast128-ctr,idea-cbc,"
    "idea-ctr,serpent128-cbc,serpent128-ctr,serpent192-cbc,serpent192-ctr,serpent256-cbc,serpent256-ctr,3des-cbc,3des-ctr,"
    "twofish128-cbc,twofish128-ctr,twofish192-cbc,twofish192-ctr,twofish256-cbc,twofish256-ctr,twofish-cbc,arcfour,arcfour128,arcfour256"
)
MACS = "hmac-sha1,hmac-sha1-96,hmac-md5,hmac-md5-96,hmac-sha2-256,hmac-sha2-512"
COMPRESSION = "zlib@openssh.com,zlib,none"


def kexinit(kex: str, key: str, c2s: str, s2c: str, mac: str = "hmac-sha2-256", compression: str = "none") -> bytes:
    lists = [kex, key, c2s, s2c, mac, mac, compression, compression, "", ""]
    payload = b"\x14" + b"c" * 16 + b"".join(len(v).to_bytes(4, "big") + v.encode() for v in lists) + bytes(5)
    padding = 8 - (len(payload) + 5) % 8 + 4
    return (len(payload) + padding + 1).to_bytes(4, "big") + bytes((padding,)) + payload + bytes(padding)


CLIENT_HELLO = kexinit(KEX, "ssh-rsa", CIPHERS, "other-cbc", MACS, COMPRESSION)
SERVER_HELLO = kexinit(
    "ecdh-sha2-nistp256,curve25519-sha256@libssh.org",
    "ssh-ed25519,ssh-rsa",
    "aes256-ctr,aes128-ctr",
    "aes256-ctr",
    "hmac-sha2-512",
)


@given(st.integers(9, 400))
@settings(max_examples=30, deadline=None)
def test_banners_fingerprints_and_agreement_are_told_once_wherever_segments_end(size):
    talk = (
        Talk(dport=2222).syn().answer(b"welcome\r\nSSH-2.0-OpenSSH_9.6\r\n", size).say(b"SSH-2.0-Cyberduck\r\n", size)
    )
    talk.say(CLIENT_HELLO, size).answer(SERVER_HELLO, size).say(b"\x9f" * 300, size).answer(b"\x3e" * 300, size).close()
    found = events(talk.frames, "network.ssh")
    assert len(found) == 1
    event = found[0]
    assert event["fengsui.ssh.client.version"] == "SSH-2.0-Cyberduck"
    assert event["fengsui.ssh.server.version"] == "SSH-2.0-OpenSSH_9.6"
    assert event["fengsui.ssh.client.hassh"] == "8a8ae540028bf433cd68356c1b9e8d5b"
    server = "ecdh-sha2-nistp256,curve25519-sha256@libssh.org;aes256-ctr;hmac-sha2-512;none"
    assert event["fengsui.ssh.server.hassh"] == md5(server.encode()).hexdigest()
    assert event["fengsui.ssh.kex_algorithm"] == "curve25519-sha256@libssh.org"
    assert event["fengsui.ssh.host_key_algorithm"] == "ssh-rsa"
    assert event["fengsui.ssh.cipher"] == "aes128-ctr"
    assert event["destination.port"] == 2222


def test_the_old_protocol_is_told_by_its_banner_alone():
    talk = (
        Talk(dport=22)
        .syn()
        .answer(b"SSH-1.5-Cisco-1.25\n")
        .say(b"SSH-1.5-OpenSSH\n")
        .answer(b"\0\0\1\x0bbinary")
        .close()
    )
    assert events(talk.frames, "network.ssh")[0]["fengsui.ssh.server.version"] == "SSH-1.5-Cisco-1.25"


def test_a_scanner_that_only_reads_the_banner_is_told():
    talk = Talk(dport=22).syn().answer(b"SSH-2.0-OpenSSH_9.6\r\n").close()
    event = events(talk.frames, "network.ssh")[0]
    assert "fengsui.ssh.client.version" not in event


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_noise_after_a_banner_is_survived(noise):
    assert ssh.kexinit(b"\x14" + noise) is None or len(noise) >= 16 + 40
    talk = Talk(dport=22).syn().answer(b"SSH-2.0-x\r\n" + noise).say(noise + b"\n").close()
    assert len(events(talk.frames, "network.ssh")) == 1


SECRET = "hunter2!"
HIDDEN = b64encode(SECRET.encode()).decode()
EHLO = [("<", "220 m ESMTP"), (">", "EHLO a"), ("<", "250 AUTH")]


def sign_in(dport: int, *lines: tuple[str, str]) -> list[dict]:
    """lines: `>` from the client or `<` from the server, and the text."""
    talk = Talk(dport=dport).syn()
    for who, line in lines:
        (talk.say if who == ">" else talk.answer)(line.encode() + b"\r\n")
    found = events(talk.close().frames)
    assert SECRET not in str(found)
    return found


def plain(user: str) -> str:
    return b64encode(f"\0{user}\0{SECRET}".encode()).decode()


@pytest.mark.parametrize(
    ("protocol", "outcome", "lines"),
    [
        ("ftp", "success", [("<", "220 vsFTPd"), (">", "USER li"), ("<", "331 pw"), (">", f"PASS {SECRET}"), ("<", "230 ok")]),
        ("ftp", "failure", [("<", "220 x"), (">", "USER li"), ("<", "331 pw"), (">", f"PASS {SECRET}"), ("<", "530 no")]),
        ("ftp", "unknown", [("<", "220 x"), (">", "USER li"), ("<", "331 pw"), (">", f"PASS {SECRET}")]),
        ("smtp", "success", [*EHLO, (">", f"AUTH PLAIN {plain('li')}"), ("<", "235 ok")]),
        ("smtp", "failure", [*EHLO, (">", "AUTH LOGIN"), ("<", "334 VXNl"), (">", "bGk="), ("<", "334 UGFz"), (">", HIDDEN), ("<", "535")]),
        ("pop3", "success", [("<", "+OK ready"), (">", "USER li"), ("<", "+OK"), (">", f"PASS {SECRET}"), ("<", "+OK 3 mails")]),
        ("pop3", "failure", [("<", "+OK ready"), (">", "AUTH PLAIN"), ("<", "+ "), (">", plain("li")), ("<", "-ERR no")]),
        ("imap", "success", [("<", "* OK IMAP4"), (">", f'a1 LOGIN "li" "{SECRET}"'), ("<", "* CAPABILITY"), ("<", "a1 OK in")]),
        ("imap", "failure", [("<", "* OK IMAP4"), (">", "a1 AUTHENTICATE PLAIN"), ("<", "+"), (">", plain("li")), ("<", "a1 NO no")]),
    ],
)  # fmt: skip
def test_who_signs_in_in_clear_text_is_told_and_the_password_is_not(protocol, outcome, lines):
    found = [e for e in sign_in(4321, *lines) if e["event.dataset"] == f"network.{protocol}"]
    assert [(e["event.action"], e["user.name"], e["event.outcome"]) for e in found] == [
        (f"{protocol}_login", "li", outcome)
    ]
    assert found[0]["fengsui.credentials.cleartext"] is True
    assert "authentication" in found[0]["event.category"]


def test_every_guess_of_a_password_is_an_event():
    lines = [("<", "220 x")]
    for n in range(20):
        lines += [(">", f"USER u{n}"), ("<", "331"), (">", f"PASS {SECRET}{n}"), ("<", "530 no")]
    found = [e for e in sign_in(21, *lines) if e["event.dataset"] == "network.ftp"]
    assert [e["user.name"] for e in found] == [f"u{n}" for n in range(20)]


def test_files_moved_by_ftp_are_told():
    lines = [
        ("<", "220 x"),
        (">", "USER li"),
        ("<", "331"),
        (">", f"PASS {SECRET}"),
        ("<", "230"),
        (">", "STOR up/shell.jsp"),
        (">", "RETR 数据.csv"),
    ]
    found = [e for e in sign_in(21, *lines) if e["event.dataset"] == "network.ftp"]
    assert [(e["event.action"], e.get("file.path"), e.get("file.name")) for e in found[1:]] == [
        ("ftp_stor", "up/shell.jsp", "shell.jsp"),
        ("ftp_retr", "数据.csv", "数据.csv"),
    ]


def test_after_starttls_the_stream_is_looked_at_anew():
    from tests.collectors.packets.test_tls import client_hello, record, server_hello

    talk = (
        Talk(dport=587)
        .syn()
        .answer(b"220 m ESMTP\r\n")
        .say(b"EHLO a\r\n")
        .answer(b"250 STARTTLS\r\n")
        .say(b"STARTTLS\r\n")
    )
    talk.answer(b"220 go\r\n").say(record(client_hello())).answer(record(server_hello())).close()
    found = events(talk.frames)
    assert [e["event.dataset"] for e in found] == ["network.smtp", "network.tls", "network.flow"]
    assert found[0]["event.action"] == "smtp_starttls"
    assert found[1]["tls.client.server_name"] == "portal.example.cn"


def test_a_mail_that_talks_about_auth_is_no_sign_in():
    lines = [
        ("<", "220 m ESMTP"),
        (">", "EHLO a"),
        ("<", "250"),
        (">", "DATA"),
        ("<", "354"),
        (">", "AUTH PLAIN abc"),
        (">", "."),
        ("<", "250 ok"),
    ]
    assert {e.get("event.action") for e in sign_in(25, *lines)} == {None, "smtp_message"}


@given(
    st.lists(st.tuples(st.booleans(), st.binary(max_size=80)), max_size=12),
    st.sampled_from([b"220 x\r\n", b"+OK\r\n", b"* OK\r\n"]),
)
@settings(max_examples=150, deadline=None)
def test_noise_in_a_text_protocol_is_survived(lines, greeting):
    talk = Talk(dport=21).syn().answer(greeting).say(b"USER x\r\n")
    for client, line in lines:
        (talk.say if client else talk.answer)(line + b"\r\n")
    assert any(e["event.dataset"] == "network.flow" for e in events(talk.close().frames))
