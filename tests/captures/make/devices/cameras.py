"""Cameras and the video platform: GB/T 28181 over SIP on UDP, with digest sign-in, catalogue, live view and control."""

from __future__ import annotations

import hashlib
import re
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone

PLATFORM_ID = "31011400002000000001"
CAMERA_ID = "31011400001320000031"
STRANGER_ID = "31011400001320000666"
REALM = "3101140000"
PASSWORD = secrets.token_hex(8)
ZONE = timezone(timedelta(hours=8))
PORT = 5060


def md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()  # what RFC 2617 digests are made of


def manscdp(category: str, command: str, serial: int, device: str, inside: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="GB2312"?>\r\n<{category}>\r\n<CmdType>{command}</CmdType>\r\n<SN>{serial}</SN>\r\n'
        f"<DeviceID>{device}</DeviceID>\r\n{inside}</{category}>\r\n"
    )


class Agent:
    """A SIP user agent on one address: answers what it is asked, in a thread, and asks itself."""

    def __init__(self, address: str, name: str) -> None:
        self.address, self.name = address, name
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((address, PORT))
        self._socket.settimeout(0.2)
        self._answers: dict[str, list[str]] = {}
        self._arrived = threading.Condition()
        self._over = False
        self._number = 0
        self._nonce = secrets.token_hex(8)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over = True
        self._thread.join()
        self._socket.close()

    def ask(
        self,
        method: str,
        other: Agent,
        body: str = "",
        kind: str = "",
        *,
        extra: str = "",
        call: str = "",
        number: int = 0,
    ) -> str:
        """Send a request and wait for its final answer."""
        self._number += 1
        number = number or self._number
        call = call or secrets.token_hex(6)
        raw = body.encode("gb18030")
        head = (
            f"{method} sip:{other.name}@{REALM} SIP/2.0\r\n"
            f"Via: SIP/2.0/UDP {self.address}:{PORT};rport;branch=z9hG4bK{secrets.token_hex(5)}\r\n"
            f"From: <sip:{self.name}@{REALM}>;tag={secrets.token_hex(4)}\r\nTo: <sip:{other.name}@{REALM}>\r\n"
            f"Call-ID: {call}\r\nCSeq: {number} {method}\r\nMax-Forwards: 70\r\nUser-Agent: FengsuiSim 1.0\r\n{extra}"
        )
        if kind:
            head += f"Content-Type: {kind}\r\n"
        self._socket.sendto(f"{head}Content-Length: {len(raw)}\r\n\r\n".encode() + raw, (other.address, PORT))
        return "" if method == "ACK" else self._wait(f"{call} {number} {method}")

    def register(self, platform: Agent, password: str, number: int = 1) -> str:
        """Sign in: ask, be challenged, answer the challenge."""
        extra = f"Contact: <sip:{self.name}@{self.address}:{PORT}>\r\nExpires: 3600\r\n"
        call = secrets.token_hex(6)
        challenge = self.ask("REGISTER", platform, extra=extra, call=call, number=number)
        found = re.search(r'nonce="([^"]+)"', challenge)
        nonce = found[1] if found else ""
        uri = f"sip:{PLATFORM_ID}@{REALM}"
        response = md5(f"{md5(f'{self.name}:{REALM}:{password}')}:{nonce}:{md5(f'REGISTER:{uri}')}")
        extra += (
            f'Authorization: Digest username="{self.name}", realm="{REALM}", nonce="{nonce}", uri="{uri}", '
            f'response="{response}", algorithm=MD5\r\n'
        )
        return self.ask("REGISTER", platform, extra=extra, call=call, number=number + 1)

    def _wait(self, key: str) -> str:
        with self._arrived:
            self._arrived.wait_for(lambda: self._answers.get(key), timeout=3)
            return (self._answers.pop(key, None) or [""])[-1]

    def _listen(self) -> None:
        while not self._over:
            with suppress(TimeoutError):
                raw, where = self._socket.recvfrom(65536)
                text = raw.decode("gb18030")
                if text.startswith("SIP/2.0 "):
                    self._take(text)
                elif not text.startswith("ACK "):
                    for answer in self._reply(text):
                        self._socket.sendto(answer.encode("gb18030"), where)

    def _take(self, text: str) -> None:
        if text[8] == "1":
            return
        with self._arrived:
            self._answers.setdefault(f"{_header(text, 'Call-ID')} {_header(text, 'CSeq')}", []).append(text)
            self._arrived.notify_all()

    def _reply(self, text: str) -> list[str]:
        def answer(status: str, extra: str = "", body: str = "", kind: str = "") -> str:
            kept = "".join(f"{name}: {_header(text, name)}\r\n" for name in ("Via", "From", "To", "Call-ID", "CSeq"))
            kind = f"Content-Type: {kind}\r\n" if kind else ""
            return f"SIP/2.0 {status}\r\n{kept}{extra}{kind}Content-Length: {len(body)}\r\n\r\n{body}"

        if text.startswith("REGISTER "):
            return [self._sign_in(text, answer)]
        if text.startswith("INVITE "):
            sdp = f"v=0\r\no={self.name} 0 0 IN IP4 {self.address}\r\ns=Play\r\nc=IN IP4 {self.address}\r\nt=0 0\r\n"
            sdp += "m=video 15060 RTP/AVP 96\r\na=sendonly\r\na=rtpmap:96 PS/90000\r\ny=0100000031\r\n"
            return [answer("100 Trying"), answer("200 OK", body=sdp, kind="application/sdp")]
        return [answer("200 OK")]

    def _sign_in(self, text: str, answer: Callable[[str, str], str]) -> str:
        given = _header(text, "Authorization")
        if not given:
            return answer(
                "401 Unauthorized",
                f'WWW-Authenticate: Digest realm="{REALM}", nonce="{self._nonce}", algorithm=MD5\r\n',
            )
        fields = dict(re.findall(r'(\w+)="([^"]*)"', given))
        one = md5(f"{fields.get('username')}:{REALM}:{PASSWORD}")
        right = md5(f"{one}:{self._nonce}:{md5('REGISTER:' + fields.get('uri', ''))}")
        if fields.get("response") != right:
            return answer("403 Forbidden", "")
        return answer(
            "200 OK", f"Date: {datetime.now(ZONE).strftime('%Y-%m-%dT%H:%M:%S.%f')[:23]}\r\nExpires: 3600\r\n"
        )


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}: ([^\r\n]*)", text, re.MULTILINE)
    return found[1] if found else ""


