"""Step 6: `feed.xml`, an Atom feed (RFC 4287) in each language: what was put on this site, corrected, removed.

Each of these is an entry of its own, so that feed readers tell of a correction too. What the data gives no day for
is not in the feed. Days become 00:00 UTC, eight in the morning in China: the same day for readers in both.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree import ElementTree as Xml

from generator import pages
from generator.derive import Declared, Site
from generator.i18n import HTML_LANG
from generator.model import LongText, Text
from generator.render import OTHER, PREFIX, Settings, address, relative
from generator.show import Show

NAME = "feed.xml"
MOST = 100
"""Entries: the newest ones."""

FEEDS = UUID("0f0f6c1e-5f0c-4d3b-9a53-6c8a2f7d1e94")
"""The space that ids are made in: by the name of the site, then by the address that an entry had first."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened on a day."""

    day: dt.date
    kind: str
    """`added`, `corrected` or `removed`."""
    key: str
    """What its id is made of; stays when a declaration moves."""
    path: str
    name: Text | None
    declared: Declared | None = None
    text: LongText | None = None
    """What was corrected, or why it was removed."""


def events(site: Site) -> tuple[Event, ...]:
    """All that has a day, the newest first."""
    found = [event for each in site.declared for event in _of(each)]
    found += [
        Event(each.day, "removed", f"{each.path}/removed", each.path, each.name, text=each.reason)
        for each in site.removed
    ]
    return tuple(sorted(found, key=lambda event: -event.day.toordinal()))


def _of(each: Declared) -> Iterator[Event]:
    declaration = each.declaration
    key = (*declaration.moved_from, each.path)[0]
    published = declaration.publication.published if declaration.publication else None
    if day := declaration.added or published:
        yield Event(day, "added", key, each.path, declaration.project_name, each)
    of_day: Counter[dt.date] = Counter()
    for correction in declaration.corrections:
        of_day[correction.day] += 1
        number = of_day[correction.day]
        own = f"{key}/corrected/{correction.day}/{number}"
        yield Event(
            correction.day, "corrected", own, each.path, declaration.project_name, each, correction.text
        )


def feed(site: Site, settings: Settings, show: Show, directory_urls: bool = True) -> str | None:
    """The feed of one language; None where nothing has a day."""
    told = events(site)[:MOST]
    return _Feed(settings, show, directory_urls).made(told) if told else None


class _Feed:
    def __init__(self, settings: Settings, show: Show, directory_urls: bool) -> None:
        self.settings, self.show, self.directory_urls = settings, show, directory_urls
        self.lang = show.lang
        self.here = PREFIX[show.lang] + NAME

    def made(self, told: tuple[Event, ...]) -> str:
        settings, lang, other = self.settings, self.lang, OTHER[self.lang]
        root = Xml.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": HTML_LANG[lang]})
        _add(root, "id", self._id(NAME))
        _add(root, "title", self.show.words("feed.title", site=self.show.plain(settings.site_name)))
        _add(root, "updated", _instant(told[0].day))
        _add(_add(root, "author"), "name", self.show.plain(settings.publisher or settings.site_name))
        self._link(root, "self", self.here, "application/atom+xml", lang)
        self._link(root, "alternate", self._page(""), "text/html", lang)
        self._link(root, "alternate", PREFIX[other] + NAME, "application/atom+xml", other)
        if settings.licence:
            _add(root, "rights", self.show.plain(settings.licence.name))
        for event in told:
            self._entry(_add(root, "entry"), event)
        Xml.indent(root, " ")
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"

    def _entry(self, entry: Xml.Element, event: Event) -> None:
        _add(entry, "id", self._id(event.key))
        self._text(entry, "title", *self._title(event))
        _add(entry, "updated", _instant(event.day))
        if event.declared:
            author = _add(entry, "author")
            _add(author, "name", self.show.plain(event.declared.unit.name))
        self._link(entry, "alternate", self._page(event.path), "text/html", self.lang)
        entry.append(Xml.Element("category", {"term": event.path.split("/")[0]}))
        if event.text:
            self._text(entry, "summary", self.show.plain(event.text), self._is_chinese(event.text))
        elif event.declared:
            _add(entry, "summary", pages.description(self.show, event.declared))

    def _title(self, event: Event) -> tuple[str, bool]:
        """The name of the project, what happened to it before that; and whether only Chinese stands in it."""
        name = self.show.plain(event.name) if event.name else event.path
        if event.kind == "added":
            return name, bool(event.name and self._is_chinese(event.name))
        return self.show.words(f"feed.{event.kind}", name=name), False

    def _is_chinese(self, text: Text | LongText) -> bool:
        return self.lang != "zh" and not text.en

    def _text(self, parent: Xml.Element, tag: str, text: str, chinese: bool) -> None:
        element = _add(parent, tag, text)
        if chinese:
            element.set("xml:lang", HTML_LANG["zh"])

    def _link(self, parent: Xml.Element, rel: str, target: str, kind: str, lang: str) -> None:
        where = self.settings.site_url + target if self.settings.site_url else relative(target, self.here)
        attributes = {"rel": rel, "type": kind, "hreflang": HTML_LANG[lang], "href": where}
        parent.append(Xml.Element("link", attributes))

    def _page(self, path: str) -> str:
        return address(self.lang, path, self.directory_urls)

    def _id(self, key: str) -> str:
        """The same wherever the site stands; another one in each language, as the entries say other words."""
        return uuid5(uuid5(FEEDS, self.settings.site_name.zh), PREFIX[self.lang] + key).urn


def _add(parent: Xml.Element, tag: str, text: str | None = None) -> Xml.Element:
    element = Xml.SubElement(parent, tag)
    element.text = text
    return element


def _instant(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
