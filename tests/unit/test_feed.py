"""What programs find pages by: sitemaps of any size, and feeds of whatever happened."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as Xml

import pytest

from generator import derive, pipeline
from generator.derive import Declared, Site
from generator.export import feed, sitemap
from generator.export.catalogue import catalogue
from generator.export.download import Download
from generator.export.jsonld import given, script
from generator.export.linked import Linked
from generator.export.shown import Shown, base, newest
from generator.i18n import LANGUAGES
from generator.model import Correction, LongText, Publication, Text
from generator.removed import Removed
from generator.render import Licence, Settings, address, placed
from generator.vocabulary import Organisation

HOST = "https://host.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
NAME = Text("示例公开", "Example disclosure")


def day(text: str) -> dt.date:
    """A day by its ISO form."""
    return dt.date.fromisoformat(text)


def changed(site: Site, removed: tuple[Removed, ...] = (), **fields: object) -> Site:
    """The site with its first declaration changed and no other one dated."""
    first, *others = (each.declaration for each in site.declared)
    undated = [replace(each, added=None) for each in others]
    return derive.site([replace(first, added=None, **fields), *undated], site.vocabulary, {}, removed)


def entries(site: Site, lang: str = "zh", settings: Settings | None = None) -> list[Xml.Element]:
    """The entries of the site's feed; none where there is no feed."""
    show = pipeline.facts(site).shows[lang]
    text = feed.feed(site, settings or Settings(NAME), show)
    return Xml.fromstring(text).findall(f"{ATOM}entry") if text else []  # noqa: S314 (our own)


def ids(site: Site) -> list[str]:
    """The ids of its entries."""
    return [str(each.findtext(f"{ATOM}id")) for each in entries(site)]


# Sitemap


def test_a_small_site_has_one_sitemap() -> None:
    """Up to the most that a file may hold there is one file, sorted, whatever order pages come in."""
    pages = {"2024": ["en", "zh"], "": ["zh", "en"], "only-english": ["en"]}
    made = sitemap.sitemaps(pages, {"2024": day("2024-05-01")}.get, HOST)
    assert list(made) == ["sitemap.xml"]
    assert made == sitemap.sitemaps(dict(reversed(pages.items())), {"2024": day("2024-05-01")}.get, HOST)
    assert re.findall("<loc>(.*)</loc>", made["sitemap.xml"]) == [
        HOST, f"{HOST}en/", f"{HOST}2024/", f"{HOST}en/2024/", f"{HOST}en/only-english/",
    ]  # fmt: skip
    assert made["sitemap.xml"].count("<lastmod>2024-05-01</lastmod>") == 2
    assert "only-english" not in "".join(re.findall("<xhtml.*", made["sitemap.xml"]))


def test_a_large_site_has_an_index() -> None:
    """Beyond that, an index leads to files that hold each address once; it has the newest day of all."""
    pages = {f"2024/p{number}": LANGUAGES for number in range(7)}
    days = {"2024/p0": day("2024-05-01"), "2024/p6": day("2024-06-01")}
    made = sitemap.sitemaps(pages, days.get, HOST, most=5)
    index, *parts = made
    assert parts == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert re.findall("<loc>(.*)</loc>", made[index]) == [HOST + part for part in parts]
    assert set(re.findall("<lastmod>(.*)</lastmod>", made[index])) == {"2024-06-01"}
    listed = [where for part in parts for where in re.findall("<loc>(.*)</loc>", made[part])]
    assert sorted(listed) == sorted(HOST + address(lang, path) for path in pages for lang in LANGUAGES)
    for text in made.values():
        Xml.fromstring(text)  # noqa: S314 (our own)


def test_addresses_are_safe_in_a_sitemap() -> None:
    """An address with signs of XML in it stands there escaped."""
    (text,) = sitemap.sitemaps(
        {"x": ["zh", "en"]}, lambda _: None, 'https://host.example/?a="1"&b=<2>/'
    ).values()
    links = Xml.fromstring(text)[0]  # noqa: S314 (our own)
    assert {each.text or each.get("href") for each in links} >= {'https://host.example/?a="1"&b=<2>/x/'}


