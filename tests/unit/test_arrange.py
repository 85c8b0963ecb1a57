"""Order and headings of what is shown, and where lists are cut."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generator import arrange
from generator.derive import Declared
from generator.model import Declaration, Funding, Indicator, LongText, Text
from generator.target import parse
from generator.vocabulary import Glossary, GlossaryTerm, Organisation, Vocabulary

VOCABULARY = Vocabulary(
    Glossary(level_1=(GlossaryTerm("cost", Text("成本指标")), GlossaryTerm("output", Text("产出指标"))))
)


def row(name: str, level_1: str = "产出指标", level_2: str = "数量指标", **more: Any) -> Indicator:
    """A row of the table."""
    return Indicator(name, level_1, level_2, Text(name), **more)


def test_groups_keep_the_order_filed() -> None:
    """Labels stand in the order they first appear, rows in the order filed, nothing sorted or lost."""
    rows = [
        row("a"),
        row("b", "效益指标", "社会"),
        row("c", level_2="质量指标"),
        row("d"),
        row("e", "成本指标", "x"),
    ]
    found = arrange.groups(rows)
    assert [(group.label, [each.id for each in group.indicators]) for group in found] == [
        ("产出指标", ["a", "c", "d"]),
        ("效益指标", ["b"]),
        ("成本指标", ["e"]),
    ]
    assert [(group.label, [each.id for each in group.indicators]) for group in found[0].groups] == [
        ("数量指标", ["a", "d"]),
        ("质量指标", ["c"]),
    ]
    assert arrange.groups([]) == ()


def test_all_indicators() -> None:
    """Indicators of the whole site stand by level, then name, then address."""
    organisation = Organisation("o", Text("甲"))

    def declared(identity: str, *indicators: Indicator) -> Declared:
        whole = Declaration(identity, 2024, Text("x"), "甲", "甲", Funding(), indicators)
        return Declared(whole, f"2024/{identity}", organisation, organisation, None, None)

    site = [declared("z", row("乙"), row("x", "过程指标")), declared("a", row("乙"), row("丙", "成本指标"))]
    found = arrange.all_indicators(site, VOCABULARY)
    assert [(each.level_1, each.id, each.path) for each in found] == [
        ("cost", "丙", "2024/a"),
        ("output", "乙", "2024/a"),
        ("output", "乙", "2024/z"),
        ("other", "x", "2024/z"),
    ]
    assert [(level, len(listed)) for level, listed in arrange.by_level(found)] == [
        ("cost", 1),
        ("output", 2),
        ("other", 1),
    ]


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])]
)
def test_chunks(count: int, sizes: list[int]) -> None:
    """A list is cut into pages of at most the size, all of it and in order; nothing is one empty page."""
    cut = arrange.chunks(range(count), 3)
    assert [len(part) for part in cut] == sizes
    assert [item for part in cut for item in part] == list(range(count))


def test_further_columns() -> None:
    """A column that only some forms have is there when one row fills it, in the order of the form."""
    assert arrange.further_columns([row("a"), row("b")]) == ()
    rows = [row("a", note=LongText("x")), row("b", weight=Decimal(0), project_target=parse("≥1(个)"))]
    assert arrange.further_columns(rows) == ("project_target", "weight", "note")


def test_further_columns_are_fields() -> None:
    """Each of those columns is a field of the indicator."""
    assert set(arrange.FURTHER) <= set(Indicator.__dataclass_fields__)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("≥90%", "at-least"),
        (">1(个)", "at-least"),
        ("≤4(小时)", "at-most"),
        ("<4", "at-most"),
        ("=100(%)", "exactly"),
        ("985米", "exactly"),
        ("=0(次)", "zero-tolerance"),
        ("0起", "exactly"),
        ("及时", "in-words"),
    ],
)
def test_kind(raw: str, kind: str) -> None:
    """Each target is of one kind; a figure without an operator asks for just that."""
    assert arrange.kind(parse(raw)) == kind
    assert kind in arrange.KINDS


def test_a_blank_target_is_of_no_kind() -> None:
    """What the form leaves blank is in no list but that of all indicators."""
    assert arrange.kind(None) == ""


def shared(*targets: tuple[str, str, str]) -> tuple[arrange.Shared, ...]:
    """The shared indicators of (declaration, name, target)."""
    listed = [
        arrange.row_of(
            row(name, target=parse(raw) if raw else None),
            Declared(
                Declaration(identity, 2024, Text("x"), "甲", "甲", Funding(), ()),
                f"2024/{identity}",
                *[Organisation("o", Text("甲"))] * 2,
                None,
                None,
            ),
            VOCABULARY,
        )
        for identity, name, raw in targets
    ]
    return arrange.shared(listed)


def test_shared_are_names_of_two_declarations() -> None:
    """Two rows of one declaration are not shared; the most that rows disagree in is said, units first."""
    found = shared(
        ("a", "同", "=1(次)"), ("b", "同", "=1.00(次)"),
        ("a", "值", "=1(次)"), ("b", "值", "≥1(次)"),
        ("a", "位", "=1(次)"), ("b", "位", "=1(%)"), ("c", "位", "=1(次)"),
        ("a", "空", "=1"), ("b", "空", ""),
        ("a", "己", "=1"), ("a", "己", "=2"),
        ("a", "文", "及时"), ("b", "文", "稳定"),
    )  # fmt: skip
    assert [(each.name.zh, each.differs, len(each.rows)) for each in found] == [
        ("位", "unit", 3),
        ("值", "target", 2),
        ("文", "target", 2),
        ("空", "target", 2),
        ("同", "", 2),
    ]


def test_shared_pages_are_bounded() -> None:
    """No page has more rows than allowed, and none is lost; a long name goes on on the next page."""
    groups = shared(*((identity, name, "=1") for name in "甲乙" for identity in "abcde"))
    cut = arrange.shared_pages(groups, 4)
    assert [[(each.name.zh, len(each.rows)) for each in page] for page in cut] == [
        [("乙", 4)],
        [("乙", 1), ("甲", 3)],
        [("甲", 2)],
    ]
    assert arrange.shared_pages((), 4) == [[]]
