"""Step 6: the official form as a workbook that an office can print and file: its cells, in its order, as filed.

Chinese, A4 upright. What is filed stays text, amounts too: `=100(%)` is no formula. It has the cells of the printed
page (`macros/form.html`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from generator import arrange
from generator.derive import PARTS, Declared
from generator.export.grid import Cell, Grid
from generator.export.paper import CELL, END, GOAL, HEAD, LONG, LOOKS, MIDDLE, RIGHT, YEAR, blank
from generator.export.xlsx import LINE
from generator.model import GOALS, Column, Declaration, Indicator, LongText
from generator.show import Show
from generator.target import Target

A, B, C, D, E, F, G, H = range(8)
WIDTHS = (8, 11, 15, 10, 13, 19, 9, 13)
"""Of the columns that all parts of the form share, in digits of 10.5 points: together 182 mm."""
NARROW, BROAD = 9, 16
"""Of the optional columns of the indicators, right of these: figures and texts."""
TEXTS = ("explanation", "scoring", "note")
TALLEST = 300
"""Of a row, in points; a longer text takes several, for no program shows one of more than 409."""

INDENT = "\u3000" * 2

Money = tuple[str, str]
"""What an amount is called, and the amount as filed."""


def form(each: Declared, show: Show) -> bytes:
    """The file; `show` is the Chinese one."""
    declaration = each.declaration
    paper = _Paper(show, arrange.further_columns(declaration.indicators))
    paper.title(declaration)
    paper.facts(declaration)
    paper.funding(declaration)
    paper.goals(declaration)
    paper.indicators(declaration)
    paper.end(declaration)
    sheet = paper.sheet()
    made = blank(show.words("table_kind.declarations"), paper.widths, sheet.looks, bool(paper.repeated))
    return made.filled(declaration.project_name.zh, sheet, paper.repeated)


class _Paper(Grid):
    """The sheet while it is being filled, from top to bottom."""

    def __init__(self, show: Show, further: Sequence[str]) -> None:
        widths = (*WIDTHS, *(BROAD if name in TEXTS else NARROW for name in further))
        super().__init__(widths, LOOKS, show.words("workbook.cut"))
        self.show, self.further = show, further
        self.last = len(widths) - 1
        self.repeated = 0
        """The number of the row that stands on each further page; 0 for none."""

    def beside(self, start: int, label: str) -> None:
        """The words down the left side, from a row to here."""
        self.put((A, A, label, MIDDLE), self.at - start, start)

    def title(self, d: Declaration) -> None:
        """What the form is called, and its year."""
        self.row([(A, self.last, d.form, HEAD)], 28)
        self.row([(A, self.last, self.show.words("print.year", year=str(d.fiscal_year)), YEAR)], 20)

    def facts(self, d: Declaration) -> None:
        """What the project is and whose."""
        start, end = (d.period.start.isoformat(), d.period.end.isoformat()) if d.period else ("", "")
        self._facts(("project_name", d.project_name.zh), ("nature", d.nature), ("category", d.category))
        self._facts(("department", d.department), ("unit", d.unit))
        self._facts(("start", start), ("end", end))
        for name in ("attribute", "project_code", "unit_code", "budget_code"):
            if getattr(d, name):
                self._facts((name, getattr(d, name)))

    def _facts(self, *facts: tuple[str, str | None]) -> None:
        cells: list[Cell] = []
        for (name, value), (start, middle) in zip(facts, ((A, C), (E, F), (G, H)), strict=False):
            cells += [
                (start, middle - 1, self.show.label(name), MIDDLE),
                (middle, {A: D, E: F, G: self.last}[start], value or "", CELL),
            ]
        first, _, text, look = cells[-1]
        self.row([*cells[:-1], (first, self.last, text, look)])

    def funding(self, d: Declaration) -> None:
        """The whole project's money on the left, the year's on the right, in the form's unit."""
        label = self.show.label("funding")
        if d.funding.money_unit:
            label += f"({self.show.words(f'print.money.{d.funding.money_unit}')})"
        start = self.at
        whole_project = _amounts(d.funding.project, self._whole(d.funding.project))
        sides = zip(whole_project, _amounts(d.funding.annual, self._year()), strict=True)
        level = (pair for both in sides for pair in zip_longest(*both, fillvalue=("", "")))
        for (left, whole), (right, year) in level:
            self.row(
                [(B, C, left, CELL), (D, E, whole, RIGHT), (F, F, right, CELL), (G, self.last, year, RIGHT)]
            )
        self.beside(start, label)

    def _year(self) -> dict[str, str]:
        """What the parts of the year's money are called."""
        names = {name: self.show.label(name) for name in ("total", *PARTS)}
        part = names["fiscal_appropriation"]
        return {**names, "fiscal_appropriation": self.show.words("print.of_which", name=part)}

    def _whole(self, column: Column | None) -> dict[str, str]:
        """What the parts of the whole project's are called; forms have none carried over, so the row is blank."""
        words = self.show.words
        names = {name: words(f"fund_column.{name}") for name in PARTS}
        if not (column and column.carried_over):
            names["carried_over"] = ""
        part = words("print.of_which", name=names["fiscal_appropriation"])
        return {"total": self.show.label("project"), **names, "fiscal_appropriation": part}

    def goals(self, d: Declaration) -> None:
        """What is to be achieved, side by side."""
        names = [name for name in GOALS if name != "medium_term_goal" or d.medium_term_goal]
        names.sort(key=("overall_goal", "medium_term_goal", "annual_goal").index)
        spans = [(B, E), (F, self.last)] if len(names) == 2 else [(B, C), (D, E), (F, self.last)]
        start = self.at
        self.row([(*span, self.show.label(name), MIDDLE) for span, name in zip(spans, names, strict=True)])
        cells: list[Cell] = [
            (*span, self._goal(getattr(d, name)), GOAL) for span, name in zip(spans, names, strict=True)
        ]
        tall = max(4 * LINE, self.tall(cells))
        rows = tall // TALLEST + 1
        for row in range(rows):
            self.high(self.at + row, tall // rows + 1)
        for cell in cells:
            self.put(cell, rows)
        self.at += rows
        self.beside(start, self.show.words("print.goals"))

    def _goal(self, goal: LongText | None) -> str:
        lines = goal.zh.splitlines() if goal else ()
        return "\n".join(line.strip() for line in lines if line.strip())

    def indicators(self, d: Declaration) -> None:
        """A table for each of the goals that indicators belong to; mostly there is one."""
        tables = [(goal, rows) for goal in GOALS if (rows := [e for e in d.indicators if e.goal == goal])]
        heads = [self.show.label(name) for name in ("level_1", "level_2", "name")]
        heads += [self.show.words("print.target"), *map(self.show.label, self.further)]
        for goal, indicators in tables:
            start = self.at
            if len(tables) > 1:
                self.row([(B, self.last, self.show.label(goal), MIDDLE)])
            else:
                self.repeated = self.at + 1
            spans = [
                (B, B),
                (C, C),
                (D, F),
                (G, H),
                *((place, place) for place in range(H + 1, self.last + 1)),
            ]
            self.row([(*span, head, MIDDLE) for span, head in zip(spans, heads, strict=True)])
            self._table(indicators)
            self.beside(start, self.show.label("indicators"))

    def _table(self, indicators: Sequence[Indicator]) -> None:
        for first in arrange.groups(indicators):
            start = self.at
            for second in first.groups:
                above = self.at
                levels: list[Cell] = [(B, B, first.label, MIDDLE), (C, C, second.label, MIDDLE)]
                least = max(
                    self.tall(levels[:1]) // len(first.indicators), self.tall(levels[1:]) // len(second.indicators)
                )  # fmt: skip
                for each in second.indicators:
                    cells: list[Cell] = [
                        (D, F, each.name.zh, CELL),
                        (G, H, each.target.raw if each.target else "", CELL),
                        *(
                            (place, place, _told(getattr(each, name)), LONG)
                            for place, name in enumerate(self.further, H + 1)
                        ),
                    ]
                    self.row(cells, least)
                self.put((C, C, second.label, MIDDLE), self.at - above, above)
            self.put((B, B, first.label, MIDDLE), self.at - start, start)

    def end(self, d: Declaration) -> None:
        """Where it was taken from."""
        if d.source:
            document, place = d.source.document.zh, d.source.place.zh
            text = self.show.words("print.source", document=document, place=place)
            self.row([(A, self.last, text, END)])


def _amounts(column: Column | None, names: Mapping[str, str]) -> Iterator[list[Money]]:
    """The rows of a money column, part by part; further sources stand under their part, or at the end."""
    sources = column.sources if column else ()
    for part in (*names, None):
        rows: list[Money] = []
        if part:
            amount = getattr(column, part) if column else None
            rows.append((names[part], amount.raw if amount else ""))
        rows += [(f"{INDENT}{each.source}", each.amount.raw) for each in sources if each.part_of == part]
        yield rows


def _told(value: object) -> str:
    """What an optional column holds, as filed."""
    match value:
        case None:
            return ""
        case LongText():
            return value.zh
        case Target():
            return value.raw
    return str(value)
