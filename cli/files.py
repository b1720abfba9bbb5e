"""Files that commands read and write: whole or not at all, within a bound, in the language asked for."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import context
from compliance.reports.document import Language
from model.errors import InputError


class Spoken(StrEnum):
    zh = "zh-CN"
    en = "en"


SpokenAsked = Annotated[Spoken | None, typer.Option("--language", help="Default: that of the settings")]


def language_of(asked: Spoken | None) -> Language:
    return "zh-CN" if (asked or Spoken(context.settings().language)) is Spoken.zh else "en"


def write_file(file: Path, data: bytes) -> None:
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(file)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(file)) from error
    finally:
        partial.unlink(missing_ok=True)


def read_file(file: Path, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(most + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file)) from error
    if len(data) > most:
        raise InputError(f"larger than {most} bytes", where=str(file))
    return data
