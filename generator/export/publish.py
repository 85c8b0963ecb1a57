"""Step 6: everything that is published beside pages, in the order in which one thing needs another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator import schema
from generator.derive import Site
from generator.export import history
from generator.export.archive import archive
from generator.export.catalogue import PATH as CATALOGUE
from generator.export.catalogue import catalogue
from generator.export.download import DataFile, Download
from generator.export.feed import feed
from generator.export.files import API, DATA, Maker, pretty
from generator.export.published import Facts
from generator.export.schema import FILES
from generator.export.schema import schema as api_schema
from generator.i18n import LANGUAGES
from generator.render import PREFIX, Settings

ARCHIVE = f"{DATA}/all.zip"

Write = Callable[[str, bytes], None]
"""Takes the address of a file from the site's root, and its content."""


def publish(
    site: Site, facts: Facts, settings: Settings, write: Write, *, records: bool = True
) -> tuple[Download, ...]:
    """Write every data file and tell what is known of each.

    Without `records` there are no files for single declarations: for very large sites.
    """
    make = Maker(site, facts, settings)
    told: list[Download] = []
    packed: dict[str, bytes] = {}

    def put(file: DataFile) -> None:
        write(file.path, file.content)
        told.append(file.told())
        if file.page in (DATA, "api"):
            packed[file.path] = file.content

    for file in _data(make, records):
        put(file)
    for file in _about(make, records):
        put(file)
    packed["README.txt"] = _readme(facts).encode()
    put(DataFile(DATA, None, ARCHIVE, "all", None, archive(packed)))
    listed = catalogue(site, settings, told, facts.shows, facts.directory_urls)
    put(DataFile(DATA, None, CATALOGUE, "catalogue", None, listed.encode()))
    return tuple(told)


def _data(make: Maker, records: bool) -> Iterator[DataFile]:
    if records:
        yield from make.beside_declarations()
        yield from make.api_records()
    yield from make.beside_lists()
    yield from make.beside_one_table()
    yield from make.whole()
    yield from make.api()


def _about(make: Maker, records: bool) -> Iterator[DataFile]:
    """What describes the data and tells of its changes."""
    site, facts, settings = make.site, make.facts, make.settings
    words = {lang: facts.shows[lang].words for lang in LANGUAGES}
    described = {
        "index": _index(make, records),
        "history": history.history(site, facts.directory_urls),
        "schema": api_schema(facts.shows),
    }
    for name, value in described.items():
        yield DataFile("api", None, f"{API}/{name}.json", name, None, pretty(value))
    of_files = schema.as_file(words["zh"], site.vocabulary).encode()
    yield DataFile("api", None, f"{API}/declaration.schema.json", "declaration_file", None, of_files)
    for lang in LANGUAGES:
        if text := feed(site, settings, facts.shows[lang], facts.directory_urls):
            yield DataFile("feed", lang, f"{PREFIX[lang]}feed.xml", "feed", None, text.encode())


def _index(make: Maker, records: bool) -> dict[str, Any]:
    """Where a program begins: what there is, and each declaration with its version and newest day."""
    declarations = []
    for piece in make.pieces:
        record = piece.records["declarations"][0]
        entry: dict[str, Any] = {name: record[name] for name in ("id", "fiscal_year", "version", "url")}
        (each,) = piece.declared
        name, day = record["project_name"], each.modified
        entry["project_name"] = {"zh": name.zh, "en": name.en}
        entry["modified"] = day.isoformat() if day else None
        entry["data"] = f"/{API}/declarations/{each.path}.json" if records else None
        declarations.append(entry)
    site_name, licence = make.settings.site_name, make.settings.licence
    return {
        "version": API.rpartition("/")[2],
        "name": {"zh": site_name.zh, "en": site_name.en},
        "licence": licence and {"name": {"zh": licence.name.zh, "en": licence.name.en}, "url": licence.url},
        "files": {name: f"/{API}/{name}.json" for name in FILES},
        "declarations": declarations,
    }


def _readme(facts: Facts) -> str:
    """Plain text inside the ZIP, in both languages."""
    return "\r\n".join(
        paragraph.replace("\n", "\r\n")
        for lang in LANGUAGES
        for paragraph in (facts.shows[lang].words("package.readme"), "")
    )
