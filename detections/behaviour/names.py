"""Domain names and program paths, reduced to what is compared."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml


@cache
def _suffixes() -> tuple[frozenset[str], frozenset[str]]:
    document = yaml.safe_load(Path(__file__).with_name("suffixes.yml").read_text("utf-8"))
    return frozenset(document["suffixes"]), frozenset(document["second_level"])


@lru_cache(maxsize=65_536)
def split_name(name: str) -> tuple[str, str]:
    """(what stands before, registered domain) of a lower-case name; ("", name) when nothing stands before.

    The effective top-level domain is looked up in a small list of our own (suffixes.yml), then guessed: below a country's
    two letters, a general word such as `com`, `gov` or `ac` belongs to the suffix. Rarer suffixes are taken one label
    too short, which joins neighbours, never splits a domain.
    """
    suffixes, second = _suffixes()
    labels = name.split(".")
    size = 1
    for length in (4, 3, 2):
        if len(labels) > length and ".".join(labels[-length:]) in suffixes:
            size = length
            break
    else:
        if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in second:
            size = 2
    registered = labels[-(size + 1) :]
    return ".".join(labels[: -(size + 1)]), ".".join(registered)


# What differs between two starts of the same program: GUIDs, hashes, temporary names, versions.
_GUID = re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?")
_LONG = re.compile(r"[0-9a-f]{16,}")
_DIGITS = re.compile(r"\d+")
_HOME = re.compile(r"^(?:[a-z]:\\users\\|/home/|/users/)[^\\/]+")


@lru_cache(maxsize=65_536)
def folded_path(path: str) -> str:
    """Lower case, the user's name, GUIDs, long hexadecimal words and numbers replaced."""
    folded = _HOME.sub("~", path.lower())
    folded = _LONG.sub("#", _GUID.sub("#", folded))
    return _DIGITS.sub("#", folded)


def program_name(folded: str) -> str:
    return folded.replace("\\", "/").rpartition("/")[2]
