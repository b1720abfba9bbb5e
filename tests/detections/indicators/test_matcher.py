"""The index holds exactly what was put into it, and the matcher finds it wherever events carry it."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.indicators.index import Index, build, key_of
from detections.indicators.matcher import MAX_MEMO, READERS, Matcher, fields_for
from detections.indicators.observables import normalise
from model.ecs import catalogue
from model.errors import StoreError
from model.indicator import Observable
from model.indicator import ObservableKind as K


def matcher(path: Path, *known: tuple[K, str]) -> Matcher:
    build(path, [normalise(kind, value) for kind, value in known], version=1, built=1)
    found = Matcher(path)
    found.refresh()
    return found


def seen(matcher: Matcher, event: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(m.observable.kind.value, m.observable.value, m.field) for m in matcher.match(event)]


@pytest.mark.parametrize(
    ("known", "event"),
    [
        ((K.IP, "45.1.2.3"), {"destination.ip": "45.1.2.3"}),
        ((K.IP, "45.1.2.3"), {"source.ip": "::ffff:45.1.2.3"}),
        ((K.IP, "45.1.2.3"), {"url.domain": "45.1.2.3"}),
        ((K.IP, "45.1.2.3"), {"dns.answers.data": ["cdn.example", "45.1.2.3"]}),
        ((K.IP, "45.1.2.3"), {"QueryResults": "type:  5 cdn.example;::ffff:45.1.2.3;"}),
        ((K.NETWORK, "45.1.0.0/16"), {"DestinationIp": "45.1.200.9"}),
        ((K.NETWORK, "2a00:1::/32"), {"destination.ip": "2a00:1:2::3"}),
        ((K.DOMAIN, "evil.example"), {"dns.question.name": "a.b.EVIL.example."}),
        ((K.DOMAIN, "evil.example"), {"tls.client.server_name": "evil.example"}),
        ((K.DOMAIN, "evil.example"), {"QueryName": "x.evil.example"}),
        ((K.HOSTNAME, "c2.evil.example"), {"url.domain": "c2.evil.example"}),
        ((K.URL, "http://evil.example/gate.php"), {"url.full": "HTTP://EVIL.example:80/gate.php?id=7#x"}),
        ((K.URL, "http://evil.example/gate.php"), {"url.domain": "evil.example", "url.original": "/gate.php?id=7"}),
        ((K.URL, "https://evil.example/x"), {"url.domain": "evil.example", "url.original": "/x", "url.port": 443}),
        ((K.DOMAIN, "evil.example"), {"url.full": "https://www.evil.example/x"}),
        ((K.MD5, "a" * 32), {"Hashes": f"SHA1={'b' * 40},MD5={'A' * 32},SHA256={'c' * 64},IMPHASH={'a' * 32}"}),
        ((K.SHA256, "c" * 64), {"process.hash.sha256": "C" * 64}),
        ((K.SM3, "c" * 64), {"file.hash.sha256": "c" * 64}),
        ((K.EMAIL, "a@evil.example"), {"email.from.address": ["A@evil.example"]}),
        ((K.DOMAIN, "evil.example"), {"email.from.address": "a@evil.example"}),
        ((K.JA3, "a" * 32), {"tls.client.ja3": "a" * 32}),
        ((K.USER_AGENT, "EvilBot/1.0"), {"user_agent.original": "EvilBot/1.0"}),
        ((K.CERTIFICATE, "a" * 40), {"tls.server.hash.sha1": "A" * 40}),
        ((K.FILE_NAME, "evil.exe"), {"Image": r"C:\Temp\EVIL.exe"}),
        ((K.FILE_PATH, r"c:\temp\evil.exe"), {"TargetFilename": r"C:\Temp\evil.EXE"}),
        ((K.REGISTRY_KEY, r"HKLM\Software\Evil"), {"TargetObject": r"HKLM\Software\Evil\Run"}),
    ],
)
def test_an_observable_is_found_where_events_carry_it(
    tmp_path: Path, known: tuple[K, str], event: dict[str, Any]
) -> None:
    wanted = normalise(*known)
    assert [(k, v) for k, v, _ in seen(matcher(tmp_path / "i", known), event)] == [(wanted.kind.value, wanted.value)]


@pytest.mark.parametrize(
    ("known", "event"),
    [
        ((K.HOSTNAME, "evil.example"), {"url.domain": "a.evil.example"}),
        ((K.DOMAIN, "evil.example"), {"url.domain": "notevil.example"}),
        ((K.DOMAIN, "a.evil.example"), {"url.domain": "evil.example"}),
        ((K.NETWORK, "45.1.0.0/16"), {"destination.ip": "45.2.0.0"}),
        ((K.MD5, "a" * 32), {"Hashes": f"IMPHASH={'a' * 32}"}),
        ((K.IP, "45.1.2.3"), {"message": "45.1.2.3"}),
        ((K.URL, "http://evil.example/x"), {"url.original": "/x"}),
        ((K.IP, "45.1.2.3"), {"destination.ip": "not an address"}),
        ((K.IP, "45.1.2.3"), {"destination.ip": 45}),
        ((K.FILE_NAME, "evil.exe"), {"Image": r"C:\evil.exe\other.exe"}),
    ],
)
def test_what_is_only_like_it_is_not_found(tmp_path: Path, known: tuple[K, str], event: dict[str, Any]) -> None:
    assert seen(matcher(tmp_path / "i", known), event) == []


def test_an_observable_in_two_fields_is_reported_once_by_the_first_of_them(tmp_path: Path) -> None:
    found = matcher(tmp_path / "i", (K.IP, "45.1.2.3"))
    event = {"related.ip": ["45.1.2.3"], "destination.ip": "45.1.2.3", "source.ip": "10.0.0.1"}
    assert seen(found, event) == [("ip", "45.1.2.3", "destination.ip")]
    assert seen(found, event) == [("ip", "45.1.2.3", "destination.ip")]


def test_nested_networks_are_all_found(tmp_path: Path) -> None:
    found = matcher(
        tmp_path / "i",
        (K.NETWORK, "45.0.0.0/8"),
        (K.NETWORK, "45.1.0.0/16"),
        (K.NETWORK, "45.1.2.0/24"),
        (K.NETWORK, "45.3.0.0/16"),
    )
    assert {value for _, value, _ in seen(found, {"source.ip": "45.1.2.3"})} == {
        "45.0.0.0/8",
        "45.1.0.0/16",
        "45.1.2.0/24",
    }
    assert {value for _, value, _ in seen(found, {"source.ip": "45.4.0.1"})} == {"45.0.0.0/8"}


def test_a_new_index_is_taken_up_and_the_old_answers_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "i"
    found = matcher(path, (K.IP, "45.1.2.3"))
    event = {"source.ip": "45.1.2.4"}
    assert seen(found, event) == []
    build(path, [normalise(K.IP, "45.1.2.4")], version=2, built=2)
    assert found.refresh()
    assert seen(found, event) == [("ip", "45.1.2.4", "source.ip")]
    assert found.version == 2
    assert not found.refresh()


def test_without_an_index_nothing_matches_and_a_broken_one_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "i"
    assert seen(Matcher(path), {"source.ip": "45.1.2.3"}) == []
    found = matcher(path, (K.IP, "45.1.2.3"))
    waiting = tmp_path / "broken"
    waiting.write_bytes(b"{}\n" + bytes(5000))
    waiting.replace(path)
    assert not found.refresh()
    assert seen(found, {"source.ip": "45.1.2.3"})
    with pytest.raises(StoreError, match="cannot be used"):
        Index(path)


def test_what_is_remembered_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_MEMO < 100_000
    monkeypatch.setattr("detections.indicators.matcher.MAX_MEMO", 100)
    found = matcher(tmp_path / "i", (K.IP, "45.1.2.3"))
    for number in range(1000):
        found.match({"user_agent.original": f"agent {number}"})
    assert sum(map(len, found._memo.values())) <= 101


KEYS = st.builds(
    Observable,
    st.sampled_from([K.DOMAIN, K.IP, K.FILE_NAME]),
    st.text(alphabet="ab.é\ud800", min_size=1, max_size=6),
)


@given(st.sets(KEYS, max_size=60), st.sets(KEYS, max_size=60))
@settings(max_examples=80, deadline=None)
def test_the_index_holds_what_was_put_in_and_nothing_else(
    tmp_path_factory: Any, put: set[Observable], asked: set[Observable]
) -> None:
    path = tmp_path_factory.mktemp("index") / "i"
    build(path, put, version=1, built=0)
    index = Index(path)
    assert index.count == len(put)
    for one in put | asked:
        assert (key_of(one.kind, one.value) in index) == (one in put)


@given(
    st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(8, 31)), max_size=30),
    st.lists(st.integers(0, 2**32 - 1), max_size=30),
)
@settings(max_examples=80, deadline=None)
def test_the_networks_found_are_those_python_finds(
    tmp_path_factory: Any, networks: list[tuple[int, int]], addresses: list[int]
) -> None:
    known = {ip_network((number, bits), strict=False) for number, bits in networks}
    path = tmp_path_factory.mktemp("index") / "i"
    build(path, [Observable(K.NETWORK, str(one)) for one in known], version=1, built=0)
    index = Index(path)
    edges = [int(one.network_address) for one in known] + [int(one.broadcast_address) for one in known]
    for number in [*addresses, *edges]:
        address = ip_address(number)
        assert set(index.networks_of(address.packed)) == {str(one) for one in known if address in one}


def test_fields_are_catalogued_or_native_names_of_a_source() -> None:
    fields = fields_for(frozenset(K))
    dotted = {name for name in fields if "." in name and not name.startswith("id.")}
    assert dotted <= catalogue().keys()
    for kind in K:
        assert fields_for(frozenset({kind})), f"nothing carries {kind}"
    assert {kind for _, kinds in READERS.values() for kind in kinds} == set(K)
