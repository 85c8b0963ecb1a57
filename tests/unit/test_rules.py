"""Where rules begin and end: what they must notice, and what they must leave alone.

What is told of each stands in `tests/problems`.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from generator import load, rules, shape
from generator.model import (
    Amount,
    Column,
    Declaration,
    Funding,
    FundSource,
    Indicator,
    LongText,
    Narrative,
    Period,
    Source,
    Text,
    Waiver,
)
from generator.pipeline import Reading
from generator.problem import Severity
from generator.rules.goals import likeness, promises
from generator.schema import EXAMPLES
from generator.shape import Filed
from generator.target import parse
from generator.vocabulary import Organisation, Vocabulary

EXAMPLE = EXAMPLES / "declaration.yml"


def amount(text: str) -> Amount:
    """An amount as published."""
    return Amount(text, Decimal(text.replace(",", "")))


def column(total: str, fiscal: str | None = None, other: str | None = None, *sources: FundSource) -> Column:
    """A money column."""
    return Column(amount(total), fiscal and amount(fiscal), None, other and amount(other), sources)


def indicator(
    name: str, target: str | None, level_1: str = "产出指标", level_2: str = "质量指标", **more: Any
) -> Indicator:
    """A row of the table."""
    return Indicator("a", level_1, level_2, Text(name, "x"), target and parse(target), **more)


def declaration(*indicators: Indicator, **more: Any) -> Declaration:
    """A declaration whose every other part is sound."""
    rest = (
        indicator("成本", "≤1(元)", "成本指标", "经济成本指标"),
        indicator("产出", "≥1(个)"),
        indicator("效益", "≥1(个)", "效益指标", "社会效益指标"),
        indicator("乙方满意度", "≥90(%)", "满意度指标", "服务对象满意度指标"),
    )
    whole = [replace(each, id=f"i-{number}") for number, each in enumerate((*indicators, *rest))]
    least = Declaration(
        "x", 2024, Text("项目", "x"), "上海市人力资源和社会保障局", "上海市职业能力考试院",
        Funding("元", column("54,321.00", "54,321.00")), tuple(whole),
    )  # fmt: skip
    return replace(least, **more)


@pytest.fixture
def told(reading: Reading) -> Any:
    """Rule and case of what is found in a declaration, severest first (without what lacks English)."""

    def tell(value: Declaration) -> list[str]:
        found = rules.check(Filed("x.yml", value), reading.vocabulary)
        return [f"{each.rule}.{each.case}".rstrip(".") for each in found if each.rule != "english-given"]

    return tell


def test_sound(told: Any) -> None:
    """The declaration these tests start from is sound."""
    assert told(declaration()) == []


@pytest.mark.parametrize(
    ("name", "target", "expected"),
    [
        ("违规处置率", "=100(%)", []),
        ("投诉处理率", "≥95(%)", []),
        ("事故下降率", "≥10(%)", []),
        ("投诉回复及时性", "及时", ["misfiled.timely"]),
        ("差错率", "≤1(%)", []),
        ("差错率", "=0(%)", []),
        ("差错率", "≥1(%)", ["bad-thing-direction"]),
        ("投诉次数", ">3(次)", ["bad-thing-direction"]),
        ("泄密事故数", "=100(%)", ["bad-thing-direction"]),
        ("完成率", "=100(%)", []),
        ("完成率", "=100百分比", []),
        ("差错率", "≤5‰", []),
        ("完成率", "=100(次)", ["unit-vs-name.rate"]),
        ("资金占比", "=30(个)", ["unit-vs-name.rate"]),
        ("完成率", "=100", []),
        ("参加人次", "≥50(%)", ["unit-vs-name.count"]),
        ("培训场次", "≥50(%)", ["unit-vs-name.count"]),
        ("完成率", "及时", ["rate-in-words"]),
        ("完成率", "101%", ["percent-range"]),
        ("完成率", "100%", []),
        ("收入增长率", "≥120%", []),
        ("用户增幅", "≥-5%", []),
        ("降幅", "≤150%", []),
        ("居民满意度", "=90(%)", ["satisfaction-equals"]),
        ("居民满意度", "=100(%)", ["satisfaction-equals"]),
        ("居民满意度", "≥90(%)", []),
        ("居民满意度", "满意", []),
        ("空白", None, ["target-given"]),
        ("斜线", "/", ["target-given"]),
        ("水平", "提高", ["vague-words"]),
        ("水平", "有所提高并通过验收", []),
        ("坏字", "≥90\\%", ["conversion-damage"]),
        ("坏字", "≥90&nbsp;%", ["conversion-damage"]),
        ("小于", "<5%", []),
        ("水平", "达到“五星”标准", []),
    ],
)
def test_indicator(name: str, target: str | None, expected: list[str], told: Any) -> None:
    """A name and its target are told apart from odd ones by what they mean."""
    assert told(declaration(indicator(name, target))) == expected


@pytest.mark.parametrize(
    ("level_2", "name", "expected"),
    [
        ("数量指标", "完成率", ["misfiled.rate"]),
        ("质量指标", "完成率", []),
        ("时效指标", "完成及时率", []),
        ("数量指标", "完成及时性", ["misfiled.timely"]),
        ("时效指标", "信息安全", ["misfiled.safe"]),
        ("质量指标", "信息安全", []),
    ],
)
def test_misfiled(level_2: str, name: str, expected: list[str], told: Any) -> None:
    """A row that stands under a level it does not fit is mentioned."""
    assert told(declaration(indicator(name, "=100(%)", level_2=level_2))) == expected


def test_the_same_name_under_two_goals(told: Any) -> None:
    """An indicator may stand once for the year and once for the whole project."""
    twice = (indicator("里程", "≥1(公里)"), indicator("里程", "≥3(公里)", goal="overall_goal"))
    assert told(declaration(*twice)) == []
    assert told(declaration(twice[0], twice[0])) == ["duplicates.name"]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("≤500(元)", ["duplicates.budget"]),
        ("=500元", ["duplicates.budget"]),
        ("≥500(人次)", []),
        ("=500(%)", []),
    ],
)
def test_budget_as_target(target: str, expected: list[str], told: Any) -> None:
    """The budget as a target is an amount of money; 500 visits are not the budget of 500 yuan."""
    funding = Funding("元", column("500", "500"))
    found = told(declaration(indicator("指标", target), funding=funding))
    assert [each for each in found if each.startswith("duplicates")] == expected


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((None, None), []),
        (("60", "40"), []),
        (("50.5", "39.5"), []),
        (("100", None), []),
        (("60", "30.01"), ["weights"]),
        (("20", None), ["weights"]),
    ],
)
def test_weights(weights: tuple[str | None, ...], expected: list[str], told: Any) -> None:
    """Weights, where given, add up to exactly 100, or to 90 beside 10 for the budget."""
    rows = [
        indicator(f"指标{number}", "≥1(个)", weight=weight and Decimal(weight))
        for number, weight in enumerate(weights)
    ]
    assert told(declaration(*rows)) == expected


FISCAL, OTHER = ("fiscal_appropriation", "other")


def source(value: str, part_of: Any = None) -> FundSource:
    """A further source of money."""
    return FundSource("一般公共预算", amount(value), part_of)


@pytest.mark.parametrize(
    ("unit", "given", "expected"),
    [
        ("元", column("5.00"), []),
        ("元", column("5.00", "3.00", "2.00"), []),
        ("元", column("5.01", "3.00", "2.00"), []),
        ("元", column("5.02", "3.00", "2.00"), ["funding-sum"]),
        ("万元", column("5.000001", "3", "2"), []),
        ("万元", column("5.000002", "3", "2"), ["funding-sum"]),
        ("元", column("5.00", "3.00", None, source("2.00")), []),
        ("元", column("5.00", "3.00", None, source("1.00")), ["funding-sum"]),
        ("元", column("5.00", "5.00", None, source("2.00", FISCAL), source("3.00", FISCAL)), []),
        ("元", column("5.00", "5.00", None, source("2.00", FISCAL)), ["funding-sum.part"]),
        ("元", column("5.00", "3.00", "2.00", source("2.00", OTHER)), []),
        ("元", column("5.00", None, None, source("4.00", FISCAL)), ["funding-sum"]),
        ("元", column("0", "0", "0"), []),
    ],
)
@pytest.mark.parametrize("name", ["annual", "project"])
def test_funding_sum(unit: Any, given: Column, expected: list[str], name: str, told: Any) -> None:
    """A total is the sum of its parts and a part that of its sources, to one fen, whatever the unit."""
    assert told(declaration(funding=Funding(unit, **{name: given}))) == expected


@pytest.mark.parametrize(
    ("unit", "total", "text", "expected"),
    [
        ("元", "500000", "安排50万元。", []),
        ("元", "500000", "安排500,000.00元。", []),
        ("万元", "50", "安排50万元，其中购书20万元。", []),
        ("万元", "50", "购书20万元，维修30万元，共50万元。", []),
        ("万元", "50", "安排50元。", ["funding-scale.narrative"]),
        ("元", "50", "安排0.005亿元。", ["funding-scale.narrative"]),
        ("元", "500000", "没有金额。", []),
    ],
)
def test_amount_in_the_narrative(unit: Any, total: str, text: str, expected: list[str], told: Any) -> None:
    """An amount in the narrative is the form's, after conversion."""
    narrative = Narrative(annual_budget=LongText(text, "x"))
    funding = Funding(unit, column(total, total))
    assert told(declaration(funding=funding, narrative=narrative)) == expected


