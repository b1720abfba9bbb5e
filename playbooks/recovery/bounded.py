"""Running a program for a bounded time, with bounded output, so that nothing of it is left afterwards."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MAX_OUT = 64 * 1024 * 1024
"""A list of some 200,000 snapshots."""
MAX_ERRORS = 64 * 1024
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Ended:
    """code: None when it was ended from here; `why` then says for what."""

    code: int | None
    out: bytes
    errors: str
    why: str = ""


def run(
    command: Sequence[str],
    *,
    timeout_s: float,
    environment: Mapping[str, str],
    folder: Path | None = None,
    max_out: int = MAX_OUT,
    stop: threading.Event | None = None,
) -> Ended:
    """Raises FileNotFoundError when there is no such program. stop: ends it early."""
    with started(command, environment=environment, folder=folder) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        out, errors = bytearray(), bytearray()
        deadline = time.monotonic() + timeout_s
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ, out)
            waiting.register(process.stderr, selectors.EVENT_READ, errors)
            while waiting.get_map():
                left = deadline - time.monotonic()
                if left <= 0 or (stop is not None and stop.is_set()):
                    why = f"it took longer than {timeout_s:.0f} s" if left <= 0 else "the platform stops"
                    return Ended(None, bytes(out), _text(errors), why)
                for ready, _ in waiting.select(min(left, 1.0)):
                    block = os.read(ready.fd, _BLOCK)
                    if not block:
                        waiting.unregister(ready.fileobj)
                    elif ready.data is out or len(errors) < MAX_ERRORS:
                        ready.data.extend(block)
                if len(out) > max_out:
                    return Ended(None, b"", _text(errors), f"it wrote more than {max_out} bytes")
        try:
            code = process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return Ended(None, bytes(out), _text(errors), f"it took longer than {timeout_s:.0f} s")
        return Ended(code, bytes(out), _text(errors))


@contextmanager
def started(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: Path | None = None,
    errors: IO[bytes] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """In a process group of its own, which is gone when the block ends, however it ends."""
    process = subprocess.Popen(  # noqa: S603  # the words are ours or of the settings file, and no shell reads them
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if errors is None else errors,
        env=dict(environment),
        cwd=folder,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group, also what a finished leader left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _text(data: bytearray) -> str:
    return bytes(data[:MAX_ERRORS]).decode("utf-8", "replace").strip()
