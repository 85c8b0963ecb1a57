"""What the theme's templates are told of each page, and the frames they make. With `plugin.py` and `options.py` all
that knows MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator import client, clock, frame, i18n, render, search
from generator.derive import Site
from generator.export.found import Found
from generator.frame import Frame, Likeness, hole, safe
from generator.model import LongText, Text
from generator.options import DisclosureConfig
from generator.render import Page, relative
from generator.show import Show
from generator.stash import converter, finished

HEAD = ("linked", "published", "modified")
"""What only the page itself can tell machines."""


class Theme:
    """The theme of one build: what is the same on all pages, and how to find the rest."""

    def __init__(
        self, config: MkDocsConfig, options: DisclosureConfig, site: Site, words: Mapping[str, i18n.Words],
        pages: Mapping[str, Page], found: Found, pictures: Mapping[str, str],
    ) -> None:  # fmt: skip
        """`pages` by the path of their Markdown file, `pictures` by the path of the page they are of."""
        self.config, self.options, self.site, self.words = config, options, site, words
        self.pages, self.found, self.pictures = pages, found, pictures
        homes = {each: render.address(each, "", config.use_directory_urls) for each in i18n.LANGUAGES}
        self.homes = {lang: home or "./" for lang, home in homes.items()}
        self.titles = {(page.lang, page.path): safe(page.title) for page in pages.values()}
        self.shows = {lang: Show(words[lang], site.vocabulary) for lang in i18n.LANGUAGES}

    def of_page(self, context: TemplateContext, page: MkDocsPage, nav: Navigation, counterpart: str) -> None:
        """Tell a page's templates its language, its navigation, and the address of its counterpart."""
        lang = render.language_of(page.file.src_uri)
        made = self.pages.get(page.file.src_uri)
        names = [page.meta.get("title") or page.title, page.meta.get("description")]
        said = [Markup(name or "").striptags() for name in names]  # noqa: S704 (read, not shown)
        more = {
            "nav": nav,
            "picture": self.pictures.get(made.path) if made else None,
            "found": self.found.head(page.file.dest_uri, *said),
            "scripts": frame.scripts(page.content or ""),
        }
        context.update(more)  # type: ignore[typeddict-item]  # MkDocs' own keys stay as they are
        self.localise(context, lang, counterpart)

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
            "home_picture": self.pictures.get(""),
            "search_site": client.site_facts(
                self.shows[lang], context["base_url"], config.use_directory_urls
            ),
            "furniture": self.options.furniture.shown(lang),
        }
        context.update(extra)  # type: ignore[typeddict-item]  # the same


def generated(config: MkDocsConfig, source: str, markdown: str = "") -> File:
    """A Markdown file of ours."""
    return File.generated(config, source, content=markdown, inclusion=InclusionLevel.NOT_IN_NAV)


class Addresses(Files):
    """The files of a build. Those of pages in frames are made when somebody asks for them: prose may link to them."""

    def __init__(self, files: Files, config: MkDocsConfig, framed: Collection[str]) -> None:
        super().__init__(files)
        self._config, self._framed = config, framed

    def get_file_from_path(self, path: str) -> File | None:
        """As MkDocs promises."""
        found = super().get_file_from_path(path)
        return generated(self._config, path) if found is None and path in self._framed else found


class Frames:
    """Puts pages whose number grows into frames that the theme renders, one for all that are alike."""

    def __init__(
        self, theme: Theme, navs: Mapping[str, Navigation], template: Callable[[TemplateContext], str]
    ) -> None:
        """`template` renders the theme's frame."""
        self._theme, self._navs, self._template = theme, navs, template
        self._frames: dict[Likeness, Frame] = {}
        self._linked = set(_above(theme, navs))
        self._convert = converter(theme.config.markdown_extensions, theme.config.mdx_configs)

    def page(self, page: Page) -> str:
        """The whole HTML of a generated page, the same as MkDocs itself would build."""
        with clock.phase("rendering"):
            markdown = page.markdown
        with clock.phase("template"):
            content, first = finished(markdown, self._convert)
            values = self._values(page, content, first)
            alike = frame.likeness(page, self._linked, [name for name in values if values[name]])
            if alike not in self._frames:
                self._frames[alike] = self._frame(page, alike)
            return self._frames[alike].fill(values, frame.scripts(content))

    def _values(self, page: Page, content: str, first: str) -> dict[str, str]:
        """What fills the holes of its frame; empty for what it does not have."""
        theme, here, lang = self._theme, page.address, page.lang
        urls, site_url = theme.config.use_directory_urls, theme.found.settings.site_url
        head = theme.found.told(lang, page.path, frame.plain(page.title), frame.plain(page.description))
        values = {
            "title": safe(page.title),
            "description": safe(page.description),
            "canonical": site_url and site_url + here,
            "counterpart": relative(render.address(render.OTHER[lang], page.path, urls), here),
            "picture": theme.pictures.get(page.path, ""),
            "first": first,
            "content": content,
            **{name: head[name] for name in HEAD},
        }
        for name, path in (("previous", page.previous), ("following", page.following)):
            values[name] = relative(render.address(lang, path, urls), here) if path is not None else ""
            values[f"{name}_title"] = theme.titles[lang, path] if path is not None else ""
        return values

    def _frame(self, page: Page, alike: Likeness) -> Frame:
        """Have the theme render a page like this one, with holes for what is its own."""
        theme, config, given = self._theme, self._theme.config, alike.given
        sample = MkDocsPage(None, generated(config, page.source), config)
        sample.markdown, sample.content = "", hole("content")
        sample.meta = {"title": hole("title"), "description": hole("description"), "hide": ["toc"]}
        sample.canonical_url = hole("canonical") if "canonical" in given else None
        sample.toc = [SimpleNamespace(url=hole("first"))] if "first" in given else []  # type: ignore[assignment]
        for side, name in (("previous_page", "previous"), ("next_page", "following")):
            there = SimpleNamespace(url=hole(name), title=hole(f"{name}_title")) if name in given else None
            setattr(sample, side, there)
        nav = self._navs[page.lang]
        context = get_context(nav, [], config, sample)
        theme.of_page(context, sample, nav, hole("counterpart"))
        of_its_own: dict[str, Any] = {
            "found": context["found"] | {name: hole(name) if name in given else "" for name in HEAD},  # type: ignore[typeddict-item]
            "picture": hole("picture") if "picture" in given else None,
            "scripts": [hole("script")],
        }
        context.update(of_its_own)  # type: ignore[typeddict-item]  # the same as above
        html = self._template(context)
        return Frame(config.plugins.on_post_page(html, page=sample, config=config))


def _above(theme: Theme, navs: Mapping[str, Navigation]) -> Iterator[str]:
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
