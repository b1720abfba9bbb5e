"""What happens on a day: the usual life, and on the day of abuse ten things that may not be."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import quote

from model.public_data import DataFinding
from tests.captures.make.public_data.services import EXCHANGE, GATEWAY, Clock, Exchange, connect

DESKS = {
    "data_service": "10.20.5.11",
    "backup": "10.20.5.40",
    "data-centre": "10.20.5.31",
    "analyst_wang": "10.20.3.21",
    "dba_zhao": "10.20.3.22",
    "app-health": "10.20.6.11",
    "app-civil": "10.20.6.12",
    "app-water": "10.20.6.13",
    "app-school": "10.20.6.14",
    "app-unknown": "10.20.6.66",
    "civil-affairs": "10.20.6.32",
    "qinghe-soft": "10.20.7.41",
}
USAGE = {
    "app-health": ("health survey", "SQ-2026-011"),
    "app-civil": ("subsidy check", "SQ-2026-012"),
    "app-school": ("enrolment", "SQ-2026-003"),
}


@dataclass(slots=True)
class Step:
    """found: what a detector has to say about it."""

    name: str
    found: DataFinding
    description: str
    description_zh: str
    seen_in: list[str]
    hosts: list[str]
    technique: str = "T1213"
    start: datetime | None = None
    end: datetime | None = None


@dataclass(slots=True)
class Day:
    clock: Clock
    exchange: Exchange
    people: list[tuple[object, ...]]
    rng: Random
    steps: list[Step] = field(default_factory=list)

    def api(self, app: str, query: str = "", **headers: str) -> None:
        purpose, approval = USAGE.get(app, ("", ""))
        headers = {"Purpose": purpose, "Approval": approval} | headers
        sent = [part for name, value in headers.items() if value for part in ("-H", f"X-Data-{name}: {value}")]
        url = f"http://{GATEWAY}:8080/data/residents?{query}"
        subprocess.run(
            ["curl", "-s", "-o", "/dev/null", "--interface", DESKS[app], "-H", f"X-App-Key: {app}", *sent, url], check=True, timeout=30
        )  # fmt: skip
        time.sleep(self.rng.uniform(0.02, 0.1))

    def sql(self, user: str, *statements: str) -> None:
        with connect(user, DESKS[user]) as db:
            for statement in statements:
                if statement.lower().startswith("copy"):
                    with db.cursor().copy(statement) as copy:
                        for _ in copy:
                            pass
                else:
                    db.execute(statement)
        time.sleep(self.rng.uniform(0.02, 0.1))

    def file(self, verb: str, name: str, account: str, body: bytes = b"", **headers: str) -> None:
        sent = [part for key, value in headers.items() for part in ("-H", f"X-{key}: {value}")]
        subprocess.run(
            ["curl", "-s", "-o", "/dev/null", "--interface", DESKS[account], "-H", f"X-Account: {account}", *sent,
             "--data-binary", "@-", f"http://{EXCHANGE}:8090/{verb}{name}"], input=body, check=True, timeout=30,
        )  # fmt: skip
        time.sleep(self.rng.uniform(0.02, 0.1))

    def someone(self) -> str:
        return str(self.rng.choice(self.people)[2])

    def extract(self, *fields: str, rows: int = 120, begin: int = 0) -> bytes:
        """A file of the residents, as the data centre makes it."""
        from tests.captures.make.public_data.people import FIELDS

        places = [FIELDS.index(one) for one in fields]
        lines = [
            ",".join(fields),
            *(",".join(str(row[at]) for at in places) for row in self.people[begin : begin + rows]),
        ]
        return "\n".join(lines).encode()

    def step(self, found: DataFinding, name: str, text: str, text_zh: str, seen_in: list[str], hosts: list[str]) -> Any:
        day = self

        class Done:
            def __enter__(self) -> None:
                time.sleep(1.1)
                self.made = Step(name, found, text, text_zh, seen_in, hosts, start=day.clock.now())

            def __exit__(self, *_: object) -> None:
                time.sleep(1.1)
                self.made.end = day.clock.now()
                day.steps.append(self.made)

        return Done()


def usual_morning(day: Day) -> None:
    for page in range(1, 13):
        day.api("app-health", f"fields=name,town,birth_year&size=50&page={page}")
        if page % 3 == 0:
            day.api("app-civil", f"fields=name,id_card,mobile,subsidy&id_card={day.someone()}")
            day.sql("analyst_wang", "select town, count(*) from people.residents group by town")
    day.api("app-civil", f"fields=name,id_card,subsidy&size=40&note={quote('补贴核对')}")
    day.api("app-unknown", "size=5")
    day.sql(
        "analyst_wang",
        "select name, town, birth_year from people.residents where birth_year < 1960 limit 60 "
        "/*purpose='statistics',approval='SQ-2026-013'*/",
    )
    for _ in range(6):
        day.sql("data_service", f"update people.residents set town = '南桥镇' where id_card = '{day.someone()}'")
    day.sql("data_service", f"delete from people.residents_2023 where id_card = '{day.someone()}'")
    day.sql(
        "data_service",
        f"insert into people.residents values ({90000 + day.rng.randrange(9999)}, '测试新', '{day.people[0][2]}', "
        "'19900009999', '渡口镇', 1990, false)",
    )


def usual_afternoon(day: Day) -> None:
    for page in range(1, 9):
        day.api(
            "app-health",
            f"fields=name,town,birth_year,mobile&size=50&page={page}"
            if page == 3
            else f"fields=name,town&size=50&page={page}",
        )
        day.api("app-civil", f"fields=name,id_card,mobile&id_card={day.someone()}")
    month = day.extract("name", "id_card", "mobile", "subsidy")
    day.exchange.keep("/outgoing/residents/2026-10.csv", month)
    day.exchange.keep("/outgoing/residents/2025-10.csv", day.extract("name", "id_card", begin=200))
    day.file(
        "send", "/outgoing/residents/2026-10.csv", "civil-affairs", purpose="subsidy check", approval="SQ-2026-012"
    )
    day.file("receive", "/incoming/civil-affairs/receipt.csv", "civil-affairs", b"received,rows\n2026-10.csv,120")
    day.file("destroy", "/outgoing/residents/2025-10.csv", "data-centre", proof="XH-2026-031")
    day.sql(
        "analyst_wang",
        "select name, birth_year from people.residents where town = '南桥镇' limit 40 /*purpose='statistics'*/",
    )


def usual_night(day: Day) -> None:
    day.sql("backup", "copy people.residents to stdout /*purpose='backup',approval='SQ-2026-001'*/")
    day.api("app-civil", f"fields=name,id_card&id_card={day.someone()}")
    day.sql("data_service", f"select name, town from people.residents where id_card = '{day.someone()}'")


def abuse_by_day(day: Day) -> None:
    database, gateway, exchange = ["database/postgresql.csv"], ["gateway/access.jsonl"], ["exchange/transfers.jsonl"]
    with day.step(DataFinding.WITHOUT_APPROVAL, "An administrator looks people up",
                  "dba_zhao reads IDs and telephones of residents straight from the table; no approval is theirs.",
                  "数据库管理员 dba_zhao 未经审批直接查询居民证件号与手机号。", database, [DESKS["dba_zhao"]]):  # fmt: skip
        for _ in range(3):
            day.sql("dba_zhao", f"select name, town from people.residents where id_card = '{day.someone()}'")
    with day.step(DataFinding.WITHOUT_APPROVAL, "An application that was never approved",
                  "The gateway lets app-water in; nobody approved the data set for it.",
                  "网关放行了未获该数据集审批的 app-water。", gateway, [DESKS["app-water"]]):  # fmt: skip
        day.api("app-water", "fields=name,town&size=20", Purpose="meter reading")
    with day.step(DataFinding.WITHOUT_APPROVAL, "An approval that has ended",
                  "app-school goes on under SQ-2026-003, which ended in August.",
                  "app-school 仍以八月已到期的审批 SQ-2026-003 取数。", gateway, [DESKS["app-school"]]):  # fmt: skip
        day.api("app-school", "fields=name,birth_year&size=30")
    with day.step(DataFinding.OUTSIDE_PURPOSE, "Another purpose than approved",
                  "app-health names marketing as its purpose; approved is the health survey.",
                  "app-health 声明用途为营销，审批用途为健康调查。", gateway, [DESKS["app-health"]]):  # fmt: skip
        day.api("app-health", "fields=name,town&size=50&page=2", Purpose="marketing")
    with day.step(DataFinding.BEYOND_CATALOGUE, "Fields nobody approved",
                  "analyst_wang may read name, town and year of birth, and selects ID and mobile as well.",
                  "analyst_wang 仅获批姓名、镇街与出生年份，却查询了证件号与手机号。", database, [DESKS["analyst_wang"]]):  # fmt: skip
        day.sql(
            "analyst_wang",
            "select name, id_card, mobile from people.residents where birth_year = 1955 limit 20 /*purpose='statistics'*/",
        )
    with day.step(DataFinding.BULK_EXPORT, "Far more records at once than approved",
                  "app-health takes 1,500 records in one call; 200 are approved.",
                  "app-health 单次获取 1500 条记录，审批上限为 200 条。", gateway, [DESKS["app-health"]]):  # fmt: skip
        day.api("app-health", "fields=name,town&size=1500")
    with day.step(DataFinding.UNMASKED_IDENTIFIERS, "Identifiers in clear",
                  "app-health adds mask=0, which the data service honours for anybody.",
                  "app-health 在请求中加入 mask=0，数据服务未经校验即返回明文。", gateway, [DESKS["app-health"]]):  # fmt: skip
        day.api("app-health", "fields=name,mobile&size=20&mask=0")
    with day.step(DataFinding.ONWARD_TRANSFER, "A file passed on",
                  "civil-affairs forwards the monthly file to a company, which brings the same file in again.",
                  "民政账号将月度文件转给某公司，该公司又以自身账号上传同一文件。", exchange,
                  [DESKS["civil-affairs"], DESKS["qinghe-soft"]]):  # fmt: skip
        day.file(
            "forward",
            "/outgoing/residents/2026-10.csv",
            "civil-affairs",
            recipient="qinghe-soft",
            purpose="subsidy check",
            approval="SQ-2026-012",
        )
        day.file(
            "receive",
            "/incoming/qinghe-soft/list.csv",
            "qinghe-soft",
            day.extract("name", "id_card", "mobile", "subsidy"),
        )
    with day.step(DataFinding.DESTROYED_WITHOUT_PROOF, "Destroyed without a certificate",
                  "dba_zhao drops the table of 2023 and the data centre deletes a file; neither is certified.",
                  "dba_zhao 删除 2023 年表，数据中心删除交换文件，均无销毁证明。", [*database, *exchange],
                  [DESKS["dba_zhao"], DESKS["data-centre"]]):  # fmt: skip
        day.sql("dba_zhao", "drop table people.residents_2023")
        day.file("destroy", "/outgoing/residents/2026-10.csv", "data-centre", proof="XH-2026-999")


def abuse_by_night(day: Day) -> None:
    with day.step(DataFinding.OFF_HOURS_EXPORT, "An export at night",
                  "app-civil takes 300 records shortly before midnight, within what it may have, at a time nobody works.",
                  "app-civil 在临近午夜取走 300 条记录，数量在审批之内，但时间异常。", ["gateway/access.jsonl"],
                  [DESKS["app-civil"]]):  # fmt: skip
        day.api("app-civil", "fields=name,id_card,mobile&size=300")
