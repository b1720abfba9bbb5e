"""A folder documents are put into: each file is read when it is new or has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detections.indicators.feeds.http import FeedError
from detections.indicators.formats import parse
from detections.indicators.parsed import MAX_BYTES, Parsed
from model.errors import InputError

SUFFIXES = frozenset({".json", ".stix", ".stix2", ".csv", ".txt"})
MAX_FILES = 10_000


def is_misp_feed(folder: Path) -> bool:
    return (folder / "manifest.json").is_file()


def changed(folder: Path, known: Mapping[str, Any]) -> Iterator[tuple[str, str, Parsed]]:
    """(name, stamp, what it says) of files that are not as `known` has them. A file that is none says so in its rejects.

    Links and hidden files are passed over: what is read is what lies in this folder.
    """
    try:
        names = sorted(one for one in folder.iterdir() if _is_document(one))
    except OSError as error:
        raise FeedError(f"the folder cannot be read: {error.strerror}", where=str(folder)) from None
    if len(names) > MAX_FILES:
        raise FeedError(f"the folder holds {len(names)} documents, at most {MAX_FILES}", temporary=False)
    for path in names:
        try:
            status = path.stat()
            stamp = f"{status.st_mtime_ns}:{status.st_size}"
            if known.get(path.name) == stamp:
                continue
            if status.st_size > MAX_BYTES:
                raise InputError(f"longer than {MAX_BYTES} bytes")
            parsed = parse(path.read_bytes(), where=path.name)
        except (InputError, OSError) as error:
            parsed = Parsed("file")
            parsed.items = 1
            parsed.reject(path.name, path.name, "document.unusable", str(error))
        yield path.name, stamp, parsed


def _is_document(path: Path) -> bool:
    return (
        path.suffix.lower() in SUFFIXES
        and not path.name.startswith((".", "~"))
        and path.is_file()
        and not path.is_symlink()
    )
