"""The command `disclosure`: what it prints, writes and returns."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import cli, schema
from generator.i18n import read_words
from generator.pipeline import Reading

BASE = Path(__file__).parents[1] / "problems" / "base"
FILE = "content/declarations/2024/reading-room.yml"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with sound content."""
    shutil.copytree(BASE, tmp_path / "content")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _spoil(folder: Path, old: str, new: str) -> None:
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_content(capsys: pytest.CaptureFixture[str]) -> None:
    """Without problems one line says what was read, and the exit code is 0."""
    assert cli.main(["check"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "1" in line


def test_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With an error it is told where, what and how to mend it, and the exit code is 1."""
    _spoil(folder, '"480,000.00"', '"470,000.00"')
    assert cli.main(["check"]) == 1
    what, fix, tally = capsys.readouterr().out.splitlines()
    assert what.startswith(f"{FILE}:16:12: error[funding-sum]: 总额")
    assert fix.startswith("  fix: ")
    assert "错误 1" in tally


def test_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A warning is told and does not fail."""
    _spoil(folder, '"≥90(%)"', '"=90(%)"')
    assert cli.main(["check"]) == 0
    assert "warning[satisfaction-equals]" in capsys.readouterr().out


def test_a_hint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is only worth knowing is told by `check`."""
    _spoil(folder, "\n      en: Days open", "")
    assert cli.main(["check"]) == 0
    assert "info[english-given]" in capsys.readouterr().out


def test_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The messages come in the language asked for."""
    _spoil(folder, '"480,000.00"', '"470,000.00"')
    assert cli.main(["check", "--lang", "en"]) == 1
    assert "error[funding-sum]: the total 500,000.00 differs" in capsys.readouterr().out


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Machines get the same as a list of records, and an empty list for nothing."""
    assert cli.main(["check", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    _spoil(folder, '"≥90(%)"', '"=90(%)"')
    waiver = "waivers:\n  - {rule: satisfaction-equals, reason: 原文如此}\n"
    (folder / FILE).open("a", encoding="utf-8").write(waiver)
    assert cli.main(["check", "--format", "json", "--lang", "en"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    fix = record.pop("fix")
    assert fix
    assert record == {
        "file": FILE,
        "line": 57,
        "column": 13,
        "severity": "waived",
        "rule": "satisfaction-equals",
        "what": "“读者满意度” uses an equals sign: =90(%)",
        "reason": "原文如此",
        "indicator": record["indicator"],
    }
    assert f"id: {record['indicator']}\n" in (folder / FILE).read_text(encoding="utf-8")


def test_paths(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the files and folders that are named are checked; others do not matter."""
    other = folder / "content/declarations/2024/other.yml"
    other.write_text("id: x\n", encoding="utf-8")
    assert cli.main(["check"]) == 1
    assert cli.main(["check", FILE]) == 0
    assert cli.main(["check", str(other)]) == 1
    assert cli.main(["check", "content/declarations"]) == 1
    other.unlink()
    assert cli.main(["check", "content/declarations"]) == 0
    capsys.readouterr()


def test_the_content_folder_as_path(capsys: pytest.CaptureFixture[str]) -> None:
    """Named as a folder, the whole content is as sound as it is unnamed: the word lists are no declarations."""
    assert cli.main(["check", "content"]) == 0
    assert "error" not in capsys.readouterr().out


def test_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that does not exist is told as a problem."""
    assert cli.main(["check", "content/declarations/2024/missing.yml"]) == 1
    assert "missing.yml:1:1: error[file-readable]" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unknown"],
        ["check", "--lang", "fr"],
        ["check", "--content", "nowhere"],
        ["pages"],
        ["check", "--no"],
    ],
)
def test_a_command_that_cannot_be_taken(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be taken as a command is told on stderr, with exit code 2."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage: disclosure" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["pages", "--help"], ["schema", "--help"]]
)
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Each command explains itself."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 0
    assert "usage: disclosure" in capsys.readouterr().out


def test_pages(folder: Path, root: Path) -> None:
    """The pages that MkDocs is given are written to a folder, in both languages, under the site's own name."""
    templates = str(root / "theme_overrides")
    names = "{zh: 站名, en: The name}"
    config = f"site_url: !ENV [X, '']\nplugins:\n  - other\n  - disclosure:\n      site_name: {names}\n"
    config += "      licence:\n        name: {zh: 许可, en: Terms}\n        url: https://host.example/terms\n"
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "content/about.md").write_text("# About\n", encoding="utf-8")
    (folder / "content/en").mkdir()
    (folder / "content/en/about.md").write_text("# About\n", encoding="utf-8")
    assert cli.main(["pages", "out", "--templates", templates]) == 0
    written = {
        path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*") if path.is_file()
    }
    assert {"index.md", "about.md", "2024.md", "2024/reading-room.md", "schema.md"} <= written
    pages = {path for path in written if path.endswith(".md")}
    assert {f"en/{path}" for path in pages if not path.startswith("en/")} == {
        path for path in pages if path.startswith("en/")
    }
    assert {
        "2024/reading-room/indicators.csv",
        "en/2024/reading-room/declaration.xlsx",
        "data/all.zip",
    } <= written
    assert "阅览室开放" in (folder / "out/2024/reading-room.md").read_text(encoding="utf-8")
    assert "https://host.example/terms" in (folder / "out/data.md").read_text(encoding="utf-8")
    assert "<h1>The name</h1>" in (folder / "out/en/index.md").read_text(encoding="utf-8")


def test_pages_of_bad_content(folder: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With an error nothing is written."""
    _spoil(folder, '"480,000.00"', '"470,000.00"')
    assert cli.main(["pages", "out", "--templates", str(root / "theme_overrides")]) == 1
    assert not (folder / "out").exists()
    assert "error[funding-sum]" in capsys.readouterr().err


@pytest.mark.parametrize("rule", ["satisfaction-equal", "levels"])
def test_pages_with_an_idle_waiver(rule: str, folder: Path, root: Path) -> None:
    """A waiver that answers nothing, even one whose rule is mistyped, warns but does not break the pages."""
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write(f"waivers:\n  - rule: {rule}\n    reason: 原文如此\n")
    assert cli.main(["check"]) == 0
    assert cli.main(["pages", "out", "--templates", str(root / "theme_overrides")]) == 0


def test_schema(root: Path, reading: Reading, capsys: pytest.CaptureFixture[str]) -> None:
    """The schema is printed as it is kept, in the language asked for."""
    content = str(root / "content")
    for lang in ("zh", "en"):
        assert cli.main(["schema", "--content", content, "--lang", lang]) == 0
        assert capsys.readouterr().out == schema.as_file(read_words(lang), reading.vocabulary)


def test_as_a_command(folder: Path) -> None:
    """It runs as a process of its own, and its exit code and Chinese output arrive."""
    _spoil(folder, '"480,000.00"', '"470,000.00"')
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", "check"], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "总额 500,000.00".encode() in done.stdout
    assert done.stderr == b""
