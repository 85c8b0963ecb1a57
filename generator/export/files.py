"""Step 6: which data files there are, and what stands in each.

Beside each page what it shows, in the page's language; under `data/` the whole, in both; under `api/v1/` JSON with
promised names. Each declaration is turned into text once, format by format; lists are put together from these pieces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from generator.derive import Declared, Site
from generator.export import about, csv, package, sqlite, tables
from generator.export.download import DataFile
from generator.export.form import form
from generator.export.published import Facts, Values, json_record
from generator.export.record import DECLARATION
from generator.export.tables import BOTH, KINDS
from generator.export.workbook import Workbooks
from generator.i18n import LANGUAGES
from generator.render import PREFIX, Settings

API = "api/v1"
DATA = "data"
DECLARED = ("declarations", "indicators", "funding")
"""The tables that are made of declarations."""


class Piece:
    """What files are put together from: one declaration, or the fixed words of the site."""

    def __init__(self, records: dict[str, list[Values]], declared: Sequence[Declared] = ()) -> None:
        self.records, self.declared = records, declared
        self.rows: dict[tuple[str, str], list[str]] = {}
        """Rows of workbooks by table and language, once they are made."""

    @cached_property
    def whole(self) -> dict[str, list[tables.Row]]:
        """Its cells in each table, in both languages."""
        return {table: tables.whole(KINDS[table], records) for table, records in self.records.items()}

    @cached_property
    def csv(self) -> dict[tuple[str, str], bytes]:
        """Its lines in each table and language."""
        found = {}
        for table, rows in self.whole.items():
            plain = list(map(csv.plain, rows))
            for lang in (*LANGUAGES, BOTH):
                found[table, lang] = csv.written(tables.in_language(KINDS[table], plain, lang))
        return found

    @cached_property
    def json(self) -> str:
        """The declaration on one line."""
        return line(json_record(DECLARATION, self.records["declarations"][0]))

    def json_of(self, table: str) -> Iterator[str]:
        """Its records in a table, each on one line."""
        return (line(json_record(KINDS[table].fields, record)) for record in self.records[table])


class Maker:
    """Makes the data files of a site."""

    def __init__(self, site: Site, facts: Facts, settings: Settings) -> None:
        self.site, self.facts, self.settings = site, facts, settings
        self.pieces = [Piece(tables.of_declaration(each, facts), (each,)) for each in site.declared]
        self.words = [Piece(tables.of_vocabulary(site.vocabulary, facts))]
        held = {name: tables.held(kind, self._whole(name)) for name, kind in KINDS.items()}
        self._workbooks = {lang: Workbooks(show, held) for lang, show in facts.shows.items()}

    def beside_declarations(self) -> Iterator[DataFile]:
        """For each declaration: its indicators and amounts, itself, and the form as an office files it."""
        for piece in self.pieces:
            (each,) = piece.declared
            yield from _kept(self._beside(each.path, "declaration", ("indicators", "funding"), [piece]), each)
            own = [
                *(
                    self._file(each.path, lang, "declaration", "json", 1, f"{piece.json}\n".encode())
                    for lang in LANGUAGES
                ),
                self._file(each.path, "zh", "form", "xlsx", None, form(each, self.facts.shows["zh"])),
            ]
            yield from _kept(own, each)

    def beside_lists(self) -> Iterator[DataFile]:
        """For each year, department and unit: its declarations, their indicators and amounts."""
        found: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            (each,) = piece.declared
            year, department, unit = each.declaration.fiscal_year, each.department.key, each.unit.key
            for path in (str(year), f"departments/{department}", f"units/{unit}"):
                found.setdefault(path, []).append(piece)
        for path, pieces in found.items():
            yield from self._beside(path, "declarations", DECLARED, pieces)
            content = listed("declarations", (piece.json for piece in pieces))
            for lang in LANGUAGES:
                yield self._file(path, lang, "declarations", "json", len(pieces), content)

    def beside_one_table(self) -> Iterator[DataFile]:
        """All indicators; the glossary."""
        for table in ("indicators", "glossary"):
            yield from self._beside(table, table, (table,), self._of(table))
            content = self._json(table)
            for lang in LANGUAGES:
                yield self._file(table, lang, table, "json", self._count(table), content)

    def api(self) -> Iterator[DataFile]:
        """What programs ask for: `/api/v1/`."""
        content = listed("declarations", (piece.json for piece in self.pieces))
        yield DataFile("api", None, f"{API}/declarations.json", "declarations", len(self.pieces), content)
        for table in ("indicators", "organisations", "glossary"):
            yield DataFile("api", None, f"{API}/{table}.json", table, self._count(table), self._json(table))

    def api_records(self) -> Iterator[DataFile]:
        """One file for each declaration."""
        for piece in self.pieces:
            (each,) = piece.declared
            path = f"{API}/declarations/{each.path}.json"
            file = DataFile(f"api/{each.path}", None, path, "declaration", 1, f"{piece.json}\n".encode())
            yield from _kept([file], each)

    def whole(self) -> Iterator[DataFile]:
        """All tables, for those who want everything: CSV as a Data Package, workbooks, a database."""
        contents = {table: self._csv(table, BOTH, self._of(table)) for table in KINDS}
        for table, content in contents.items():
            yield DataFile(DATA, None, f"{DATA}/{table}.csv", table, self._count(table), content)
        described = package.descriptor(self.site, self.facts, self.settings, contents)
        yield DataFile(DATA, None, f"{DATA}/datapackage.json", "package", None, pretty(described))
        for lang in LANGUAGES:
            yield self._workbook(DATA, lang, "all", tuple(KINDS), [*self.pieces, *self.words])
        database = sqlite.database((kind, self._whole(table)) for table, kind in KINDS.items())
        yield DataFile(DATA, None, f"{DATA}/all.sqlite", "all", None, database)

    def _beside(
        self, page: str, name: str, names: Sequence[str], pieces: Sequence[Piece]
    ) -> Iterator[DataFile]:
        """Tables as CSV, and together as one workbook, in each language."""
        for lang in LANGUAGES:
            for table in names:
                count = sum(len(piece.records[table]) for piece in pieces)
                yield self._file(page, lang, table, "csv", count, self._csv(table, lang, pieces))
            yield self._workbook(page, lang, name, names, pieces)

    def _csv(self, table: str, lang: str, pieces: Sequence[Piece]) -> bytes:
        return csv.head(KINDS[table], lang) + b"".join(piece.csv[table, lang] for piece in pieces)

    def _json(self, table: str) -> bytes:
        return listed(table, (each for piece in self._of(table) for each in piece.json_of(table)))

    def _workbook(
        self, page: str, lang: str, name: str, names: Iterable[str], pieces: Sequence[Piece]
    ) -> DataFile:
        show, workbooks = self.facts.shows[lang], self._workbooks[lang]
        declared = [each for piece in pieces for each in piece.declared]
        title, lines = about.cover(page, declared, show, self.settings, self.facts.directory_urls)
        sheets = [(KINDS[table], self._rows(table, lang, pieces)) for table in names]
        return self._file(page, lang, name, "xlsx", None, workbooks.workbook(title, lines, sheets))

    def _rows(self, table: str, lang: str, pieces: Iterable[Piece]) -> list[str]:
        found: list[str] = []
        for piece in pieces:
            if table in piece.records:
                if (table, lang) not in piece.rows:
                    made = self._workbooks[lang].rows(KINDS[table], piece.whole[table])
                    piece.rows[table, lang] = made
                found += piece.rows[table, lang]
        return found

    def _of(self, table: str) -> Sequence[Piece]:
        return self.pieces if table in DECLARED else self.words

    def _whole(self, table: str) -> list[tables.Row]:
        return [row for piece in self._of(table) for row in piece.whole[table]]

    def _count(self, table: str) -> int:
        return sum(len(piece.records[table]) for piece in self._of(table))

    def _file(
        self, page: str, lang: str, name: str, ending: str, rows: int | None, content: bytes
    ) -> DataFile:
        return DataFile(page, lang, f"{PREFIX[lang]}{page}/{name}.{ending}", name, rows, content)


def _kept(files: Iterable[DataFile], each: Declared) -> Iterator[DataFile]:
    """The files of a declaration, at its address and at those it had before."""
    for file in files:
        for path in (each.path, *each.declaration.moved_from):
            page, where = (whole.replace(each.path, path) for whole in (file.page, file.path))
            yield replace(file, page=page, path=where)


def line(record: dict[str, Any]) -> str:
    """JSON on one line."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def pretty(value: Any) -> bytes:
    """JSON for people."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def listed(name: str, lines: Iterable[str]) -> bytes:
    """One record a line."""
    text = ",\n".join(lines)
    return f'{{"{name}":[\n{text}\n]}}\n'.encode()