def test_no_address_no_sitemap() -> None:
    """Without its own address a site has nothing that a sitemap may say."""
    assert sitemap.sitemaps({"": LANGUAGES}, lambda _: None, "") == {}
    assert "Sitemap" not in sitemap.robots("")


@pytest.mark.parametrize("directories", [True, False])
def test_a_page_is_known_by_its_file(directories: bool) -> None:
    """The file of a page tells its language and path, as `address` makes them."""
    for lang in LANGUAGES:
        for path in ("", "2024", "2024/x", "units/a/page-2", "indicators"):
            where = address(lang, path, directories)
            file = f"{where}index.html" if where.endswith("/") or not where else where
            assert placed(file, directories) == (lang, path)


# Days


def test_what_a_page_shows(site: Site) -> None:
    """Lists show their declarations on each of their pages; other pages show none and have no day."""
    shown = Shown(site)
    assert shown.on("") == shown.on("data") == shown.on("indicators/at-least") == site.declared
    for each in site.declared:
        assert shown.on(each.path) == (each,)
        assert each in shown.on(f"units/{each.unit.key}/{each.declaration.fiscal_year}/page-3")
        assert each in shown.on(f"departments/{each.department.key}")
    assert shown.on("glossary") == ()
    assert shown.modified("glossary") is None
    assert base("units/a/page-12") == "units/a"


def test_a_removal_changes_lists(site: Site) -> None:
    """The lists that a removed declaration stood in have changed that day; others have not."""
    gone = Removed("2024/gone", day("2030-01-01"), LongText("撤下"))
    shown = Shown(changed(site, (gone,)))
    assert shown.modified("2024") == shown.modified("") == day("2030-01-01")
    assert shown.modified(site.declared[0].path) is None
    assert newest(()) is None


# Feed


def test_nothing_dated_no_feed(site: Site) -> None:
    """What has no day is not in the feed, and without any there is none."""
    assert entries(changed(site)) == []


def test_the_day_of_an_addition(site: Site) -> None:
    """A declaration is new on the day it was put on this site; where that is not known, when it was published."""
    published = Publication(published=day("2024-02-20"))
    (entry,) = entries(changed(site, publication=published))
    assert entry.findtext(f"{ATOM}updated") == "2024-02-20T00:00:00Z"
    first, *others = (each.declaration for each in site.declared)
    both = [replace(first, added=day("2024-03-01"), publication=published)]
    both += [replace(each, added=None) for each in others]
    (entry,) = entries(derive.site(both, site.vocabulary))
    assert entry.findtext(f"{ATOM}updated") == "2024-03-01T00:00:00Z"


def test_each_correction_is_an_entry(site: Site) -> None:
    """Corrections, two of a day too, are entries of their own; one more changes the id of none before."""
    made = [Correction(day("2024-04-01"), LongText(text)) for text in ("甲", "乙")]
    before = ids(changed(site, corrections=tuple(made)))
    after = ids(changed(site, corrections=(*made, Correction(day("2024-05-01"), LongText("丙")))))
    assert len(set(before)) == 2
    assert after[1:] == before
    english = entries(changed(site, corrections=tuple(made)), "en")
    assert [each.findtext(f"{ATOM}summary") for each in english] == ["甲", "乙"]
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert {each.find(f"{ATOM}summary").get(xml_lang) for each in english} == {"zh-CN"}  # type: ignore[union-attr]


def test_ids_outlive_a_move(site: Site) -> None:
    """A declaration keeps its entry when it moves, and the site its entries when it gets an address."""
    published = Publication(published=day("2024-02-20"))
    here = changed(site, publication=published)
    moved = changed(site, publication=published, id="moved", moved_from=(site.declared[0].path,))
    assert ids(moved) == ids(here)
    (link,) = entries(moved)[0].iter(f"{ATOM}link")
    assert link.get("href") == "2024/moved/"
    elsewhere = entries(here, settings=Settings(NAME, HOST))
    assert [each.findtext(f"{ATOM}id") for each in elsewhere] == ids(here)


