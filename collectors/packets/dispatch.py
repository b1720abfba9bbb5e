"""Who looks into a packet's payload, by what carries it.

A class here gets the packets of one flow: made as `Class(recording, flow)` when the flow's first payload arrives, then
`packet(side, headers, data, number, time)` for each. `headers` is what `decode` gives, with the payload at
`data[headers[4]:headers[5]]`; its endpoints and outer may be empty, since `flow` says them. `protocol` names what was
found, `active = False` says that no more is wanted, `finish()` comes at the end of the flow. Reassembly and the
choice of a parser by content are the class's own: `TcpConversation` asks `identify`, `UdpConversation` `datagrams`.
"""

from __future__ import annotations

from collectors.packets.community import TCP, UDP
from collectors.packets.conversation import Conversation, Recording
from collectors.packets.ethernet import ETHERNET
from collectors.packets.meter import Flow
from collectors.packets.tcp import TcpConversation
from collectors.packets.udp import UdpConversation

INTERNET: dict[int, type[TcpConversation] | type[UdpConversation]] = {TCP: TcpConversation, UDP: UdpConversation}
"""By IP protocol."""

DEEP: tuple[tuple[int, int], ...] = (*((4, protocol) for protocol in INTERNET), *((0, kind) for kind in ETHERNET))
"""The same for the meter: IP version, or 0 for an Ethernet type, and number."""


def conversation(recording: Recording, flow: Flow) -> Conversation | None:
    kind = INTERNET.get(flow.protocol) if flow.version else ETHERNET.get(flow.protocol)
    return kind(recording, flow) if kind is not None else None
