"""Step 6: which data files there are that hold many declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.derive import Declared
from generator.export.beside import API
from generator.export.tables import KINDS
from generator.i18n import LANGUAGES
from generator.render import PREFIX

DATA = "data"

DECLARED = ("declarations", "indicators", "funding")
"""The tables that are made of declarations."""


class Wanted(NamedTuple):
    """A file of many declarations, before it is made; as in `Download`."""

    page: str
    lang: str | None
    table: str
    ending: str

    @property
    def sheets(self) -> tuple[str, ...]:
        """The tables in a workbook."""
        if self.page == DATA:
            return tuple(KINDS)
        return DECLARED if self.table == "declarations" else (self.table,)

    @property
    def path(self) -> str:
        """Address from the site's root."""
        folder = API if self.page == "api" else self.page
        return f"{PREFIX[self.lang] if self.lang else ''}{folder}/{self.table}.{self.ending}"


def lists(declared: Iterable[Declared]) -> dict[str, list[Declared]]:
    """The declarations of each year, department and unit, by the path of its page."""
    found: dict[str, list[Declared]] = {}
    for each in declared:
        year, department, unit = each.declaration.fiscal_year, each.department.key, each.unit.key
        for path in (str(year), f"departments/{department}", f"units/{unit}"):
            found.setdefault(path, []).append(each)
    return found


def beside_list(path: str) -> list[Wanted]:
    """The declarations of a list, their indicators and amounts."""
    return [
        *_beside(path, "declarations", DECLARED),
        *(Wanted(path, lang, "declarations", "json") for lang in LANGUAGES),
    ]


def tables() -> list[Wanted]:
    """All indicators and the glossary, each at its own address; each table of the whole as CSV."""
    found: list[Wanted] = []
    for table in ("indicators", "glossary"):
        found += _beside(table, table, (table,))
        found += [Wanted(table, lang, table, "json") for lang in LANGUAGES]
    return found + [Wanted(DATA, None, table, "csv") for table in KINDS]


def together() -> list[Wanted]:
    """All tables in one file, as workbooks and as a database; what programs ask for: `/api/v1/`."""
    api = ("declarations", "indicators", "organisations", "glossary", "index")
    return [
        *(Wanted(DATA, lang, "all", "xlsx") for lang in LANGUAGES),
        Wanted(DATA, None, "all", "sqlite"),
        *(Wanted("api", None, table, "json") for table in api),
    ]


def _beside(page: str, name: str, names: Sequence[str]) -> Iterator[Wanted]:
    """Tables as CSV, and together as one workbook, in each language."""
    for lang in LANGUAGES:
        for table in names:
            yield Wanted(page, lang, table, "csv")
        yield Wanted(page, lang, name, "xlsx")
