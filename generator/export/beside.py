"""Step 6: the data files beside one declaration, and what tables of many take over from it.

Nothing here depends on other declarations but for which columns any of them fills: it can be made in any process,
and kept as long as the declaration stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from generator.derive import Declared
from generator.export import about, cells, csv, tables
from generator.export.download import DataFile, digest
from generator.export.form import form
from generator.export.held import Filled, held
from generator.export.published import Facts, Values, indented, json_list, json_text
from generator.export.record import DECLARATION, INDICATOR
from generator.export.shares import Share
from generator.export.skeleton import few
from generator.export.tables import BOTH, KINDS
from generator.export.workbook import Workbooks
from generator.i18n import LANGUAGES
from generator.render import PREFIX, Settings
from generator.vocabulary import Vocabulary

API = "api/v1"

BESIDE = ("indicators", "funding")
"""The tables beside a declaration."""


class Piece:
    """One declaration, or the fixed words of the site, in every format. Each is made when it is first asked for."""

    def __init__(self, records: Mapping[str, Sequence[Values]], workbooks: Mapping[str, Workbooks]) -> None:
        self.records, self._workbooks = records, workbooks

    def count(self, table: str) -> int:
        """How many rows it has in a table."""
        return len(self.records[table])

    @cached_property
    def whole(self) -> dict[str, list[cells.Row]]:
        """Its cells in each table, in both languages."""
        return {table: cells.whole(KINDS[table], records) for table, records in self.records.items()}

    @cached_property
    def csv(self) -> dict[tuple[str, str], bytes]:
        """Its lines in each table and language."""
        found = {}
        for table, rows in self.whole.items():
            plain = csv.plain(KINDS[table], rows)
            for lang in (*LANGUAGES, BOTH):
                found[table, lang] = csv.written(cells.in_language(KINDS[table], plain, lang))
        return found

    @cached_property
    def xlsx(self) -> dict[tuple[str, str], bytes]:
        """Its rows of workbooks in each table and language."""
        return {
            (table, lang): self._workbooks[lang].rows(KINDS[table], rows)
            for table, rows in self.whole.items()
            for lang in LANGUAGES
        }

    @cached_property
    def json(self) -> str:
        """The declaration on one line."""
        indicators = json_list(self._indicators)
        return json_text(DECLARATION, self.records["declarations"][0], {"indicators": indicators})

    @cached_property
    def _indicators(self) -> list[str]:
        (declaration,) = self.records["declarations"]
        return [json_text(INDICATOR, each) for each in declaration["indicators"]]

    def json_of(self, table: str) -> list[str]:
        """Its records in a table, each on one line."""
        if table != "indicators":
            return [json_text(KINDS[table].fields, record) for record in self.records[table]]
        around = [json_text(tables.CONTEXT, record) for record in self.records[table]]
        return [f"{where[:-1]},{own[1:]}" for where, own in zip(around, self._indicators, strict=True)]

    def share(self, **further: str) -> Share:
        """What tables of many take over; each of `further` is a part of its own."""
        csv = {f"{table}.{lang}.csv": lines for (table, lang), lines in self.csv.items()}
        xlsx = {f"{table}.{lang}.xlsx": rows for (table, lang), rows in self.xlsx.items()}
        lists = {f"{name}.json": text.encode() for name, text in further.items()}
        return Share({table: self.count(table) for table in self.records}, {**csv, **xlsx, **lists})


class Records:
    """Makes what stands beside declarations. Can be sent to another process."""

    def __init__(self, facts: Facts, settings: Settings, filled: Filled) -> None:
        """`filled` says which columns any row of the site fills (`held.merged`)."""
        self.facts, self.settings, self.filled = facts, settings, filled
        places = {table: held(kind, filled.get(table, 0)) for table, kind in KINDS.items()}
        self.workbooks = {lang: Workbooks(show, places) for lang, show in facts.shows.items()}

    def __reduce__(self) -> tuple[type[Records], tuple[Facts, Settings, Filled]]:
        return Records, (replace(self.facts, said={}), self.settings, self.filled)

    def made(self, each: Declared, *, files: bool = True) -> tuple[list[DataFile], Share]:
        """The files of a declaration, at its address and at those it had before, and its share of the others.

        Without `files` there are none: for very large sites.
        """
        piece = Piece(tables.of_declaration(each, self.facts), self.workbooks)
        share = piece.share(
            declarations=piece.json,
            indicators=LINE_END.join(piece.json_of("indicators")),
            index=self._entry(piece, each, files),
        )
        return list(_kept(self._files(piece, each), each)) if files else [], share

    def words(self, vocabulary: Vocabulary) -> Share:
        """The share of the fixed words."""
        piece = Piece(tables.of_vocabulary(vocabulary, self.facts), self.workbooks)
        return piece.share(**{table: LINE_END.join(piece.json_of(table)) for table in piece.records})

    def _files(self, piece: Piece, each: Declared) -> Iterator[DataFile]:
        """Its indicators and amounts, itself, and the form as an office files it."""
        whole = f"{piece.json}\n".encode()
        hashed = digest(whole)
        for lang in LANGUAGES:
            for table in BESIDE:
                content = csv.head(KINDS[table], lang) + piece.csv[table, lang]
                yield _file(each.path, lang, table, "csv", piece.count(table), content)
            yield _file(each.path, lang, "declaration", "xlsx", None, self._workbook(piece, each, lang))
            yield replace(_file(each.path, lang, "declaration", "json", 1, whole), sha256=hashed)
        yield _file(each.path, "zh", "form", "xlsx", None, form(each, self.facts.shows["zh"]))
        path = f"{API}/declarations/{each.path}.json"
        yield DataFile(f"api/{each.path}", None, path, "declaration", 1, whole, hashed)

    def _workbook(self, piece: Piece, each: Declared, lang: str) -> bytes:
        show = self.facts.shows[lang]
        title, lines = about.cover(each.path, [each], show, self.settings, self.facts.directory_urls)
        sheets = [(KINDS[table], few(piece.count(table), piece.xlsx[table, lang])) for table in BESIDE]
        return b"".join(self.workbooks[lang].workbook(title, lines, sheets))

    def _entry(self, piece: Piece, each: Declared, files: bool) -> str:
        """The declaration in the index, where a program begins: its version and newest day."""
        (record,) = piece.records["declarations"]
        name, day = record["project_name"], each.modified
        entry: dict[str, Any] = {key: record[key] for key in ("id", "fiscal_year", "version", "url")}
        entry["project_name"] = {"zh": name.zh, "en": name.en}
        entry["modified"] = day.isoformat() if day else None
        entry["data"] = f"/{API}/declarations/{each.path}.json" if files else None
        return indented(entry)


LINE_END = ",\n"
"""Between records of a list in JSON."""


def _file(page: str, lang: str, name: str, ending: str, rows: int | None, content: bytes) -> DataFile:
    return DataFile(page, lang, f"{PREFIX[lang]}{page}/{name}.{ending}", name, rows, content, digest(content))


def _kept(files: Iterable[DataFile], each: Declared) -> Iterator[DataFile]:
    """The files of a declaration, at its address and at those it had before."""
    for file in files:
        for path in (each.path, *each.declaration.moved_from):
            page, where = (whole.replace(each.path, path) for whole in (file.page, file.path))
            yield replace(file, page=page, path=where)
