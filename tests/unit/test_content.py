"""The six real declarations against the document they were transcribed from.

`forms.tsv` and `filed.tsv` are a reading of that document of its own, one line per form and one per indicator.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from generator.derive import Site
from generator.model import Declaration, LongText, Text
from generator.pipeline import Reading
from generator.problem import Severity
from generator.totals import totals

HERE = Path(__file__).parent
PARTS = ("total", "fiscal_appropriation", "carried_over", "other")


def _table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def declarations(reading: Reading) -> dict[str, Declaration]:
    """The declarations of the document's year by the name of their project."""
    return {
        filed.value.project_name.zh: filed.value
        for filed in reading.declarations
        if filed.value.fiscal_year == 2024
    }


def test_counts(declarations: dict[str, Declaration]) -> None:
    """There are 111 indicators: 46, 10, 11, 20, 6 and 18, in the order of the document."""
    found = [len(declarations[form["project"]].indicators) for form in _table("forms.tsv")]
    assert found == [46, 10, 11, 20, 6, 18]
    assert sum(found) == 111


def test_total(declarations: dict[str, Declaration], site: Site) -> None:
    """126,185,386.00 yuan were asked for: 115,405,386.00 from the budget and 10,780,000.00 other funds."""
    declared = [each for each in site.declared if each.declaration in declarations.values()]
    annual = totals(declared).annual
    assert annual.total == Decimal("126185386.00")
    assert {part.key: part.yuan for part in annual.parts} == {
        "fiscal_appropriation": Decimal("115405386.00"),
        "carried_over": Decimal("0.00"),
        "other": Decimal("10780000.00"),
    }


def test_targets(declarations: dict[str, Declaration]) -> None:
    """55 targets say =, 26 ≥, 5 ≤; 25 are words; 13 are zero tolerance; none is blank."""
    targets = [indicator.target for each in declarations.values() for indicator in each.indicators]
    assert Counter(target and target.operator for target in targets) == {
        "eq": 55,
        "ge": 26,
        "le": 5,
        None: 25,
    }
    assert sum(target is not None and target.kind == "qualitative" for target in targets) == 25
    assert sum(target is not None and target.zero_tolerance for target in targets) == 13


@pytest.mark.parametrize("form", _table("forms.tsv"), ids=lambda form: form["project"])
def test_form(form: dict[str, str], declarations: dict[str, Declaration]) -> None:
    """Nature, category, dates, amounts and goal of a declaration are those of its form."""
    declaration = declarations[form["project"]]
    annual, period, goal = declaration.funding.annual, declaration.period, declaration.annual_goal
    assert annual is not None
    assert period is not None
    assert goal is not None
    amounts = {name: getattr(annual, name).raw for name in PARTS}
    assert amounts == {name: form[name] for name in PARTS}
    assert (declaration.nature, declaration.category) == (form["nature"], form["category"])
    assert (str(period.start), str(period.end)) == (form["start"], form["end"])
    assert goal.zh == form["annual_goal"]
    assert (declaration.department, declaration.unit) == (
        "上海市人力资源和社会保障局",
        "上海市职业能力考试院",
    )
    assert declaration.funding.money_unit == "元"


@pytest.mark.parametrize("project", [form["project"] for form in _table("forms.tsv")])
def test_indicators(project: str, declarations: dict[str, Declaration]) -> None:
    """Each row of a form stands in the file, in order, with its levels, name and target (blanks aside)."""
    filed = [
        (row["level_1"], row["level_2"], row["name"], row["raw"].replace(" ", ""))
        for row in _table("filed.tsv")
        if row["project"] == project
    ]
    found = [
        (each.level_1, each.level_2, each.name.zh, each.target.raw if each.target else "")
        for each in declarations[project].indicators
    ]
    assert found == filed


def test_groups_of_the_first_form(declarations: dict[str, Declaration]) -> None:
    """The first form, whose labels stand on wrong rows, has groups of 15, 10, 8, 9, 1 and 3 rows."""
    groups = Counter(each.level_2 for each in declarations["人事考试考务费用"].indicators)
    assert groups == {
        "数量指标": 15,
        "质量指标": 10,
        "时效指标": 8,
        "社会效益指标": 9,
        "可持续影响指标": 1,
        "服务对象满意度指标": 3,
    }


