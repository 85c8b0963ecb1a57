"""What the theme's templates are told of each page, and the frames they make.

With `plugin.py`, `options.py`, `build.py` and `serve.py` all that knows MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator import client, folder, frame, i18n, render, search
from generator.edition import Edition
from generator.export import sitemap
from generator.frame import Frame, hole, safe
from generator.hosting.policy import POLICY_IN_PAGES
from generator.model import LongText, Text
from generator.options import DisclosureConfig
from generator.prose import SETTINGS
from generator.render import Page
from generator.show import Show


class Theme:
    """The theme of one build: what is the same on all pages, and how to find the rest."""

    def __init__(
        self,
        config: MkDocsConfig,
        options: DisclosureConfig,
        words: Mapping[str, i18n.Words],
        edition: Edition,
    ) -> None:
        self.config, self.options, self.words, self.edition = config, options, words, edition
        homes = {each: render.address(each, "", config.use_directory_urls) for each in i18n.LANGUAGES}
        self.homes = {lang: home or "./" for lang, home in homes.items()}
        self.shows = {lang: Show(words[lang], edition.site.vocabulary) for lang in i18n.LANGUAGES}

    def of_page(self, context: TemplateContext, page: MkDocsPage, nav: Navigation, counterpart: str) -> None:
        """Tell a page's templates its language, its navigation, and the address of its counterpart."""
        lang = render.language_of(page.file.src_uri)
        made = self.edition.pages.get(page.file.src_uri)
        names = [page.meta.get("title") or page.title, page.meta.get("description")]
        said = [Markup(name or "").striptags() for name in names]  # noqa: S704 (read, not shown)
        more = {
            "nav": nav,
            "picture": self.edition.pictures.get(made.path) if made else None,
            "found": self.edition.found.head(page.file.dest_uri, *said),
            "scripts": frame.scripts(page.content or ""),
        }
        context.update(more)  # type: ignore[typeddict-item]  # MkDocs' own keys stay as they are
        self.localise(context, lang, counterpart)

    def counterpart(self, file: File, files: Files) -> str:
        """The address of the same page in the other language; of the other home for prose that has none."""
        lang = render.language_of(file.src_uri)
        other = render.OTHER[lang]
        found = files.get_file_from_path(
            render.PREFIX[other] + file.src_uri.removeprefix(render.PREFIX[lang])
        )
        return found.url if found else self.homes[other]

    def localise(self, context: TemplateContext, lang: str, counterpart: str) -> None:
        """Put what a template is told into a language."""
        config, names = self.config, self.options.site_name
        config.theme["language"] = lang
        config.extra["homepage"] = self.homes[lang]
        config.site_name = safe(names[lang])
        extra: dict[str, Any] = {
            "t": self.words[lang],
            "words": self.words,
            "language": lang,
            "html_lang": i18n.HTML_LANG,
            "counterpart": counterpart,
            "homes": self.homes,
            "names": {each: safe(names[each]) for each in i18n.LANGUAGES},
            "home_picture": self.edition.pictures.get(""),
            "search_site": client.site_facts(
                self.shows[lang], context["base_url"], config.use_directory_urls
            ),
            "policy": POLICY_IN_PAGES if self.options.policy_in_pages else "",
            "furniture": self.options.furniture.shown(lang),
        }
        context.update(extra)  # type: ignore[typeddict-item]  # the same


def escape_meta(page: MkDocsPage, *, ours: bool) -> None:
    """Themes print what a page says of itself as it is: escape it here, once. Staff may say `prose.SETTINGS` alone:
    the theme would follow others. What moved names its new home.
    """
    page.meta = {key: value for key, value in page.meta.items() if ours or key in SETTINGS}
    for key in ("title", "description"):
        if key in page.meta:
            page.meta[key] = Markup(safe(str(page.meta[key])))  # noqa: S704 (escaped)
    page.canonical_url = page.meta.get("canonical", page.canonical_url)


def generated(config: MkDocsConfig, source: str, markdown: str = "") -> File:
    """A Markdown file of ours."""
    return File.generated(config, source, content=markdown, inclusion=InclusionLevel.NOT_IN_NAV)


def exclude(files: Files, config: MkDocsConfig) -> None:
    """Keep back what is not published: staff's files but for prose and documents, the theme's sitemap."""
    for file in files:
        staff = file.src_dir == config.docs_dir
        if file.src_uri == sitemap.NAME or (staff and not folder.is_published(Path(file.src_uri))):
            file.inclusion = InclusionLevel.EXCLUDED


class Addresses(Files):
    """The files of a build. Those of pages in frames are made when somebody asks for them: prose may link to them."""

    def __init__(self, files: Files, config: MkDocsConfig, framed: Collection[str]) -> None:
        super().__init__(files)
        self._config, self._framed = config, framed

    def get_file_from_path(self, path: str) -> File | None:
        """As MkDocs promises."""
        found = super().get_file_from_path(path)
        return generated(self._config, path) if found is None and path in self._framed else found


