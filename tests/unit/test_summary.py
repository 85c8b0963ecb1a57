"""A unit's declarations of a year as one document: which there are, what its table says, where it is cut."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from generator import pipeline, render, summary
from generator.derive import Money, Part, Site
from generator.model import Text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site() -> Site:
    """The real site."""
    return pipeline.site(pipeline.read(ROOT / "content"))


def money(total: str, **parts: str) -> Money:
    """A column in yuan; shares do not matter here."""
    return Money(Decimal(total), tuple(Part(key, Decimal(yuan), Decimal(0)) for key, yuan in parts.items()))


def test_one_document_for_each_year(site: Site) -> None:
    """Each year of a unit has a document, at an address of its own."""
    for key, declared in site.by_organisation("unit").items():
        years = summary.by_year(declared)
        assert [each for below in years.values() for each in below] == list(declared)
        assert summary.paths(key, declared) == {year: f"units/{key}/{year}" for year in years}


def test_amounts() -> None:
    """A row holds what the form gives: blank is not 0, and what has no column of its own is further money."""
    given = summary.amounts(money("10", fiscal_appropriation="6", other="0", source="4"))
    assert given == {
        "total": Decimal(10),
        "fiscal_appropriation": Decimal(6),
        "carried_over": None,
        "other": Decimal(0),
        "further": Decimal(4),
    }
    assert set(summary.amounts(None).values()) == {None}
    assert summary.columns(given)[-1] == "further"
    assert summary.columns(summary.amounts(money("6", fiscal_appropriation="6"))) == summary.COLUMNS


def test_a_long_document_is_cut(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit with very many declarations has a document of several pages, each with the sums of all of it."""
    monkeypatch.setattr("generator.pages.FORMS_PER_PAGE", 4)
    settings = render.Settings(Text("网站", "Site"))
    found = {page.source: page for page in pipeline.pages(site, ROOT / "theme_overrides", settings)}
    cut = [page for path, page in found.items() if re.fullmatch(r"units/[^/]+/2024(/page-\d)?\.md", path)]
    assert [page.markdown.count('<section class="whole-form"') for page in cut] == [4, 2]
    assert all("126,185,386.00" in page.markdown for page in cut)
