"""YAML somebody sent, read within bounds. libyaml's composer descends once for each level and ends the process when the stack
does, and aliases can grow without end: both are refused by looking at the parser's events, which take no stack, first."""

from __future__ import annotations

from typing import Any

import yaml

from model.errors import InputError

MAX_DEPTH = 100


def read_yaml(text: str | bytes, where: str, loader: type[yaml.CSafeLoader] = yaml.CSafeLoader) -> Any:
    """The one document of a text. loader: a safe one. Raises InputError for aliases and for more than MAX_DEPTH levels,
    yaml.YAMLError and ValueError for what is no YAML."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise InputError(f"nested deeper than {MAX_DEPTH} levels", where=where)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            raise InputError("aliases are not read", where=where, hint="write out what they stand for")
    return yaml.load(text, loader)  # noqa: S506 - `loader` is a safe one
