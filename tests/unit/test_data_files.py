"""Data files: what is in them, as other programs read it."""

from __future__ import annotations

import csv
import io
import sqlite3
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import pipeline
from generator.derive import Site
from generator.export import csv as csv_of
from generator.export.publish import publish
from generator.export.published import Facts, Field
from generator.export.sqlite import database
from generator.export.tables import BOTH, INDICATORS, KINDS, Kind
from generator.model import Text
from generator.render import Settings
from generator.show import Show


@pytest.fixture(scope="module")
def written(site: Site) -> dict[str, bytes]:
    """Every data file of the real content."""
    return files_of(site)


def files_of(site: Site, *, records: bool = True) -> dict[str, bytes]:
    """Every data file of a site, by address."""
    shows = {lang: Show(words, site.vocabulary) for lang, words in pipeline.words().items()}
    files: dict[str, bytes] = {}

    def write(path: str, content: bytes) -> None:
        assert path not in files
        files[path] = content

    told = publish(site, Facts(site.vocabulary, shows), Settings(Text("站", "Site")), write, records=records)
    assert [each.path for each in told] == list(files)
    assert all(each.size == len(files[each.path]) for each in told)
    return files


def test_the_same_bytes_again(written: dict[str, bytes], root: Path) -> None:
    """The same content gives the same files, byte for byte."""
    assert files_of(pipeline.site(pipeline.read(root / "content"))) == written


def test_without_files_of_single_declarations(written: dict[str, bytes], site: Site) -> None:
    """A very large site may do without them: lists and the whole stay as they are."""
    fewer = files_of(site, records=False)
    paths = tuple(
        f"{prefix}{each.path}" for each in site.declared for prefix in ("", "en/", "api/v1/declarations/")
    )
    assert {path for path in written if path.startswith(paths)} == set(written) - set(fewer)
    assert fewer["data/indicators.csv"] == written["data/indicators.csv"]


def test_csv_is_what_spreadsheets_read(written: dict[str, bytes]) -> None:
    """UTF-8 with a byte order mark, CR LF at each line's end, one header, as many cells in each line (RFC 4180)."""
    for path, content in written.items():
        if path.endswith(".csv"):
            assert content.startswith(b"\xef\xbb\xbf"), path
            assert content.endswith(b"\r\n"), path
            text = content.decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            assert len({len(row) for row in rows}) == 1, path
            assert len(set(rows[0])) == len(rows[0]), path


def test_no_cell_is_a_formula(written: dict[str, bytes]) -> None:
    """55 of the real targets begin with `=`: none does in a CSV file, and each is found back."""
    rows = list(csv.DictReader(io.StringIO(written["data/indicators.csv"].decode("utf-8-sig"), newline="")))
    assert sum(row["target_raw"].startswith("'=") for row in rows) == 55
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


@given(st.text())
def test_a_guard_comes_off(text: str) -> None:
    """Any text is found back; nothing that a spreadsheet could run is left at its beginning."""
    guarded = csv_of.guarded(text)
    assert csv_of.unguarded(guarded) == text
    assert not guarded.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_whole_data_names_each_text_twice() -> None:
    """In the whole data a text has a column for each language; beside a page it has the page's."""
    names = [column.name for column in INDICATORS.columns(BOTH)]
    assert names[names.index("name") + 1] == "name_en"
    assert "name_en" not in [column.name for column in INDICATORS.columns("en")]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_columns_are_named_once(kind: Kind) -> None:
    """No two columns of a table share a name, and its key is among them."""
    for lang in ("zh", "en", BOTH):
        names = [column.name for column in kind.columns(lang)]
        assert len(set(names)) == len(names)
        assert set(kind.key) <= set(names)


def test_database_keys_hold(written: dict[str, bytes], tmp_path: Path) -> None:
    """What points at another table finds its row, and the database is sound."""
    file = tmp_path / "all.sqlite"
    file.write_bytes(written["data/all.sqlite"])
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert tables == set(KINDS)


@settings(deadline=None)
@given(
    st.one_of(
        st.none(),
        st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=0),
        st.integers(0, 10**18).map(Decimal),
    )
)
def test_database_numbers_are_exact(number: Decimal | None) -> None:
    """A number comes back as it went in, also one with more digits than a floating point number keeps."""
    kind = Kind("t", (Field("n", "decimal", lambda _, each: each),), ("n",))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "all.sqlite")
        database(path, [(kind, [[(None if number is None else f"{number:f}",)]])])
        connection = sqlite3.connect(path)
        ((found,),) = connection.execute("SELECT n FROM t").fetchall()
        connection.close()
    assert (None if found is None else Decimal(str(found))) == number


def test_archive_holds_the_whole(written: dict[str, bytes]) -> None:
    """The ZIP has the files of `data/` and the API as they are, and says how to read them."""
    with zipfile.ZipFile(io.BytesIO(written["data/all.zip"])) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    readme = held.pop("README.txt").decode()
    assert "target_raw" in readme
    assert held.items() <= written.items()
    assert {"data/indicators.csv", "data/datapackage.json", "data/all.sqlite", "api/v1/schema.json"} <= set(
        held
    )
