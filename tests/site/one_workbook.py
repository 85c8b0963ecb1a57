"""One workbook of some records, as tests of several folders need it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.export import tables
from generator.export.published import Values
from generator.export.tables import Kind
from generator.export.workbook import Workbooks
from generator.show import Show


def workbook(
    show: Show, title: str, about: Sequence[tuple[str, str]], given: Sequence[tuple[Kind, Sequence[Values]]]
) -> bytes:
    """Records as a workbook, without the columns that none of them fills."""
    whole = [(kind, tables.whole(kind, records)) for kind, records in given]
    makes = Workbooks(show, {kind.name: tables.held(kind, rows) for kind, rows in whole})
    return makes.workbook(title, about, [(kind, makes.rows(kind, rows)) for kind, rows in whole])
