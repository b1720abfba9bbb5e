"""Indicators told to others: an event in MISP, objects in a TAXII 2.1 collection.

What is told cannot be taken back, so it always takes a person (`changes`, no time limit), never goes out under TLP:RED, and
nothing internal goes at all: private addresses and names here, whatever the register or the district's own list knows in the
guard (`Plan.publishes`), whatever a warning list names by `warn`.

Source: MISP Core Format (draft-dulaunoy-misp-core-format), MISP Automation API; TAXII 2.1 (OASIS Standard), 5.4 and 4.3;
STIX 2.1 with the markings of TLP 2.0.
"""

from __future__ import annotations

import base64
import ipaddress
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar, Protocol
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

import httpx
import orjson

from playbooks.capabilities.contract import Job, ObjectKind, Plan, Refused, Result, Touched, Uncertain, Unreachable
from playbooks.capabilities.reach import Reach, read_answer

VERB = "indicator.publish"
MAX_VALUES = 100
MEDIA = "application/taxii+json;version=2.1"
_MARKS = MappingProxyType(
    {
        "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "amber+strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    }
)
"""TLP 2.0 and the STIX marking that stands for it. Red is for the persons in the room: it is not published."""
_HEX = MappingProxyType({32: "md5", 40: "sha1", 64: "sha256"})
_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
_INSIDE = frozenset({"local", "localhost", "internal", "lan", "intranet", "corp", "home", "arpa", "test", "invalid"})
"""Last labels that are no names of the internet (RFC 6761, RFC 6762, ICANN's reserved `internal`, usual private ones)."""
_MISP = MappingProxyType(
    {
        "ip": ("ip-dst", "Network activity"),
        "domain": ("domain", "Network activity"),
        "url": ("url", "Network activity"),
        "md5": ("md5", "Payload delivery"),
        "sha1": ("sha1", "Payload delivery"),
        "sha256": ("sha256", "Payload delivery"),
    }
)


class Warn(Protocol):
    def __call__(self, kind: str, value: str) -> str:
        """Why a value must not be told as an indicator; empty when nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told. values: (kind, value) in normal form."""

    title: str
    text: str
    tlp: str
    values: tuple[tuple[str, str], ...]


class _Publisher:
    kind: ClassVar[str]
    verbs: ClassVar[frozenset[str]] = frozenset({VERB})

    def __init__(self, name: str, reach: Reach, warn: Warn, *, url: str, ca_file: str | None = None) -> None:
        self.name, self._reach, self._warn, self._url, self._ca_file = name, reach, warn, url.rstrip("/"), ca_file

    def plan(self, job: Job) -> Plan:
        telling = self._telling(job)
        listed = ", ".join(value for _, value in telling.values)
        return Plan(
            self.kind,
            self.name,
            f"publish to {self.name} under TLP:{telling.tlp.upper()}: {telling.title}: {listed}",
            f"以 TLP:{telling.tlp.upper()} 向“{self.name}”发布情报“{telling.title}”：{listed}",
            True,
            tuple(_touched(telling)),
            publishes=True,
        )

    def undo(self, undo: Any) -> None:
        """What others have read stays read."""

    def _telling(self, job: Job) -> Telling:
        """Raises Refused, naming every value that must not go out."""
        arguments = job.arguments
        title = " ".join(arguments.get("title", "").split())[:500]
        tlp = (arguments.get("tlp", "").strip().lower() or "amber").removeprefix("tlp:")
        given = [one for one in re.split(r"[\s,;]+", arguments.get("values", "")) if one]
        if not title or not 1 <= len(given) <= MAX_VALUES:
            text = f"a `title` and 1 to {MAX_VALUES} `values` are published"
            raise Refused("argument.wrong", text, f"发布情报需要 title 及 1 至 {MAX_VALUES} 个 values")
        if tlp not in _MARKS:
            known = ", ".join(_MARKS)
            text = f"TLP:{tlp[:20].upper()} is not published; {known} are"
            raise Refused("tlp.closed", text, f"TLP:{tlp[:20].upper()} 不得对外发布，可用 {known}")
        values, wrong = [], []
        for text in dict.fromkeys(given):
            kind, value, why = _read(text)
            why = why or self._warn(kind, value)
            values.append((kind, value))
            if why:
                wrong.append(f"{text[:100]}: {why}")
        if wrong:
            told = "; ".join(wrong)
            raise Refused("publish.refused", f"this is not published: {told}", f"以下内容不得对外发布：{told}")
        return Telling(title, arguments.get("text", "")[:10_000], tlp, tuple(dict.fromkeys(values)))

    def _ask(self, method: str, path: str, headers: dict[str, str], body: Any, timeout_s: float) -> tuple[int, Any]:
        """(status, JSON). path: below the address, or an address of its own.

        Raises Unreachable also when no answer came: everything here may be sent again.
        """
        url = path if "://" in path else self._url + path
        self._reach.check_url(url)
        try:
            with (
                self._reach.client(timeout_s, self._ca_file or True) as client,
                client.stream(method, url, headers=headers, json=body) as response,
            ):
                kept = read_answer(response, timeout_s)
                status = response.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(f"{urlsplit(url).hostname}: {error}") from None
        if status in (429, 502, 503, 504):
            raise Unreachable(f"{urlsplit(url).hostname} answered {status}")
        try:
            return status, orjson.loads(kept)
        except orjson.JSONDecodeError:
            return status, {}

    def _refused(self, status: int, answer: Any) -> Refused:
        said = str(answer)[:300]
        return Refused("http.status", f"{self.name} answered {status}: {said}", f"“{self.name}”返回 {status}：{said}")


