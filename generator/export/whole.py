"""Step 6: the data files of many declarations, put together from their shares, a piece at a time.

Beside each list what it shows, in the page's language; under `data/` the whole, in both; under `api/v1/` JSON with
promised names.
"""

from __future__ import annotations

import csv as reading
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from generator.derive import Declared, Site
from generator.export import about, archive, csv, sqlite
from generator.export.beside import API, LINE_END, Records
from generator.export.download import DataFile
from generator.export.shares import Shares
from generator.export.skeleton import LAST, Known, Rows
from generator.export.tables import BOTH, KINDS
from generator.i18n import LANGUAGES
from generator.render import PREFIX

DATA = "data"
DECLARED = ("declarations", "indicators", "funding")
"""The tables that are made of declarations."""


class Whole:
    """Makes the data files of a site that hold more than one declaration."""

    def __init__(self, site: Site, records: Records, shares: Shares) -> None:
        """`shares` has that of every declaration of the site."""
        self.site, self.records, self.shares = site, records, shares
        self._words = records.words(site.vocabulary)
        self._known: Known = {}
        """Sheets of all declarations, which stand in several workbooks."""

    @cached_property
    def lists(self) -> dict[str, list[Declared]]:
        """The declarations of each year, department and unit, by the path of its page."""
        found: dict[str, list[Declared]] = {}
        for each in self.site.declared:
            year, department, unit = each.declaration.fiscal_year, each.department.key, each.unit.key
            for path in (str(year), f"departments/{department}", f"units/{unit}"):
                found.setdefault(path, []).append(each)
        return found

    def beside_list(self, path: str, declared: Sequence[Declared]) -> Iterator[DataFile]:
        """The declarations of a list, their indicators and amounts."""
        yield from self._beside(path, "declarations", DECLARED, declared)
        for lang in LANGUAGES:
            content = self._json("declarations", declared)
            yield _file(path, lang, "declarations", "json", len(declared), content)

    def beside_one_table(self) -> Iterator[DataFile]:
        """All indicators; the glossary."""
        for table in ("indicators", "glossary"):
            yield from self._beside(table, table, (table,), self.site.declared)
            for lang in LANGUAGES:
                content = self._json(table, self.site.declared)
                yield _file(table, lang, table, "json", self._count(table, self.site.declared), content)

    def api(self) -> Iterator[DataFile]:
        """What programs ask for: `/api/v1/`."""
        for table in ("declarations", "indicators", "organisations", "glossary"):
            content = self._json(table, self.site.declared)
            count = self._count(table, self.site.declared)
            yield DataFile("api", None, f"{API}/{table}.json", table, count, content)

    def tables(self) -> Iterator[DataFile]:
        """Each table of the whole as CSV."""
        for table in KINDS:
            content = self._csv(table, BOTH, self.site.declared)
            count = self._count(table, self.site.declared)
            yield DataFile(DATA, None, f"{DATA}/{table}.csv", table, count, content)

    def together(self) -> Iterator[DataFile]:
        """All tables in one file: as workbooks, and as a database."""
        for lang in LANGUAGES:
            yield from self._workbook(DATA, lang, "all", tuple(KINDS), self.site.declared)
        yield DataFile(DATA, None, f"{DATA}/all.sqlite", "all", None, self._database())

    def entries(self) -> Iterator[bytes]:
        """The declarations in the index, as JSON."""
        return self._parts("index.json", "declarations", self.site.declared)

    def _beside(
        self, page: str, name: str, names: Sequence[str], declared: Sequence[Declared]
    ) -> Iterator[DataFile]:
        """Tables as CSV, and together as one workbook, in each language."""
        for lang in LANGUAGES:
            for table in names:
                count = self._count(table, declared)
                yield _file(page, lang, table, "csv", count, self._csv(table, lang, declared))
            yield from self._workbook(page, lang, name, names, declared)

    def _csv(self, table: str, lang: str, declared: Sequence[Declared]) -> Iterator[bytes]:
        yield csv.head(KINDS[table], lang)
        yield from self._parts(f"{table}.{lang}.csv", table, declared)

    def _json(self, table: str, declared: Sequence[Declared]) -> Iterator[bytes]:
        """One record a line."""
        before = f'{{"{table}":[\n'.encode()
        for part in self._parts(f"{table}.json", table, declared):
            if part:
                yield before + part
                before = LINE_END.encode()
        yield b"\n]}\n" if before == LINE_END.encode() else before + b"\n]}\n"

    def _workbook(
        self, page: str, lang: str, name: str, names: Sequence[str], declared: Sequence[Declared]
    ) -> Iterator[DataFile]:
        """None where a table has more rows than a sheet of ours."""
        facts, settings = self.records.facts, self.records.settings
        of_declared = declared if set(names) & set(DECLARED) else ()
        title, lines = about.cover(page, of_declared, facts.shows[lang], settings, facts.directory_urls)
        sheets = [(KINDS[table], self._rows(table, lang, declared)) for table in names]
        if all(rows.count < LAST for _, rows in sheets):
            content = self.records.workbooks[lang].workbook(title, lines, sheets, self._known)
            yield _file(page, lang, name, "xlsx", None, content)

    def _rows(self, table: str, lang: str, declared: Sequence[Declared]) -> Rows:
        part = f"{table}.{lang}.xlsx"
        of_all = table not in DECLARED or len(declared) == len(self.site.declared)
        name = part if of_all else ""
        return Rows(self._count(table, declared), self._parts(part, table, declared), name)

    def _database(self) -> Iterator[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "all.sqlite")
            sqlite.database(path, ((kind, self._cells(table)) for table, kind in KINDS.items()))
            with path.open("rb") as file:
                yield from archive.read(file)

    def _cells(self, table: str) -> Iterator[list[str | None]]:
        """The cells of all rows as texts, from their lines."""
        for part in self._parts(f"{table}.{BOTH}.csv", table, self.site.declared):
            for line in reading.reader(io.StringIO(part.decode(), newline="")):
                yield [(cell[1:] if cell[0] == csv.GUARD else cell) if cell else None for cell in line]

    def _parts(self, name: str, table: str, declared: Iterable[Declared]) -> Iterator[bytes]:
        if table not in DECLARED:
            return iter([self._words.parts[name]])
        return (self.shares.part(each.path, name) for each in declared)

    def _count(self, table: str, declared: Iterable[Declared]) -> int:
        if table not in DECLARED:
            return self._words.rows[table]
        return sum(self.shares.rows(each.path, table) for each in declared)


def _file(
    page: str, lang: str, name: str, ending: str, rows: int | None, content: Iterable[bytes]
) -> DataFile:
    return DataFile(page, lang, f"{PREFIX[lang]}{page}/{name}.{ending}", name, rows, content)
