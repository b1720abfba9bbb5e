"""Whatever is wrong with a query can be said in both languages."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import store
from store.query.mistakes import MISTAKES, in_chinese, mistake


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("slug", MISTAKES)
def test_both_languages_say_the_same_about_the_same_parameters(slug: str) -> None:
    words = MISTAKES[slug]
    names = placeholders(words.message) | placeholders(words.hint)
    assert placeholders(words.message) == placeholders(words.message_zh)
    assert placeholders(words.hint) == placeholders(words.hint_zh)
    error = mistake(slug, 3, **dict.fromkeys(names, "{0}<b>"))
    assert (error.mistake, error.position) == (slug, 3)
    chinese = in_chinese(error)
    assert chinese is not None
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in chinese[:1])


def test_every_mistake_is_made_somewhere_and_no_other_is() -> None:
    folder = Path(store.__file__).parent
    texts = [path.read_text("utf-8") for path in folder.rglob("*.py") if path.name != "mistakes.py"]
    made = {slug for text in texts for slug in re.findall(r'(?:mistake\(|slug = )"([a-z_]+)"', text)}
    assert made == set(MISTAKES)


def test_a_parameter_is_a_short_piece_however_long_the_query() -> None:
    assert len(str(mistake("unreadable", 0, text="x" * 8_000))) < 300
