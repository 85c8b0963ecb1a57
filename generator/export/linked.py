"""Step 6: what a page is about, for machines: schema.org in JSON-LD. It stands as data in the page's head.

The context is told in full, so that no reader has to ask another host for it. Without the site's address every
address is relative to the page, as JSON-LD in HTML allows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from generator.derive import Declared, Site
from generator.export.download import Download
from generator.export.jsonld import MEDIA_TYPES, Node, given
from generator.export.published import Facts
from generator.export.shown import Shown, base
from generator.i18n import HTML_LANG
from generator.model import LongText, Source, Text
from generator.pages import ROLES
from generator.render import OTHER, Settings, address, relative
from generator.vocabulary import Organisation

ADDRESSES = ("url", "item", "contentUrl", "license")
DAYS = ("datePublished", "dateModified", "dateCreated")
TEXTS = ("name", "description", "text")


def context(lang: str) -> Node:
    """What the keys mean: all are schema.org's; which values are addresses, days, or texts of the page's language."""
    return {
        "@vocab": "https://schema.org/",
        **{key: {"@type": "@id"} for key in ADDRESSES},
        **{key: {"@type": "Date"} for key in DAYS},
        **{key: {"@language": HTML_LANG[lang]} for key in TEXTS},
    }


class Linked:
    """What is told of the pages of one site."""

    def __init__(
        self, site: Site, facts: Facts, settings: Settings, titles: Mapping[tuple[str, str], str],
        downloads: Iterable[Download] = (),
    ) -> None:  # fmt: skip
        """`titles` are those of generated pages, by language and path."""
        self.site, self.facts, self.settings, self.titles = site, facts, settings, titles
        self.shown = Shown(site)
        self.declared = {each.path: each for each in site.declared}
        self.organisations = {
            f"{folder}/{key}": getattr(below[0], role)
            for role, folder in ROLES.items()
            for key, below in site.by_organisation(role).items()
        }
        self.downloads: dict[str, list[Download]] = {}
        for each in downloads:
            self.downloads.setdefault(each.page, []).append(each)

    def page(self, lang: str, path: str, title: str, description: str = "") -> Node:
        """All that is told of one page: the way to it, and the things it is about."""
        return _Page(self, lang, path, title, description).told()


class _Page:
    def __init__(self, of: Linked, lang: str, path: str, title: str, description: str) -> None:
        self.of, self.lang, self.path, self.title, self.description = of, lang, path, title, description
        self.show = of.facts.shows[lang]
        self.here = address(lang, path, of.facts.directory_urls)

    def told(self) -> Node:
        things = [self._trail()] if self.path else [self._website()]
        if self.path in self.of.declared:
            things.append(self._report(self.of.declared[self.path]))
        elif self.path in self.of.organisations:
            things.append(self._organisation(self.of.organisations[self.path], whole=True))
        if self.path not in self.of.declared and self._files():
            things.append(self._dataset())
        return {"@context": context(self.lang), "@graph": [given(thing) for thing in things]}

    def at(self, path: str, lang: str = "", name: str = "") -> str:
        """The address of a page (in this language), or of a thing on it: absolute where the site knows its own."""
        where = address(lang or self.lang, path, self.of.facts.directory_urls)
        return self._absolute(where) + (f"#{name}" if name else "")

    def _absolute(self, where: str) -> str:
        site_url = self.of.settings.site_url
        return site_url + where if site_url else relative(where, self.here)

    def _trail(self) -> Node:
        """Home, then each page above this one, then this one; for a part of a long list, the list."""
        here = base(self.path)
        names = here.split("/")
        above = ["/".join(names[:depth]) for depth in range(1, len(names))]
        steps = [("", self.show.plain(self.of.settings.site_name))]
        steps += [(path, title) for path in above if (title := self.of.titles.get((self.lang, path)))]
        items = [
            {"@type": "ListItem", "position": number, "name": name, "item": self.at(path)}
            for number, (path, name) in enumerate([*steps, (here, self.title)], 1)
        ]
        return {"@type": "BreadcrumbList", "itemListElement": items}

    def _website(self) -> Node:
        settings = self.of.settings
        return {
            "@type": "WebSite",
            "@id": self.at("", "zh", "website"),
            "url": self.at(""),
            "name": self._said(settings.site_name),
            "alternateName": self._otherwise(settings.site_name),
            "description": self.description,
            "inLanguage": list(HTML_LANG.values()),
            "publisher": self._named(settings.publisher),
        }

    def _report(self, declared: Declared) -> Node:
        """A declaration: `Report` is what schema.org calls a document that a government body files."""
        d, publication = declared.declaration, declared.declaration.publication
        other = OTHER[self.lang]
        translated = d.project_name.en is not None
        relation = "workTranslation" if self.lang == "zh" else "translationOfWork"
        counterpart = {"@type": "Report", "@id": self.at(self.path, other), "inLanguage": HTML_LANG[other]}
        period = f"{d.period.start}/{d.period.end}" if d.period else str(d.fiscal_year)
        return {
            "@type": "Report",
            "@id": self.at(self.path),
            "url": self.at(self.path),
            "name": self._said(d.project_name),
            "description": self.description,
            "inLanguage": HTML_LANG[self.lang],
            "isAccessibleForFree": True,
            "identifier": [declared.path, *self._codes(declared)],
            "version": declared.version,
            "author": self._organisation(declared.unit),
            "sourceOrganization": self._organisation(declared.department),
            "temporalCoverage": period,
            "datePublished": _day(publication.published) if publication else None,
            "dateCreated": _day(publication.issued) if publication else None,
            "dateModified": _day(declared.modified),
            "reportNumber": publication.document_number if publication else None,
            "publisher": self._named(publication.publisher) if publication else None,
            "isPartOf": self._whole(str(d.fiscal_year)),
            "isBasedOn": self._source(d.source) if d.source else None,
            relation: counterpart if translated else None,
            "correction": [
                {"@type": "CorrectionComment", "datePublished": _day(each.day), "text": self._said(each.text)}
                for each in d.corrections
            ],
            "license": self._licence(),
            "encoding": self._files(),
        }

    def _codes(self, declared: Declared) -> list[Node]:
        """What the publisher calls it, with the word of the form."""
        d = declared.declaration
        codes = {
            "project_code": d.project_code,
            "index_number": d.publication and d.publication.index_number,
        }
        return [
            {"@type": "PropertyValue", "propertyID": key, "name": self.show.label(key), "value": value}
            for key, value in codes.items()
            if value
        ]

    def _source(self, source: Source) -> Node:
        file = {"@type": "MediaObject", "name": source.file, "sha256": source.sha256}
        return {
            "@type": "DigitalDocument",
            "name": self._said(source.document),
            "url": source.address,
            "encoding": file if source.file or source.sha256 else None,
        }

    def _organisation(self, organisation: Organisation, *, whole: bool = False) -> Node:
        """An organisation; as a `whole` on its own page, and on others by its name and where it is told."""
        paths = [f"{folder}/{organisation.key}" for folder in ("units", "departments")]
        path = next((path for path in paths if path in self.of.organisations), "")
        node = {
            "@type": "GovernmentOrganization",
            "@id": self.at(path, "zh", "organisation") if path else None,
            "url": self.at(self.path if whole else path) if path else None,
            "name": self._said(organisation.name),
        }
        if not whole:
            return node
        every = self.of.site.vocabulary.organisations
        parent = next((each for each in every if each.key == organisation.part_of), None)
        return node | {
            "alternateName": [
                *filter(None, [self._otherwise(organisation.name)]),
                *map(_chinese, organisation.also),
            ],
            "parentOrganization": self._organisation(parent) if parent else None,
        }

    def _dataset(self) -> Node:
        """The data that stands beside a page."""
        declared = self.of.shown.on(self.path)
        years = sorted({each.declaration.fiscal_year for each in declared})
        units = {each.unit.key: each.unit for each in declared}
        return {
            "@type": "Dataset",
            "@id": self.at(self.path, "zh", "dataset"),
            "url": self.at(self.path),
            "name": self.title,
            "description": self.description,
            "inLanguage": HTML_LANG[self.lang],
            "isAccessibleForFree": True,
            "creator": self._organisation(*units.values()) if len(units) == 1 else None,
            "publisher": self._named(self.of.settings.publisher),
            "temporalCoverage": "/".join(map(str, dict.fromkeys([*years[:1], *years[-1:]]))),
            "dateModified": _day(self.of.shown.modified(self.path)),
            "license": self._licence(),
            "isPartOf": self._whole("data") if self.path != "data" else None,
            "distribution": self._files(),
        }

    def _whole(self, path: str) -> Node | None:
        """The data of another page, of which this is a part."""
        if path not in self.of.downloads:
            return None
        return {"@type": "Dataset", "@id": self.at(path, "zh", "dataset")}

    def _files(self) -> list[Node]:
        """The files beside the page, in its language or in both."""
        files = [each for each in self.of.downloads.get(self.path, ()) if each.lang in (None, self.lang)]
        return [
            {
                "@type": "DataDownload",
                "contentUrl": self._absolute(each.path),
                "encodingFormat": MEDIA_TYPES.get(each.format),
                "contentSize": f"{each.size} B",
                "sha256": each.sha256,
            }
            for each in files
        ]

    def _licence(self) -> str | None:
        return self.of.settings.licence.url if self.of.settings.licence else None

    def _named(self, name: Text | None) -> Node | None:
        return {"@type": "Organization", "name": self._said(name)} if name else None

    def _said(self, text: Text | LongText) -> str | Node:
        """A text in the page's language; where it has no English, the Chinese, marked as such."""
        return self.show.plain(text) if self.lang == "zh" or text.en else _chinese(text.zh)

    def _otherwise(self, text: Text) -> str | Node | None:
        """The same in the other language."""
        if self.lang != "zh":
            return _chinese(text.zh) if text.en else None
        return {"@language": HTML_LANG["en"], "@value": text.en} if text.en else None


def _chinese(text: str) -> Node:
    return {"@language": HTML_LANG["zh"], "@value": text}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
