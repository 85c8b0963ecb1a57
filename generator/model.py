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
    """How the text of a leaf is read; `shape.LEAVES` has one reader for each name."""

    name: str
    group: str = ""
    """For `term`: the glossary group the word must be found in."""


Slug = Annotated[str, Kind("slug")]
Line = Annotated[str, Kind("line")]
Prose = Annotated[str, Kind("prose")]
Sha256 = Annotated[str, Kind("sha256")]
WebAddress = Annotated[str, Kind("web-address")]
Year = Annotated[int, Kind("year")]
Day = Annotated[dt.date, Kind("day")]
Number = Annotated[Decimal, Kind("number")]
TargetValue = Annotated[Target, Kind("target")]


def key(*, example: str = "", **default: Any) -> Any:
    """A dataclass field with what the documentation shows for it."""
    return field(metadata={"example": example}, **default)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the form: Chinese as filed, English as an unofficial translation (None: not yet translated)."""

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

    start: Day = key(example="2024-01-01")
    end: Day = key(example="2024-12-31")


@dataclass(frozen=True, slots=True)
class FundSource:
    """A source of money beyond the usual three."""

    source: Annotated[str, Kind("term", "fund_source")] = key(example="政府性基金预算")
    amount: Money = key(example="1,200,000.00")
    part_of: Literal["fiscal_appropriation", "other"] | None = key(example="fiscal_appropriation", default=None)


@dataclass(frozen=True, slots=True)
class Column:
    """One money column of the form: the year's, or the whole project's. The two are never added."""

    total: Money = key(example="77,677,700.00")
    fiscal_appropriation: Money | None = key(example="77,677,700.00", default=None)
    carried_over: Money | None = key(example="0.00", default=None)
    other: Money | None = key(example="0.00", default=None)
    sources: tuple[FundSource, ...] = key(default=())


@dataclass(frozen=True, slots=True)
class Funding:
    """项目资金."""

    money_unit: Literal["元", "万元"] | None = key(example="元", default=None)
    annual: Column | None = key(default=None)
    project: Column | None = key(default=None)


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """What came of an indicator (自评): room for it from the first day; no page shows it yet."""

    actual: TargetValue = key(example="=100(%)")
    points: Number | None = key(example="5", default=None)
    score: Number | None = key(example="4.5", default=None)
    reason: LongText | None = key(default=None)


GOALS = ("annual_goal", "overall_goal", "medium_term_goal")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the table 绩效指标."""

    id: Slug = key(example="examination-venues")
    level_1: Annotated[str, Kind("term", "level_1")] = key(example="产出指标")
    level_2: Annotated[str, Kind("term", "level_2")] = key(example="数量指标")
    name: Text = key(example="考点数")
    target: TargetValue | None = key(example="≥708.00(个)", default=None)
    target_en: Line | None = key(example="passed acceptance", default=None)
    measure_unit_en: Line | None = key(example="venues", default=None)
    project_target: TargetValue | None = key(example="≥2100(个)", default=None)
    goal: Literal["annual_goal", "overall_goal", "medium_term_goal"] = key(
        example="annual_goal", default="annual_goal"
    )
    weight: Number | None = key(example="10", default=None)
    direction: Literal["正向", "反向"] | None = key(example="正向", default=None)
    explanation: LongText | None = key(default=None)
    scoring: LongText | None = key(default=None)
    previous_value: Line | None = key(example="701(个)", default=None)
    note: LongText | None = key(default=None)
    source_note: LongText | None = key(default=None)
    result: IndicatorResult | None = key(default=None)


