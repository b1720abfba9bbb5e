"""Inputs are recognised by what they hold: read again they add nothing, grown they go on, and two that only begin alike
are two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.lanes import Reading
from pipeline.platform import Platform, ReplayResult
from pipeline.settings import load_settings
from store.scope import EVERYTHING


@pytest.fixture
def platform(tmp_path: Path) -> Any:
    settings = load_settings(environ={"FENGSUI_DATA": str(tmp_path / "data"), "FENGSUI_PIPELINE__WORKERS": "1"})
    with Platform(settings) as running:
        yield running


def access(number: int) -> str:
    moment = f"22/Nov/2026:10:{number // 60 % 60:02d}:{number % 60:02d} +0800"
    return f'203.0.113.{number % 200} - - [{moment}] "GET /{number} HTTP/1.1" 200 1 "-" "t"\n'


def replay(platform: Platform, path: Path) -> ReplayResult:
    return platform.replay([Reading(path=str(path), kind="nginx")])


def stored(platform: Platform) -> int:
    return platform.store.count(None, EVERYTHING)


def test_a_file_read_again_under_another_name_adds_nothing(platform, tmp_path):
    first, second = tmp_path / "a.log", tmp_path / "renamed.log"
    first.write_text("".join(map(access, range(100))))
    second.write_bytes(first.read_bytes())
    assert replay(platform, first).events == 100
    again = replay(platform, second)
    assert (again.events, again.already_read) == (0, 1)
    assert stored(platform) == 100


def test_a_file_that_has_grown_goes_on_where_it_was(platform, tmp_path):
    log = tmp_path / "a.log"
    log.write_text("".join(map(access, range(50))))
    replay(platform, log)
    with log.open("a") as out:
        out.write("".join(map(access, range(50, 80))))
    assert replay(platform, log).events == 30
    assert stored(platform) == 80


def test_files_that_only_begin_with_the_same_line_are_all_read_whole(platform, tmp_path):
    for name, numbers in (("a", range(1, 40)), ("b", range(100, 160)), ("c", range(200, 220))):
        (tmp_path / name).write_text(access(0) + "".join(map(access, numbers)))
    for name, lines in (("a", 40), ("b", 61), ("c", 21)):
        assert replay(platform, tmp_path / name).events == lines
    assert stored(platform) == 40 + 61 + 21
    for name in "abc":
        assert replay(platform, tmp_path / name).events == 0


def test_the_same_capture_given_twice_in_one_replay_is_stored_once(platform, tmp_path):
    log = tmp_path / "a.log"
    log.write_text("".join(map(access, range(30))))
    copy = tmp_path / "copy.log"
    copy.write_bytes(log.read_bytes())
    platform.replay([Reading(path=str(log), kind="nginx"), Reading(path=str(copy), kind="nginx")])
    assert stored(platform) == 30


def test_an_archive_with_logs_and_a_capture_is_read_member_by_member(platform, tmp_path):
    import zipfile

    from tests.journeys.platform_runs import ROOT

    attack = ROOT / "tests" / "captures" / "district-attack"
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(attack / "portal" / "nginx-access.log", "nginx-access.log")
        out.write(attack / "iot.pcap.gz", "iot.pcap.gz")
    result = platform.replay([Reading(path=str(archive))])
    datasets = {found.value for found in platform.store.top_values("event.dataset", None, EVERYTHING, limit=20)}
    assert {"nginx.access", "network.flow", "network.mqtt"} <= datasets
    assert result.events == stored(platform)
    assert platform.replay([Reading(path=str(archive))]).events == 0


def test_what_nothing_recognises_is_said_before_any_work(platform, tmp_path):
    from model.errors import InputError

    strange = tmp_path / "strange.bin"
    strange.write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(InputError, match=r"strange\.bin"):
        platform.replay([Reading(path=str(strange))])
    assert stored(platform) == 0