def test_the_ambiguous_row_says_so(declarations: dict[str, Declaration]) -> None:
    """考试安全保密度, whose group the document leaves open, carries a note."""
    (row,) = (each for each in declarations["信息化运维项目"].indicators if each.name.zh == "考试安全保密度")
    assert row.source_note is not None
    assert "歧义" in row.source_note.zh


def test_blank_is_absent(declarations: dict[str, Declaration]) -> None:
    """What is blank in all six forms is not given: whole-project money, the overall goal, cost indicators."""
    for each in declarations.values():
        assert each.funding.project is None
        assert each.overall_goal is None
        assert not any(indicator.level_1 == "成本指标" for indicator in each.indicators)


def test_no_errors(reading: Reading) -> None:
    """The real content has no error."""
    assert [str(each) for each in reading.problems if each.severity is Severity.ERROR] == []


def test_warnings(reading: Reading) -> None:
    """The checker says exactly what a careful reader of the document would (waived or not)."""
    weights = (Severity.WARNING, Severity.WAIVED)
    found = Counter(
        (Path(each.file).stem, each.rule, each.args.get("name"), each.case)
        for each in reading.problems
        if each.severity in weights
    )
    administration, accounting = "personnel-examination-administration", "specialised-accounting-examinations"
    systems, remittance = "information-systems-maintenance", "examination-fee-remittance"
    assert found == Counter(
        [
            (administration, "unit-vs-name", "考务工作差错率", "rate"),
            (administration, "unit-vs-name", "阅卷工作差错率", "rate"),
            (administration, "unit-vs-name", "考务材料运输遗失率", "rate"),
            (administration, "rate-in-words", "考生资格审核及时率", ""),
            (administration, "rate-in-words", "题目入库及时率", ""),
            (accounting, "unit-vs-name", "有责投诉数量", "count"),
            (accounting, "bad-thing-direction", "有责投诉数量", ""),
            (systems, "goal-vs-indicators", "运维验收合格率", "missing"),
            (remittance, "unit-vs-name", "上缴差错率", "rate"),
            (remittance, "goal-vs-indicators", "上缴差错率", "unit"),
            (remittance, "rate-in-words", "上缴及时率", ""),
            (remittance, "goal-vs-indicators", "及时率", "words"),
            (remittance, "satisfaction-equals", "各部委满意度", ""),
            (remittance, "goal-vs-indicators", "各部委满意度", "operator"),
            ("commissioned-examinations", "unit-vs-name", "有责投诉次数", "count"),
        ]
    )


def test_one_source_document(declarations: dict[str, Declaration]) -> None:
    """All six name the same document by the same SHA-256."""
    sources = [each.source for each in declarations.values()]
    hashes = {source and source.sha256 for source in sources}
    assert len(hashes) == 1
    assert re.fullmatch("[0-9a-f]{64}", str(hashes.pop()))
    assert len({source and source.place.zh for source in sources}) == len(declarations)


def _texts(value: object) -> list[Text | LongText]:
    if isinstance(value, Text | LongText):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in _texts(item)]
    if dataclasses.is_dataclass(value):
        return [text for item in dataclasses.fields(value) for text in _texts(getattr(value, item.name))]
    return []


def test_everything_has_english(reading: Reading) -> None:
    """Every text of the content has its English, and no English is Chinese."""
    texts = [text for filed in reading.declarations for text in _texts(filed.value)]
    texts += _texts(reading.vocabulary.organisations) + _texts(reading.vocabulary.glossary)
    assert len(texts) > 300
    assert [text.zh for text in texts if not text.en or re.search("[㐀-鿿]", text.en)] == []
    assert [str(each) for each in reading.problems if each.rule == "english-given"] == []


def test_oddities(site: Site) -> None:
    """Readers are told of all that is odd as published: 15 places in four declarations, most of a row."""
    found = {each.declaration.id: each.oddities for each in site.declared}
    assert {identity: len(oddities) for identity, oddities in found.items()} == {
        "personnel-examination-administration": 5,
        "specialised-accounting-examinations": 2,
        "examination-fee-remittance": 6,
        "commissioned-examinations": 1,
        "personnel-examination-facility-services": 0,
        "information-systems-maintenance": 1,
    }
    for each in site.declared:
        rows = {indicator.id for indicator in each.declaration.indicators}
        assert {oddity.indicator for oddity in each.oddities} <= {*rows, ""}


def test_units_that_differ(site: Site) -> None:
    """Two names have different units of measure in different declarations."""
    assert site.units == {"考务工作差错率": ("%", "次"), "有责投诉次数": ("%", "起")}
