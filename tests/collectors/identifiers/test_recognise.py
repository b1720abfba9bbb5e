"""Identifiers are found by check digit and context, in whatever writing, in linear time."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.identifiers import checks, find, mask
from model.public_data import IdentifierKind as Kind

ID = "11010519491231002X"  # the sample printed in GB 11643-1999
CREDIT = "91350100M000100Y43"
CARD = "6222020000000007"
quick = settings(deadline=None, max_examples=60)


def resident(region: str, day: str, serial: str) -> str:
    first = f"{region}{day}{serial}"
    return first + checks.resident_check(first)


def seen(text: str, name: str = "") -> list[tuple[Kind, str]]:
    return [(span.kind, span.value) for span in find(text, name)]


def test_published_samples_have_right_check_characters() -> None:
    assert checks.is_resident_id(ID)
    assert checks.is_credit_code(CREDIT)
    assert checks.has_organisation_code(CREDIT)
    assert checks.luhn("79927398713")  # ISO/IEC 7812-1, the usual example
    assert checks.luhn(CARD)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"where id='{ID}'", Kind.RESIDENT_ID, ID),
        (f"?sfz={ID.lower()}&n=1", Kind.RESIDENT_ID, ID),
        (f"号码{CREDIT}。", Kind.CREDIT_CODE, CREDIT),
        (f"pay {CARD} now", Kind.BANK_CARD, CARD),
        ("6222 0200 0000 0007", Kind.BANK_CARD, CARD),
        ("手机:19900001234", Kind.MOBILE, "19900001234"),
        ("userPhone=+8619900001234", Kind.MOBILE, "19900001234"),
        ("tel 199-0000-1234", Kind.MOBILE, "19900001234"),
        ("车牌号 沪A12345", Kind.PLATE, "沪A12345"),
        ("plate=%E6%B2%AAAD12345", Kind.PLATE, "沪AD12345"),
        (r"{\"plate\":\"\u6caaA1234学\"}", Kind.PLATE, "沪A1234学"),
        (r"plate=\xE6\xB2\xAAA12345", Kind.PLATE, "沪A12345"),
        ("护照 E12345678", Kind.PASSPORT, "E12345678"),
        ("手机：１９９００００１２３４", Kind.MOBILE, "19900001234"),
    ],
)
def test_an_identifier_is_found_where_it_stands(text: str, kind: Kind, value: str) -> None:
    assert seen(text) == [(kind, value)]
    span = find(text)[0]
    covered = text[: span.start] + mask(kind, value) + text[span.end :]
    assert seen(covered) == []
    assert value not in covered


@pytest.mark.parametrize(
    "text",
    [
        ID[:-1] + "1",
        resident("999999", "19900101", "123"),  # no such region, and nothing says it is one
        "id_card " + resident("110105", "20230230", "123"),  # no such day
        "19900001234",
        "沪A12345",
        "E12345678",
        CARD[:-1] + str((int(CARD[-1]) + 1) % 10),
        f"1{ID}",
        f"hotel 19900001234 and intel {1795411432233}",
        "91350100M000100Y44",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert seen(text) == []


def test_in_texts_about_data_a_number_that_stands_alone_is_enough() -> None:
    unknown = resident("999999", "19900101", "123")
    text = f"insert into t values (1, '测试', '{unknown}', '19900001234', 3)"
    assert seen(text) == []
    assert [span.kind for span in find(text, eager=True)] == [Kind.RESIDENT_ID, Kind.MOBILE]
    assert find("a19900001234 19900001234b 6.19900001234 19900001234_x", eager=True) == []


def test_the_name_of_a_field_is_context() -> None:
    assert seen("19900001234", "body.phoneNumber") == [(Kind.MOBILE, "19900001234")]
    assert seen(resident("999999", "19900101", "123"), "idCard")[0][0] is Kind.RESIDENT_ID
    assert seen("19900001234", "hotel") == []


days = st.dates(date(1850, 1, 1), date(2099, 12, 31)).map(lambda d: d.strftime("%Y%m%d"))


@quick
@given(
    st.sampled_from(["110105", "310120", "650102"]), days, st.integers(0, 999), st.sampled_from(["", " ", "，", "="])
)
def test_every_well_made_resident_id_is_found_and_no_other_last_character_is(
    region: str, day: str, serial: int, sign: str
) -> None:
    value = resident(region, day, f"{serial:03}")
    assert seen(f"a{sign}{value}{sign}b") == [(Kind.RESIDENT_ID, value)] or sign == ""
    for other in set("0123456789X") - {value[-1]}:
        assert Kind.RESIDENT_ID not in [kind for kind, _ in seen(value[:-1] + other)]


@quick
@given(st.text(st.sampled_from(checks.CREDIT_ALPHABET), min_size=17, max_size=17), st.integers(0, 16))
def test_one_wrong_character_of_a_credit_code_is_noticed(first: str, place: int) -> None:
    whole = first + checks.credit_check(first)
    other = checks.CREDIT_ALPHABET[(checks.CREDIT_ALPHABET.index(whole[place]) + 1) % 31]
    changed = whole[:place] + other + whole[place + 1 :]
    assert checks.credit_check(changed[:17]) != changed[17]


PIECES = [
    "%E6",
    "%",
    "\\u6ca",
    "\\u6caaA",
    "\\xE6",
    "沪A",
    "1",
    "19900001234",
    ID,
    "62",
    " ",
    "-",
    "phone",
    "E1",
    "９",
    "\ud800",
    "A",
    CREDIT,
]
hostile = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@quick
@given(hostile, st.sampled_from(["", "mobile", "id_card"]))
def test_spans_lie_in_the_text_in_order_and_apart(text: str, name: str) -> None:
    end = 0
    for span in find(text, name):
        assert end <= span.start < span.end <= len(text)
        end = span.end
        shown = mask(span.kind, span.value)
        assert len(shown) == len(span.value)
        assert "*" in shown


@pytest.mark.parametrize(
    "piece", ["1", "62", "%E6%B2%AA", "沪A", "phone 19900001234 ", "1234 5678 ", "E1", "A", "\\u6caa"]
)
def test_a_long_text_of_one_piece_is_read_to_its_end(piece: str) -> None:
    """Whatever grows faster than the text does not come back from this one."""
    text = piece * (1_000_000 // len(piece))
    assert len(find(text)) <= len(text) // 8
