"""Whether two built sites show the same: the same pages, and in their tables the same rows and cells."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

KINDS = ("indicators", "funds", "declarations", "summary", "slices")
"""Classes of the tables that are compared."""


class _Tables(HTMLParser):
    """Every row of those tables as the texts of its cells, white space apart."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[str, ...]] = []
        self._inside, self._row, self._cell = False, [""], False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside = bool(set((dict(attributes).get("class") or "").split()) & set(KINDS))
        elif tag == "tr":
            self._row = []
        elif tag in ("td", "th"):
            self._row.append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False
        elif tag == "tr" and self._inside:
            self.rows.append(tuple(self._row))
        elif tag == "table":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside and self._cell:
            self._row[-1] += "".join(data.split())


def rows(page: Path) -> list[tuple[str, ...]]:
    """The rows of a page's tables. Raises OSError when there is no such page."""
    parser = _Tables()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.rows


def difference(ours: Path, theirs: Path) -> str:
    """How another site differs from ours in a sentence; empty where the work was the same.

    Every page must be there; tables are compared on the first, middle and last page of each kind and language.
    """
    pages = {page.relative_to(ours).as_posix() for page in ours.rglob("*.html")} - {"404.html"}
    if missing := sorted(page for page in pages if not (theirs / page).exists()):
        return f"{len(missing)} of {len(pages)} pages are missing, first {missing[0]}"
    for page in _some(pages):
        expected, found = rows(ours / page), rows(theirs / page)
        if len(expected) != len(found):
            return f"{page} has {len(found)} rows, ours {len(expected)}"
        for row, other in zip(expected, found, strict=True):
            if row != other:
                return f"{page}: {' | '.join(other)}, ours {' | '.join(row)}"
    return ""


def _some(pages: set[str]) -> list[str]:
    kinds: dict[tuple[str, ...], list[str]] = {}
    for page in sorted(pages):
        parts = page.split("/")
        kind = (*(part for part in parts[:-2] if not part.startswith("unit-")), str(len(parts)))
        kinds.setdefault(kind, []).append(page)
    return sorted({found[at] for found in kinds.values() for at in (0, len(found) // 2, -1)})
