"""A built page as its elements: what a test may ask of the markup, without a browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """One element with its own text and that of everything in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def has_class(self, name: str) -> bool:
        """Whether one of the element's classes is `name`."""
        return name in self["class"].split()


@dataclass
class HtmlPage:
    """All elements of a page in document order."""

    elements: list[Element] = field(default_factory=list)

    def all(self, *tags: str) -> list[Element]:
        """The elements with one of these tags."""
        return [element for element in self.elements if element.tag in tags]

    def one(self, tag: str) -> Element:
        """The only element with this tag."""
        (element,) = self.all(tag)
        return element

    @property
    def ids(self) -> set[str]:
        """Every anchor of the page."""
        return {element["id"] for element in self.elements if "id" in element}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = HtmlPage()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, self.getpos()[0])
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def parse(text: str) -> HtmlPage:
    """The elements of an HTML text."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


@cache
def page(file: Path) -> HtmlPage:
    """The elements of a built page; each is read once in a session."""
    return parse(file.read_text(encoding="utf-8"))
