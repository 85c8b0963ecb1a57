"""A workbook as its standard says it is read (ECMA-376): independent of the libraries that write or read it."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Cells = dict[tuple[int, int], str | Decimal]


def sheets(content: bytes) -> list[Cells]:
    """The cells of each sheet by row and column from 0: texts and numbers. Anything else is refused."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = file.namelist()
        strings = "xl/sharedStrings.xml"
        shared = [_text(each) for each in _root(file, strings)] if strings in names else []
        count = sum(name.startswith("xl/worksheets/sheet") for name in names)
        return [_cells(_root(file, f"xl/worksheets/sheet{n}.xml"), shared) for n in range(1, count + 1)]


def _root(file: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(file.read(name))  # noqa: S314 (our own)


def _text(item: ET.Element) -> str:
    return "".join(_unescaped(each.text or "") for each in item.iter(f"{MAIN}t"))


def _unescaped(text: str) -> str:
    return re.sub("_x([0-9a-fA-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def _cells(sheet: ET.Element, shared: list[str]) -> Cells:
    assert not list(sheet.iter(f"{MAIN}f")), "a formula"
    assert not list(sheet.iter(f"{MAIN}hyperlink")), "a link"
    cells: Cells = {}
    for cell in sheet.iter(f"{MAIN}c"):
        if cell.get("t") == "inlineStr":
            cells[_place(cell.get("r", ""))] = _text(cell)
            continue
        value = cell.find(f"{MAIN}v")
        if value is None:
            continue
        assert value.text is not None
        kind = cell.get("t", "n")
        assert kind in ("s", "n"), kind
        cells[_place(cell.get("r", ""))] = shared[int(value.text)] if kind == "s" else Decimal(value.text)
    return cells


def _place(name: str) -> tuple[int, int]:
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row) - 1, column - 1
