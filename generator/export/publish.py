"""Step 6: everything that is published beside pages, in the order in which one thing needs another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator import schema
from generator.derive import Site
from generator.export import history, wanted
from generator.export.archive import DEFLATED, STORED, Member, member, zipped
from generator.export.beside import API, Records
from generator.export.blocks import Block, Stands, Told, inside, told
from generator.export.catalogue import PATH as CATALOGUE
from generator.export.catalogue import catalogue
from generator.export.download import DataFile, Download, Write
from generator.export.feed import feed
from generator.export.held import filled_by, filled_by_vocabulary, merged
from generator.export.package import descriptor
from generator.export.published import Facts, pretty
from generator.export.schema import schema as api_schema
from generator.export.shares import Shares
from generator.export.wanted import DATA, Wanted
from generator.export.whole import Whole
from generator.i18n import LANGUAGES
from generator.render import PREFIX, Settings

ARCHIVE = f"{DATA}/all.zip"
PACKED = (DATA, "api")
"""The pages whose files are in it."""


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
    """The same with contents in pieces, none of which is much more than a block of a list."""
    filled = merged(
        [filled_by_vocabulary(site.vocabulary, facts), *(filled_by(each, facts) for each in site.declared)]
    )
    make = Records(facts, settings, filled)
    written: list[Download] = []
    with TemporaryDirectory() as folder:
        shares = Shares(Path(folder))
        for each in site.declared:
            files, share = make.made(each, files=records)
            shares.add(each.path, shares.keep(each.path.replace("/", "-"), [share])[0])
            written += [file.written(write) for file in files]
        whole = Whole(site, make, shares, Path(folder))
        made = partial(finished, whole, write)
        for path in whole.lists:
            written += [each.download for each in map(made, wanted.beside_list(path)) if each]
        return (*written, *together(whole, made, write, written)[0])


class Finished(NamedTuple):
    """A file that was written, and what others need to know of it. Plain values."""

    download: Download
    blocks: Told
    member: Member | None
    """Of the ZIP with everything."""


def finished(whole: Whole, write: Write, wanted: Wanted) -> Finished | None:
    """Write a file of many declarations, if there is such a file."""
    noted: list[tuple[str, Stands]] = []
    content = whole.content(wanted, lambda name, stands: noted.append((name, stands)))
    if content is None:
        return None
    entry = None
    if wanted.page in PACKED:
        method = STORED if wanted.ending == "xlsx" else DEFLATED  # a workbook is a ZIP itself
        entry = whole.entry(inside(ARCHIVE, wanted.path), method)

    def passing() -> Iterator[bytes]:
        place = 0
        for key, chunk in content:
            noted.append((wanted.path, Stands(key, "", place, len(chunk))))
            place += len(chunk)
            if entry:
                entry.add(Block(key, 0, partial(bytes, chunk)))
            yield chunk

    rows = whole.rows(wanted)
    file = DataFile(wanted.page, wanted.lang, wanted.path, wanted.table, rows, passing())
    download = file.written(write)
    return Finished(download, told(noted), entry.member() if entry else None)


def together(
    whole: Whole,
    made: Callable[[Wanted], Finished | None],
    write: Write,
    others: Sequence[Download] = (),
) -> tuple[list[Download], Told]:
    """Write the files that hold every declaration, those of many as they are `made`; the catalogue tells of the
    `others`, too. The blocks inside the ZIP are told beside.
    """
    site, make = whole.site, whole.records
    shows, urls = make.facts.shows, make.facts.directory_urls
    found = [each for each in map(made, wanted.tables()) if each]
    csv = {each.download.table: each.download for each in found if each.download.page == DATA}
    described = descriptor(site, make.facts, make.settings, csv)
    of_tables = DataFile(DATA, None, f"{DATA}/datapackage.json", "package", None, pretty(described))
    found.append(_small(of_tables, write))
    found += [each for each in map(made, wanted.together()) if each]
    found += [_small(file, write) for file in _about(whole)]
    written = [each.download for each in found]
    noted: list[tuple[str, Stands]] = []
    members = [member("README.txt", _readme(make.facts).encode())]
    members += [each.member for each in found if each.member]
    content = zipped(
        sorted(members, key=lambda each: each.name),
        note=lambda name, stands: noted.append((inside(ARCHIVE, name), stands)),
    )
    written.append(DataFile(DATA, None, ARCHIVE, "all", None, content).written(write))
    listed = catalogue(site, make.settings, [*others, *written], shows, urls)
    written.append(DataFile(DATA, None, CATALOGUE, "catalogue", None, listed.encode()).written(write))
    return written, told(noted)


def _small(file: DataFile, write: Write) -> Finished:
    packed = (
        member(file.path, file.content) if file.page in PACKED and isinstance(file.content, bytes) else None
    )
    return Finished(file.written(write), {}, packed)


def _about(whole: Whole) -> Iterator[DataFile]:
    """What describes the data and tells of its changes."""
    site, facts, settings = whole.site, whole.records.facts, whole.records.settings
    described = {"history": history.history(site, facts.directory_urls), "schema": api_schema(facts.shows)}
    for name, value in described.items():
        yield DataFile("api", None, f"{API}/{name}.json", name, None, pretty(value))
    of_files = schema.as_file(facts.shows["zh"].words, site.vocabulary).encode()
    yield DataFile("api", None, f"{API}/declaration.schema.json", "declaration_file", None, of_files)
    for lang in LANGUAGES:
        if text := feed(site, settings, facts.shows[lang], facts.directory_urls):
            yield DataFile("feed", lang, f"{PREFIX[lang]}feed.xml", "feed", None, text.encode())


def _readme(facts: Facts) -> str:
    """Plain text inside the ZIP, in both languages."""
    return "\r\n".join(
        paragraph.replace("\n", "\r\n")
        for lang in LANGUAGES
        for paragraph in (facts.shows[lang].words("package.readme"), "")
    )
