"""`mkdocs serve`: the page of a declaration follows its file at once, the rest of the site a moment later.

MkDocs builds the whole site for each saved file and shows nothing before. Here a declaration that was saved has its
own pages made from what the last build still knows; then another process builds the site as ever. Who saves again
meanwhile has that one killed, which a build may be at any moment (`place.py`).
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from _thread import start_new_thread
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape
from mkdocs.exceptions import Abort, PluginError

from generator import derive, folder, past, pipeline, place
from generator.edition import Edition
from generator.write import write_file

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

    from generator.plugin import DisclosurePlugin

log = logging.getLogger("mkdocs.plugins.disclosure")

AT_ONCE = 10
"""How many declarations may change together and be shown before the rest."""

PAGE = '<div class="page"'
"""How the content of a page begins."""

DONE = "done"
"""The file that says that the rest is done: the server looks at it, and tells browsers."""


@dataclass(frozen=True)
class Known:
    """What a build knows when it is done."""

    reading: pipeline.Reading
    edition: Edition
    framed: Collection[str]
    """The sources of the pages that need nothing of MkDocs any more."""


def _known(plugin: DisclosurePlugin) -> Known:
    return Known(plugin.reading, plugin.edition, plugin.framed.keys())


class Serving:
    """What the server asks to build, instead of MkDocs."""

    def __init__(
        self,
        plugin: DisclosurePlugin,
        server: LiveReloadServer,
        config: MkDocsConfig,
        whole: Callable[[], object],
    ) -> None:
        """`whole` builds the site in this process, as MkDocs would; the first one is built by now."""
        self._plugin, self._config, self._whole = plugin, config, whole
        self._project = Path(config.config_file_path).parent.absolute()
        self._site, self._done = Path(server.root), plugin.cache / DONE
        self._watched = [Path(each) for each in (config.docs_dir, config.config_file_path, *config.watch)]
        self._known, self._stamps = _known(plugin), _stamps(self._watched)
        self._rest: subprocess.Popen[bytes] | None = None
        self._done.touch()
        server.watch(str(self._done))
        server.builder = self.build

    def build(self) -> None:
        """Follow what was saved. Where something is wrong, that is told, and what is served stays: raised, it would
        have the server answer nobody until it is mended.
        """
        stamps = _stamps(self._watched)
        changed = {file for file, _ in stamps.items() ^ self._stamps.items()}
        if not changed:  # the rest is done, or an editor has left something: nothing but to tell browsers
            return
        self.end()
        try:
            if known := self._shown(changed):
                self._begin_rest()
            else:
                self._whole()
            self._known, self._stamps = known or _known(self._plugin), stamps
        except PluginError as error:
            log.error(error)
            self._warn(changed, str(error))
        except Abort:
            pass  # MkDocs has told why

    def _shown(self, changed: set[Path]) -> Known | None:
        """Put the pages of the declarations in these files in place. None where more changed than these pages. Raises
        PluginError where something is wrong with the files.
        """
        content, last = Path(self._config.docs_dir), self._known
        if len(changed) > AT_ONCE or not changed <= set(folder.declarations(content)):
            return None
        some = pipeline.read(content, sorted(changed), base=self._project)
        self._plugin.tell(some)
        reading = pipeline.renewed(last.reading, some)
        if reading is None:
            return None
        paths = {derive.path(filed.value) for filed in some.declarations}
        edition = last.edition.renewed(pipeline.site(reading, last.edition.site), paths)
        known = Known(reading, edition, last.framed)
        return known if self._put(known, paths) else None

    def _put(self, known: Known, paths: Collection[str], notice: str = "") -> bool:
        """Put the pages of the declarations at these paths in place, unless they need MkDocs."""
        pages = [page for page in known.edition.pages.values() if page.path in paths]
        if not all(page.source in known.framed for page in pages):
            return False
        place.finish(self._site)
        for page in pages:
            html = known.edition.html(page).replace(PAGE, notice + PAGE, 1)
            write_file(self._site / page.file, html)
        return True

    def _warn(self, files: Collection[Path], told: str) -> None:
        """Say what is wrong with these files on their pages as well: that is where the writer looks."""
        listed = self._known.reading.declarations
        paths = {derive.path(each.value) for each in listed if self._project / each.file in files}
        notice = f'<div class="page" role="alert"><pre><code>{escape(told.strip())}</code></pre></div>'
        self._put(self._known, paths, notice)

    def _begin_rest(self) -> None:
        """Have another process build the site. It tells only what is wrong."""
        config = self._config
        options = config.user_configs[-1] | {"site_dir": str(self._site)}
        engine = type(config).__module__.partition(".")[0]
        given = [engine, config.config_file_path, config.site_url or "", json.dumps(options)]
        command = [
            sys.executable,
            "-m",
            __name__,
            *given,
        ]  # in a session of its own: Ctrl-C is for the server
        self._rest = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 (ourselves)
        threading.Thread(target=self._await, args=(self._rest,), daemon=True).start()

    def _await(self, rest: subprocess.Popen[bytes]) -> None:
        if rest.wait() == 0:
            self._done.touch()

    def end(self) -> None:
        """Have nothing more be built."""
        if self._rest:
            self._rest.kill()
            self._rest.wait()


def _stamps(watched: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Size and last change of every file that a site is made from, but for what editors leave beside theirs."""
    found = {}
    for top in watched:
        for file, stamp in past.standing(top) if top.is_dir() else ():
            if not folder.is_left_behind(there := top / file):
                found[there] = stamp
        if top.is_file():
            found[top] = (top.stat().st_size, top.stat().st_mtime_ns)
    return found


def main(engine: str, config_file: str, site_url: str, options: str) -> None:
    """Build a site that is served by another process, as that one would; `engine` is MkDocs, by its name."""
    start_new_thread(_end_with_server, ())  # it holds no lock, and is not counted: processes may be forked
    shown = import_module(f"{engine}.__main__").State(level=logging.WARNING)  # prints as long as it is there
    config = import_module(f"{engine}.config").load_config(config_file, **json.loads(options))
    config.plugins.on_startup(command="serve", dirty=False)
    config.site_url = site_url
    import_module(f"{engine}.commands.build").build(config, serve_url=site_url)
    del shown


def _end_with_server() -> None:
    os.read(0, 1)  # nothing is said there, but it ends
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
