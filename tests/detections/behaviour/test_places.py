"""Coordinates from a MaxMind DB file, written here by the specification, whole and damaged."""

from __future__ import annotations

import random
import struct
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from detections.behaviour import Config, Selector
from detections.behaviour.places import Places
from detections.behaviour.selection import unpack
from model.errors import InputError


def value(made: Any) -> bytes:
    if isinstance(made, str):
        return _head(2, len(made.encode())) + made.encode()
    if isinstance(made, float):
        return _head(3, 8) + struct.pack(">d", made)
    if isinstance(made, int):
        raw = made.to_bytes((made.bit_length() + 7) // 8, "big")
        return _head(6, len(raw)) + raw
    return _head(7, len(made)) + b"".join(value(name) + value(inner) for name, inner in made.items())


def _head(kind: int, size: int) -> bytes:
    if size < 29:
        return bytes([kind << 5 | size])
    return bytes([kind << 5 | 29, size - 29])


def database(places: dict[str, dict[str, Any]], size: int = 24, version: int = 6) -> bytes:
    """A tree of networks, each leading to its place."""
    bits = 128 if version == 6 else 32
    nodes: list[list[Any]] = [[None, None]]
    data, offsets = b"", {}
    for network, place in places.items():
        offsets[network] = len(data)
        data += value(place)
        parsed = ip_network(network)
        first = int(parsed.network_address)
        length = parsed.prefixlen + (bits - parsed.max_prefixlen)
        node = 0
        for depth in range(length):
            side = first >> (bits - 1 - depth) & 1
            if depth == length - 1:
                nodes[node][side] = network
            else:
                if nodes[node][side] is None:
                    nodes.append([None, None])
                    nodes[node][side] = len(nodes) - 1
                node = nodes[node][side]
    tree = b""
    for node_ in nodes:
        numbers = [
            len(nodes) if n is None else n if isinstance(n, int) else len(nodes) + 16 + offsets[n] for n in node_
        ]
        if size == 28:
            left, right = numbers
            tree += (
                left.to_bytes(4, "big")[1:] + bytes([(left >> 24) << 4 | right >> 24]) + right.to_bytes(4, "big")[1:]
            )
        else:
            tree += b"".join(n.to_bytes(size // 8, "big") for n in numbers)
    about = {"node_count": len(nodes), "record_size": size, "ip_version": version, "database_type": "City"}
    return tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + value(about)


BEIJING = {"city": {"names": {"en": "Beijing", "zh-CN": "北京"}}, "location": {"latitude": 39.9, "longitude": 116.4}}
LONDON = {"country": {"names": {"en": "United Kingdom"}}, "location": {"latitude": 51.5, "longitude": -0.1}}
PLACES = {"203.0.113.0/24": BEIJING, "198.51.100.128/25": LONDON}


@pytest.mark.parametrize("size", [24, 28, 32])
@pytest.mark.parametrize("version", [4, 6])
def test_addresses_are_found_in_every_layout(tmp_path: Path, size: int, version: int) -> None:
    file = tmp_path / "city.mmdb"
    file.write_bytes(database(PLACES, size, version))
    places = Places(file)
    assert places.of("203.0.113.7") == (39.9, 116.4, "北京")
    assert places.of("198.51.100.200") == (51.5, -0.1, "United Kingdom")
    assert places.of("198.51.100.7") is None
    assert places.of("192.0.2.1") is None
    assert places.of("2001:db8::1") is None
    assert places.of("no address") is None


def test_six_is_found_too(tmp_path: Path) -> None:
    file = tmp_path / "city.mmdb"
    file.write_bytes(database({"2001:db8:7::/48": LONDON, **PLACES}))
    assert Places(file).of("2001:db8:7::9") == (51.5, -0.1, "United Kingdom")
    assert Places(file).of(str(ip_address("203.0.113.9"))) == (39.9, 116.4, "北京")


def test_a_file_that_is_none_is_named_once_when_it_is_opened(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.mmdb"
    for content in (b"", b"text", b"\xab\xcd\xefMaxMind.com", database(PLACES)[-200:]):
        wrong.write_bytes(content)
        with pytest.raises(InputError, match=r"wrong\.mmdb"):
            Places(wrong)
    with pytest.raises(InputError, match="cannot be read"):
        Places(tmp_path / "missing.mmdb")


def test_a_damaged_file_gives_no_places_and_no_errors(tmp_path: Path) -> None:
    whole = database(PLACES)
    rng = random.Random(1)
    opened = 0
    for number in range(300):
        damaged = bytearray(whole)
        for _ in range(rng.randrange(1, 40)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        file = tmp_path / f"{number}.mmdb"
        file.write_bytes(damaged)
        try:
            places = Places(file)
        except InputError:
            continue
        opened += 1
        for address in ("203.0.113.7", "198.51.100.200", "192.0.2.1", "::1"):
            found = places.of(address)
            assert found is None or (-90 <= found[0] <= 90 and -180 <= found[1] <= 180)
    assert opened > 50


def pointer(target: int) -> bytes:
    """Two bytes and three bits, counted from 2,048."""
    return bytes([0b00101000 | target - 2_048 >> 16]) + (target - 2_048 & 0xFFFF).to_bytes(2, "big")


def test_a_file_of_pointers_to_pointers_ends(tmp_path: Path) -> None:
    """Each list names the next one a thousand times; without a bound that is a thousand to the sixth values."""
    head, each = bytes([30, 4]) + (1_000 - 285).to_bytes(2, "big"), 4 + 3_000
    lists = b"".join(head + pointer(2_048 + (level + 1) * each) * 1_000 for level in range(6))
    leaf = b"\xe1" + value("location") + pointer(2_048)
    whole = database({"203.0.113.0/24": {}})
    at = whole.index(value({}) + b"\xab\xcd\xef")
    file = tmp_path / "bomb.mmdb"
    file.write_bytes(whole[:at] + leaf.ljust(2_048, b"\0") + lists + value("end") + whole[at + 1 :])
    assert Places(file).of("203.0.113.7") is None


def test_a_sign_in_without_coordinates_gets_those_of_its_address(tmp_path: Path) -> None:
    file = tmp_path / "city.mmdb"
    file.write_bytes(database(PLACES))
    login = {
        "@timestamp": 1_780_000_000_000_000, "event.id": "0" * 32, "event.dataset": "vpn", "event.category": ["authentication"],
        "event.type": ["start"], "event.outcome": "success", "user.name": "li", "source.ip": "203.0.113.5",
    }  # fmt: skip
    own = login | {"source.geo.location": "1,2"}
    with_file = unpack(Selector(Config(geoip=str(file))).select([login, own]))
    assert [one.place for one in with_file] == [(39.9, 116.4, "北京"), (1.0, 2.0, "")]
    assert [one.place for one in unpack(Selector(Config()).select([login]))] == [None]
