"""The Data Package is what its standard says, as its reference tool judges."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import frictionless
import pandas
from building import Built


def test_it_validates(site: Built) -> None:
    """Every table has the columns, types, keys, references, size and checksum that the package states."""
    report = frictionless.Package(str(site.folder / "data/datapackage.json")).validate()
    assert report.flatten(["title", "type", "message"]) == []
    assert {task.name for task in report.tasks} == {
        "declarations", "funding", "indicators", "organisations", "glossary",
    }  # fmt: skip
    assert report.valid


def test_it_would_notice(small: Built, tmp_path: Path) -> None:
    """A changed byte, an amount that is no number and a declaration that is not there are found."""
    folder = Path(shutil.copytree(small.folder / "data", tmp_path / "data"))
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    (funding,) = [each for each in described["resources"] if each["name"] == "funding"]
    text = (folder / "funding.csv").read_text(encoding="utf-8-sig")
    spoilt = dict.fromkeys(text.splitlines()[0].split(","), "") | {"declaration_id": "nowhere", "amount": "x"}
    (folder / "funding.csv").write_text(
        f"{text}{','.join(spoilt.values())}\r\n", encoding="utf-8-sig", newline=""
    )
    assert _errors(folder) >= {"hash-count", "byte-count"}
    del funding["hash"], funding["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    assert _errors(folder) >= {"type-error", "foreign-key"}


def _errors(folder: Path) -> set[str]:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return {kind for (kind,) in report.flatten(["type"])}


def test_every_column_is_told_in_both_languages(real: Built) -> None:
    """Each column has a title and a meaning, Chinese first."""
    for resource in json.loads(real.text("data/datapackage.json"))["resources"]:
        for field in resource["schema"]["fields"]:
            for words in (field["title"], field["description"]):
                zh, _, en = words.partition(" / ")
                assert zh, field
                assert en, field
                assert zh != en, field


def test_pandas_reads_it(real: Built) -> None:
    """The CSV files are read without any option, numbers as numbers; the sum is the published one."""
    declarations = pandas.read_csv(real.folder / "data/declarations.csv")
    assert declarations["funding_annual_total"].sum() == 126_185_386
    indicators = pandas.read_csv(real.folder / "data/indicators.csv")
    assert indicators["target_operator"].value_counts().to_dict() == {"eq": 55, "ge": 26, "le": 5}
