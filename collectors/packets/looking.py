"""Parcels of the compiled meter to Events: conversations are fed, flows that ended are reported, in packet order."""

from __future__ import annotations

from collections import deque
from typing import Any

from collectors.contract import Quarantined
from collectors.packets.compiled import Parcel, Spoiled
from collectors.packets.conversation import Conversation, Recording
from collectors.packets.decode import NOT_TUNNELLED, Headers
from collectors.packets.dispatch import conversation
from collectors.packets.flows import report
from collectors.packets.meter import EndReason
from collectors.packets.records import NAMES, flow_of
from collectors.packets.tcp import TcpConversation

_ACTIVE = tuple(EndReason).index(EndReason.ACTIVE)
_CHAIN, _REASON = NAMES.index("chain"), NAMES.index("reason")
_ISN0, _ISN1, _FINS = NAMES.index("isn0"), NAMES.index("isn1"), NAMES.index("fins")


class Looking:
    """quiet: where it says which flows it wants no more of, as (slot, chain). share, of: which part of all flows is
    looked into and reported here, when several processes read the same capture."""

    def __init__(self, recording: Recording, quiet: deque[tuple[int, int]], share: int = 0, of: int = 1) -> None:
        self.recording = recording
        self._quiet = quiet
        self._share, self._of = share, of
        # By chain. Of a conversation nobody follows any more only what it spoke is kept.
        self._open: dict[int, Conversation | str] = {}

    def take(self, parcel: Parcel) -> None:
        """Events come out in `recording.out`."""
        if self._of > 1:
            self._keep_share(parcel)
        begun = iter(zip(parcel.begun.tolist(), parcel.begun_outers, strict=True))
        pieces = parcel.pieces.tolist()
        if not len(parcel.endings):
            self._pieces(pieces, 0, len(pieces), parcel.data, begun)
        else:
            numbers, at = parcel.pieces["number"], 0
            # What packet n says comes before the flows that ended when it arrived.
            upto = numbers.searchsorted(parcel.endings["at"], side="right").tolist()
            for record, outer, stop in zip(parcel.endings.tolist(), parcel.ending_outers, upto, strict=True):
                if stop > at:
                    self._pieces(pieces, at, stop, parcel.data, begun)
                    at = stop
                self._end(record, outer)
            self._pieces(pieces, at, len(pieces), parcel.data, begun)
        for item in parcel.items:
            if isinstance(item, Quarantined):
                self.recording.out.append(item)
            else:
                self._spoiled(item)

    def _keep_share(self, parcel: Parcel) -> None:
        pieces = parcel.pieces
        mine = pieces["chain"] % self._of == self._share
        first = pieces["first"] == 1
        self._quiet.extend(zip(*(pieces[~mine & first][name].tolist() for name in ("slot", "chain")), strict=True))
        parcel.pieces = pieces[mine]
        mine = parcel.begun["chain"] % self._of == self._share
        parcel.begun, parcel.begun_outers = parcel.begun[mine], parcel.begun_outers[mine]
        mine = parcel.endings["chain"] % self._of == self._share
        parcel.endings, parcel.ending_outers = parcel.endings[mine], parcel.ending_outers[mine]
        parcel.items = [i for i in parcel.items if self._is_mine(i)]

    def _is_mine(self, item: Quarantined | Spoiled) -> bool:
        return self._share == (0 if isinstance(item, Quarantined) else item.flow[_CHAIN] % self._of)

    def _pieces(self, pieces: list[tuple[Any, ...]], at: int, stop: int, data: Any, begun: Any) -> None:
        held, quiet = self._open, self._quiet
        for number, time, chain, slot, start, end, lost, seq, ack, flags, side, flags0, flags1, first in pieces[
            at:stop
        ]:
            if first:
                self._begin(*next(begun))
            talk = held.get(chain)
            if talk is None or isinstance(talk, str):
                quiet.append((slot, chain))
                continue
            payload = data[start:end].tobytes()
            flow = talk.flow
            flow.flags0, flow.flags1 = flags0, flags1
            headers: Headers = (
                flow.version, b"", flow.protocol, NOT_TUNNELLED, 0, end - start, lost, flags, seq, ack, None
            )  # fmt: skip
            talk.packet(side, headers, payload, number, time)
            if not talk.active:
                talk.finish()
                held[chain] = talk.protocol
                quiet.append((slot, chain))

    def _begin(self, record: tuple[Any, ...], outer: Any) -> None:
        if record[_CHAIN] in self._open:
            return
        talk = conversation(self.recording, flow_of(record, outer))
        if talk is None:
            return
        if isinstance(talk, TcpConversation):
            talk.opened((record[_ISN0], record[_ISN1]), record[_FINS])
        self._open[record[_CHAIN]] = talk

    def _end(self, record: tuple[Any, ...], outer: Any) -> None:
        chain = record[_CHAIN]
        if record[_REASON] == _ACTIVE:
            talk = self._open.get(chain)
        else:
            talk = self._open.pop(chain, None)
            if talk is not None and not isinstance(talk, str):
                talk.finish()
        protocol = talk if isinstance(talk, str) else talk.protocol if talk is not None else ""
        report(self.recording, flow_of(record, outer), protocol)

    def _spoiled(self, item: Spoiled) -> None:
        chain = item.flow[_CHAIN]
        if chain not in self._open:
            self._begin(item.flow, item.outer)
        talk = self._open.get(chain)
        if isinstance(talk, Conversation):
            talk.fault(item.fault.reason, item.fault.message, side=item.side, time=item.time, number=item.number)
