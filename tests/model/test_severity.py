"""Levels and grades, in English and as a Chinese duty officer says them."""

from __future__ import annotations

import itertools

import pytest

from model.severity import Grade, Level, worst


@pytest.mark.parametrize(
    ("level", "zh", "rank"),
    [
        (Level.INFORMATIONAL, "提示", 0),
        (Level.LOW, "低危", 1),
        (Level.MEDIUM, "中危", 2),
        (Level.HIGH, "高危", 3),
        (Level.CRITICAL, "严重", 4),
    ],
)
def test_a_level_has_one_chinese_word_and_one_rank(level: Level, zh: str, rank: int) -> None:
    assert (level.zh, level.rank) == (zh, rank)
    assert Level.of(zh) is Level.of(level.value.upper()) is level


def test_an_unknown_level_is_refused_with_the_known_ones_listed() -> None:
    with pytest.raises(ValueError, match=r"severe.*informational \(提示\).*critical \(严重\)"):
        Level.of("severe")


def test_the_grades_are_those_of_gbt_20986_worst_first() -> None:
    assert [(g.value, g.zh) for g in sorted(Grade)] == [(1, "特别重大"), (2, "重大"), (3, "较大"), (4, "一般")]
    assert len({g.en for g in Grade}) == 4


def test_a_worse_level_never_proposes_a_milder_grade() -> None:
    for milder, worse in itertools.pairwise(sorted(Level, key=lambda level: level.rank)):
        assert worse.provisional_grade <= milder.provisional_grade


def test_no_rule_alone_proposes_the_worst_grade() -> None:
    assert Grade.EXTRAORDINARY not in {level.provisional_grade for level in Level}
    assert Level.CRITICAL.provisional_grade is Grade.MAJOR
    assert Level.INFORMATIONAL.provisional_grade is Grade.GENERAL


@pytest.mark.parametrize("levels", list(itertools.permutations([Level.LOW, Level.CRITICAL, Level.MEDIUM])))
def test_the_worst_of_several_levels_is_the_highest_in_any_order(levels: tuple[Level, ...]) -> None:
    assert worst(list(levels)) is Level.CRITICAL


def test_the_worst_of_nothing_is_informational() -> None:
    assert worst([]) is Level.INFORMATIONAL