def test_a_feed_has_an_end(site: Site) -> None:
    """At most 100 entries stand in a feed: the newest."""
    days = [day("2024-01-01") + dt.timedelta(days=number) for number in range(150)]
    gone = tuple(Removed(f"2024/gone-{each}", each, LongText("撤下")) for each in days)
    found = [each.findtext(f"{ATOM}updated") for each in entries(changed(site, gone))]
    assert found == [f"{each}T00:00:00Z" for each in reversed(days[-100:])]


# Linked data


def test_nothing_in_a_block_can_end_it() -> None:
    """Any text in linked data stays inside its script element, and is the same text again."""
    text = '</script><!--<script>&amp; "\\ \u2028 中'
    assert not re.search("[<>&]", script({"name": text}))
    assert Xml.fromstring(f"<script>{script({'name': text})}</script>").text  # noqa: S314 (our own)


def test_what_is_not_known_is_not_said() -> None:
    """None and what is empty is left out at any depth; no and nought are not."""
    value = {"a": None, "b": [], "c": {"d": ""}, "e": [{"f": None, "g": 1}], "h": False, "i": 0}
    assert given(value) == {"e": [{"g": 1}], "h": False, "i": 0}


def test_an_empty_catalogue(site: Site) -> None:
    """A site without declarations, licence, publisher or files has a catalogue that claims none of them."""
    nothing = derive.site((), site.vocabulary)
    made = json.loads(catalogue(nothing, Settings(NAME), (), pipeline.facts(site).shows))
    (whole,) = made["dcat:dataset"]
    for key in ("license", "dcterms:publisher", "modified", "dcat:distribution", "dcterms:temporal"):
        assert key not in made
        assert key not in whole
    with_terms = Settings(NAME, HOST, Text("发布者"), Licence(NAME, f"{HOST}terms"))
    claimed = catalogue(nothing, with_terms, (), pipeline.facts(site).shows)
    assert f"{HOST}terms" in claimed
    assert "发布者" in claimed


def test_every_declaration_is_told_once(site: Site) -> None:
    """The feed of the real site has one entry for each declaration, in the site's order."""
    paths: list[Declared] = list(site.declared)
    assert [event.declared for event in feed.events(site)] == paths


def test_parts_of_a_long_list_are_told_as_the_list(site: Site) -> None:
    """The way to a further page of a list ends at the list; only its first page is told as the data."""
    file = Download("2024", "zh", "2024/declarations.csv", "declarations", 1, 6, "0" * 64)
    titles = {("zh", "2024"): "2024 年度"}
    linked = Linked(site, pipeline.facts(site), Settings(NAME, HOST), titles, [file])
    for path, kinds in (("2024", ["BreadcrumbList", "Dataset"]), ("2024/page-2", ["BreadcrumbList"])):
        told = linked.page("zh", path, "2024 年度", "…")["@graph"]
        assert [each["@type"] for each in told] == kinds
        assert [step["item"] for step in told[0]["itemListElement"]] == [HOST, f"{HOST}2024/"]


def test_an_organisation_without_a_page_has_a_name_alone(site: Site) -> None:
    """What an organisation is part of is told by its name where no declaration is of it."""
    unit = site.declared[0].unit
    parent = Organisation("city", Text("某市"))
    others = [
        replace(each, part_of="city" if each == unit else None) for each in site.vocabulary.organisations
    ]
    vocabulary = replace(site.vocabulary, organisations=(parent, *others))
    own = derive.site([each.declaration for each in site.declared], vocabulary)
    linked = Linked(own, pipeline.facts(own), Settings(NAME), {})
    (_, told) = linked.page("en", f"units/{unit.key}", "…")["@graph"]
    assert told["parentOrganization"] == {
        "@type": "GovernmentOrganization", "name": {"@language": "zh-CN", "@value": "某市"},
    }  # fmt: skip
