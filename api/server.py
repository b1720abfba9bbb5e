"""Running the HTTP interface beside the pipeline, in a thread of the same process."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import structlog
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.core import Core, Kept
from model.errors import InputError, StoreError
from model.times import Micros, now_us
from pipeline.settings import Settings
from store import feed
from store.identity import answers, bootstrap, sessions
from store.state import State

SHUTDOWN_S = 5
TIDY_EVERY_S = 3_600.0
MAX_HEADER_BYTES = 32 * 1024
MAX_CONNECTIONS = 1_000

log = structlog.get_logger("api")


def first_accounts(state: State, settings: Settings, *, now: Micros | None = None) -> list[bootstrap.FirstPassword]:
    """Make the first accounts, or renew the one-time passwords nobody has used. Print what is returned, keep it nowhere."""
    at = now_us() if now is None else now
    with state.transaction() as tx:
        return bootstrap.ensure(tx, now=at, analyst=settings.identity.first_analyst)


@dataclass(slots=True)
class Running:
    """address: what to type into a browser. `stop` ends live connections at once and lets requests finish."""

    address: str
    thread: threading.Thread
    server: uvicorn.Server
    stopping: threading.Event

    def stop(self) -> None:
        self.stopping.set()
        self.server.should_exit = True
        self.thread.join(SHUTDOWN_S + 5)


def serve_in_thread(
    kept: Kept, settings: Settings, stop: threading.Event | None = None, *, clock: Callable[[], Micros] = now_us
) -> Running:
    """Listen on settings.api.listen, with TLS when configured, until `stop` is set or `Running.stop` is called.

    Returns once it answers. Raises InputError when it cannot listen there or the certificate cannot be used.
    """
    host, _, port = settings.api.listen.rpartition(":")
    listener = _listen(host.strip("[]"), int(port))
    try:
        app = create_app(kept, settings, clock=clock)
        config = _config(app, settings)
        config.load()
    except BaseException:
        listener.close()
        raise
    stopping = app.state.core.stopping
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="api", daemon=True)
    scheme = "https" if settings.api.tls_certificate else "http"
    running = Running(f"{scheme}://{_shown(listener)}", thread, server, stopping)
    thread.start()
    while not server.started:
        thread.join(0.02)
        if not thread.is_alive():
            raise InputError("the HTTP interface did not start", where=settings.api.listen, hint="see the log")
    threading.Thread(target=_tidy_until, args=(app.state.core,), name="api-tidy", daemon=True).start()
    if stop is not None:
        threading.Thread(target=_stop_with, args=(stop, running), name="api-stop", daemon=True).start()
    return running


@contextlib.contextmanager
def serving(kept: Kept, settings: Settings, *, clock: Callable[[], Micros] = now_us) -> Iterator[Running]:
    """`serve_in_thread` as a context manager."""
    running = serve_in_thread(kept, settings, clock=clock)
    try:
        yield running
    finally:
        running.stop()


def _stop_with(stop: threading.Event, running: Running) -> None:
    stop.wait()
    running.stop()


def _tidy_until(core: Core) -> None:
    """Forget ended sessions, old answers and old feed entries, once an hour."""
    while not core.stopping.wait(TIDY_EVERY_S):
        try:
            with core.state.transaction() as tx:
                sessions.expire(tx, core.policy, now=core.clock())
                answers.expire(tx, now=core.clock())
                feed.prune(tx)
        except StoreError as error:
            log.warning("housekeeping failed, tried again later", error=str(error))


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    ours = settings.api
    try:
        if ours.tls_certificate and ours.tls_key:
            ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(ours.tls_certificate, ours.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise InputError(
            f"the TLS certificate or key cannot be used: {error}", where=str(ours.tls_certificate)
        ) from error
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(ours.trusted_proxies),
        forwarded_allow_ips=ours.trusted_proxies or "",
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=SHUTDOWN_S,
        h11_max_incomplete_event_size=MAX_HEADER_BYTES,
        ssl_certfile=ours.tls_certificate,
        ssl_keyfile=ours.tls_key,
    )


def _shown(listener: socket.socket) -> str:
    """The address to type: a listener on every address is reached through this machine's own."""
    host, port = listener.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:
        address = ipaddress.ip_address("::1" if address.version == 6 else "127.0.0.1")
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, because asyncio turns Nagle's algorithm off only for those; with it answers wait 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise InputError(
            f"the HTTP interface cannot listen there: {error.strerror or error}",
            where=f"{host}:{port}",
            hint="another process uses the port, or the address is not this machine's; change api.listen",
        ) from error
    return listener
