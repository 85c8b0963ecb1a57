"""Step 5, between Markdown and site: the frame of a page, rendered by the theme once for all pages alike, with holes.

The theme asks for the same header, menu and foot on every page: most of a build's time when there are thousands.
Pages whose number grows with the content (`GROWING`) share frames; `theme.py` has one rendered for each likeness.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import escape

from generator.i18n import LANGUAGES
from generator.render import Page, source

GROWING = frozenset({"declaration", "listing", "organisations", "indicators", "shared", "summary"})
"""Templates of pages whose number grows with the content. They hide the table of contents."""

HEADED = frozenset({"declaration", "listing"})
"""Those of them whose Markdown has headings, the first of which the theme links to."""

_BEGIN, _END = "hole:\ue000", "\ue001"
"""An address with a scheme of its own passes the theme's `url` filter as it is."""

_HOLE = re.compile(f"{_BEGIN}(.*?){_END}")


def framed(pages: Mapping[str, Page], sections: Iterable[str]) -> dict[str, Page]:
    """Those of the pages by source that share frames: all whose number grows, but for sections, the navigation's."""
    kept = {source(lang, path) for path in sections for lang in LANGUAGES}
    return {at: page for at, page in pages.items() if page.template in GROWING and at not in kept}


def hole(name: str) -> str:
    """What stands in a frame for the value `name`."""
    return f"{_BEGIN}{name}{_END}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two pages must have in common to share a frame. Everything else of them fills holes."""

    lang: str
    above: str
    """The deepest address above the page that links of the frame go to or through: `en/2024/`."""
    depth: int
    """Folders from the site's root: links of the frame begin with as many `../`."""
    given: frozenset[str]
    """The holes that only some pages have, and this one."""


class Frame:
    """HTML with holes."""

    def __init__(self, html: str) -> None:
        """The line that holds `script` stands once for each script of a page."""
        found = _HOLE.split(html)
        self._texts, self._names = found[::2], found[1::2]
        self._line = "", ""
        if "script" in self._names:
            self._cut_line(self._names.index("script"))

    def _cut_line(self, place: int) -> None:
        before, blank, start = self._texts[place].rpartition("\n")
        end, after = self._texts[place + 1].split("\n", 1)
        self._texts[place], self._texts[place + 1] = before + blank, after
        self._line = start, f"{end}\n"

    @property
    def mark(self) -> bytes:
        """What tells it from other frames."""
        return "".join([*self._texts, *self._names, *self._line]).encode()

    def fill(self, values: Mapping[str, str], scripts: Sequence[str] = ()) -> str:
        """The page. Raises KeyError for a hole without value."""
        pieces = [self._texts[0]]
        for name, text in zip(self._names, self._texts[1:], strict=True):
            pieces += (self._scripts(scripts) if name == "script" else values[name], text)
        return "".join(pieces)

    def _scripts(self, scripts: Sequence[str]) -> str:
        start, end = self._line
        return "".join(f"{start}{script}{end}" for script in scripts)


SCRIPTS = (
    ("tables", '<form class="filter"'),
    ("download", ' data-csv="'),
    ("download", '<span class="site-address"'),
    ("money", '<fieldset class="money-unit"'),
    ("cite", '<div class="cite'),
)
"""Scripts by what they serve in the content of a page."""


def scripts(content: str) -> list[str]:
    """The scripts that a page needs."""
    return [script for script, served in SCRIPTS if served in content]


def likeness(page: Page, linked: Collection[str], given: Collection[str]) -> Likeness:
    """What tells a page's frame from others; `linked` are the addresses that frames link to, with all above them."""
    folders = page.address.split("/")[:-1]
    above = ""
    for folder in folders:
        if f"{above}{folder}/" not in linked:
            break
        above += f"{folder}/"
    return Likeness(page.lang, above, len(folders), frozenset(given))


def plain(text: str) -> str:
    """A text as it is read aloud: one blank for many."""
    return " ".join(text.split())


def safe(text: str) -> str:
    """A text as it stands in titles, descriptions and the frame: escaped, and never taken for a hole."""
    return str(escape(text)).replace("\ue000", "&#xE000;")
