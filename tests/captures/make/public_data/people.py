"""Made-up residents. Nobody in them exists: names say "test" (测试), resident IDs carry right check characters but are of region
999999, which GB/T 2260 does not assign, telephone numbers are of the unassigned block 1990000xxxx."""

from __future__ import annotations

from random import Random

from collectors.identifiers.checks import resident_check

FIELDS = ("id", "name", "id_card", "mobile", "town", "birth_year", "subsidy")
_STEMS = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
_TOWNS = ("南桥镇", "清禾街道", "禾苗镇", "渡口镇")


def resident_id(rng: Random, year: int) -> str:
    first = f"999999{year}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(0, 999):03}"
    return first + resident_check(first)


def residents(number: int, rng: Random) -> list[tuple[object, ...]]:
    made = []
    for n in range(1, number + 1):
        year = rng.randint(1950, 2005)
        name = "测试" + rng.choice(_STEMS) + rng.choice(_STEMS)
        mobile = f"1990000{rng.randint(0, 9999):04}"
        made.append((n, name, resident_id(rng, year), mobile, rng.choice(_TOWNS), year, rng.random() < 0.1))
    return made
