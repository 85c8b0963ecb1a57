"""The MkDocs plugin. It adapts the line to events and decides nothing.

With `build.py`, `options.py`, `serve.py` and `theme.py` all that knows MkDocs.

Event order and meaning: MkDocs' documentation, "Plugin events" (dev-guide/plugins).
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from generator import (
    clock,
    compress,
    crew,
    data,
    edition,
    i18n,
    index,
    pages,
    past,
    pipeline,
    preview,
    render,
    search,
    tell,
    theme,
)
from generator.derive import Site
from generator.digest import digest
from generator.edition import Edition
from generator.environment import Compiled
from generator.export import sitemap, version
from generator.frame import framed
from generator.options import DisclosureConfig
from generator.place import Place
from generator.problem import Severity
from generator.progress import Progress
from generator.prose import Markup
from generator.serve import Serving
from generator.stash import FinishedHtml

log = logging.getLogger("mkdocs.plugins.disclosure")

CACHE = ".cache"
"""Folder beside mkdocs.yml where the next build finds what this one made."""


class DisclosurePlugin(BasePlugin[DisclosureConfig]):
    """Reads the declarations, gives MkDocs pages, and puts each page into its language."""

    words: dict[str, i18n.Words]
    reading: pipeline.Reading
    """Where it is asked for later: not in `mkdocs build`."""
    site: Site
    framed: dict[str, render.Page]
    """Generated pages whose number grows, by the path of their Markdown file: they share frames."""
    place: Place
    """Where the site will stand, and what waits for it."""
    files: Files
    edition: Edition
    begun: index.Begun
    """The index, whose parts are made while pages are."""
    theme: theme.Theme
    crew: crew.Crew
    cache: Path
    """Where the next build finds what this one made."""
    serves: str = ""
    serving: Serving | None = None
    frame: Callable[[TemplateContext], str]
    """Renders the theme's frame of a page."""
    navs: dict[str, Navigation]
    compiled = Compiled()
    """The theme's templates: MkDocs makes a new environment for each build."""

    def on_startup(self, *, command: str, dirty: bool = False, **_: Any) -> None:
        """`mkdocs serve` builds into another folder each time it is started, and knows them by one name."""
        self.serves = "serve" if command == "serve" and not dirty else ""

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Have pages follow their files at once."""
        self.serving = Serving(self, server, config, builder) if self.serves else None
        return server

    def on_shutdown(self) -> None:
        """The folder that is served goes now."""
        if self.serving:
            self.serving.end()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check everything, then have MkDocs build aside: whatever fails, the last site stays whole."""
        clock.start()
        crew.forget()  # while serving
        gc.disable()  # what a build makes stays until its end: to look through it for cycles is a sixth of the time
        self.words = pipeline.words()
        project = Path(config.config_file_path).parent.absolute()  # workers elsewhere stand in another folder
        name = self.serves or digest(os.path.relpath(config.site_dir, project)).hex()
        self.cache = past.folder(project / CACHE / name)
        words = self.words[self.config.language]
        place = Path(config.site_dir).absolute()
        self.place = Place(place, self.cache / "past", lambda: log.info(words("told.waits")))
        self.crew = crew.chosen or crew.Crew(self.config.workers or crew.cores())
        self.crew.folder, self.crew.progress = self.place.stage, Progress(log.info)
        with clock.phase("reading"):
            reading = pipeline.read(
                Path(config.docs_dir),
                base=project,
                mapped=self.crew.map,
                keep=self.cache.parent / "declarations",
                markup=Markup(config.markdown_extensions, config.mdx_configs, Path(config.config_file_path)),
            )
        self.tell(reading)
        self.config.check(words, project, config.plugins)
        with clock.phase("deriving"):
            self.site = pipeline.site(reading)
            if self.serves:
                self.reading = reading
            del reading
        self.begun = index.begin(search.documents(self.site), self.crew, self.cache / "index")
        self.crew.keep(self.site)
        config.markdown_extensions.append(FinishedHtml())  # type: ignore[arg-type]  # an instance serves as well
        config.theme.static_templates.discard(sitemap.NAME)  # ours knows both languages, and the data's days
        self._make(config)
        config.site_dir = str(self.place.theirs)
        config.watch += [str(i18n.LOCALES), *filter(None, [config.theme.custom_dir])]
        return config

    def tell(self, reading: pipeline.Reading) -> None:
        """Tell what is wrong with it, or raise it: PluginError."""
        words = self.words[self.config.language]
        if not reading.sound:
            raise PluginError(tell.stopped(reading.problems, words))
        for each in reading.problems:
            warns = self.config.strict_content and each.severity is Severity.WARNING
            if each.severity is not Severity.INFO:
                log.log(logging.WARNING if warns else logging.INFO, tell.told(each, words))

    def _make(self, config: MkDocsConfig) -> None:
        """Make the data files, which pages tell the size of; plan the pages; draw pictures for previews of links."""
        settings = self.config.settings(config.site_url or "")
        urls, records = config.use_directory_urls, self.config.record_files
        facts = pipeline.facts(self.site, urls)
        with clock.phase("exports"):
            downloads = data.make(
                self.site, facts, settings, self.place, self.crew, self.cache, records=records
            )
            of_build = version.files(self.site, Path(config.config_file_path).parent, os.environ)
            self.place.made("version", b"", [self.place.put(*each) for each in of_build.items()])
            font = self.config.share_font or ""
            shown = self.config.share_images and settings.site_url
            pictures = preview.make(self.site, self.words, settings, font, self.place) if shown else {}
        self.edition = Edition(
            self.site, settings, Path(config.theme.custom_dir or "theme_overrides").absolute(), downloads, urls,
            pictures, config.markdown_extensions, config.mdx_configs, Path(config.config_file_path).read_bytes(),
        )  # fmt: skip
        self.theme = theme.Theme(config, self.config, self.words, self.edition)
        self.framed = framed(self.edition.pages, pages.sections(self.site)) if self.config.frames else {}
        theme.refuse_taken(config, self.edition.pages.values(), self.place.paths())

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Give MkDocs the pages whose number does not grow. Prose may link to the others, too."""
        theme.exclude(files, config)
        self.files = theme.Addresses(files, config, self.framed)
        for source, page in self.edition.pages.items():
            if source not in self.framed:
                self.files.append(theme.generated(config, source, page.markdown))
        return self.files

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
        """One small navigation per language: sections, years, prose. Lists lead to declarations."""
        self.navs = theme.navigations(self.files, self.edition.pages, pages.sections(self.site))
        return self.navs["zh"]

    def on_page_markdown(self, markdown: str, page: MkDocsPage, **_: Any) -> None:
        """Make what a page says of itself safe to print."""
        theme.escape_meta(page, ours=page.file.src_uri in self.edition.pages)

    def on_page_content(self, html: str, page: MkDocsPage, **_: Any) -> None:
        """Let go of the Markdown: MkDocs keeps every page until the end, and each text once is enough."""
        page.markdown = ""
        if page.file.src_uri in self.edition.pages:
            page.file.content_string = ""

    def on_env(self, env: Any, **_: Any) -> None:
        """Keep the theme's template for the pages that share frames. `mkdocs serve` need not compile them again."""
        env.bytecode_cache = self.compiled
        self.frame = env.get_template("main.html").render

    def on_page_context(
        self, context: TemplateContext, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the page its language, its navigation, and the address of its other-language counterpart."""
        nav = self.navs[render.language_of(page.file.src_uri)]
        self.theme.of_page(context, page, nav, self.theme.counterpart(page.file, self.files))
        return context

    def on_template_context(
        self, context: TemplateContext, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for pages that no Markdown file makes: 404.html, in both languages at once."""
        self.theme.localise(context, "zh", self.theme.homes["en"])
        return context

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Last of all, after other plugins: pages get their frames, words their index, the new site its place."""
        theme.frames(self.theme, self.navs, self.frame, self.framed.values())
        said = theme.prose(self.navs["zh"], self.files, self.edition.pages)
        self.begun = index.complete(self.begun, said, self.crew)
        edition.make(self.edition, list(self.framed.values()), self.place, self.crew)
        listed = [file.dest_uri for file in self.files.documentation_pages()]
        listed += [page.file for page in self.framed.values()]
        self.place.made("found", b"", [self.place.put(*each) for each in self.edition.found.files(listed)])
        if not self.serves:  # the pages are made: the index wants their memory
            self.framed.clear()
            self.edition.pages.clear()
            del self.site, self.theme, self.edition
            gc.collect()  # Jinja and those for whom it renders hold each other
        index.make(self.begun, self.place, self.crew)
        with clock.phase("writing"):
            if self.config.precompress:
                compress.make(self.place.gather(), self.place, self.crew)
            self.place.settle()
        config.site_dir = str(self.place.site)
        words = self.words[self.config.language]
        log.info(words("told.placed", folder=config.site_dir))
        clock.tell(log.debug)
        gc.freeze()  # or Python would look through it all at its end, for longer than to plan the pages
        gc.enable()

    def on_build_error(self, error: Exception) -> None:
        """Leave the last site as it was."""
        gc.enable()
        if hasattr(self, "begun"):
            self.begun.end()
        if hasattr(self, "place"):
            self.place.leave()

    def on_post_page(self, output: str, **_: Any) -> str:
        """Drop an attribute that HTML does not allow on the theme's checkboxes (Nu: "autocomplete")."""
        return output.replace(' autocomplete="off">', ">")

    def on_post_template(self, output_content: str, template_name: str, **_: Any) -> str:
        """The same for 404.html."""
        return self.on_post_page(output_content) if template_name.endswith(".html") else output_content
