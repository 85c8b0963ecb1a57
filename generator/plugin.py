"""The MkDocs plugin. It adapts the line to events and decides nothing.

With `options.py` and `theme.py` all that knows MkDocs.

Event order and meaning: MkDocs' documentation, "Plugin events" (dev-guide/plugins).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator import clock, edition, i18n, index, pages, picture, pipeline, preview, render, search, tell
from generator.crew import Crew, cores
from generator.derive import Site
from generator.digest import digest
from generator.edition import Edition
from generator.export import sitemap, sums, version
from generator.export.publish import publish
from generator.frame import GROWING
from generator.options import DisclosureConfig
from generator.past import Made
from generator.place import Place
from generator.problem import Severity
from generator.stash import FinishedHtml
from generator.theme import Addresses, Theme, frames, generated, prose

log = logging.getLogger("mkdocs.plugins.disclosure")

RECORDS = ".cache"
"""Folder beside mkdocs.yml where the next build finds what this one made."""

MANY = 200
"""From so many declarations on more than one process pays."""


class DisclosurePlugin(BasePlugin[DisclosureConfig]):
    """Reads the declarations, gives MkDocs pages, and puts each page into its language."""

    words: dict[str, i18n.Words]
    site: Site
    pages: dict[str, render.Page]
    """Generated pages by the path of their Markdown file."""
    framed: dict[str, render.Page]
    """Those of them whose number grows: they share frames."""
    place: Place
    """Where the site will stand, and what waits for it."""
    files: Files
    edition: Edition
    theme: Theme
    crew: Crew
    frame: Callable[[TemplateContext], str]
    """Renders the theme's frame of a page."""
    taken: dict[str, str]
    """Addresses of files that are there already: prose, pictures, the theme's."""
    navs: dict[str, Navigation]

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything, then have MkDocs build aside: whatever fails, the last site stays whole."""
        if "i18n" in config.plugins:
            raise PluginError(
                "mkdocs-static-i18n drops generated pages: remove it, both languages are built here"
            )
        clock.start()
        self.words = pipeline.words()
        project = Path(config.config_file_path).parent
        with clock.phase("reading"):
            reading = pipeline.read(Path(config.docs_dir), base=project)
        self._tell(reading)
        if fault := picture.complaint(self.config.share_font or "", project):
            raise PluginError(fault)
        with clock.phase("deriving"):
            self.site = pipeline.site(reading)
        config.markdown_extensions.append(FinishedHtml())  # type: ignore[arg-type]  # an instance serves as well
        config.theme.static_templates.discard(sitemap.NAME)  # ours knows both languages, and the data's days
        self.place = Place(Path(config.site_dir), project / RECORDS / f"{digest(config.site_dir).hex()}.past")
        self.crew = Crew(self.config.workers or (cores() if len(self.site.declared) >= MANY else 1))
        self._make(config)
        config.site_dir = str(self.place.theirs)
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
        """Make the data files, which pages tell the size of; plan the pages; draw pictures for previews of links."""
        settings = self.config.settings(config.site_url or "")
        self.taken = {file.dest_uri: file.src_uri for file in get_files(config)}
        urls, font = config.use_directory_urls, self.config.share_font or ""
        facts = pipeline.facts(self.site, urls)
        made: list[Made] = []

        def put(path: str, content: str | bytes) -> None:
            self._refuse_taken(path, path)
            made.append(self.place.put(path, content))

        with clock.phase("exports"):
            downloads = publish(self.site, facts, settings, put, records=self.config.record_files)
            put("version.json", version.as_file(self.site, Path(config.config_file_path).parent, os.environ))
            drawn = (
                preview.pictures(self.site, self.words, settings, font) if self.config.share_images else ()
            )
            for each in drawn:
                put(each.file, picture.png(each, font))
        self.place.made("data", b"", made)
        self.edition = Edition(
            self.site,
            settings,
            Path(config.theme.custom_dir or "theme_overrides"),
            downloads,
            urls,
            {each.path: settings.site_url + each.file for each in drawn},
            config.markdown_extensions,
            config.mdx_configs,
        )
        self.pages = self.edition.pages
        self.theme = Theme(config, self.config, self.words, self.edition)
        kept = {render.source(lang, path) for path in pages.sections(self.site) for lang in i18n.LANGUAGES}
        self.framed = {
            source: page
            for source, page in self.pages.items()
            if self.config.frames and page.template in GROWING and source not in kept
        }
        for page in self.pages.values():
            self._refuse_taken(page.file, page.address)

    def _refuse_taken(self, path: str, url: str) -> None:
        if other := self.taken.get(path):
            raise PluginError(f"{other}: {url} is the address of a generated page; rename the file")

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Give MkDocs the pages whose number does not grow. Prose may link to the others, too."""
        for file in files:
            staff = file.src_dir == config.docs_dir
            if file.src_uri == sitemap.NAME or (staff and not pipeline.is_published(Path(file.src_uri))):
                file.inclusion = InclusionLevel.EXCLUDED
        self.files = Addresses(files, config, self.framed)
        for source, page in self.pages.items():
            if source not in self.framed:
                self.files.append(generated(config, source, page.markdown))
        return self.files

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

    def on_env(self, env: Any, **_: Any) -> None:
        """Keep the theme's template for the pages that share frames."""
        self.frame = env.get_template("main.html").render

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the page its language, its navigation, and the address of its other-language counterpart."""
        lang = render.language_of(page.file.src_uri)
        self.theme.of_page(context, page, self.navs[lang], self._counterpart(page.file, lang))
        return context

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for pages that no Markdown file makes: 404.html, in both languages at once."""
        self.theme.localise(context, "zh", self.theme.homes["en"])
        return context

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Last of all, after other plugins: pages into their frames, the index, every file's checksum; then the new
        site takes the place of the old.
        """
        frames(self.theme, self.navs, self.frame, self.framed.values())
        edition.make(self.edition, list(self.framed.values()), self.place, self.crew)
        made = []
        with clock.phase("index"):
            said = prose(self.navs["zh"], self.files, self.pages)
            index.build([*search.documents(self.site), *said], self.place.ours, self.crew)
            self.place.take("index", b"", index.BUNDLES.values())
        listed = [file.dest_uri for file in self.files.documentation_pages()]
        listed += [page.file for page in self.framed.values()]
        for path, text in self.edition.found.files(listed):
            made.append(self.place.put(path, text))
        self.place.made("found", b"", made)
        with clock.phase("writing"):
            digests = {file.path: file.sha256 for file in self.place.gather()}
            self.place.made("sums", b"", [self.place.put(sums.NAME, sums.listing(digests))])
            self.place.settle()
        config.site_dir = str(self.place.site)
        for name, spent in clock.spent().items():
            log.debug(f"{name}: {spent.cpu:.2f} CPU s, {spent.wall:.2f} s")

    def on_build_error(self, error: Exception) -> None:
        """Leave the last site as it was."""
        if hasattr(self, "place"):
            self.place.leave()

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
