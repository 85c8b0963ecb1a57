"""Each value of an indicator table has its four headers: level 1, level 2, level 3 and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from building import PREFIX, ROOT, SMALL, declarations, read
from playwright.sync_api import Page
from visits import Served

ASSIGN = (Path(__file__).parent / "headers.js").read_text(encoding="utf-8")

LEVELS = ("level_1", "level_2")

SOURCES = {"real": ROOT, "small": SMALL}


def name_of(name: str | dict[str, str], lang: str) -> str:
    """A text in a language; the Chinese where there is no English."""
    if isinstance(name, str):
        return name
    return " ".join((name.get(lang) or name["zh"]).split())


def words(source: Path, lang: str) -> Callable[[str, str], str]:
    """How the site prints a level: as filed in Chinese, the glossary's English in English."""
    glossary = read(source / "content" / "glossary.yml")

    def word(group: str, label: str) -> str:
        if lang == "zh":
            return label
        names = [
            term["name"]
            for term in glossary[group]
            if label in (name_of(term["name"], "zh"), *term.get("also", ()))
        ]
        return name_of(names[0], lang)

    return word


def expected(source: Path, declaration: dict[str, Any], lang: str) -> dict[str, list[list[str]]]:
    """The three headers that the form itself gives each indicator, by its id."""
    word = words(source, lang)
    return {
        row["id"]: [
            ["rowgroup", word("level_1", row["level_1"])],
            ["row", word("level_2", row["level_2"])],
            ["row", name_of(row["name"], lang)],
        ]
        for row in declaration["indicators"]
    }


@pytest.mark.parametrize("lang", PREFIX)
@pytest.mark.parametrize("name", SOURCES)
def test_every_value_has_its_four_headers(name: str, lang: str, sites: dict[str, Served], page: Page) -> None:
    """By the HTML Standard's algorithm each data cell has exactly its three levels and its column."""
    source = SOURCES[name]
    for path, declaration in declarations(source).items():
        page.goto(f"{sites[name].address}{PREFIX[lang]}{path}/")
        rows = expected(source, declaration, lang)
        seen = set()
        for table in page.locator("table.indicators:not(.across)").all():
            columns = [" ".join(text.split()) for text in table.locator("thead th").all_text_contents()]
            for cell in table.evaluate(ASSIGN):
                own = [*rows[cell["row"]], ["col", columns[cell["column"]]]]
                assert sorted(cell["headers"]) == sorted(own), f"{lang} {path}#{cell['row']}"
                seen.add((cell["row"], cell["column"]))
        assert {row for row, _ in seen} == set(rows)
        assert len(seen) >= 4 * len(rows)


def test_the_algorithm_sees_a_missing_header(page: Page) -> None:
    """The check itself works: a header without scope in a column of data does not count, a group's does."""
    page.set_content(
        """<table><thead><tr><th scope="col">A<th scope="col">B<th scope="col">C<th scope="col">D</thead>
        <tbody><tr id="one"><th scope="rowgroup" rowspan="2">G<th scope="row">1<td>x<td>y
        <tr id="two"><th>2<td>x<td>y</tbody>
        <tbody><tr id="three"><td>x<td>y<th scope="col">E<td>z</tbody></table>"""
    )
    found = {
        (cell["row"], cell["column"]): sorted(text for _, text in cell["headers"])
        for cell in page.locator("table").evaluate(ASSIGN)
    }
    assert found == {
        ("one", 2): ["1", "C", "G"],
        ("one", 3): ["1", "D", "G"],
        ("two", 2): ["C", "G"],
        ("two", 3): ["D", "G"],
        ("three", 0): ["A"],
        ("three", 1): ["B"],
        ("three", 3): ["D"],
    }
