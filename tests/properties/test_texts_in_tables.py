"""Whatever a text holds, CSV and workbooks bring it back as it is, as text; numbers keep every digit."""

from __future__ import annotations

import csv as reading_csv
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from one_workbook import workbook
from reading_xlsx import sheets
from strategies import LINES, PROSE

from generator import pipeline
from generator.derive import Site
from generator.export import cells, csv, tables
from generator.export.form import form
from generator.export.published import Field, Values
from generator.export.tables import BOTH, KINDS, Kind
from generator.export.workbook import FIRST_DAY
from generator.export.xlsx import exact
from generator.model import LongText, Text
from generator.show import Show
from generator.target import Target

DANGEROUS = (
    *("=1+1", "=100(%)", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "＝1", "'", "''", "'=1", " =1", "1", "1e5"),
    *("2024-01-01", "TRUE", "#N/A", "http://a.cn", "mailto:a@b.cn", "internal:A!A1", "file://a", "{=1}"),
    *(
        "<r></r>",
        "<r><t>1</t></r>",
        "<r>_x0041_</r>",
        "<r>_x005F_x0041_</r>",
        "_x0041_",
        "_x005F_",
        "_x005F_x0041_",
        "_x000D_",
    ),
    *("</t></si>", "&lt;", "&", '"', '","', " a ", "\u3000a", "a\nb", "a\r\nb", "a\rb", "\n", "]]>", "€𠮷😀"),
)
WILD = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)
TEXTS = st.one_of(st.sampled_from(DANGEROUS), LINES, PROSE, WILD)
NUMBERS = st.one_of(
    st.decimals(0, 10**13, places=2),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=9),
)
UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _value(field: Field) -> st.SearchStrategy[Any]:
    """Anything that a field of this form could hold, and more."""
    match field.form:
        case "text" | "term":
            return st.builds(Text, TEXTS, st.none() | TEXTS)
        case "integer":
            return st.integers(0, 10**18)
        case "decimal":
            return st.none() | NUMBERS
        case "date":
            return st.none() | st.dates(dt.date(1800, 1, 1))
        case "strings":
            return st.lists(TEXTS, max_size=2).map(tuple)
        case "group":
            return st.none() | _record(field.fields)
        case "list":
            return st.just([])
        case "address":
            return st.fixed_dictionaries({"zh": TEXTS, "en": TEXTS})
    return TEXTS if field.always else st.none() | TEXTS


def _record(fields: Sequence[Field]) -> st.SearchStrategy[Values]:
    return st.fixed_dictionaries({field.name: _value(field) for field in fields})


TABLES = st.sampled_from([*KINDS.values()]).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(_record(kind.fields), min_size=1, max_size=2))
)


@cache
def _show(lang: str) -> Show:
    return Show(pipeline.words()[lang], _site().vocabulary)


@cache
def _site() -> Site:
    return pipeline.site(pipeline.read(Path(__file__).parents[2] / "content"))


@given(TABLES, st.sampled_from(["zh", "en", BOTH]))
def test_csv(table: tuple[Kind, list[Values]], lang: str) -> None:
    """A CSV file holds the very texts once the guard is taken off, and nothing that begins like a formula."""
    kind, records = table
    plain = csv.plain(kind, cells.whole(kind, records))
    content = (csv.head(kind, lang) + csv.written(cells.in_language(kind, plain, lang))).decode("utf-8-sig")
    names, *lines = reading_csv.reader(io.StringIO(content, newline=""))
    assert names == [column.name for column in kind.columns(lang)]
    for line, row in zip(lines, cells.rows(kind, records, lang), strict=True):
        for found, cell, column in zip(line, row, kind.columns(lang), strict=True):
            if column.form in tables.NUMBERS:
                assert found == (cell or "")
            else:
                assert csv.unguarded(found) == (cell or "")
                assert not found.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_lines(texts: list[str]) -> None:
    """A line of CSV is the one that Python's own writer makes, whatever the texts hold."""
    kind = Kind("t", tuple(Field(f"f{place}", "string", _value) for place, _ in enumerate(texts)), ())
    written = io.StringIO(newline="")
    reading_csv.writer(written, lineterminator="\r\n").writerow(map(csv.guarded, texts))
    assert csv.written(csv.plain(kind, [tuple(texts)])).decode() == written.getvalue()


@given(TABLES, st.sampled_from(["zh", "en"]), TEXTS, TEXTS)
@settings(max_examples=60)
def test_workbook(table: tuple[Kind, list[Values]], lang: str, title: str, label: str) -> None:
    """A workbook holds the very texts as texts and numbers with every digit; nothing else is in it."""
    kind, records = table
    cover, sheet = sheets(workbook(_show(lang), title, [(label, title)], [table]))
    assert cover[0, 0] == cover[2, 1] == _held(title)
    assert cover[2, 0] == _held(label)
    columns = [column.form for column in kind.columns(lang)]
    rows = list(cells.rows(kind, records, lang))
    shown = [place for place in range(len(columns)) if any(row[place] is not None for row in rows)]
    expected = {
        (number, place): _in_workbook(row[column], columns[column])
        for number, row in enumerate(rows, 1)
        for place, column in enumerate(shown)
        if row[column] is not None
    }
    assert {place: cell for place, cell in sheet.items() if place[0]} == expected
    assert len(sheet) == len(expected) + len(shown)


def _held(text: str) -> str:
    return UNHELD.sub("\ufffd", text)


def _in_workbook(cell: str | None, form: str) -> str | Decimal:
    assert cell is not None
    if form == "date" and cell >= FIRST_DAY.isoformat():
        return Decimal((dt.date.fromisoformat(cell) - dt.date(1899, 12, 30)).days)
    if form in tables.NUMBERS and exact(Decimal(cell)):
        return Decimal(cell)
    return _held(cell)


@given(NUMBERS)
@example(Decimal("999999999999999"))
@example(Decimal("0.1"))
@example(Decimal("77677700.00"))
@example(Decimal("100000000000000000.00"))
def test_numbers_a_spreadsheet_keeps(number: Decimal) -> None:
    """What is written as a number comes back the same from a 64-bit floating point number."""
    if exact(number):
        assert Decimal(f"{float(number):.15g}") == number


@given(TEXTS, TEXTS)
@example("<r>_x0041_</r>", "=1+1")
def test_form(one: str, other: str) -> None:
    """The form as a workbook holds the very texts as texts."""
    each = _site().declared[0]
    first, *rest = each.declaration.indicators
    first = dataclasses.replace(
        first, name=Text(one), note=LongText(other), target=Target(other, "qualitative")
    )
    declaration = dataclasses.replace(
        each.declaration, project_name=Text(one), category=other, indicators=(first, *rest)
    )
    (sheet,) = sheets(form(dataclasses.replace(each, declaration=declaration), _show("zh")))
    cells = [cell for _, cell in sorted(sheet.items())]
    assert all(isinstance(cell, str) for cell in cells)
    assert cells.count(_held(one)) >= 2
    assert cells.count(_held(other)) >= 3
