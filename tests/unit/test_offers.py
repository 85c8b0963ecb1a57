"""The lines under tables that offer their data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import offers, pipeline, render
from generator.derive import Site
from generator.export.download import Download
from generator.model import Text

WORDS = pipeline.words()
FILES = [
    Download("2024/x", "zh", f"2024/x/{name}", name.split(".")[0], 2_000, None, "0" * 64)
    for name in ("declaration.json", "form.xlsx", "funding.csv", "declaration.xlsx", "indicators.csv")
]


def test_a_line_in_the_order_asked_for() -> None:
    """What is asked for first stands first, CSV before Excel before JSON; nothing else is in the line."""
    line = offers.offered(FILES, ("indicators", "whole", "form"), WORDS["zh"])
    names = [offers.name(each.file) for each in line]
    assert names == ["indicators.csv", "declaration.xlsx", "declaration.json", "form.xlsx"]


def test_what_is_in_it_is_seen_once() -> None:
    """Of files with the same content only the first says so where it is seen."""
    line = offers.offered(FILES, ("indicators", "whole"), WORDS["zh"])
    assert [(each.what, each.again) for each in line] == [
        ("indicators", False),
        ("whole", False),
        ("whole", True),
    ]


def test_nothing_to_offer() -> None:
    """Where files of single declarations are turned off, no line stands."""
    assert offers.offered([], ("indicators",), WORDS["zh"]) == []
    assert offers.table_of([], "indicators") is None


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 KB"), (1, "1 KB"), (1024, "1 KB"), (1025, "2 KB"), (1024 * 1024, "1,024 KB"),
        (1024 * 1024 + 1, "1.1 MB"), (1_572_864, "1.5 MB"), (2**31, "2,048.0 MB"),
    ],
)  # fmt: skip
def test_sizes(count: int, said: str) -> None:
    """Bytes are told in KB, from a megabyte on in MB, rounded up."""
    assert offers.size(count, WORDS["zh"]) == offers.size(count, WORDS["en"]) == said


@given(st.integers(1, 1 << 33))
def test_told_is_what_is_said(count: int) -> None:
    """What a line of links is told of a file changes only with what it says of it."""
    told = offers.told(replace(FILES[0], size=count))
    assert offers.size(told.size, WORDS["zh"]) == offers.size(count, WORDS["zh"])
    assert offers.told(told) == told


def test_names_in_a_folder_of_downloads() -> None:
    """A file is saved under a name that says which page it is of, other for each."""
    assert offers.saved_as(FILES[0]) == "2024-x-declaration.json"
    assert offers.saved_as(FILES[2], "-selection") == "2024-x-funding-selection.csv"


@pytest.mark.parametrize(("rows", "said"), [(999_999, False), (1_000_000, True)])
def test_what_no_workbook_holds_is_said(rows: int, said: bool, root: Path, site: Site) -> None:
    """The page of all data says when a table has no workbook because it is too long."""
    long = replace(FILES[-1], page="data", lang=None, path="data/indicators.csv", rows=rows)
    settings = render.Settings(Text("站名", "Site"))
    planned = pipeline.pages(site, root / "theme_overrides", settings, [long])
    pages = {page.lang: page.markdown for page in planned if page.path == "data"}
    for lang, words in WORDS.items():
        assert (words("data.rule.too_long") in pages[lang]) == said
