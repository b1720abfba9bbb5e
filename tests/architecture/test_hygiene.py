"""What must not stand in tracked files, and what every data file must say about itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from tests.architecture.tree import ROOT, ours, packages, tracked

# Recordings hold what machines said; lock files hold hashes; neither is written by us.
RECORDED = ("tests/captures/", "tests/benign/")
BINARY = {".pcap", ".pcapng", ".evtx", ".png", ".ico", ".woff2", ".gz", ".zst", ".pdf", ".xlsx", ".docx"}
LARGEST = 2_000_000  # bytes of a single tracked file outside the recordings

PACKAGE_INDEX = re.compile(
    r"https?://[^\s\"'<>]*(?:pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|npmmirror|artifactory|nexus)"
    r"|^\s*(?:--)?(?:extra-)?index-url\s*[= ]\s*\S+",
    re.MULTILINE,
)
PRIVATE_KEY = re.compile("-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----")


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        if path.suffix in BINARY or str(path).startswith(RECORDED):
            continue
        data = (ROOT / path).read_bytes()
        if b"\0" not in data[:8192]:
            found.append((path, data.decode("utf-8", "replace")))
    return found


def test_no_tracked_file_names_a_path_of_the_machine_it_was_written_on() -> None:
    # A checkout in a folder directly below the root (`/app`) says nothing: images use such names.
    places = [str(place) for place in (ROOT, ROOT.parent / "shared") if len(place.parts) > 2]
    assert not [(str(path), place) for path, text in texts() for place in places if place in text]


def test_no_tracked_file_names_a_package_index() -> None:
    assert not [(str(path), found.group()) for path, text in texts() if (found := PACKAGE_INDEX.search(text))]


def test_no_tracked_file_holds_a_private_key() -> None:
    assert not [str(path) for path, text in texts() if PRIVATE_KEY.search(text)]


def test_no_tracked_file_has_the_marks_of_an_unfinished_merge() -> None:
    marks = ("<" * 7 + " ", ">" * 7 + " ")
    assert not [str(path) for path, text in texts() if any(line.startswith(marks) for line in text.splitlines())]


def test_text_is_utf_8_with_unix_line_ends_and_ends_in_one() -> None:
    wrong = []
    for path, text in texts():
        if path.suffix in {".py", ".yml", ".md", ".toml", ".json", ".ts", ".tsx"} and text:
            wrong += [f"{path}: not UTF-8"] if "\ufffd" in text and path.suffix != ".py" else []
            wrong += [f"{path}: carriage returns"] if "\r\n" in text else []
            wrong += [f"{path}: no newline at the end"] if not text.endswith("\n") else []
    assert not wrong


def test_only_recordings_are_large() -> None:
    assert not [
        f"{path}: {size} bytes"
        for path in tracked()
        if not str(path).startswith(RECORDED) and (size := (ROOT / path).stat().st_size) > LARGEST
    ]


def data_files() -> list[Path]:
    """YAML and JSON in our packages that is not a rule or a playbook; those have the fields of their own format."""
    return [
        path
        for suffix in (".yml", ".yaml", ".json")
        for path in ours(suffix)
        if not {"rules", "library"} & set(path.parts)
    ]


def read(path: Path) -> Any:
    data = (ROOT / path).read_bytes()
    return json.loads(data) if path.suffix == ".json" else yaml.safe_load(data)


def test_a_data_file_says_its_version_and_where_its_content_comes_from() -> None:
    silent = []
    for path in data_files():
        document = read(path)
        head = document if isinstance(document, dict) else {}
        silent += [] if head.get("source") or head.get("sources") else [f"{path}: add `source:` (standard, product)"]
        silent += [] if head.get("version") else [f"{path}: add `version:`"]
    assert not silent


def test_data_files_are_found_at_all() -> None:
    assert {"model"} <= {path.parts[0] for path in data_files()} <= set(packages())
