"""Numbers in network byte order out of captured bytes. Whoever calls has compared the place with the end."""


# mypy: disable-error-code="return-value,assignment,misc,no-any-return,arg-type,attr-defined,operator"

from __future__ import annotations

import numpy as np

from collectors.packets.kernel.compiled import part
from collectors.packets.kernel.layout import Array


@part
def u16(data: Array, at: int) -> int:
    return np.int64(data[at]) << 8 | np.int64(data[at + 1])


@part
def u32(data: Array, at: int) -> int:
    return (
        np.int64(data[at]) << 24 | np.int64(data[at + 1]) << 16 | np.int64(data[at + 2]) << 8 | np.int64(data[at + 3])
    )


@part
def u48(data: Array, at: int) -> int:
    return u16(data, at) << 32 | u32(data, at + 2)


@part
def u64(data: Array, at: int) -> np.uint64:
    return np.uint64(u32(data, at)) << np.uint64(32) | np.uint64(u32(data, at + 4))


@part
def l32(data: Array, at: int) -> int:
    return (
        np.int64(data[at + 3]) << 24 | np.int64(data[at + 2]) << 16 | np.int64(data[at + 1]) << 8 | np.int64(data[at])
    )


@part
def l16(data: Array, at: int) -> int:
    return np.int64(data[at + 1]) << 8 | np.int64(data[at])
