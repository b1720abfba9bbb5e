"""`fengsui serve`: run the platform until it is told to stop."""

from __future__ import annotations

import signal
import threading

import typer

from cli import context
from cli.output import say
from pipeline.live import serve
from pipeline.platform import Platform


def register(app: typer.Typer) -> None:
    app.command(name="serve", help=_serve.__doc__)(_serve)


def _serve() -> None:
    """Read the configured sources, detect, correlate and keep, until SIGTERM or Ctrl-C."""
    settings = context.settings()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Platform(settings) as platform:
        serve(platform, stop, say)
    say("stopped; everything received is kept")
