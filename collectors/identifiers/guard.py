"""Covers identifiers in an Event of a data source before it goes anywhere: what is kept has kind, count, keyed digest and mask.

What would lead back to an identifier by trying is keyed or made anew as well: the record's digest is of the covered record
(so that `event.original` verifies by itself), `event.id` is keyed, and `fengsui.data.record_hmac` lets whoever has the key and the
source's own file prove that this was the record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from cryptography.hazmat.primitives import hashes, hmac

from collectors.contract import Quarantined
from collectors.identifiers.recognise import Span, find, find_again, mask, may_hold
from collectors.logs.mapping import coercers
from model.event import Event
from model.public_data import IdentifierFound, IdentifierKind

KEY_BYTES = 32
SHOWN_MOST = 32
"""Different identifiers of one record of which digest and mask are kept; all are counted."""
_OWN = frozenset(
    {
        "event.id", "event.hash", "event.dataset", "fengsui.unit", "fengsui.source", "fengsui.schema", "observer.name",
        "query_id", "transaction_id", "file.hash.sha256", "sha256",
    }
)  # fmt: skip
_SMALLEST = 10**10  # no identifier has fewer digits


@cache
def data_sets() -> frozenset[str]:
    """Names of data sets (`event.dataset`) that tell of access to data."""
    document = yaml.safe_load(Path(__file__).with_name("sources.yml").read_text("utf-8"))
    return frozenset(document["datasets"])


class Guard:
    """key: the installation's secret, KEY_BYTES long. also: more data sets to look through."""

    def __init__(self, key: bytes, also: Iterable[str] = ()) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key of {KEY_BYTES} bytes is needed, this one has {len(key)}")
        self._key = key
        self._data_sets = data_sets() | frozenset(also)

    def keyed(self, data: bytes) -> str:
        """HMAC-SM3 (GB/T 32905-2016, RFC 2104) under the key, 64 hex digits."""
        made = hmac.HMAC(self._key, hashes.SM3())
        made.update(data)
        return made.finalize().hex()

    def cover(self, event: Event, record: bytes) -> bool:
        """Put masks where identifiers stand, in place; whether there were any. record: the bytes it was made from."""
        if event.get("event.dataset") not in self._data_sets:
            return False
        return self.cover_always(event, record)

    def cover_always(self, event: Event, record: bytes) -> bool:
        """As `cover`, whatever the Event's data set. Sets `fengsui.data.identifier.*` when there were any."""
        if not may_hold(record):
            return False
        kept = event.get("event.original")
        text = kept if type(kept) is str else record.decode("utf-8", "backslashreplace")
        possible = [name for name, value in event.items() if name not in _OWN and _possible(name, value)]
        spans = {name: found for name in possible if (found := _spans(name, event[name]))}
        if not spans:
            return False
        values = {span.value: span.kind for found in spans.values() for span in found}
        again = find_again(text, values)
        covered = _covered_text(text, again)
        for name in possible:
            event[name] = covered if event[name] is kept else _covered(event[name], values)
        self._tell(event, values, Counter(span.value for span in again))
        event["fengsui.data.identifier.field"] = [name for name in spans if name != "event.original"][:SHOWN_MOST]
        event["event.hash"] = blake2b(covered.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()
        event["event.id"] = blake2b(event["event.id"].encode(), digest_size=16, key=self._key).hexdigest()
        event["fengsui.data.record_hmac"] = self.keyed(record)
        return True

    def quarantined(self, item: Quarantined) -> Quarantined:
        """The same with identifiers covered; what is not text stays as it is."""
        if b"\0" in item.data:
            return item
        text = item.data.decode("utf-8", "surrogateescape")
        spans = find(text, eager=True)
        if not spans:
            return item
        values = {span.value: span.kind for span in spans}
        covered = _covered_text(text, find_again(text, values)).encode("utf-8", "surrogateescape")
        end = item.end if item.end != -1 else item.position + len(item.data)
        message = _covered_text(item.message, find_again(item.message, values))
        return Quarantined(item.reason, message, item.position, covered, item.meta, end=end)

    def _tell(self, event: Event, values: Mapping[str, IdentifierKind], counts: Counter[str]) -> None:
        totals: Counter[str] = Counter()
        for value, kind in values.items():
            totals[kind.value] += counts[value] or 1
        shown = [self._found(kind, value, counts[value]) for value, kind in islice(values.items(), SHOWN_MOST)]
        event["fengsui.data.identifier.kind"] = list(totals)
        event["fengsui.data.identifier.count"] = list(totals.values())
        event["fengsui.data.identifier.total"] = totals.total()
        event["fengsui.data.identifier.digest"] = [one.digest for one in shown]
        event["fengsui.data.identifier.mask"] = [one.mask for one in shown]

    def _found(self, kind: IdentifierKind, value: str, count: int) -> IdentifierFound:
        digest = self.keyed(f"{kind}:{value}".encode())
        return IdentifierFound(kind=kind, digest=digest, mask=mask(kind, value), count=count or 1)


def _possible(name: str, value: Any) -> bool:
    kind = type(value)
    if kind is str:
        return may_hold(value)
    if kind is int:
        return value >= _SMALLEST and name not in coercers()
    return kind is list and any(_possible(name, one) for one in value)


def _spans(name: str, value: Any) -> list[Span]:
    """Of a list those of its elements, one after the other."""
    if type(value) is list:
        return [span for one in value for span in _spans(name, one)]
    return find(value if type(value) is str else str(value), name, eager=True) if type(value) in (str, int) else []


def _covered(value: Any, known: Mapping[str, IdentifierKind]) -> Any:
    kind = type(value)
    if kind is str:
        return _covered_text(value, find_again(value, known))
    if kind is list:
        return [_covered(one, known) for one in value]
    if kind is int and str(value) in known:
        return mask(known[str(value)], str(value))
    return value


def _covered_text(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    end = 0
    for span in spans:
        pieces += text[end : span.start], mask(span.kind, span.value)
        end = span.end
    return "".join((*pieces, text[end:])) if pieces else text
