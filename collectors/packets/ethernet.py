"""Payloads that stand in Ethernet frames without IP: what control networks say inside one segment."""

from __future__ import annotations

from typing import ClassVar, Protocol

from collectors.packets.conversation import ETHER_NAMES, Conversation, Recording, vlans
from collectors.packets.decode import Headers
from collectors.packets.meter import Flow
from collectors.packets.protocols import goose, profinet, sampled_values
from model.errors import BadRecord
from model.event import Event
from model.times import Micros

STRANGE_MOST = 16  # frames that are not what their type says before the flow is left alone


class FrameParser(Protocol):
    def message(self, side: int, payload: bytes, number: int, time: Micros) -> None:
        """One frame behind its Ethernet type. Raises BadRecord."""
        ...

    def finish(self) -> None:
        """The flow is over: report what is still open."""
        ...


class EthernetConversation(Conversation):
    """Frames of one Ethernet type between two hardware addresses."""

    __slots__ = ("_parser", "_strange")
    name: ClassVar[str] = ""
    parser: ClassVar[type[goose.Goose] | type[profinet.Profinet] | type[sampled_values.SampledValues]]

    def __init__(self, recording: Recording, flow: Flow) -> None:
        super().__init__(recording, flow)
        self.protocol = self.name
        self._parser: FrameParser = self.parser(self)
        self._strange = 0

    def packet(self, side: int, headers: Headers, data: bytes, number: int, time: Micros) -> None:
        payload = data[headers[4] : headers[5]]
        if headers[6]:
            self.recording.count("frames.cut_off")
            return
        try:
            self._parser.message(side, payload, number, time)
        except BadRecord as bad:
            self.fault(bad.reason, bad.message, side=side, time=time, number=number)
            self._strange += 1
            self.active = self._strange < STRANGE_MOST

    def finish(self) -> None:
        self._parser.finish()

    def _base(self, sender: int) -> Event:
        ends = self.flow.endpoints
        pair = [ends[0:6].hex("-").upper(), ends[6:12].hex("-").upper()]
        event: Event = {
            "source.mac": pair[sender],
            "destination.mac": pair[1 - sender],
            "network.type": ETHER_NAMES[self.flow.protocol],
        }
        vlans(event, self.flow)
        return event


class GooseConversation(EthernetConversation):
    __slots__ = ()
    name = "goose"
    parser = goose.Goose


class ProfinetConversation(EthernetConversation):
    __slots__ = ()
    name = "profinet"
    parser = profinet.Profinet


class SampledValuesConversation(EthernetConversation):
    __slots__ = ()
    name = "sv"
    parser = sampled_values.SampledValues


ETHERNET: dict[int, type[EthernetConversation]] = {
    goose.ETHER: GooseConversation,
    profinet.ETHER: ProfinetConversation,
    sampled_values.ETHER: SampledValuesConversation,
}
"""By Ethernet type."""
