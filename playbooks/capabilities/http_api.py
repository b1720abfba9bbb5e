"""HTTP requests: CACAO `http-api`, and OpenC2 over HTTP (`openc2-http`; OpenC2 HTTPS Transfer 1.1).

Every request carries the effect's key as Idempotency-Key, and OpenC2's as its request_id. A target that honours it makes a
repeated request harmless; for others a POST whose answer never came is Uncertain, and a person decides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

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

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_REPEATABLE = _SAFE | {"PUT", "DELETE"}
"""RFC 9110, 9.2.2."""
OPENC2_MEDIA_TYPE = "application/openc2+json;version=1.0"
_KEPT = ("host", "content-length", "transfer-encoding", "connection")


class HttpApi(Traceless):
    kind: ClassVar[str] = "http"
    verbs: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str, reach: Reach, *, idempotent: bool = False, ca_file: str | None = None) -> None:
        """idempotent: whether the targets honour Idempotency-Key."""
        self.name, self._reach, self._idempotent, self._ca_file = name, reach, idempotent, ca_file

    def plan(self, job: Job) -> Plan:
        method, url = _request(job)
        host = httpx.URL(url).host
        changes = method not in _SAFE
        touched = (Touched(ObjectKind.HOST, host), *_blocked_by(job))
        scans = job.activity in ("scan-system", "scan-vulnerabilities", "map-network")
        what = f"{method} {url}" + (f" with {len(_body(job))} bytes" if _body(job) else "")
        what_zh = f"发送 HTTP 请求 {method} {url}" + (f"，正文 {len(_body(job))} 字节" if _body(job) else "")
        return Plan(self.kind, self.name, what, what_zh, changes, touched, None, scans, writes=changes)

    def find(self, job: Job) -> Result | None:
        method, url = _request(job)
        if method in _REPEATABLE or self._idempotent:
            return super().find(job)
        raise Uncertain(f"whether {method} {url} arrived cannot be told")

    def apply(self, job: Job) -> Result:
        method, url = _request(job)
        self._reach.check_url(url)
        headers = [
            (name, value) for name, values in job.headers.items() for value in values if name.lower() not in _KEPT
        ]
        given = {name.lower() for name, _ in headers}
        own = {"Idempotency-Key": job.key, "User-Agent": "fengsui"}
        if job.type in ("openc2-http", "openc2"):
            own |= {"Content-Type": OPENC2_MEDIA_TYPE, "Accept": OPENC2_MEDIA_TYPE, "X-Request-ID": _request_id(job)}
        headers += [(name, value) for name, value in own.items() if name.lower() not in given]
        try:
            with (
                self._reach.client(job.timeout_s, self._ca_file or True) as client,
                client.stream(method, url, headers=headers, content=_body(job), auth=_auth(job)) as response,
            ):
                answer = read_answer(response, job.timeout_s).decode("utf-8", "replace")[:MAX_OUTPUT]
                status = response.status_code
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unreachable(f"{url}: {error}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if method in _REPEATABLE or self._idempotent:
                raise Unreachable(f"{url}: {error}") from None
            raise Uncertain(f"{method} {url}: {error}") from None
        if status in (502, 503, 504, 429):
            raise Unreachable(f"{url} answered {status}")
        if status >= 300:
            raise Refused(
                "http.status", f"{url} answered {status}: {answer[:200]}", f"{url} 返回 {status}：{answer[:200]}"
            )
        return Result(f"{method} {url} answered {status}", {"result": answer, "status": str(status)})


def _request(job: Job) -> tuple[str, str]:
    words = job.text.split()
    if not words or not re.fullmatch(r"[A-Z]{3,10}", words[0]) or len(words) < 2:
        raise Refused(
            "command.wrong", f"{job.text[:80]!r} is no HTTP start line", f"{job.text[:80]!r} 不是 HTTP 起始行"
        )
    path = words[1] if words[1].startswith("/") else f"/{words[1]}"
    return words[0], _base(job.target) + path


def _base(target: Mapping[str, Any]) -> str:
    """Of `address` (section 7.4): a URL, or a name or address with a port; https unless the port is 80."""
    address = target.get("address") or {}
    port = str(target.get("port") or "")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise Refused("target.wrong", f"{port[:20]!r} is no port", f"{port[:20]!r} 不是端口")
    for kind in ("url", "dname", "ipv4", "ipv6"):
        for text in address.get(kind) or ():
            if kind == "url":
                url = httpx.URL(text)
                if url.scheme not in ("http", "https") or not url.host or url.userinfo:
                    raise Refused("target.wrong", f"{text[:80]!r} is no HTTP address", f"{text[:80]!r} 不是 HTTP 地址")
                return str(url.copy_with(query=None, fragment=None)).rstrip("/")
            if re.search(r"[^A-Za-z0-9._:-]", text):
                raise Refused("target.wrong", f"{text[:80]!r} is no host", f"{text[:80]!r} 不是主机")
            host = f"[{text}]" if kind == "ipv6" else text
            scheme = "http" if port in ("80", "8080") else "https"
            return f"{scheme}://{host}" + (f":{port}" if port else "")
    raise Refused("target.wrong", "the target has no address", "目标没有地址")


def _body(job: Job) -> bytes:
    return job.content


def _request_id(job: Job) -> str:
    return str(uuid5(NAMESPACE_URL, job.key))


def _auth(job: Job) -> Any:
    about = job.authentication
    if about.get("type") == "http-basic" or (about.get("username") and about.get("password")):
        return httpx.BasicAuth(
            str(about.get("username") or about.get("user_id") or ""), str(about.get("password") or "")
        )
    token = about.get("token") or about.get("oauth_header")
    if token:
        value = str(token) if " " in str(token) else f"Bearer {token}"
        return _Header(value)
    return None


class _Header(httpx.Auth):
    def __init__(self, value: str) -> None:
        self._value = value

    def auth_flow(self, request: httpx.Request) -> Any:
        request.headers["Authorization"] = self._value
        yield request


def _blocked_by(job: Job) -> tuple[Touched, ...]:
    """What an OpenC2 `deny` or `contain` asks a foreign firewall to block: protected there as here."""
    if job.type not in ("openc2-http", "openc2"):
        return ()
    try:
        message = json.loads(job.content or b"{}")
        request = message.get("body", {}).get("openc2", {}).get("request") or message
        if request.get("action") not in ("deny", "contain"):
            return ()
        target = request.get("target", {})
    except (ValueError, AttributeError):
        raise Refused("openc2.wrong", "the content is no OpenC2 command", "正文不是 OpenC2 命令") from None
    out = []
    for kind, value in target.items() if isinstance(target, dict) else ():
        if kind in ("ipv4_net", "ipv6_net"):
            out.append(Touched(ObjectKind.ADDRESS, str(value), blocks=True))
        elif kind in ("ipv4_connection", "ipv6_connection") and isinstance(value, dict):
            out += [
                Touched(ObjectKind.ADDRESS, str(value[one]), blocks=True)
                for one in ("src_addr", "dst_addr")
                if one in value
            ]
        elif kind in ("domain_name", "uri"):
            out.append(Touched(ObjectKind.DOMAIN if kind == "domain_name" else ObjectKind.URL, str(value), blocks=True))
    return tuple(out)
