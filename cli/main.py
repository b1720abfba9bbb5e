"""Entry point of `fengsui`: assembles the commands, turns our errors into messages and exit codes.

Exit codes, for scripts: 0 done; 1 a check failed (a rule rejected, a ledger broken, --strict); 2 bad usage or unusable
input or settings; 3 done, but some input went to quarantine; 130 interrupted.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli import context
from cli.groups import Group
from cli.output import errors
from model.errors import FengsuiError, InputError, NotFound, QueryError, SettingsError

PARTS: dict[str, tuple[str, ...]] = {
    "serve": ("serve",),
    "replay": ("replay",),
    "report": ("report",),
    "export": ("export",),
    "detect": ("detect",),
    "correlate": ("correlate",),
    "collect": ("collect",),
    "search": ("search",),
    "incidents": ("incidents", "alerts"),
    "indicators": ("indicators",),
    "inventory": ("inventory",),
    "sources": ("sources",),
    "kept_rules": ("rules",),
    "content": ("content",),
    "accounts": ("accounts",),
    "ledger": ("ledger",),
    "compliance": ("compliance",),
    "evidence": ("evidence",),
    "risk": ("risk",),
    "data": ("data",),
    "packets": ("packets",),
    "playbook": ("playbook",),
    "recovery": ("recovery",),
    "doctor": ("doctor",),
}
"""Modules of `cli.commands`, and the commands each brings. Only what is called is loaded: all of it takes seconds."""


def assemble(parts: Iterable[str] = PARTS) -> typer.Typer:
    app = typer.Typer(
        name="fengsui",
        cls=Group,
        context_settings={"max_content_width": 100},
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Fengsui 烽燧: from packets and logs to events, alerts and incidents, on one machine.",
        epilog="Start with `fengsui replay --bundled`, then `fengsui incidents`. Settings: fengsui.toml, see docs/reference/settings.md.",
    )
    app.callback()(_global)
    app.command(name="version", help=_version.__doc__)(_version)
    for part in parts:
        importlib.import_module(f"cli.commands.{part}").register(app)
    return app


def __getattr__(name: str) -> typer.Typer:
    """`app`: every command, for whoever lists or tests them."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = assemble()
    found: typer.Typer = globals()["app"]
    return found


def called(words: Sequence[str]) -> Iterable[str]:
    """The parts these words of a command line need; all of them where no command is recognised, for help and advice."""
    rest = iter(words)
    for word in rest:
        if word == "--version":
            return []
        if word == "--config":
            next(rest, None)
        elif not word.startswith("-"):
            return [part for part, names in PARTS.items() if word in names] or ([] if word == "version" else PARTS)
        elif not word.startswith("--config="):
            break
    return PARTS


def _say_version(asked: bool) -> None:
    if asked:
        _version()
        raise typer.Exit


def _global(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", help="Settings file; default: $FENGSUI_CONFIG, ./fengsui.toml, /etc/fengsui/fengsui.toml"
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - printed before anything else is looked at
        bool, typer.Option("--version", help="Print the version and exit", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    context.config_file = config


def _version() -> None:
    """Print the version."""
    typer.echo(importlib.metadata.version("fengsui"))


def main() -> None:
    try:
        assemble(called(sys.argv[1:]))()
    except (InputError, SettingsError, QueryError, NotFound) as error:
        _fail(error, 2)
    except FengsuiError as error:
        _fail(error, 1)
    except KeyboardInterrupt:
        errors.print("interrupted; what was committed is kept, the same command goes on from there")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _fail(error: FengsuiError, code: int) -> None:
    errors.print(f"[red]fengsui:[/] {escape(str(error))}", soft_wrap=True)
    sys.exit(code)
