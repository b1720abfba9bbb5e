"""Every item of a document becomes assertions or a reject with its reason; none is lost on the way."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.indicators.formats import Format, parse
from detections.indicators.parsed import Parsed
from detections.indicators.stix_pattern import Unusable, reduce
from model.errors import InputError
from model.indicator import Tlp

MARK = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"


def bundle(*objects: dict[str, Any]) -> bytes:
    return orjson.dumps({"type": "bundle", "id": "bundle--1", "objects": list(objects)})


def indicator(pattern: str, number: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{number:08}-0000-4000-8000-000000000000",
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": "2026-01-02T03:04:05Z",
        **more,
    }


def values(parsed: Parsed) -> set[tuple[str, str]]:
    return {(a.observable.kind.value, a.observable.value) for a in parsed.assertions}


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("[ipv4-addr:value = '45.1.2.3']", {("ip", "45.1.2.3")}),
        ("[ipv4-addr:value = '45.1.0.0/16']", {("network", "45.1.0.0/16")}),
        ("[ipv4-addr:value ISSUBSET '45.1.0.0/16']", {("network", "45.1.0.0/16")}),
        ("[ipv4-addr:value IN ('45.1.2.3', '45.1.2.4')]", {("ip", "45.1.2.3"), ("ip", "45.1.2.4")}),
        (
            "[domain-name:value = 'evil.com'] OR [url:value = 'http://x.org/z']",
            {("domain", "evil.com"), ("url", "http://x.org/z")},
        ),
        ("[domain-name:value = 'c2.evil.com']", {("hostname", "c2.evil.com")}),
        ("[domain-name:value LIKE '%.evil.com']", {("domain", "evil.com")}),
        ("([email-addr:value = 'a@evil.com'])", {("email", "a@evil.com")}),
        (
            f"[file:hashes.MD5 = '{'a' * 32}' AND file:hashes.'SHA-256' = '{'b' * 64}' AND file:name = 'x.exe']",
            {("md5", "a" * 32), ("sha256", "b" * 64)},
        ),
        (
            "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '45.1.2.3']",
            {("ip", "45.1.2.3")},
        ),
        (
            r"[windows-registry-key:key = 'HKLM\\Software\\Evil']",
            {("registry_key", r"hkey_local_machine\software\evil")},
        ),
    ],
)
def test_patterns_that_any_one_value_fulfils_become_those_values(pattern: str, found: set[tuple[str, str]]) -> None:
    assert {(o.kind.value, o.value) for o in reduce(pattern).observables} == found


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("[ipv4-addr:value = '45.1.2.3' AND domain-name:value = 'evil.com']", "pattern.conjunction"),
        ("[network-traffic:dst_ref.value = '45.1.2.3' AND network-traffic:dst_port = 443]", "pattern.conjunction"),
        (f"[process:image_ref.hashes.MD5 = '{'a' * 32}' AND process:command_line = 'x']", "pattern.conjunction"),
        ("[ipv4-addr:value = '45.1.2.3'] AND [domain-name:value = 'evil.com']", "pattern.several-observations"),
        ("[ipv4-addr:value = '45.1.2.3'] FOLLOWEDBY [ipv4-addr:value = '45.1.2.4']", "pattern.sequence"),
        ("[ipv4-addr:value = '45.1.2.3'] REPEATS 3 TIMES", "pattern.qualifier"),
        ("[ipv4-addr:value = '45.1.2.3'] WITHIN 5 SECONDS", "pattern.qualifier"),
        ("[domain-name:value != 'good.com']", "pattern.negation"),
        ("[domain-name:value NOT = 'good.com']", "pattern.negation"),
        ("[domain-name:value MATCHES '^a']", "pattern.operator"),
        ("[domain-name:value LIKE 'a%']", "pattern.operator"),
        ("[process:command_line = 'whoami']", "pattern.path"),
        ("[file:hashes.MD5 = 'zz']", "value.invalid"),
        ("nonsense", "pattern.syntax"),
        ("[" * 100, "pattern.too-deep"),
        ("[ipv4-addr:value = '1']" + " " * 20_000, "pattern.too-long"),
    ],
)
def test_patterns_that_need_more_than_one_value_are_refused_with_the_reason(pattern: str, reason: str) -> None:
    with pytest.raises(Unusable) as refused:
        reduce(pattern)
    assert refused.value.reason == reason
    assert refused.value.message


def test_alternatives_that_cannot_be_matched_are_reported_beside_those_that_can() -> None:
    parsed = parse(bundle(indicator("[ipv4-addr:value = '45.1.2.3' OR process:command_line = 'x']")))
    assert values(parsed) == {("ip", "45.1.2.3")}
    assert [r.reason for r in parsed.rejects] == ["pattern.path"]


def test_a_stix_indicator_keeps_what_its_bundle_says_about_it() -> None:
    parsed = parse(
        bundle(
            {"type": "identity", "id": "identity--1", "name": "区网安中心"},
            indicator(
                "[domain-name:value = 'evil.com']",
                name="Loader",
                labels=["apt"],
                indicator_types=["malicious-activity"],
                confidence=85,
                valid_until="2027-01-01T00:00:00Z",
                created_by_ref="identity--1",
                object_marking_refs=[MARK],
            ),
            {
                "type": "attack-pattern",
                "id": "attack-pattern--1",
                "external_references": [{"source_name": "mitre-attack", "external_id": "T1071.004"}],
            },
            {
                "type": "relationship",
                "id": "relationship--1",
                "relationship_type": "indicates",
                "source_ref": "indicator--00000001-0000-4000-8000-000000000000",
                "target_ref": "attack-pattern--1",
            },
            {
                "type": "sighting",
                "id": "sighting--1",
                "sighting_of_ref": "indicator--00000001-0000-4000-8000-000000000000",
                "count": 3,
                "where_sighted_refs": ["identity--1"],
            },
        )
    )
    (said,) = parsed.assertions
    assert (said.name, said.labels, said.confidence, said.created_by) == (
        "Loader",
        ("apt", "malicious-activity"),
        85,
        "区网安中心",
    )
    assert said.tlp is Tlp.AMBER
    assert said.techniques == ("T1071.004",)
    assert said.valid_from is not None
    assert said.valid_until is not None
    assert said.valid_from < said.valid_until
    assert [(s.count, s.where) for s in parsed.sightings] == [(3, "区网安中心")]


def test_every_unusable_stix_object_has_a_reason() -> None:
    parsed = parse(
        bundle(
            indicator("x", 1, pattern_type="yara"),
            indicator("", 2),
            indicator("[domain-name:value = 'ok.com']", 3, indicator_types=["benign"]),
            indicator("[domain-name:value = 'ok.com']", 4, valid_until="2020-01-01T00:00:00Z"),
            indicator("[domain-name:value = 'gone.com']", 5, revoked=True),
            {"type": "indicator", "pattern": "[domain-name:value = 'a.com']"},
        ).replace(b'"objects":[', b'"objects":[5,')
    )
    assert parsed.items == 7
    assert {r.reason for r in parsed.rejects} == {
        "object.malformed",
        "pattern.language",
        "pattern.absent",
        "harmless",
        "validity.empty",
    }
    assert [a.revoked for a in parsed.assertions] == [True]


def test_misp_attributes_meant_for_detection_are_read_also_inside_objects() -> None:
    event = {
        "Event": {
            "info": "Phishing",
            "threat_level_id": "1",
            "Orgc": {"name": "CERT"},
            "Tag": [{"name": "tlp:green"}, {"name": 'misp-galaxy:mitre-attack-pattern="Phishing - T1566"'}],
            "Attribute": [
                {"uuid": "1", "type": "ip-dst|port", "value": "45.1.2.3|443", "to_ids": True},
                {"uuid": "2", "type": "domain", "value": "evil.com", "to_ids": False},
                {"uuid": "3", "type": "vulnerability", "value": "CVE-1", "to_ids": True},
                {"uuid": "4", "type": "md5", "value": "zz", "to_ids": True},
                {
                    "uuid": "5",
                    "type": "domain|ip",
                    "value": "evil.com|45.1.2.4",
                    "to_ids": "1",
                    "Tag": [{"name": 'misp:confidence-level="rarely-confident"'}],
                },
                7,
            ],
            "Object": [
                {
                    "Attribute": [
                        {
                            "uuid": "6",
                            "type": "sha256",
                            "value": "c" * 64,
                            "to_ids": True,
                            "deleted": True,
                            "Sighting": [{"uuid": "s", "type": "0", "date_sighting": "1790000000"}],
                        }
                    ]
                }
            ],
        }
    }
    parsed = parse(orjson.dumps(event))
    assert parsed.format == "misp"
    assert parsed.items == 7
    assert values(parsed) == {("ip", "45.1.2.3"), ("domain", "evil.com"), ("ip", "45.1.2.4"), ("sha256", "c" * 64)}
    by_id = {a.external_id: a for a in parsed.assertions}
    assert by_id["1"].confidence == 80
    assert by_id["5"].confidence == 25
    assert by_id["1"].tlp is Tlp.GREEN
    assert by_id["1"].techniques == ("T1566",)
    assert by_id["1"].created_by == "CERT"
    assert by_id["6"].revoked
    assert parsed.sightings[0].indicator == "6"
    assert [r.reason for r in parsed.rejects] == [
        "not-for-detection",
        "type.unknown",
        "value.invalid",
        "object.malformed",
    ]


def test_a_table_from_a_chinese_office_is_read() -> None:
    text = "类型,指标值,置信度,标签,失效时间,来源\n"
    text += "域名,恶意.example,90,远控；木马,2030/01/02,某厂商\nIP地址,45.1.2[.]3,abc,,,\n未知,zz,,,,\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        parsed = parse(text.encode(encoding))
        (said,) = parsed.assertions
        assert said.observable.value == "xn--5bu4m.example"
        assert (said.confidence, said.labels, said.created_by) == (90, ("远控", "木马"), "某厂商")
        assert [r.reason for r in parsed.rejects] == ["value.invalid", "type.unknown"]


def test_columns_are_found_by_a_mapping_and_a_bare_list_needs_none() -> None:
    mapped = parse(b"addr;kindly\n45.1.2.3;x\n", Format.CSV, {"value": "ADDR"})
    assert values(mapped) == {("ip", "45.1.2.3")}
    assert values(parse(b"# list\n45.1.2.3\nevil.com\n")) == {("ip", "45.1.2.3"), ("domain", "evil.com")}
    with pytest.raises(InputError, match="has no column"):
        parse(b"a,b\n1,2\n", Format.CSV, {"value": "c"})
    with pytest.raises(InputError, match="no column holds"):
        parse(b"a,b\n1,2\n", Format.CSV)


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"a": 1}', b"[1]", b"[" * 5000 + b"]" * 5000, b'{"objects": 5}', b'{"a":' * 100 + b"1" + b"}" * 100],
)
def test_a_document_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        parse(data, None if data[:1] != b"" else Format.STIX)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "id",
                    "pattern",
                    "pattern_type",
                    "value",
                    "Event",
                    "Attribute",
                    "to_ids",
                    "labels",
                    "valid_from",
                    "confidence",
                    "Tag",
                    "name",
                    "x",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "id",
                    "pattern",
                    "valid_from",
                    "valid_until",
                    "confidence",
                    "labels",
                    "indicator_types",
                    "object_marking_refs",
                    "external_references",
                    "created_by_ref",
                    "revoked",
                ]
            ),
            JSON | st.just("indicator") | st.just("[domain-name:value = 'a.com']"),
            max_size=10,
        ),
        max_size=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_hostile_stix_never_escapes_the_report(objects: list[dict[str, Any]]) -> None:
    parsed = parse(bundle(*objects), Format.STIX)
    touched = {a.position for a in parsed.assertions} | {r.position for r in parsed.rejects}
    assert parsed.items == sum(o.get("type") == "indicator" for o in objects)
    assert len(touched) >= parsed.items


@given(JSON)
@settings(max_examples=150, deadline=None)
def test_hostile_misp_never_escapes_the_report(attribute: Any) -> None:
    parse(
        orjson.dumps(
            {"Event": {"Attribute": [attribute, {"type": "md5", "value": attribute, "to_ids": True}], "Tag": attribute}}
        ),
        Format.MISP,
    )


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    try:
        parsed = parse(b"value,type\n" + data, Format.CSV)
    except InputError:
        return
    assert parsed.items == len(parsed.assertions) + len(parsed.rejects)
