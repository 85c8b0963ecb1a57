"""Pages, CSV, workbooks, JSON and the database carry the same declarations: each is compared with the model."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any, NamedTuple

import openpyxl
import pytest
from building import Built
from html_page import page

from generator import pipeline
from generator.derive import Declared, Site
from generator.export import columns
from generator.export.tables import KINDS
from generator.model import Indicator
from generator.show import Show

SYMBOLS = {"≥": "ge", ">": "gt", "=": "eq", "≤": "le", "<": "lt", "": None}
LANGUAGES = {"zh": "", "en": "en/"}


class Row(NamedTuple):
    """What every form of an indicator must agree on, in one language."""

    declaration: str
    id: str
    name: str
    raw: str | None
    operator: str | None
    number: Decimal | None
    unit: str | None


class Sum(NamedTuple):
    """What every form of an amount must agree on."""

    declaration: str
    column: str
    item: str
    amount: Decimal


def _site(built: Built) -> Site:
    return pipeline.site(pipeline.read(built.project / "content"))


def _text(text: Any, lang: str) -> str:
    return str((text.en if lang == "en" else None) or text.zh)


def rows_of(site: Site, lang: str) -> list[Row]:
    """The indicators of the model, in the order of the site; units as they are in the language."""
    show = Show(pipeline.words()[lang], site.vocabulary)
    return [
        Row(
            each.path,
            row.id,
            _text(row.name, lang),
            row.target.raw if row.target else None,
            row.target.operator if row.target else None,
            row.target.value if row.target else None,
            _unit(row, show),
        )
        for each in site.declared
        for row in each.declaration.indicators
    ]


def _unit(row: Indicator, show: Show) -> str | None:
    if row.target is None or row.target.measure_unit is None:
        return None
    shown = unescape(re.sub("<[^>]*>", "", show.unit(row, row.target)))
    return row.target.measure_unit if show.lang == "zh" else shown


def sums_of(each: Declared) -> list[Sum]:
    """The amounts of a declaration in yuan, the total of each column first."""
    found = []
    for column in ("annual", "project"):
        if money := getattr(each, column):
            found.append(Sum(each.path, column, "total", money.total))
            found += [Sum(each.path, column, part.key, part.yuan) for part in money.parts]
    return found


def _from_table(record: dict[str, Any]) -> Row:
    def given(name: str) -> Any:
        value = record.get(name)
        return None if value in ("", None) else value

    number = given("target_number")
    return Row(
        f"{record['fiscal_year']}/{record['declaration_id']}",
        record["id"],
        record["name"],
        given("target_raw"),
        given("target_operator"),
        None if number is None else Decimal(str(number)),
        given("target_measure_unit"),
    )


def _sum_from_table(record: dict[str, Any]) -> Sum:
    path = f"{record['fiscal_year']}/{record['declaration_id']}"
    return Sum(path, record["column"], record["item"], Decimal(str(record["amount"])))


def read_csv(content: str) -> list[dict[str, Any]]:
    """The records of a CSV file as the data page says to read it: one leading apostrophe of a text is dropped."""
    lines = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    return [{name: value.removeprefix("'") for name, value in line.items()} for line in lines]


def read_workbook(built: Built, path: str, kind: str, lang: str) -> list[dict[str, Any]]:
    """The records of a sheet of a workbook, by the names of the columns; cells that are no text or number fail."""
    site = _site(built)
    show = Show(pipeline.words()[lang], site.vocabulary)
    named = {columns.title(column, show, kind): column.name for column in KINDS[kind].columns(lang)}
    book = openpyxl.load_workbook(built.folder / path)
    (sheet,) = [each for each in book.worksheets if each.title == show.words(f"table_kind.{kind}")]
    head, *lines = sheet.iter_rows()
    names = [named[cell.value] for cell in head]
    assert {cell.data_type for line in lines for cell in line} <= {"n", "s", "d"}
    return [dict(zip(names, [cell.value for cell in line], strict=True)) for line in lines]


def rows_on_page(built: Built, path: str, lang: str) -> Iterator[Row]:
    """The indicators as a declaration's page shows them."""
    elements = page(built.folder / LANGUAGES[lang] / path / "index.html").elements
    starts = [at for at, each in enumerate(elements) if each.tag == "tr" and "data-kind" in each]
    for start, end in zip(starts, [*starts[1:], len(elements)], strict=True):
        cells = elements[start:end]

        def text(*names: str, cells: list[Any] = cells) -> str:
            return next((each.text for each in cells for name in names if each.has_class(name)), "")

        unit = next(each for each in cells if each.has_class("unit"))
        number = "" if text("qualitative") else text("digits").replace(",", "")
        filed = unit.text if lang == "en" else unit.text.replace("·", "*")
        yield Row(
            path,
            elements[start]["id"],
            text("name"),
            _shown(text("raw")),
            SYMBOLS[text("symbol")],
            Decimal(number) if number else None,
            _shown(filed),
        )


