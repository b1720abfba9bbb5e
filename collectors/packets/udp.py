"""UDP payloads: whatever of them is a protocol this sensor reads."""

from __future__ import annotations

from collectors.packets.conversation import Conversation, Recording
from collectors.packets.decode import Headers
from collectors.packets.meter import Flow
from collectors.packets.protocols import dns
from collectors.packets.protocols.dns_transactions import DnsTransactions
from model.times import Micros

DNS_PORTS = {53: "dns", 5353: "mdns", 5355: "llmnr"}
TRIES = 3  # datagrams that may turn out to be something we read before the flow is left alone


class UdpConversation(Conversation):
    """Ports are a hint and no proof: on DNS's own ports the test is milder, elsewhere strict."""

    __slots__ = ("_hint", "_parser", "_tries")

    def __init__(self, recording: Recording, flow: Flow) -> None:
        super().__init__(recording, flow)
        source, destination = flow.ports
        self._hint = DNS_PORTS.get(destination) or DNS_PORTS.get(source) or ""
        self._parser: DnsTransactions | None = None
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
            if not dns.looks_like(payload, expected=bool(self._hint)):
                if self._hint:
                    message = f"a datagram on a port of {self._hint} is no DNS message"
                    self.fault("dns.not_dns", message, side=side, time=time, number=number)
                self.active = self._tries < TRIES
                return
            self.protocol = self._hint or "dns"
            self._parser = DnsTransactions(self, multicast=self.protocol == "mdns")
        self._parser.message(side, payload, number, time)
        if (self._parser.held or self.held) and not self.hold(self._parser.held):
            self.recording.count("stream.memory")
            self._parser.finish()
            self.hold(0)

    def finish(self) -> None:
        if self._parser is not None:
            self._parser.finish()
        self.hold(0)
