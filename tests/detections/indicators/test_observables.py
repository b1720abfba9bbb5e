"""A value is the same however it is written, and what is no observable is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.indicators.observables import MAX_VALUE, guess, normalise, refang
from model.indicator import ObservableKind as K


@pytest.mark.parametrize(
    ("kind", "written", "normal"),
    [
        (K.IP, "1.2.3[.]4", "1.2.3.4"),
        (K.IP, "1.2.3.4/32", "1.2.3.4"),
        (K.IP, "::ffff:1.2.3.4", "1.2.3.4"),
        (K.IP, "2001:DB8:0:0::1", "2001:db8::1"),
        (K.IP, "fe80::1%eth0", "fe80::1"),
        (K.NETWORK, "1.2.3.4/24", "1.2.3.0/24"),
        (K.NETWORK, "::ffff:1.2.3.0/120", "1.2.3.0/24"),
        (K.DOMAIN, "Evil[.]Example.", "evil.example"),
        (K.DOMAIN, "*.evil.example", "evil.example"),
        (K.DOMAIN, "例子.测试", "xn--fsqu00a.xn--0zwm56d"),
        (K.DOMAIN, "evil(dot)example", "evil.example"),
        (K.URL, "hxxps://Evil[.]Example:443/%7ea?b=%2f#top", "https://evil.example/~a?b=%2F"),
        (K.URL, "evil.example:8080/a", "http://evil.example:8080/a"),
        (K.URL, "http://evil.example", "http://evil.example/"),
        (K.URL, "http://1.2.3.4:80/", "http://1.2.3.4/"),
        (K.MD5, "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"),
        (K.EMAIL, "Boss[@]Evil[.]Example", "boss@evil.example"),
        (
            K.CERTIFICATE,
            "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD",
            "aabbccddeeff00112233445566778899aabbccdd",
        ),
        (K.FILE_NAME, r"C:\Temp\Evil.EXE", "evil.exe"),
        (K.FILE_PATH, "C:/Temp/Evil.EXE", r"c:\temp\evil.exe"),
        (K.REGISTRY_KEY, r"HKLM\Software\X", r"hkey_local_machine\software\x"),
        (K.REGISTRY_KEY, r"\REGISTRY\MACHINE\Software\X", r"hkey_local_machine\software\x"),
        (K.JA4, "T13D1516H2_8daaf6152771_e5627efa2ab1", "t13d1516h2_8daaf6152771_e5627efa2ab1"),
    ],
)
def test_one_value_has_one_form(kind: K, written: str, normal: str) -> None:
    assert normalise(kind, written).value == normal
    assert normalise(normalise(kind, written).kind, normal).value == normal


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (K.IP, "1.2.3"),
        (K.NETWORK, "1.2.3.0/64"),
        (K.DOMAIN, "a b"),
        (K.DOMAIN, "1.2.3.4"),
        (K.URL, "http://"),
        (K.URL, "http://[::1/"),
        (K.MD5, "zz"),
        (K.SHA256, "a" * 63),
        (K.EMAIL, "nobody"),
        (K.IP, ""),
        (K.DOMAIN, "a\x00b.example"),
        (K.USER_AGENT, "x" * (MAX_VALUE + 1)),
    ],
)
def test_what_is_no_observable_is_refused(kind: K, text: str) -> None:
    with pytest.raises(ValueError, match=r".{10,}"):
        normalise(kind, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.2.3[.]4", K.IP),
        ("10.0.0.0/8", K.NETWORK),
        ("evil.example", K.DOMAIN),
        ("evil.example/a", K.URL),
        ("hxxp://evil.example", K.URL),
        ("a@evil.example", K.EMAIL),
        ("d41d8cd98f00b204e9800998ecf8427e", K.MD5),
        ("0" * 64, K.SHA256),
        (r"C:\a.exe", K.FILE_PATH),
        (r"HKCU\Software\X", K.REGISTRY_KEY),
        ("hello", None),
    ],
)
def test_a_bare_value_is_recognised(text: str, kind: K | None) -> None:
    assert guess(text) is kind


@given(st.sampled_from(list(K)), st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_normal_value_or_refused(kind: K, text: str) -> None:
    try:
        found = normalise(kind, text)
    except ValueError:
        return
    assert normalise(found.kind, found.value) == found


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_undoing_a_disguise_twice_changes_nothing_more(text: str) -> None:
    guess(text)
    assert isinstance(refang(text), str)
