"""A Markdown extension that leaves finished HTML alone, and aligned cells without a style of their own.

Our pages hold tables as blocks of HTML without blank lines. Python-Markdown would parse each of them again, which
is half of a build's time; here they go straight to where it keeps raw HTML, untouched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

_TAGS = "h[1-6]|p|dl|ul|ol|table|figure|div|nav|section"
_BLOCK = re.compile(rf"(?:^|(?<=\n\n))<(?:{_TAGS})[\s>].*?(?=\n\n|\n*\Z)", re.DOTALL)
"""From a line that begins with a block's tag, after a blank line, to the next blank line."""

AFTER_WHITESPACE_BEFORE_HTML = 25
"""Python-Markdown runs `normalize_whitespace` at 30, MkDocs looks for raw HTML at 21.5, `html_block` runs at 20."""


AFTER_THE_REST = -10
"""Of Python-Markdown's own, `unescape` is last, at 0."""

_SIDE = re.compile("text-align: (left|center|right);")


class FinishedHtml(Extension):
    """Registers the preprocessor."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.preprocessors.register(_Stash(md), "finished_html", AFTER_WHITESPACE_BEFORE_HTML)
        md.treeprocessors.register(_Aligned(md), "aligned_cells", AFTER_THE_REST)


class _Stash(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return _BLOCK.sub(lambda block: self.md.htmlStash.store(block[0]), text).split("\n")


class _Aligned(Treeprocessor):
    """A column of figures (`---:`) gets a class: the `style` of Python-Markdown's tables breaks a strict policy."""

    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            side = _SIDE.fullmatch(cell.get("style", ""))
            if side:
                del cell.attrib["style"]
            if side and side[1] == "right":
                cell.set("class", "number")


def converter(extensions: Sequence[Any], configs: Mapping[str, Any]) -> Callable[[str], str]:
    """Turns short Markdown into HTML, the same text once."""
    markdown = Markdown(extensions=extensions, extension_configs=configs)
    return cache(lambda text: markdown.reset().convert(text))


def finished(text: str, convert: Callable[[str], str]) -> tuple[str, str]:
    """The HTML of a generated page and the address of its first heading (`#goals`; empty for none), as
    Python-Markdown would give them for the whole text. `convert` is asked for blocks that are still Markdown only:
    headings, which name their own ids and are the same on page after page.
    """
    _, _, body = text.split("---\n", 2)
    blocks = [block.strip("\n") for block in body.split("\n\n")]
    pieces, first = [], ""
    for block in filter(None, blocks):
        pieces.append(block if block.startswith("<") else convert(block))
        if not first and block.startswith("##"):
            first = _ID.findall(pieces[-1])[0]
    return "\n".join(pieces), first and f"#{first}"


_ID = re.compile(r' id="(.*?)"')
