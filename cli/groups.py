"""Commands that only hold others: `fengsui rules`, `fengsui report` …"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

SENTENCE = 500  # characters; no first sentence is as long


class Group(TyperGroup):
    """Lists its commands with their whole first sentence, wrapped; click cuts it off where the line ends."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(SENTENCE)) for name, one in found if one is not None])


def group(about: str) -> typer.Typer:
    return typer.Typer(cls=Group, no_args_is_help=True, help=about, rich_markup_mode=None)
