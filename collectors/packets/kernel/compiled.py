"""How the loop is compiled: without the interpreter lock, kept on disk, the kept code in a folder of our own.

numba keeps machine code beside the source where it may write there, else nowhere. It also looks only at the file a
function stands in, never at those it calls. So the folder is named here, by the digest of all files of this package and
the versions of Python, numba and numpy; it belongs to the user and is closed to others, since what is in it is executed.
"""

from __future__ import annotations

import os
import platform
import stat
import tempfile
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numba.core import config as _numba_config

F = TypeVar("F", bound=Callable[..., Any])
config: Any = _numba_config  # its names are made at run time
_njit: Callable[..., Any] = numba.njit  # its stubs do not know `_nrt`


def cache_folder() -> Path | None:
    """Where compiled code is kept; None when no folder can be had, and each process compiles for itself."""
    mark = blake2b(digest_size=8)
    for source in sorted(Path(__file__).parent.glob("*.py")):
        mark.update(source.read_bytes())
    for version in (platform.python_version(), numba.__version__, np.__version__, str(config.BOUNDSCHECK)):
        mark.update(version.encode())
    name = f"fengsui-numba-{mark.hexdigest()}"
    bases = [os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME"), os.environ.get("CACHE_DIRECTORY")]
    bases += [str(Path("~/.cache").expanduser()), f"{tempfile.gettempdir()}/fengsui-{os.geteuid()}"]
    return next((folder for base in bases if base and (folder := _own(Path(base), name))), None)


def _own(base: Path, name: str) -> Path | None:
    folder = base / name
    try:
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
    return folder if mine and os.access(folder, os.W_OK | os.X_OK) else None


_folder = cache_folder()
if _folder is not None:
    config.CACHE_DIR = str(_folder)


def compiled(function: F) -> F:
    """Compile when first called; what Python calls."""
    made: F = _njit(nogil=True, cache=_folder is not None, error_model="numpy", _nrt=False)(function)
    return made


def part(function: F) -> F:
    """A part of a compiled function. It takes memory from nobody, so that numba need not count references to the arrays
    passed to it: with fifteen of them that would cost ten times what the work does."""
    made: F = _njit(nogil=True, error_model="numpy", _nrt=False)(function)
    return made
