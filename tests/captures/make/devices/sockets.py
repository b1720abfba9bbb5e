"""A server thread and a client for conversations of frames, each on an address of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[[bytes], list[bytes]]  # a frame in, frames out
Cut = Callable[[bytearray], bytes | None]  # takes a whole frame off the front, or tells that there is none yet
TIMEOUT_S = 5.0


def between(start: bytes, end: bytes) -> Cut:
    """Frames with a mark at both ends, which may be the same."""

    def cut(held: bytearray) -> bytes | None:
        at = held.find(start)
        stop = held.find(end, at + len(start)) if at >= 0 else -1
        if stop < 0:
            return None
        frame = bytes(held[at : stop + len(end)])
        del held[: stop + len(end)]
        return frame

    return cut


def sized(head: int, size: Callable[[bytearray], int]) -> Cut:
    """Frames whose first `head` bytes tell the size of the whole."""

    def cut(held: bytearray) -> bytes | None:
        if len(held) < head or len(held) < size(held):
            return None
        frame = bytes(held[: size(held)])
        del held[: len(frame)]
        return frame

    return cut


class Link:
    """One end of a TCP connection that speaks in frames."""

    def __init__(self, connection: socket.socket, cut: Cut) -> None:
        self._connection, self._cut, self._held = connection, cut, bytearray()
        connection.settimeout(TIMEOUT_S)

    def send(self, frame: bytes) -> None:
        self._connection.sendall(frame)

    def receive(self) -> bytes:
        """The next frame. Raises ConnectionError at the end, TimeoutError when none comes."""
        while True:
            frame = self._cut(self._held)
            if frame is not None:
                return frame
            data = self._connection.recv(65536)
            if not data:
                raise ConnectionError("the other side has closed")
            self._held += data

    def ask(self, frame: bytes) -> bytes:
        self.send(frame)
        return self.receive()

    def close(self) -> None:
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_WR)
        self._connection.close()


@contextmanager
def connected(source: str, destination: str, port: int, cut: Cut) -> Iterator[Link]:
    link = Link(socket.create_connection((destination, port), TIMEOUT_S, (source, 0)), cut)
    try:
        yield link
    finally:
        link.close()


@contextmanager
def served(address: str, port: int, cut: Cut, answer: Callable[[], Answer]) -> Iterator[None]:
    """Answers every connection, each with a state of its own, until the block is left."""
    listener = socket.create_server((address, port))
    listener.settimeout(0.2)
    over = threading.Event()

    def one(connection: socket.socket) -> None:
        link, speak = Link(connection, cut), answer()
        with suppress(OSError, TimeoutError):
            while True:
                for frame in speak(link.receive()):
                    link.send(frame)
        link.close()

    def accept() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        listener.close()