class Misp(_Publisher):
    """distribution: 0 this organisation, 1 this community, 2 connected communities, 3 all."""

    kind: ClassVar[str] = "misp"

    def __init__(
        self,
        name: str,
        reach: Reach,
        warn: Warn,
        *,
        url: str,
        token: str,
        distribution: int = 0,
        ca_file: str | None = None,
    ) -> None:
        super().__init__(name, reach, warn, url=url, ca_file=ca_file)
        self._distribution = str(distribution)
        self._headers = {"Authorization": token, "Accept": "application/json", "User-Agent": "fengsui"}

    def find(self, job: Job) -> Result | None:
        status, answer = self._ask("GET", f"/events/view/{_uuid(job)}", self._headers, None, job.timeout_s)
        if status in (403, 404):
            return None
        if status != 200:
            raise Uncertain(f"{self.name} answered {status} when asked for the event")
        event = answer.get("Event") if isinstance(answer, dict) else None
        published = isinstance(event, dict) and event.get("published") in (True, "1", 1)
        return _done(_uuid(job)) if published else None

    def apply(self, job: Job) -> Result:
        """Added under an id of the effect's own, then published; a repeated attempt finds the event and goes on there."""
        identifier = _uuid(job)
        event = {"Event": self._event(job, identifier)}
        status, answer = self._ask("POST", "/events/add", self._headers, event, job.timeout_s)
        if status not in (200, 201, 409) and not _exists(answer):
            raise self._refused(status, answer)
        status, answer = self._ask("POST", f"/events/publish/{identifier}", self._headers, {}, job.timeout_s)
        if status != 200:
            raise self._refused(status, answer)
        return _done(identifier)

    def _event(self, job: Job, identifier: str) -> dict[str, Any]:
        telling = self._telling(job)
        return {
            "uuid": identifier,
            "info": telling.title,
            "distribution": self._distribution,
            "threat_level_id": "4",
            "analysis": "0",
            "published": False,
            "Tag": [{"name": f"tlp:{telling.tlp}"}],
            "Attribute": [
                {
                    "uuid": str(uuid5(NAMESPACE_URL, f"{job.key}/{kind}/{value}")),
                    "type": _MISP[kind][0],
                    "category": _MISP[kind][1],
                    "value": value,
                    "to_ids": True,
                    "distribution": "5",
                    "comment": telling.text[:1_000],
                }
                for kind, value in telling.values
            ],
        }


