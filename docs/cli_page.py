"""docs/reference/cli.md, from the commands themselves."""

from __future__ import annotations

import click
import typer

from cli.main import app

CONTRACT = """## What scripts can rely on

Exit codes: 0 done; 1 a check failed (a rule rejected, a ledger broken, `--strict`); 2 bad usage, unusable input or wrong
settings; 3 done, but some input went to quarantine (counted on standard error); 130 interrupted. Results go to standard
output, everything for people to standard error.

`fengsui detect` prints one match a line:

```
{"rule": {"id", "title", "level", "tags"}, "timestamp", "event_id", "source": {"file", "record"},
 "matched": {field: value}, "event": {...}}
```

`event` carries every field of the input record, known to the catalogue or not, flat and dotted. A match of a correlation
rule has `correlation` besides: the group, the measured value and the events.

`fengsui collect` prints one ECS event a line, flat and dotted; times are ISO 8601 in UTC.

`fengsui correlate` prints one object per incident: `id, created, updated, first_event, last_event, score, confidence, state,
escalated, title, summary, units[], alerts[{id, reason{kind, other, path, weight}}], entities[], steps[], edges[], next[],
blast[], containment[]`. What this version cannot know yet is an empty list.
"""


def page() -> str:
    command = typer.main.get_command(app)
    parts = ["# The `fengsui` command", "", (command.help or "").strip(), "", CONTRACT]
    parts += _commands(command, "fengsui")
    return "\n".join(parts).rstrip() + "\n"


def _commands(group: click.Command, prefix: str) -> list[str]:
    parts: list[str] = []
    for name, command in getattr(group, "commands", {}).items():
        full = f"{prefix} {name}"
        if hasattr(command, "commands"):
            parts += [f"## {full}", "", (command.help or "").strip(), "", *_commands(command, full)]
            continue
        parts += [f"## {full}", "", (command.help or "").strip(), ""]
        parts += _parameters(command)
    return parts


def _parameters(command: click.Command) -> list[str]:
    rows = []
    for parameter in command.params:
        hint = (getattr(parameter, "help", None) or "").replace("|", "\\|")
        if parameter.param_type_name == "argument":
            rows.append(f"| `{parameter.metavar or (parameter.name or '').upper()}` | | {hint} |")
        elif not getattr(parameter, "hidden", False):
            default = parameter.default
            shown = (
                ""
                if default in (None, "", False, (), []) or callable(default)
                else f"`{getattr(default, 'value', default)}`"
            )
            rows.append(f"| `{', '.join(parameter.opts)}` | {shown} | {hint} |")
    return ["| parameter | default | meaning |", "|---|---|---|", *rows, ""] if rows else []
