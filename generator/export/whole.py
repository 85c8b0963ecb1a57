"""Step 6: the data files of many declarations, put together from their shares, a block at a time.

Beside each list what it shows, in the page's language; under `data/` the whole, in both; under `api/v1/` JSON with
promised names.
"""

from __future__ import annotations

import csv as reading
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from generator.cuts import cut
from generator.derive import Declared, Site
from generator.digest import digest
from generator.export import about, csv, sqlite
from generator.export.archive import Entry, Note
from generator.export.beside import API, LINE_END, Records
from generator.export.blocks import NOTHING, Before, Block, Stands, contents, fixed, inside
from generator.export.published import pretty
from generator.export.schema import FILES
from generator.export.shares import Shares
from generator.export.skeleton import END, LAST, Known, Large, Rows
from generator.export.sqlite import Run
from generator.export.tables import BOTH, KINDS
from generator.export.wanted import DECLARED, Wanted, lists
from generator.fingerprint import fingerprint

LEAST, MOST = 64, 192
"""How many declarations a block has."""

PIECE = 1 << 20
"""How many bytes of the database a block has."""

Keyed = Iterator[tuple[bytes, bytes]]
"""Blocks of a file: key (empty for what is none) and content."""


class _Neighbours(NamedTuple):
    """Declarations of a list that make a block."""

    key: bytes
    paths: Sequence[str]
    rows: Mapping[str, int]


