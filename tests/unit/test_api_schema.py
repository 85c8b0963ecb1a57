"""The JSON Schema of the API: what is published fits it, and what has another type does not."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from generator import pipeline
from generator.derive import Site
from generator.export import schema, tables
from generator.export.beside import Piece
from generator.export.examples import LONG, WIDE, examples, laid_out, shortened
from generator.export.published import Facts
from generator.show import Show

WORDS = pipeline.words()
WRONG: dict[str, Any] = {"string": 7, "integer": "2024", "array": {}, "object": [], "null": 7}


@pytest.fixture(scope="module")
def shows(site: Site) -> dict[str, Show]:
    """The views of both languages."""
    return {lang: Show(words, site.vocabulary) for lang, words in WORDS.items()}


@pytest.fixture(scope="module")
def whole(shows: dict[str, Show]) -> dict[str, Any]:
    """The schema."""
    return schema.schema(shows)


@pytest.fixture(scope="module")
def record(site: Site, shows: dict[str, Show]) -> dict[str, Any]:
    """A real declaration as it is published."""
    return dict(
        json.loads(Piece(tables.of_declaration(site.declared[0], Facts(site.vocabulary, shows)), {}).json)
    )


def of(whole: dict[str, Any], name: str) -> Draft202012Validator:
    """A validator for one file or record."""
    return Draft202012Validator(
        {**whole, "anyOf": [{"$ref": f"#/$defs/{name}"}]}, format_checker=FormatChecker()
    )


def test_it_is_a_schema(whole: dict[str, Any]) -> None:
    """It is valid JSON Schema 2020-12, and every reference leads somewhere."""
    Draft202012Validator.check_schema(whole)
    asked = [each for key, each in walked(whole) if key == "$ref"]
    assert {each.removeprefix("#/$defs/") for each in asked} <= set(whole["$defs"])


def walked(node: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a document with its name."""
    yield key, node
    for name, child in (
        node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    ):
        yield from walked(child, str(name))


def test_every_name_is_explained(whole: dict[str, Any]) -> None:
    """Each property has a description in both languages."""
    for name, definition in whole["$defs"].items():
        for key, properties in walked(definition):
            if key == "properties" and name not in ("text", "address", *schema.LISTS):
                assert [each for each, told in properties.items() if " / " not in told["description"]] == []


def test_a_real_record(whole: dict[str, Any], record: dict[str, Any]) -> None:
    """A real declaration fits, and every one of its names is described."""
    assert [error.message for error in of(whole, "declaration").iter_errors(record)] == []
    assert list(record) == list(whole["$defs"]["declaration"]["properties"])
    assert list(record["indicators"][0]) == list(whole["$defs"]["indicator"]["properties"])


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the values of a record stand; of lists the first item alone."""
    if path:
        yield path
    if isinstance(node, dict):
        for name, child in node.items():
            yield from leaves(child, (*path, name))
    elif isinstance(node, list) and node:
        yield from leaves(node[0], (*path, 0))


def kind(value: Any) -> str:
    """The JSON type of a value."""
    kinds = {dict: "object", list: "array", str: "string", int: "integer", type(None): "null"}
    return kinds[type(value)]


def test_it_refuses_another_type(whole: dict[str, Any], record: dict[str, Any]) -> None:
    """Whichever value of a record gets another type, or is left out, the record fits no longer."""
    validator = of(whole, "declaration")
    passed = []
    for path in leaves(record):
        changed = copy.deepcopy(record)
        *way, last = path
        inside: Any = changed
        for step in way:
            inside = inside[step]
        inside[last] = WRONG[kind(inside[last])]
        if validator.is_valid(changed):
            passed.append(("type", path))
        if isinstance(last, str):
            del inside[last]
            if validator.is_valid(changed):
                passed.append(("missing", path))
    assert passed == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("funding", "annual", "total"), "1e3"),
        (("funding", "annual", "total"), "1,000"),
        (("period", "start"), "2024-1-1"),
        (("period", "start"), "2024-02-30"),
        (("subject",), "person"),
        (("url", "zh"), "2024/x/"),
        (("project_name", "zh"), None),
    ],
)
def test_it_refuses_a_wrong_value(
    path: tuple[str, ...], value: Any, whole: dict[str, Any], record: dict[str, Any]
) -> None:
    """A number that is no decimal, a day there is not, a word there is not and the like are refused."""
    changed: Any = copy.deepcopy(record)
    inside = changed
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    assert not of(whole, "declaration").is_valid(changed)


def test_new_names_are_no_error(whole: dict[str, Any], record: dict[str, Any]) -> None:
    """Names may be added within v1: a program that checks with an older schema still reads the file."""
    assert of(whole, "declaration").is_valid({**record, "result": {"score": "90"}})


def test_the_documentation(shows: dict[str, Show], whole: dict[str, Any]) -> None:
    """The page names every name of the schema; of the list of indicators what it adds."""
    for show in shows.values():
        told = schema.documentation(show)
        assert list(told) == [*schema.COMPOSED, *schema.RECORDS]
        for name, rows in told.items():
            top = [row.path for row in rows if "." not in row.path]
            named = list(whole["$defs"][name]["properties"])
            assert top == (named[: len(top)] if name == "listed_indicator" else named)
            assert all(row.meaning for row in rows)
        assert "fund_sources[].amount" in [row.path for row in told["declaration"]]


def test_examples_are_real(site: Site, shows: dict[str, Show], whole: dict[str, Any]) -> None:
    """Each example is a record of the site, shortened in lists and long texts, and fits the schema."""
    made = examples(site, Facts(site.vocabulary, shows))
    assert set(made) == {"declaration", "listed_indicator", "organisation", "term"}
    for name, text in made.items():
        value = json.loads(text)
        assert of(whole, name).is_valid(value), name
    assert json.loads(made["declaration"])["id"] == site.declared[0].declaration.id
    assert len(json.loads(made["declaration"])["indicators"]) == 1


def test_shortened() -> None:
    """Of a list the first item stays, of a long text its beginning; the rest is as it was."""
    assert shortened({"a": [1, 2], "b": "甲" * (LONG + 1), "c": None}) == {
        "a": [1],
        "b": "甲" * LONG + "…",
        "c": None,
    }


def test_laid_out() -> None:
    """It reads back as what it was, and what fits stands on one line."""
    value = {"a": {"zh": "甲", "en": None}, "b": [{"c": "d" * WIDE}], "e": [], "f": {}}
    assert json.loads(laid_out(value)) == value
    assert '\n  "a": {"zh": "甲", "en": null},\n' in laid_out(value)
