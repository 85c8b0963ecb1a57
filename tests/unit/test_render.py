"""Addresses, links and pages as Markdown, before any engine."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

import pytest
import yaml

from generator import pipeline, render
from generator.derive import Site
from generator.edition import Edition
from generator.model import Text
from generator.pages import SCHEMA_ADDRESS, sections
from generator.pipeline import Reading

SETTINGS = render.Settings(Text("站名", "Site"))
PATHS = ("", "2024", "2024/x", "departments/a", "departments/a/page-2", "glossary")


@pytest.fixture(scope="module")
def pages(root: Path, site: Site) -> list[render.Page]:
    """Every page of the real content."""
    return list(pipeline.pages(site, root / "theme_overrides", SETTINGS))


@pytest.mark.parametrize(
    ("lang", "path", "folders", "files"),
    [
        ("zh", "", "", "index.html"),
        ("en", "", "en/", "en/index.html"),
        ("zh", "2024", "2024/", "2024.html"),
        ("zh", "2024/x", "2024/x/", "2024/x.html"),
        ("en", "2024/x", "en/2024/x/", "en/2024/x.html"),
    ],
)
def test_address(lang: str, path: str, folders: str, files: str) -> None:
    """A page stands at the same path in both languages, in its own folder or as a file."""
    assert (render.address(lang, path), render.address(lang, path, directory_urls=False)) == (folders, files)


@pytest.mark.parametrize("folders", [True, False])
def test_relative(folders: bool) -> None:
    """A link from any page to any other leads there, wherever the site stands."""
    addresses = [render.address(lang, path, folders) for lang in ("zh", "en") for path in PATHS]
    for base in ("https://x.cn/", "https://x.cn/a/b/", "file:///c/site/"):
        for current in addresses:
            for target in [*addresses, SCHEMA_ADDRESS]:
                link = render.relative(target, current)
                assert urljoin(base + current, link) == base + target, (current, target, link)
                assert not link.startswith("/")


def test_only_some(root: Path, site: Site, pages: list[render.Page]) -> None:
    """The pages of single declarations are those that stand among all pages, word for word."""
    some = {each.path for each in site.declared[1:3]}
    only = list(pipeline.pages(site, root / "theme_overrides", SETTINGS, only=some))
    among = [page for page in pages if page.path in some]
    assert len(only) == 2 * len(some)
    assert [(each.source, each.previous, each.following, each.markdown) for each in only] == [
        (each.source, each.previous, each.following, each.markdown) for each in among
    ]


def test_one_declaration_renewed(root: Path, site: Site) -> None:
    """Where one declaration has changed its pages say so; all others stay, and nothing is left of the old site."""
    changed = site.declared[0]
    other = replace(changed.declaration, project_name=Text("改过的名称", "Changed"))
    declared = (replace(changed, declaration=other), *site.declared[1:])
    edition = Edition(site, SETTINGS, root / "theme_overrides", (), True, {})
    renewed = edition.renewed(replace(site, declared=declared), {changed.path})
    assert list(renewed.pages) == list(edition.pages)
    told = {source: page.title for source, page in renewed.pages.items()}
    before = {source: page.title for source, page in edition.pages.items()}
    own = {page.source for page in edition.pages.values() if page.path == changed.path}
    assert {source for source in told if told[source] != before[source]} == own
    assert all(page.make.site.declared is declared for page in renewed.pages.values())


def test_counterparts() -> None:
    """The same page in both languages has the same path after the language."""
    assert render.counterparts("2024/x") == {"zh": "2024/x/", "en": "en/2024/x/"}


def test_part() -> None:
    """The first page of a long list stands at the list's own address."""
    assert [render.part("2024", number) for number in (1, 2, 10)] == ["2024", "2024/page-2", "2024/page-10"]


def test_every_page_in_both_languages(pages: list[render.Page]) -> None:
    """Each page stands once in each language, at the same path."""
    paths = {lang: [page.path for page in pages if page.lang == lang] for lang in ("zh", "en")}
    assert paths["zh"] == paths["en"]
    assert len(set(paths["zh"])) == len(paths["zh"])
    assert len({page.source for page in pages}) == len(pages)


