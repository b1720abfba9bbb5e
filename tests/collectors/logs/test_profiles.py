"""Profiles are data: each brings its samples, and what they must give stands beside them."""

# Log lines stand whole.
# ruff: noqa: ISC004

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.logs.jsonl import SOURCE as JSONL
from collectors.logs.profiles import Profile, profiles
from collectors.logs.profiles.catalogue import compiled
from collectors.logs.profiles.forms import cef, leef, pairs
from collectors.logs.syslog import SOURCE as SYSLOG
from collectors.logs.text import SOURCE as TEXT
from model.ecs import catalogue
from model.event import Event
from tests.collectors.logs.reading import one, ours, read

SAMPLES = [(p, s) for p in profiles().all for s in p.document["samples"]]


def event_of(profile: Profile, sample: dict[str, Any]) -> Event:
    if profile.every:
        return one(JSONL, sample["text"])
    if "app" in sample:
        return one(SYSLOG, f"<134>1 2026-11-22T00:00:00Z gw {sample['app']} - - - {sample['text']}")
    return one(TEXT, sample["text"])


@pytest.mark.parametrize(("profile", "sample"), SAMPLES, ids=[f"{p.name}-{i}" for i, (p, _) in enumerate(SAMPLES)])
def test_a_sample_says_what_its_profile_promises(profile: Profile, sample: dict[str, Any]) -> None:
    event = event_of(profile, sample)
    assert {name: event.get(name) for name in sample["expect"]} == sample["expect"]
    assert event["event.dataset"] == profile.dataset
    assert event["event.module"] == profile.module
    if not profile.every:
        assert ours(event) == set()


@pytest.mark.parametrize(
    ("profile", "sample"),
    [(p, s) for p, s in SAMPLES if not p.every and "app" not in s],
    ids=lambda v: getattr(v, "name", ""),
)
def test_the_same_text_after_a_syslog_header_says_the_same(profile: Profile, sample: dict[str, Any]) -> None:
    """But for the time: an exact header's stands."""
    event = one(SYSLOG, f"<134>1 2026-11-22T08:00:00Z gw - - - - {sample['text']}")
    wanted = {k: v for k, v in sample["expect"].items() if k not in ("@timestamp", "host.name")}
    assert {name: event.get(name) for name in wanted} == wanted
    assert event["event.dataset"] == profile.dataset
    old = one(SYSLOG, f"<134>Nov 22 08:00:00 gw {sample['text']}")
    assert {name: old.get(name) for name in wanted} == wanted, old


def test_every_profile_has_samples_a_source_and_names_only_what_is_catalogued() -> None:
    known = catalogue()
    for profile in profiles().all:
        document = profile.document
        assert document["samples"], profile.name
        assert document["source"], profile.name
        plans = [profile.plan, *(c.plan for c in profile.cases), *(f.plan for f in profile.facts)]
        plans += [case.plan for fact in profile.facts for case in fact.cases]
        for plan in plans:
            for name in [target for _, target, _ in plan.moves] + [name for name, _ in plan.facts]:
                assert name in known or (name.endswith("*") and any(k.startswith(name[:-1]) for k in known)), (
                    profile.name,
                    name,
                )


def test_patterns_repeat_only_within_bounds() -> None:
    for profile in profiles().all:
        for fact in profile.facts:
            bare = re.sub(r"\\.|\[(?:[^\]\\]|\\.)*\]", "x", fact.pattern.pattern)
            assert not re.search(r"[*+]", bare), (profile.name, fact.pattern.pattern)


def test_a_profile_that_says_something_unknown_is_refused() -> None:
    good = {"name": "a", "vendor": "v", "product": "p", "dataset": "a.b", "module": "a", "form": "pairs"}
    assert compiled("a", good).form == "pairs"
    with pytest.raises(ValueError, match="fromm"):
        compiled("a", good | {"fromm": 1})
    with pytest.raises(ValueError, match="whatever"):
        compiled("a", good | {"known_by": {"whatever": 1}})
    with pytest.raises(ValueError, match="unknown converter"):
        compiled("a", good | {"fields": {"x": "source.ip ipp"}})


