"""Step 6: everything that is published beside pages, in the order in which one thing needs another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generator import schema
from generator.derive import Site
from generator.export import history
from generator.export.archive import Deflated, member, zipped
from generator.export.beside import API, Records
from generator.export.catalogue import PATH as CATALOGUE
from generator.export.catalogue import catalogue
from generator.export.download import DataFile, Download, Write
from generator.export.feed import feed
from generator.export.held import filled_by, filled_by_vocabulary, merged
from generator.export.package import descriptor
from generator.export.published import Facts, pretty
from generator.export.schema import FILES
from generator.export.schema import schema as api_schema
from generator.export.shares import Shares
from generator.export.whole import DATA, Whole
from generator.i18n import LANGUAGES
from generator.render import PREFIX, Settings

ARCHIVE = f"{DATA}/all.zip"


def publish(
    site: Site,
    facts: Facts,
    settings: Settings,
    write: Callable[[str, bytes], None],
    *,
    records: bool = True,
) -> tuple[Download, ...]:
    """Write every data file and tell what is known of each. `write` takes an address and a whole content.

    Without `records` there are no files for single declarations: for very large sites.
    """

    def whole(path: str, chunks: Iterable[bytes]) -> None:
        write(path, b"".join(chunks))

    return stream(site, facts, settings, whole, records=records)


def stream(
    site: Site, facts: Facts, settings: Settings, write: Write, *, records: bool = True
) -> tuple[Download, ...]:
    """The same with contents in pieces, none of which is much more than a declaration or a list of it."""
    filled = merged(
        [filled_by_vocabulary(site.vocabulary, facts), *(filled_by(each, facts) for each in site.declared)]
    )
    make = Records(facts, settings, filled)
    told: list[Download] = []
    with TemporaryDirectory() as folder:
        shares = Shares(Path(folder))
        for each in site.declared:
            files, share = make.made(each, files=records)
            shares.add(each.path, shares.keep(each.path.replace("/", "-"), [share])[0])
            told += [file.written(write) for file in files]
        whole = Whole(site, make, shares)
        for path, declared in whole.lists.items():
            told += [file.written(write) for file in whole.beside_list(path, declared)]
        return tuple(told + together(whole, write, told))


def together(whole: Whole, write: Write, others: Sequence[Download] = ()) -> list[Download]:
    """Write the files that hold every declaration; the catalogue tells of the `others`, too."""
    site, make = whole.site, whole.records
    told: list[Download] = []
    packed: list[Deflated] = []

    def put(file: DataFile) -> Download:
        if file.page in (DATA, "api"):
            chunks = (file.content,) if isinstance(file.content, bytes) else file.content
            packed.append(Deflated(file.path))
            file = replace(file, content=packed[-1].passing(chunks))
        told.append(file.written(write))
        return told[-1]

    for file in whole.beside_one_table():
        put(file)
    tables = {file.table: put(file) for file in whole.tables()}
    described = descriptor(site, make.facts, make.settings, tables)
    of_tables = DataFile(DATA, None, f"{DATA}/datapackage.json", "package", None, pretty(described))
    for file in chain([of_tables], whole.together(), whole.api(), _about(whole)):
        put(file)
    members = [member("README.txt", _readme(make.facts).encode()), *(each.member() for each in packed)]
    content = zipped(sorted(members, key=lambda each: each.name))
    told.append(DataFile(DATA, None, ARCHIVE, "all", None, content).written(write))
    listed = catalogue(site, make.settings, [*others, *told], make.facts.shows, make.facts.directory_urls)
    told.append(DataFile(DATA, None, CATALOGUE, "catalogue", None, listed.encode()).written(write))
    return told


def _about(whole: Whole) -> Iterator[DataFile]:
    """What describes the data and tells of its changes."""
    site, facts, settings = whole.site, whole.records.facts, whole.records.settings
    yield DataFile("api", None, f"{API}/index.json", "index", None, _index(whole))
    described = {"history": history.history(site, facts.directory_urls), "schema": api_schema(facts.shows)}
    for name, value in described.items():
        yield DataFile("api", None, f"{API}/{name}.json", name, None, pretty(value))
    of_files = schema.as_file(facts.shows["zh"].words, site.vocabulary).encode()
    yield DataFile("api", None, f"{API}/declaration.schema.json", "declaration_file", None, of_files)
    for lang in LANGUAGES:
        if text := feed(site, settings, facts.shows[lang], facts.directory_urls):
            yield DataFile("feed", lang, f"{PREFIX[lang]}feed.xml", "feed", None, text.encode())


def _index(whole: Whole) -> Iterator[bytes]:
    """Where a program begins: what there is, and each declaration with its version and newest day."""
    site_name, licence = whole.records.settings.site_name, whole.records.settings.licence
    about: dict[str, Any] = {
        "version": API.rpartition("/")[2],
        "name": {"zh": site_name.zh, "en": site_name.en},
        "licence": licence and {"name": {"zh": licence.name.zh, "en": licence.name.en}, "url": licence.url},
        "files": {name: f"/{API}/{name}.json" for name in FILES},
        "declarations": [],
    }
    before, after = pretty(about).rsplit(b"]", 1)
    yield before
    between = b"\n  "
    for entry in whole.entries():
        yield between + entry.replace(b"\n", b"\n  ")
        between = b",\n  "
    yield (b"\n ]" if whole.site.declared else b"]") + after


def _readme(facts: Facts) -> str:
    """Plain text inside the ZIP, in both languages."""
    return "\r\n".join(
        paragraph.replace("\n", "\r\n")
        for lang in LANGUAGES
        for paragraph in (facts.shows[lang].words("package.readme"), "")
    )
