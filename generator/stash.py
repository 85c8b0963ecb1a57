"""A Markdown extension that leaves finished HTML alone.

Our pages hold tables as blocks of HTML without blank lines. Python-Markdown would parse each of them again, which
is half of a build's time; here they go straight to where it keeps raw HTML, untouched.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_TAGS = "h[1-6]|p|dl|ul|ol|table|figure|div|nav|section"
_BLOCK = re.compile(rf"(?:^|(?<=\n\n))<(?:{_TAGS})[\s>].*?(?=\n\n|\n*\Z)", re.DOTALL)
"""From a line that begins with a block's tag, after a blank line, to the next blank line."""

AFTER_WHITESPACE_BEFORE_HTML = 25
"""Python-Markdown runs `normalize_whitespace` at 30, MkDocs looks for raw HTML at 21.5, `html_block` runs at 20."""


class FinishedHtml(Extension):
    """Registers the preprocessor."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        md.preprocessors.register(_Stash(md), "finished_html", AFTER_WHITESPACE_BEFORE_HTML)


class _Stash(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        return _BLOCK.sub(lambda block: self.md.htmlStash.store(block[0]), text).split("\n")
