"""A connection's bytes to blocks: where all is ordinary no line costs work of its own; what is not goes the careful way."""

from __future__ import annotations

import re
from array import array

import numpy as np

from collectors.contract import Arrived, Block
from collectors.logs.syslog.reader import Framer, octet_counted

_COUNTED = re.compile(rb"\n[1-9][0-9]{0,7} <")
_FRAME = re.compile(rb"([1-9][0-9]{0,7}) (?=<)")


class BlockFramer(Framer):
    """As `Framer`; `take` gives blocks."""

    def take(self, data: bytes, received_us: int, transport: str, peer: str) -> list[Arrived]:
        """What is complete with these bytes."""
        if self._skip or self._to_line_end:
            return [*self.feed(data)]
        if self._held:
            data = self._held + data
        counted = octet_counted(data[:10])
        found = self._frames(data) if counted else self._lines(data) if counted is False else None
        if found is None:
            self._held = b""
            return [*self.feed(data)]
        block, end, lengths = found
        self.position += end
        self._held = data[end:]
        return [Block("texts" if lengths else "lines", block, received_us, transport, (peer,), lengths)]

    def _lines(self, data: bytes) -> tuple[bytes, int, bytes] | None:
        """The whole lines, and where they end; None where one is a counted frame or too long."""
        end = data.rfind(b"\n") + 1
        if not end or len(data) - end > self._max or _COUNTED.search(data):
            return None
        if end > self._max:
            breaks = np.flatnonzero(np.frombuffer(data, np.uint8, end) == 10)
            if int(np.diff(breaks, prepend=-1).max()) > self._max + 1:
                return None
        return data[: end - 1], end, b""

    def _frames(self, data: bytes) -> tuple[bytes, int, bytes] | None:
        """The whole counted frames, and their lengths; None where one is too long."""
        parts: list[bytes] = []
        lengths = array("I")
        at, size, match = 0, len(data), _FRAME.match
        while (head := match(data, at)) is not None:
            begin = head.end()
            end = begin + int(head[1])
            if end - begin > self._max:
                return None
            if end > size:
                break
            parts.append(data[begin:end])
            lengths.append(end - begin)
            at = end
        return (b"".join(parts), at, lengths.tobytes()) if parts else None
