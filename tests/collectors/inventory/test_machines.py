"""A register from a file: which address and which name are one machine."""

from __future__ import annotations

import pytest

from collectors.inventory import read_machines
from correlator.known import aliases_of
from model.errors import InputError
from tests.shared import shared


def test_a_list_or_a_mapping_of_machines_gives_names_and_addresses() -> None:
    listed = read_machines(b'[{"hostname": "portal", "addresses": ["10.20.1.10", "198.51.100.10"]}]')
    mapped = read_machines(b"portal:\n  fqdns: [portal.qinghe.example]\n  ip: 10.20.1.10\n")
    assert aliases_of(listed) == {"ip:10.20.1.10": "host:portal", "ip:198.51.100.10": "host:portal"}
    assert aliases_of(mapped) == {"host:portal.qinghe.example": "host:portal", "ip:10.20.1.10": "host:portal"}


@pytest.mark.shared
def test_an_inventory_of_a_public_data_set_is_read() -> None:
    assets = read_machines(shared("ait/russellmitchell_inventory.yaml").read_bytes())
    aliases = aliases_of(assets)
    assert aliases["ip:192.168.230.122"] == "host:attacker_0"
    assert aliases["host:attacker-0"] == "host:attacker_0"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "neither YAML nor JSON"),
        (b"42", "expected a list"),
        (b"[1]", "machine 1 is no mapping"),
        (b"[{ip: 10.0.0.1}]", "machine 1 has no name"),
        (b"a: {ip: 10.0.0.300}", "machine a"),
        (b"\xff\xfe", "expected a list"),
    ],
)
def test_what_is_no_register_is_refused_by_place(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_machines(data, "hosts.yml")
