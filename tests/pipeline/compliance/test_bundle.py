"""A bundle says by itself whether it is what was sealed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.mlps.rules import by_item
from model.errors import InputError, NotFound
from model.incident import IncidentChange, IncidentStatus
from pipeline.compliance import bundle
from store import alerts, incidents, ledger
from store.compliance_tables import ComplianceEvidenceRow
from store.ledger.canonical import sm3
from store.rows import update_rows
from store.scope import EVERYTHING
from tests.pipeline.compliance.small import Small, a_small_district
from tests.store.state.samples import an_alert, an_incident


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    with a_small_district(tmp_path_factory.mktemp("small")) as opened:
        opened.flow()
        opened.login()
        opened.keep()
        yield opened


@pytest.fixture(scope="module")
def written(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundle") / "bundle.jsonl"
    with small.state.reading() as tx:
        bundle.write(path, bundle.lines(tx, small.district(), "records", EVERYTHING, small.now))
    return path


def test_an_untouched_bundle_holds_and_its_root_is_the_printed_one(written: Path) -> None:
    found = bundle.verify(written)
    assert found.ok, found.faults
    assert found.evidence > 40
    assert bundle.verify(written, found.root).ok
    assert not bundle.verify(written, "00" * 32).ok


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_single_changed_bit_is_found(written: Path, data: st.DataObject) -> None:
    raw = bytearray(written.read_bytes())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    changed = written.with_name("changed.jsonl")
    changed.write_bytes(raw)
    assert not bundle.verify(changed).ok


def test_a_bundle_that_was_cut_or_grew_is_found(written: Path) -> None:
    lines = written.read_bytes().splitlines(keepends=True)
    other = written.with_name("other.jsonl")
    for changed in (lines[:-1], lines[:-2] + lines[-1:], [*lines, lines[1]], [lines[0], *lines[2:]]):
        other.write_bytes(b"".join(changed))
        assert not bundle.verify(other).ok


@pytest.mark.parametrize("data", [b"", b"no json\n", b"{}\n", b"[" * 100_000, b'{"evidence":{}}\n', b"\xff\n"])
def test_what_is_no_bundle_is_refused_or_does_not_hold(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    with contextlib.suppress(InputError):
        assert not bundle.verify(path).ok


def test_a_bundle_of_one_item_holds_only_what_answers_it(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "item.jsonl"
    with small.state.reading() as tx:
        district = small.district()
        bundle.write(path, bundle.lines(tx, district, "records", EVERYTHING, small.now, item="L3-8.1.3.5-b"))
        with pytest.raises(NotFound):
            bundle.write(path, bundle.lines(tx, district, "records", EVERYTHING, small.now, item="L3-0"))
    found = bundle.verify(path)
    assert found.ok, found.faults
    assert found.about == {"system": "records", "item": "L3-8.1.3.5-b"}
    assert found.evidence == len(by_item()["L3-8.1.3.5-b"])


def test_a_bundle_of_an_incident_shows_its_audit_records_to_be_in_the_ledger(tmp_path: Path) -> None:
    with a_small_district(tmp_path) as small, small.state.transaction() as tx:
        alerts.add(tx, [an_alert("a", unit="health")])
        incident = an_incident("i", ("a",), units=("health",))
        incidents.apply(tx, [IncidentChange(kind="opened", incident=incident, alert_id="a")])
        incidents.decide(tx, incident.id, EVERYTHING, actor="li", status=IncidentStatus.IN_PROGRESS, note="seen")
        path = tmp_path / "incident.jsonl"
        bundle.write(path, bundle.lines_of_incident(tx, incident.id, EVERYTHING, small.now))
    found = bundle.verify(path)
    assert found.ok, found.faults
    assert found.about == {"incident": incident.id}
    assert found.records == 1
    path.write_bytes(path.read_bytes().replace(b'"seen"', b'"none"'))
    assert not bundle.verify(path).ok


def test_a_report_is_proven_by_the_record_that_names_its_digest(small: Small, tmp_path: Path) -> None:
    digest, other = sm3(b"report").hex(), sm3(b"another").hex()
    path = tmp_path / "report.proof.jsonl"
    with small.state.transaction() as tx:
        ledger.append(
            tx, actor="li", action="report.exported", object="report:cii", unit="health", details={"sm3": digest}
        )
        bundle.write(path, bundle.lines_of_report(tx, digest, EVERYTHING, small.now))
        with pytest.raises(NotFound):
            bundle.write(path, bundle.lines_of_report(tx, other, EVERYTHING, small.now))
    assert bundle.verify(path, digest=digest).ok
    assert not bundle.verify(path, digest=other).ok


def test_a_changed_byte_in_the_database_is_found(tmp_path: Path) -> None:
    with a_small_district(tmp_path) as small:
        small.flow()
        small.keep()
        with small.state.reading() as tx:
            assert bundle.verify_stored(tx).ok
        with small.state.transaction() as tx:
            update_rows(tx, ComplianceEvidenceRow, ComplianceEvidenceRow.number == 3, body='{"verdict":"met"}')
        with small.state.reading() as tx:
            found = bundle.verify_stored(tx)
        assert not found.ok
        assert "is not what was sealed" in found.faults[0]
