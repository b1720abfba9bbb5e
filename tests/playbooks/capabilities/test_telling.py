from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller

from playbooks.capabilities.contract import Job, Refused, Uncertain, Unreachable
from playbooks.capabilities.http_api import HttpApi
from playbooks.capabilities.reach import Reach
from playbooks.capabilities.telling import Mail, Robot, Syslog, Ticket
from tests.playbooks.running import Target
from tests.ports import free_port

REACH = Reach(("127.0.0.0/8",))


def job(text: str, /, key: str = "run/1/0.0", **arguments: str) -> Job:
    return Job(key=key, type="fengsui-cmd", text=text, arguments=arguments, timeout_s=90)


class Mailbox:
    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        self.mails.append(envelope.content)  # type: ignore[attr-defined]
        return "250 OK"


@pytest.fixture
def target() -> Iterator[Target]:
    with Target() as one:
        yield one


def test_a_mail_arrives_in_chinese_and_twice_is_the_same_mail() -> None:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        mail = Mail("mail", REACH, host="127.0.0.1", port=controller.port, sender="fengsui@example.gov.cn", tls="none")
        for _ in range(2):
            mail.apply(
                job("mail.send", to="a@example.gov.cn, b@example.gov.cn", subject="通报", text="已封禁 198.51.100.7")
            )
    finally:
        controller.stop()
    first, second = (message_from_bytes(one) for one in box.mails)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["To"] == "a@example.gov.cn, b@example.gov.cn"
    assert "已封禁" in first.get_payload(decode=True).decode()  # type: ignore[union-attr]


@pytest.mark.parametrize("to", ["", "nobody", "a@b\r\nBcc: c@d", ", ,", "a@b," * 101])
def test_no_recipient_smuggles_a_header(to: str) -> None:
    mail = Mail("mail", REACH, host="127.0.0.1", port=1, sender="f@example.org", tls="none")
    if to == "a@b," * 101 or to.strip(", ") in ("", "nobody") or "\r" in to:
        with pytest.raises(Refused):
            mail.plan(job("mail.send", to=to, subject="x"))


@pytest.mark.parametrize("form", ["wecom", "dingtalk", "feishu"])
def test_robots_get_the_message_in_their_own_form_signed_their_own_way(target: Target, form: str) -> None:
    target.answers["/robot"] = (200, b'{"errcode": 0, "code": 0}')
    url = f"http://127.0.0.1:{target.port}/robot?key=abc"
    robot = Robot("group", REACH, url=url, form=form, secret="s3cret", clock=lambda: 1_700_000_000.5)
    robot.apply(job("message.send", title="处置", text="完成"))
    _, path, body, _ = target.requests[0]
    sent, query = json.loads(body), parse_qs(urlsplit(path).query)
    if form == "wecom":
        assert sent == {"msgtype": "text", "text": {"content": "处置\n完成"}}
    elif form == "dingtalk":
        expected = hmac.digest(b"s3cret", b"1700000000500\ns3cret", "sha256")
        assert query["sign"] == [base64.b64encode(expected).decode()]
        assert query["timestamp"] == ["1700000000500"]
        assert sent["text"]["content"] == "处置\n完成"
    else:
        expected = hmac.new(b"1700000000\ns3cret", digestmod=hashlib.sha256).digest()
        assert (sent["timestamp"], sent["sign"]) == ("1700000000", base64.b64encode(expected).decode())
        assert sent["content"] == {"text": "处置\n完成"}


def test_a_robot_that_says_no_is_a_failure(target: Target) -> None:
    target.answers["/robot"] = (200, '{"errcode": 310000, "errmsg": "签名不匹配"}'.encode())
    robot = Robot("group", REACH, url=f"http://127.0.0.1:{target.port}/robot", form="dingtalk")
    with pytest.raises(Refused, match="签名不匹配"):
        robot.apply(job("message.send", text="x"))