@pytest.mark.parametrize(
    ("start", "end", "nature", "expected"),
    [
        ("2024-01-01", "2024-12-31", "经常性专项业务费", []),
        ("2024-06-01", "2024-06-01", None, []),
        ("2023-01-01", "2025-12-31", "阶段性项目", []),
        ("2023-01-01", "2025-12-31", "阶段性", []),
        ("2023-01-01", "2025-12-31", None, []),
        ("2023-01-01", "2025-12-31", "一次性项目", ["dates.years"]),
        ("2025-01-01", "2025-12-31", "一次性项目", ["dates.year"]),
        ("2024-12-31", "2024-12-30", "一次性项目", ["dates.order"]),
    ],
)
def test_dates(start: str, end: str, nature: str | None, expected: list[str], told: Any) -> None:
    """Start, end, year and nature agree; only a project known not to be phased must stay in one year."""
    period = Period(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert told(declaration(period=period, nature=nature)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "咨询热线12345",
        "电话021-62345678",
        "项目编码310000240000000000001",
        "第13812号",
        "13812345678901234567",
        "主管部门负责人由单位指定",
        "选定接待定点饭店",
        "招待定额",
        "有待定期检查",
        "撰写300字以内的摘要",
        "C++",
        "a_b_c",
        "3×4米",
        "MAXXIMUM",
        "2*3",
    ],
)
def test_harmless_text(text: str, told: Any) -> None:
    """Numbers and words that only look like personal data or an unfilled prompt may be published."""
    assert told(declaration(annual_goal=LongText(text, "x"))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("手机13812345678", "personal-data.mobile"),
        ("19912345678联系", "personal-data.mobile"),
        ("证号11010519491231002X", "personal-data.id"),
        ("证号110105194912310021。", "personal-data.id"),
        ("联系人：张三，电话021-62345678", "personal-data.person"),
        ("经办人 李四 62345678", "personal-data.person"),
        ("XX项目", "placeholders"),
        ("第XX届", "placeholders"),
        ("（100字以内）", "placeholders"),
        ("(200字以内)", "placeholders"),
        ("待填", "placeholders"),
        ("待定", "placeholders"),
        ("____", "placeholders"),
        ("××单位", "placeholders"),
        ("TODO", "placeholders"),
    ],
)
def test_text_that_must_not_be_published(text: str, expected: str, told: Any) -> None:
    """Personal data and unfilled prompts are found in every text, English and notes included."""
    assert told(declaration(annual_goal=LongText(text, "x"))) == [expected]
    assert told(declaration(annual_goal=LongText("x", text))) == [expected]
    assert told(declaration(waivers=(Waiver("levels", text),)))[0] == expected
    assert told(declaration(indicator("名称", "≥1(个)", source_note=LongText(text, "x")))) == [expected]


