"""Only what a command line calls is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from cli.main import PARTS, assemble, called


@pytest.mark.parametrize("part", PARTS)
def test_a_part_brings_the_commands_it_is_listed_with(part: str) -> None:
    commands = set(typer.main.get_command(assemble([part])).commands) - {"version"}  # type: ignore[attr-defined]
    assert commands == set(PARTS[part])


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("search x --count", ["search"]),
        ("--config a.toml alerts", ["incidents"]),
        ("--config=a.toml rules list", ["kept_rules"]),
        ("version", []),
        ("", list(PARTS)),
        ("--help", list(PARTS)),
        ("serch", list(PARTS)),
        ("--config", list(PARTS)),
    ],
)
def test_what_is_called_says_what_is_loaded(words: str, parts: list[str]) -> None:
    assert list(called(words.split())) == parts


def test_the_version_is_told_without_loading_the_platform() -> None:
    program = """
import sys
from cli.main import main
sys.argv = ["fengsui", "version"]
try:
    main()
finally:
    print("pipeline.platform" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout.splitlines()[-1] == "False", told.stderr
