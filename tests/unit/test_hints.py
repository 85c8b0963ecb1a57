"""Mistakes people make while typing: they are noticed, and on the right line.

The exact sentences stand in `tests/problems`; here is what must hold of them for more ways of going wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import hints, load, pipeline
from generator.problem import Problem

DECLARATION = Path(__file__).parents[1] / "problems/base/declarations/2024/reading-room.yml"
SOUND = DECLARATION.read_text(encoding="utf-8")


def _with(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new, 1)


def _line(text: str, part: str) -> int:
    return 1 + next(index for index, line in enumerate(text.splitlines()) if part in line)


def _problems(text: str, tmp_path: Path) -> list[Problem]:
    path = tmp_path / "declarations" / "2024" / "reading-room.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    for name in ("glossary.yml", "organisations.yml"):
        (tmp_path / name).write_bytes((DECLARATION.parents[2] / name).read_bytes())
    return list(pipeline.read(tmp_path).problems)


UNREADABLE = [
    # typed wrong, part of the line it is on, what the hint says
    ("nature: 经", "nature：经", "nature：", "wide-colon"),
    ("id: reading-room", "id：reading-room", "id：", "wide-colon"),
    ("  zh: 阅览室", "  zh：阅览室", "zh：", "wide-colon"),
    ("funding:", "funding：", "funding：", "wide-colon"),
    ("project_name:", "项目名称：", "项目名称：", "wide-colon"),
    ("nature: 经", "nature:经", "nature:经", "space"),
    ("id: reading-room", "id:reading-room", "id:", "space"),
    ('target: "≥90(%)"', 'target:"≥90(%)"', 'target:"', "space"),
    ('target: "≥90(%)"', "target: >=90", ">=90", "quotes"),
    ('target: "≥90(%)"', "target: >90(%)", ">90", "quotes"),
    ('target: "≥90(%)"', "target: %90", "%90", "quotes"),
    ('target: "≥90(%)"', "target: @90", "@90", "quotes"),
    ('target: "≥90(%)"', "target: `90`", "`90`", "quotes"),
    ("zh: 全年", "zh: 目标: 全年", "目标:", "quotes"),
    ("  start: 2024", "\tstart: 2024", "start", "tab"),
    ("    total", "  \ttotal", "total", "tab"),
    ('"500,000.00"', '"500,000.00', '"500,000.00', "unclosed"),
    ('"≥300(天)"', '"≥300(天)', "≥300(天)", "unclosed"),
    ("nature: 经常性", "nature:经常性\t", "nature:", "space"),
    ("  end: 2024", "   end: 2024", "end: 2024", "other"),
    ("  - id: readers", "  -id: readers", "-id: readers", "space"),
]


@pytest.mark.parametrize(("old", "new", "part", "case"), UNREADABLE)
def test_unreadable(old: str, new: str, part: str, case: str) -> None:
    """The line that was typed wrong is named, with what is wrong about it."""
    text = _with(old, new)
    _, (problem,) = load.read_bytes(text.encode(), "x.yml")
    assert (problem.line, problem.rule, problem.case) == (_line(text, part), "yaml-syntax", case)


@pytest.mark.parametrize(("old", "new", "part", "case"), UNREADABLE)
def test_column_lies_in_its_line(old: str, new: str, part: str, case: str) -> None:
    """The column is one of the line that is named."""
    text = _with(old, new)
    _, (problem,) = load.read_bytes(text.encode(), "x.yml")
    assert 1 <= problem.column <= len(text.splitlines()[problem.line - 1]) + 1


def test_quotes_open_to_the_end() -> None:
    """A quotation mark that nothing closes is named where it opens, not at the end of the file."""
    text = _with('"≥90(%)"', '"≥90(%)') + "source:\n  document: 汇总表\n  place: 第1页\n"
    _, (problem,) = load.read_bytes(text.encode(), "x.yml")
    assert (problem.line, problem.case) == (_line(text, "≥90(%)"), "unclosed")


def test_a_lone_quote_elsewhere() -> None:
    """An inch sign in a sound line above is not blamed for what is wrong further down."""
    text = _with("阅览室开放", '5"阅览室开放').replace("  end: 2024", "   end: 2024")
    _, (problem,) = load.read_bytes(text.encode(), "x.yml")
    assert (problem.line, problem.case) == (_line(text, "end: 2024"), "other")


def test_wide_space() -> None:
    """A full-width space after a colon is named on its line: nobody can see it."""
    text = _with("nature: 经", "nature:\u3000经")
    _, problems = load.read_bytes(text.encode(), "x.yml")
    assert [problem.line for problem in problems] == [_line(text, "nature")]


def test_all_colons_wide() -> None:
    """A file written with full-width colons throughout is told about its colons, not that it is empty."""
    text = SOUND.replace(": ", "：").replace(":\n", "：\n")
    _, (problem,) = load.read_bytes(text.encode(), "x.yml")
    assert (problem.line, problem.rule, problem.case) == (1, "yaml-syntax", "wide-colon")


def test_a_list_is_not_empty() -> None:
    """A file that holds a list or a sentence is not told that it holds nothing."""
    for text in ("- id: x\n", "委托考试\n"):
        _, (problem,) = load.read_bytes(text.encode(), "x.yml")
        assert problem.rule != "not-empty", text


@pytest.mark.parametrize("colon", ["：", ":"])
def test_a_key_is_no_text(colon: str, tmp_path: Path) -> None:
    """`zh：阅览室` alone under a name, or `zh:阅览室`, is not published as the name of the project."""
    text = _with("  zh: 阅览室开放\n  en: Opening of the reading room", f"  zh{colon}阅览室开放")
    problems = [each for each in _problems(text, tmp_path) if each.severity in ("error", "warning")]
    assert [problem.line for problem in problems] == [4]


def test_wide_quotes(tmp_path: Path) -> None:
    """A target in “Chinese quotation marks” is noticed: it would be read as words."""
    problems = _problems(_with('"≥90(%)"', "“≥90(%)”"), tmp_path)
    assert {(each.line, str(each.severity)) for each in problems} & {(57, "error"), (57, "warning")}


def test_nothing_is_cut_off_in_silence(tmp_path: Path) -> None:
    """`全年 #1 号厅开放`, of which YAML takes `#1 号厅开放` for a comment, is not published as `全年`."""
    text = _with("全年开放阅览室，方便读者。", "全年 #1 号厅开放")
    assert _line(text, "#1") in {each.line for each in _problems(text, tmp_path) if each.severity == "error"}


def test_a_missing_dash_is_not_a_double_key() -> None:
    """An indicator without its `- ` is not told to delete five lines."""
    text = _with("  - id: readers", "    id: readers")
    _, problems = load.read_bytes(text.encode(), "x.yml")
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("word", "guess"),
    [("catagory", "category"), ("Unit", "unit"), ("fiscal year", "fiscal_year"), ("xyz", "")],
)
def test_nearest(word: str, guess: str) -> None:
    """A mistyped word finds the one that was meant; a foreign one finds none."""
    assert hints.nearest(word, ["category", "unit", "fiscal_year", "funding"]) == guess


@pytest.mark.parametrize(
    ("data", "seems"),
    [
        ("考点".encode("gbk"), "gbk"),
        ("考点".encode("utf-16"), "utf16"),
        ("考点".encode("utf-16-be"), "other"),
        (b"\xff\xff", "other"),
    ],
)
def test_encoding(data: bytes, seems: str) -> None:
    """Bytes that are not UTF-8 are taken for what an office's editor writes, where they are that."""
    assert hints.encoding(data) == seems
