"""Whatever stands in the place of a declaration: it is refused, with the file, the line and the rule, and quickly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from corpus import BASE, CASES, DECLARATION, Case

from generator import characters, pipeline, tell
from generator.i18n import LANGUAGES, read_words
from generator.problem import Severity

WORDS = {lang: read_words(lang) for lang in LANGUAGES}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refused(case: Case, tmp_path: Path) -> None:
    """Each attack is an error of its file, at its line, told in both languages on lines that can be printed."""
    content = tmp_path / "content"
    shutil.copytree(BASE, content)
    case.make(content / DECLARATION)
    reading = pipeline.read(content)
    assert not reading.sound
    errors = [each for each in reading.problems if each.severity is Severity.ERROR]
    found = {(each.file, each.line, each.rule, each.case): each for each in errors}
    assert (f"content/{case.file}", *case.told) in found
    assert len({each.file for each in errors}) == case.told_of
    for told in (tell.told(each, words) for each in errors for words in WORDS.values()):
        assert len(told.split("\n")) == 2
        assert not any(characters.unwanted(char) for char in told.replace("\n", ""))
        assert len(told) < 2_000
