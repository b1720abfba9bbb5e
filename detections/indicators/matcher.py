"""Observables of an event looked up in the index: a few microseconds for new values, next to nothing for known ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from socket import AF_INET, inet_pton
from time import monotonic
from typing import Any, TypeAlias

import structlog
import yaml

from detections.indicators import observables
from detections.indicators.index import Index, key_of
from model.errors import StoreError
from model.event import Event
from model.indicator import IndicatorMatch, Observable, ObservableKind

MAX_MEMO = 65_536
"""Values whose answer is remembered, over all fields; then it begins anew."""
MAX_TEXT = 4096
"""Characters of an event's value that are looked at; longer ones hold no observable anybody shares."""
MAX_MEMBERS = 64
"""Members of a list field that are looked at."""
MAX_LABELS = 16
CHECK_S = 1.0
"""Seconds between looks at whether there is a newer index."""

K = ObservableKind
Reader: TypeAlias = Callable[[str], Iterator[tuple[ObservableKind, str]]]
"""The observables a text may be, in normal form; nothing for what is none."""

log = structlog.get_logger("detections.indicators")


class Matcher:
    """The index at `path`, opened when it appears, opened again when it is replaced. Without one nothing matches."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._index: Index | None = None
        self._stamp: tuple[int, int] | None = None
        self._check_at = 0.0
        self._held: frozenset[ObservableKind] = frozenset()
        self._memo: dict[str, dict[str, tuple[IndicatorMatch, ...]]] = {}
        self._remembered = 0
        self._readers = field_readers()
        self._fields = frozenset(self._readers)

    @property
    def version(self) -> int:
        return self._index.version if self._index else 0

    def match(self, event: Event) -> list[IndicatorMatch]:
        """Every observable of the index in the event, each once, by the first field that carries it."""
        now = monotonic()
        if now >= self._check_at:
            self._check_at = now + CHECK_S
            self.refresh()
        if self._index is None:
            return []
        found: list[IndicatorMatch] = []
        memo = self._memo
        for name in event.keys() & self._fields:
            value = event[name]
            if type(value) is str:
                answer = memo[name].get(value)
                if answer is None:
                    answer = self._look(name, value)
                if answer:
                    found += answer
            elif type(value) is list:
                for one in value[:MAX_MEMBERS]:
                    if type(one) is str:
                        found += memo[name].get(one) or self._look(name, one)
        composed = composed_url(event)
        if composed is not None:
            answer = memo["url.original"].get(composed)
            found += self._look("url.original", composed) if answer is None else answer
        return self._ordered(found) if found else found

    def refresh(self) -> bool:
        """Open the index if it is new or was replaced; whether it was."""
        if self._path is None:
            return False
        try:
            status = self._path.stat()
        except OSError:
            return False
        stamp = (status.st_ino, status.st_mtime_ns)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        try:
            index = Index(self._path)
        except (StoreError, OSError) as error:
            log.warning("the indicator index cannot be opened; the one before stays", reason=str(error))
            return False
        self._index = index if index.count else None
        self._held = index.kinds
        self._forget()
        return True

    def look(self, field: str, text: str) -> tuple[IndicatorMatch, ...]:
        """What one value of a field is, without remembering it."""
        if self._index is None or len(text) > MAX_TEXT or field not in self._readers:
            return ()
        found: dict[Observable, IndicatorMatch] = {}
        held = self._held
        for kind, value in self._readers[field](text):
            if kind not in held:
                continue
            if kind is K.NETWORK:
                for network in self._index.networks_of(bytes.fromhex(value)):
                    one = Observable(kind, network)
                    found.setdefault(one, IndicatorMatch(observable=one, field=field, seen=text))
            elif key_of(kind, value) in self._index:
                one = Observable(kind, value)
                found.setdefault(one, IndicatorMatch(observable=one, field=field, seen=text))
        return tuple(found.values())

    def _look(self, field: str, text: str) -> tuple[IndicatorMatch, ...]:
        found = self.look(field, text)
        if len(text) <= MAX_TEXT:
            if self._remembered >= MAX_MEMO:
                self._forget()
            self._memo[field][text] = found
            self._remembered += 1
        return found

    def _forget(self) -> None:
        self._memo = {name: {} for name in self._fields}
        self._remembered = 0

    def _ordered(self, found: list[IndicatorMatch]) -> list[IndicatorMatch]:
        order = field_order()
        best: dict[Observable, IndicatorMatch] = {}
        for one in sorted(found, key=lambda one: (order[one.field], one.observable)):
            best.setdefault(one.observable, one)
        return list(best.values())


def composed_url(event: Event) -> str | None:
    """The URL of a request whose parts stand in several fields (a web server's log, HTTP read from packets)."""
    target = event.get("url.original")
    if type(target) is not str or target[:1] != "/" or "url.full" in event:
        return None
    name = event.get("url.domain")
    if type(name) is not str or len(name) > 253:
        return None
    scheme = event.get("url.scheme")
    port = event.get("url.port")
    if type(scheme) is not str:
        scheme = "https" if port == 443 or event.get("tls.established") is True else "http"
    place = f"[{name}]" if ":" in name else name
    return f"{scheme}://{place}:{port}{target}" if type(port) is int else f"{scheme}://{place}{target}"


# Readers. They do not validate: what is no observable has a key that the index does not hold.


def _ip(text: str) -> Iterator[tuple[ObservableKind, str]]:
    try:
        packed = inet_pton(AF_INET, text)  # takes the canonical form only, and is ten times as fast as ipaddress
    except (OSError, ValueError):
        if ":" not in text:
            return
        try:
            found = ip_address(text.partition("%")[0])
        except ValueError:
            return
        mapped = getattr(found, "ipv4_mapped", None)
        found = mapped if mapped is not None else found
        text, packed = str(found), found.packed
    yield K.IP, text
    yield K.NETWORK, packed.hex()


def _domain(text: str) -> Iterator[tuple[ObservableKind, str]]:
    name = text.lower().rstrip(".")
    if not name.isascii():
        try:
            name = observables.domain(name)
        except ValueError:
            return
    yield K.HOSTNAME, name
    yield K.DOMAIN, name
    at = 0
    for _ in range(MAX_LABELS):
        at = name.find(".", at) + 1
        if not at:
            return
        yield K.DOMAIN, name[at:]


def _host(text: str) -> Iterator[tuple[ObservableKind, str]]:
    return _ip(text.strip("[]")) if text[-1:].isdigit() or ":" in text else _domain(text)


_RESULT = re.compile(r"[;,\s]+")


def _dns_answer(text: str) -> Iterator[tuple[ObservableKind, str]]:
    """An answer's data, or Sysmon's list of them: `type:  5 name.example;::ffff:192.0.2.1;`."""
    for part in _RESULT.split(text)[:MAX_MEMBERS]:
        if "." in part or ":" in part:
            yield from _host(part)


_PLAIN_URL = re.compile(
    r"(https?)://([A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(/[^%#?\x00-\x20\x7f-\U0010ffff]*)?(\?[^%#\x00-\x20\x7f-\U0010ffff]*)?"
)
_DEFAULT_PORT = {"http": "80", "https": "443"}


def _url(text: str) -> Iterator[tuple[ObservableKind, str]]:
    """The whole URL, and without its query: what is shared is often the page alone."""
    plain = _PLAIN_URL.fullmatch(text)
    if plain is not None and plain[2][-1:] != ".":
        scheme, place, port, page, query = plain.groups("")
        name = place.lower()
        whole = f"{scheme}://{name}" if not port or port == _DEFAULT_PORT[scheme] else f"{scheme}://{name}:{int(port)}"
        whole += page or "/"
        yield K.URL, whole
        if len(query) > 1:
            yield K.URL, whole + query
        yield from _host(name)
        return
    if "://" not in text[:12]:
        return
    try:
        whole = observables.url(text)
    except ValueError:
        return
    yield K.URL, whole
    page, question, _ = whole.partition("?")
    if question:
        yield K.URL, page
    place = page.split("/", 3)[2]
    yield from _host(re.sub(r":\d+$", "", place).strip("[]"))


def _hash(text: str) -> Iterator[tuple[ObservableKind, str]]:
    folded = text.strip().lower().rpartition(":")[2]
    size = len(folded)
    if size == 64:
        yield K.SHA256, folded
        yield K.SM3, folded
    elif size in (32, 40):
        yield K.MD5 if size == 32 else K.SHA1, folded


def _hashes(text: str) -> Iterator[tuple[ObservableKind, str]]:
    for part in text.split(",")[:8]:
        name, _, value = part.rpartition("=")
        if name.strip().upper() in ("", "MD5", "SHA1", "SHA256"):
            yield from _hash(value)


def _folded(kind: ObservableKind) -> Reader:
    return lambda text: iter(((kind, text.strip().lower()),))


def _certificate(text: str) -> Iterator[tuple[ObservableKind, str]]:
    yield K.CERTIFICATE, text.lower().replace(":", "").replace(" ", "")


def _user_agent(text: str) -> Iterator[tuple[ObservableKind, str]]:
    yield K.USER_AGENT, " ".join(text.split())


def _mutex(text: str) -> Iterator[tuple[ObservableKind, str]]:
    yield K.MUTEX, text.strip()


def _email(text: str) -> Iterator[tuple[ObservableKind, str]]:
    local, at, place = text.strip(" <>").rpartition("@")
    if at:
        name = place.lower().rstrip(".")
        if not name.isascii():
            name = next((value for _, value in _domain(name)), name)
        yield K.EMAIL, f"{local.lower()}@{name}"
        yield from _host(name.strip("[]"))


def _file(text: str) -> Iterator[tuple[ObservableKind, str]]:
    bare = text.strip('"').lower()
    yield K.FILE_NAME, bare[max(bare.rfind("/"), bare.rfind("\\")) + 1 :]


def _path(text: str) -> Iterator[tuple[ObservableKind, str]]:
    yield K.FILE_PATH, observables.path(text)
    yield from _file(text)


def _registry(text: str) -> Iterator[tuple[ObservableKind, str]]:
    """The key and every key above it: what is shared names a key, events name a value below it."""
    key = observables.registry_key(text)
    for _ in range(MAX_LABELS):
        yield K.REGISTRY_KEY, key
        key, separator, _rest = key.rpartition("\\")
        if not separator or "\\" not in key:
            return


READERS: dict[str, tuple[Reader, frozenset[ObservableKind]]] = {
    "ip": (_ip, frozenset({K.IP, K.NETWORK})),
    "host": (_host, frozenset({K.IP, K.NETWORK, K.DOMAIN, K.HOSTNAME})),
    "domain": (_domain, frozenset({K.DOMAIN, K.HOSTNAME})),
    "dns_answer": (_dns_answer, frozenset({K.IP, K.NETWORK, K.DOMAIN, K.HOSTNAME})),
    "url": (_url, frozenset({K.URL, K.IP, K.NETWORK, K.DOMAIN, K.HOSTNAME})),
    "hash": (_hash, frozenset({K.MD5, K.SHA1, K.SHA256, K.SM3})),
    "hashes": (_hashes, frozenset({K.MD5, K.SHA1, K.SHA256, K.SM3})),
    "ja3": (_folded(K.JA3), frozenset({K.JA3})),
    "ja4": (_folded(K.JA4), frozenset({K.JA4})),
    "user_agent": (_user_agent, frozenset({K.USER_AGENT})),
    "certificate": (_certificate, frozenset({K.CERTIFICATE})),
    "email": (_email, frozenset({K.EMAIL, K.IP, K.NETWORK, K.DOMAIN, K.HOSTNAME})),
    "file_name": (_file, frozenset({K.FILE_NAME})),
    "path": (_path, frozenset({K.FILE_PATH, K.FILE_NAME})),
    "registry_key": (_registry, frozenset({K.REGISTRY_KEY})),
    "mutex": (_mutex, frozenset({K.MUTEX})),
}


@cache
def _document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("fields.yml").read_text("utf-8"))
    return loaded


@cache
def field_readers() -> dict[str, Reader]:
    return {field: READERS[reader][0] for reader, fields in _document()["fields"].items() for field in fields}


@cache
def field_order() -> dict[str, int]:
    return {field: number for number, field in enumerate(field_readers())}


def fields_for(kinds: frozenset[ObservableKind]) -> dict[str, frozenset[ObservableKind]]:
    """The event fields that can carry any of these kinds, with the kinds each can carry."""
    out = {}
    for reader, fields in _document()["fields"].items():
        carried = READERS[reader][1]
        if carried & kinds:
            out.update(dict.fromkeys(fields, carried))
    return out
