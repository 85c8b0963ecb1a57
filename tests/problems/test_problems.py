"""Every mistake a person can make, and exactly what they are told about it.

`base/` is a small content folder without any problem. A case is one of

    <rule>/<case>.yml       a declaration, in the place of the base's only one
    <rule>/<case>/          files laid over the base: glossary.yml, organisations.yml, or all its declarations
    a maker below           what no file of a repository can be: a link, a folder, an enormous text

with the exact output in `<rule>/<case>.txt`. To add a test, add the two files.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from generator import files, load, nodes, pipeline, prose, tell
from generator.i18n import LANGUAGES, Words, read_words
from generator.problem import Problem
from generator.rules import RULES

HERE = Path(__file__).parent
DECLARATION = "declarations/2024/reading-room.yml"

Found = tuple[Problem, ...]


def _link(declaration: Path) -> None:
    declaration.rename(declaration.parents[3] / "outside.yml")
    declaration.symlink_to(declaration.parents[3] / "outside.yml")


def _folder(declaration: Path) -> None:
    declaration.unlink()
    declaration.mkdir()


def _missing(declaration: Path) -> None:
    (declaration.parents[2] / "organisations.yml").unlink()


def _bytes(declaration: Path) -> None:
    declaration.write_bytes(b"# " + b"x" * files.MAX_BYTES)


def _nodes(declaration: Path) -> None:
    declaration.write_text("- x\n" * load.MAX_NODES, encoding="utf-8")


def _text(declaration: Path) -> None:
    long = "长" * (load.MAX_TEXT + 1)
    whole = declaration.read_text(encoding="utf-8")
    declaration.write_text(whole.replace("全年开放阅览室，方便读者。", long), encoding="utf-8")


def _list(declaration: Path) -> None:
    whole = declaration.read_text(encoding="utf-8")
    declaration.write_text(whole + "moved_from:\n" + "- 2023/x\n" * (nodes.MAX_ITEMS + 1), encoding="utf-8")


def _problems(declaration: Path) -> None:
    declaration.write_text("- &a x\n" * (nodes.MAX_PROBLEMS + 1), encoding="utf-8")


def _unfit_name(declaration: Path) -> None:
    (declaration.parents[2] / "aux.md").write_text("x\n", encoding="utf-8")


def _twin(declaration: Path) -> None:
    for name in ("About.md", "about.md"):
        (declaration.parents[2] / name).write_text("x\n", encoding="utf-8")


def _openings(declaration: Path) -> None:
    (declaration.parents[2] / "about.md").write_text("[" * (prose.MAX_OPENINGS + 1), encoding="utf-8")


def _depth(declaration: Path) -> None:
    (declaration.parents[2] / "about.md").write_text("1. " * 4_000, encoding="utf-8")


MAKERS: dict[str, Callable[[Path], None]] = {
    "file-readable/link": _link,
    "file-readable/folder": _folder,
    "file-readable/missing": _missing,
    "file-name/portable": _unfit_name,
    "file-name/twin": _twin,
    "file-size/bytes": _bytes,
    "file-size/list": _list,
    "file-size/problems": _problems,
    "safe-prose/depth": _depth,
    "safe-prose/openings": _openings,
    "file-size/nodes": _nodes,
    "file-size/text": _text,
}


def _cases() -> list[str]:
    beside = {
        str(path.relative_to(HERE).with_suffix(""))
        for path in HERE.glob("*/*")
        if path.parent.name not in ("base", "__pycache__")
    }
    return sorted(beside | set(MAKERS))


@cache
def found(case: str) -> Found:
    """The problems of one case."""
    with TemporaryDirectory() as folder:
        content = Path(folder) / "content"
        shutil.copytree(HERE / "base", content)
        source = HERE / case
        if case in MAKERS:
            MAKERS[case](content / DECLARATION)
        elif source.is_dir():
            if (source / "declarations").exists():
                shutil.rmtree(content / "declarations")
            shutil.copytree(source, content, dirs_exist_ok=True)
        else:
            shutil.copyfile(source.with_suffix(".yml"), content / DECLARATION)
        return pipeline.read(content, markup=prose.Markup()).problems


@cache
def _words(lang: str) -> Words:
    return read_words(lang)


def _told(problems: Found, lang: str) -> list[str]:
    return [line for each in problems for line in tell.told(each, _words(lang)).splitlines()]


def test_the_base_has_no_problem() -> None:
    """The content folder that every case starts from is without any problem, hints included."""
    assert pipeline.read(HERE / "base").problems == ()


@pytest.mark.parametrize("case", _cases())
def test_case(case: str) -> None:
    """What is told about a mistake is exactly the text beside it."""
    expected = (HERE / f"{case}.txt").read_text(encoding="utf-8").splitlines()
    assert _told(found(case), "zh") == expected


def test_each_case_breaks_the_rule_of_its_folder() -> None:
    """A case lies in the folder of a rule that it breaks."""
    assert [case for case in _cases() if case.split("/")[0] not in {each.rule for each in found(case)}] == []


def test_both_languages_say_it() -> None:
    """Every problem of every case has its sentences in both languages, with no blank left unfilled."""
    for case in _cases():
        for lang in LANGUAGES:
            assert "{" not in "".join(_told(found(case), lang)), (case, lang)


def test_every_sentence_is_produced() -> None:
    """Each rule, and each of its cases, that the locales have words for comes out of some file here."""
    table = _words("zh").table
    sentences = {
        tuple(key.split(".")[1:-1]) for key in table if key.startswith("problem.") and key.endswith(".what")
    }
    produced = {
        (each.rule, each.case) if each.case else (each.rule,) for case in _cases() for each in found(case)
    }
    assert sentences - produced == set()


def test_every_rule_has_a_folder() -> None:
    """Each rule about one declaration has its cases."""
    assert {rule.id for rule in RULES} - {path.name for path in HERE.iterdir()} == set()
