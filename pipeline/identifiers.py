"""The installation's key for identifiers of people: made at the first start, kept in the data folder, read by the workers."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path

from collectors.identifiers.guard import KEY_BYTES, Guard
from model.errors import StoreError


def ensure_key(path: Path) -> None:
    """Make the file with the key when it is not there; only its owner may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)  # whoever is first
        except FileExistsError:
            pass
        finally:
            Path(name).unlink()


def guard_of(path: Path, covered: Iterable[str] = ()) -> Guard:
    """covered: more data sets whose Events are looked through.

    Raises StoreError when the key cannot be read: without it nothing of a data source may be kept.
    """
    try:
        return Guard(bytes.fromhex(path.read_text("ascii").strip()), covered)
    except (OSError, ValueError) as error:
        raise StoreError(
            f"the key for identifiers cannot be used: {error}",
            where=str(path),
            hint="put it back from the backup; with another key the same person has another digest from now on",
        ) from error
