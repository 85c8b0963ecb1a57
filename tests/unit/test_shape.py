"""From text to values of the model: what each kind of field takes, refuses and says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from generator import leaves, load, shape
from generator.fields import Choice, Field, Leaf, Many, fields, records
from generator.model import Declaration, Kind, Text
from generator.target import Target
from generator.vocabulary import Glossary, Organisations

LEAST = """\
id: x
fiscal_year: 2024
project_name: 委托考试
department: 甲局
unit: 乙院
funding: {}
indicators:
  - {id: a, level_1: 产出指标, level_2: 数量指标, name: 考点数}
"""


def read(text: str, cls: type = Declaration) -> tuple[Any, list[tuple[int, str, str]]]:
    """The value that a file holds, and line, rule and case of what is wrong."""
    tree, problems = load.read_bytes(text.encode(), "x.yml")
    assert problems == []
    assert tree is not None
    filed, unfit = shape.read(tree, cls, "x.yml", {"项目名称": "project_name"})
    return filed and filed.value, [(each.line, each.rule, each.case) for each in unfit]


def leaf(kind: str, text: str) -> Any:
    """The value of one text."""
    return leaves.leaf(text, Leaf(Kind(kind)))


def test_the_least() -> None:
    """A declaration needs seven keys; what it leaves out is None, empty, or the usual form."""
    value, problems = read(LEAST)
    assert problems == []
    assert value.project_name == Text("委托考试", None)
    assert value.form == "财政项目支出绩效目标申报表"
    assert (value.subject, value.indicators[0].goal) == ("project", "annual_goal")
    assert (value.funding.annual, value.funding.project, value.period, value.overall_goal) == (None,) * 4
    assert (value.indicators[0].target, value.waivers, value.source) == (None, (), None)


@pytest.mark.parametrize(
    "item", [item for item in fields(Declaration) if item.required], ids=lambda i: i.name
)
def test_required(item: Field) -> None:
    """Each of them is missed when it is not there."""
    above, _, below = LEAST.partition(f"{item.name}:")
    rest = above + ("" if item.name == "indicators" else below.partition("\n")[2])
    assert read(rest) == (None, [(1, "required", "")])


@pytest.mark.parametrize(
    "blank", ["nature:\n", 'nature: ""\n', "nature: '  '\n", "period:\n", "narrative:\n"]
)
def test_blank_is_not_given(blank: str) -> None:
    """A key without content is not given; it is no empty text."""
    value, problems = read(LEAST + blank)
    assert problems == []
    assert (value.nature, value.period, value.narrative) == (None, None, None)


def test_every_problem_at_once() -> None:
    """One reading finds every problem of a file, nested ones too, and then makes no value."""
    text = LEAST.replace("fiscal_year: 2024", "fiscal_year: 24").replace("id: a,", "id: A, 备注栏: 1,")
    value, problems = read(text + "natur: x\nperiod: {start: 2024-13-01}\n")
    assert value is None
    assert sorted(problems) == [
        (2, "year", ""),
        (8, "address", ""),
        (8, "known-keys", ""),
        (9, "known-keys", "guess"),
        (10, "day", ""),
        (10, "required", ""),
    ]


def test_a_guess_is_a_key_that_is_known_there() -> None:
    """A mistyped key, a Chinese name of a field, and a stray one get the help that fits."""
    tree, _ = load.read_bytes((LEAST + "catgory: x\n项目名称: x\n责任人: x\n").encode(), "x.yml")
    assert tree is not None
    _, problems = shape.read(tree, Declaration, "x.yml", {"项目名称": "project_name"})
    assert [(each.args["key"], each.args["guess"], each.case) for each in problems] == [
        ("catgory", "category", "guess"),
        ("项目名称", "project_name", "guess"),
        ("责任人", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-01-01", dt.date(2024, 1, 1)),
        ("2026/1/1", dt.date(2026, 1, 1)),
        ("2024年2月29日", dt.date(2024, 2, 29)),
        ("2024-1-9", dt.date(2024, 1, 9)),
    ],
)
def test_day(text: str, value: dt.date) -> None:
    """A date is read as forms write it."""
    assert leaf("day", text) == value


@pytest.mark.parametrize(("text", "number"), [("0", "0"), ("0.00", "0.00"), ("77,677,700.00", "77677700.00")])
def test_money(text: str, number: str) -> None:
    """An amount keeps its published text beside the number."""
    amount = leaf("money", text)
    assert (amount.raw, str(amount.number)) == (text, number)


def test_other_leaves() -> None:
    """A year is a number, a weight an exact decimal, a target is parsed, prose keeps its lines."""
    assert leaf("year", "2024") == 2024
    assert leaf("number", "12.50") == Decimal("12.50")
    assert leaf("target", "≥90(%)") == Target("≥90(%)", "numeric", "ge", "90", "%")
    assert leaf("prose", "一\n二") == "一\n二"
    assert leaf("term-key", "fiscal_year") == "fiscal_year"
    assert leaf("web-address", "https://www.example.gov.cn:8080/a?b=1#c")


UNFIT = {
    ("slug", "address"): [
        "A",
        "a_b",
        "-a",
        "a-",
        "a--b",
        "考",
        "a.b",
        "../a",
        "a/b",
        "index",
        "con",
        "nul",
        "com1",
        "lpt9",
        "page-2",
        "ａ",
    ],
    ("term-key", "address"): ["A", "_a", "a.", "考"],
    ("year", "year"): ["24", "2024年", "02024", "２０２４", "3024", "-2024", "2024.0"],
    ("day", "day"): [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024.1.1",
        "0000-01-01",
        "2024",
        "24-01-01",
        "及时",
        "2024-01-01T00:00",
        "２０２４-01-01",
    ],
    ("money", "money"): [
        "-1",
        "1,00",
        "1_000",
        "1e3",
        "NaN",
        "约50万",
        "￥5",
        "1.",
        ".5",
        "５００",
        "10,00,000",
    ],
    ("money", "funding-scale"): ["5元", "5万元", "5.5亿元", "5 万元"],
    ("number", "number"): ["20%", "-1", "1e3", "NaN", "１", "1,000", "二十"],
    ("sha256", "sha256"): ["a" * 63, "A" * 64, "g" * 64, "a" * 65],
    ("web-address", "web-address"): (
        ["www.x.cn", "ftp://x.cn", "javascript:alert(1)", "https://x.cn/目标", "https://", "data:,x"]
    ),
    ("line", "one-line"): ["a\nb", "一\n\n二"],
    ("target", "one-line"): ["≥90\n(%)"],
}


@pytest.mark.parametrize(
    ("kind", "text", "rule"), [(kind, text, rule) for (kind, rule), texts in UNFIT.items() for text in texts]
)
def test_unfit(kind: str, text: str, rule: str) -> None:
    """A text that its field cannot take is refused by the rule that says so."""
    with pytest.raises(leaves.UnfitError) as caught:
        leaf(kind, text)
    assert caught.value.rule == rule


def test_too_long_or_blank_inside() -> None:
    """An address has at most 64 characters; addresses and amounts hold no blank."""
    assert leaf("slug", "a" * 64) == "a" * 64
    long, blank = "a" * 65, "1 000"
    for kind, text in (("slug", long), ("term-key", long), ("slug", blank), ("money", blank)):
        with pytest.raises(leaves.UnfitError):
            leaf(kind, text)


def test_choice() -> None:
    """A fixed word is one of its options, exactly."""
    assert leaves.leaf("元", Choice(("元", "万元"))) == "元"
    with pytest.raises(leaves.UnfitError):
        leaves.leaf("美元", Choice(("元", "万元")))


def test_an_amount_with_its_unit() -> None:
    """`5.5万元` is a matter of scale, not of digits."""
    with pytest.raises(leaves.UnfitError) as caught:
        leaf("money", "5.5万元")
    assert (caught.value.rule, caught.value.case) == ("funding-scale", "suffix")


def test_an_address_is_proposed() -> None:
    """The fix for an address proposes one that will be taken."""
    with pytest.raises(leaves.UnfitError) as caught:
        leaf("slug", "Reading_Room (2)")
    assert leaf("slug", caught.value.fill["write"]) == "reading-room-2"


def test_places_of_values() -> None:
    """Each value has its place; what is not in the file has that of the nearest thing around it."""
    tree, _ = load.read_bytes(LEAST.encode(), "x.yml")
    assert tree is not None
    filed, _ = shape.read(tree, Declaration, "x.yml")
    assert filed is not None
    assert filed.place(("project_name", "zh")) == (3, 15)
    assert filed.place(("funding", "annual", "total")) == filed.place(("funding",)) == (6, 10)
    assert filed.place(("indicators", 0, "name")) == (8, LEAST.splitlines()[7].index("考点数") + 1)
    assert filed.place(("nature",)) == (1, 1)


def test_the_examples_are_readable() -> None:
    """What a field's documentation or a fix proposes is taken by that field, unless it is cut short by `…`."""
    for root in (Declaration, Organisations, Glossary):
        for cls in records(root):
            for item in fields(cls):
                form = item.form.item if isinstance(item.form, Many) else item.form
                if item.example and not item.example.endswith("…") and isinstance(form, Leaf | Choice):
                    leaves.leaf(item.example, form)


def test_every_kind_has_its_reader() -> None:
    """Each kind of leaf that the model names is read by one function, and no function is idle."""
    kinds = {
        form.kind.name
        for root in (Declaration, Organisations, Glossary)
        for cls in records(root)
        for item in fields(cls)
        for form in [item.form.item if isinstance(item.form, Many) else item.form]
        if isinstance(form, Leaf)
    }
    assert kinds == set(leaves.LEAVES)
