"""What stands in the built pages: language, neighbours, titles, and nothing a strict policy stops."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path

from building import HTML_LANG, ROOT, SMALL, Built, build, configure, copy_project, declarations, read
from html_page import Element, HtmlPage, page

LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
"""What a browser fetches by itself, by element; `link` is judged by its rel."""

LINKS_THAT_LOAD = {
    "stylesheet",
    "icon",
    "preload",
    "modulepreload",
    "preconnect",
    "dns-prefetch",
    "manifest",
    "prefetch",
}

DATA_BLOCKS = {"application/json", "application/ld+json"}
"""Scripts that hold data: no browser runs them, no policy stops them."""


def lang_of(path: str) -> str:
    """The language of a page by its address."""
    return "en" if path.startswith("en/") else "zh"


def opened(site: Built, path: str) -> HtmlPage:
    """A page of a built site."""
    return page(site.folder / path)


def resolve(path: str, link: str) -> str:
    """The file that a link on the page `path` means, where links name directories."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.split("#")[0]))
    return posixpath.normpath(f"{target}/index.html") if not target.endswith(".html") else target


def own_pages(site: Built) -> list[str]:
    """Every page but 404.html, which stands at no address of its own."""
    return [path for path in site.pages() if path != "404.html"]


def left_out(site: Built, path: str) -> bool:
    """Whether robots are asked to leave a page out: nothing stands at its address any more."""
    return any(each["name"] == "robots" for each in opened(site, path).all("meta"))


def test_each_page_states_its_language(site: Built) -> None:
    """`<html lang>` is zh-CN on Chinese pages and 404.html, en on English pages."""
    stated = {path: opened(site, path).one("html")["lang"] for path in site.pages()}
    assert stated == {path: HTML_LANG[lang_of(path)] for path in site.pages()}


def test_each_page_links_its_counterpart(site: Built) -> None:
    """Each page has one plain link, marked with hreflang and lang, to the same page in the other language."""
    for path in own_pages(site):
        other = path.removeprefix("en/") if lang_of(path) == "en" else f"en/{path}"
        (link,) = [
            each for each in opened(site, path).all("a") if "hreflang" in each and "download" not in each
        ]
        assert link["hreflang"] == link["lang"] == HTML_LANG[lang_of(other)]
        assert resolve(path, link["href"]) == other, path


def test_previous_and_next_stay_within_language_and_year(site: Built) -> None:
    """Previous and next lead from each declaration of a year to the following one, in the same language."""
    declared = [path for path in own_pages(site) if re.fullmatch(r"(?:en/)?\d{4}/[^/]+/index\.html", path)]
    found = [path for path in declared if not left_out(site, path)]
    years = {posixpath.dirname(posixpath.dirname(path)) for path in found}
    for year in years:
        own = {path for path in found if posixpath.dirname(posixpath.dirname(path)) == year}
        links = {path: _neighbours(site, path) for path in own}
        (first,) = [path for path, link in links.items() if "prev" not in link]
        chain = [first]
        while "next" in links[chain[-1]]:
            following = links[chain[-1]]["next"]
            assert links[following]["prev"] == chain[-1]
            chain.append(following)
        assert sorted(chain) == sorted(own)


def _neighbours(site: Built, path: str) -> dict[str, str]:
    """The pages that a page's rel=prev and rel=next mean; head and body must agree."""
    found: dict[str, set[str]] = {}
    for element in opened(site, path).all("a", "link"):
        for rel in {"prev", "next"} & set(element["rel"].split()):
            found.setdefault(rel, set()).add(resolve(path, element["href"]))
    assert all(len(pages) == 1 for pages in found.values()), path
    return {rel: pages.pop() for rel, pages in found.items()}


def test_only_declarations_and_lists_have_neighbours(site: Built) -> None:
    """A page that belongs to no order has neither previous nor next."""
    for path in own_pages(site):
        if not re.search(r"\d{4}/[^/]+/index\.html$|/page-\d+/", path):
            assert _neighbours(site, path) == {}, path


def test_only_the_feed_is_an_alternate_link(site: Built) -> None:
    """The head names the feed of the page's language, and no page in the other one: the theme would ask for another
    sitemap at every view for each of these.
    """
    for path in own_pages(site):
        links = [e for e in opened(site, path).all("link") if "alternate" in e["rel"].split()]
        assert [(e["type"], "hreflang" in e) for e in links] == [("application/atom+xml", False)], path
        feed = posixpath.normpath(posixpath.join(posixpath.dirname(path), links[0]["href"]))
        assert feed == ("en/feed.xml" if lang_of(path) == "en" else "feed.xml"), path


