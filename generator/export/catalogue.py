"""Step 6: the catalogue of the data, `data/catalog.jsonld`, in DCAT 3: what portals of open data collect.

Like the linked data in pages it carries its own context, and without the site's address its addresses are
relative to the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.derive import Declared, Site
from generator.export.download import Download
from generator.export.jsonld import MEDIA_TYPES, given
from generator.export.shown import Shown
from generator.model import Source, Text
from generator.render import Settings, address, relative
from generator.show import Show

PATH = "data/catalog.jsonld"

OF_ALL = ("data", "indicators", "glossary", "api")
"""The pages beside which the files of the dataset of everything stand."""

LANGUAGES = {lang: f"http://id.loc.gov/vocabulary/iso639-1/{lang}" for lang in ("zh", "en")}
"""The addresses that DCAT recommends for languages."""

VOCABULARIES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

CONTEXT: dict[str, Any] = {
    **VOCABULARIES,
    **{
        key: {"@id": name, "@container": "@language"}
        for key, name in {
            "title": "dcterms:title",
            "description": "dcterms:description",
            "name": "foaf:name",
            "label": "rdfs:label",
        }.items()
    },
    **{
        name.partition(":")[2]: {"@id": name, "@type": kind}
        for name, kind in {
            "dcterms:language": "@id",
            "dcterms:license": "@id",
            "dcterms:modified": "xsd:date",
            "dcat:landingPage": "@id",
            "dcat:accessURL": "@id",
            "dcat:downloadURL": "@id",
            "dcat:mediaType": "@id",
            "dcat:byteSize": "xsd:nonNegativeInteger",
            "dcat:startDate": "xsd:gYear",
            "dcat:endDate": "xsd:gYear",
            "spdx:algorithm": "@id",
            "spdx:checksumValue": "xsd:hexBinary",
        }.items()
    },
}


def catalogue(
    site: Site,
    settings: Settings,
    downloads: Iterable[Download],
    shows: Mapping[str, Show],
    directory_urls: bool = True,
) -> str:
    """The file as JSON-LD: one dataset for everything, one for each year, each with its files."""
    made = _Catalogue(site, settings, tuple(downloads), shows, directory_urls).made()
    return json.dumps(given(made), ensure_ascii=False, indent=1) + "\n"


class _Catalogue:
    def __init__(
        self, site: Site, settings: Settings, downloads: Sequence[Download], shows: Mapping[str, Show],
        directory_urls: bool,
    ) -> None:  # fmt: skip
        self.site, self.settings, self.downloads, self.shows = site, settings, downloads, shows
        self.directory_urls = directory_urls
        self.shown = Shown(site)

    def made(self) -> dict[str, Any]:
        name = self.settings.site_name
        years = [self._dataset(str(year), self._words("year", year=str(year))) for year in self.site.years]
        return {
            "@context": CONTEXT,
            "@id": self._page("data", "catalogue"),
            "@type": "dcat:Catalog",
            "title": {
                lang: show.words("catalogue.title", name=show.plain(name))
                for lang, show in self.shows.items()
            },
            "description": self._words("description"),
            **self._common("data"),
            "dcat:dataset": [self._dataset("data", self._words("all")), *years],
        }

    def _dataset(self, path: str, title: dict[str, str]) -> dict[str, Any]:
        """What stands beside one page; `data` is everything, with the lists that are of no single year."""
        declared = self.shown.on(path)
        years = sorted(each.declaration.fiscal_year for each in declared)
        pages = OF_ALL if path == "data" else (path,)
        files = [each for each in self.downloads if each.page in pages]
        return {
            "@id": self._page(path, "dataset"),
            "@type": "dcat:Dataset",
            "title": title,
            "description": self._words(
                "counts",
                declarations=len(declared),
                indicators=sum(len(each.declaration.indicators) for each in declared),
            ),
            **self._common(path),
            "dcterms:creator": self._units(declared),
            "dcterms:temporal": _period(years),
            "prov:wasDerivedFrom": _sources(declared),
            "dcat:distribution": [self._distribution(each, path) for each in files],
        }

    def _common(self, path: str) -> dict[str, Any]:
        modified, publisher = self.shown.modified(path), self.settings.publisher
        return {
            "language": list(LANGUAGES.values()),
            "dcterms:publisher": {"@type": "foaf:Agent", "name": _both(publisher)} if publisher else None,
            "landingPage": self._page(path),
            "modified": modified.isoformat() if modified else None,
            **self._licence(),
        }

    def _licence(self) -> dict[str, Any]:
        licence = self.settings.licence
        if not licence:
            return {}
        return {
            "license": {"@id": licence.url, "@type": "dcterms:LicenseDocument", "label": _both(licence.name)}
        }

    def _distribution(self, each: Download, path: str) -> dict[str, Any]:
        """One file."""
        media = MEDIA_TYPES.get(each.format)
        media_type = f"https://www.iana.org/assignments/media-types/{media}" if media else None
        return {
            "@type": "dcat:Distribution",
            "@id": self._file(each.path),
            "dcterms:title": each.path,
            "accessURL": self._page(path),
            "downloadURL": self._file(each.path),
            "mediaType": media_type,
            "byteSize": str(each.size),
            "language": [LANGUAGES[each.lang]] if each.lang else list(LANGUAGES.values()),
            "spdx:checksum": _checksum(each.sha256),
            **self._licence(),
        }

    def _units(self, declared: Iterable[Declared]) -> list[dict[str, Any]]:
        units = {each.unit.key: each.unit for each in declared}
        return [
            {
                "@id": self._page(f"units/{key}", "organisation"),
                "@type": "foaf:Organization",
                "name": _both(unit.name),
            }
            for key, unit in sorted(units.items())
        ]

    def _words(self, key: str, /, **args: str | int) -> dict[str, str]:
        return {lang: show.words(f"catalogue.{key}", **args) for lang, show in self.shows.items()}

    def _page(self, path: str, thing: str = "") -> str:
        """A page in Chinese, the language of record, or a thing on it."""
        return self._file(address("zh", path, self.directory_urls)) + (f"#{thing}" if thing else "")

    def _file(self, where: str) -> str:
        return self.settings.site_url + where if self.settings.site_url else relative(where, PATH)


def _period(years: Sequence[int]) -> dict[str, str] | None:
    if not years:
        return None
    return {"@type": "dcterms:PeriodOfTime", "startDate": str(years[0]), "endDate": str(years[-1])}


def _sources(declared: Iterable[Declared]) -> list[dict[str, Any]]:
    """The documents that declarations were transcribed from, each once."""
    given = [each.declaration.source for each in declared if each.declaration.source]
    found = {(source.document, source.address, source.sha256): source for source in given}
    return [_source(source) for source in found.values()]


def _source(source: Source) -> dict[str, Any]:
    return {
        "@type": "prov:Entity",
        "@id": source.address,
        "title": _both(source.document),
        "spdx:checksum": _checksum(source.sha256) if source.sha256 else None,
    }


def _checksum(sha256: str) -> dict[str, str]:
    return {"@type": "spdx:Checksum", "algorithm": "spdx:checksumAlgorithm_sha256", "checksumValue": sha256}


def _both(text: Text) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}
