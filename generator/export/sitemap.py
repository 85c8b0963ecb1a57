"""Step 6: `sitemap.xml` and `robots.txt`, by which search engines find every page in both languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from xml.sax.saxutils import escape

from generator import arrange
from generator.i18n import HTML_LANG
from generator.render import address

MOST = 25_000
"""Addresses a file: half of what the protocol allows, as each names the page's other languages too (50 MB a file)."""

NAME = "sitemap.xml"

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(
    pages: Mapping[str, Collection[str]],
    modified: Callable[[str], dt.date | None],
    site_url: str,
    directory_urls: bool = True,
    most: int = MOST,
) -> dict[str, str]:
    """The files by address: one, or an index and its parts; none for a site that does not know its own address.

    `pages` is the languages that each page stands in, by its path. A day stands where the data gives one.
    """
    if not site_url:
        return {}
    urls = []
    for path, langs in sorted(pages.items()):
        found = {lang: site_url + address(lang, path, directory_urls) for lang in HTML_LANG if lang in langs}
        links = _links(found) if len(found) > 1 else []
        urls += [_element("url", here, modified(path), links) for here in found.values()]
    parts = arrange.chunks(urls, most)
    if len(parts) == 1:
        return {NAME: _file("urlset", urls, ' xmlns:xhtml="http://www.w3.org/1999/xhtml"')}
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    made = dict(zip(names, (_file("urlset", part, ' xmlns:xhtml="http://www.w3.org/1999/xhtml"') for part in parts),
                    strict=True))  # fmt: skip
    newest = max(filter(None, map(modified, pages)), default=None)
    return {
        NAME: _file("sitemapindex", [_element("sitemap", site_url + name, newest) for name in names]),
        **made,
    }


def robots(site_url: str) -> str:
    """`robots.txt`: everything may be read; where the sitemap is, if the site knows its own address."""
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {site_url}{NAME}\n" if site_url else "")


def _links(addresses: Mapping[str, str]) -> list[str]:
    """The page in each language; the Chinese one, of record, for readers of any other."""
    named = {HTML_LANG[lang]: where for lang, where in addresses.items()} | {"x-default": addresses["zh"]}
    return [
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{_safe(where)}"/>'
        for lang, where in named.items()
    ]


def _element(name: str, where: str, day: dt.date | None, links: Iterable[str] = ()) -> str:
    last = [f"<lastmod>{day.isoformat()}</lastmod>"] if day else []
    return "\n".join([f"<{name}>", f"<loc>{_safe(where)}</loc>", *last, *links, f"</{name}>"])


def _file(name: str, elements: Iterable[str], more: str = "") -> str:
    return "\n".join([f'{_HEAD}<{name} xmlns="{_NAMESPACE}"{more}>', *elements, f"</{name}>\n"])


def _safe(text: str) -> str:
    return escape(text, {'"': "&quot;"})
