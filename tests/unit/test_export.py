"""The published data: its names are a promise."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from generator import load, pipeline, shape
from generator.derive import Site
from generator.export import tables
from generator.export.beside import Piece
from generator.export.published import Facts
from generator.model import Declaration, Text
from generator.schema import EXAMPLES
from generator.show import Show
from generator.vocabulary import Organisation, Vocabulary

EXAMPLE = EXAMPLES / "declaration.yml"

NAMES = [
    *("id", "fiscal_year", "project_name", "nature", "category", "department", "unit", "period", "url"),
    *("funding", "overall_goal", "annual_goal", "indicators", "source"),
]

PARTS = dict.fromkeys(("total", "fiscal_appropriation", "carried_over", "other"))
AMOUNTS = {"annual": PARTS, "project": PARTS}
TARGET = dict.fromkeys(("raw", "kind", "operator", "number", "measure_unit"))
ROW: dict[str, Any] = {"id": None, "level_1": None, "level_2": None, "name": None, "target": TARGET}


def records(site: Site) -> list[dict[str, Any]]:
    """The declarations of a site as they are published."""
    shows = {lang: Show(words, site.vocabulary) for lang, words in pipeline.words().items()}
    facts = Facts(site.vocabulary, shows)
    return [json.loads(Piece(tables.of_declaration(each, facts), {}).json) for each in site.declared]


@pytest.fixture(scope="module")
def published(site: Site) -> list[dict[str, Any]]:
    """The records of the real content."""
    return records(site)


def held(record: Any, names: Any) -> Any:
    """The record with the promised names alone: others may be added."""
    if isinstance(names, dict):
        return record and {name: held(record[name], below) for name, below in names.items()}
    return record


def test_names(published: list[dict[str, Any]]) -> None:
    """Each record has the promised names, whether or not the form gives a value."""
    for each in published:
        assert [name for name in each if name in NAMES] == NAMES
        assert list(each["funding"]) == ["annual", "project"]
        assert list(each["url"]) == ["zh", "en"]
        for row in each["indicators"]:
            assert {"id", "level_1", "level_2", "name", "target"} <= set(row)
            assert {"raw", "kind", "operator", "number", "measure_unit"} <= set(row["target"])


def test_one_record(published: list[dict[str, Any]]) -> None:
    """A record holds text as filed, amounts and numbers as decimal text, what is blank as null."""
    (record,) = (each for each in published if each["id"] == "commissioned-examinations")
    assert record["fiscal_year"] == 2024
    assert record["project_name"] == {"zh": "委托考试", "en": "Commissioned examinations"}
    assert record["department"] == "上海市人力资源和社会保障局"
    assert record["period"] == {"start": "2024-01-01", "end": "2024-12-31"}
    assert record["url"] == {
        "zh": "/2024/commissioned-examinations/",
        "en": "/en/2024/commissioned-examinations/",
    }
    assert held(record["funding"], AMOUNTS) == {
        "annual": {
            "total": "10780000.00",
            "fiscal_appropriation": "0.00",
            "carried_over": "0.00",
            "other": "10780000.00",
        },
        "project": None,
    }
    assert record["overall_goal"] is None
    assert held(record["indicators"][0], ROW) == {
        "id": "violation-handling-rate",
        "level_1": "output",
        "level_2": "quantity",
        "name": {"zh": "违规处置率", "en": "Share of rule violations dealt with"},
        "target": {
            "raw": "=100(%)",
            "kind": "numeric",
            "operator": "eq",
            "number": "100",
            "measure_unit": "%",
        },
    }
    words = next(row["target"] for row in record["indicators"] if row["target"]["raw"] == "及时")
    assert held(words, ROW["target"]) == {
        "raw": "及时",
        "kind": "qualitative",
        "operator": None,
        "number": None,
        "measure_unit": None,
    }


def test_fixed_values(published: list[dict[str, Any]]) -> None:
    """Levels, kinds and operators are of the promised few."""
    rows = [row for each in published for row in each["indicators"]]
    assert {row["level_1"] for row in rows} <= {"cost", "output", "benefit", "satisfaction", "other"}
    assert {row["target"]["kind"] for row in rows} <= {"numeric", "qualitative"}
    assert {row["target"]["operator"] for row in rows} <= {"ge", "gt", "eq", "le", "lt", None}


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for child in value.values() for leaf in _leaves(child)]
    if isinstance(value, list):
        return [leaf for child in value for leaf in _leaves(child)]
    return [value]


def test_no_empty_text_and_no_float(published: list[dict[str, Any]]) -> None:
    """No value is an empty text, and no number a float: money is never rounded on the way."""
    leaves = _leaves(published)
    assert "" not in leaves
    assert {type(leaf) for leaf in leaves} <= {str, int, type(None)}
    numbers = [
        row["target"]["number"] for each in published for row in each["indicators"] if row["target"]["number"]
    ]
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers)


def _example(**change: str) -> dict[str, Any]:
    text = EXAMPLE.read_text(encoding="utf-8")
    for old, new in change.items():
        text = text.replace(old, new)
    tree, problems = load.read_bytes(text.encode(), "x.yml")
    assert tree is not None, problems
    filed, _ = shape.read(tree, Declaration, "x.yml")
    assert filed is not None
    named = (filed.value.department, filed.value.unit)
    vocabulary = Vocabulary(
        organisations=tuple(Organisation(f"o-{i}", Text(name)) for i, name in enumerate(named))
    )
    site = pipeline.site(pipeline.Reading(vocabulary, (filed,), ()))
    (record,) = records(site)
    return record


def test_another_form() -> None:
    """Money in 万元 is published in yuan, the whole project's beside the year's, a blank part as null."""
    record = _example()
    assert held(record["funding"], AMOUNTS) == {
        "annual": {
            "total": "6500000.00",
            "fiscal_appropriation": "6000000.00",
            "carried_over": "0.00",
            "other": "500000.00",
        },
        "project": {
            "total": "13000000.00",
            "fiscal_appropriation": "12000000.00",
            "carried_over": None,
            "other": "1000000.00",
        },
    }
    assert record["indicators"][1]["target"]["operator"] is None


def test_sources_within_sources() -> None:
    """A further source says which amount it is counted into, and what the form prints."""
    own = [each for each in _example()["fund_sources"] if each["part_of"]]
    assert own
    assert {each["part_of"] for each in own} <= {"fiscal_appropriation", "other"}
    assert all(each["filed"] for each in own)


def test_unknown_words_are_null() -> None:
    """A level that the glossary does not know is `other` and null, and English that is missing is null."""
    record = _example(**{"      en: Total cost of repairs\n": ""})
    assert record["indicators"][0]["name"] == {"zh": "修补总成本", "en": None}
    assert (record["indicators"][0]["level_1"], record["indicators"][0]["level_2"]) == ("other", None)


def test_blank_is_null() -> None:
    """A blank target, period, nature or source is null."""
    text = EXAMPLE.read_text(encoding="utf-8")
    period = text[text.index("period:") : text.index("project_code:")]
    record = _example(
        **{
            period: "",
            "nature: 阶段性项目\n": "",
            text[text.index("source:\n  document") :]: "",
            '    target: "985米"\n': "    target:\n",
        }
    )
    assert (record["period"], record["nature"], record["source"]) == (None, None, None)
    assert record["indicators"][1]["target"] is None


def test_source(published: list[dict[str, Any]]) -> None:
    """Where a declaration was transcribed from is published with it."""
    names = ["document", "place", "file", "sha256", "address", "notes"]
    assert all(list(each["source"]) == names for each in published if each["source"])
