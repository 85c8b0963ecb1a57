"""One workbook of some records, as tests of several folders need it."""

from __future__ import annotations

from collections.abc import Sequence

from generator.export import cells
from generator.export.cells import Row
from generator.export.held import held
from generator.export.published import Values
from generator.export.skeleton import few
from generator.export.tables import Kind
from generator.export.workbook import Workbooks
from generator.show import Show


def workbook(
    show: Show, title: str, about: Sequence[tuple[str, str]], given: Sequence[tuple[Kind, Sequence[Values]]]
) -> bytes:
    """Records as a workbook, without the columns that none of them fills."""
    whole = [(kind, cells.whole(kind, records)) for kind, records in given]
    makes = Workbooks(show, {kind.name: held(kind, _filled(kind, rows)) for kind, rows in whole})
    sheets = [(kind, few(len(rows), makes.rows(kind, rows))) for kind, rows in whole]
    return b"".join(makes.workbook(title, about, sheets))


def _filled(kind: Kind, rows: Sequence[Row]) -> int:
    """The columns that some row fills, a bit for each."""
    columns = zip(*cells.in_language(kind, rows, "zh"), strict=True)
    return sum(1 << place for place, column in enumerate(columns) if any(column))
