"""Step 6: the tables as one SQLite file, for Datasette, DB Browser or any program.

Numbers are numbers where SQLite holds them exactly, else text: columns of numbers have no declared type, for one
would turn long decimals into rounded ones (https://www.sqlite.org/datatype3.html, "Type Affinity").
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.export.tables import BOTH, Column, Kind

EXACT = 15
"""So many digits a 64-bit floating point number always keeps."""

_TYPES = {"integer": " INTEGER", "decimal": ""}
_NUMBER = f"CASE WHEN length(?{{0}}) > {EXACT} THEN ?{{0}} ELSE CAST(?{{0}} AS NUMERIC) END"


def database(path: Path, tables: Iterable[tuple[Kind, Iterable[Sequence[str | None]]]]) -> None:
    """Write a database of the tables, their keys and what they point at; cells are given as texts.

    The same bytes for the same data and SQLite.
    """
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is never looked at
    connection.execute("PRAGMA synchronous = OFF")
    with connection:
        for kind, rows in tables:
            columns = kind.columns(BOTH)
            connection.execute(_table(kind, columns))
            connection.executemany(_insert(kind, columns), rows)
    connection.execute("VACUUM")
    connection.close()


def _table(kind: Kind, columns: Sequence[Column]) -> str:
    lines = [
        f'"{column.name}"{_TYPES.get(column.form, " TEXT")}{" NOT NULL" if column.always else ""}'
        for column in columns
    ]
    lines.append(f"PRIMARY KEY ({_names(kind.key)})")
    for own, other, theirs in kind.references:
        lines.append(f'FOREIGN KEY ({_names(own)}) REFERENCES "{other}" ({_names(theirs)})')
    body = ",\n  ".join(lines)
    return f'CREATE TABLE "{kind.name}" (\n  {body}\n)'


def _insert(kind: Kind, columns: Sequence[Column]) -> str:
    places = [
        _NUMBER.format(place) if column.form == "decimal" else f"?{place}"
        for place, column in enumerate(columns, 1)
    ]
    return f'INSERT INTO "{kind.name}" VALUES ({", ".join(places)})'  # noqa: S608 (names of our own)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
