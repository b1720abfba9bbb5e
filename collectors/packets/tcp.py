"""TCP: the bytes each side said, in order, out of segments that are late, doubled, overlapping, cut off or missing.

Bounds per direction: `PENDING_BYTES` and `PENDING_SEGMENTS` wait for a hole to be filled; a hole is given up when
those are full, when the receiver acknowledges bytes beyond it (it was sent, we did not see it), or when the flow ends.
Where segments overlap, what came first stands; receivers differ there, so overlaps with other content are counted.
"""

from __future__ import annotations

from collectors.packets.conversation import Conversation, Recording
from collectors.packets.decode import Headers
from collectors.packets.identify import identify, may_become_known
from collectors.packets.meter import ACK, FIN, SYN, Flow
from collectors.packets.stream import StreamParser
from model.times import Micros

PENDING_BYTES = 256 * 1024
PENDING_SEGMENTS = 256
WINDOW = 1 << 24  # a sequence number further ahead than any window in use is no part of this stream
EARLY_BYTES = 2048  # of one direction, after which a stream that looked like nothing is left alone
EARLY_CHUNKS = 32
LINE_CHUNKS = 4096  # of a request line that is typed by hand
TURNS_MOST = 4  # protocols one connection may turn into, one after the other
_HALF, _FULL = 1 << 31, (1 << 32) - 1


class Direction:
    """next: sequence number expected next, -1 before the first; pending: segments that came too early."""

    __slots__ = ("ended", "next", "pending", "pending_bytes")

    def __init__(self) -> None:
        self.next = -1
        self.ended = False
        # sequence number: payload, bytes of it not captured, packet number, time, FIN
        self.pending: dict[int, tuple[bytes, int, int, Micros, bool]] = {}
        self.pending_bytes = 0


