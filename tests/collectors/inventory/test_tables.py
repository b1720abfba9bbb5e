"""Tables people fill in."""

from __future__ import annotations

import io

import msgspec
import openpyxl
import pytest
from hypothesis import given, settings

from collectors.inventory.contract import RECORDS, whole
from collectors.inventory.files import read_file
from collectors.inventory.tables import write_csv, write_xlsx
from collectors.inventory.words import column_field, column_title, sheet_kind, sheet_title
from model.errors import InputError
from model.estate import DataClass, DataSet
from model.inventory import Estate
from tests.collectors.inventory.estates import estates


def test_a_chinese_table_is_read_in_either_encoding() -> None:
    text = "编号,名称,类型,所属单位,IP地址,重要程度\nweb-1,门户,服务器,north,10.0.0.1；10.0.0.2,4\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        (entry,) = read_file(text.encode(encoding), "a.csv").entries
        assert entry.kind == "assets"
        assert entry.values == {
            "id": "web-1",
            "name": "门户",
            "kind": "server",
            "unit": "north",
            "addresses": ["10.0.0.1", "10.0.0.2"],
            "criticality": 4,
        }


@pytest.mark.parametrize("kind", RECORDS)
@pytest.mark.parametrize("zh", [True, False])
def test_every_kind_and_every_field_has_a_word_that_is_read_back(kind: str, zh: bool) -> None:
    assert sheet_kind(sheet_title(kind, zh=zh)) == kind
    for name in RECORDS[kind].__struct_fields__:
        assert column_field(kind, column_title(name, zh=zh)) == name


@pytest.mark.parametrize("zh", [True, False])
def test_what_is_exported_is_read_back_equal(zh: bool) -> None:
    @given(estates(size=2))
    @settings(deadline=None, max_examples=8)
    def exported(estate: Estate) -> None:
        kept = _times_to_seconds(estate)
        assert whole(read_file(write_xlsx(kept, zh=zh)), "x") == kept
        for kind in RECORDS:
            records = getattr(kept, kind)
            if records:
                read = whole(read_file(write_csv(kind, records, zh=zh), form="csv", kind=kind), "x")
                assert getattr(read, kind) == records

    exported()


def _times_to_seconds(estate: Estate) -> Estate:
    """What the strategies make goes back as it came but for what a cell cannot say: lists are parted by `;`, lines are
    trimmed, an empty cell is a missing one."""

    def cell(name: str, value: object) -> object:
        if isinstance(value, str):
            return "".join(c for c in value if c not in ";；、'=+-@").strip() or "x"
        if isinstance(value, list):
            return [cell(name, one) for one in value] or (["*"] if name == "services" else [])
        if name in ("first_seen", "last_seen", "closed", "expires") and isinstance(value, int):
            return value % (4_000_000_000 * 1_000_000)
        return value

    out = {}
    for kind, record in RECORDS.items():
        plain = [{n: cell(n, v) for n, v in msgspec.to_builtins(one).items()} for one in getattr(estate, kind)]
        unique = {one["id"]: one for one in plain}
        out[kind] = tuple(msgspec.convert(list(unique.values()), list[record]))  # type: ignore[valid-type]
    return Estate(**out)


def test_a_workbook_of_a_spreadsheet_program_is_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "数据资源"
    sheet.append(["编号", "中文名称", "数据分级", "记录数", "含个人信息"])
    sheet.append(["residents", "常住人口", "敏感", 800_000, True])
    out = io.BytesIO()
    book.save(out)
    (entry,) = read_file(out.getvalue()).entries
    assert entry.values == {
        "id": "residents",
        "name": "常住人口",
        "name_zh": "常住人口",
        "data_class": "sensitive",
        "records": 800_000,
        "personal_information": True,
    }


def test_cells_that_a_spreadsheet_would_calculate_are_exported_as_text() -> None:
    bad = DataSet(id="d", name="=1+1", name_zh="@x", unit="district", data_class=DataClass.OPEN)
    text = write_csv("data_sets", [bad], zh=False).decode("utf-8-sig")
    assert "'=1+1,'@x" in text
    read = whole(read_file(text.encode(), form="csv"), "x")
    assert read.data_sets == (bad,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,name,colour\na,b,c\n", "fit no kind"),
        ("name,kind\na,b\n", "fit no kind"),
        ("\x00,;,\n", "fit no kind"),
    ],
)
def test_a_table_of_something_else_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_file(text.encode(), form="csv")


def test_a_wrong_cell_rejects_its_row_and_says_what_was_expected() -> None:
    reading = read_file(b"id,name,kind,criticality\na,a,castle,1\nb,b,server,x\n,c,server,1\nd,d,server,2\n", "f.csv")
    assert [entry.values["id"] for entry in reading.entries] == ["d"]
    assert [(one.where, one.reason.partition(";")[0]) for one in reading.rejected] == [
        ("f.csv:2", "kind: 'castle' is unknown"),
        ("f.csv:3", "criticality: 'x' is no whole number"),
        ("f.csv:4", "the id (编号) is empty"),
    ]