def _shown(text: str) -> str | None:
    """What a cell says; a dash is how pages show that nothing is given."""
    return None if text in ("", "—") else text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_indicators(site: Built, lang: str) -> None:
    """Every indicator is the same, cell by cell, in the model, on its page and in four kinds of files."""
    prefix = LANGUAGES[lang]
    filed = _site(site)
    model = rows_of(filed, lang)
    texts = {path: content.decode() for path, content in site.contents().items() if path.endswith(".csv")}
    tables = {
        "csv": read_csv(texts[f"{prefix}indicators/indicators.csv"]),
        "csv of declarations": [
            record
            for each in filed.declared
            for record in read_csv(texts[f"{prefix}{each.path}/indicators.csv"])
        ],
        "workbook": read_workbook(site, f"{prefix}indicators/indicators.xlsx", "indicators", lang),
        "workbooks of declarations": [
            record
            for each in filed.declared
            for record in read_workbook(site, f"{prefix}{each.path}/declaration.xlsx", "indicators", lang)
        ],
        "database": _from_database(site, "indicators", lang),
    }
    for name, records in tables.items():
        assert [_from_table(record) for record in records] == model, name
    in_json = list(_from_json(site, lang))
    assert [row._replace(unit=None) for row in in_json] == [row._replace(unit=None) for row in model]
    assert [row.unit for row in in_json] == [row.unit for row in rows_of(filed, "zh")]
    assert [row for each in filed.declared for row in rows_on_page(site, each.path, lang)] == model


def _from_database(site: Built, table: str, lang: str) -> list[dict[str, Any]]:
    with sqlite3.connect(f"file:{site.folder / 'data/all.sqlite'}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        found = [dict(row) for row in connection.execute(f'SELECT * FROM "{table}" ORDER BY rowid')]  # noqa: S608
    if lang == "en":
        own = ("name", "target_measure_unit")
        return [record | {name: record[f"{name}_en"] or record[name] for name in own} for record in found]
    return found


def _from_json(site: Built, lang: str) -> Iterator[Row]:
    for record in json.loads(site.text("api/v1/declarations.json"))["declarations"]:
        path = f"{record['fiscal_year']}/{record['id']}"
        assert json.loads(site.text(f"{path}/declaration.json")) == record
        assert json.loads(site.text(f"api/v1/declarations/{path}.json")) == record
        for row in record["indicators"]:
            target = row["target"] or dict.fromkeys(("raw", "operator", "number", "measure_unit"))
            yield Row(
                path,
                row["id"],
                row["name"][lang] or row["name"]["zh"],
                target["raw"],
                target["operator"],
                target["number"] and Decimal(target["number"]),
                target["measure_unit"],
            )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_amounts(site: Built, lang: str) -> None:
    """Every amount is the same in the model, on its page and in four kinds of files."""
    prefix = LANGUAGES[lang]
    filed = _site(site)
    model = [amount for each in filed.declared for amount in sums_of(each)]
    for each in filed.declared:
        found = [
            _sum_from_table(record) for record in read_csv(site.text(f"{prefix}{each.path}/funding.csv"))
        ]
        assert found == sums_of(each)
        shown = page(site.folder / prefix / each.path / "index.html").all("data")
        amounts = [Decimal(one["value"]) for one in shown if one.has_class("money")]
        assert sorted({amount.amount for amount in sums_of(each)} - set(amounts)) == []
        book = read_workbook(site, f"{prefix}{each.path}/declaration.xlsx", "funding", lang)
        assert [_sum_from_table(record) for record in book] == sums_of(each)
    assert [_sum_from_table(record) for record in _from_database(site, "funding", "zh")] == model
    for record in json.loads(site.text("api/v1/declarations.json"))["declarations"]:
        own = [amount for amount in model if amount.declaration == f"{record['fiscal_year']}/{record['id']}"]
        assert [amount for amount in own if amount.item != "source"] == list(_plain_sums(record))


def _plain_sums(record: dict[str, Any]) -> Iterator[Sum]:
    for column, money in record["funding"].items():
        for item, amount in (money or {}).items():
            if item != "sources" and amount is not None:
                yield Sum(f"{record['fiscal_year']}/{record['id']}", column, item, Decimal(amount))


def test_the_real_figures(real: Built) -> None:
    """The six declarations: 111 indicators, 126,185,386.00 yuan."""
    with sqlite3.connect(f"file:{real.folder / 'data/all.sqlite'}?mode=ro", uri=True) as connection:
        (count,) = connection.execute("SELECT count(*) FROM indicators").fetchone()
        (total,) = connection.execute("SELECT sum(funding_annual_total) FROM declarations").fetchone()
    assert (count, total) == (111, 126_185_386)
