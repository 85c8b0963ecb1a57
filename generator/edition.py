"""All that the pages of one build are made from, and how each is made. Plain values: any process can be given it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from generator import clock, frame, past, pipeline, render
from generator.crew import Crew
from generator.derive import Site
from generator.digest import digest, of_folder
from generator.export.download import Download
from generator.export.found import Found
from generator.fingerprint import fingerprint
from generator.frame import Frame, Likeness, safe
from generator.past import Made
from generator.place import Place
from generator.render import Page, Settings, relative
from generator.stash import converter, finished

WORKS_WITH = ("jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material")
"""The packages that pages depend on."""

PART = 50
"""How many pages a process is given at once."""


@dataclass
class Edition:
    """One build's pages."""

    site: Site
    settings: Settings
    templates: Path
    downloads: Sequence[Download]
    directory_urls: bool
    pictures: Mapping[str, str]
    """Addresses of pictures by the path of the page they are of."""
    extensions: Sequence[Any] = ()
    """Of Python-Markdown, as mkdocs.yml names them."""
    configs: Mapping[str, Any] = field(default_factory=dict)
    written: bytes = b""
    """mkdocs.yml as it stands: what follows from it otherwise than by frames and settings."""
    frames: dict[Likeness, Frame] = field(default_factory=dict)
    linked: frozenset[str] = frozenset()
    """Every address that frames link to, and all above it."""

    def __getstate__(self) -> dict[str, Any]:
        """What is worked out from the rest is worked out again elsewhere."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every page by the path of its Markdown file."""
        planned = pipeline.pages(
            self.site, self.templates, self.settings, self.downloads, directory_urls=self.directory_urls
        )
        return {page.source: page for page in planned}

    def renewed(self, site: Site, paths: Collection[str]) -> Edition:
        """The same where the declarations at `paths` have changed, as far as their own pages go: all others say what
        they said.
        """
        found = replace(self, site=site)
        planned = pipeline.pages(
            site,
            self.templates,
            self.settings,
            self.downloads,
            directory_urls=self.directory_urls,
            only=paths,
        )
        fresh = {page.source: page for page in planned}
        # for all pages: those that kept theirs would keep the whole of the edition before, one for each saved file
        makes = {page.lang: page.make for page in fresh.values()}
        found.pages = {
            source: fresh.get(source) or replace(page, make=makes[page.lang])
            for source, page in self.pages.items()
        }
        return found

    @cached_property
    def found(self) -> Found:
        """What pages tell machines."""
        facts = pipeline.facts(self.site, self.directory_urls)
        return Found(self.site, facts, self.settings, self.pages.values(), self.downloads)

    @cached_property
    def _alike(self) -> dict[str, Likeness]:
        return {}

    @cached_property
    def _kinds(self) -> dict[Likeness, Likeness]:
        """A few, each once: thousands of pages are alike."""
        return {}

    @cached_property
    def _convert(self) -> Any:
        return converter(self.extensions, self.configs)

    @cached_property
    def _base(self) -> bytes:
        """What every page depends on."""
        made_with = fingerprint(*WORKS_WITH), of_folder(self.templates)
        words = pipeline.words()  # not by the fingerprint alone: `mkdocs serve` sees them change
        return digest(
            made_with, self.written, words, self.site.vocabulary, self.settings, self.directory_urls
        )

    def likeness(self, page: Page) -> Likeness:
        """Which frame a page needs. `linked` is known by then."""
        if page.source not in self._alike:
            given = [name for name, value in self._own(page).items() if value]
            alike = frame.likeness(page, self.linked, given)
            self._alike[page.source] = self._kinds.setdefault(alike, alike)
        return self._alike[page.source]

    def key(self, page: Page) -> bytes:
        """The digest of all that a page is made from. What is told of a declaration follows from it and its files."""
        if page.template == "declaration":
            told: tuple[Any, ...] = page.context, self.found.files_of(page.path)
        else:
            told = page.told, self._about(page)
        own = page.template, page.path, page.title, page.description, self._own(page)
        return digest(self._base, self.frames[self.likeness(page)], own, told)

    def html(self, page: Page) -> str:
        """The whole HTML of a page whose number grows, as MkDocs itself would build it."""
        with clock.phase("rendering"):
            markdown = page.markdown
        with clock.phase("template"):
            content, first = finished(markdown, self._convert)
            values = {**self._own(page), "linked": self._about(page), "first": first, "content": content}
            return self.frames[self.likeness(page)].fill(values, frame.scripts(content))

    def _about(self, page: Page) -> str:
        title, description = frame.plain(page.title), frame.plain(page.description)
        return self.found.about(page.lang, page.path, title, description)

    def _own(self, page: Page) -> dict[str, str]:
        """What fills the holes of its frame, but for content and linked data; empty for what it does not have."""
        here, lang, site_url = page.address, page.lang, self.settings.site_url
        other = render.address(render.OTHER[lang], page.path, self.directory_urls)
        values = {
            "title": safe(page.title),
            "description": safe(page.description),
            "canonical": site_url and site_url + here,
            "counterpart": relative(other, here),
            "picture": self.pictures.get(page.path, ""),
            "first": "#" if page.template in frame.HEADED else "",
            **self.found.days(page.path),
        }
        for name, path in (("previous", page.previous), ("following", page.following)):
            there = self.pages[render.source(lang, path)] if path is not None else None
            values[name] = relative(there.address, here) if there else ""
            values[f"{name}_title"] = safe(there.title) if there else ""
        return values


def make(edition: Edition, pages: Sequence[Page], place: Place, crew: Crew) -> None:
    """Make the pages that do not stand yet. Both languages of a page are made together: a process that is forked has
    memory of its own for what it looks at.
    """
    with clock.phase("comparing"):
        keys = {page.source: edition.key(page) for page in sorted(pages, key=lambda page: page.path)}
        new = [source for source, key in keys.items() if not place.keep(edition.pages[source].file, key)]
    for files in crew.each("pages", _make, (edition, place.ours), new, PART):
        for source, file in files:
            place.made(file.path, keys[source], [file])


def _make(shared: tuple[Edition, Path], sources: Sequence[str]) -> list[tuple[str, Made]]:
    edition, folder = shared
    made = []
    for source in sorted(sources, key=render.language_of):  # to change templates with each page takes longer
        page = edition.pages[source]
        html = edition.html(page)
        with clock.phase("writing"):
            made.append((source, past.write(folder, page.file, html.encode())))
    return made
