"""Declarations that moved, were corrected or removed: what follows from their files, and what is published of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator import derive, former, pipeline, render
from generator.derive import Declared, Site
from generator.export.history import history
from generator.model import Correction, LongText, Publication, Text
from generator.removed import Removed
from generator.version import version

DAY = dt.date(2025, 3, 1)
LATER = dt.date(2025, 5, 6)


@pytest.fixture
def declared(site: Site) -> Declared:
    """A real declaration, without any date."""
    return replace(site.declared[0], declaration=replace(site.declared[0].declaration, added=None))


@pytest.fixture(scope="module")
def small(root: Path) -> Site:
    """The small site of the tests: one declaration that moved twice, two that were removed."""
    return pipeline.site(pipeline.read(root / "tests/site/content"))


def pages(site: Site, root: Path, **settings: Any) -> dict[str, render.Page]:
    """The pages at former addresses by their source."""
    given = render.Settings(Text("公开", "Disclosure"), **settings)
    makers = (
        render.Renderer(site, words, root / "theme_overrides", given) for words in pipeline.words().values()
    )
    return {page.source: page for make in makers for page in former.pages(make)}


@pytest.mark.parametrize(
    ("fields", "modified"),
    [
        ({}, None),
        ({"publication": Publication(issued=DAY)}, None),
        ({"added": DAY}, DAY),
        ({"publication": Publication(published=LATER), "added": DAY}, LATER),
        (
            {
                "added": DAY,
                "corrections": (Correction(LATER, LongText("甲")), Correction(DAY, LongText("乙"))),
            },
            LATER,
        ),
    ],
)
def test_modified_is_the_newest_day_given(
    declared: Declared, fields: dict[str, Any], modified: dt.date | None
) -> None:
    """Published, added and corrected count; the day of issue does not; nothing is made up where none is given."""
    assert replace(declared, declaration=replace(declared.declaration, **fields)).modified == modified


def test_a_version_is_of_what_was_declared(declared: Declared) -> None:
    """When and where the site shows a declaration leaves its version as it is; a correction does not."""
    declaration = declared.declaration
    before = version(declaration)
    assert version(replace(declaration, added=DAY, moved_from=("2023/x",))) == before
    assert version(replace(declaration, corrections=(Correction(DAY, LongText("甲")),))) != before


def test_order_does_not_follow_files(site: Site) -> None:
    """What was removed stands newest first, then by address; what moved by its former address."""
    gone = [
        Removed(path, day, LongText("甲"))
        for path, day in (("2024/b", DAY), ("2024/a", DAY), ("2023/c", LATER))
    ]
    first, second = (each.declaration for each in site.declared[:2])
    listed = [replace(first, moved_from=("2024/z", "2023/y")), replace(second, moved_from=("2024/m",))]
    made = derive.site(listed, site.vocabulary, removed=gone)
    assert [each.path for each in made.removed] == ["2023/c", "2024/a", "2024/b"]
    assert [(old, each.declaration.id) for old, each in made.moved.items()] == [
        ("2023/y", first.id),
        ("2024/m", second.id),
        ("2024/z", first.id),
    ]


def test_former_addresses_have_pages_in_both_languages(small: Site, root: Path) -> None:
    """Each stands where the declaration stood, is marked for robots, and says where it went or when and why."""
    made = pages(
        small, root, site_url="https://host.example/gov/", contact=Text("公开办", "Disclosure office")
    )
    for prefix in ("", "en/"):
        for old in ("2023/greenway-plan", "2025/greenway"):
            text = made[f"{prefix}{old}.md"].markdown
            assert "\nrobots: noindex\n" in text
            assert f'\ncanonical: "https://host.example/gov/{prefix}2025/greenway-construction/"\n' in text
            assert text.count("2025/greenway-construction/") == (3 if old.startswith("2023") else 1)
            assert text.count("greenway-construction/") == 3
        for old, day in (("2024/street-trees", "2025-01-15"), ("2023/street-cleaning", "2025-06-30")):
            text = made[f"{prefix}{old}.md"].markdown
            assert "\nrobots: noindex\n" in text
            assert day in text
            assert ("Disclosure office" if prefix else "公开办") in text
            assert "<script" not in text.partition("---\n\n")[2]
    assert made["2023/street-cleaning.md"].title == "已撤下的申报表"
    assert "涉及未公开信息" in made["2023/street-cleaning.md"].markdown
    assert '<span lang="zh-CN">涉及未公开信息' in made["en/2023/street-cleaning.md"].markdown


def test_nobody_to_ask_is_made_up(small: Site, root: Path) -> None:
    """Without a contact a removed declaration's page names none, without an address nothing is canonical."""
    made = pages(small, root)
    assert "请询问" not in made["2024/street-trees.md"].markdown
    assert "canonical" not in made["2023/greenway-plan.md"].markdown


def test_history_is_published(small: Site) -> None:
    """Data names each former address with what stands there now, and each removed declaration with day and reason."""
    found = json.loads(json.dumps(history(small)))
    assert found["moved"] == [
        {
            "from": old,
            "to": "2025/greenway-construction",
            "url": {"zh": "/2025/greenway-construction/", "en": "/en/2025/greenway-construction/"},
        }
        for old in ("2023/greenway-plan", "2025/greenway")
    ]
    last = {"path": "2023/street-cleaning", "day": "2025-06-30", "name": None}
    assert found["removed"][0].items() >= last.items()
    assert found["removed"][0]["reason"] == {"zh": "涉及未公开信息，由发布机构撤下。", "en": None}
    assert found["removed"][1]["name"]["en"].startswith("Street trees")
    assert history(small, directory_urls=False)["moved"][0]["url"]["zh"] == "/2025/greenway-construction.html"
