"""Step 5: what is published → Markdown pages. Only this module knows Jinja.

A page is front matter, headings, and finished HTML blocks that macros made with autoescaping on. Values never
pass through Markdown as text: it would turn `(人*天)` twice in a line into emphasis, `2024. 目标` into a list.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from generator import arrange, derive, schema
from generator.derive import Declared, Site
from generator.i18n import HTML_LANG, LANGUAGES, Words
from generator.model import GOALS, Text
from generator.rules.rule import OTHER_RULES, RULES
from generator.show import Show
from generator.vocabulary import GROUPS

DECLARATIONS_PER_PAGE = 200
INDICATORS_PER_PAGE = 500
"""Lists are cut into pages: no page grows with the whole site."""

PREFIX = {"zh": "", "en": "en/"}
"""Where each language starts, seen from the site's root."""

OTHER = {"zh": "en", "en": "zh"}

RULE_LIST = [*((rule.id, rule.severity) for rule in RULES), *OTHER_RULES.items()]

SCHEMA_ADDRESS = "api/v1/declaration.schema.json"

ROLES = {"department": "departments", "unit": "units"}
"""An organisation's part in a declaration → the address of its pages."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site's owner configures and pages show."""

    site_name: Text


@dataclass(frozen=True, slots=True)
class Page:
    """One page, before any engine."""

    lang: str
    path: str
    """Address without language: `2024/x`; the home page is empty. The same in both languages."""
    title: str
    markdown: str
    previous: str | None = None
    """Path of the page before, where pages have an order."""
    following: str | None = None

    @property
    def source(self) -> str:
        """The Markdown file's path: `en/2024/x.md`."""
        return f"{PREFIX[self.lang]}{self.path or 'index'}.md"


def address(lang: str, path: str, directory_urls: bool = True) -> str:
    """Where a page stands, from the site's root: `en/2024/x/`, or `en/2024/x.html` for a folder of files."""
    if not directory_urls:
        return f"{PREFIX[lang]}{path or 'index'}.html"
    return f"{PREFIX[lang]}{path}/" if path else PREFIX[lang]


def relative(target: str, current: str) -> str:
    """A link from one address to another that holds under any sub-path."""
    link = posixpath.relpath(target or ".", posixpath.dirname(current) or ".")
    return f"{link}/" if target.endswith("/") or not target else link


