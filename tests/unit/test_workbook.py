"""Workbooks as a spreadsheet program reads them (openpyxl)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from one_workbook import workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator import pipeline
from generator.derive import Declared, Site
from generator.export import tables
from generator.export.form import form
from generator.export.published import Facts, Values
from generator.export.tables import KINDS
from generator.export.xlsx import MOST, cut, exact, width
from generator.model import Amount, Column, FundSource, LongText, Text
from generator.show import Show

ABOUT = [("网站", "绩效目标公开"), ("网页", "https://host.example/2024/"), ("来源", "=1+1")]


@pytest.fixture(scope="module")
def shows(site: Site) -> dict[str, Show]:
    """The views of each language."""
    return {lang: Show(words, site.vocabulary) for lang, words in pipeline.words().items()}


@pytest.fixture(scope="module")
def records(site: Site, shows: dict[str, Show]) -> dict[str, list[Values]]:
    """The records of the real content by table."""
    facts = Facts(site.vocabulary, shows)
    made = [tables.of_declaration(each, facts) for each in site.declared]
    return {name: [row for each in made for row in each[name]] for name in made[0]}


def _made(records: dict[str, list[Values]], show: Show) -> bytes:
    return workbook(show, "绩效目标", ABOUT, [(KINDS[name], rows) for name, rows in records.items()])


def _read(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_same_bytes_again(records: dict[str, list[Values]], shows: dict[str, Show], site: Site) -> None:
    """The same content gives the same bytes: nothing in the file is of today or of this machine."""
    content = _made(records, shows["zh"])
    assert content == _made(records, shows["zh"])
    properties = _read(content).properties
    assert properties.created == properties.modified == dt.datetime(2000, 1, 1)  # noqa: DTZ001 (as the file has it)
    assert not properties.creator
    for each in (content, form(site.declared[0], shows["zh"])):
        with zipfile.ZipFile(io.BytesIO(each)) as file:
            assert {item.date_time for item in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert form(site.declared[0], shows["zh"]) == form(site.declared[0], shows["zh"])


def test_cover(records: dict[str, list[Values]], shows: dict[str, Show]) -> None:
    """The first sheet says what the file is, how many rows each sheet has, and what each column means."""
    book = _read(_made(records, shows["en"]))
    assert book.sheetnames == ["About", "Declarations", "Funding", "Indicators"]
    lines = [[cell for cell in line if cell is not None] for line in book["About"].values]
    assert lines[0] == ["绩效目标"]
    assert lines[2:5] == [list(line) for line in ABOUT]
    assert lines[6:10] == [
        ["Sheet", "Rows"],
        *([book.sheetnames[n], len(rows)] for n, rows in enumerate(records.values(), 1)),
    ]
    described = [line for line in lines if len(line) == 4][1:]
    for name in book.sheetnames[1:]:
        titles = [cell.value for cell in book[name][1]]
        assert titles == [line[1] for line in described if line[0] == name]
    meaning = next(line[3] for line in described if line[2] == "target_raw")
    assert meaning == shows["en"].words("data_column.meaning.raw")


def test_a_sheet(records: dict[str, list[Values]], shows: dict[str, Show]) -> None:
    """A table is one header row and its rows, ready to read, filter and print; nothing is merged or linked."""
    for sheet in _read(_made(records, shows["zh"])).worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d")
                assert cell.hyperlink is None


def test_columns_that_nobody_fills_are_left_out(
    records: dict[str, list[Values]], shows: dict[str, Show]
) -> None:
    """Each column has a value in some row; a cell without one is not in the file."""
    content = _made(records, shows["zh"])
    for sheet in _read(content).worksheets[1:]:
        for column in sheet.iter_cols(min_row=2, values_only=True):
            assert any(value is not None for value in column)
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        data = b"".join(file.read(name) for name in file.namelist() if name.startswith("xl/worksheets/"))
    assert data.count(b"<c ") == data.count(b"<v>") + data.count(b"<is>")


def _column(sheet: Worksheet, title: str) -> list[object]:
    head = [cell.value for cell in sheet[1]]
    return [row[head.index(title)] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_values(records: dict[str, list[Values]], shows: dict[str, Show]) -> None:
    """Texts are texts, amounts and numbers numbers, days days."""
    book = _read(_made(records, shows["zh"]))
    raw = _column(book["指标"], "年度指标值 · 原文")
    assert raw[:3] == [row["target"]["raw"] for row in records["indicators"][:3]]
    assert sum(isinstance(value, str) and value.startswith("=") for value in raw) == 55
    amounts = _column(book["申报表"], "资金（元） · 年度 · 总额")
    assert sum(map(Decimal, map(str, amounts))) == Decimal("126185386.00")
    assert set(_column(book["申报表"], "计划起止日期 · 计划开始日期")) == {dt.datetime(2024, 1, 1)}  # noqa: DTZ001
    assert book["申报表"]["B2"].value == 2024


def test_what_a_number_or_a_day_cannot_hold(records: dict[str, list[Values]], shows: dict[str, Show]) -> None:
    """A number of more than 15 digits, and a day before the calendars of spreadsheets agree, stand as text."""
    first, *rest = records["declarations"]
    annual = {**first["funding"]["annual"], "total": Decimal("1234567890123456.70")}
    changed = {
        **first,
        "funding": {**first["funding"], "annual": annual},
        "period": {"start": dt.date(1899, 5, 4), "end": dt.date(1900, 3, 1)},
    }
    book = _read(workbook(shows["zh"], "x", [], [(KINDS["declarations"], [changed, *rest])]))
    assert _column(book["申报表"], "资金（元） · 年度 · 总额")[0] == "1234567890123456.70"
    assert _column(book["申报表"], "计划起止日期 · 计划开始日期")[0] == "1899-05-04"
    assert _column(book["申报表"], "计划起止日期 · 计划完成日期")[0] == dt.datetime(1900, 3, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("0.00", True),
        ("999999999999999", True),
        ("9999999999999999", False),
        ("1000000000000000000.00", True),
        ("1234567890123.45", True),
        ("12345678901234.56", False),
        ("476837158203124999999999.99995", False),
        ("1E+400", False),
        ("1E-400", False),
    ],
)
def test_exact(number: str, kept: bool) -> None:
    """A spreadsheet keeps 15 digits, zeros at the end aside, of numbers that are not beyond all measure."""
    assert exact(Decimal(number)) is kept


def test_a_text_longer_than_a_cell(records: dict[str, list[Values]], shows: dict[str, Show]) -> None:
    """It is cut where the cell ends, never inside a character, and says where the whole stands."""
    first, *rest = records["declarations"]
    whole = "目标😀" * 20_000
    changed = {**first, "annual_goal": LongText(whole, whole)}
    book = _read(workbook(shows["zh"], "x", [], [(KINDS["declarations"], [changed, *rest])]))
    found = str(_column(book["申报表"], "年度总体目标")[0])
    assert MOST - 1 <= len(found.encode("utf-16-le")) // 2 <= MOST
    assert found.endswith("……（一个单元格放不下，全文见同一网页的 CSV 或 JSON 文件）")
    assert whole.startswith(found.partition("……")[0])
    assert cut("目" * MOST, "…") == "目" * MOST


def test_width() -> None:
    """A Chinese character is as wide as two digits; the longest line counts."""
    assert [width(text) for text in ("abc", "指标", "指标1", "a\n指标\nb", "")] == [3, 4, 5, 4, 0]


def test_widths(records: dict[str, list[Values]], shows: dict[str, Show]) -> None:
    """A column is as wide as what stands in it; a long text is wrapped."""
    sheet = _read(_made(records, shows["zh"]))["申报表"]
    head = {cell.value: cell.column_letter for cell in sheet[1]}
    assert (
        sheet.column_dimensions[head["年度"]].width
        < 10
        < sheet.column_dimensions[head["主管部门"]].width
        < 40
    )
    goal = head["年度总体目标"]
    assert sheet.column_dimensions[goal].width < 50
    assert sheet[f"{goal}2"].alignment.wrap_text
    assert sheet[f"{goal}2"].quotePrefix


def test_no_rows(shows: dict[str, Show]) -> None:
    """A table without rows has its head."""
    book = _read(workbook(shows["zh"], "x", [], [(KINDS["indicators"], [])]))
    (head,) = book["指标"].values
    assert head[:3] == ("年度", "申报表编号", "项目名称")


# The official form


def test_forms_do_not_depend_on_each_other(site: Site, shows: dict[str, Show]) -> None:
    """The first form that is made is the same as the second."""
    first, second = (form(site.declared[0], shows["zh"]) for _ in range(2))
    assert first == second


def _form(each: Declared, shows: dict[str, Show]) -> Worksheet:
    (sheet,) = _read(form(each, shows["zh"])).worksheets
    return sheet


def _lines(sheet: Worksheet) -> list[list[object]]:
    return [[value for value in row if value is not None] for row in sheet.values]


def test_form(site: Site, shows: dict[str, Show]) -> None:
    """The form has the official cells in the official order, everything as filed and as text."""
    each = next(
        each for each in site.declared if each.declaration.id == "personnel-examination-administration"
    )
    sheet = _form(each, shows)
    lines = _lines(sheet)
    assert lines[:5] == [
        ["财政项目支出绩效目标申报表"],
        ["(2024年度)"],
        ["项目名称", "人事考试考务费用", "项目性质", "经常性专项业务费", "项目类别", "特定目标类"],
        ["主管部门", "上海市人力资源和社会保障局", "实施单位", "上海市职业能力考试院"],
        ["计划开始日期", "2024-01-01", "计划完成日期", "2024-12-31"],
    ]
    assert lines[5:9] == [
        ["项目资金(元)", "项目资金总额", "年度资金申请总额", "77,677,700.00"],
        ["其中：财政资金", "其中：当年财政拨款", "77,677,700.00"],
        ["上年结转资金", "0.00"],
        ["其他资金", "其他资金", "0.00"],
    ]
    goal = each.declaration.annual_goal
    assert goal is not None
    assert lines[9:11] == [["项目绩效目标", "项目总目标", "年度总体目标"], [goal.zh]]
    assert lines[11] == ["绩效指标", "一级指标", "二级指标", "三级指标", "年度(/项目)指标值"]
    targets = [row.target.raw for row in each.declaration.indicators if row.target]
    assert sorted(str(line[-1]) for line in lines[12:58]) == sorted(targets)
    assert len(lines) == 59
    assert {type(value) for line in lines for value in line} == {str}


def test_form_on_paper(site: Site, shows: dict[str, Show]) -> None:
    """A4 upright, as wide as the page; the head of the indicators stands on each further page, levels span rows."""
    sheet = _form(site.declared[0], shows)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$12:$12"
    first = next(iter(site.declared[0].declaration.indicators))
    same = [row for row in site.declared[0].declaration.indicators if row.level_1 == first.level_1]
    assert f"B13:B{12 + len(same)}" in {str(area) for area in sheet.merged_cells.ranges}
    cell = sheet["D13"]
    assert (cell.font.name, cell.font.sz, cell.border.left.style) == ("宋体", 10.5, "thin")
    assert cell.number_format == "@"


def _changed(each: Declared, **change: object) -> Declared:
    return dataclasses.replace(each, declaration=dataclasses.replace(each.declaration, **change))


def _amount(raw: str) -> Amount:
    """An amount as filed."""
    return Amount(raw, Decimal(raw))


def test_form_with_more(site: Site, shows: dict[str, Show]) -> None:
    """Codes, further sources, a medium-term target and optional columns have their cells where there are some."""
    each = site.declared[0]
    first, *rest = each.declaration.indicators
    further = dataclasses.replace(first, weight=Decimal("10"), note=LongText("注"), goal="medium_term_goal")
    annual = Column(
        _amount("5.00"), _amount("3.00"), _amount("1.00"), _amount("1.00"),
        (FundSource("一般公共预算", _amount("2.00"), "fiscal_appropriation"), FundSource("单位资金", _amount("1"))),
    )  # fmt: skip
    changed = _changed(
        each,
        project_code="310000240000000000001",
        medium_term_goal=LongText("一年\n\n  两年"),
        funding=dataclasses.replace(
            each.declaration.funding, annual=annual, project=annual, money_unit="万元"
        ),
        indicators=(further, *rest),
    )
    lines = _lines(_form(changed, shows))
    assert ["项目编码", "310000240000000000001"] in lines
    assert ["项目绩效目标", "项目总目标", "中期目标", "年度总体目标"] in lines
    assert any("一年\n两年" in line for line in lines)
    assert lines[6][0] == "项目资金(万元)"
    assert [line[-2:] for line in lines[6:12]] == [
        ["年度资金申请总额", "5.00"],
        ["其中：当年财政拨款", "3.00"],
        ["　　一般公共预算", "2.00"],
        ["上年结转资金", "1.00"],
        ["其他资金", "1.00"],
        ["　　单位资金", "1"],
    ]
    assert [line[:2] for line in lines[7:10]] == [
        ["其中：财政资金", "3.00"],
        ["　　一般公共预算", "2.00"],
        ["上年结转资金", "1.00"],
    ]
    assert ["绩效指标", "年度总体目标"] in lines
    assert ["绩效指标", "中期目标"] in lines
    assert [line[-3:] for line in lines if "注" in line] == [[first.target and first.target.raw, "10", "注"]]


def test_form_with_a_long_goal(site: Site, shows: dict[str, Show]) -> None:
    """A text higher than a row can be takes several rows; no row is higher than programs show."""
    changed = _changed(site.declared[0], annual_goal=LongText("目标，" * 1000), project_name=Text("名" * 300))
    sheet = _form(changed, shows)
    heights = [sheet.row_dimensions[row].height or 0 for row in range(1, sheet.max_row + 1)]
    assert max(heights) <= 409
    area = next(area for area in sheet.merged_cells.ranges if str(area).startswith("F11:"))
    assert area.max_row > area.min_row
    assert sum(heights[area.min_row - 1 : area.max_row]) > 1000
