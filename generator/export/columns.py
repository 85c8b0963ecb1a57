"""Step 6: what each published name is called, and what it means, in one language.

The words stand in the locales under `data_column`. A name may mean something else inside another (`id` of an
indicator): `title_in` and `meaning_in` say so, by the nearest name around it, the table being the outermost.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.export.tables import Column
from generator.show import Show

Path = Column | str | Sequence[str]
"""A column, or a path in the JSON: `("target", "raw")` or `target.raw`."""

JOINED = " · "


def title(of: Path, show: Show, table: str = "") -> str:
    """A short title: `年度指标值 · 原文`. `table` is the kind of table (or of record) that the path begins in."""
    path = _path(of)
    parts = [_part(path[: length + 1], show, table) for length in range(len(path))]
    return _with_language(of, JOINED.join(parts), show)


def meaning(of: Path, show: Show, table: str = "") -> str:
    """One or two sentences on what stands there."""
    path = _path(of)
    around = _inside("meaning_in", path, show, table)
    return around or show.words(f"data_column.meaning.{path[-1]}")


def _part(path: Sequence[str], show: Show, table: str) -> str:
    """The title of the last name of a path: our own word where the form's label says too little."""
    own = f"data_column.title.{path[-1]}"
    around = _inside("title_in", path, show, table)
    return around or (show.words(own) if own in show.words else show.label(path[-1]))


def _inside(section: str, path: Sequence[str], show: Show, table: str) -> str | None:
    keys = (f"data_column.{section}.{around}.{path[-1]}" for around in (*reversed(path[:-1]), table))
    return next((show.words(key) for key in keys if key in show.words), None)


def _path(of: Path) -> Sequence[str]:
    if isinstance(of, Column):
        return of.path
    return of.split(".") if isinstance(of, str) else of


def _with_language(of: Path, whole: str, show: Show) -> str:
    """For one of the two columns of a text in both languages, and of an address."""
    if isinstance(of, Column):
        for lang in ("zh", "en"):
            if of.name == "_".join((*of.path, lang)):
                return show.words(f"data_column.{lang}", title=whole)
    return whole
