"""The MkDocs plugin. It adapts the line to events and decides nothing; with `options.py` all that knows MkDocs.

Event order and meaning: MkDocs' documentation, "Plugin events" (dev-guide/plugins).
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator import client, i18n, pages, picture, pipeline, preview, render, search, tell
from generator.derive import Site
from generator.export import sitemap, sums, version
from generator.export.found import Found
from generator.export.publish import stream
from generator.model import LongText, Text
from generator.options import DisclosureConfig
from generator.problem import Severity
from generator.show import Show
from generator.stash import FinishedHtml
from generator.write import write_file

log = logging.getLogger("mkdocs.plugins.disclosure")


class DisclosurePlugin(BasePlugin[DisclosureConfig]):
    """Reads the declarations, hands their pages to MkDocs, and puts each page into its language."""

    site: Site
    words: dict[str, i18n.Words]
    pages: dict[str, render.Page]
    """Generated pages by the path of their Markdown file."""
    made: list[File]
    """Generated files, until MkDocs takes them."""
    stage: tempfile.TemporaryDirectory[str]
    """Where data files wait until MkDocs has emptied `site/`."""
    files: Files
    found: Found
    """What machines are told of the site and its pages."""
    pictures: dict[str, str]
    """Addresses of pictures by the path of the page they are of."""
    taken: dict[str, str]
    """Addresses of files that are there already: prose, pictures, the theme's."""
    navs: dict[str, Navigation]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything before MkDocs empties `site/`: bad data leaves the last site whole."""
        if "i18n" in config.plugins:
            raise PluginError(
                "mkdocs-static-i18n drops generated pages: remove it, both languages are built here"
            )
        self.words = pipeline.words()
        project = Path(config.config_file_path).parent
        reading = pipeline.read(Path(config.docs_dir), base=project)
        self._tell(reading)
        if fault := picture.complaint(self.config.share_font or "", project):
            raise PluginError(fault)
        self.site = pipeline.site(reading)
        config.markdown_extensions.append(FinishedHtml())  # type: ignore[arg-type]  # an instance serves as well
        config.theme.static_templates.discard(sitemap.NAME)  # ours knows both languages, and the data's days
        self._make(config)
        config.watch += [str(i18n.LOCALES), *filter(None, [config.theme.custom_dir])]
        return config

    def _tell(self, reading: pipeline.Reading) -> None:
        words = self.words[self.config.language]
        told = [each for each in reading.problems if each.severity is not Severity.INFO]
        if not reading.sound:
            lines = [tell.told(each, words) for each in told]
            raise PluginError(
                "\n".join(["", *lines, tell.tally(reading.problems, words), words("told.stopped")])
            )
        for each in told:
            is_warning = self.config.strict_content and each.severity is Severity.WARNING
            log.log(logging.WARNING if is_warning else logging.INFO, tell.told(each, words))

    def _make(self, config: MkDocsConfig) -> None:
        """Make every page and data file, before MkDocs empties `site/`: nothing of ours fails after that."""
        settings = self.config.settings(config.site_url or "")
        self.taken = {file.dest_uri: file.src_uri for file in get_files(config)}
        urls = config.use_directory_urls
        facts = pipeline.facts(self.site, urls)
        self.stage = tempfile.TemporaryDirectory()
        downloads = stream(self.site, facts, settings, self._stage, records=self.config.record_files)
        templates = Path(config.theme.custom_dir or "theme_overrides")
        generated = pipeline.pages(self.site, templates, settings, downloads, directory_urls=urls)
        self.pages = {page.source: page for page in generated}
        made: dict[str, str | bytes] = {source: page.markdown for source, page in self.pages.items()}
        made["version.json"] = version.as_file(self.site, Path(config.config_file_path).parent, os.environ)
        font = self.config.share_font or ""
        drawn = preview.pictures(self.site, self.words, settings, font) if self.config.share_images else ()
        made |= {each.file: picture.png(each, font) for each in drawn}
        self.pictures = {each.path: settings.site_url + each.file for each in drawn}
        self.made = [self._generated(config, *each) for each in made.items()]
        self.found = Found(self.site, facts, settings, self.pages.values(), downloads)
        self.pages = {source: replace(page, markdown="") for source, page in self.pages.items()}

    def _stage(self, path: str, content: Iterable[bytes]) -> None:
        self._refuse_taken(path, path)
        write_file(Path(self.stage.name, path), content)

    def _refuse_taken(self, path: str, url: str) -> None:
        if other := self.taken.get(path):
            raise PluginError(f"{other}: {url} is the address of a generated page; rename the file")

    def _generated(self, config: MkDocsConfig, source: str, content: str | bytes) -> File:
        made = File.generated(config, source, content=content, inclusion=InclusionLevel.NOT_IN_NAV)
        self._refuse_taken(made.dest_uri, made.url)
        return made

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add one Markdown page per declaration, list and language, and put the data into the site."""
        for file in files:
            staff = file.src_dir == config.docs_dir
            if file.src_uri == sitemap.NAME or (staff and not pipeline.is_published(Path(file.src_uri))):
                file.inclusion = InclusionLevel.EXCLUDED
        for made in self.made:
            files.append(made)
        shutil.copytree(self.stage.name, config.site_dir, dirs_exist_ok=True, copy_function=shutil.move)
        self.stage.cleanup()
        self.made, self.files = [], files
        return files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """One small navigation per language: sections, years, prose. Lists lead to declarations."""
        self.navs = {lang: self._navigation(lang, files, config) for lang in i18n.LANGUAGES}
        for file in files.documentation_pages():
            page = self.pages.get(file.src_uri)
            found = self._page(file.src_uri)
            before, after = (page.previous, page.following) if page else (None, None)
            found.previous_page = self._page(render.source(page.lang, before)) if page and before else None
            found.next_page = self._page(render.source(page.lang, after)) if page and after else None
        return self.navs["zh"]

    def _navigation(self, lang: str, files: Files, config: MkDocsConfig) -> Navigation:
        prose = sorted(
            file.src_uri
            for file in files.documentation_pages()
            if file.src_uri not in self.pages and render.language_of(file.src_uri) == lang
        )
        sections = [render.source(lang, path) for path in pages.sections(self.site)]
        shown = [self._page(source) for source in [*sections, *prose]]
        return Navigation(list(shown), shown)

    def _page(self, source: str) -> MkDocsPage:
        file = self.files.get_file_from_path(source)
        if file is None or not isinstance(file.page, MkDocsPage):
            raise LookupError(source)
        return file.page

    def on_page_markdown(self, markdown: str, page: MkDocsPage, **_: Any) -> None:
        """Themes print titles and descriptions as they are: escape them here, once. What moved names its new home."""
        for key in ("title", "description"):
            if key in page.meta:
                page.meta[key] = escape(str(page.meta[key]))
        page.canonical_url = page.meta.get("canonical", page.canonical_url)

    def on_page_content(self, html: str, page: MkDocsPage, **_: Any) -> None:
        """Let go of the Markdown: MkDocs keeps every page until the end, and each text once is enough."""
        page.markdown = ""
        if page.file.src_uri in self.pages:
            page.file.content_string = ""

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the page its language, its navigation, and the address of its other-language counterpart."""
        lang = render.language_of(page.file.src_uri)
        context["nav"] = self.navs[lang]
        made = self.pages.get(page.file.src_uri)
        context["picture"] = self.pictures.get(made.path) if made else None  # type: ignore[typeddict-unknown-key]
        names = [page.meta.get("title") or page.title, page.meta.get("description")]
        said = [Markup(name or "").striptags() for name in names]  # noqa: S704 (read, not shown)
        context["found"] = self.found.head(page.file.dest_uri, *said)  # type: ignore[typeddict-unknown-key]
        return self._localise(context, lang, config, self._counterpart(page.file, lang))

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for pages that no Markdown file makes: 404.html, in both languages at once."""
        other = self.files.get_file_from_path("en/index.md")
        return self._localise(context, "zh", config, other.url if other else "en/")

    def _localise(
        self, context: TemplateContext, lang: str, config: MkDocsConfig, counterpart: str
    ) -> TemplateContext:
        names = self.config.site_name
        homes = {each: self._page(render.source(each, "")).file.url for each in i18n.LANGUAGES}
        show = Show(self.words[lang], self.site.vocabulary)
        config.theme["language"] = lang
        config.extra["homepage"] = homes[lang]
        config.site_name = escape(names[lang])
        extra: dict[str, Any] = {
            "t": self.words[lang],
            "words": self.words,
            "language": lang,
            "html_lang": i18n.HTML_LANG,
            "counterpart": counterpart,
            "homes": homes,
            "names": {each: escape(names[each]) for each in i18n.LANGUAGES},
            "home_picture": self.pictures.get(""),
            "search_site": client.site_facts(show, context["base_url"], config.use_directory_urls),
            "furniture": self.config.furniture.shown(lang),
        }
        context.update(extra)  # type: ignore[typeddict-item]  # MkDocs' own keys stay as they are
        return context

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Index what was published; the pages are in place, so that a failure here is told as one of the build.
        Last of all, after other plugins, every file's checksum.
        """
        for path, text in self.found.files(file.dest_uri for file in self.files.documentation_pages()):
            write_file(Path(config.site_dir, path), text)
        search.build([*search.documents(self.site), *self._prose()], Path(config.site_dir))
        sums.write(Path(config.site_dir))

    def _prose(self) -> Iterator[search.Document]:
        """Prose pages as documents of the index: their text in each language that has them."""
        for page in self.navs["zh"].pages:
            source = page.file.src_uri
            if source in self.pages:
                continue
            other = self.files.get_file_from_path(render.PREFIX["en"] + source)
            pages = [page, other.page if other and isinstance(other.page, MkDocsPage) else page]
            titles = [str(Markup(each.title or "").unescape()) for each in pages]  # noqa: S704 (read, not shown)
            bodies = [Markup(each.content or "").striptags() for each in pages]  # noqa: S704 (the same)
            yield search.Document(
                source.removesuffix(".md"), "prose", Text(*titles), search.NOTHING, texts=(LongText(*bodies),)
            )

    def _counterpart(self, file: File, lang: str) -> str:
        """The same page in the other language; the other home for prose that has none."""
        other = render.OTHER[lang]
        bare = file.src_uri.removeprefix(render.PREFIX[lang])
        found = self.files.get_file_from_path(render.PREFIX[other] + bare)
        return (found or self._page(render.source(other, "")).file).url

    def on_post_page(self, output: str, **_: Any) -> str:
        """Drop an attribute that HTML does not allow on the theme's checkboxes (Nu: "autocomplete")."""
        return output.replace(' autocomplete="off">', ">")

    def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
        """The same for 404.html."""
        return self.on_post_page(output_content) if template_name.endswith(".html") else output_content
