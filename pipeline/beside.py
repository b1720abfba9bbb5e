"""Work that goes on in a thread of its own while the platform is open."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import ClassVar, Self


class Beside:
    """Use as a context manager. A subclass works in `run` until `stop` is set, and waits only on `stop`."""

    name: ClassVar[str]
    close_s: ClassVar[float | None] = None
    """How long the end waits for the thread; None: until it is done."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    def run(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop.set()
        self._thread.join(self.close_s)
