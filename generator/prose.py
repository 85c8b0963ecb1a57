"""Step 3 for prose: what Markdown makes of the pages that staff write themselves, held against what may be in a page.

Markdown lets HTML through, and extensions let people write attributes. So not the source is judged but the HTML that
the site's own extensions make of it: every `<` in it must begin an element of `ELEMENTS` with attributes of
`ATTRIBUTES`, in pairs. HTML that Markdown makes has one form (attributes in double quotes); whatever is formed
otherwise was typed, and is not guessed at as browsers do. The line of a fault is the one without which it is gone.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from generator import files, folder, load, nodes
from generator.folder import Name
from generator.personal import Known, personal
from generator.problem import Problem, Severity, sort
from generator.stash import FinishedHtml, converter

Convert = Callable[[str], str]
"""What turns Markdown into HTML as the site does."""

BUILT_IN = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs always has."""


@dataclass(frozen=True)
class Markup:
    """How the site is configured to read Markdown, and the file that says so."""

    extensions: Sequence[Any] = (*BUILT_IN, "attr_list")
    configs: Mapping[str, Any] = field(default_factory=dict)
    file: Path | None = None
    """mkdocs.yml, whose words are published too."""

    @property
    def convert(self) -> Convert:
        """As a function, made anew for each page: what nests too deep leaves Python-Markdown in disorder."""
        return converter([*self.extensions, FinishedHtml()], self.configs)