def video(platform_address: str, camera_address: str, stranger_address: str) -> None:
    """A camera signs in and is watched; a stranger guesses passwords, then commands the camera directly."""
    platform, camera = Agent(platform_address, PLATFORM_ID), Agent(camera_address, CAMERA_ID)
    stranger = Agent(stranger_address, STRANGER_ID)
    kind = "Application/MANSCDP+xml"
    try:
        camera.register(platform, PASSWORD)
        for serial in (1, 2, 3):
            camera.ask(
                "MESSAGE", platform, manscdp("Notify", "Keepalive", serial, CAMERA_ID, "<Status>OK</Status>\r\n"), kind
            )
        platform.ask("MESSAGE", camera, manscdp("Query", "Catalog", 11, CAMERA_ID), kind)
        item = f"<Item><DeviceID>{CAMERA_ID}</DeviceID><Name>南桥镇路口</Name><Status>ON</Status></Item>"
        inside = f'<SumNum>1</SumNum>\r\n<DeviceList Num="1">{item}</DeviceList>\r\n'
        camera.ask("MESSAGE", platform, manscdp("Response", "Catalog", 11, CAMERA_ID, inside), kind)
        sdp = (
            f"v=0\r\no={CAMERA_ID} 0 0 IN IP4 {platform_address}\r\ns=Play\r\nc=IN IP4 {platform_address}\r\nt=0 0\r\n"
        )
        sdp += "m=video 6000 RTP/AVP 96\r\na=recvonly\r\na=rtpmap:96 PS/90000\r\ny=0100000031\r\n"
        platform.ask("INVITE", camera, sdp, "APPLICATION/SDP", call="view-1", number=20, extra="Subject: 31:0,0:0\r\n")
        platform.ask("ACK", camera, call="view-1", number=20)
        platform.ask("BYE", camera, call="view-1", number=21)
        alarm = "<AlarmPriority>4</AlarmPriority>\r\n<AlarmMethod>5</AlarmMethod>\r\n"
        camera.ask("MESSAGE", platform, manscdp("Notify", "Alarm", 31, CAMERA_ID, alarm), kind)
        for guess in ("12345678", "admin", "admin123", "31011400", "88888888", "123456"):
            stranger.register(platform, guess)
        turn = "<PTZCmd>A50F01021F0000D6</PTZCmd>\r\n"
        stranger.ask("MESSAGE", camera, manscdp("Control", "DeviceControl", 41, CAMERA_ID, turn), kind)
        boot = "<TeleBoot>Boot</TeleBoot>\r\n"
        stranger.ask("MESSAGE", camera, manscdp("Control", "DeviceControl", 42, CAMERA_ID, boot), kind)
    finally:
        for agent in (platform, camera, stranger):
            agent.close()
