"""Protocols made for TCP that stations also speak over UDP: every datagram holds whole frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from collectors.packets.conversation import Conversation
from collectors.packets.framed import FramedStream
from model.errors import BadRecord
from model.times import Micros

if TYPE_CHECKING:
    from collectors.packets.tcp import TcpConversation

FRAMES_MOST = 256  # of one datagram


class FramedDatagrams:
    """Reads datagrams with the frame reader of a stream, which keeps no bytes from one frame to the next by itself."""

    def __init__(self, conversation: Conversation, stream: type[FramedStream], client: int) -> None:
        self._conversation = conversation
        # A frame reader only emits and reports, which every conversation can.
        self._frames = stream(cast("TcpConversation", conversation), client)

    @property
    def held(self) -> int:
        return self._frames.held()

    def message(self, side: int, raw: bytes, number: int, time: Micros) -> bool:
        data = bytearray(raw)
        good = False
        for _ in range(FRAMES_MOST):
            if not data:
                break
            try:
                size = self._frames.size(side, data)
                if size == 0 or size > len(data):
                    name = self._frames.protocol
                    raise BadRecord(
                        f"{name}.cut_off", f"the datagram ends inside a frame, {len(data)} bytes after its start"
                    )
                if size > 0:
                    frame = bytes(data[:size])
                    del data[:size]
                    self._frames.frame(side, frame, number, number, time)
                    good = True
                else:
                    self._conversation.recording.count(f"{self._frames.protocol}.skipped_bytes", min(-size, len(data)))
                    del data[:-size]
            except BadRecord as bad:
                self._conversation.fault(bad.reason, bad.message, side=side, time=time, number=number)
                if bad.reason.endswith((".cut_off", ".length", ".link")):
                    break
        return good

    def finish(self) -> None:
        self._frames.finish()
