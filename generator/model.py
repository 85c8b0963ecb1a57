"""What a declaration is: frozen values, one class per part of the form, one word per thing.

The classes are the single source of the schema: `shape.py` reads files by them, `schema.py` writes the JSON
Schema and the staff's documentation from them. A field without a default is required; `example` is what the
documentation shows. What a field means stands in the locales (`help.<Class>.<field>`) and, for fields printed
on the form, in `content/glossary.yml` (group `field`). Blank on the form is "not given": None, never 0 or "".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

from generator.target import Target


@dataclass(frozen=True, slots=True)
class Kind:
    """How the text of a leaf is read; `leaves.LEAVES` has one reader for each name."""

    name: str
    group: str = ""
    """For `term`: the glossary group the word must be found in."""


Slug = Annotated[str, Kind("slug")]
Line = Annotated[str, Kind("line")]
Prose = Annotated[str, Kind("prose")]
Sha256 = Annotated[str, Kind("sha256")]
WebAddress = Annotated[str, Kind("web-address")]
PagePath = Annotated[str, Kind("path")]
"""The address of a declaration without language: `2024/x`."""
Year = Annotated[int, Kind("year")]
Day = Annotated[dt.date, Kind("day")]
Number = Annotated[Decimal, Kind("number")]
TargetValue = Annotated[Target, Kind("target")]


def required(example: str = "") -> Any:
    """A field that must be there, with what the documentation shows for it."""
    return field(metadata={"example": example})


def optional(example: str = "", default: str | None = None) -> Any:
    """A field that only some forms have."""
    return field(metadata={"example": example}, default=default)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the form: Chinese as filed, English as an unofficial translation (None: not yet there)."""

    zh: Line
    en: Line | None = None


@dataclass(frozen=True, slots=True)
class LongText:
    """The same, where paragraphs are allowed."""

    zh: Prose
    en: Prose | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money in the form's own unit of money."""

    raw: str
    """As published: `77,677,700.00`."""
    number: Decimal


Money = Annotated[Amount, Kind("money")]


@dataclass(frozen=True, slots=True)
class Period:
    """计划开始日期, 计划完成日期; both days belong to it."""

    start: Day = required("2024-01-01")
    end: Day = required("2024-12-31")


@dataclass(frozen=True, slots=True)
class FundSource:
    """A source of money beyond the usual three."""

    source: Annotated[str, Kind("term", "fund_source")] = required("政府性基金预算")
    amount: Money = required("1,200,000.00")
    part_of: Literal["fiscal_appropriation", "other"] | None = optional("fiscal_appropriation")


@dataclass(frozen=True, slots=True)
class Column:
    """One money column of the form: the year's, or the whole project's. The two are never added."""

    total: Money = required("77,677,700.00")
    fiscal_appropriation: Money | None = optional("77,677,700.00")
    carried_over: Money | None = optional("0.00")
    other: Money | None = optional("0.00")
    sources: tuple[FundSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Funding:
    """项目资金."""

    money_unit: Literal["元", "万元"] | None = optional("元")
    annual: Column | None = None
    project: Column | None = None


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """What came of an indicator (自评): room for it from the first day; no page shows it yet."""

    actual: TargetValue = required("=100(%)")
    points: Number | None = optional("5")
    score: Number | None = optional("4.5")
    reason: LongText | None = None


GOALS = ("annual_goal", "overall_goal", "medium_term_goal")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the table 绩效指标."""

    id: Slug = required("examination-venues")
    level_1: Annotated[str, Kind("term", "level_1")] = required("产出指标")
    level_2: Annotated[str, Kind("term", "level_2")] = required("数量指标")
    name: Text = required("考点数")
    target: TargetValue | None = optional("≥708.00(个)")
    target_en: Line | None = optional("passed acceptance")
    measure_unit_en: Line | None = optional("venues")
    project_target: TargetValue | None = optional("≥2100(个)")
    goal: Literal["annual_goal", "overall_goal", "medium_term_goal"] = optional(
        "annual_goal", default="annual_goal"
    )
    weight: Number | None = optional("10")
    direction: Literal["正向", "反向"] | None = optional("正向")
    explanation: LongText | None = None
    scoring: LongText | None = None
    previous_value: Line | None = optional("701(个)")
    note: LongText | None = None
    source_note: LongText | None = None
    result: IndicatorResult | None = None


@dataclass(frozen=True, slots=True)
class Narrative:
    """项目经费情况说明: the seven parts that department budgets add."""

    overview: LongText | None = None
    basis: LongText | None = None
    implementer: LongText | None = None
    plan: LongText | None = None
    cycle: LongText | None = None
    annual_budget: LongText | None = None
    goals: LongText | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where the declaration was transcribed from."""

    document: Text = required("……2024年度项目绩效目标汇总表")
    place: Text = required("汇总表第1份申报表")
    file: Line | None = optional("2024-summary.pdf")
    sha256: Sha256 | None = optional("9f86d081884c7d65…")
    address: WebAddress | None = optional("https://www.example.gov.cn/2024.pdf")
    notes: tuple[LongText, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """How the publisher registered the document; shown where given, never made up."""

    publisher: Text | None = None
    index_number: Line | None = optional("SY-001234-2024-0001")
    document_number: Line | None = optional("〔2024〕1号")
    issued: Day | None = optional("2024-02-01")
    published: Day | None = optional("2024-02-20")
    validity: Line | None = optional("有效")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was put right after publication, and when."""

    day: Day = required("2024-05-06")
    text: LongText = required("年度资金申请总额由50万元更正为48万元。")


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a warning of this file may stand."""

    rule: Slug = required("satisfaction-equals")
    reason: Prose = required("与主管部门确认,原文如此。")
    indicator: Slug | None = optional("examination-venues")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One filed form 申报表, of any year and province."""

    id: Slug = required("personnel-examination-administration")
    fiscal_year: Year = required("2024")
    project_name: Text = required("人事考试考务费用")
    department: Annotated[str, Kind("organisation")] = required("上海市人力资源和社会保障局")
    unit: Annotated[str, Kind("organisation")] = required("上海市职业能力考试院")
    funding: Funding = required()
    indicators: tuple[Indicator, ...] = required()
    form: Annotated[str, Kind("term", "form")] = optional(
        "财政项目支出绩效目标申报表", default="财政项目支出绩效目标申报表"
    )
    subject: Literal["project", "department", "transfer", "policy"] = optional("project", default="project")
    nature: Annotated[str, Kind("term", "nature")] | None = optional("经常性专项业务费")
    category: Annotated[str, Kind("term", "category")] | None = optional("特定目标类")
    attribute: Annotated[str, Kind("term", "attribute")] | None = optional("延续项目")
    period: Period | None = None
    project_code: Line | None = optional("310000240000000000001")
    unit_code: Line | None = optional("123001")
    budget_code: Line | None = optional("2080109")
    overall_goal: LongText | None = None
    annual_goal: LongText | None = None
    medium_term_goal: LongText | None = None
    narrative: Narrative | None = None
    source: Source | None = None
    publication: Publication | None = None
    added: Day | None = optional("2024-03-01")
    corrections: tuple[Correction, ...] = ()
    moved_from: tuple[PagePath, ...] = ()
    note: LongText | None = None
    waivers: tuple[Waiver, ...] = ()
