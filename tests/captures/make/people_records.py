"""The data host's made-up records. Nobody in them exists.

Names say "test" (测试), ID numbers begin with the unassigned region 999999 and carry a check character that GB 11643
does not give them, telephone numbers are of the unassigned block 1990000xxxx.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from random import Random

RESIDENTS = 12_000
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, annex: weights of the check character
_CHECK = "10X98765432"
_STEMS = "天地玄黄宇宙洪荒日月盈昃辰宿列张"
_VILLAGES = ("南桥一村", "南桥二村", "清禾社区", "禾苗里", "渡口街", "柳湾村")
_MATTERS = ("医保参保登记", "老年人优待证", "公租房申请", "就业创业证", "居住证签注", "残疾人补贴", "入学登记")


def wrong_id(rng: Random) -> str:
    """An 18-character ID number whose check character is wrong on purpose."""
    body = f"999999{rng.randint(1950, 2005)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(0, 999):03}"
    right = _CHECK[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]
    return body + _CHECK[(_CHECK.index(right) + 1) % 11]


def write_database(path: Path, tokens: list[tuple[str, str, str]], rng: Random) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create table tokens (token text primary key, label text, unit text)")
        db.executemany("insert into tokens values (?, ?, ?)", tokens)
        db.execute(
            "create table resident_services"
            " (id integer primary key, name text, id_number text, mobile text, village text, matter text, day text)"
        )
        db.executemany(
            "insert into resident_services values (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    "测试" + rng.choice(_STEMS) + rng.choice(_STEMS),
                    wrong_id(rng),
                    f"1990000{rng.randint(0, 9999):04}",
                    rng.choice(_VILLAGES),
                    rng.choice(_MATTERS),
                    f"2026-{rng.randint(1, 10):02}-{rng.randint(1, 28):02}",
                )
                for n in range(1, RESIDENTS + 1)
            ),
        )
        db.execute("create table air_quality (id integer primary key, station text, hour text, pm25 integer)")
        db.executemany(
            "insert into air_quality values (?, ?, ?, ?)",
            ((n, f"站点{n % 6 + 1}", f"2026-10-{n // 144 % 28 + 1:02}T{n // 6 % 24:02}", rng.randint(8, 90))
             for n in range(1, 4001)),
        )  # fmt: skip
    db.close()
