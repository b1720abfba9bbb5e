"""Files that are made while somebody waits: few at once, and never shown in the browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Response

from api.problems import Refusal


class Makers:
    """At most `at_once` at a time; the next waits a little and is then told to come again."""

    def __init__(self, at_once: int) -> None:
        self._slots = threading.BoundedSemaphore(at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        if not self._slots.acquire(timeout=10):
            raise Refusal("rate.exceeded", "others are making files just now", headers={"Retry-After": "5"})
        try:
            yield
        finally:
            self._slots.release()


def attached(data: bytes, *, name: str, media: str, sm3: str) -> Response:
    """A file to be saved, with its digest as the audit trail has it."""
    return Response(
        data,
        media_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Fengsui-SM3": sm3},
    )
