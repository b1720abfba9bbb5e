"""Header compression of HTTP/2 (RFC 7541), for reading only, with bounds on the table, on what one block may become and on its work."""

from __future__ import annotations

from collections import deque

from model.errors import BadRecord

TABLE_MOST = 65_536  # bytes a peer may ask for; browsers and servers use 4,096 to 65,536
FIELDS_MOST = 256
TEXT_MOST = 8192
BLOCK_MOST = 64 * 1024  # bytes of names and values of one block, after which it is refused
OVERHEAD = 32  # of an entry, RFC 7541 section 4.1

# RFC 7541 appendix A.
_STATIC = (
    (":authority", ""), (":method", "GET"), (":method", "POST"), (":path", "/"), (":path", "/index.html"),
    (":scheme", "http"), (":scheme", "https"), (":status", "200"), (":status", "204"), (":status", "206"),
    (":status", "304"), (":status", "400"), (":status", "404"), (":status", "500"), ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"), ("accept-language", ""), ("accept-ranges", ""), ("accept", ""),
    ("access-control-allow-origin", ""), ("age", ""), ("allow", ""), ("authorization", ""), ("cache-control", ""),
    ("content-disposition", ""), ("content-encoding", ""), ("content-language", ""), ("content-length", ""),
    ("content-location", ""), ("content-range", ""), ("content-type", ""), ("cookie", ""), ("date", ""), ("etag", ""),
    ("expect", ""), ("expires", ""), ("from", ""), ("host", ""), ("if-match", ""), ("if-modified-since", ""),
    ("if-none-match", ""), ("if-range", ""), ("if-unmodified-since", ""), ("last-modified", ""), ("link", ""),
    ("location", ""), ("max-forwards", ""), ("proxy-authenticate", ""), ("proxy-authorization", ""), ("range", ""),
    ("referer", ""), ("refresh", ""), ("retry-after", ""), ("server", ""), ("set-cookie", ""),
    ("strict-transport-security", ""), ("transfer-encoding", ""), ("user-agent", ""), ("vary", ""), ("via", ""),
    ("www-authenticate", ""),
)  # fmt: skip

# RFC 7541 appendix B: the length of each symbol's code, as `length` or `length*times`; 256 is the end of the text. The code is
# canonical: symbols of one length, in their order, have consecutive codes.
_LENGTHS = (
    "13 23 28*7 24 30 28*2 30 28*8 30 28*9 6 10*2 12 13 6 8 11 10*2 8 11 8 6*3 5*3 6*7 7 8 15 6 12 10 13 6 7*22 8 7 8 13 19 13 "
    "14 6 15 5 6 5 6 5 6*3 5 7*2 6*3 5 6 7 6 5*2 6 7*5 15 11 14 13 28 20 22 20*2 22*3 23 22 23*5 24 23 24*2 22 23 24 23*4 21 22 "
    "23 22 23*2 24 22 21 20 22*2 23*2 21 23 22*2 24 21 22 23*2 21*2 22 21 23 22 23*2 20 22*3 23 22*2 23 26*2 20 19 22 23 22 25 "
    "26*3 27*2 26 24 25 19 21 26 27*2 26 27 24 21*2 26*2 28 27*3 20 24 20 21 22 21*2 23 22*2 25*2 24*2 26 23 26 27 26*2 27*5 28 "
    "27*5 26 30"
)
_END = 256


def _codes() -> dict[tuple[int, int], int]:
    """(length, code) to symbol."""
    lengths: list[int] = []
    for word in _LENGTHS.split():
        written, _, times = word.partition("*")
        lengths += [int(written)] * int(times or 1)
    codes: dict[tuple[int, int], int] = {}
    code = last = 0
    for length, symbol in sorted((length, symbol) for symbol, length in enumerate(lengths)):
        code <<= length - last
        codes[length, code] = symbol
        code, last = code + 1, length
    return codes


_CODES = _codes()


