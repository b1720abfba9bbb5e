"""Receiving exports of flows over UDP: datagrams become parcels, which need no other datagram to be read."""

from __future__ import annotations

import time
from array import array
from pathlib import Path

from collectors.contract import Arrived, Block, Quarantined
from collectors.datagrams import Taken
from collectors.flows.exporters import Exporters
from collectors.flows.remembered import Remembered
from collectors.logs.syslog.listen import Limits, Sink, UdpListener
from model.errors import BadRecord


class FlowListener(UdpListener):
    """As the syslog listener; `drops` also says what exporters sent and nobody got, or could read. remembered: the file in
    which templates outlast this process."""

    def __init__(
        self, host: str, port: int, sink: Sink, limits: Limits | None = None, remembered: Path | None = None
    ) -> None:
        super().__init__(host, port, sink, limits or Limits(), name="netflow", form="whole")
        self._exporters = Exporters()
        self._remembered = Remembered(remembered)

    async def start(self) -> None:
        self._remembered.recall(self._exporters, time.monotonic(), time.time())
        await super().start()

    async def stop(self) -> None:
        await super().stop()
        self._remembered.keep(self._exporters, time.monotonic(), time.time(), at_once=True)

    def drops(self) -> dict[str, int]:
        return super().drops() | {f"exporter_{reason}": count for reason, count in self._exporters.lost.items()}

    def read(self, taken: Taken, received: int) -> list[Arrived]:
        now_s = time.monotonic()
        out: list[Arrived] = []
        for number in range(len(taken)):
            data, peer = taken[number], taken.peer(number)
            try:
                self._exporters.feed(data, peer, now_s)
            except BadRecord as error:
                meta: dict[str, str | int] = {"peer": peer, "transport": "udp", "received_us": received}
                at = self._stamps.next(received)
                out.append(Quarantined(error.reason, error.message, at, data, meta))
        made = self._exporters.take(now_s)
        self._remembered.keep(self._exporters, now_s, time.time())
        if made:
            peers = tuple(dict.fromkeys(peer for peer, _ in made))
            place = {peer: index for index, peer in enumerate(peers)}
            senders = array("H", [place[peer] for peer, _ in made]).tobytes() if len(peers) > 1 else b""
            lengths = array("I", [len(data) for _, data in made]).tobytes()
            data = b"".join([data for _, data in made])
            out.append(Block("whole", data, received, "udp", peers, lengths, senders))
        return out
