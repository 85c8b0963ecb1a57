"""Sitemap, robots.txt and feeds: by what programs find every page, and what is new."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from building import ADDRESS, HTML_LANG, PREFIX, ROOT, SMALL, Built, build, configure, declarations, read
from html_page import page
from lxml import etree

MODULES = ROOT / ".ci" / "node_modules"

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

WITH_LINKS = """
<schema xmlns="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
  <import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{sitemap}"/>
  <import namespace="http://www.w3.org/1999/xhtml" schemaLocation="{links}"/>
</schema>
"""
LINKS = """
<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
  <element name="link">
    <complexType>
      <attribute name="rel" use="required" fixed="alternate"/>
      <attribute name="hreflang" use="required" type="token"/>
      <attribute name="href" use="required" type="anyURI"/>
    </complexType>
  </element>
</schema>
"""
"""What the protocol's own schema leaves to others: the links to a page in other languages."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> etree.XMLSchema:
    """The schema of sitemaps."""
    own = MODULES / "sitemap" / "schema" / "sitemap.xsd"
    if not own.is_file():
        pytest.fail(f"{own.relative_to(ROOT)} is missing: run .ci/test, which installs it")
    folder = tmp_path_factory.mktemp("schema")
    (folder / "links.xsd").write_text(LINKS, encoding="utf-8")
    whole = WITH_LINKS.format(sitemap=own.as_uri(), links=(folder / "links.xsd").as_uri())
    (folder / "whole.xsd").write_text(whole, encoding="utf-8")
    return etree.XMLSchema(file=str(folder / "whole.xsd"))


@pytest.fixture(scope="module")
def atom() -> etree.RelaxNG:
    """The part of Atom that feeds may use."""
    return etree.RelaxNG(file=str(Path(__file__).parent / "atom.rng"))


def parsed(built: Built, path: str) -> etree._Element:
    """An XML file of a built site."""
    return etree.fromstring((built.folder / path).read_bytes())


def listed(built: Built) -> dict[str, etree._Element]:
    """The entries of the sitemap by the address they are about."""
    found = {url.findtext(f"{SITEMAP}loc"): url for url in parsed(built, "sitemap.xml")}
    assert len(found) == len(parsed(built, "sitemap.xml"))
    return found


def pages_that_count(built: Built) -> Iterator[str]:
    """The address of every page that search engines may list: not 404.html, none that asks to be left out."""
    for path in built.pages():
        metas = page(built.folder / path).all("meta")
        hidden = any(each["name"] == "robots" and "noindex" in each["content"] for each in metas)
        if path != "404.html" and not hidden:
            yield (
                ADDRESS + re.sub(r"(^|/)index\.html$", r"\1", path) if _directories(built) else ADDRESS + path
            )


def _directories(built: Built) -> bool:
    return not (built.folder / "about.html").exists()


def test_the_sitemap_is_valid(addressed: Built, schema: etree.XMLSchema) -> None:
    """The sitemap follows the protocol's schema."""
    schema.assertValid(parsed(addressed, "sitemap.xml"))


def test_the_sitemap_lists_what_may_be_found(addressed: Built) -> None:
    """Every page stands in the sitemap once by its canonical address; what moved or was removed does not."""
    assert sorted(listed(addressed)) == sorted(pages_that_count(addressed))


def test_what_moved_or_was_removed_is_not_found(small_with_address: Built) -> None:
    """Former addresses keep a page each, and none of them is in the sitemap."""
    removed = [each["path"] for each in read(SMALL / "content" / "removed.yml")["removed"]]
    moved = [old for each in declarations(SMALL).values() for old in each.get("moved_from", ())]
    assert removed
    assert moved
    for path in removed + moved:
        assert (small_with_address.folder / path / "index.html").is_file()
        assert not [where for where in listed(small_with_address) if f"/{path}/" in where]