class Whole:
    """Makes the data files of a site that hold more than one declaration. Can be sent to another process."""

    def __init__(
        self, site: Site, records: Records, shares: Shares, waiting: Path,
        keys: Mapping[str, bytes] = MappingProxyType({}), before: Before = NOTHING,
    ) -> None:  # fmt: skip
        """`shares` has that of every declaration of the site, `keys` tell what those are made from, by path. Packed
        blocks are written into the folder `waiting`.
        """
        self.site, self.records, self.shares = site, records, shares
        self.waiting, self.keys, self.before = waiting, keys, before
        self._words = records.words(site.vocabulary)
        self._known: Known = {}
        """Sheets of all declarations, which stand in several workbooks."""
        self._runs: dict[str, list[_Neighbours]] = {}

    def __reduce__(self) -> tuple[type[Whole], tuple[Any, ...]]:
        return Whole, (self.site, self.records, self.shares, self.waiting, self.keys, self.before)

    @cached_property
    def lists(self) -> dict[str, list[Declared]]:
        """The declarations of each list, by the path of its page."""
        return lists(self.site.declared)

    def declared(self, page: str) -> Sequence[Declared]:
        """What the files beside a page are of."""
        return self.lists.get(page, self.site.declared)

    def rows(self, wanted: Wanted) -> int | None:
        """How many rows a file has; None for what is no single table."""
        table = wanted.ending in ("csv", "json") and wanted.table in KINDS
        return self._count(wanted.table, wanted.page) if table else None

    def content(self, wanted: Wanted, note: Note) -> Keyed | None:
        """The blocks of a file; `note` is told of those inside parts of it. None for a workbook where a table has
        more rows than a sheet of ours.
        """
        standing = self.before.blocks(wanted.path)
        if wanted.ending == "csv":
            return contents(self._csv(wanted.table, wanted.lang or BOTH, wanted.page), standing)
        if wanted.ending == "json":
            made = self._index() if wanted.table == "index" else self._json(wanted.table, wanted.page)
            return contents(made, standing)
        if wanted.ending == "sqlite":
            return self._database(wanted, note)
        sheets = [(KINDS[table], self._rows(table, str(wanted.lang), wanted.page)) for table in wanted.sheets]
        if any(rows.count >= LAST for _, rows in sheets):
            return None
        return ((b"", chunk) for chunk in self._workbook(wanted, sheets, note))

    def entry(self, name: str, *more: Any) -> Entry:
        """A file on its way into a ZIP; `name` is that of both (`inside`)."""
        return Entry(name.partition("!")[2], self.before.blocks(name), self.waiting, *more)

    def _csv(self, table: str, lang: str, page: str) -> list[Block]:
        return [fixed(csv.head(KINDS[table], lang)), *self._blocks(f"{table}.{lang}.csv", table, page)]

    def _json(self, table: str, page: str) -> Iterator[Block]:
        """One record a line."""
        yield fixed(f'{{"{table}":[\n'.encode())
        yield from _after_another(self._blocks(f"{table}.json", table, page, LINE_END.encode()), _plainly)
        yield fixed(b"\n]}\n")

    def _index(self) -> Iterator[Block]:
        """Where a program begins: what there is, and each declaration with its version and newest day."""
        site_name, licence = self.records.settings.site_name, self.records.settings.licence
        about: dict[str, Any] = {
            "version": API.rpartition("/")[2],
            "name": {"zh": site_name.zh, "en": site_name.en},
            "licence": licence
            and {"name": {"zh": licence.name.zh, "en": licence.name.en}, "url": licence.url},
            "files": {name: f"/{API}/{name}.json" for name in FILES},
            "declarations": [],
        }
        before, after = pretty(about).rsplit(b"]", 1)
        yield fixed(before)
        yield from _after_another(
            self._blocks("index.json", "declarations", "api", LINE_END.encode()), _indented
        )
        yield fixed((b"\n ]" if self.site.declared else b"]") + after)

    def _workbook(self, wanted: Wanted, sheets: Sequence[tuple[Any, Rows]], note: Note) -> Iterator[bytes]:
        facts, settings, lang = self.records.facts, self.records.settings, str(wanted.lang)
        of_declared = self.declared(wanted.page) if wanted.table != "glossary" else ()
        title, lines = about.cover(
            wanted.page, of_declared, facts.shows[lang], settings, facts.directory_urls
        )
        large = Large(
            lambda part: self.entry(inside(wanted.path, part)),
            lambda part, stands: note(inside(wanted.path, part), stands),
            self._known,
        )
        return self.records.workbooks[lang].workbook(title, lines, sheets, large)

    def of_all(self, page: str) -> bool:
        """Whether the sheets beside a page are those of the whole."""
        return len(self.declared(page)) == len(self.site.declared)

    def _rows(self, table: str, lang: str, page: str) -> Rows:
        part = f"{table}.{lang}.xlsx"
        name = part if table not in DECLARED or self.of_all(page) else ""
        return Rows(self._count(table, page), self._blocks(part, table, page, END), name)

    def _database(self, wanted: Wanted, note: Note) -> Keyed:
        with tempfile.TemporaryDirectory(dir=self.waiting) as folder:
            path = Path(folder, "all.sqlite")
            old = self.before.site / wanted.path
            stands = any(self.before.blocks(inside(wanted.path, table)) for table in KINDS)
            tables = ((kind, self._records(wanted, table, note)) for table, kind in KINDS.items())
            sqlite.database(path, tables, old if stands else None)
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    yield digest(fingerprint(), piece), piece

    def _records(self, wanted: Wanted, table: str, note: Note) -> Iterator[Run]:
        """The rows of a table, as texts from their lines, or as they stand in the last database."""
        name, first = inside(wanted.path, table), 1
        standing = self.before.blocks(name)
        for block in self._blocks(f"{table}.{BOTH}.csv", table, wanted.page):
            note(name, Stands(block.key, "", first, block.rows))
            first += block.rows
            yield standing.get(block.key) or _cells(block.make())

    def _blocks(self, part: str, table: str, page: str, between: bytes = b"") -> list[Block]:
        if table not in DECLARED:
            return [fixed(self._words.parts[part], self._words.rows[table])]
        return [
            Block(run.key, run.rows[table], partial(self.shares.joined, run.paths, part, between))
            for run in self._cut(page)
        ]

    def _cut(self, page: str) -> list[_Neighbours]:
        """The runs of a list."""
        page = page if page in self.lists else ""
        if page not in self._runs:
            self._runs[page] = list(map(self._run, cut(self.declared(page), LEAST, MOST)))
        return self._runs[page]

    def _run(self, declared: Sequence[Declared]) -> _Neighbours:
        paths = [each.path for each in declared]
        rows = {table: sum([self.shares.rows(path, table) for path in paths]) for table in DECLARED}
        return _Neighbours(digest([self.keys[path] for path in paths]) if self.keys else b"", paths, rows)

    def _count(self, table: str, page: str) -> int:
        return sum(block.rows for block in self._blocks(f"{table}.{BOTH}.csv", table, page))


def _after_another(blocks: Iterable[Block], write: Callable[[Block, bool], bytes]) -> Iterator[Block]:
    """Blocks that have records; whether a block is the first is part of it."""
    first = True
    for block in blocks:
        if block.rows:
            yield Block(block.key and digest(block.key, first), block.rows, partial(write, block, first))
            first = False


def _plainly(block: Block, first: bool) -> bytes:
    return block.make() if first else LINE_END.encode() + block.make()


def _indented(block: Block, first: bool) -> bytes:
    return (b"" if first else b",") + (b"\n" + block.make()).replace(b"\n", b"\n  ")


def _cells(lines: bytes) -> Iterator[list[str | None]]:
    """The cells of rows as texts."""
    for line in reading.reader(io.StringIO(lines.decode(), newline="")):
        yield [(cell[1:] if cell[0] == csv.GUARD else cell) if cell else None for cell in line]
