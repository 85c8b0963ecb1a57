"""Every workbook and CSV file of a built site opens clean in LibreOffice: converted back, each cell is the same."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from building import Built

from generator.export.xlsx import EXACT

FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{sheet}"
"""Comma, quotation mark, UTF-8, from line 1, cells as shown, which sheet (-1: each in a file of its own)."""

AS_OPENED = "CSV:44,34,76,1"
"""Comma, quotation mark, UTF-8, from line 1, the rest as LibreOffice guesses it."""

ERRORS = re.compile(r"Err:\d|#(?:VALUE|NAME|REF|DIV/0|NUM|N/A|NULL)[!?]?")
Rows = list[list[str]]


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice."""
    found = shutil.which("soffice")
    assert found, "LibreOffice is missing: apt-get install libreoffice-calc-nogui"
    return found


def _converted(soffice: str, site: Built, ending: str, sheet: int, work: Path) -> dict[str, Rows]:
    """What LibreOffice reads in all files with an ending, by address (and sheet); it starts once."""
    flat, out = work / ending, work / f"{ending}-out"
    flat.mkdir(parents=True)
    paths = [path for path in site.contents() if path.endswith(f".{ending}")]
    for number, path in enumerate(paths):
        shutil.copyfile(site.folder / path, flat / f"{number}.{ending}")
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore"),
            *((f"--infilter={AS_OPENED}",) if ending == "csv" else ()),
            *("--convert-to", FILTER.format(sheet=sheet), "--outdir", str(out)),
            *(str(flat / f"{number}.{ending}") for number in range(len(paths))),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    found = {}
    for file in sorted(out.iterdir()):
        number, _, name = file.stem.partition("-")
        text = file.read_bytes().decode("utf-8-sig")
        found[f"{paths[int(number)]}:{name}"] = list(csv.reader(io.StringIO(text, newline="")))
    assert {key.rpartition(":")[0] for key in found} == set(paths)
    return found


def _trimmed(rows: Rows) -> Rows:
    """Without the empty cells at the ends of lines, and the empty lines at the end."""
    lines = [list(row) for row in rows]
    for line in lines:
        while line and not line[-1]:
            line.pop()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _same(read: str, written: str) -> bool:
    """The same text, or the same number written in another way.

    A code of more than 15 digits is no exact number to any spreadsheet: who opens the CSV file sees it rounded.
    The workbook holds it as text.
    """
    if read == written:
        return True
    try:
        one, other = Decimal(read.replace(",", "")), Decimal(written.replace(",", ""))
    except ArithmeticError:
        return False
    long = written.isdigit() and len(written) > EXACT
    return abs(one - other) < other.scaleb(-7) if long else one == other


def _differences(read: Rows, written: Rows) -> list[tuple[int, str, str]]:
    one, other = _trimmed(read), _trimmed(written)
    assert [len(line) for line in one] == [len(line) for line in other]
    return [
        (number, left, right)
        for number, (row, own) in enumerate(zip(one, other, strict=True), 1)
        for left, right in zip(row, own, strict=True)
        if not _same(left, right)
    ]


def _shown(value: object) -> str:
    """A value of a cell as text: a day as the file has it shown."""
    if value is None:
        return ""
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)


def test_workbooks(soffice: str, site: Built, tmp_path: Path) -> None:
    """LibreOffice reads each cell of each sheet as it was written; there is no formula and no error."""
    read = _converted(soffice, site, "xlsx", -1, tmp_path)
    written: dict[str, Rows] = {}
    for path in {key.rpartition(":")[0] for key in read}:
        for sheet in openpyxl.load_workbook(site.folder / path).worksheets:
            assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
            written[f"{path}:{sheet.title}"] = [[_shown(value) for value in row] for row in sheet.values]
    assert set(read) == set(written)
    for key in sorted(read):
        assert _differences(read[key], written[key]) == [], key
        assert not [cell for row in read[key] for cell in row if ERRORS.match(cell)]


def test_csv_files(soffice: str, site: Built, tmp_path: Path) -> None:
    """LibreOffice reads each cell of each CSV file as it stands there, the guard included: it runs none of them."""
    read = _converted(soffice, site, "csv", 0, tmp_path)
    for key in sorted(read):
        written = list(
            csv.reader(io.StringIO((site.folder / key[:-1]).read_bytes().decode("utf-8-sig"), newline=""))
        )
        assert _differences(read[key], written) == [], key
        assert not [cell for row in read[key] for cell in row if ERRORS.match(cell)]
