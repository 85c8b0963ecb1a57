"""The published JSON: every file fits the schema that is published beside it, and names nothing that is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from building import Built
from jsonschema import Draft202012Validator, FormatChecker

API = "api/v1/"
NAMES = ("index", "history", "declarations", "indicators", "organisations", "glossary")


@pytest.fixture
def schema(site: Built) -> dict[str, Any]:
    """The schema as the site publishes it."""
    return dict(json.loads(site.text(f"{API}schema.json")))


def errors(schema: dict[str, Any], name: str, value: Any) -> list[str]:
    """Where a value does not fit the schema of a file or record."""
    one = {**schema, "anyOf": [{"$ref": f"#/$defs/{name}"}]}
    validator = Draft202012Validator(one, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def test_files_of_the_api(site: Built, schema: dict[str, Any]) -> None:
    """Each file fits the schema of its name."""
    for name in NAMES:
        value = json.loads(site.text(f"{API}{name}.json"))
        assert errors(schema, name, value) == [], name


def test_files_of_declarations(site: Built, schema: dict[str, Any]) -> None:
    """So does each declaration's own file, in the API and beside its page in both languages; they are the same."""
    declarations = json.loads(site.text(f"{API}declarations.json"))["declarations"]
    assert declarations
    for each in declarations:
        path = f"{each['fiscal_year']}/{each['id']}"
        assert errors(schema, "declaration", each) == [], path
        for file in (
            f"{API}declarations/{path}.json",
            *(f"{lang}{path}/declaration.json" for lang in ("", "en/")),
        ):
            assert json.loads(site.text(file)) == each, file


def test_files_beside_lists(site: Built, schema: dict[str, Any]) -> None:
    """The JSON beside lists, of indicators and of the glossary fits as well."""
    seen = set()
    for file in sorted(site.folder.rglob("*.json")):
        name, path = file.stem, file.relative_to(site.folder).as_posix()
        if name in ("declarations", "indicators", "glossary") and not path.startswith(API):
            seen.add(name)
            assert errors(schema, name, json.loads(site.text(path))) == [], path
    assert seen == {"declarations", "indicators", "glossary"}


def test_the_index_leads_to_files(site: Built) -> None:
    """Each address of the index is that of a published file, and each declaration's version is that of its record."""
    index = json.loads(site.text(f"{API}index.json"))
    for address in index["files"].values():
        assert (site.folder / address.removeprefix("/")).is_file(), address
    for entry in index["declarations"]:
        record = json.loads(site.text(entry["data"].removeprefix("/")))
        assert {name: record[name] for name in entry if name != "data"} == {
            name: value for name, value in entry.items() if name != "data"
        }


@pytest.mark.parametrize("lang", ["", "en/"])
def test_pages_name_every_file(lang: str, site: Built) -> None:
    """The pages of data and API tell of each file of the whole with its true size and checksum."""
    sums = dict(reversed(line.split("  ", 1)) for line in site.text("SHA256SUMS").splitlines())
    told = site.text(f"{lang}data/index.html") + site.text(f"{lang}api/index.html")
    for path, checksum in sums.items():
        whole = path.startswith(("data/", API)) and f"{API}declarations/" not in path
        if whole and not path.endswith(".html"):
            mine = path != "data/all.xlsx" or not lang
            assert (f"<code>{checksum}</code>" in told) is mine, path
