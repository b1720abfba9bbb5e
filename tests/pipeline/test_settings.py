"""One file, one environment, and every mistake named at once."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.errors import SettingsError
from pipeline.settings import Settings, load_settings


def write(folder: Path, text: str) -> Path:
    path = folder / "fengsui.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_file_and_environment_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    loaded = load_settings(environ={})
    assert loaded.store.retention_days >= 180, "the law asks for at least 180 days"
    assert loaded.language == "zh-CN"


def test_every_mistake_is_listed_at_once_with_its_place(tmp_path):
    path = write(
        tmp_path,
        """
        language = "fr"
        speed = 1
        [store]
        retention_days = 0
        retension = 3
        [sources.portal]
        kind = "nginx"
        [sources.net]
        kind = "syslog"
        listen = "udp:514"
        [sources.zone]
        kind = "syslog"
        listen = "udp://0.0.0.0:514"
        timezone = "Mars/Olympus"
        """,
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(path, environ={})
    text = str(caught.value)
    assert str(path) in text
    for expected in (
        "language",
        "speed: no such setting",
        "store.retention_days",
        "store.retension: no such setting; known here: retention_days",
        "sources.portal: give either `path` or `listen`",
        "sources.net.listen: expected udp://host:port",
        "sources.zone.timezone: no time zone is called 'Mars/Olympus'",
    ):
        assert expected in text, text
    assert len(caught.value.problems) == 7


def test_units_must_hang_together_and_sources_must_name_one_of_them(tmp_path):
    path = write(
        tmp_path,
        """
        units = [{id = "a", name = "A", name_zh = "甲", parent = "nowhere"}]
        [sources.s]
        kind = "jsonl"
        path = "x"
        unit = "b"
        """,
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(path, environ={})
    assert len(caught.value.problems) == 2


def test_the_environment_overrides_the_file_and_its_mistakes_are_named_too(tmp_path):
    path = write(tmp_path, "[store]\nretention_days = 200\n")
    loaded = load_settings(path, environ={"FENGSUI_STORE__RETENTION_DAYS": "400", "FENGSUI_DETECTION__RULES": '["r"]'})
    assert loaded.store.retention_days == 400
    assert loaded.detection.rules == [tmp_path / "r"]
    with pytest.raises(SettingsError, match="FENGSUI_STOR: no such setting"):
        load_settings(path, environ={"FENGSUI_STOR": "1"})


def test_relative_paths_are_relative_to_the_file_they_stand_in(tmp_path):
    loaded = load_settings(
        write(tmp_path, 'data = "kept"\n[sources.s]\nkind = "jsonl"\npath = "in.jsonl"\n'), environ={}
    )
    assert loaded.data == tmp_path / "kept"
    assert loaded.sources["s"].path == tmp_path / "in.jsonl"


def test_relative_paths_of_playbooks_are_relative_to_the_file_too(tmp_path):
    text = """
    [playbooks.secrets]
    desk = "secrets/desk"
    [playbooks.actuators.firewall-edge]
    kind = "nftables"
    host = "edge.example.org"
    secret_file = "secrets/edge.key"
    known_hosts = "known_hosts"
    ca_file = "/etc/ssl/own.pem"
    """
    loaded = load_settings(write(tmp_path, text), environ={}).playbooks
    assert loaded.secrets["desk"] == tmp_path / "secrets" / "desk"
    edge = loaded.actuators["firewall-edge"]
    assert edge.secret_file == tmp_path / "secrets" / "edge.key"
    assert edge.known_hosts == tmp_path / "known_hosts"
    assert edge.ca_file == Path("/etc/ssl/own.pem")


def test_a_settings_file_that_was_named_must_exist(tmp_path):
    with pytest.raises(SettingsError, match="does not exist"):
        load_settings(tmp_path / "nowhere.toml", environ={})


def test_text_that_is_no_toml_is_refused_with_its_place(tmp_path):
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(write(tmp_path, "data = "), environ={})


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
            max_leaves=6,
        ),
        max_size=4,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_document_causes_anything_but_settings_or_a_settings_error(tmp_path_factory, document):
    names = {f"FENGSUI_{key.upper()}": str(value) for key, value in document.items() if "\0" not in key}
    folder = tmp_path_factory.mktemp("any")
    path = write(folder, "")
    with contextlib.suppress(SettingsError):
        assert isinstance(load_settings(path, environ=names), Settings)
