"""Telling people and systems: mail, chat robots (WeCom, DingTalk, Feishu), syslog, tickets. None of it changes a target."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any, ClassVar
from urllib.parse import quote_plus, urlsplit

import httpx

from playbooks.capabilities.contract import (
    MAX_OUTPUT,
    Job,
    ObjectKind,
    Plan,
    Refused,
    Result,
    Touched,
    Traceless,
    Uncertain,
    Unreachable,
)
from playbooks.capabilities.reach import Reach, read_answer


class Mail(Traceless):
    """arguments: to (comma-separated), subject, text. The Message-ID is made of the effect's key, so that a mail that came
    twice is one mail to whoever receives it (RFC 5322, 3.6.4)."""

    kind: ClassVar[str] = "smtp"
    verbs: ClassVar[frozenset[str]] = frozenset({"mail.send"})

    def __init__(
        self,
        name: str,
        reach: Reach,
        *,
        host: str,
        port: int,
        sender: str,
        tls: str = "starttls",
        user: str = "",
        password: str = "",
        ca_file: str | None = None,
    ) -> None:
        """tls: none, starttls or implicit."""
        self.name, self._reach, self._host, self._port, self._sender, self._tls = name, reach, host, port, sender, tls
        self._user, self._password, self._ca_file = user, password, ca_file

    def plan(self, job: Job) -> Plan:
        people = _recipients(job)
        subject = _line(job, "subject")
        touched = tuple(Touched(ObjectKind.PERSON, one) for one in people)
        shown = ", ".join(people)
        return Plan(
            self.kind,
            self.name,
            f"send the mail {subject!r} to {shown}",
            f"向 {shown} 发送邮件“{subject}”",
            False,
            touched,
        )

    def apply(self, job: Job) -> Result:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = (
            self._sender,
            ", ".join(_recipients(job)),
            _line(job, "subject"),
        )
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "fengsui"
        message["Message-ID"] = f"<{hashlib.sha256(job.key.encode()).hexdigest()[:40]}@{domain}>"
        message["Date"] = format_datetime(datetime.now(UTC))
        message.set_content(job.arguments.get("text", ""))
        self._reach.check(self._host, self._port)
        context = ssl.create_default_context(cafile=self._ca_file)
        try:
            smtp: smtplib.SMTP
            if self._tls == "implicit":
                smtp = smtplib.SMTP_SSL(self._host, self._port, timeout=job.timeout_s, context=context)
            else:
                smtp = smtplib.SMTP(self._host, self._port, timeout=job.timeout_s)
            with smtp:
                if self._tls == "starttls":
                    smtp.starttls(context=context)
                if self._user:
                    smtp.login(self._user, self._password)
                refused = smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            raise Refused(
                "mail.recipients", f"no recipient was accepted: {sorted(error.recipients)}", "收件人均被拒绝"
            ) from None
        except smtplib.SMTPResponseException as error:
            if error.smtp_code >= 500:
                raise Refused(
                    "mail.refused", f"the mail server said {error.smtp_code}", f"邮件服务器返回 {error.smtp_code}"
                ) from None
            raise Unreachable(f"the mail server said {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{self._host}:{self._port}: {error}") from None
        return Result("sent" if not refused else f"not accepted for {', '.join(sorted(refused))}")


def _recipients(job: Job) -> list[str]:
    people = [one.strip() for one in job.arguments.get("to", "").split(",") if one.strip()]
    wrong = [one for one in people if parseaddr(one)[1].count("@") != 1 or any(c in one for c in "\r\n")]
    if not people or wrong or len(people) > 100:
        raise Refused(
            "argument.wrong",
            f"`to` holds 1 to 100 mail addresses, not {wrong or people}",
            "to 应为 1 至 100 个邮件地址",
        )
    return people


def _line(job: Job, name: str) -> str:
    return " ".join(job.arguments.get(name, "").split())[:500]


class Robot(Traceless):
    """A group robot. arguments: text, title. format: wecom (企业微信), dingtalk (钉钉) or feishu (飞书).

    Signatures as the products' robot documentation gives them: DingTalk HMAC-SHA256 of "timestamp(ms)\\nsecret" keyed with the
    secret, in the query; Feishu HMAC-SHA256 of nothing keyed with "timestamp(s)\\nsecret", in the body; WeCom has none.
    """

    kind: ClassVar[str] = "webhook"
    verbs: ClassVar[frozenset[str]] = frozenset({"message.send"})

    def __init__(
        self, name: str, reach: Reach, *, url: str, form: str, secret: str = "", clock: Callable[[], float] = time.time
    ) -> None:
        self.name, self._reach, self._url, self._form, self._secret, self._clock = name, reach, url, form, secret, clock

    def plan(self, job: Job) -> Plan:
        text = job.arguments.get("text", "")
        if not text.strip():
            raise Refused("argument.wrong", "a message has a `text`", "消息应有 text")
        shown = " ".join(text.split())[:120]
        return Plan(self.kind, self.name, f"say in {self.name}: {shown}", f"在“{self.name}”群发送消息：{shown}", False)

    def apply(self, job: Job) -> Result:
        self._reach.check_url(self._url)
        url, body = self.message(job.arguments.get("title", ""), job.arguments.get("text", ""))
        answer = _post(self._reach, url, body, {}, job.timeout_s, repeatable=True)
        code = answer.get("errcode", answer.get("code", answer.get("StatusCode", 0)))
        if code not in (0, "0"):
            said = str(answer.get("errmsg") or answer.get("msg") or "")[:200]
            raise Refused("robot.refused", f"the robot answered {code}: {said}", f"机器人返回 {code}：{said}")
        return Result("said")

    def message(self, title: str, text: str) -> tuple[str, dict[str, Any]]:
        """Address and body."""
        words = f"{title}\n{text}" if title else text
        if self._form == "wecom":
            return self._url, {"msgtype": "text", "text": {"content": words.encode()[:2048].decode("utf-8", "ignore")}}
        if self._form == "dingtalk":
            url = self._url
            if self._secret:
                stamp = str(int(self._clock() * 1000))
                digest = hmac.new(self._secret.encode(), f"{stamp}\n{self._secret}".encode(), hashlib.sha256).digest()
                url += f"{'&' if urlsplit(url).query else '?'}timestamp={stamp}&sign={quote_plus(base64.b64encode(digest))}"
            return url, {"msgtype": "text", "text": {"content": words[:5000]}}
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": words[:5000]}}
        if self._secret:
            stamp = str(int(self._clock()))
            digest = hmac.new(f"{stamp}\n{self._secret}".encode(), b"", hashlib.sha256).digest()
            body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
        return self._url, body


class Syslog(Traceless):
    """RFC 5424 over UDP (RFC 5426) or TCP with octet counting (RFC 6587). arguments: text, severity (0 to 7)."""

    kind: ClassVar[str] = "syslog"
    verbs: ClassVar[frozenset[str]] = frozenset({"syslog.send"})
    FACILITY = 13  # log audit, RFC 5424 table 1

    def __init__(self, name: str, reach: Reach, *, host: str, port: int, transport: str = "udp") -> None:
        self.name, self._reach, self._host, self._port, self._transport = name, reach, host, port, transport

    def plan(self, job: Job) -> Plan:
        severity = job.arguments.get("severity") or "5"
        if severity not in "01234567" or len(severity) != 1:
            raise Refused("argument.wrong", "severity is 0 to 7", "severity 应为 0 至 7")
        shown = " ".join(job.arguments.get("text", "").split())[:120]
        where = f"{self._host}:{self._port}"
        return Plan(self.kind, self.name, f"log at {where}: {shown}", f"向 {where} 发送日志：{shown}", False)

    def apply(self, job: Job) -> Result:
        address = self._reach.check(self._host, self._port)[0]
        severity = int(job.arguments.get("severity") or "5")
        text = " ".join(job.arguments.get("text", "").split())[:2000]
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        name = hashlib.sha256(job.key.encode()).hexdigest()[:32]
        line = f"<{self.FACILITY * 8 + severity}>1 {stamp} fengsui fengsui - {name} - \ufeff{text}".encode()
        try:
            if self._transport == "udp":
                family = socket.AF_INET6 if ":" in address else socket.AF_INET
                with socket.socket(family, socket.SOCK_DGRAM) as out:
                    out.sendto(line, (address, self._port))
            else:
                with socket.create_connection((address, self._port), timeout=job.timeout_s) as out:
                    out.sendall(str(len(line)).encode() + b" " + line)
        except OSError as error:
            raise Unreachable(f"{self._host}:{self._port}: {error}") from None
        return Result("logged")


class Ticket(Traceless):
    """A ticket in another system by one POST. template: JSON text whose `{title}`, `{text}`, `{key}` are filled in."""

    kind: ClassVar[str] = "ticket"
    verbs: ClassVar[frozenset[str]] = frozenset({"ticket.create"})

    def __init__(
        self, name: str, reach: Reach, *, url: str, token: str = "", template: str = "", idempotent: bool = False
    ) -> None:
        self.name, self._reach, self._url, self._token, self._idempotent = name, reach, url, token, idempotent
        self._template = json.loads(template or '{"title": "{title}", "description": "{text}", "external_id": "{key}"}')

    def plan(self, job: Job) -> Plan:
        title = _line(job, "title")
        if not title:
            raise Refused("argument.wrong", "a ticket has a `title`", "工单应有 title")
        return Plan(
            self.kind, self.name, f"open a ticket at {self.name}: {title}", f"在“{self.name}”创建工单：{title}", False
        )

    def find(self, job: Job) -> Result | None:
        if self._idempotent:
            return super().find(job)
        raise Uncertain("whether the ticket was opened cannot be told")

    def apply(self, job: Job) -> Result:
        self._reach.check_url(self._url)
        words = {"title": _line(job, "title"), "text": job.arguments.get("text", ""), "key": job.key}
        headers = {"Idempotency-Key": job.key} | ({"Authorization": f"Bearer {self._token}"} if self._token else {})
        answer = _post(
            self._reach, self._url, _filled(self._template, words), headers, job.timeout_s, repeatable=self._idempotent
        )
        number = str(answer.get("id") or answer.get("number") or answer.get("key") or "")[:200]
        return Result(f"opened {number}".strip(), {"result": number, "ticket": number})


def _filled(template: Any, words: Mapping[str, str]) -> Any:
    if isinstance(template, str):
        for name, value in words.items():
            if template == f"{{{name}}}":
                return value
        return template
    if isinstance(template, dict):
        return {key: _filled(value, words) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, words) for value in template]
    return template


def _post(
    reach: Reach, url: str, body: Any, headers: Mapping[str, str], timeout_s: float, *, repeatable: bool
) -> dict[str, Any]:
    try:
        with (
            reach.client(timeout_s) as client,
            client.stream("POST", url, json=body, headers=dict(headers)) as response,
        ):
            said = read_answer(response, timeout_s)
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise Unreachable(f"{urlsplit(url).hostname}: {error}") from None
    except httpx.HTTPError as error:
        raise (Unreachable if repeatable else Uncertain)(f"{urlsplit(url).hostname}: {error}") from None
    if response.status_code in (429, 502, 503, 504):
        raise Unreachable(f"{urlsplit(url).hostname} answered {response.status_code}")
    if response.status_code >= 300:
        raise Refused(
            "http.status",
            f"{urlsplit(url).hostname} answered {response.status_code}: {_shown(said, 200)}",
            f"返回 {response.status_code}：{_shown(said, 200)}",
        )
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        return {"text": _shown(said, MAX_OUTPUT)}
    return answer if isinstance(answer, dict) else {"value": answer}


def _shown(answer: bytes, most: int) -> str:
    return answer.decode("utf-8", "replace")[:most]
