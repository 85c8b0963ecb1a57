"""The generator's own words: complete in both languages, and none too many."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from generator.fields import fields, records
from generator.i18n import HTML_LANG, LANGUAGES, LOCALES, read_words
from generator.model import Declaration
from generator.removed import RemovedFile
from generator.vocabulary import GROUPS, LEVELS_1, Glossary, Organisations

ROOT = Path(__file__).parents[2]
PYTHON = sorted((ROOT / "generator").rglob("*.py"))
TEMPLATES = sorted(path for path in (ROOT / "theme_overrides").rglob("*") if path.suffix in (".html", ".j2"))
ZH, EN = (read_words(lang).table for lang in ("zh", "en"))


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_same_keys() -> None:
    """Both languages have the same keys, in the same order."""
    assert list(ZH) == list(EN)


def test_same_blanks() -> None:
    """A text has the same blanks in both languages, and says something."""
    assert [key for key in ZH if _blanks(ZH[key]) != _blanks(EN[key])] == []
    assert [key for key in ZH if not ZH[key].strip() or not EN[key].strip()] == []


def test_languages() -> None:
    """Each language has its locale file and its tag, and each file holds a language of its own."""
    assert {path.stem for path in LOCALES.iterdir()} == set(LANGUAGES) == set(HTML_LANG)
    chinese = {
        lang: sum(bool(re.search("[㐀-鿿]", text)) for text in table.values())
        for lang, table in (("zh", ZH), ("en", EN))
    }
    assert chinese["en"] < len(EN) / 10 < len(ZH) * 9 / 10 < chinese["zh"]


def test_a_missing_word_is_our_bug() -> None:
    """An unknown key or a blank without its value raises: the build stops instead of printing nothing."""
    words = read_words("zh")
    assert "page.home" in words
    with pytest.raises(KeyError):
        words("no.such.key")
    with pytest.raises(KeyError):
        words("page.year", wrong="2024")


def test_any_blank_can_be_filled() -> None:
    """Every text can be filled, whatever its blanks are called."""
    words = read_words("zh")
    for key, text in ZH.items():
        filled = words(key, **dict.fromkeys(_blanks(text), "甲"))
        assert filled == re.sub(r"\{\w+\}", "甲", text)


def test_values_are_not_filled_again() -> None:
    """A value that holds braces is printed as it is."""
    assert "{year}" in read_words("zh")("page.year", year="{year}")


def test_a_broken_locale_is_our_bug(tmp_path: Path) -> None:
    """A locale file with a problem raises, naming the file."""
    (tmp_path / "zh.yml").write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"zh\.yml"):
        read_words("zh", tmp_path)


WORDS = re.compile(r"(?:words|t)$")


@cache
def _asked() -> dict[str, set[str]]:
    """Keys asked for by a plain text, and beginnings of keys that are put together: by file."""
    plain: set[str] = set()
    begun: set[str] = set()
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if WORDS.match(name) and isinstance(node.args[0], ast.Constant):
                    plain.add(str(node.args[0].value))
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        for call in re.finditer(r'\b(?:t|words(?:\.\w+|\[\w+\]))\("([^"]+)"\s*(~?)', text):
            (begun if call[2] else plain).add(call[1])
    return {"plain": plain, "begun": {each for each in begun if re.fullmatch(r"[a-z_]+\.(?:\w+\.)?", each)}}


def test_every_key_asked_for_exists() -> None:
    """Each key that code or a template asks for is there, and each beginning of one leads to some."""
    assert len(_asked()["plain"]) > 50
    assert sorted(key for key in _asked()["plain"] if key not in ZH) == []
    assert sorted(each for each in _asked()["begun"] if not any(key.startswith(each) for key in ZH)) == []


@cache
def _names() -> frozenset[str]:
    """Every word that a key could be put together from: names and texts of the code and the templates."""
    words = {"what", "fix", *GROUPS, *LEVELS_1}
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
            elif isinstance(node, ast.Name):
                words.add(node.id)
            elif isinstance(node, ast.ClassDef):
                words.add(node.name)
    for path in TEMPLATES:
        words.update(re.findall(r'"([^"]*)"', path.read_text(encoding="utf-8")))
    for root in (Declaration, Organisations, Glossary, RemovedFile):
        words.update(item.name for cls in records(root) for item in fields(cls))
    return frozenset(words)


def test_no_word_is_idle() -> None:
    """Each text is asked for, as it stands or by a beginning and the names that can follow it."""
    idle = []
    for key in ZH:
        begins = any(key.startswith(each) for each in _asked()["begun"])
        follows = all(
            part in _names() or part.removesuffix("-guess") in _names() for part in key.split(".")[1:]
        )
        if key not in _asked()["plain"] and not (begins and follows):
            idle.append(key)
    assert idle == []


def test_words_of_fields() -> None:
    """Under `help` and `field` stand fields of the model and nothing else."""
    classes = {cls for root in (Declaration, Organisations, Glossary, RemovedFile) for cls in records(root)}
    helped = {f"help.{cls.__name__}.{item.name}" for cls in classes for item in fields(cls)}
    assert {key for key in ZH if key.startswith("help.")} == helped
    names = {item.name for cls in classes for item in fields(cls)}
    assert {key.removeprefix("field.") for key in ZH if key.startswith("field.")} <= names
