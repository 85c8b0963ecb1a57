"""The reader takes any bytes, and what is written reads back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import values

from generator import load, nodes, packed, schema, shape, write
from generator.i18n import read_words
from generator.model import Declaration
from generator.pipeline import Reading
from generator.problem import Problem
from generator.removed import RemovedFile
from generator.tell import told
from generator.vocabulary import Glossary, Organisations

REAL = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "content").rglob("*.yml"))]
EXAMPLE = (schema.EXAMPLES / "declaration.yml").read_bytes()
WORDS = {lang: read_words(lang) for lang in ("zh", "en")}
LABELS = {"项目名称": "project_name", "指标值": "target"}
BITS = st.one_of(
    st.sampled_from(
        [b": ", b"- ", b"\n", b"\t", b'"', b"'", b"[", b"{", b"}", b"&a ", b"*a", b"!!b ", b"<<: *a"]
    ),
    st.sampled_from(
        [b"---\n", b"%YAML 9\n", b"#", b"|", b">", b"\r", b"\x00", b"\xff", b"  ", "：".encode(), b"? "]
    ),
    st.sampled_from(
        ["\u3000".encode(), "\u0085".encode(), "\ufeff".encode(), b"\xe8", b"id: ", b"target: >=1\n"]
    ),
    st.binary(max_size=4),
)


def _read(data: bytes, cls: type) -> list[Problem]:
    """Reading a file raises nothing; whatever is wrong can be told, at a place inside the file."""
    tree, problems = load.read_bytes(data, "x.yml")
    assert (tree is not None) or problems
    if tree is not None and not problems:
        filed, problems = shape.read(tree, cls, "x.yml", LABELS)
        assert (filed is None) == bool(problems)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in problems:
        assert isinstance(problem, Problem)
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
        for words in WORDS.values():
            assert told(problem, words)
    return problems


@given(st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes(data: bytes) -> None:
    """Any bytes give a declaration or problems, never an exception."""
    _read(data, Declaration)


@given(st.lists(BITS, max_size=40).map(b"".join))
@settings(max_examples=300)
def test_any_bits_of_yaml(data: bytes) -> None:
    """The same holds for what YAML is made of, in any order."""
    _read(data, Declaration)


@given(st.data())
@settings(max_examples=150)
def test_mutated_files(data: st.DataObject) -> None:
    """The same holds for a sound file with something put in, cut out or doubled."""
    text = data.draw(st.sampled_from([EXAMPLE, *REAL]))
    at = data.draw(st.integers(0, len(text)))
    end = min(len(text), at + data.draw(st.integers(0, 60)))
    text = text[:at] + data.draw(st.sampled_from([b"", text[at:end] * 2])) + data.draw(BITS) + text[end:]
    for cls in (Declaration, Glossary, Organisations, RemovedFile):
        _read(text, cls)


@given(st.lists(st.integers(0, 70), max_size=3))
def test_dropped_and_moved_lines(drops: list[int]) -> None:
    """The same holds for lines left out and lines that lost their indent."""
    lines = EXAMPLE.splitlines(keepends=True)
    _read(b"".join(line for number, line in enumerate(lines) if number not in drops), Declaration)
    _read(
        b"".join(line.lstrip(b" ") if number in drops else line for number, line in enumerate(lines)),
        Declaration,
    )


@pytest.mark.parametrize("cls", [Declaration, Glossary, Organisations, RemovedFile])
def test_written_reads_back(cls: type) -> None:
    """What is written of any value reads back as that value."""

    @given(values(cls))
    @settings(max_examples=30)
    def check(value: Any) -> None:
        tree, problems = load.read_bytes(write.to_yaml(value).encode(), "x.yml")
        assert problems == []
        assert tree is not None
        filed, unfit = shape.read(tree, cls, "x.yml")
        assert unfit == []
        assert filed is not None
        assert filed.value == value

    check()


def test_what_reads_fits_the_schema(reading: Reading) -> None:
    """What the strict reader takes, an editor's schema takes too."""
    validator = jsonschema.Draft202012Validator(schema.json_schema(WORDS["zh"], reading.vocabulary))

    @given(values(Declaration))
    @settings(max_examples=30)
    def check(value: Declaration) -> None:
        tree, _ = load.read_bytes(write.to_yaml(value).encode(), "x.yml")
        assert tree is not None
        assert [error.message for error in validator.iter_errors(_plain(tree))] == []

    check()


def _plain(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Scalar):
        return node.text
    if isinstance(node, nodes.Sequence):
        return [_plain(item) for item in node.items]
    return {key: _plain(child) for key, child in node.entries.items()}


@given(values(Declaration))
@settings(max_examples=40)
def test_packed_is_the_same(value: Declaration) -> None:
    """What is packed for a cache or another process comes back as the same value, through JSON."""
    assert packed.unpacker(Declaration)(json.loads(json.dumps(packed.pack(value)))) == value


@given(values(Glossary), values(Organisations))
@settings(max_examples=20)
def test_packed_words_are_the_same(glossary: Glossary, organisations: Organisations) -> None:
    """The same holds for the fixed words."""
    for value in (glossary, organisations):
        assert packed.unpacker(type(value))(json.loads(json.dumps(packed.pack(value)))) == value