def test_each_page_names_its_languages(addressed: Built) -> None:
    """Each entry names the page in Chinese, in English, and for all others in Chinese; both name the same."""
    found = listed(addressed)
    for where, url in found.items():
        links = {each.get("hreflang"): each.get("href") for each in url.iter(f"{XHTML}link")}
        assert list(links) == ["zh-CN", "en", "x-default"], where
        assert links["x-default"] == links["zh-CN"]
        assert where in (links["zh-CN"], links["en"])
        for other in links.values():
            assert {
                each.get("hreflang"): each.get("href") for each in found[other].iter(f"{XHTML}link")
            } == links
            assert (other.removeprefix(ADDRESS).split("/")[0] == "en") == (other == links["en"])


def test_days_come_from_the_data(small_with_address: Built) -> None:
    """A page has a day where the data gives one: of the declaration, of the newest that a list shows; others none."""
    days = {
        where.removeprefix(ADDRESS): url.findtext(f"{SITEMAP}lastmod")
        for where, url in listed(small_with_address).items()
    }
    source = declarations(SMALL)
    greenway = max(each["day"] for each in source["2025/greenway-construction"]["corrections"])
    for prefix in PREFIX.values():
        assert days[f"{prefix}2025/greenway-construction/"] == greenway
        assert days[f"{prefix}2024/greenway-construction/"] == source["2024/greenway-construction"].get(
            "added"
        )
        assert days[f"{prefix}2025/"] >= greenway
        assert days[prefix] == days[f"{prefix}indicators/"] == "2025-06-30"  # the day of the newest removal
        assert days[f"{prefix}glossary/"] is days[f"{prefix}about/"] is days[f"{prefix}search/"] is None


def test_without_an_address_there_is_no_sitemap(real: Built, small: Built) -> None:
    """A site that is not told where it stands publishes no sitemap, and its robots.txt names none."""
    for built in (real, small):
        assert not [path for path in built.contents() if "sitemap" in path]
        assert built.text("robots.txt") == "User-agent: *\nAllow: /\n"


def test_robots(addressed: Built) -> None:
    """robots.txt allows everything and names the sitemap; there is one form of it, without the time of the build."""
    assert addressed.text("robots.txt") == f"User-agent: *\nAllow: /\n\nSitemap: {ADDRESS}sitemap.xml\n"
    assert [path for path in addressed.contents() if "sitemap" in path] == ["sitemap.xml"]