class TcpConversation(Conversation):
    __slots__ = ("_directions", "_early", "_early_size", "_parser", "_said", "_turns")

    def __init__(self, recording: Recording, flow: Flow) -> None:
        super().__init__(recording, flow)
        self._directions = (Direction(), Direction())
        self._parser: StreamParser | None = None
        self._early: list[tuple[int, bytes, int, Micros]] = []
        self._early_size = [0, 0]
        self._said = (bytearray(), bytearray())
        self._turns = 0

    def opened(self, expected: tuple[int, int], ended: int) -> None:
        """What packets without payload said before the first with one. expected: sequence number the first byte of each
        side has, -1 unknown; ended: bit 0 or 1 set when that side has already closed."""
        for side, direction in enumerate(self._directions):
            direction.next = expected[side]
            direction.ended = bool(ended >> side & 1)

    def packet(self, side: int, headers: Headers, data: bytes, number: int, time: Micros) -> None:
        _, _, _, _, start, end, lost, flags, seq, ack, _ = headers
        direction = self._directions[side]
        if flags & SYN:
            if direction.next < 0 or not self._early_size[side]:
                direction.next = (seq + 1) & _FULL
            seq = (seq + 1) & _FULL
        if flags & ACK:
            other = self._directions[1 - side]
            if other.pending:
                self._acknowledged(other, 1 - side, ack)
        if start == end and not lost:
            if flags & FIN and seq == direction.next:
                self._end(side, number, time)
            return
        if direction.next < 0:
            direction.next = seq
        ahead = (seq - direction.next) & _FULL
        if ahead == 0:
            if not lost and not direction.pending:  # the usual case
                direction.next = (seq + end - start) & _FULL
                self._deliver(side, data[start:end], number, time)
                if flags & FIN:
                    self._end(side, number, time)
                return
            self._accept(side, direction, data[start:end], lost, number, time, bool(flags & FIN))
            self._drain(side, direction)
        elif ahead >= _HALF:
            old = _FULL + 1 - ahead
            if old < end - start + lost:  # the beginning is known, the end is new
                fresh = data[start + old : end]
                self._accept(
                    side, direction, fresh, lost - max(0, old - (end - start)), number, time, bool(flags & FIN)
                )
                self._drain(side, direction)
        elif ahead > WINDOW:
            self.recording.count("segments.outside_window")
        else:
            self._postpone(side, direction, seq, data[start:end], lost, number, time, bool(flags & FIN))

    def finish(self) -> None:
        for side, direction in enumerate(self._directions):
            while direction.pending and self.active:
                self._skip(side, direction)
        if self._parser is not None and self.active:
            self._parser.finish()
        self.hold(0)

    def start_over(self, left: list[tuple[int, bytes, int, Micros]]) -> None:
        """The stream goes on in another protocol (CONNECT, STARTTLS); `left` are bytes of it already taken.

        Only so many times: an answer of nothing but turns would otherwise go as deep as it is long.
        """
        self._turns += 1
        if self._turns > TURNS_MOST:
            self.give_up()
            return
        self._parser = None
        self._early = []
        self._early_size = [0, 0]
        self._forget_early()
        for side, data, number, time in left:
            self._deliver(side, data, number, time)

    def give_up(self) -> None:
        """Nothing more of this stream is wanted."""
        self.active = False
        self._early.clear()
        self._forget_early()
        for direction in self._directions:
            direction.pending.clear()
            direction.pending_bytes = 0
        self.hold(0)

    def _postpone(
        self, side: int, direction: Direction, seq: int, data: bytes, lost: int, number: int, time: Micros, fin: bool
    ) -> None:
        held = direction.pending.get(seq)
        if held is not None:
            if held[0][: len(data)] != data[: len(held[0])]:
                self.recording.count("segments.contradicting")
            if len(held[0]) >= len(data):
                return
            direction.pending_bytes -= len(held[0])
        direction.pending[seq] = (data, lost, number, time, fin)
        direction.pending_bytes += len(data)
        while direction.pending_bytes > PENDING_BYTES or len(direction.pending) > PENDING_SEGMENTS:
            self._skip(side, direction)
        self._weigh(side, number, time)

    def _acknowledged(self, direction: Direction, side: int, ack: int) -> None:
        """The receiver has bytes beyond the hole: they were sent, and this recording lacks them."""
        while direction.pending and self.active:
            first = self._nearest(direction)
            beyond = (ack - first) & _FULL
            if not 0 < beyond < _HALF:
                return
            self._skip(side, direction)

    def _nearest(self, direction: Direction) -> int:
        return min(direction.pending, key=lambda seq: (seq - direction.next) & _FULL)

    def _skip(self, side: int, direction: Direction) -> None:
        """Give up the hole before the nearest pending segment."""
        seq = self._nearest(direction)
        _, _, number, time, _ = direction.pending[seq]
        missing = (seq - direction.next) & _FULL
        direction.next = seq
        self._gap(side, missing, number, time)
        self._drain(side, direction)

    def _drain(self, side: int, direction: Direction) -> None:
        pending = direction.pending
        while pending and self.active:
            held = pending.pop(direction.next, None)
            seq = direction.next
            if held is None:
                seq = self._nearest(direction)
                ahead = (seq - direction.next) & _FULL
                if ahead < _HALF:
                    return
                held = pending.pop(seq)
            data, lost, number, time, fin = held
            direction.pending_bytes -= len(data)
            old = (direction.next - seq) & _FULL
            if old >= len(data) + lost and not (fin and old == len(data) + lost):
                continue
            self._accept(side, direction, data[old:], lost - max(0, old - len(data)), number, time, fin)

    def _accept(
        self, side: int, direction: Direction, data: bytes, lost: int, number: int, time: Micros, fin: bool
    ) -> None:
        direction.next = (direction.next + len(data) + lost) & _FULL
        if data:
            self._deliver(side, data, number, time)
        if lost > 0 and self.active:
            self._gap(side, lost, number, time)
        if fin and self.active:
            self._end(side, number, time)

    def _deliver(self, side: int, data: bytes, number: int, time: Micros) -> None:
        if not self.active:
            return
        if self._parser is not None:
            self._parser.data(side, data, number, time)
            held = self._parser.held() if self._parser is not None else 0
            if held != self.held:
                self._weigh(side, number, time)
            return
        self._early.append((side, data, number, time))
        self._early_size[side] += len(data)
        self._said[side].extend(data)
        self._identify()
        if self.active and self._parser is None:
            self._weigh(side, number, time)

    def _identify(self) -> None:
        found = identify(bytes(self._said[0]), bytes(self._said[1]), self.flow)
        if found is not None:
            kind, client = found
            self.protocol = kind.protocol
            self._parser = kind(self, client)
            early, self._early = self._early, []
            self._forget_early()
            for side, data, number, time in early:
                self._deliver(side, data, number, time)
            return
        if max(self._early_size) < EARLY_BYTES and len(self._early) < EARLY_CHUNKS:
            return
        # A request line may be longer than what is enough to know any other protocol.
        if may_become_known(self._said[0], self._said[1]) and len(self._early) < LINE_CHUNKS:
            return
        self.give_up()

    def _forget_early(self) -> None:
        self._said = (bytearray(), bytearray())

    def _weigh(self, side: int, number: int, time: Micros) -> None:
        """Tell the recording what is kept here, and give this conversation up when all together keep too much."""
        kept = self._directions[0].pending_bytes + self._directions[1].pending_bytes
        if self._parser is not None:
            kept += self._parser.held()
        else:
            kept += 2 * (self._early_size[0] + self._early_size[1])
        if self.active and not self.hold(kept):
            self.fault("stream.memory", "too many unfinished messages at once", side=side, time=time, number=number)
            if self._parser is not None:
                self._parser.finish()
            self.give_up()

    def _gap(self, side: int, missing: int, number: int, time: Micros) -> None:
        self.recording.count("stream.gaps")
        if self._parser is None:
            if self._early_size[side]:
                self.give_up()
            return
        if not self._parser.gap(side, missing, number, time):
            message = (
                f"{missing} bytes are missing before packet {number}, and {self.protocol} cannot be followed past them"
            )
            self.fault("stream.gap", message, side=side, time=time, number=number)
            self._parser.finish()
            self.give_up()

    def _end(self, side: int, number: int, time: Micros) -> None:
        direction = self._directions[side]
        if not direction.ended:
            direction.ended = True
            if self._parser is not None and self.active:
                self._parser.end(side, number, time)
