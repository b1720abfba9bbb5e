"""Quarantined records over HTTP: shown as the bytes they are, marked, deleted."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path

import pytest

from api.quarantine.schemas import HeldCounts, HeldDetail, HeldPage
from collectors.contract import Quarantined
from store import quarantine
from store.identity import Role
from store.state import State
from tests.api.district import BROKEN, TOWN, District, all_pages, code, read, refused_without
from tests.api.site import Site

OTHERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.LEADER, Role.DUTY_OFFICER, Role.UNIT_SECURITY_OFFICER)


@pytest.mark.parametrize("address", ["quarantine", "quarantine/counts", "quarantine/1"])
def test_only_analysts_and_who_runs_the_platform_read_quarantine(district: District, address: str) -> None:
    refused_without(district, "GET", address, *OTHERS)


@pytest.mark.parametrize("address", ["quarantine/marks", "quarantine/purge"])
def test_only_who_runs_the_platform_marks_and_deletes(district: District, address: str) -> None:
    refused_without(district, "POST", address, *OTHERS, Role.ANALYST, json={})


def test_a_record_is_shown_as_text_whatever_its_bytes_are(district: District) -> None:
    (held,) = HeldPage.model_validate(read(district.town, "quarantine")).items
    assert (held.source, held.unit, held.reason) == ("town/hostile", TOWN, "json.syntax")
    assert held.sample == '{"message": "never closed\\xff\\xfe <script>alert(1)</script>'
    before = len(district.audited("quarantine.read"))
    whole = HeldDetail.model_validate(read(district.town, f"quarantine/{held.id}"))
    assert b64decode(whole.base64 or "") == BROKEN.rstrip(b"\n")
    assert whole.text == held.sample
    records = district.audited("quarantine.read")[before:]
    assert [record.object for record in records] == [f"quarantine:{held.id}"]


def test_counts_agree_with_the_list(district: District) -> None:
    counts = HeldCounts.model_validate(read(district.analyst, "quarantine/counts"))
    assert counts.records == counts.waiting == len(all_pages(district.analyst, "quarantine", limit=50))


def _hold(state: State, unit: str, number: int) -> None:
    items = [Quarantined("test.bad", "not as it should be", n, b"%d \xff\x00<b>" % n) for n in range(number)]
    with state.transaction() as tx:
        quarantine.add(tx, f"source-{unit}", unit, items, fingerprint=unit)


@pytest.fixture
def held(site: Site) -> Site:
    for unit in ("education", "health"):
        site.unit(unit)
        _hold(site.state, unit, 7)
    return site


def test_paging_neither_repeats_nor_skips(held: Site) -> None:
    client = held.signed_in(Role.ANALYST)
    ids = [record["id"] for record in all_pages(client, "quarantine", limit=3)]
    assert len(ids) == len(set(ids)) == 14
    assert ids == sorted(ids, reverse=True)
    assert len(all_pages(client, "quarantine", limit=3, source="source-health", reason="test.bad")) == 7


def test_nobody_reads_marks_or_deletes_what_other_units_hold(held: Site) -> None:
    education = held.signed_in(Role.SYSTEM_ADMIN, unit="education")
    everything = held.signed_in(Role.SYSTEM_ADMIN)
    foreign = read(everything, "quarantine", source="source-health")["items"][0]["id"]
    own = read(education, "quarantine")["items"][0]["id"]
    assert code(education.get(f"/api/v1/quarantine/{foreign}")) == (404, "not_found")
    marks = education.post("/api/v1/quarantine/marks", json={"records": [own, foreign]})
    assert code(marks) == (404, "not_found")
    assert read(everything, "quarantine/counts")["waiting"] == 14, "all or none"
    purged = education.post("/api/v1/quarantine/purge", json={"before": "2099-01-01T00:00:00Z"})
    assert purged.json() == {"deleted": 7}
    assert read(everything, "quarantine", limit=200)["items"][0]["unit"] == "health"
    assert len(read(everything, "quarantine", limit=200)["items"]) == 7


def test_marking_counts_once_and_is_recorded(held: Site) -> None:
    admin = held.signed_in(Role.SYSTEM_ADMIN)
    ids = [record["id"] for record in read(admin, "quarantine", source="source-health")["items"][:3]]
    for expected in (3, 0):
        answer = admin.post("/api/v1/quarantine/marks", json={"records": ids})
        assert answer.json() == {"marked": expected}
    assert held.actions().count("quarantine.replayed") == 1
    assert read(admin, "quarantine/counts")["waiting"] == 11
    assert len(read(admin, "quarantine", waiting=True, limit=200)["items"]) == 11


def test_deleting_keeps_the_totals_and_is_recorded(held: Site) -> None:
    admin = held.signed_in(Role.SYSTEM_ADMIN)
    assert admin.post("/api/v1/quarantine/purge", json={"before": "1980-01-01T00:00:00Z"}).json() == {"deleted": 0}
    assert admin.post("/api/v1/quarantine/purge", json={"before": "2099-01-01T00:00:00Z"}).json() == {"deleted": 14}
    counts = read(admin, "quarantine/counts")
    assert counts["records"] == 14
    assert {item["kept_bytes"] for item in counts["items"]} == {0}
    assert "quarantine.purged" in held.actions()


def test_a_record_without_its_bytes_is_shown_without_them(site: Site, tmp_path: Path) -> None:
    with site.state.transaction() as tx:
        item = Quarantined("test.bad", "too much", 0, b"x" * 100)
        quarantine.add(tx, "s", "district", [item], fingerprint="f", limits=quarantine.Limits(source_bytes=10))
    client = site.signed_in(Role.ANALYST)
    (held,) = read(client, "quarantine")["items"]
    assert (held["sample"], held["size"], held["kept"]) == (None, 100, 0)
    assert read(client, f"quarantine/{held['id']}")["base64"] is None


def _replayable(site: Site, unit: str, number: int) -> None:
    items = [Quarantined("nginx.format", "not an access log line", n, b"line %d" % n) for n in range(number)]
    packets = [Quarantined("pcap.truncated", "cut", 99, b"\xd4\xc3")]
    origin = {"observer": "portal", "path": "access.log", "timezone": "UTC"}
    with site.state.transaction() as tx:
        quarantine.add(tx, f"web-{unit}", unit, items, fingerprint=f"w{unit}", kind="nginx", origin=origin)
        quarantine.add(tx, f"web-{unit}", unit, packets, fingerprint=f"p{unit}", kind="pcap", origin=origin)


def test_records_are_queued_by_id_by_condition_or_all_within_ones_units_and_it_is_audited(held: Site) -> None:
    for unit in ("education", "health"):
        _replayable(held, unit, 5)
    education = held.signed_in(Role.SYSTEM_ADMIN, unit="education")
    everything = held.signed_in(Role.SYSTEM_ADMIN)
    address = "/api/v1/quarantine/replays"
    own = read(education, "quarantine", reason="nginx.format")["items"]
    assert {(one["state"], one["replayable"], one["kind"]) for one in own} == {("waiting", True, "nginx")}
    foreign = read(everything, "quarantine", source="web-health")["items"][0]["id"]
    assert code(education.post(address, json={"records": [own[0]["id"], foreign]})) == (404, "not_found")
    assert read(everything, "quarantine", state="queued")["items"] == [], "all or none"
    answer = education.post(address, json={"records": [own[0]["id"]]})
    assert (answer.status_code, answer.json()) == (202, {"queued": 1, "unable": 0, "done": 0})
    assert read(education, f"quarantine/{own[0]['id']}")["state"] == "queued"
    # Seven records of a kind nobody kept and one of packets cannot be read alone.
    assert education.post(address, json={"everything": True}).json() == {"queued": 4, "unable": 8, "done": 1}
    assert len(read(everything, "quarantine", state="queued", source="web-health")["items"]) == 0
    answer = everything.post(address, json={"source": "web-health", "reason": "nginx.format"})
    assert answer.json() == {"queued": 5, "unable": 0, "done": 0}
    assert held.actions().count("quarantine.replay_requested") == 3


@pytest.mark.parametrize("body", [{}, {"records": [1], "source": "a"}, {"everything": True, "reason": "x"}])
def test_what_to_replay_is_said_in_one_way(held: Site, body: dict[str, object]) -> None:
    answer = held.signed_in(Role.SYSTEM_ADMIN).post("/api/v1/quarantine/replays", json=body)
    assert code(answer) == (422, "input.unusable")


def test_a_moment_before_which_nothing_can_be_is_no_crash(held: Site) -> None:
    body = {"before": "0001-01-01T00:00:00+23:59"}
    answer = held.signed_in(Role.SYSTEM_ADMIN).post("/api/v1/quarantine/replays", json=body)
    assert answer.status_code in (202, 422)