def test_cef_headers_escape_bars_and_extensions_escape_equal_signs() -> None:
    found = cef(r"CEF:0|a\|b|c\\d|1|x|n|5|k=v\=w with blanks other=l1\nl2 last=")
    assert found is not None
    assert (found["deviceVendor"], found["deviceProduct"]) == ("a|b", "c\\d")
    assert (found["k"], found["other"], found["last"]) == ("v=w with blanks", "l1\nl2", "")
    assert cef("CEF:0|only|three|parts") is None
    assert cef("CEF:zero|a|b|c|d|e|f|") is None


def test_leef_names_its_separator_as_a_character_or_its_number() -> None:
    for separator, text in (("^", "^"), ("x5E", "^"), ("0x7c", "|"), ("\t", "\t")):
        found = leef(f"LEEF:2.0|v|p|1|id|{separator}|a=1{text}b=2 3")
        assert found is not None
        assert (found["a"], found["b"]) == ("1", "2 3")
    assert leef("LEEF:3.0|v|p|1|id|a=1") is None


def test_pairs_take_quoted_values_with_blanks_and_other_signs() -> None:
    assert pairs('a=1 b="x y" c= d=2') == {"a": "1", "b": "x y", "d": "2"}
    assert pairs("源IP:10.0.0.1, 动作:拒绝", assign=":", between=",") == {"源IP": "10.0.0.1", "动作": "拒绝"}
    assert pairs("A(1)=x;B(2)=y z;", between=";", numbered=True) == {"A": "x", "B": "y z"}
    assert pairs("nothing here") is None


def test_a_text_cannot_speak_under_names_of_the_platform() -> None:
    event = one(TEXT, "CEF:0|a|b|1|x|n|5|event.id=evil message=evil tags=evil fengsui.unit=evil src=10.0.0.1")
    assert event["fengsui.unit"] == "town-3"
    assert event["message"].startswith("CEF:0|")
    assert event["field_tags"] == "evil"
    assert event["field_event_id"] == "evil"
    assert ours(event) == set()


def test_texts_in_gb18030_are_read() -> None:
    text = "日志类型:应用控制日志, 源IP:203.0.113.9, 目的IP:10.1.1.5, 动作:拒绝"
    event = one(SYSLOG, b"<134>Nov 22 08:00:00 af fwlog: " + text.encode("gb18030"))
    assert (event["source.ip"], event["fengsui.charset"], event["event.outcome"]) == (
        "203.0.113.9",
        "gb18030",
        "failure",
    )


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([s["text"] for p, s in SAMPLES if not p.every]),
    st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), max_size=6),
)
def test_damaged_texts_are_events_or_have_a_reason(text: str, damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(text.encode())
    for at, put in damage:
        data[at % len(data) : at % len(data) + len(put)] = put
    got = read(TEXT, bytes(data))
    assert set(got.reasons) <= {"text.unknown"}
    line = b"<134>Nov 22 08:00:00 gw " + bytes(data).replace(b"\n", b" ")
    assert all(reason.startswith("syslog.") for reason in read(SYSLOG, line).reasons)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet='=:|,;"\\ \tCEFLEaz09|(){}[]', max_size=400))
def test_texts_of_signs_only_take_bounded_time(text: str) -> None:
    for repeated in (text, text * 20):
        cef(f"CEF:0|{repeated}")
        leef(f"LEEF:2.0|{repeated}")
        pairs(repeated)
        pairs(repeated, assign=":", between=",", numbered=True)


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ('{"timestamp":"2026-11-22T08:00:00.1+0000","flow_id":1,"event_type":"dns","src_ip":"10.0.0.1"}', "suricata.dns"),
        ('@cee:{"remote_addr":"10.0.0.1","status":200,"request":"GET / HTTP/1.1","time_iso8601":"2026-11-22T08:00:00Z"}', "nginx.access"),
        ('type=EXECVE msg=audit(1795334400.100:2): argc=2 a0="cat" a1="/etc/shadow"', "linux.auditd"),
        ('<Event><System><Provider Name="Linux-Sysmon"/><EventID>1</EventID><Channel>Linux-Sysmon/Operational</Channel>'
         '</System><EventData><Data Name="Image">/bin/cat</Data></EventData></Event>', "linux.sysmon"),
    ],
)  # fmt: skip
def test_json_xml_and_audit_lines_within_syslog_are_what_they_are(text: str, dataset: str) -> None:
    event = one(SYSLOG, f"<134>1 2026-11-22T08:00:00Z gw any 1 - - {text}")
    assert event["event.dataset"] == dataset
    assert event["host.name"] == "gw"
    assert event["message"] == text
    assert ours(event) == set()
