"""The way out of the theme's end: the same content by ProperDocs and by Zensical, beside what MkDocs makes of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from building import Built
from html_page import VOID, HtmlPage, page
from other_engines import run, zensical
from test_links import all_broken

from generator.export import licences
from generator.export.licences import THEME

SUMS = "SHA256SUMS"
"""What lists the whole site is made by our plugin alone."""


@pytest.fixture
def by_zensical(site: Built, shared: Path) -> Built:
    """The site as Zensical builds it."""
    return zensical(shared, site.project)


class _Content(HTMLParser):
    """What stands in `#page_main`: tags, attributes and texts in their order, links from the site's root.

    Zensical shows the table of contents beside the page, and dresses code: neither is compared, the text of code is.
    """

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.found = address, list[object]()
        self._open: list[str] = []
        self._toc = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if not self._open and named.get("id") != "page_main":
            return
        if tag not in VOID:
            self._open.append(tag)
        if self._toc or "toc" in named.get("class", "").split():
            self._toc = self._toc or len(self._open)
        elif len(self._open) > 1 or tag in VOID:
            for name in {"href", "src"} & named.keys():
                named[name] = urljoin(self.address, named[name])
            layout = tag == "pre" or (
                tag == "div" and named.get("class", "") in ("", "with-toc", "highlight")
            )
            if not layout:
                self.found.append((tag, () if tag == "code" else tuple(sorted(named.items()))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self._open:
            return
        assert self._open.pop() == tag, f"{self.address}: </{tag}>"
        if len(self._open) < self._toc:
            self._toc = 0

    def handle_data(self, data: str) -> None:
        if self._open and not self._toc and data.strip():
            self.found.append(" ".join(data.split()))


def content(site: Built, path: str) -> list[object]:
    """What a page's content is made of."""
    reader = _Content(f"https://host.example/{path.removesuffix('index.html')}")
    reader.feed(site.text(path))
    reader.close()
    return reader.found


def pages(site: Built) -> Iterator[str]:
    """Every page with an address of its own."""
    return (path for path in site.pages() if not path.endswith("404.html"))


def test_properdocs_builds_the_same_site(site: Built, tmp_path: Path) -> None:
    """`properdocs build` instead of `mkdocs build`: every byte is the same."""
    run(
        "properdocs",
        "build",
        "--strict",
        "-f",
        "mkdocs.yml",
        "--site-dir",
        tmp_path / "site",
        folder=site.project,
    )
    theirs, ours = Built(tmp_path / "site", "").contents(), site.contents()
    assert theirs.keys() == ours.keys()
    assert [path for path in ours if theirs[path] != ours[path]] == []


def test_zensical_builds_the_same_pages(site: Built, by_zensical: Built) -> None:
    """Every page stands at the address it has by MkDocs, in both languages, and no other."""
    assert list(pages(by_zensical)) == list(pages(site))


def test_content_is_the_same(site: Built, by_zensical: Built) -> None:
    """Text, tables, anchors and links of every page are the same; the frame around them is the engine's."""
    tables = 0
    for path in pages(site):
        ours = content(site, path)
        assert content(by_zensical, path) == ours, path
        tables += sum(each[0] == "table" for each in ours if isinstance(each, tuple))
    assert tables > 100


def _said(built: HtmlPage) -> list[str]:
    """A page's title, those of its pictures, and its description."""
    described = [each["content"] for each in built.all("meta") if each["name"] == "description"]
    return [" ".join(each.split()) for each in (*(title.text for title in built.all("title")), *described)]


def test_titles_and_languages_are_the_same(site: Built, by_zensical: Built) -> None:
    """Title, description and language link are the same, however hostile a name: nothing of it is markup."""
    for path in pages(site):
        ours, theirs = page(site.folder / path), page(by_zensical.folder / path)
        (to_other,) = [each for each in theirs.all("a") if each.has_class("switch-language")]
        (by_us,) = [each for each in ours.all("a") if each.has_class("switch-language")]
        assert urljoin(f"/{path}", to_other["href"]) == urljoin(f"/{path}", by_us["href"]), path
        assert to_other["hreflang"] == by_us["hreflang"]
        assert _said(theirs) == _said(ours), path
        assert not [
            each for each in theirs.elements if any(name.startswith("on") for name in each.attributes)
        ]
        assert not [
            each
            for each in theirs.all("script")
            if "__hit" in each.text and each["type"] != "application/json"
        ]


def test_data_is_the_same(site: Built, by_zensical: Built) -> None:
    """Every data file, style and script of ours stands at its address, byte for byte. The index lacks prose."""
    theirs, ours = by_zensical.contents(), site.contents()
    of_theme = {path for path in ours if re.match(r"assets/(?:stylesheets|javascripts)/", path)}
    of_index = {
        path for path in ours if path.startswith("pagefind-") and not path.endswith((".js", ".pagefind"))
    }
    others = {SUMS, licences.NAME, "sitemap.xml", "robots.txt"}
    compared = ours.keys() - set(site.pages()) - of_theme - of_index - others
    assert len(compared) > 100
    assert [path for path in sorted(compared) if theirs.get(path) != ours[path]] == []
    assert THEME.package in site.text(licences.NAME)
    assert THEME.package not in by_zensical.text(licences.NAME)


def test_no_link_of_zensical_is_broken(by_zensical: Built) -> None:
    """Links of pages and of the frame lead to files and anchors, also from one language to the other; all but those
    to the checksums, which `sha256sum` can make.
    """
    broken = all_broken(by_zensical, "/")
    assert sorted(broken) == [
        f"{path}: {up}{SUMS}: no such file"
        for path, up in (("data/index.html", "../"), ("en/data/index.html", "../../"))
    ]


def test_a_language_builds_alone(small: Built, shared: Path, tmp_path: Path) -> None:
    """Chinese without English: its own pages, all of them, and nothing of the other language."""
    made = zensical(shared, small.project)
    project = made.folder.parent
    for name in ("zh", "theme"):
        shutil.copytree(project / name, tmp_path / name)
    shutil.copy(project / "zh.toml", tmp_path)
    run("zensical", "build", "--strict", "-f", "zh.toml", folder=tmp_path)
    alone = Built(tmp_path / "site", "").pages()
    assert alone == [each for each in made.pages() if not each.startswith("en/")]