def refuse_taken(config: MkDocsConfig, pages: Iterable[Page], made: Iterable[str]) -> None:
    """Raises PluginError where a file of the content folder stands at the address of a page, or of what was made."""
    taken = {file.dest_uri: file.src_uri for file in get_files(config)}
    for path, url in (*((page.file, page.address) for page in pages), *((path, path) for path in made)):
        if other := taken.get(path):
            raise PluginError(f"{other}: {url} is the address of a generated page; rename the file")


def navigations(files: Files, pages: Mapping[str, Page], sections: Sequence[str]) -> dict[str, Navigation]:
    """Of each language: the sections, then prose. Pages that have an order are led to from each other."""

    def found(source: str) -> MkDocsPage:
        file = files.get_file_from_path(source)
        if file is None or not isinstance(file.page, MkDocsPage):
            raise LookupError(source)
        return file.page

    sources = [file.src_uri for file in files.documentation_pages()]
    for source in sources:
        made = pages.get(source)
        beside = (made.previous, made.following) if made else (None, None)
        there = [found(render.source(made.lang, path)) if made and path else None for path in beside]
        found(source).previous_page, found(source).next_page = there
    listed = {}
    for lang in i18n.LANGUAGES:
        prose = sorted(each for each in sources if each not in pages and render.language_of(each) == lang)
        shown = [found(source) for source in (*(render.source(lang, path) for path in sections), *prose)]
        listed[lang] = Navigation(list(shown), shown)
    return listed


def frames(
    theme: Theme,
    navs: Mapping[str, Navigation],
    template: Callable[[TemplateContext], str],
    framed: Iterable[Page],
) -> None:
    """Have the theme render a frame for each kind of page; `template` is the theme's."""
    edition = theme.edition
    edition.linked = frozenset(_linked(theme, navs))
    for page in framed:
        alike = edition.likeness(page)
        if alike not in edition.frames:
            edition.frames[alike] = _frame(theme, navs[page.lang], template, page, alike.given)


def _frame(
    theme: Theme,
    nav: Navigation,
    template: Callable[[TemplateContext], str],
    page: Page,
    given: Collection[str],
) -> Frame:
    """The frame of a page like this one, with holes for what is its own."""
    config = theme.config
    sample = MkDocsPage(None, generated(config, page.source), config)
    sample.markdown, sample.content = "", hole("content")
    sample.meta = {"title": hole("title"), "description": hole("description"), "hide": ["toc"]}
    sample.canonical_url = hole("canonical") if "canonical" in given else None
    sample.toc = [SimpleNamespace(url=hole("first"))] if "first" in given else []  # type: ignore[assignment]
    for side, name in (("previous_page", "previous"), ("next_page", "following")):
        there = SimpleNamespace(url=hole(name), title=hole(f"{name}_title")) if name in given else None
        setattr(sample, side, there)
    context = get_context(nav, [], config, sample)
    theme.of_page(context, sample, nav, hole("counterpart"))
    head = {name: hole(name) if name in given else "" for name in ("published", "modified")}
    of_its_own: dict[str, Any] = {
        "found": context["found"] | head | {"linked": hole("linked")},  # type: ignore[typeddict-item]
        "picture": hole("picture") if "picture" in given else None,
        "scripts": [hole("script")],
    }
    context.update(of_its_own)  # type: ignore[typeddict-item]  # the same as above
    return Frame(config.plugins.on_post_page(template(context), page=sample, config=config))


def _linked(theme: Theme, navs: Mapping[str, Navigation]) -> Iterator[str]:
    """Every address that frames link to, and all above it."""
    menus = (page.file for nav in navs.values() for page in nav.pages)
    for address in (*theme.homes.values(), *(each for file in menus for each in (file.url, _folder(file)))):
        folders = address.split("/")
        yield address
        yield from ("/".join(folders[:depth]) + "/" for depth in range(1, len(folders)))


def _folder(file: File) -> str:
    """What the menu counts to a page of its own: all below its Markdown file's name."""
    return f"{file.src_uri.removesuffix('.md')}/"


def prose(nav: Navigation, files: Files, generated: Collection[str]) -> Iterator[search.Document]:
    """Prose pages as documents of the index: their text in each language that has them."""
    for page in nav.pages:
        source = page.file.src_uri
        if source in generated:
            continue
        other = files.get_file_from_path(render.PREFIX["en"] + source)
        pages = [page, other.page if other and isinstance(other.page, MkDocsPage) else page]
        titles = [str(Markup(each.title or "").unescape()) for each in pages]  # noqa: S704 (read, not shown)
        bodies = [Markup(each.content or "").striptags() for each in pages]  # noqa: S704 (the same)
        yield search.Document(
            source.removesuffix(".md"), "prose", Text(*titles), search.NOTHING, texts=(LongText(*bodies),)
        )
