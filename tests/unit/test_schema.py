"""The JSON Schema for editors and the staff's documentation, both made from the model."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from generator import load, schema, shape
from generator.fields import fields, records
from generator.i18n import LANGUAGES, read_words
from generator.model import Declaration
from generator.pipeline import Reading
from generator.removed import RemovedFile
from generator.show import Show
from generator.vocabulary import Glossary, Organisations

EXAMPLE = schema.EXAMPLES / "declaration.yml"

REAL = sorted((Path(__file__).parents[2] / "content" / "declarations").rglob("*.yml"))


class PlainLoader(yaml.SafeLoader):
    """YAML as editors read it: numbers are numbers, but dates are text (YAML 1.2, core schema)."""

    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own)
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def plain(path: Path) -> Any:
    """A file as an editor reads it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506 (a safe one)


@pytest.fixture(scope="module")
def validator(reading: Reading) -> jsonschema.Draft202012Validator:
    """The schema of the real content, itself valid."""
    made = schema.json_schema(read_words("zh"), reading.vocabulary)
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def test_the_published_file(root: Path, reading: Reading) -> None:
    """The schema kept for editors is the one that the model makes now (`disclosure schema` prints it)."""
    kept = (root / "generator" / "declaration.schema.json").read_text(encoding="utf-8")
    assert kept == schema.as_file(read_words("zh"), reading.vocabulary)
    assert json.loads(kept)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", [*REAL, EXAMPLE], ids=lambda path: path.stem)
def test_real_files_fit(path: Path, validator: jsonschema.Draft202012Validator) -> None:
    """The real files and the example have nothing that an editor would underline."""
    assert [error.message for error in validator.iter_errors(plain(path))] == []


def test_real_files_name_the_schema(root: Path) -> None:
    """The first line of each real file leads an editor to the schema."""
    for path in REAL:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (
            path.parent / first.partition("=")[2]
        ).resolve() == root / "generator" / "declaration.schema.json"


@pytest.mark.parametrize("item", fields(Declaration), ids=lambda item: item.name)
def test_required_keys(item: Any, validator: jsonschema.Draft202012Validator) -> None:
    """A file without a required key is refused; without any other it fits."""
    whole = plain(EXAMPLE)
    whole.pop(item.name, None)
    assert validator.is_valid(whole) is not item.required


def test_unknown_keys(validator: jsonschema.Draft202012Validator) -> None:
    """A key that the model does not know is refused, at every depth."""
    whole = plain(EXAMPLE)
    for path in ((), ("funding",), ("funding", "annual"), ("indicators", 0), ("project_name",), ("source",)):
        wrong = copy.deepcopy(whole)
        place = wrong
        for part in path:
            place = place[part]
        place["unknown"] = "x"
        assert not validator.is_valid(wrong), path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), "Upper_Case"),
        (("id",), "a" * 65),
        (("funding", "money_unit"), "美元"),
        (("funding", "annual", "total"), "约50万"),
        (("funding", "annual", "total"), "50万元"),
        (("indicators",), "见附件"),
        (("indicators", 0, "goal"), "年度目标"),
        (("indicators", 0, "weight"), "20%"),
        (("indicators", 0, "target"), ["≥90%"]),
        (("period",), "2025年"),
        (("department",), ["甲"]),
        (("source", "sha256"), "ABC"),
        (("source", "address"), "www.example.gov.cn"),
    ],
)
def test_wrong_values(
    path: tuple[str | int, ...], value: Any, validator: jsonschema.Draft202012Validator
) -> None:
    """What the reader refuses for its form, an editor underlines."""
    whole = plain(EXAMPLE)
    place = whole
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert not validator.is_valid(whole)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("root_class", [Declaration, Organisations, Glossary, RemovedFile])
def test_every_field_is_explained(root_class: type, lang: str, reading: Reading) -> None:
    """Each field of the model has a sentence of help and a label in both languages."""
    show = Show(read_words(lang), reading.vocabulary)
    for cls in records(root_class):
        for item in fields(cls):
            assert schema.help_text(cls, item, show.words).strip()
            assert show.label(item.name).strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_documentation(lang: str, reading: Reading) -> None:
    """The page lists each class once per file, each of its fields, and the whole example."""
    made = schema.documentation(Show(read_words(lang), reading.vocabulary))
    files = {name: dict(sections) for name, sections in made["files"]}
    assert set(files["declaration"]) == {cls.__name__ for cls in records(Declaration)}
    assert [row.name for row in files["declaration"]["Declaration"]] == [
        item.name for item in fields(Declaration)
    ]
    assert set(files["organisations"]) | {"Text"} == {cls.__name__ for cls in records(Organisations)}
    assert set(files["glossary"]) | {"Text", "LongText"} == {cls.__name__ for cls in records(Glossary)}
    assert set(files["removed"]) | {"Text", "LongText"} == {cls.__name__ for cls in records(RemovedFile)}
    assert list(made["examples"]) == ["declaration", "organisations", "glossary", "removed"]
    assert made["examples"]["declaration"] == EXAMPLE.read_text(encoding="utf-8").strip()
    nature = next(row for row in files["declaration"]["Declaration"] if row.name == "nature")
    assert "经常性专项业务费" in nature.options


def test_text_may_be_chinese_alone(validator: jsonschema.Draft202012Validator) -> None:
    """A text is Chinese with its English, or Chinese alone."""
    whole = plain(EXAMPLE)
    whole["project_name"] = "农村公路养护"
    assert validator.is_valid(whole)


@pytest.mark.parametrize(
    ("name", "cls"), [("organisations", Organisations), ("glossary", Glossary), ("removed", RemovedFile)]
)
def test_the_examples_beside_declarations_are_sound(name: str, cls: type) -> None:
    """The examples of the files beside declarations read without a problem."""
    path = schema.EXAMPLES / f"{name}.yml"
    tree, problems = load.read_bytes(path.read_bytes(), path.name)
    assert tree is not None
    assert problems == []
    assert shape.read(tree, cls, path.name)[1] == []
