"""What a page shows: letters and never boxes, headers again on every page, hostile text as text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.catalog import catalog, raw
from compliance.reports.document import (
    Bar,
    Column,
    Facts,
    Figure,
    Mark,
    Note,
    Paragraph,
    Proof,
    Report,
    Section,
    Table,
    cleaned,
)
from compliance.reports.fonts import drawable, drawn
from compliance.reports.registry import FORMS, rendered
from compliance.reports.render_pdf import to_pdf, to_pictures
from compliance.reports.words import Say, labels

ROOT = "5a" * 32


def a_report(text: str = "文字", rows: int = 3, words: Mapping[str, str] | None = None) -> Report:
    say = Say("zh-CN")
    table = Table(
        text,
        (Column("编号", 1), Column(text, 3), Column("数", 1, number=True)),
        tuple((f"row-{n:03d}", Mark(text, "bad"), n) for n in range(rows)),
    )
    return Report(
        kind="self-assessment",
        subject="s",
        language="zh-CN",
        title=text,
        subtitle=text,
        cover=((text, text),),
        sections=(
            Section("第一部分", (Paragraph(text), Note(text), Facts(((text, text),)))),
            Section(
                "第二部分",
                (Figure(text, (Mark("符合", "good"), Mark("未知", "mute")), (Bar(text, (1, 2)), Bar("空", (0, 0)))),),
            ),
            Section("第三部分", (table, Table("空表", (Column("甲"),), (), "没有")), 2),
        ),
        proof=Proof("ab" * 32, 7, ROOT),
        made=1_795_000_000_000_000,
        moment=say.moment(1_795_000_000_000_000),
        labels=dict(words or labels(say)),
    )


def text_of(pdf: bytes, folder: Path) -> list[str]:
    """By page."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


def test_the_font_draws_every_letter_of_the_catalogues_and_of_the_frame() -> None:
    known = drawable()
    texts = [text for place in catalog().places.values() for text in (place.item.zh, place.item.en, place.control.zh)]
    texts += [one.zh for one in catalog().triggers.values()] + [one.zh for one in catalog().cases.values()]
    texts += [one["zh"] for one in raw("reasons.yml")["reasons"].values()]
    texts += [*labels(Say("zh-CN")).values(), *labels(Say("en")).values()]
    assert {letter for text in texts for letter in text if ord(letter) not in known} == set()


def test_a_letter_the_font_cannot_draw_is_named_and_never_a_box() -> None:
    assert drawn("奉贤 \U0001f600 \u202eabc\x00") == "奉贤 [U+1F600] [U+202E]abc[U+0000]"


def test_cover_contents_page_numbers_root_and_repeated_header_are_on_the_pages(tmp_path: Path) -> None:
    pages = text_of(to_pdf(cleaned(a_report("逐项结果", rows=120))), tmp_path)
    assert ROOT in pages[0]
    assert "目录" in pages[1]
    assert [line.split()[:2] for line in pages[1].splitlines() if "部分" in line] == [
        ["1", "第一部分"],
        ["2", "第二部分"],
        ["2.1", "第三部分"],
    ]
    with_rows = [page for page in pages if "row-" in page and "row-000" not in page]
    assert len(with_rows) >= 2
    assert all("编号" in page for page in with_rows)
    assert all(f"第 {number} 页，共 {len(pages)} 页" in page for number, page in enumerate(pages[1:], 2))
    rows = [word for page in pages for word in page.split() if word.startswith("row-")]
    assert sorted(rows) == sorted(f"row-{n:03d}" for n in range(120))


def test_markup_of_the_layout_language_is_printed_and_not_carried_out(tmp_path: Path) -> None:
    evil = '#read("/etc/passwd") #eval("1+1") *b* $x$ @ref <label> \\ // "]'
    pages = text_of(to_pdf(cleaned(a_report(evil))), tmp_path)
    shown = " ".join(pages[0].split())
    assert '#read("/etc/passwd")' in shown
    assert "root:" not in "".join(pages)


def test_a_page_is_a_picture_of_some_ink(tmp_path: Path) -> None:
    pictures = to_pictures(cleaned(a_report()), ppi=40)
    assert len(pictures) == 3
    assert all(one.startswith(b"\x89PNG") and len(one) > 1_500 for one in pictures)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_a_form(text: str) -> None:
    for form in FORMS:
        assert rendered(a_report(text, rows=1), form)


def test_the_value_of_a_report_survives_json() -> None:
    report = cleaned(a_report("a\u202eb\x00"))
    assert report.title == "a[U+202E]b[U+0000]"
    assert msgspec.json.decode(rendered(a_report(), "json"), type=Report) == cleaned(a_report())
