"""A parcel: flow records of one template from one exporter, with all that is needed to read them.

Exporters say once a minute or so how their records are laid out. What is received is durable and read later, elsewhere and
perhaps after a restart, so each parcel carries its template. MessagePack:

    [version, domain, template id, template, samplers, exports, data]

template: fields as (element u16, length u16, enterprise u32) big endian; length 65535 is variable (RFC 7011, 7). samplers:
[sampler id, one packet in so many]; exports: [export time µs, uptime ms, bytes of data], one for each datagram.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from model.errors import BadRecord

VARIABLE = 65535
_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Parcel:
    version: int
    domain: int
    template_id: int
    template: bytes
    samplers: tuple[tuple[int, int], ...]
    exports: tuple[tuple[int, int, int], ...]
    data: bytes


_decode = msgspec.msgpack.Decoder(
    tuple[int, int, int, bytes, tuple[tuple[int, int], ...], tuple[tuple[int, int, int], ...], bytes]
).decode


def pack(parcel: Parcel) -> bytes:
    p = parcel
    return _encode((p.version, p.domain, p.template_id, p.template, p.samplers, p.exports, p.data))


def unpack(data: bytes) -> Parcel:
    """Raises BadRecord when it is none."""
    try:
        return Parcel(*_decode(data))
    except msgspec.MsgspecError as error:
        raise BadRecord("netflow.parcel", f"no parcel of flow records: {error}") from error