def test_digits_of_a_hash_are_no_telephone(told: Any) -> None:
    """A checksum or an address on the web whose digits look like a mobile number is no personal data."""
    source = Source(
        Text("文件", "x"), Text("第1页", "x"), sha256="a13912345678" + "b" * 52,
        address="https://www.example.gov.cn/2024/t20240115_13912345678.html",
    )  # fmt: skip
    assert told(declaration(source=source)) == []


def test_a_waiver_answers_warnings_only(told: Any, reading: Reading) -> None:
    """A waiver silences no error and no hint, reaches no other indicator, and keeps its reason."""
    odd = indicator("甲方满意度", "=90(%)")
    everywhere = Waiver("satisfaction-equals", "原文如此")
    elsewhere = replace(everywhere, indicator="i-1")

    def found(*waivers: Waiver) -> list[tuple[str, str, str]]:
        value = declaration(odd, waivers=waivers)
        problems = rules.check(Filed("x.yml", value), reading.vocabulary)
        return [(each.rule, str(each.severity), each.reason) for each in problems]

    assert found() == [("satisfaction-equals", "warning", "")]
    assert found(everywhere) == [("satisfaction-equals", "waived", "原文如此")]
    assert found(replace(everywhere, indicator="i-0")) == [("satisfaction-equals", "waived", "原文如此")]
    assert found(elsewhere) == [("satisfaction-equals", "warning", ""), ("waiver-used", "warning", "")]
    wrong = declaration(funding=Funding("元", column("5", "4")), waivers=(Waiver("funding-sum", "原文如此"),))
    problems = rules.check(Filed("x.yml", wrong), reading.vocabulary)
    assert {(each.rule, each.severity) for each in problems} == {
        ("funding-sum", Severity.ERROR),
        ("waiver-used", Severity.WARNING),
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("上缴差错率为0%", [("上缴差错率", "0", "%", "")]),
        ("各部委满意度达到90%及以上。", [("各部委满意度", "90", "%", "ge")]),
        (
            "验收合格率、故障处理率均达到100%，",
            [("验收合格率", "100", "%", ""), ("故障处理率", "100", "%", "")],
        ),
        ("系统业务办结数达到5万次及以上", [("系统业务办结数", "50000", "次", "ge")]),
        ("投诉次数不超过3次", [("投诉次数", "3", "次", "le")]),
        ("完成率不低于95%", [("完成率", "95", "%", "ge")]),
        ("安保人员到位及时率达到100%", [("安保人员到位及时率", "100", "%", "")]),
        ("安全顺利完成全年各项委托考试任务。", []),
    ],
)
def test_promises(sentence: str, expected: list[tuple[str, str, str, str]]) -> None:
    """The figures that a goal promises are read from its sentences."""
    found = [(each.name, str(each.number), each.unit, each.operator) for each in promises(sentence)]
    assert found == expected


