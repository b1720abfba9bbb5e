"""Reports of scanners, lists of components and directory dumps: what is read out of them, and what no file can do."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.inventory.contract import Reading
from collectors.inventory.files import form_of, read_file
from model.errors import InputError
from tests.collectors.inventory.shared_samples import DIRECTORY, EVERY, sample, zipped


def of(reading: Reading, kind: str) -> dict[str, dict[str, Any]]:
    return {entry.values["id"]: entry.values for entry in reading.entries if entry.kind == kind}


@pytest.mark.parametrize("form", EVERY)
def test_every_form_is_recognised_by_its_content(form: str) -> None:
    assert form_of(EVERY[form], "f") == form
    assert read_file(EVERY[form]).form == form


def test_a_real_scan_of_nmap_gives_the_host_and_its_open_ports_only() -> None:
    reading = read_file(sample("nmap.xml"))
    assert of(reading, "assets")["127.0.0.1"]["hostnames"] == ["localhost"]
    (service,) = of(reading, "services").values()
    assert (service["port"], service["protocol"], service["product"], service["version"]) == (
        18080,
        "http",
        "SimpleHTTPServer",
        "0.6",
    )


def test_a_nessus_report_gives_host_services_and_exposures_with_effect_and_time() -> None:
    reading = read_file(sample("nessus.xml"))
    host = of(reading, "assets")["10.20.2.10"]
    assert host["hostnames"] == ["db-1.qinghe.example"]
    assert host["identifiers"] == ["00:16:3e:aa:bb:01", "00:16:3e:aa:bb:02"]
    exposures = of(reading, "exposures")
    hole = exposures["nessus:10.20.2.10:tcp/5432:CVE-2024-4317"]
    assert (hole["cvss"], hole["remote"], hole["effect"], hole["exploited"]) == (8.8, False, "code_execution", True)
    assert hole["last_seen"] == 1789208521_000000
    weak = exposures["nessus:10.20.2.10:tcp/22:nessus:70658"]
    assert (weak["cvss"], weak["remote"], weak["effect"]) == (2.6, True, "disclosure")
    assert len(exposures) == 2
    assert reading.covered == {"10.20.2.10"}


def test_an_openvas_report_gives_sure_results_and_leaves_guesses_and_logs_out() -> None:
    reading = read_file(sample("openvas.xml"))
    assert of(reading, "assets")["10.20.1.10"]["os"] == "Debian GNU/Linux 12"
    assert of(reading, "assets")["10.20.1.10"]["identifiers"] == ["00:16:3e:00:00:10"]
    (hole,) = of(reading, "exposures").values()
    assert (hole["weakness"], hole["service"], hole["effect"]) == ("CVE-2015-4000", "10.20.1.10:tcp/443", "disclosure")
    assert not reading.rejected


def test_a_trivy_report_says_what_is_vulnerable_and_what_is_misconfigured() -> None:
    exposures = of(read_file(sample("trivy.json")), "exposures")
    assert {one["weakness"]: (one["cvss"], one["remote"], one["effect"]) for one in exposures.values()} == {
        "CVE-2024-6387": (8.1, True, "code_execution"),
        "CVE-2024-0001": (3.3, False, "denial"),
        "AVD-DS-0002": (8.0, False, "privilege"),
    }
    assert "fixed in 1:9.2p1-2+deb12u3" in exposures["trivy:portal:openssh-server:CVE-2024-6387"]["title"]


def test_an_sbom_gives_programs_services_and_open_vulnerabilities_and_counts_libraries() -> None:
    reading = read_file(sample("cyclonedx.json"), asset="web-1")
    assert of(reading, "assets")["web-1"]["os"] == "debian 12.5"
    services = of(reading, "services")
    assert services["web-1:nginx"]["version"] == "1.24.0"
    assert (services["web-1:tcp/8443"]["port"], services["web-1:tcp/8443"]["authentication"]) == (8443, "none")
    (hole,) = of(reading, "exposures").values()
    assert (hole["weakness"], hole["cvss"]) == ("CVE-2021-44228", 10.0)
    assert hole["title"].startswith("log4j-core 2.14.1")
    assert reading.passed_over == 3
    assert "no URL" in reading.rejected[0].reason


def test_a_directory_dump_gives_accounts_groups_machines_and_rights_in_any_order_of_files() -> None:
    readings = [read_file(zipped(names)) for names in (DIRECTORY, DIRECTORY[::-1])]
    assert {r.entries[0].kind for r in readings} == {"accounts", "groups"}
    for reading in readings:
        accounts = of(reading, "accounts")
        assert accounts["S-1-5-21-1-2-3-1110"]["member_of"] == ["S-1-5-21-1-2-3-513", "S-1-5-21-1-2-3-1201"]
        assert accounts["S-1-5-21-1-2-3-1111"]["kind"] == "service"
        assert of(reading, "assets")["pc-12.qinghe.local"]["kind"] == "workstation"
        assert {(r["subject"][-4:], r["verb"], r["target"]) for r in of(reading, "rights").values()} == {
            ("1201", "admin_to", "pc-12.qinghe.local"),
            ("1110", "can_rdp", "pc-12.qinghe.local"),
            ("1110", "has_session", "pc-12.qinghe.local"),
            ("-512", "generic_all", "pc-12.qinghe.local"),
            ("1201", "reset_password", "S-1-5-21-1-2-3-1111"),
            ("1201", "dc_sync", "S-1-5-21-1-2-3"),
        }


def test_entities_of_xml_are_refused_wherever_they_stand() -> None:
    inside = (
        b'<!DOCTYPE nmaprun [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><nmaprun><host>&b;</host></nmaprun>'
    )
    outside = b'<!DOCTYPE nmaprun [<!ENTITY a SYSTEM "file:///etc/passwd">]><nmaprun><host>&a;</host></nmaprun>'
    parameter = b'<!DOCTYPE nmaprun [<!ENTITY % a SYSTEM "http://127.0.0.1:1/">%a;]><nmaprun/>'
    for hostile in (inside, outside, parameter):
        with pytest.raises(InputError, match="entities"):
            read_file(hostile, form="nmap")


def test_depth_and_size_are_bounded() -> None:
    with pytest.raises(InputError, match="deeper"):
        read_file(b"<nmaprun>" + b"<host>" * 1_000, form="nmap")
    with pytest.raises(InputError):
        read_file(b'{"bomFormat":"CycloneDX","components":' + b"[" * 5_000)
    nested: dict[str, Any] = {}
    for _ in range(50):
        nested = {"components": [{"name": "x", **nested}]}
    deep = {"bomFormat": "CycloneDX", "metadata": {"component": {"name": "x"}}, **nested}
    assert any("nested deeper" in one.reason for one in read_file(msgspec.json.encode(deep)).rejected)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_does() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("users.json", "w") as member:
        for _ in range(260):
            member.write(bytes(1 << 20))
    assert len(bomb.getvalue()) < 1 << 20
    with pytest.raises(InputError, match="unpacks to more"):
        read_file(bomb.getvalue(), form="bloodhound")


@pytest.mark.parametrize("form", EVERY)
def test_a_damaged_file_is_read_or_refused_and_never_anything_else(form: str) -> None:
    whole = EVERY[form]

    @given(
        cut=st.integers(0, len(whole)),
        at=st.integers(0, len(whole) - 1),
        put=st.one_of(
            st.binary(max_size=6), st.sampled_from([b"null", b"-1", b'"', b"[]", b"{}", b"1e999", b"&#0;", b"<a>"])
        ),
        over=st.integers(0, 12),
    )
    @settings(deadline=None, max_examples=30)
    def damaged(cut: int, at: int, put: bytes, over: int) -> None:
        data = (whole[:at] + put + whole[at + over :])[: cut if cut > len(whole) // 2 else None]
        try:
            reading = read_file(data, form=form)
        except InputError:
            return
        assert reading.form == form

    damaged()


@given(data=st.binary(max_size=300))
@settings(deadline=None, max_examples=40)
def test_any_bytes_as_any_form_are_read_or_refused(data: bytes) -> None:
    for form in ("", *EVERY, "csv", "xlsx"):
        with suppress(InputError):
            read_file(data, form=form)
