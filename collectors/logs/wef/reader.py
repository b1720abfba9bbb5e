"""Finding `<Event>` elements in a stream, at constant memory; what stands between them is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import damaged
from collectors.logs.charsets import utf16_of
from collectors.logs.lines import BLOCK_BYTES, KEPT_BYTES

MAX_EVENT_BYTES = 2 << 20  # the event log's own limit is 64 KiB of binary XML


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Elements from byte offset `start`, in the input's own encoding. Reasons: `wef.too_long`, `wef.truncated`."""
    stream.seek(0)
    charset = utf16_of(stream.read(256))

    def spelled(text: str) -> bytes:
        return text.encode(charset or "ascii")

    step = 2 if charset else 1
    opening = re.compile(b"|".join(re.escape(spelled(f"<Event{c}")) for c in " >\n\r\t"))
    closing = spelled("</Event>")
    longest = len(spelled("<Event "))
    stream.seek(start)
    data, position = b"", start
    block = stream.read(BLOCK_BYTES)
    while block:
        data += block
        at = 0
        while True:
            found = opening.search(data, at)
            if found is None or (found.start() + position) % step:
                if found is not None:
                    at = found.start() + 1
                    continue
                at = max(at, len(data) - longest)
                break
            end = data.find(closing, found.start())
            if end < 0:
                at = found.start()
                break
            end += len(closing)
            yield RawRecord(data[found.start() : end], position + found.start(), position + end)
            at = end
        position, data = position + at, data[at:]
        if len(data) > MAX_EVENT_BYTES:
            message = f"an element of more than {MAX_EVENT_BYTES} bytes; the first {KEPT_BYTES} are kept"
            yield Quarantined("wef.too_long", message, position, data[:KEPT_BYTES], end=position + len(data))
            position, data = position + len(data), b""
        block = stream.read(BLOCK_BYTES)
    if opening.match(data):
        yield Quarantined(
            "wef.truncated", "the input ends inside an event", position, data[:KEPT_BYTES], end=position + len(data)
        )
    yield from damaged(stream, position + len(data))