def test_a_ticket_is_opened_once_however_often_it_is_asked_for(target: Target) -> None:
    target.answers["/tickets"] = (201, b'{"id": 4711}')
    url = f"http://127.0.0.1:{target.port}/tickets"
    ticket = Ticket(
        "itsm",
        REACH,
        url=url,
        token="t",
        template='{"fields": {"summary": "{title}", "key": "{key}"}}',
        idempotent=True,
    )
    for _ in range(2):
        assert ticket.apply(job("ticket.create", title='a "quoted" title', text="x")).outputs["ticket"] == "4711"
    assert target.effects["/tickets"] == 1
    _, _, body, headers = target.requests[0]
    assert json.loads(body) == {"fields": {"summary": 'a "quoted" title', "key": "run/1/0.0"}}
    assert headers["Authorization"] == "Bearer t"


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_a_syslog_line_follows_rfc_5424(transport: str) -> None:
    kind = socket.SOCK_DGRAM if transport == "udp" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(90)
        heard: list[bytes] = []
        if transport == "tcp":
            listener.listen()

        def hear() -> None:
            if transport == "udp":
                heard.append(listener.recv(65_536))
                return
            peer, _ = listener.accept()
            with peer:
                heard.append(peer.makefile("rb").read())

        thread = threading.Thread(target=hear)
        thread.start()
        syslog = Syslog("log", REACH, host="127.0.0.1", port=listener.getsockname()[1], transport=transport)
        syslog.apply(job("syslog.send", text="封禁\n完成", severity="4"))
        thread.join()
    line = heard[0]
    if transport == "tcp":
        length, _, line = line.partition(b" ")
        assert int(length) == len(line)
    assert line.startswith(b"<108>1 ")
    assert line.decode().endswith("\ufeff封禁 完成")


def test_what_is_out_of_reach_is_not_connected_to(target: Target) -> None:
    http = HttpApi("http", Reach())
    for address in (
        {"ipv4": ["127.0.0.1"]},
        {"dname": ["localhost"]},
        {"ipv6": ["::1"]},
        {"ipv6": ["::ffff:127.0.0.1"]},
        {"ipv4": ["169.254.169.254"]},
    ):
        one = Job(
            key="k", type="http-api", text="GET / HTTP/1.1", target={"address": address, "port": str(target.port)}
        )
        with pytest.raises((Refused, Unreachable)):
            http.apply(one)
    assert not target.requests


def test_a_name_that_means_another_address_when_it_is_connected_to_is_not_followed(
    target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def changing(host: str, port: int, *_: object, **__: object) -> list[object]:
        asked.append(host)
        address = "192.0.2.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    one = Job(
        key="k",
        type="http-api",
        text="GET / HTTP/1.1",
        target={"address": {"url": [f"http://changing.example:{target.port}"]}},
    )
    with pytest.raises(Refused, match=r"127\.0\.0\.1"):
        HttpApi("http", Reach()).apply(one)
    assert not target.requests


def test_a_name_with_several_addresses_is_tried_at_each_and_told_its_own_name(target: Target) -> None:
    one = Job(
        key="k",
        type="http-api",
        text="GET / HTTP/1.1",
        target={"address": {"url": [f"http://localhost:{target.port}"]}},
    )
    reach = Reach(("127.0.0.0/8", "::1/128"))
    HttpApi("http", reach).apply(one)
    [(_, _, _, headers)] = target.requests
    assert headers["Host"] == f"localhost:{target.port}"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("GET", {"ipv4": ["192.0.2.1"]}),
        ("get /x", {"ipv4": ["192.0.2.1"]}),
        ("GET /", {}),
        ("GET /", {"url": ["file:///etc/passwd"]}),
        ("GET /", {"url": ["http://user:secret@192.0.2.1/"]}),
        ("GET /", {"dname": ["a/../b"]}),
    ],
)
def test_what_is_no_request_is_refused(text: str, address: dict[str, list[str]]) -> None:
    with pytest.raises(Refused):
        HttpApi("http", REACH).plan(Job(key="k", type="http-api", text=text, target={"address": address}))


def test_a_lost_answer_is_uncertain_unless_repeating_is_harmless() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def hang_up() -> None:
            for _ in range(2):
                peer, _ = listener.accept()
                with peer:
                    peer.recv(65_536)

        thread = threading.Thread(target=hang_up)
        thread.start()
        target = {"address": {"url": [f"http://127.0.0.1:{port}"]}}
        one = Job(key="k", type="http-api", text="POST /x HTTP/1.1", target=target)
        with pytest.raises(Uncertain):
            HttpApi("http", REACH).apply(one)
        with pytest.raises(Unreachable):
            HttpApi("http", REACH, idempotent=True).apply(one)
        thread.join()
    with pytest.raises(Uncertain):
        HttpApi("http", REACH).find(one)


def test_openc2_goes_out_with_its_media_type_and_a_request_id(target: Target) -> None:
    one = Job(
        key="run/1/0.0",
        type="openc2-http",
        text="POST /openc2 HTTP/1.1",
        content=b'{"action": "deny", "target": {"ipv4_net": "198.51.100.7/32"}}',
        target={"address": {"url": [f"http://127.0.0.1:{target.port}"]}},
    )
    HttpApi("http", REACH).apply(one)
    headers = target.requests[0][3]
    assert headers["Content-Type"] == "application/openc2+json;version=1.0"
    assert len(headers["X-Request-ID"]) == 36
