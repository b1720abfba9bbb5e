"""`fengsui serve`: run the platform until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer
from rich.markup import escape
from rich.panel import Panel

from api.server import first_accounts, serving
from cli import context, replaying
from cli.output import console, say
from pipeline.live import serve
from pipeline.platform import Platform
from pipeline.response.beside import responding
from store.identity.bootstrap import FirstPassword


def register(app: typer.Typer) -> None:
    app.command(name="serve", help=_serve.__doc__)(_serve)


def _serve(
    bundled: Annotated[
        bool, typer.Option("--bundled", help="First replay the recordings that come with Fengsui")
    ] = False,
) -> None:
    """Read the configured sources, detect, correlate and keep, and answer on the HTTP interface, until SIGTERM or Ctrl-C."""
    settings = context.settings()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with Platform(settings) as platform, responding(platform), serving(platform, settings) as http:
        first = first_accounts(platform.state, settings)
        if bundled:
            replaying.tell(platform, replaying.play(platform, replaying.bundled(), []))
        _show(http.address, first, settings.language == "zh-CN")
        serve(platform, stop, say)
    say("stopped; everything received is kept")


def _show(address: str, first: list[FirstPassword], zh: bool) -> None:
    lines = [f"[bold]{address}[/]"]
    if first:
        lines += [
            "",
            "一次性口令，首次登录后须更换："
            if zh
            else "One-time passwords; each must be changed at the first sign-in:",
        ]
        lines += [f"  {one.name.ljust(12)} {escape(one.password)}   [dim]{one.role.value}[/]" for one in first]
    console.print(Panel("\n".join(lines), title="烽燧 Fengsui", title_align="left", expand=False))