@pytest.mark.parametrize("name", ["real", "small", "under_sub_path", "files_with_address"])
def test_feeds_are_valid(name: str, atom: etree.RelaxNG, request: pytest.FixtureRequest) -> None:
    """The feed of each language follows the grammar of Atom: what a grammar cannot say is checked beside it."""
    built: Built = request.getfixturevalue(name)
    for lang, prefix in PREFIX.items():
        feed = parsed(built, f"{prefix}feed.xml")
        atom.assertValid(feed)
        assert feed.get(XML_LANG) == HTML_LANG[lang]
        entries = feed.findall(f"{ATOM}entry")
        assert 0 < len(entries) <= 100
        ids = [each.findtext(f"{ATOM}id") for each in (feed, *entries)]
        assert len(set(ids)) == len(ids)
        days = [each.findtext(f"{ATOM}updated") for each in entries]
        assert days == sorted(days, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == days[0]
        for thing in (feed, *entries):
            links = [each for each in thing.findall(f"{ATOM}link") if each.get("rel") == "alternate"]
            assert len({(each.get("type"), each.get("hreflang")) for each in links}) == len(links)


@pytest.mark.parametrize("name", ["real", "small", "under_sub_path", "files_with_address"])
def test_links_of_feeds_lead_to_pages(name: str, request: pytest.FixtureRequest) -> None:
    """Every link of a feed leads to a file of the site, wherever the feed stands; `self` is the feed."""
    built: Built = request.getfixturevalue(name)
    for prefix in PREFIX.values():
        here = f"{ADDRESS}{prefix}feed.xml"
        for link in parsed(built, f"{prefix}feed.xml").iter(f"{ATOM}link"):
            where = urljoin(here, link.get("href"))
            file = built.folder / where.removeprefix(ADDRESS)
            assert (file / "index.html" if file.is_dir() else file).is_file(), where
            assert (where == here) == (link.get("rel") == "self")


def test_ids_stay_wherever_the_site_stands(real: Built, under_sub_path: Built) -> None:
    """The same site elsewhere has the same entries: feed readers show none twice."""
    for prefix in PREFIX.values():
        found = [
            [each.text for each in parsed(built, f"{prefix}feed.xml").iter(f"{ATOM}id")]
            for built in (real, under_sub_path)
        ]
        assert found[0] == found[1]
    chinese, english = (
        {each.text for each in parsed(real, f"{prefix}feed.xml").iter(f"{ATOM}id")}
        for prefix in PREFIX.values()
    )
    assert chinese.isdisjoint(english)


def test_what_happened_is_in_the_feed(small: Built) -> None:
    """Additions, corrections with their text, and removals with their reason: each an entry with its day."""
    source, removed = declarations(SMALL), read(SMALL / "content" / "removed.yml")["removed"]
    entries = parsed(small, "feed.xml").findall(f"{ATOM}entry")
    told = {
        (each.findtext(f"{ATOM}updated")[:10], each.findtext(f"{ATOM}summary").split("\n")[0])
        for each in entries
    }
    for each in source.values():
        for correction in each.get("corrections", ()):
            text = correction["text"]
            assert (correction["day"], (text if isinstance(text, str) else text["zh"]).split("\n")[0]) in told
    for each in removed:
        reason = each["reason"]
        assert (each["day"], (reason if isinstance(reason, str) else reason["zh"]).split("\n")[0]) in told
    new = [each.findtext(f"{ATOM}title") for each in entries]
    assert declarations(SMALL)["2025/greenway-construction"]["project_name"]["zh"] in new


def test_every_page_leads_to_its_feed(real: Built, small: Built) -> None:
    """The head of each page names the feed of its language; feed readers find it from any page."""
    for built in (real, small):
        for path in built.pages():
            links = [
                each
                for each in page(built.folder / path).all("link")
                if each["type"] == "application/atom+xml"
            ]
            assert len(links) == (path != "404.html"), path
            for link in links:
                assert link["rel"] == "alternate"
                assert "hreflang" not in link
                own = f"{'en/' if path.startswith('en/') else ''}feed.xml"
                assert urljoin(ADDRESS + path, link["href"]) == ADDRESS + own


def test_where_the_theme_loads_its_script_no_page_leads_to_the_feed(project: Path, tmp_path: Path) -> None:
    """The theme's script asks for a sitemap beside every such link, at every view: with it, there is no link."""
    text = (project / "mkdocs.yml").read_text(encoding="utf-8")
    more = "  font: false\n  features: [navigation.top]\n"
    (project / "mkdocs.yml").write_text(text.replace("  font: false\n", more), encoding="utf-8")
    built = build(project, tmp_path / "site")
    assert "application/atom+xml" not in built.text("index.html")
    assert (built.folder / "feed.xml").is_file()


def test_what_has_no_day_makes_no_feed(project: Path, tmp_path: Path) -> None:
    """Where nothing is dated there is no feed, no link to one, and no day in the sitemap."""
    for file in (project / "content" / "declarations").rglob("*.yml"):
        file.write_text(re.sub(r"(?m)^added: .*\n", "", file.read_text(encoding="utf-8")), encoding="utf-8")
    configure(project, share_images=False)
    built = build(project, tmp_path / "site", SITE_URL=ADDRESS)
    assert not [path for path in built.contents() if path.endswith("feed.xml")]
    assert "atom" not in built.text("index.html")
    assert "lastmod" not in built.text("sitemap.xml")
