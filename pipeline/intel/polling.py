"""Feeds asked for what is new. What each settings document must say is checked when it is written, not when it is polled."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from detections.indicators.feeds import folder, misp_feed, taxii
from detections.indicators.feeds.http import Access, FeedError, Fetcher, Guard
from detections.indicators.parsed import Parsed
from model.errors import FengsuiError, InputError
from model.times import MINUTE, SECOND, Micros, now_us
from pipeline.intel.intake import take_in
from pipeline.settings import Settings
from store.identity.policy import Policy
from store.indicators import sources
from store.indicators.sources import POLLED, Source

ACTOR = "feeds"
BACK_OFF_FIRST: Micros = MINUTE
BACK_OFF_LONGEST: Micros = 24 * 60 * MINUTE
MAX_DOCUMENTS = 2_000
"""Documents of one poll; a longer feed goes on with the next one, right away."""
REFERENCE = "env:FENGSUI_FEED_"
_KEYS = {
    "taxii": frozenset({"url", "collection", "user", "ca", "auth"}),
    "misp": frozenset({"url", "user", "ca", "auth", "path"}),
    "folder": frozenset({"path"}),
}


@dataclass(frozen=True, slots=True)
class Polled:
    imports: list[int]
    documents: int
    more: bool


def check(settings: Settings, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """The settings document of a feed. Raises InputError saying what is wrong."""
    if kind not in POLLED:
        return {}
    unknown = sorted(given.keys() - _KEYS[kind])
    if unknown:
        raise InputError(
            f"a {kind} feed has no setting {', '.join(unknown)}", hint=f"it has {', '.join(sorted(_KEYS[kind]))}"
        )
    clean = {name: str(value).strip() for name, value in given.items() if value not in (None, "")}
    if "path" in clean:
        _folder(settings, clean["path"])
    elif kind != "folder" and "url" in clean:
        Fetcher(clean["url"], Access(ca=clean.get("ca", "")), Guard())
    else:
        raise InputError(f"a {kind} feed needs {'a path' if kind == 'folder' else 'a url'}")
    return clean


def test(settings: Settings, source: Source, policy: Policy) -> list[str]:
    """Ask the feed without taking anything in: lines saying what is there. Raises FeedError."""
    if source.kind == "taxii":
        with _fetcher(settings, source, policy) as fetch:
            found = taxii.collections(fetch, source.settings["url"])
        return [f"{one.title or one.id} ({one.id}){'' if one.can_read else ': not readable'}" for one in found]
    if source.kind == "misp" and "url" in source.settings:
        with _fetcher(settings, source, policy) as fetch:
            return [f"{len(misp_feed.listing(misp_feed.over_http(fetch, source.settings['url'])))} events"]
    path = _folder(settings, source.settings["path"])
    if not path.is_dir():
        raise FeedError("the folder does not exist", where=str(path))
    if source.kind == "misp" or folder.is_misp_feed(path):
        return [f"{len(misp_feed.listing(misp_feed.in_folder(path)))} events"]
    return [f"{sum(1 for _ in folder.changed(path, {}))} documents"]


def poll(
    settings: Settings,
    transaction: Callable[[], AbstractContextManager[Session]],
    source: Source,
    policy: Policy,
    *,
    stopping: Callable[[], bool] = lambda: False,
    clock: Callable[[], Micros] = now_us,
) -> Polled:
    """Take in what is new, document by document, each with where the next poll goes on. Never raises for a feed's sake:
    what went wrong is written down, and the next poll comes later and later."""
    position = dict(source.position)
    imports: list[int] = []
    more, error = False, ""
    try:
        for name, parsed, after in _documents(settings, source, policy, position):
            position = after
            imports.append(_take(transaction, source, parsed, name, position, clock()))
            if len(imports) >= MAX_DOCUMENTS or stopping():
                more = True
                break
    except FengsuiError as failure:
        error = str(failure)
    now = clock()
    with transaction() as tx:
        wait = source.interval_s * SECOND
        if error:
            wait = max(wait, min(BACK_OFF_LONGEST, BACK_OFF_FIRST << min(source.failures, 12)))
        sources.polled(tx, source.id, now=now, next_poll=now if more else now + wait, error=error)
    return Polled([number for number in imports if number], len(imports), more)


def _take(
    transaction: Callable[[], AbstractContextManager[Session]],
    source: Source,
    parsed: Parsed,
    name: str,
    position: dict[str, Any],
    now: Micros,
) -> int:
    """Take one document in together with the position behind it; 0 when there was nothing in it."""

    def moved(tx: Session) -> None:
        sources.polled(tx, source.id, now=now, next_poll=source.next_poll, position=position)

    if not (parsed.items or parsed.sightings):
        with transaction() as tx:
            moved(tx)
        return 0
    return take_in(transaction, source, parsed, actor=f"{ACTOR}:{source.id}", now=now, file=name, also=moved)


def _documents(
    settings: Settings, source: Source, policy: Policy, position: dict[str, Any]
) -> Iterator[tuple[str, Parsed, dict[str, Any]]]:
    """(name, what it says, the position behind it)."""
    given = source.settings
    if source.kind == "taxii":
        with _fetcher(settings, source, policy) as fetch:
            chosen = taxii.choose(taxii.collections(fetch, given["url"]), given.get("collection", ""))
            for page in taxii.pages(fetch, chosen, str(position.get("added_after", ""))):
                yield chosen.title or chosen.id, page.parsed, {"added_after": page.added_after}
    elif source.kind == "misp" and "url" in given:
        with _fetcher(settings, source, policy) as fetch:
            yield from _events(misp_feed.over_http(fetch, given["url"]), position)
    else:
        path = _folder(settings, given["path"])
        if source.kind == "misp" or folder.is_misp_feed(path):
            yield from _events(misp_feed.in_folder(path), position)
        else:
            known = dict(position.get("files", {}))
            for name, stamp, parsed in folder.changed(path, known):
                known = {**known, name: stamp}
                yield name, parsed, {"files": known}


def _events(read: misp_feed.Read, position: dict[str, Any]) -> Iterator[tuple[str, Parsed, dict[str, Any]]]:
    known = dict(position.get("events", {}))
    for uuid, stamp, parsed in misp_feed.changed(read, known):
        known = {**known, uuid: stamp}
        yield f"{uuid}.json", parsed, {"events": known}


def _folder(settings: Settings, path: str) -> Path:
    """Only folders below those the settings name: a feed must not make the platform read its own secrets."""
    roots = settings.indicators.folders or [settings.data / "indicators" / "inbox"]
    wanted = Path(path)
    wanted = wanted if wanted.is_absolute() else roots[0] / wanted
    resolved = wanted.resolve()
    if not any(resolved.is_relative_to(root.resolve()) for root in roots):
        raise InputError(
            "feeds are read from the folders of indicators.folders only",
            where=path[:200],
            hint=f"put it below {', '.join(map(str, roots))}",
        )
    return resolved


def _fetcher(settings: Settings, source: Source, policy: Policy) -> Fetcher:
    given = source.settings
    secret = _secret(source, policy)
    access = Access(
        user=given.get("user", ""),
        password=secret if given.get("user") else "",
        token="" if given.get("user") else secret,
        bearer=given.get("auth", "") != "key",
        ca=given.get("ca", ""),
    )
    return Fetcher(given["url"], access, Guard(settings.indicators.allow_networks))


def _secret(source: Source, policy: Policy) -> str:
    if source.secret is None:
        return ""
    text = policy.unseal(source.secret, f"indicator-source:{source.id}").decode()
    if text.startswith("env:"):
        name = text.removeprefix("env:")
        if not text.startswith(REFERENCE) or name not in os.environ:
            raise FeedError(f"the environment has no {name[:80]}", where=source.id, temporary=False)
        return os.environ[name]
    return text


def seal(policy: Policy, source_id: str, secret: str) -> bytes:
    """A password, a token, or `env:FENGSUI_FEED_…` for one the environment holds."""
    return policy.seal(secret.encode(), f"indicator-source:{source_id}")
