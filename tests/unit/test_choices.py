"""What a reader can choose by: fields with more than one value, kinds and levels that are there."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator import choices, pages, pipeline, render
from generator.derive import Declared, Site
from generator.model import Text


def of(site: Site, name: str) -> dict[str, Text | None]:
    """The options offered for a field; none where it is not offered."""
    found = [each for each in choices.of_declarations(site.declared, site.vocabulary) if each.name == name]
    return found[0].options if found else {}


def test_only_what_differs_is_offered(site: Site) -> None:
    """Six declarations of one year, department and unit differ in nature, category and source alone."""
    offered = choices.of_declarations(site.declared, site.vocabulary)
    assert [each.name for each in offered] == ["nature", "category", "fund_source"]
    assert list(of(site, "fund_source")) == ["fiscal_appropriation", "other"]
    assert choices.of_declarations(site.declared[:1], site.vocabulary) == []
    assert choices.of_declarations((), site.vocabulary) == []


def test_years_and_units_are_offered_where_there_are_several(site: Site) -> None:
    """Another year and unit make two options each, in the order of the list."""
    first = site.declared[0]
    older = replace(first, declaration=replace(first.declaration, fiscal_year=2023))
    other = replace(older, unit=replace(first.unit, key="other"))
    several = replace(site, declared=(*site.declared, other))
    assert list(of(several, "fiscal_year")) == ["2024", "2023"]
    assert list(of(several, "unit")) == [first.unit.key, "other"]
    assert of(several, "department") == {}


def test_a_long_list_is_not_offered(site: Site) -> None:
    """Up to thirty units can be chosen from; more are found by typing."""

    def many(count: int) -> Site:
        first = site.declared[0]
        units = (replace(first.unit, key=f"u{index}") for index in range(count))
        return replace(site, declared=tuple(replace(first, unit=unit) for unit in units))

    assert len(of(many(choices.MOST_OPTIONS), "unit")) == choices.MOST_OPTIONS
    assert of(many(choices.MOST_OPTIONS + 1), "unit") == {}


def test_rows_say_what_is_offered(site: Site) -> None:
    """A row's values are among the options; a source without money is not among them."""
    for each in site.declared:
        for choice in choices.of_declarations(site.declared, site.vocabulary):
            values = choices.values(each, choice, site.vocabulary).split()
            assert values
            assert set(values) <= set(choice.options)


def test_names_that_a_row_does_not_show(site: Site) -> None:
    """An English list can be searched in Chinese, and by the department in either language."""
    each: Declared = site.declared[0]
    assert choices.further_names(each, "zh") == each.department.name.zh
    english = choices.further_names(each, "en")
    for name in (each.department.name.en, each.department.name.zh, each.declaration.project_name.zh):
        assert str(name) in english


def test_levels_and_kinds_that_are_there(site: Site) -> None:
    """Levels and kinds come in the order of the form, and only those that the indicators have."""
    every = [indicator for each in site.declared for indicator in each.declaration.indicators]
    assert choices.levels(every, site.vocabulary) == ("output", "benefit", "satisfaction")
    assert choices.kinds(every) == ("at-least", "at-most", "exactly", "zero-tolerance", "in-words")
    assert choices.kinds(every[:0]) == ()


@pytest.mark.parametrize(("path", "parts"), [("indicators", (50, 50, 11)), ("2024", (5, 1))])
def test_a_page_of_a_long_list_says_that_it_is_one(
    path: str, parts: tuple[int, ...], site: Site, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a list is cut into pages, the filter says how much of it the page holds; where it is not, nothing."""
    settings = render.Settings(Text("站名", "Site"))

    def said() -> list[str]:
        made = pipeline.pages(site, root / "theme_overrides", settings)
        mine = [page for page in made if page.lang == "zh" and re.fullmatch(rf"{path}(/page-\d)?", page.path)]
        return [found for page in mine for found in re.findall(r'class="beyond">[^<]*', page.markdown)]

    assert said() == []
    monkeypatch.setattr(pages, "INDICATORS_PER_PAGE", 50)
    monkeypatch.setattr(pages, "DECLARATIONS_PER_PAGE", 5)
    total = sum(parts)
    assert [re.findall(r"\d+", each) for each in said()] == [
        [str(total), str(part)] for part in parts if part > 1
    ]
