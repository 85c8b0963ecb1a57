"""Step 6: what pages tell machines of themselves, and the files by which all pages are found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.derive import Site
from generator.export import feed, sitemap
from generator.export.download import Download
from generator.export.jsonld import script
from generator.export.linked import Linked
from generator.export.published import Facts
from generator.render import PREFIX, Page, Settings, placed


class Found:
    """What is told of one site."""

    def __init__(
        self, site: Site, facts: Facts, settings: Settings, pages: Iterable[Page],
        downloads: Iterable[Download] = (),
    ) -> None:  # fmt: skip
        """`pages` are those that are generated."""
        self.site, self.facts, self.settings = site, facts, settings
        titles = {(page.lang, page.path): page.title for page in pages}
        self.linked = Linked(site, facts, settings, titles, downloads)
        self.shown = self.linked.shown
        self.has_feed = bool(feed.events(site))
        self.published = {
            each.path: each.declaration.publication.published
            for each in site.declared
            if each.declaration.publication
        }

    def head(self, file: str, title: str, description: str) -> dict[str, str]:
        """What the head of the page in a file says: linked data, where the feed is, the days of its content."""
        lang, path = placed(file, self.facts.directory_urls)
        feed_at = PREFIX[lang] + feed.NAME if self.has_feed else ""
        return {"linked": self.about(lang, path, title, description), "feed": feed_at, **self.days(path)}

    def about(self, lang: str, path: str, title: str, description: str) -> str:
        """Linked data of a page, ready to stand in its head."""
        return script(self.linked.page(lang, path, title, description))

    def files_of(self, path: str) -> Sequence[Download]:
        """The data files beside a page, in every language."""
        return self.linked.downloads.get(path, ())

    def days(self, path: str) -> dict[str, str]:
        """When the content of a page was published, and last changed; empty where nobody said."""
        days = {"published": self.published.get(path), "modified": self.shown.modified(path)}
        return {name: day.isoformat() if day else "" for name, day in days.items()}

    def files(self, pages: Iterable[str]) -> Iterator[tuple[str, str]]:
        """`robots.txt` and sitemaps; `pages` are the files of all pages. What moved or was removed is left out."""
        gone = {*self.site.moved, *(each.path for each in self.site.removed)}
        kept: dict[str, list[str]] = {}
        for lang, path in (placed(file, self.facts.directory_urls) for file in pages):
            if path not in gone:
                kept.setdefault(path, []).append(lang)
        site_url, directory_urls = self.settings.site_url, self.facts.directory_urls
        yield "robots.txt", sitemap.robots(site_url)
        yield from sitemap.sitemaps(kept, self.shown.modified, site_url, directory_urls).items()
