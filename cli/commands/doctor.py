"""`fengsui doctor`: what this machine has, what is reduced without it, and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.output import Format, rows
from detections.sigma import load
from model import attack
from model.ecs import catalogue
from model.errors import FengsuiError, SettingsError
from pipeline.pool import cores
from pipeline.settings import Settings, find_config
from pipeline.stages import SHIPPED_RULES

GIB = 1024**3


class State(StrEnum):
    ok = "ok"
    reduced = "reduced"
    failed = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """advice: what is missing without it, and what to do; empty when ok."""

    name: str
    state: State
    found: str
    advice: str = ""


def register(app: typer.Typer) -> None:
    app.command(name="doctor", help=_doctor.__doc__)(_doctor)


def _doctor(fmt: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """Name what is missing and what is reduced. Exit 1 when the platform cannot run as configured."""
    checks = list(_checks())
    marks = {State.ok: "✓ ok", State.reduced: "△ reduced", State.failed: "✗ failed"}
    shown = (
        {
            "check": c.name,
            "state": marks[c.state] if fmt is Format.table else c.state.value,
            "found": c.found,
            "what to do": c.advice,
        }
        for c in checks
    )
    rows(shown, ("check", "state", "found", "what to do"), fmt)
    if any(check.state is State.failed for check in checks):
        raise typer.Exit(1)


def _checks() -> Iterator[Check]:
    try:
        settings = context.settings()
        yield Check("settings", State.ok, str(find_config(context.config_file) or "defaults (no fengsui.toml)"))
    except SettingsError as error:
        yield Check("settings", State.failed, error.where, "; ".join(error.problems))
        settings = Settings()
    yield Check("python", State.ok, f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield from _guarded("memory and cores", _machine)
    yield from _guarded("data folder", lambda: _folder(settings.data))
    yield from _guarded("state and ledger", lambda: _state(settings))
    yield from _guarded("rules", lambda: _rules(settings))
    yield from _guarded(
        "ATT&CK", lambda: Check("ATT&CK", State.ok, f"version {attack.version()}, {len(catalogue())} event fields")
    )
    yield _program(
        "tshark", "full dissection of packets on demand and the differential tests", "apt-get install tshark"
    )
    yield _receive_buffer()
    yield _clock()


def _guarded(name: str, check: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield check()
    except FengsuiError as error:
        yield Check(name, State.failed, error.message, error.hint)
    except OSError as error:
        yield Check(name, State.failed, f"{error.strerror}: {error.filename}", "")


def _machine() -> Check:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    found = f"{total / GIB:.1f} GiB, {cores()} cores"
    if total < 2 * GIB:
        return Check(
            "memory and cores",
            State.reduced,
            found,
            "below 2 GiB: set pipeline.workers = 1 and store.query_memory_mb = 128",
        )
    return Check("memory and cores", State.ok, found)


def _folder(data: Path) -> Check:
    there = data
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    found = f"{data}, {free / GIB:.1f} GiB free"
    if not os.access(there, os.W_OK):
        return Check(
            "data folder", State.failed, found, f"{there} cannot be written by this user; set FENGSUI_DATA or `data`"
        )
    if free < 5 * GIB:
        return Check(
            "data folder",
            State.reduced,
            found,
            "below 5 GiB: 180 days of events will not fit; free space or set store.max_bytes",
        )
    return Check("data folder", State.ok, found)


def _state(settings: Settings) -> Check:
    from store import ledger
    from store.state import open_state

    if not settings.state_file.is_file():
        return Check("state and ledger", State.ok, "nothing stored yet")
    with open_state(settings.state_file) as state, state.reading() as tx:
        head = ledger.head(tx)
    size = (
        sum(f.stat().st_size for f in settings.events_folder.rglob("*.parquet"))
        if settings.events_folder.is_dir()
        else 0
    )
    return Check("state and ledger", State.ok, f"{size / 1024 / 1024:.1f} MiB of events, {head.sequence} audit records")


def _rules(settings: Settings) -> Check:
    report = load(settings.detection.rules or [SHIPPED_RULES], settings.detection.pipelines).report
    counts = report.counts
    found = f"{counts['active']} active, {counts['inactive']} inactive, {counts['rejected']} rejected"
    if report.rejected:
        return Check("rules", State.reduced, found, "`fengsui rules check` names each rejected rule with its line")
    return Check("rules", State.ok, found)


def _program(name: str, use: str, install: str) -> Check:
    path = shutil.which(name)
    if path:
        return Check(name, State.ok, path)
    return Check(name, State.reduced, "not installed", f"needed for {use}: {install}")


def _receive_buffer() -> Check:
    """A small kernel limit is the usual reason why syslog over UDP loses messages in bursts."""
    path = Path("/proc/sys/net/core/rmem_max")
    try:
        limit = int(path.read_text())
    except (OSError, ValueError):
        return Check("UDP buffer", State.ok, "unknown on this system")
    found = f"net.core.rmem_max = {limit}"
    if limit < 8 * 1024 * 1024 and os.geteuid() != 0:
        return Check(
            "UDP buffer",
            State.reduced,
            found,
            "bursts of syslog over UDP may be lost: sysctl -w net.core.rmem_max=33554432",
        )
    return Check("UDP buffer", State.ok, found)


def _clock() -> Check:
    import time

    found = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    if time.gmtime().tm_year < 2026:
        return Check("clock", State.failed, found, "the clock is wrong; events would get wrong times: set it, use NTP")
    return Check("clock", State.ok, f"{found}, encoding {sys.stdout.encoding}")