def test_every_declaration_has_its_page(pages: list[render.Page], reading: Reading) -> None:
    """Declarations, their years, organisations and the sections of the navigation all have pages."""
    paths = {page.path for page in pages}
    values = [filed.value for filed in reading.declarations]
    assert {f"{each.fiscal_year}/{each.id}" for each in values} <= paths
    assert set(sections(pipeline.site(reading))) <= paths


def test_front_matter(pages: list[render.Page]) -> None:
    """Each page begins with its title, as it is, and a description, in YAML; one heading stands above all."""
    for page in pages:
        opening, front, body = page.markdown.split("---\n", 2)
        meta = yaml.safe_load(front)
        assert opening == ""
        assert meta["title"] == page.title
        assert meta["description"]
        assert body.count("<h1>") == 1


def test_blocks_have_no_blank_lines(pages: list[render.Page]) -> None:
    """Between a tag at the start of a paragraph and the next blank line all tags are closed."""
    for page in pages:
        body = page.markdown.split("---\n", 2)[2]
        for block in body.split("\n\n"):
            text = block.strip("\n")
            if text.startswith("<"):
                for tag in ("table", "dl", "figure", "ul", "tbody", "tr"):
                    assert text.count(f"<{tag}>") + text.count(f"<{tag} ") == text.count(f"</{tag}>"), (
                        page.source
                    )


def test_neighbours(pages: list[render.Page], site: Site) -> None:
    """Declarations of a year follow each other in the site's order, and back."""
    for year in site.years:
        order = [each.path for each in site.of_year(year)]
        found = {page.path: page for page in pages if page.lang == "zh" and page.path in order}
        assert [found[path].previous for path in order] == [None, *order[:-1]]
        assert [found[path].following for path in order] == [*order[1:], None]


def test_long_lists_are_cut(root: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list longer than a page goes on at `page-2`, with the totals of the whole list on each."""
    monkeypatch.setattr("generator.pages.DECLARATIONS_PER_PAGE", 4)
    monkeypatch.setattr("generator.pages.INDICATORS_PER_PAGE", 50)
    found = {page.source: page for page in pipeline.pages(site, root / "theme_overrides", SETTINGS)}
    year = str(site.years[0])
    of_year = len(site.of_year(site.years[0]))
    cut = [found[f"{year}.md"], found[f"{year}/page-2.md"]]
    ends = [f'{each.declaration.id}/">' for each in site.of_year(2024)]
    assert [sum(page.markdown.count(end) for end in ends) for page in cut] == [4, of_year - 4]
    rows = [
        page.markdown.count('<th scope="row" class="l3">')
        for path, page in found.items()
        if re.fullmatch(r"indicators(/page-\d+)?.md", path)
    ]
    indicators = sum(len(each.declaration.indicators) for each in site.declared)
    assert (sum(rows), max(rows)) == (indicators, 50)


def test_pages_do_not_grow_with_the_site(root: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a list adds up to stands on its first page alone, organisations beyond the largest in a list of their own,
    which is cut into pages as well.
    """
    units = [replace(site.declared[0].unit, key=f"unit-{number}") for number in range(len(site.declared))]
    many = replace(
        site,
        declared=tuple(replace(each, unit=unit) for each, unit in zip(site.declared, units, strict=True)),
    )
    monkeypatch.setattr("generator.pages.DECLARATIONS_PER_PAGE", 4)
    monkeypatch.setattr("generator.pages.SLICES_SHOWN", 2)
    found = {page.source: page.markdown for page in pipeline.pages(many, root / "theme_overrides", SETTINGS)}
    first, second = found["en/2024.md"], found["en/2024/page-2.md"]
    assert "{ #slices }" in first
    assert f'<a href="../units/">The 2 largest of {len(units)}; see all</a>' in first
    assert not re.search("slices|#sources|#levels", second)
    assert first.count('<a href="../units/unit-') == 2
    listed = [found[source].count('<th scope="row"><a') for source in ("units.md", "units/page-2.md")]
    assert listed == [4, len(units) - 4]
    assert 'rel="next"' in found["units.md"]


def test_no_content(root: Path) -> None:
    """A site without any declaration still has its pages."""
    reading = pipeline.read(root / "content", paths=[])
    found = pipeline.pages(pipeline.site(reading), root / "theme_overrides", SETTINGS)
    assert {"index.md", "indicators.md", "glossary.md", "en/schema.md"} <= {page.source for page in found}