class Taxii(_Publisher):
    """url: of the collection. author: who the objects say they are from."""

    kind: ClassVar[str] = "taxii"
    TRIES = 10

    def __init__(
        self,
        name: str,
        reach: Reach,
        warn: Warn,
        *,
        url: str,
        token: str = "",
        user: str = "",
        author: str = "",
        ca_file: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(name, reach, warn, url=url, ca_file=ca_file)
        self._author, self._clock = author or "Fengsui", clock
        self._headers = {"Accept": MEDIA, "User-Agent": "fengsui"}
        if user:
            pair = base64.b64encode(f"{user}:{token}".encode()).decode()
            self._headers["Authorization"] = f"Basic {pair}"
        elif token:
            self._headers["Authorization"] = f"Bearer {token}"

    def find(self, job: Job) -> Result | None:
        """The last object is looked for: a server may take a part. A collection one may only write to tells nothing, and
        adding the same objects again does no harm (TAXII 2.1, 3.4: objects are told apart by id and version)."""
        wanted = _stix_id("indicator", job.key, *self._telling(job).values[-1])
        status, answer = self._ask("GET", f"/objects/{wanted}/", self._headers, None, job.timeout_s)
        found = answer.get("objects") if status == 200 and isinstance(answer, dict) else None
        return _done(wanted) if found else None

    def apply(self, job: Job) -> Result:
        telling = self._telling(job)
        objects = self._objects(job, telling)
        headers = self._headers | {"Content-Type": MEDIA}
        status, answer = self._ask("POST", "/objects/", headers, {"objects": objects}, job.timeout_s)
        if status != 202 or not isinstance(answer, dict):
            raise self._refused(status, answer)
        answer = self._settled(answer, job.timeout_s)
        if answer.get("failure_count"):
            raise self._refused(status, answer.get("failures"))
        return _done(str(objects[-1]["id"]))

    def _settled(self, answer: dict[str, Any], timeout_s: float) -> dict[str, Any]:
        """TAXII 2.1, 4.3: what is still pending is asked about at the API root. Raises Uncertain when it stays so."""
        root, _, _ = self._url.partition("/collections/")
        for turn in range(self.TRIES):
            if answer.get("status") == "complete":
                return answer
            time.sleep(min(0.1 * 2**turn, timeout_s / self.TRIES))
            path = f"{root}/status/{answer.get('id', '')}/"
            status, found = self._ask("GET", path, self._headers, None, timeout_s)
            if status == 200 and isinstance(found, dict):
                answer = found
        raise Uncertain(f"{self.name} has not taken the objects in yet")

    def _objects(self, job: Job, telling: Telling) -> list[dict[str, Any]]:
        now = datetime.fromtimestamp(self._clock(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23] + "Z"
        author = f"identity--{uuid5(NAMESPACE_URL, f'fengsui/{self._author}')}"
        common = {"spec_version": "2.1", "created": now, "modified": now, "object_marking_refs": [_MARKS[telling.tlp]]}
        identity = {"type": "identity", "id": author, "name": self._author, "identity_class": "organization", **common}
        return [
            identity,
            *(
                {
                    "type": "indicator",
                    "id": _stix_id("indicator", job.key, kind, value),
                    "created_by_ref": author,
                    "name": telling.title,
                    "description": telling.text,
                    "indicator_types": ["malicious-activity"],
                    "pattern": _pattern(kind, value),
                    "pattern_type": "stix",
                    "valid_from": now,
                    **common,
                }
                for kind, value in telling.values
            ),
        ]


def _read(text: str) -> tuple[str, str, str]:
    """(kind, normal form, why it must not go out)."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        pass
    else:
        inside = not address.is_global or address.is_multicast
        return "ip", str(address), "an address of internal networks" if inside else ""
    low = text.lower()
    if len(low) in _HEX and re.fullmatch(r"[0-9a-f]+", low):
        return _HEX[len(low)], low, ""
    if "://" in text:
        return _url(text)
    name = low.rstrip(".")
    if not _DOMAIN.fullmatch(name):
        return "domain", name, "no address, domain, URL or digest"
    return "domain", name, "a name of internal networks" if name.rpartition(".")[2] in _INSIDE else ""


def _url(text: str) -> tuple[str, str, str]:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https", "ftp") or not parts.hostname or re.search(r"[\x00-\x20\x7f'\\]", text):
        return "url", text, "no address, domain, URL or digest"
    if parts.username or parts.password:
        return "url", text, "it holds credentials"
    _, _, why = _read(parts.hostname)
    return "url", text, why


def _touched(telling: Telling) -> list[Touched]:
    """Also the host of a URL, so that the guard knows our own whatever page is named."""
    kinds = {"ip": ObjectKind.ADDRESS, "domain": ObjectKind.DOMAIN, "url": ObjectKind.URL}
    out = []
    for kind, value in telling.values:
        if kind in kinds:
            out.append(Touched(kinds[kind], value))
        if kind == "url":
            out.append(Touched(ObjectKind.HOST, str(urlsplit(value).hostname)))
    return out


def _pattern(kind: str, value: str) -> str:
    """STIX 2.1, 9: backslashes and quotation marks in a text are escaped."""
    text = value.replace("\\", "\\\\").replace("'", "\\'")
    names = {"md5": "MD5", "sha1": "'SHA-1'", "sha256": "'SHA-256'"}
    if kind in names:
        return f"[file:hashes.{names[kind]} = '{text}']"
    if kind == "ip":
        kind = "ipv6-addr" if ":" in value else "ipv4-addr"
    kind = "domain-name" if kind == "domain" else kind
    return f"[{kind}:value = '{text}']"


def _stix_id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid5(NAMESPACE_URL, '/'.join(parts))}"


def _uuid(job: Job) -> str:
    return str(uuid5(NAMESPACE_URL, job.key))


def _done(identifier: str) -> Result:
    return Result(f"published as {identifier}", {"result": identifier})


def _exists(answer: Any) -> bool:
    return "already exists" in str(answer).lower()
