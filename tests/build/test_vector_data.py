"""The data of a site whose every text is hostile: it reads back as typed, and as text alone."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree as ET

import vector_site
from building import Built, declarations
from reading_xlsx import sheets

FORMULA = re.compile(r"[=+\-@\t\r]")
"""What spreadsheets take for the beginning of a formula."""


def _filed(vectors: Built) -> dict[str, Any]:
    filed = declarations(vectors.project)
    assert len(filed) == vector_site.COUNT
    return filed


def test_csv(vectors: Built) -> None:
    """No cell of a CSV file begins as a formula does; what was guarded is otherwise as it was."""
    paths = sorted(vectors.folder.rglob("*.csv"))
    assert len(paths) > vector_site.COUNT
    begun = set()
    for path in paths:
        names, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        for row in rows:
            assert len(row) == len(names)
            for cell in row:
                assert not FORMULA.match(cell) or re.fullmatch(r"-?\d+(\.\d+)?", cell), (path, cell)
                begun.add(cell[:2])
    assert {"'=", "'+", "'-", "'@"} <= begun


def test_workbooks(vectors: Built) -> None:
    """Every cell of every workbook is a text or a number: no formula, no link."""
    paths = sorted(vectors.folder.rglob("*.xlsx"))
    assert len(paths) > 2 * vector_site.COUNT
    texts = {
        cell
        for path in paths
        for sheet in sheets(path.read_bytes())
        for cell in sheet.values()
        if isinstance(cell, str)
    }
    for each in _filed(vectors).values():
        assert each["project_name"]["zh"] in texts
        assert each["indicators"][0]["target"] in texts


def test_json(vectors: Built) -> None:
    """Every JSON file parses, and declarations in it say what their files say, letter by letter."""
    assert all(json.loads(path.read_bytes()) is not None for path in vectors.folder.rglob("*.json"))
    published = json.loads(vectors.text("api/v1/declarations.json"))["declarations"]
    found = {f"{each['fiscal_year']}/{each['id']}": each for each in published}
    filed = _filed(vectors)
    assert found.keys() == filed.keys()
    for path, each in filed.items():
        assert found[path]["project_name"] == each["project_name"]
        assert found[path]["annual_goal"] == each["annual_goal"]
        for one, other in zip(found[path]["indicators"], each["indicators"], strict=True):
            assert (one["name"], one["target"]["raw"]) == (other["name"], other["target"])


def test_what_machines_read(vectors: Built) -> None:
    """Feeds and site maps are well-formed, of their own elements alone; a page has one block of linked data."""
    own = {
        "feed",
        "entry",
        "title",
        "subtitle",
        "id",
        "updated",
        "published",
        "link",
        "author",
        "name",
        "rights",
    }
    own |= {
        "summary",
        "content",
        "category",
        "urlset",
        "url",
        "loc",
        "lastmod",
        "sitemapindex",
        "sitemap",
        "uri",
    }
    paths = [*vectors.folder.rglob("*.xml")]
    assert len(paths) >= 3
    for path in paths:
        names = {each.tag.rpartition("}")[2] for each in ET.parse(path).iter()}  # noqa: S314 (our own)
        assert names <= own, path
    for page in vectors.pages():
        blocks = re.findall(
            r"<script type=\"application/ld\+json\">(.*?)</script>", vectors.text(page), re.DOTALL
        )
        assert len(blocks) == (page != "404.html"), page
        assert all(json.loads(block) for block in blocks)


def test_archives_stay_in_their_folder(vectors: Built) -> None:
    """No name in an archive leads out of it, whatever texts name files."""
    for path in vectors.folder.rglob("*.zip"):
        names = zipfile.ZipFile(path).namelist()
        assert names
        assert not any(name.startswith(("/", "\\")) or ".." in name or ":" in name for name in names)
