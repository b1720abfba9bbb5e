"""What must never be matched is refused with the list it is on; everything else is not."""

from __future__ import annotations

import pytest

from detections.indicators.judge import decayed, judge
from detections.indicators.observables import normalise
from detections.indicators.severity import harmless, level_of
from detections.indicators.warning import WarningLists, inventory, registrable
from model.indicator import Assertion
from model.indicator import ObservableKind as K
from model.severity import Level
from model.times import DAY

LISTS = WarningLists([("network", "59.202.0.0/16"), ("domain", "district.gov.cn"), ("value", "a" * 64)])


@pytest.mark.parametrize(
    ("kind", "value", "because"),
    [
        (K.IP, "8.8.8.8", "public-dns"),
        (K.IP, "10.1.2.3", "rfc1918"),
        (K.IP, "127.0.0.1", "no address of the internet"),
        (K.NETWORK, "0.0.0.0/0", ""),
        (K.NETWORK, "45.0.0.0/8", "over-broad"),
        (K.IP, "59.202.7.7", "own list"),
        (K.NETWORK, "59.200.0.0/13", "own list"),
        (K.DOMAIN, "com", "top-level"),
        (K.DOMAIN, "com.cn", "second-level-tlds"),
        (K.DOMAIN, "baidu.com", "MISP"),
        (K.HOSTNAME, "oa.district.gov.cn", "own list"),
        (K.URL, "http://www.district.gov.cn/x", "own list"),
        (K.URL, "http://baidu.com/", "MISP"),
        (K.EMAIL, "office@district.gov.cn", "own list"),
        (K.MD5, "d41d8cd98f00b204e9800998ecf8427e", "MISP"),
        (K.SHA256, "a" * 64, "own list"),
        (K.FILE_NAME, "a", "over-broad"),
    ],
)
def test_what_would_match_half_the_district_is_refused(kind: K, value: str, because: str) -> None:
    warning = LISTS.warning(normalise(kind, value))
    assert warning
    assert because in warning


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (K.IP, "45.33.32.156"),
        (K.NETWORK, "45.33.32.0/24"),
        (K.NETWORK, "45.33.0.0/16"),
        (K.DOMAIN, "evil-thing.com"),
        (K.DOMAIN, "notdistrict.gov.cn"),
        (K.URL, "http://baidu.com/path/to/malware.exe"),
        (K.SHA256, "b" * 64),
        (K.FILE_NAME, "evil.exe"),
    ],
)
def test_what_is_no_such_thing_is_matched(kind: K, value: str) -> None:
    assert LISTS.warning(normalise(kind, value)) == ""


def test_the_registered_part_of_a_name_goes_by_public_suffixes() -> None:
    assert registrable("a.b.example.com.cn") == "example.com.cn"
    assert registrable("a.example.com") == "example.com"
    assert registrable("example.com") == "example.com"


def test_the_lists_in_use_are_there_with_their_versions() -> None:
    found = inventory()
    assert {one["section"] for one in found} == {"networks", "domains_exact", "hashes", "certificates"}
    assert all(one["version"] > 0 and one["entries"] > 0 for one in found)


@pytest.mark.parametrize(
    ("confidence", "labels", "level"),
    [
        (90, [], Level.HIGH),
        (50, [], Level.MEDIUM),
        (10, [], Level.LOW),
        (0, [], Level.INFORMATIONAL),
        (90, ["C2"], Level.CRITICAL),
        (50, ["某勒索家族"], Level.HIGH),
        (90, ["tor exit"], Level.LOW),
        (90, ["historic"], Level.HIGH),
    ],
)
def test_the_level_goes_by_confidence_and_threat(confidence: int, labels: list[str], level: Level) -> None:
    assert level_of(confidence, labels) is level


def test_a_source_that_says_harmless_is_believed() -> None:
    assert harmless(["Benign"])
    assert not harmless(["not-benignly"])


def test_without_an_end_an_indicator_ends_by_its_kind_or_its_source() -> None:
    said = Assertion(observable=normalise(K.IP, "45.1.2.3"), external_id="x", valid_from=DAY)
    by_kind = judge(said, LISTS, confidence=50, expire_days=0, now=100 * DAY)
    assert by_kind.valid_until == 61 * DAY
    assert judge(said, LISTS, confidence=50, expire_days=7, now=100 * DAY).valid_until == 8 * DAY
    forever = Assertion(observable=normalise(K.SHA256, "b" * 64), external_id="x")
    assert judge(forever, LISTS, confidence=50, expire_days=0, now=DAY).valid_until is None


def test_confidence_decays_evenly() -> None:
    assert decayed(80, 0, 10 * DAY, 5 * DAY) == 40
    assert decayed(80, 0, 10 * DAY, 20 * DAY) == 0
    assert decayed(80, None, None, 20 * DAY) == 80