def huffman(data: bytes) -> bytes:
    """Raises BadRecord."""
    out = bytearray()
    code = length = 0
    for byte in data:
        for bit in range(7, -1, -1):
            code = code << 1 | byte >> bit & 1
            length += 1
            symbol = _CODES.get((length, code)) if length >= 5 else None
            if symbol is not None:
                if symbol == _END:
                    raise BadRecord("http2.huffman", "the end of a text stands inside it")
                out.append(symbol)
                code = length = 0
            elif length > 30:
                raise BadRecord("http2.huffman", "no letter has this code")
    if length > 7 or code != (1 << length) - 1:
        raise BadRecord("http2.huffman", "a text is not filled up with ones")
    return bytes(out)


class Decoder:
    """The table of one direction of a connection."""

    def __init__(self) -> None:
        self._table: deque[tuple[str, str]] = deque()  # newest first
        self._size = 0
        self._most = 4096

    @property
    def held(self) -> int:
        return self._size

    def decode(self, block: bytes) -> list[tuple[str, str]]:
        """Names and values in their order; the table is changed as the block says. Raises BadRecord."""
        found: list[tuple[str, str]] = []
        at = total = 0
        while at < len(block):
            first = block[at]
            if first & 0x80:
                index, at = _integer(block, at, 7)
                pair = self._entry(index)
            elif first & 0xE0 == 0x20:
                most, at = _integer(block, at, 5)
                if most > TABLE_MOST:
                    raise BadRecord("http2.table", f"a table of {most} bytes; at most {TABLE_MOST} are kept")
                self._most = most
                self._shrink()
                continue
            else:
                index, at = _integer(block, at, 6 if first & 0x40 else 4)
                if index:
                    name = self._entry(index)[0]
                else:
                    name, at = _text(block, at)
                value, at = _text(block, at)
                pair = name, value
                if first & 0x40:
                    self._add(pair)
            total += len(pair[0]) + len(pair[1])
            if len(found) >= FIELDS_MOST or total > BLOCK_MOST:
                raise BadRecord("http2.fields", "more header fields than any message needs")
            found.append(pair)
        return found

    def _entry(self, index: int) -> tuple[str, str]:
        if 1 <= index <= len(_STATIC):
            return _STATIC[index - 1]
        at = index - len(_STATIC) - 1
        if not 0 <= at < len(self._table):
            raise BadRecord("http2.index", f"no entry {index} in a table of {len(_STATIC) + len(self._table)}")
        return self._table[at]

    def _add(self, pair: tuple[str, str]) -> None:
        self._table.appendleft(pair)
        self._size += len(pair[0]) + len(pair[1]) + OVERHEAD
        self._shrink()

    def _shrink(self) -> None:
        while self._size > self._most and self._table:
            name, value = self._table.pop()
            self._size -= len(name) + len(value) + OVERHEAD


def _integer(data: bytes, at: int, bits: int) -> tuple[int, int]:
    """RFC 7541 section 5.1, up to four further bytes."""
    most = (1 << bits) - 1
    value = data[at] & most
    at += 1
    if value < most:
        return value, at
    for shift in range(0, 28, 7):
        if at >= len(data):
            break
        byte = data[at]
        at += 1
        value += (byte & 0x7F) << shift
        if not byte & 0x80:
            return value, at
    raise BadRecord("http2.integer", "a number without an end")


def _text(data: bytes, at: int) -> tuple[str, int]:
    if at >= len(data):
        raise BadRecord("http2.text", "a header block ends inside a field")
    packed = data[at] & 0x80
    size, at = _integer(data, at, 7)
    if at + size > len(data) or size > TEXT_MOST:
        raise BadRecord("http2.text", f"a text of {size} bytes where {len(data) - at} are left")
    raw = data[at : at + size]
    # One character a byte, so that sizes in the table are those of the peer.
    return (huffman(raw) if packed else raw).decode("latin-1"), at + size
