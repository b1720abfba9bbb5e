"""Entry point of `fengsui`: assembles the commands, turns our errors into messages and exit codes.

Exit codes, for scripts: 0 done; 1 a check failed (a rule rejected, a ledger broken, --strict); 2 bad usage or unusable
input or settings; 3 done, but some input went to quarantine; 130 interrupted.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from cli import context
from cli.commands import (
    accounts,
    collect,
    compliance,
    content,
    correlate,
    detect,
    doctor,
    incidents,
    indicators,
    inventory,
    kept_rules,
    ledger,
    packets,
    playbook,
    replay,
    report,
    rules,
    search,
    serve,
    sources,
)
from cli.output import errors
from model.errors import FengsuiError, InputError, NotFound, QueryError, SettingsError

app = typer.Typer(
    name="fengsui",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Fengsui 烽燧: from packets and logs to events, alerts and incidents, on one machine.",
    epilog="Start with `fengsui replay --bundled`, then `fengsui incidents`. Settings: fengsui.toml, see docs/reference/settings.md.",
)


@app.callback()
def _global(
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", help="Settings file; default: $FENGSUI_CONFIG, ./fengsui.toml, /etc/fengsui/fengsui.toml"
        ),
    ] = None,
) -> None:
    context.config_file = config


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(importlib.metadata.version("fengsui"))


serve.register(app)
replay.register(app)
report.register(app)
detect.register(app)
correlate.register(app)
collect.register(app)
search.register(app)
incidents.register(app)
indicators.register(app)
inventory.register(app)
sources.register(app)
rules.register(app)
kept_rules.register()
content.register(app)
accounts.register(app)
ledger.register(app)
compliance.register(app)
packets.register(app)
playbook.register(app)
doctor.register(app)


def main() -> None:
    try:
        app()
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
