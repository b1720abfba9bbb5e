"""Names of TLS cipher suites, from `tls_ciphers.tsv` beside this module."""

from __future__ import annotations

from pathlib import Path


def _read() -> dict[int, str]:
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {int(number, 16): name for number, name in pairs}


CIPHERS: dict[int, str] = _read()
