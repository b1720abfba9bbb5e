"""What the global options say, for the commands to use."""

from __future__ import annotations

import getpass
from pathlib import Path

from pipeline.settings import Settings, load_settings

config_file: Path | None = None


def settings() -> Settings:
    return load_settings(config_file)


def actor() -> str:
    """Who is at the terminal, for the audit trail."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli:unknown"