_TEXT = "a abbr b blockquote br cite code del dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd"
_MORE = "li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul var"
ELEMENTS = frozenset([*_TEXT.split(), *_MORE.split()])
ATTRIBUTES = {
    "": {"id", "class", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
"""What each element may have; those of the first line all may."""

TAKEN = {"page_main", "page_sections", "page_toc", "search-site", "search-dialog", "search-page", "choose"}
"""What the frame of a page calls its parts: scripts find them by these."""

SETTINGS = ("title", "description", "hide")
"""What a page may say of itself before its text."""

MAX_BYTES = 200_000
MAX_OPENINGS = 1_000
"""Of links and elements in a page: Python-Markdown takes a time that grows with their square."""
MAX_TRIALS = 30
"""Conversions to find the lines of a page's faults."""

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:_-]*(?:="[^"<]*")?)*)\s*/?>', re.ASCII)
_ATTRIBUTE = re.compile(r'([a-z][a-z0-9:_-]*)(?:="([^"<]*)")?', re.ASCII)
_VOID = ("br", "hr", "img")
_HERE = r"(?!//)[^\\\x00-\x1f:/?#]*(?:[/?#][^\\\x00-\x1f]*)?"
_LINK = re.compile(rf"(?:https?://|mailto:|tel:)[^\\\s\x00-\x1f]+|{_HERE}", re.IGNORECASE)
_PICTURE = re.compile(_HERE)
_FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_BARE_FRONT = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
"""MkDocs takes such lines at the beginning for settings, too."""


class Fault(NamedTuple):
    """What is wrong, and the text to look for."""

    case: str
    text: str
    element: str = ""


@dataclass(frozen=True)
class _Page:
    """A page's text by lines, without its settings."""

    name: str
    lines: list[str]
    convert: Convert

    def faults(self, lines: list[str]) -> Counter[Fault]:
        return Counter(faults(self.convert("\n".join(lines))))


def check(content: Path, name: Name, markup: Markup, known: Known) -> Iterator[Problem]:
    """Every problem of every page of a content folder; `known` are official telephones and addresses."""
    if markup.file:
        written = re.sub(r"^\s*#.*", "", markup.file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        yield from personal_lines(written, name(markup.file), known)
    for path in sorted(content.rglob("*.md")):
        if folder.is_published(path) and not path.is_symlink():
            data, problems = files.read_data(path, name(path))
            yield from problems if data is None else check_page(data, name(path), markup, known)


def check_page(data: bytes, name: str, markup: Markup, known: Known = frozenset()) -> list[Problem]:
    """Every problem of one page's bytes. Raises nothing."""
    text, problems = files.read_text(data, name, MAX_BYTES)
    if text is None:
        return problems
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    problems = _settings(front[1], name) if front else _no_settings(text, name)
    body = "\n" * front[0].count("\n") + text[front.end() :] if front else text
    problems += personal_lines(text, name, known)
    if body.count("[") + body.count("<") > MAX_OPENINGS:
        return [*problems, _problem(name, 1, 1, "openings", limit=f"{MAX_OPENINGS:,}")]
    try:
        return sort([*problems, *_judged(_Page(name, body.split("\n"), markup.convert))])
    except RecursionError:
        return [*problems, _problem(name, 1, 1, "depth")]


def personal_lines(text: str, name: str, known: Known) -> list[Problem]:
    """Personal data in a text that is no declaration, by lines."""
    return [
        Problem(name, number, 1, hit.severity, "personal-data", case=hit.case)
        for number, line in enumerate(text.splitlines(), 1)
        for hit in personal(line, known)
    ]


def faults(made: str) -> Iterator[Fault]:
    """What must not be in the HTML of a page."""
    at = 0
    opened: list[str] = []
    refused: set[str] = set()
    while (at := made.find("<", at)) >= 0:
        if not (tag := _TAG.match(made, at)):
            yield Fault("markup", made[at : at + 40].split("\n")[0].split(">")[0])
            at += 1
            continue
        at = tag.end()
        closes, element, attributes = tag.groups()
        if element not in ELEMENTS:
            if not closes or element not in refused:
                yield Fault("element", f"<{closes}{element}", element)
            refused.add(element)
        elif not closes:
            yield from _of_attributes(element, attributes)
            opened += [element] if element not in _VOID else []
        elif element in opened:
            while (last := opened.pop()) != element:
                yield Fault("unpaired", f"<{last}", last)
        else:
            yield Fault("unpaired", f"</{element}", element)
    for element in opened:
        yield Fault("unpaired", f"<{element}", element)


def _of_attributes(element: str, attributes: str) -> Iterator[Fault]:
    for attribute, typed in _ATTRIBUTE.findall(attributes):
        value = html.unescape(typed)
        if attribute not in ATTRIBUTES[""] | ATTRIBUTES.get(element, set()):
            yield Fault("attribute", attribute, element)
        elif attribute == "href" and not _LINK.fullmatch(value):
            yield Fault("link", value, element)
        elif attribute == "src" and not _PICTURE.fullmatch(value):
            yield Fault("picture", value, element)
        elif attribute == "id" and value in TAKEN:
            yield Fault("id", value, element)


def _judged(page: _Page) -> Iterator[Problem]:
    trials = MAX_TRIALS
    for fault, count in page.faults(page.lines).items():
        wanted = fault.text.casefold()
        found = [n for n, line in enumerate(page.lines) if wanted in html.unescape(line).casefold()]
        if len(found) != count:
            # a code block may say the same: only where the fault is, blanking the line takes it away
            trials -= len(tried := found[: max(0, trials)])
            found = [n for n in tried if page.faults(_without(page.lines, n))[fault] < count] or found[:1]
        if not found:
            trials -= 1
            found = [_first(page, fault) if trials > 0 else 0]
        for number in found:
            line = page.lines[number].casefold()
            column = line.find(wanted) + 1 or len(line) - len(line.lstrip()) + 1
            yield _problem(page.name, number + 1, column, fault.case, text=fault.text, element=fault.element)


def _without(lines: list[str], number: int) -> list[str]:
    return [*lines[:number], "", *lines[number + 1 :]]


def _first(page: _Page, fault: Fault) -> int:
    """The line (from 0) with which the fault is there first: found by halves, for addresses of several lines."""
    low, high = 0, len(page.lines) - 1
    while low < high:
        middle = (low + high) // 2
        if page.faults(page.lines[: middle + 1])[fault]:
            high = middle
        else:
            low = middle + 1
    return low


def _settings(front: str, name: str) -> list[Problem]:
    tree, problems = load.parse(f"\n{front}", name)
    found = [each for each in problems if each.rule != "not-empty"]
    for key, (line, column) in (tree.keys if tree and not found else {}).items():
        value = tree.entries[key] if tree else None
        if key not in SETTINGS or (key != "hide" and not isinstance(value, nodes.Scalar)):
            found.append(_problem(name, line, column, "setting", text=key, keys=", ".join(SETTINGS)))
    return found


def _no_settings(text: str, name: str) -> list[Problem]:
    if text.startswith("---") or _BARE_FRONT.match(text):
        return [_problem(name, 1, 1, "front")]
    return []


def _problem(name: str, line: int, column: int, case: str, **args: str) -> Problem:
    return Problem(name, line, column, Severity.ERROR, "safe-prose", args, case)