@dataclass(frozen=True, slots=True)
class Narrative:
    """项目经费情况说明: the seven parts that department budgets add."""

    overview: LongText | None = key(default=None)
    basis: LongText | None = key(default=None)
    implementer: LongText | None = key(default=None)
    plan: LongText | None = key(default=None)
    cycle: LongText | None = key(default=None)
    annual_budget: LongText | None = key(default=None)
    goals: LongText | None = key(default=None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the declaration was transcribed from."""

    document: Text = key(example="……2024年度项目绩效目标汇总表")
    place: Text = key(example="汇总表第1份申报表")
    file: Line | None = key(example="2024-summary.pdf", default=None)
    sha256: Sha256 | None = key(example="9f86d081884c7d65…", default=None)
    address: WebAddress | None = key(example="https://www.example.gov.cn/2024.pdf", default=None)
    notes: tuple[LongText, ...] = key(default=())


@dataclass(frozen=True, slots=True)
class Publication:
    """How the publisher registered the document; shown where given, never made up."""

    publisher: Text | None = key(default=None)
    index_number: Line | None = key(example="SY-001234-2024-0001", default=None)
    document_number: Line | None = key(example="〔2024〕1号", default=None)
    issued: Day | None = key(example="2024-02-01", default=None)
    published: Day | None = key(example="2024-02-20", default=None)
    validity: Line | None = key(example="有效", default=None)


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a warning of this file may stand."""

    rule: Slug = key(example="satisfaction-equals")
    reason: Prose = key(example="与主管部门确认,原文如此。")
    indicator: Slug | None = key(example="examination-venues", default=None)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One filed form 申报表, of any year and province."""

    id: Slug = key(example="personnel-examination-administration")
    fiscal_year: Year = key(example="2024")
    project_name: Text = key(example="人事考试考务费用")
    department: Annotated[str, Kind("organisation")] = key(example="上海市人力资源和社会保障局")
    unit: Annotated[str, Kind("organisation")] = key(example="上海市职业能力考试院")
    funding: Funding = key()
    indicators: tuple[Indicator, ...] = key()
    form: Annotated[str, Kind("term", "form")] = key(
        example="财政项目支出绩效目标申报表", default="财政项目支出绩效目标申报表"
    )
    subject: Literal["project", "department", "transfer", "policy"] = key(example="project", default="project")
    nature: Annotated[str, Kind("term", "nature")] | None = key(example="经常性专项业务费", default=None)
    category: Annotated[str, Kind("term", "category")] | None = key(example="特定目标类", default=None)
    attribute: Annotated[str, Kind("term", "attribute")] | None = key(example="延续项目", default=None)
    period: Period | None = key(default=None)
    project_code: Line | None = key(example="310000240000000000001", default=None)
    unit_code: Line | None = key(example="123001", default=None)
    budget_code: Line | None = key(example="2080109", default=None)
    overall_goal: LongText | None = key(default=None)
    annual_goal: LongText | None = key(default=None)
    medium_term_goal: LongText | None = key(default=None)
    narrative: Narrative | None = key(default=None)
    source: Source | None = key(default=None)
    publication: Publication | None = key(default=None)
    waivers: tuple[Waiver, ...] = key(default=())


@dataclass(frozen=True, slots=True)
class Organisation:
    """A department or unit, its name in both languages once."""

    key: Slug
    name: Text
    also: tuple[Line, ...] = ()
    """Other names met in forms."""
    part_of: Slug | None = None
    """The key of the organisation it belongs to."""


@dataclass(frozen=True, slots=True)
class Organisations:
    """The file `organisations.yml`."""

    organisations: tuple[Organisation, ...]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A fixed term of the form with its English, once for the whole site."""

    key: Annotated[str, Kind("term-key")]
    name: Text
    one: Line | None = None
    """English singular, for units of measure."""
    also: tuple[Line, ...] = ()
    """Other spellings met in forms."""
    meaning: LongText | None = None


Terms = tuple[GlossaryTerm, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The file `glossary.yml`: terms by group."""

    form: Terms = ()
    field: Terms = ()
    nature: Terms = ()
    category: Terms = ()
    attribute: Terms = ()
    fund_source: Terms = ()
    level_1: Terms = ()
    level_2: Terms = ()
    measure_unit: Terms = ()
    target_word: Terms = ()
    concept: Terms = ()