def test_likeness_by_its_definition() -> None:
    """Bits count what the table of the longest common subsequence counts."""
    chance = random.Random(1)  # noqa: S311 (no secret)
    for _ in range(500):
        one, other = ("".join(chance.choices("考点数率", k=chance.randint(1, 60))) for _ in range(2))
        table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
        for i, here in enumerate(one):
            for j, there in enumerate(other):
                longer = table[i][j] + 1 if here == there else max(table[i][j + 1], table[i + 1][j])
                table[i + 1][j + 1] = longer
        assert likeness(one, other) == table[-1][-1] / min(len(one), len(other))


def test_likeness() -> None:
    """A name inside another is the same thing; names without a common character are not."""
    assert likeness("差错率", "上缴差错率") == 1
    assert likeness("上缴完成率", "上缴计划完成率") == 1
    assert likeness("甲", "乙") == 0


def test_the_example_is_sound(reading: Reading) -> None:
    """The example that the documentation shows has nothing to complain of, once its organisations are known."""
    tree, problems = load.read_bytes(EXAMPLE.read_bytes(), EXAMPLE.name)
    assert tree is not None
    filed, unfit = shape.read(tree, Declaration, EXAMPLE.name)
    assert filed is not None
    named = [filed.value.department, filed.value.unit]
    organisations = tuple(Organisation(f"o-{i}", Text(name, "x")) for i, name in enumerate(named))
    vocabulary = Vocabulary(reading.vocabulary.glossary, organisations)
    assert [str(each) for each in [*problems, *unfit, *rules.check(filed, vocabulary)]] == []
