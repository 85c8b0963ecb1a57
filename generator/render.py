"""Step 5: what is published → Markdown pages.

A page is front matter, headings, and finished HTML blocks that macros made with autoescaping on. Values never
pass through Markdown as text: it would turn `(人*天)` twice in a line into emphasis, `2024. 目标` into a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import arrange, choices, cite, derive, offers, summary, totals
from generator.derive import Site
from generator.environment import environment
from generator.export.download import Download
from generator.i18n import HTML_LANG, LANGUAGES, Words
from generator.model import GOALS, Text
from generator.show import Show
from generator.vocabulary import anchor

PREFIX = {"zh": "", "en": "en/"}
"""Where each language starts, seen from the site's root."""

OTHER = {"zh": "en", "en": "zh"}


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the published data may be used."""

    name: Text
    url: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site's owner configures and pages show."""

    site_name: Text
    site_url: str = ""
    """Where the site stands, with a slash at the end; empty where that is not configured."""
    publisher: Text | None = None
    licence: Licence | None = None
    """None where none is configured: then nothing is said of it."""
    contact: Text | None = None
    """Whom readers may ask."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page, before any engine: what it is made of. It is rendered when its Markdown is asked for."""

    make: Renderer
    path: str
    """Address without language: `2024/x`; the home page is empty. The same in both languages."""
    template: str
    """In `pages/`, without its ending."""
    title: str
    description: str
    previous: str | None
    """Path of the page before, where pages have an order."""
    following: str | None
    context: Mapping[str, Any]
    """What its template is told besides, but for the data files beside it."""

    @property
    def lang(self) -> str:
        """The language it is in."""
        return self.make.words.lang

    @property
    def source(self) -> str:
        """The Markdown file's path: `en/2024/x.md`."""
        return source(self.lang, self.path)

    @property
    def address(self) -> str:
        """Where it stands, from the site's root."""
        return address(self.lang, self.path, self.make.directory_urls)

    @property
    def file(self) -> str:
        """Its file in the built site: `en/2024/x/index.html`."""
        here = self.address
        return f"{here}index.html" if here.endswith("/") or not here else here

    @property
    def told(self) -> dict[str, Any]:
        """What its template is told besides; the data files beside it where it names no others."""
        return {"files": self.make.offered_at(self.path), **self.context}

    @property
    def markdown(self) -> str:
        """Its text: front matter, headings, finished blocks of HTML."""
        return self.make.markdown(self)


def source(lang: str, path: str) -> str:
    """The Markdown file of the page at `path`."""
    return f"{PREFIX[lang]}{path or 'index'}.md"


def language_of(source: str) -> str:
    """The language of a page by the path of its Markdown file."""
    return "en" if source.startswith(PREFIX["en"]) else "zh"


def address(lang: str, path: str, directory_urls: bool = True) -> str:
    """Where a page stands, from the site's root: `en/2024/x/`, or `en/2024/x.html` for a folder of files."""
    if not directory_urls:
        return f"{PREFIX[lang]}{path or 'index'}.html"
    return f"{PREFIX[lang]}{path}/" if path else PREFIX[lang]


def placed(file: str, directory_urls: bool = True) -> tuple[str, str]:
    """Language and path of the page in a file of the built site: `en/2024/x/index.html` → en, `2024/x`."""
    lang = language_of(file)
    bare = file.removeprefix(PREFIX[lang])
    stem = bare.removesuffix("index.html") if directory_urls else bare.removesuffix(".html")
    return lang, "" if stem == "index" else stem.strip("/")


def relative(target: str, current: str) -> str:
    """A link from one address to another that holds under any sub-path: what `posixpath.relpath` says of the
    addresses of a site, without its looks at the disk.
    """
    folder, up = next(each for each in _above(current) if target.startswith(each[0]))
    return up + target[len(folder) :] or "./"


@lru_cache
def _above(current: str) -> tuple[tuple[str, str], ...]:
    """The folders above an address, the nearest first and the site's root last, with the way up to each."""
    folders = current.split("/")[:-1]
    return tuple(
        ("".join(f"{name}/" for name in folders[: len(folders) - steps]), "../" * steps)
        for steps in range(len(folders) + 1)
    )


class Renderer:
    """Makes pages of one language."""

    def __init__(
        self, site: Site, words: Words, templates: Path, settings: Settings,
        downloads: Sequence[Download] = (), directory_urls: bool = True,
    ) -> None:  # fmt: skip
        self.site, self.words, self.settings, self.downloads = site, words, settings, downloads
        self.directory_urls = directory_urls
        self.show = Show(words, site.vocabulary)
        self.env = environment(templates)
        self.env.globals.update(
            anchor=anchor,
            t=words,
            show=self.show,
            lang=words.lang,
            html_lang=HTML_LANG,
            arrange=arrange,
            choices=choices,
            cite=cite,
            derive=derive,
            summaries=summary,
            totals_of=totals,
            goals=GOALS,
            offers=offers,
            vocabulary=site.vocabulary,
            settings=settings,
            site=site,
            part=part,
            downloads=downloads,
            downloads_of=self.downloads_of,
        )
        self._beside: dict[str, list[Download]] = {}
        for each in downloads:
            if each.lang in (words.lang, None) or each.table == "form":  # which is in Chinese alone
                self._beside.setdefault(each.page, []).append(each)

    def downloads_of(self, path: str) -> Sequence[Download]:
        """The data files beside the page at `path`, in this language or in both."""
        return self._beside.get(path, ())

    def offered_at(self, path: str) -> Sequence[Download]:
        """The same as lines of links tell of them."""
        return [offers.told(each) for each in self.downloads_of(path)]

    def page(
        self, path: str, template: str, title: str, previous: str | None = None, following: str | None = None,
        *, description: str | None = None, **context: Any,
    ) -> Page:  # fmt: skip
        """The page at `path`: `pages/<template>.md.j2` filled with `context`."""
        return Page(
            self,
            path,
            template,
            title,
            title if description is None else description,
            previous,
            following,
            context,
        )

    def markdown(self, page: Page) -> str:
        """The text of a page of ours."""
        here = page.address

        def href(target: str, anchor: str = "", lang: str = self.words.lang) -> str:
            link = relative(address(lang, target, self.directory_urls), here)
            return f"{link}#{anchor}" if anchor else link

        def asset(target: str) -> str:
            return relative(target, here)

        site_url = self.settings.site_url
        return self.env.get_template(f"pages/{page.template}.md.j2").render(
            title=page.title,
            description=page.description,
            path=page.path,
            href=href,
            asset=asset,
            permanent=site_url and site_url + here,
            **page.told,
        )


def part(path: str, number: int) -> str:
    """The address of page `number` (from 1) of a long list. `shape` keeps `page-…` free of other use."""
    return path if number == 1 else f"{path}/page-{number}"


def counterparts(path: str, directory_urls: bool = True) -> dict[str, str]:
    """The same page in every language."""
    return {lang: address(lang, path, directory_urls) for lang in LANGUAGES}
