"""What stands in the tree, for the tests beside this file. Only tracked files count: what is not committed is not shipped."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """Committed or staged files that exist, relative to the root. Skips outside a git checkout (a source archive)."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"needs git and a checkout: {error}")
    return tuple(Path(name) for name in sorted(listed.split("\0")) if name and (ROOT / name).is_file())


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@cache
def packages() -> tuple[str, ...]:
    """Our top-level packages, as the wheel ships them."""
    return tuple(pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


def ours(suffix: str) -> list[Path]:
    """Tracked files of our packages with this suffix."""
    return [path for path in tracked() if path.suffix == suffix and path.parts[0] in packages()]
