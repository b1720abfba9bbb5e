"""A TAXII 2.1 client: discovery, API roots, collections, and the objects added since.

Source: TAXII Version 2.1, OASIS Standard. Only what reading needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from detections.indicators import stix
from detections.indicators.feeds.http import FeedError, Fetcher
from detections.indicators.parsed import Parsed, read_json

MEDIA = "application/taxii+json;version=2.1"
PAGE = 1_000
MAX_PAGES = 2_000
MAX_ROOTS = 20


@dataclass(frozen=True, slots=True)
class Collection:
    """url: of the collection, ending in a slash."""

    id: str
    title: str
    url: str
    can_read: bool


@dataclass(frozen=True, slots=True)
class Page:
    """added_after: where the next page begins; more: whether there is one."""

    parsed: Parsed
    added_after: str
    more: bool


def collections(fetch: Fetcher, url: str) -> list[Collection]:
    """Of a discovery address, of an API root, or the one collection the address names."""
    base = url if url.endswith("/") else f"{url}/"
    document = _ask(fetch, base)
    if "api_roots" in document:
        roots = [urljoin(base, str(one)) for one in _listed(document["api_roots"])[:MAX_ROOTS]]
        found = [one for root in roots for one in _of_root(fetch, root)]
    elif "max_content_length" in document or "versions" in document:
        found = _of_root(fetch, base)
    elif isinstance(document.get("id"), str) and "can_read" in document:
        found = [_collection(document, base)]
    else:
        raise FeedError("this is no TAXII 2.1 discovery, API root or collection", where=url[:200], temporary=False)
    return found


def choose(found: list[Collection], wanted: str) -> Collection:
    """By id or title; the only readable one when nothing is wanted."""
    readable = [one for one in found if one.can_read]
    if wanted:
        chosen = [one for one in found if wanted in (one.id, one.title)]
        if not chosen:
            raise FeedError(
                f"there is no collection {wanted[:80]!r}",
                hint=f"the server has {', '.join(one.title or one.id for one in found)[:300]}",
                temporary=False,
            )
        if not chosen[0].can_read:
            raise FeedError(f"collection {wanted[:80]!r} may not be read with these credentials", temporary=False)
        return chosen[0]
    if len(readable) != 1:
        raise FeedError(
            f"{len(readable)} collections can be read; name one",
            hint=f"the server has {', '.join(one.title or one.id for one in found)[:300]}",
            temporary=False,
        )
    return readable[0]


def pages(fetch: Fetcher, collection: Collection, added_after: str = "") -> Iterator[Page]:
    """What was added since, a page at a time, in the order it was added (TAXII 2.1, 3.4)."""
    following, after = "", added_after
    for _ in range(MAX_PAGES):
        params = {"limit": str(PAGE)}
        if added_after:
            params["added_after"] = added_after
        if following:
            params["next"] = following
        body, headers = fetch.get(f"{collection.url}objects/", accept=MEDIA, params=params)
        envelope = read_json(body or b"{}", where=collection.url)
        if not isinstance(envelope, dict):
            raise FeedError("the answer is no TAXII envelope", where=collection.url, temporary=False)
        parsed = stix.parse({"objects": envelope.get("objects", [])})
        after = headers.get("x-taxii-date-added-last", "") or after
        more = envelope.get("more") is True
        said = envelope.get("next")
        before, following = following, said if isinstance(said, str) else ""
        if more and not following:
            if after == added_after:
                raise FeedError("the server says there is more and not where", where=collection.url, temporary=False)
            added_after = after
        elif more and following == before:
            raise FeedError("the server names the same page again and again", where=collection.url, temporary=False)
        yield Page(parsed, after, more)
        if not more:
            return


def _of_root(fetch: Fetcher, root: str) -> list[Collection]:
    base = root if root.endswith("/") else f"{root}/"
    document = _ask(fetch, urljoin(base, "collections/"))
    found = [one for one in _listed(document.get("collections")) if isinstance(one, dict)]
    return [_collection(one, urljoin(base, f"collections/{_safe(one)}/")) for one in found]


def _collection(document: dict[str, Any], url: str) -> Collection:
    return Collection(
        id=str(document.get("id", ""))[:200],
        title=str(document.get("title", ""))[:200],
        url=url,
        can_read=document.get("can_read") is True,
    )


def _safe(document: dict[str, Any]) -> str:
    """An id that cannot lead out of the API root."""
    name = str(document.get("id", ""))
    if not name or len(name) > 200 or not all(c.isalnum() or c in "-_." for c in name) or name.startswith("."):
        raise FeedError(f"a collection has the id {name[:80]!r}", temporary=False)
    return name


def _ask(fetch: Fetcher, url: str) -> dict[str, Any]:
    body, _ = fetch.get(url, accept=MEDIA)
    document = read_json(body, where=url[:200])
    if not isinstance(document, dict):
        raise FeedError("the answer is no TAXII resource", where=url[:200], temporary=False)
    return document


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