def test_no_page_runs_or_styles_inline(site: Built) -> None:
    """No page has an inline script, a style element, a style attribute or an event handler."""
    for path in site.pages():
        for element in opened(site, path).elements:
            where = f"{path}:{element.line}: <{element.tag}>"
            if element.tag == "script":
                assert "src" in element or element["type"] in DATA_BLOCKS, where
            assert element.tag != "style", where
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")], (
                where
            )


def _loaded(element: Element) -> list[str]:
    if element.tag == "link":
        return [element["href"]] if LINKS_THAT_LOAD & set(element["rel"].split()) else []
    return [element[name] for name in LOADS.get(element.tag, ()) if name in element]


def test_no_page_loads_from_another_host(site: Built) -> None:
    """Scripts, styles, fonts, images and frames come from the site itself."""
    for path in site.pages():
        addresses = [address for element in opened(site, path).elements for address in _loaded(element)]
        assert addresses
        foreign = [each for each in addresses if re.search(r"(?:^|[\s,])(?:[a-z][a-z0-9+.-]*:)?//", each)]
        assert foreign == [], path


def test_no_style_sheet_loads_from_another_host(site: Built) -> None:
    """No style sheet imports, and none asks for a font or image from another host."""
    sheets = {path: text.decode() for path, text in site.contents().items() if path.endswith(".css")}
    assert sheets
    for path, text in sheets.items():
        assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//[^)]*", text) == [], path


def test_each_page_has_a_title_and_a_description_of_its_own(real: Built) -> None:
    """No two pages of a language share a title; each but 404.html has a description."""
    titles: dict[tuple[str, str], str] = {}
    for path in own_pages(real):
        built = opened(real, path)
        title = next(element.text for element in built.all("title"))
        assert titles.setdefault((lang_of(path), title), path) == path
        assert [
            e["content"] for e in built.all("meta") if e["name"] == "description" and e["content"].strip()
        ]


def test_titles_and_descriptions_are_escaped(small: Built) -> None:
    """Hostile names stand in title and description as the text they are, and nowhere raw."""
    names = read(SMALL / "content" / "organisations.yml")["organisations"][2]["name"]
    project = declarations(SMALL)["2025/hostile-texts"]["project_name"]
    for lang, prefix in (("zh", ""), ("en", "en/")):
        for path, name in (
            (f"{prefix}2025/hostile-texts/", project),
            (f"{prefix}units/hostile-unit/", names),
        ):
            text = small.text(f"{path}index.html")
            title = re.search(r"<title>(.*?)</title>", text)
            description = re.search(r'<meta name="description" content="([^"]*)">', text)
            assert title
            assert description
            assert html.unescape(title[1]).startswith(f"{name[lang]} - ")
            assert name[lang] in html.unescape(description[1])
            assert name[lang] not in text


def test_titles_of_prose_pages_are_escaped(small: Built) -> None:
    """The title and description of a prose page are text, whatever signs they hold."""
    built = opened(small, "about/index.html")
    assert next(e.text for e in built.all("title")).startswith("关于本站 & <测试> - ")
    assert [e["content"] for e in built.all("meta") if e["name"] == "description"] == [
        '说明 "引号" <b> &amp;'
    ]


def test_furniture_is_shown_where_configured(tmp_path: Path) -> None:
    """Publisher, codes and contact stand at the foot of each page, in Chinese where there is no English."""
    project = copy_project(tmp_path / "project")
    given = {
        "publisher": {"zh": "示例主办单位", "en": "Example publisher"},
        "site_code": "3100000042",
        "icp": "沪ICP备00000042号",
        "police": "沪公网安备00000000000042号",
        "contact": {"zh": "电话示例"},
    }
    configure(project, furniture=given)
    site = build(project, tmp_path / "site")
    for path in site.pages():
        footer = opened(site, path).one("footer").text
        expected = ["3100000042", "沪ICP备00000042号", "沪公网安备00000000000042号", "电话示例"]
        expected.append("Example publisher" if lang_of(path) == "en" else "示例主办单位")
        assert [text for text in expected if text not in footer] == [], path


def test_no_furniture_is_made_up(real: Built) -> None:
    """Without configuration the foot of a page has no publisher, code, filing or contact."""
    assert "\n      furniture:" not in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in real.pages():
        text = opened(real, path).one("footer").text
        assert not re.search(r"ICP|公网安备|主办|标识码|Published by|filing|Contact", text), path
