"""Step 6: the tables as one SQLite file, for Datasette, DB Browser or any program.

Numbers are numbers where SQLite holds them exactly, else text: columns of numbers have no declared type, for one
would turn long decimals into rounded ones (https://www.sqlite.org/datatype3.html, "Type Affinity").
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.export.blocks import Stands
from generator.export.tables import BOTH, Column, Kind

EXACT = 15
"""So many digits a 64-bit floating point number always keeps."""

_TYPES = {"integer": " INTEGER", "decimal": ""}
_NUMBER = f"CASE WHEN length(?{{0}}) > {EXACT} THEN ?{{0}} ELSE CAST(?{{0}} AS NUMERIC) END"


Run = Stands | Iterable[Sequence[str | None]]
"""Some rows of a table: cells as texts, or where the rows stand in an older database."""


def database(path: Path, tables: Iterable[tuple[Kind, Iterable[Run]]], old: Path | None = None) -> None:
    """Write a database of the tables, their keys and what they point at; `old` is the one in which rows stand.

    The same bytes for the same data and SQLite, wherever the rows come from.
    """
    connection = sqlite3.connect(path, uri=True)
    connection.execute("PRAGMA journal_mode = OFF")  # a file that is not finished is never looked at
    connection.execute("PRAGMA synchronous = OFF")
    if old:
        connection.execute("ATTACH ? AS old", (f"{old.absolute().as_uri()}?mode=ro&immutable=1",))
    with connection:
        for kind, runs in tables:
            columns = kind.columns(BOTH)
            connection.execute(_table(kind, columns))
            connection.executemany(_insert(kind, columns), ())  # begins what is done at once
            for run in runs:
                if isinstance(run, Stands):
                    connection.execute(_copy(kind), (run.place, run.place + run.length - 1))
                else:
                    connection.executemany(_insert(kind, columns), run)
    if old:
        connection.execute("DETACH old")
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


def _copy(kind: Kind) -> str:
    """SQLite counts rows as they come, from 1."""
    name = kind.name
    return f'INSERT INTO main."{name}" SELECT * FROM old."{name}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid'  # noqa: S608


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
