"""What an Event of a data source keeps of identifiers: mask, count, keyed digest; nothing to try values against."""

from __future__ import annotations

from hashlib import blake2b

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined, RawRecord
from collectors.identifiers import checks
from collectors.identifiers.guard import SHOWN_MOST, Guard
from collectors.logs import jsonl
from model.event import Event, Origin

KEY = bytes(range(32))
ORIGIN = Origin("gateway", "f" * 32)


def resident(number: int) -> str:
    first = f"99999919{number // 1000 % 80 + 10:02}0101{number % 1000:03}"
    return first + checks.resident_check(first)


def read(document: dict[str, object]) -> tuple[Event, bytes]:
    data = orjson.dumps(document)
    return jsonl.SOURCE.normalise(RawRecord(data, 7, 7 + len(data)), ORIGIN, 1)[0], data


def text_of(event: Event) -> str:
    return repr(event)


def test_values_are_covered_in_every_field_numbers_too() -> None:
    number = resident(1)
    event, data = read(
        {"id_card": int(number) if number.isdecimal() else number, "note": f"see {number}", "list": [[number]], "mobile": 19900001234}
    )  # fmt: skip
    assert Guard(KEY).cover_always(event, data)
    assert number not in text_of(event)
    assert "19900001234" not in text_of(event)
    assert event["mobile"] == "199******34"
    assert event["fengsui.data.identifier.kind"] == ["resident_id", "mobile"]
    assert event["fengsui.data.identifier.count"] == [3, 1]


def test_only_data_sources_are_looked_through() -> None:
    event, data = read({"id_card": resident(2), "a": 1})
    before = dict(event)
    assert not Guard(KEY).cover(event, data)
    assert event == before
    assert Guard(KEY, also=["json"]).cover(event, data)


def test_nothing_kept_can_be_had_without_the_key() -> None:
    event, data = read({"id_card": resident(3)})
    plain_id, plain_hash = event["event.id"], event["event.hash"]
    one, other, again = (dict(event) for _ in range(3))
    Guard(KEY).cover_always(one, data)
    Guard(KEY).cover_always(again, data)
    Guard(b"x" * 32).cover_always(other, data)
    assert one == again
    for name in ("event.id", "fengsui.data.record_hmac", "fengsui.data.identifier.digest"):
        assert one[name] != other[name]
    assert plain_id not in text_of(one)
    assert plain_hash not in text_of(one)


def test_a_digest_verifies_the_covered_record_and_the_key_proves_the_raw_one() -> None:
    number = resident(4)
    event, data = read({"id_card": number})
    guard = Guard(KEY)
    guard.cover_always(event, data)
    mask = event["fengsui.data.identifier.mask"][0]
    covered = data.replace(number.encode(), mask.encode())
    assert event["event.hash"] == blake2b(covered, digest_size=16).hexdigest()
    assert event["fengsui.data.record_hmac"] == guard.keyed(data)
    assert event["fengsui.data.record_hmac"] != guard.keyed(data + b" ")


def test_many_identifiers_are_all_covered_and_counted_but_few_are_told() -> None:
    numbers = {resident(n) for n in range(400)}
    event, data = read({"id_card": sorted(numbers)})
    Guard(KEY).cover_always(event, data)
    assert event["fengsui.data.identifier.total"] == len(numbers)
    assert len(event["fengsui.data.identifier.digest"]) == SHOWN_MOST
    assert not any(number in text_of(event) for number in numbers)


def test_a_refused_record_is_covered_and_its_end_stays() -> None:
    number = resident(5).encode()
    item = Quarantined("json.syntax", "not JSON", 10, b'{"id_card": "' + number + b'\xff", ')
    covered = Guard(KEY).quarantined(item)
    assert number not in covered.data
    assert covered.end == 10 + len(item.data)
    binary = Quarantined("x", "", 0, b"\0id_card " + number)
    assert Guard(KEY).quarantined(binary) is binary


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Guard(b"short")


names = st.sampled_from(["id_card", "mobile", "a", "phone", "q", "bank_card"])
values = st.one_of(
    st.integers(0, 5000).map(resident),
    st.sampled_from(["19900001234", 19900001234, "6222020000000007", "%31", "plain", 3, 2.5, True]),
    st.text(max_size=20),
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(names, st.one_of(values, st.lists(values, max_size=4)), min_size=1))
def test_a_second_pass_finds_nothing_more(document: dict[str, object]) -> None:
    event, data = read(document)
    guard = Guard(KEY)
    if guard.cover_always(event, data):
        after = dict(event)
        assert not guard.cover_always(event, data)
        assert event == after
