"""UDP payloads: whatever of them is a protocol this sensor reads."""

from __future__ import annotations

from collectors.packets.conversation import Conversation, Recording
from collectors.packets.datagrams import DatagramParser, dns_port, identify
from collectors.packets.decode import Headers
from collectors.packets.meter import Flow
from model.times import Micros

TRIES = 3  # datagrams that may turn out to be something we read before the flow is left alone


class UdpConversation(Conversation):
    __slots__ = ("_parser", "_tries")

    def __init__(self, recording: Recording, flow: Flow) -> None:
        super().__init__(recording, flow)
        self._parser: DatagramParser | None = None
        self._tries = 0

    def packet(self, side: int, headers: Headers, data: bytes, number: int, time: Micros) -> None:
        payload = data[headers[4] : headers[5]]
        if not payload:
            return
        if headers[6]:
            self.recording.count("datagrams.cut_off")
            return
        if self._parser is None:
            self._tries += 1
            found = identify(payload, side, self.flow)
            if found is None:
                hint = dns_port(self.flow)
                if hint:
                    message = f"a datagram on a port of {hint} is no DNS message"
                    self.fault("dns.not_dns", message, side=side, time=time, number=number)
                self.active = self._tries < TRIES
                return
            self.protocol, make = found
            self._parser = make(self)
        self._parser.message(side, payload, number, time)
        if (self._parser.held or self.held) and not self.hold(self._parser.held):
            self.recording.count("stream.memory")
            self._parser.finish()
            self.hold(0)

    def finish(self) -> None:
        if self._parser is not None:
            self._parser.finish()
        self.hold(0)
