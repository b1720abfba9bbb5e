"""MISP feeds: `manifest.json`, one file an event, and `hashes.csv`; over HTTP or in a folder.

The manifest says when each event changed, so that only what is new is fetched. `hashes.csv` names the event of every value;
events it names and the manifest does not are fetched once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from detections.indicators import misp
from detections.indicators.feeds.http import FeedError, Fetcher
from detections.indicators.parsed import MAX_BYTES, Parsed, read_json

MAX_EVENTS = 100_000
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Read = Callable[[str], bytes]
"""A file of the feed by name; empty when there is none."""


def over_http(fetch: Fetcher, url: str) -> Read:
    base = url if url.endswith("/") else f"{url}/"
    return lambda name: fetch.get(f"{base}{name}", missing_ok=name != "manifest.json")[0]


def in_folder(folder: Path) -> Read:
    def read(name: str) -> bytes:
        path = folder / name
        try:
            if path.stat().st_size > MAX_BYTES:
                raise FeedError(f"longer than {MAX_BYTES} bytes", where=name, temporary=False)
            return path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise FeedError(f"cannot be read: {error.strerror}", where=name) from None

    return read


def listing(read: Read) -> dict[str, int]:
    """Event uuid to when it changed, in seconds; 0 when only `hashes.csv` names it."""
    out: dict[str, int] = {}
    manifest = read_json(read("manifest.json") or b"{}", where="manifest.json")
    if not isinstance(manifest, dict):
        raise FeedError("manifest.json is no JSON object", temporary=False)
    for uuid, about in manifest.items():
        if _UUID.fullmatch(uuid) and isinstance(about, dict):
            stamp = str(about.get("timestamp", "0"))
            out[uuid.lower()] = int(stamp) if stamp.isdigit() and len(stamp) < 16 else 0
    for line in read("hashes.csv").splitlines():
        _, separator, name = line.decode("ascii", "replace").strip().rpartition(",")
        if separator and _UUID.fullmatch(name):
            out.setdefault(name.lower(), 0)
    if len(out) > MAX_EVENTS:
        raise FeedError(f"the feed lists {len(out)} events, at most {MAX_EVENTS} are read", temporary=False)
    return out


def changed(read: Read, known: Mapping[str, Any]) -> Iterator[tuple[str, int, Parsed]]:
    """(uuid, when it changed, what it says) of every event that is new or changed since `known`, oldest first."""
    for uuid, stamp in sorted(listing(read).items(), key=lambda one: (one[1], one[0])):
        if uuid in known and known[uuid] >= stamp:
            continue
        body = read(f"{uuid}.json")
        if body:
            yield uuid, stamp, misp.parse(read_json(body, where=f"{uuid}.json"))
        else:
            out = Parsed("misp")
            out.items = 1
            out.reject(f"{uuid}.json", uuid, "event.missing", "the feed lists the event and does not have it")
            yield uuid, stamp, out
