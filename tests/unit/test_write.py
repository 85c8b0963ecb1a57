"""The way back: a value of the model as YAML, and whole files."""

from __future__ import annotations

import stat
from decimal import Decimal
from pathlib import Path

import pytest

from generator import load, shape, write
from generator.model import Amount, Column, Declaration, Text
from generator.pipeline import Reading
from generator.schema import EXAMPLES
from generator.vocabulary import Glossary, Organisation, Organisations

EXAMPLE = EXAMPLES / "declaration.yml"


def read(text: str, cls: type) -> object:
    """What a text reads as."""
    tree, problems = load.read_bytes(text.encode(), "x.yml")
    assert problems == []
    assert tree is not None
    filed, unfit = shape.read(tree, cls, "x.yml")
    assert unfit == []
    assert filed is not None
    return filed.value


def test_real_declarations(reading: Reading) -> None:
    """Each real declaration, and the word lists, read back as what they are."""
    for filed in reading.declarations:
        assert read(write.to_yaml(filed.value), Declaration) == filed.value
    assert read(write.to_yaml(reading.vocabulary.glossary), Glossary) == reading.vocabulary.glossary
    organisations = Organisations(reading.vocabulary.organisations)
    assert read(write.to_yaml(organisations), Organisations) == organisations


def test_the_example() -> None:
    """The example, with its whole-project money, weights and further sources, reads back too."""
    value = read(EXAMPLE.read_text(encoding="utf-8"), Declaration)
    assert read(write.to_yaml(value), Declaration) == value


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "~",
            "null",
            "2024-01-01",
            "12:30",
            "0123",
            "49.00",
            "=1",
            "- a",
            "a: b",
            "a #b",
            "#",
            "---",
            "...",
        ),
        *(
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "|",
            ">",
            "[a",
            "{a",
            "<<",
            '"a"',
            "'a'",
            "a\\n",
            "\\",
            "\u00a0",
            "😀",
        ),
        *("a\tb", "？", "：", "{{ x }}", "≥90(%)", "a" * 15_000, "字 " * 5_000 + "尾"),
    ],
)
def test_any_text(text: str) -> None:
    """A text reads back as itself, however YAML might take it, also for other readers of YAML."""
    value = Organisation("a", Text(text.strip() or "x", text.strip() or "x"))
    assert read(write.to_yaml(value), Organisation) == value


def test_what_is_not_given_is_left_out() -> None:
    """None and empty lists leave no key, and nothing is shortened to an alias."""
    same = Text("甲", "A")
    text = write.to_yaml(Organisations((Organisation("a", same), Organisation("b", same))))
    assert text == (
        "organisations:\n"
        '- key: "a"\n  name:\n    zh: "甲"\n    en: "A"\n'
        '- key: "b"\n  name:\n    zh: "甲"\n    en: "A"\n'
    )


def test_a_required_list_may_be_empty(reading: Reading) -> None:
    """A list that must be given is written when it is empty, so that the file can be read."""
    value = Organisations(())
    assert read(write.to_yaml(value), Organisations) == value


def test_amounts_are_written_as_published() -> None:
    """The published text of an amount is written, not its number."""
    value = read('total: "1,000.50"\n', Column)
    assert value == Column(Amount("1,000.50", Decimal("1000.50")))
    assert write.to_yaml(value) == 'total: "1,000.50"\n'


def test_write_file(tmp_path: Path) -> None:
    """A file is written in UTF-8 with plain line ends, its folders too, readable for the server."""
    path = tmp_path / "a" / "b.md"
    write.write_file(path, "一\n二\n")
    assert path.read_bytes() == "一\n二\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    write.write_file(path, "三\n")
    assert path.read_bytes() == "三\n".encode()
    assert [each.name for each in path.parent.iterdir()] == ["b.md"]


def test_a_write_that_fails(tmp_path: Path) -> None:
    """A text that cannot be written leaves the file as it was, and nothing beside it."""
    path = tmp_path / "b.md"
    write.write_file(path, "一\n")
    with pytest.raises(UnicodeEncodeError):
        write.write_file(path, "二\ud800")
    assert path.read_bytes() == "一\n".encode()
    assert [each.name for each in tmp_path.iterdir()] == ["b.md"]
