"""Worked examples of both report templates, and what moves a conclusion."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.mlps.grading import cell, level_of
from compliance.mlps.scoring import Result, conclude, settings_of, template_on, way_up, what_if
from model.compliance import Degree, Grading, Harmed
from model.errors import InputError
from model.proof import Verdict

MET, PARTLY, NOT, NA, UNKNOWN = (
    Verdict.MET,
    Verdict.PARTLY_MET,
    Verdict.NOT_MET,
    Verdict.NOT_APPLICABLE,
    Verdict.UNKNOWN,
)


def items(technical: str, management: str = "", **more: str) -> list[Result]:
    """One letter an item: m met, p partly, n not met, a not applicable, u unknown. Weight 1."""
    said = {"m": MET, "p": PARTLY, "n": NOT, "a": NA, "u": UNKNOWN}
    return [
        Result(f"{side}{n}", side == "t", 1, said[letter], **more)  # type: ignore[arg-type]
        for side, letters in (("t", technical), ("g", management))
        for n, letter in enumerate(letters)
    ]


def test_2021_everything_met_is_100_and_excellent() -> None:
    found = conclude(items("m" * 5, "m" * 5), settings_of("template_2021"))
    assert (found.value, found.zh) == (100, "优")


def test_2021_each_failure_costs_its_factor_times_a_hundredth_part() -> None:
    # 10 applicable items: a step of 10. A key item (factor 3) not met costs 30, an important one partly met costs 10.
    results = [*items("mmm", "mmmmm"), Result("k", True, 3, NOT, "medium"), Result("i", False, 2, PARTLY)]
    found = conclude(results, settings_of("template_2021"))
    assert found.value == 20 + 40
    assert found.zh == "差"


def test_2021_a_side_never_falls_below_nothing() -> None:
    results = [*items("", "mmmmm"), *(Result(f"k{n}", True, 3, NOT) for n in range(5))]
    assert conclude(results, settings_of("template_2021")).value == 50


def test_2021_a_high_risk_makes_it_poor_and_a_medium_one_keeps_it_from_excellent() -> None:
    base = items("m" * 60, "m" * 39)
    good = conclude([*base, Result("x", True, 1, NOT, "medium")], settings_of("template_2021"))
    poor = conclude([*base, Result("x", True, 1, NOT, "high")], settings_of("template_2021"))
    fine = conclude([*base, Result("x", True, 1, NOT)], settings_of("template_2021"))
    assert (fine.value, fine.zh, good.zh, poor.zh) == (99, "优", "良", "差")


@pytest.mark.parametrize(("failed", "zh"), [(10, "优"), (11, "良"), (20, "良"), (21, "中"), (30, "中"), (31, "差")])
def test_2021_the_edges_90_80_and_70_belong_to_the_better_side(failed: int, zh: str) -> None:
    results = items(
        "m" * (50 - failed // 2) + "n" * (failed // 2), "m" * (50 - failed + failed // 2) + "n" * (failed - failed // 2)
    )
    found = conclude(results, settings_of("template_2021"))
    assert (found.value, found.zh) == (100 - failed, zh)


def test_2025_above_90_without_major_risk_is_conformant_with_one_only_basically() -> None:
    results = items("m" * 95 + "n" * 5)
    assert conclude(results, settings_of("template_2025")).zh == "符合"
    risky = [*items("m" * 95 + "n" * 4), Result("x", True, 3, NOT, "high", "A-18")]
    found = conclude(risky, settings_of("template_2025"))
    assert (found.zh, found.major) == ("基本符合", ("A-18",))


def test_2025_exactly_90_and_exactly_60_are_settings() -> None:
    ninety, sixty = items("m" * 90 + "n" * 10), items("m" * 60 + "n" * 40)
    assert conclude(ninety, settings_of("template_2025")).zh == "基本符合"
    assert conclude(ninety, settings_of("template_2025", at_upper_is_conformant=True)).zh == "符合"
    assert conclude(sixty, settings_of("template_2025")).zh == "基本符合"
    assert conclude(sixty, settings_of("template_2025", at_lower_is_basic=False)).zh == "不符合"
    assert conclude(ninety, settings_of("template_2025", upper=89)).zh == "符合"


def test_2025_partly_met_counts_nothing_or_half_as_the_setting_says() -> None:
    results = items("m" * 50 + "p" * 20 + "n" * 30)
    plain = conclude(results, settings_of("template_2025"))
    half = conclude(results, settings_of("template_2025", rate_formula="half_credit"))
    assert (plain.value, plain.zh) == (50, "不符合")
    assert (half.value, half.zh) == (60, "基本符合")


def test_what_does_not_apply_is_left_out_and_what_is_unknown_counts_as_not_met() -> None:
    found = conclude(items("mmma" + "u"), settings_of("template_2025"))
    assert (found.applicable, found.value, found.unknown) == (4, 75, 1)


def test_composite_risks_count_without_any_item() -> None:
    chosen = settings_of("template_2025")
    found = conclude(items("m" * 10), type(chosen)(chosen.template, chosen.values, ("A-29",)))
    assert (found.zh, found.major) == ("基本符合", ("A-29",))


def test_the_template_follows_the_day_on_the_cover() -> None:
    assert template_on("2025-03-19") == "template_2021"
    assert template_on("2025-03-20") == "template_2025"
    with pytest.raises(InputError):
        template_on("2001-01-01")


def test_a_setting_the_template_lacks_is_refused() -> None:
    with pytest.raises(InputError, match="colour"):
        settings_of("template_2025", colour="red")


def test_the_way_up_names_the_risk_first_and_the_fewest_items() -> None:
    results = [*items("m" * 95 + "n" * 4), Result("risk", True, 3, NOT, "high", "A-18")]
    steps = way_up(results, settings_of("template_2025"))
    assert [step.item for step in steps] == ["risk"]
    assert steps[-1].code == "conformant"
    many = items("m" * 85 + "n" * 15)
    assert len(way_up(many, settings_of("template_2025"))) == 6  # 91 of 100, because 90 is not above 90
    assert (
        what_if(
            many, settings_of("template_2025"), [step.item for step in way_up(many, settings_of("template_2025"))]
        ).zh
        == "符合"
    )


def test_at_the_top_there_is_no_way_up() -> None:
    assert way_up(items("m" * 10), settings_of("template_2025")) == []


@given(st.text("mpnau", min_size=1, max_size=60), st.text("mpnau", max_size=60), st.integers(0, 59))
@settings(deadline=None, max_examples=60)
def test_fulfilling_an_item_never_makes_a_value_worse(technical: str, management: str, which: int) -> None:
    results = items(technical, management)
    for template in ("template_2021", "template_2025"):
        chosen = settings_of(template)
        before = conclude(results, chosen)
        after = what_if(results, chosen, [results[which % len(results)].item])
        assert 0 <= before.value <= after.value <= 100


def test_grading_takes_the_higher_of_information_and_service() -> None:
    sheet = Grading(
        s_harmed=Harmed.SOCIETY, s_degree=Degree.SERIOUS, a_harmed=Harmed.CITIZENS, a_degree=Degree.ESPECIALLY_SERIOUS
    )
    assert level_of(sheet) == 3
    assert cell(Harmed.CITIZENS, Degree.ESPECIALLY_SERIOUS) == 2
    assert level_of(Grading()) == 0
    assert cell(Harmed.NATION, Degree.ESPECIALLY_SERIOUS) == 5