def environment(templates: Path) -> jinja2.Environment:
    """Jinja as it should be for hostile values: everything escaped, nothing undefined passes as blank."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["yaml"] = lambda text: Markup(json.dumps(str(text), ensure_ascii=False))  # noqa: S704 (no HTML)
    env.filters["html"] = block
    return env


def block(html: str) -> Markup:
    """HTML as one Markdown block: no blank line, no indent, so that every engine takes it as it is."""
    lines = (line.strip() for line in str(html).splitlines())
    return Markup("\n" + "\n".join(line for line in lines if line) + "\n")  # noqa: S704 (made by macros)


class Renderer:
    """All generated pages of one language."""

    def __init__(
        self, site: Site, words: Words, templates: Path, settings: Settings, directory_urls: bool = True
    ) -> None:
        self.site, self.words, self.settings = site, words, settings
        self.directory_urls = directory_urls
        self.show = Show(words, site.vocabulary)
        self.env = environment(templates)
        self.env.globals.update(
            t=words,
            show=self.show,
            lang=words.lang,
            html_lang=HTML_LANG,
            arrange=arrange,
            derive=derive,
            goals=GOALS,
            vocabulary=site.vocabulary,
            settings=settings,
            part=part,
        )

    def pages(self) -> Iterator[Page]:
        """Home, years, declarations, organisations, indicators, glossary, schema."""
        yield self._page("", "home", self.words("page.home"), **self._home())
        for year in self.site.years:
            yield from self._year(year)
        for role in ROLES:
            yield from self._organisations(role)
        yield from self._indicators()
        yield self._page("search", "search", self.words("page.search"))
        yield self._page("glossary", "glossary", self.words("page.glossary"), groups=GROUPS)
        yield self._page(
            "schema", "schema", self.words("page.schema"), rules=RULE_LIST, schema_address=SCHEMA_ADDRESS,
            **schema.documentation(self.show),
        )  # fmt: skip

    def _page(
        self, path: str, template: str, title: str, previous: str | None = None, following: str | None = None,
        **context: Any,
    ) -> Page:  # fmt: skip
        here = address(self.words.lang, path, self.directory_urls)

        def href(target: str, anchor: str = "", lang: str = self.words.lang) -> str:
            link = relative(address(lang, target, self.directory_urls), here)
            return f"{link}#{anchor}" if anchor else link

        def asset(target: str) -> str:
            return relative(target, here)

        context.setdefault("description", title)
        text = self.env.get_template(f"pages/{template}.md.j2").render(
            title=title, path=path, href=href, asset=asset, **context
        )
        return Page(self.words.lang, path, title, text, previous, following)

    def _home(self) -> dict[str, Any]:
        declared = self.site.of_year(self.site.years[0]) if self.site.years else ()
        return {
            "description": self.words("home.description", name=self.show.plain(self.settings.site_name)),
            "declared": declared[:DECLARATIONS_PER_PAGE],
            "totals": derive.totals(declared, self.site.vocabulary),
            "year": self.site.years[0] if self.site.years else None,
            "years": self.site.years,
        }

    def _year(self, year: int) -> Iterator[Page]:
        declared = self.site.of_year(year)
        title = self.words("page.year", year=str(year))
        yield from self._listing(
            str(year), "listing", title, declared, lead=self.words("lead.year", year=str(year))
        )
        for index, each in enumerate(declared):
            yield self._page(
                each.path,
                "declaration",
                self.show.plain(each.declaration.project_name),
                previous=declared[index - 1].path if index else None,
                following=declared[index + 1].path if index + 1 < len(declared) else None,
                description=self._description(each),
                declared=each,
                d=each.declaration,
            )

    def _description(self, each: Declared) -> str:
        money = each.annual or each.project
        return self.words(
            "declaration.description",
            year=str(each.declaration.fiscal_year),
            project=self.show.plain(each.declaration.project_name),
            unit=self.show.plain(each.unit.name),
            amount=self.show.yuan(money.total) if money else "—",
            indicators=str(len(each.declaration.indicators)),
        )

    def _organisations(self, role: str) -> Iterator[Page]:
        folder = ROLES[role]
        below = self.site.by_organisation(role)
        entries = [
            (getattr(declared[0], role), derive.totals(declared, self.site.vocabulary))
            for declared in below.values()
        ]
        yield self._page(
            folder, "organisations", self.words(f"page.{folder}"), entries=entries, folder=folder
        )
        for key, declared in below.items():
            name = self.show.plain(getattr(declared[0], role).name)
            yield from self._listing(
                f"{folder}/{key}", "listing", name, declared, lead=self.words(f"lead.{role}")
            )

    def _listing(
        self, path: str, template: str, title: str, declared: Sequence[Declared], **context: Any
    ) -> Iterator[Page]:
        """A list of declarations, cut into pages; totals over all of it."""
        totals = derive.totals(declared, self.site.vocabulary)
        chunks = arrange.chunks(declared, DECLARATIONS_PER_PAGE)
        for number, chunk in enumerate(chunks, 1):
            yield self._page(
                part(path, number), template, title, totals=totals, declared=chunk, base=path,
                number=number, count=len(chunks), **context,
            )  # fmt: skip

    def _indicators(self) -> Iterator[Page]:
        listed = arrange.all_indicators(self.site.declared, self.site.vocabulary)
        totals = derive.totals(self.site.declared, self.site.vocabulary)
        chunks = arrange.chunks(listed, INDICATORS_PER_PAGE)
        for number, chunk in enumerate(chunks, 1):
            yield self._page(
                part("indicators", number), "indicators", self.words("page.indicators"), totals=totals,
                levels=arrange.by_level(chunk), base="indicators", number=number, count=len(chunks),
            )  # fmt: skip


def part(path: str, number: int) -> str:
    """The address of page `number` (from 1) of a long list. `shape` keeps `page-…` free of other use."""
    return path if number == 1 else f"{path}/page-{number}"


def counterparts(path: str, directory_urls: bool = True) -> dict[str, str]:
    """The same page in every language."""
    return {lang: address(lang, path, directory_urls) for lang in LANGUAGES}


def sections(site: Site) -> list[str]:
    """The pages of a language's navigation, in its order: home, years, ways through, help."""
    return ["", *map(str, site.years), *ROLES.values(), "indicators", "glossary", "schema"]
