"""The strict reader: text stays text, every place is right, and nothing hostile gets past or hangs."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import files, load, nodes
from generator.problem import Problem


def tree(text: str | bytes) -> nodes.Mapping:
    """What a sound file reads as."""
    data = text if isinstance(text, bytes) else text.encode()
    found, problems = load.read_bytes(data, "x.yml")
    assert problems == []
    assert found is not None
    return found


def problems(text: str | bytes) -> list[tuple[int, str, str]]:
    """Line, rule and case of what is wrong with a file."""
    data = text if isinstance(text, bytes) else text.encode()
    found, told = load.read_bytes(data, "x.yml")
    assert found is None or told
    return [(each.line, each.rule, each.case) for each in told]


def plain(node: nodes.Node) -> object:
    """A tree without places."""
    if isinstance(node, nodes.Scalar):
        return node.text
    if isinstance(node, nodes.Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(child) for key, child in node.entries.items()}


@pytest.mark.parametrize(
    "typed",
    [
        "49.00",
        "12:30",
        "no",
        "yes",
        "on",
        "off",
        "true",
        "null",
        "~",
        "0123",
        "0o17",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        ".NaN",
        "+1",
        "1,550",
        "=",
        "=100(%)",
        "≥90(%)",
        "2024-01-01",
        "2024-01-01T00:00:00Z",
    ],
)
def test_scalars_stay_text(typed: str) -> None:
    """A scalar is the text that was typed: YAML's guesses at numbers, dates and truth are not made."""
    assert plain(tree(f"a: {typed}\nb:\n- {typed}\n{typed}: c\n")) == {"a": typed, "b": [typed], typed: "c"}


SAMPLE = """\
项目名称: 委托考试   # 说明
资金: {总额: "1,000.00", 其他: 无}
指标:
  - 名称: 考点数
    值: '≥708.00(个)'
    说明: |
      第一行
      第二行
  - 名称: "😀考场数"
    𠮷: 甲
"""


def _places(node: nodes.Node) -> Iterator[tuple[str, int, int]]:
    if isinstance(node, nodes.Scalar):
        yield node.text, node.line, node.column
    elif isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from _places(item)
    else:
        for key, child in node.entries.items():
            yield key, *node.keys[key]
            yield from _places(child)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places(newline: str, mark: str) -> None:
    """Line and column, counted in characters from 1, point at each key and value, after Chinese text too."""
    lines = SAMPLE.split("\n")
    found = list(_places(tree(mark + SAMPLE.replace("\n", newline))))
    assert len(found) == 18
    for text, line, column in found:
        at = lines[line - 1][column - 1 :]
        assert at.lstrip("\"'").startswith(text) or at == "|", (text, line, column)


def test_values_have_no_carriage_return() -> None:
    """Lines that end as on Windows, or as on old Macs, read as lines."""
    assert plain(tree(SAMPLE.replace("\n", "\r\n"))) == plain(tree(SAMPLE))
    assert plain(tree('a: "1\\r\\n2\\r3"\n')) == {"a": "1\n2\n3"}


def test_text_is_composed() -> None:
    """Text is NFC, so that the same word is always the same characters."""
    assert plain(tree("e\u0301: a\u0308\n")) == {unicodedata.normalize("NFC", "e\u0301"): "ä"}


def test_byte_order_mark() -> None:
    """A mark that Windows editors put before UTF-8 is no part of the first key."""
    assert plain(tree(b"\xef\xbb\xbfid: x\n")) == {"id": "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x b\n", [(1, "plain-yaml", "anchor")]),
        ("a: *x\n", [(1, "plain-yaml", "alias")]),
        ("a: &x b\nc: *x\n", [(1, "plain-yaml", "anchor"), (2, "plain-yaml", "alias")]),
        ("a: !!str 1\n", [(1, "plain-yaml", "tag")]),
        ("a: ! 1\n", [(1, "plain-yaml", "tag")]),
        ("a: !!python/object/apply:os.system [ls]\n", [(1, "plain-yaml", "tag")]),
        ("&x a: b\n", [(1, "plain-yaml", "anchor")]),
        ("<<: {a: b}\n", [(1, "plain-yaml", "merge")]),
        ('"<<": {a: b}\n', [(1, "plain-yaml", "merge")]),
        ("a: 1\n---\nb: 2\n", [(2, "plain-yaml", "documents")]),
        ("%YAML 1.1\n---\na: 1\n", [(1, "plain-yaml", "directive")]),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", [(1, "plain-yaml", "directive")]),
        ("? [a]\n: b\n", [(1, "plain-yaml", "key")]),
        ("a: 1\nb: 2\na: 3\n", [(3, "unique-keys", "")]),
        ('a: 1\n"a": 3\n', [(2, "unique-keys", "")]),
        ("e\u0301: 1\n\u00e9: 2\n", [(2, "unique-keys", "")]),
        ("", [(1, "not-empty", "")]),
        ("# only a comment\n", [(1, "not-empty", "")]),
        ("a: \u0001\n", [(1, "characters", "")]),
        ("a: 1\nb: \u202eabc\n", [(2, "characters", "")]),
        ('a: "\\u0000"\n', [(1, "characters", "")]),
        ('a: "\\U0010FFFF"\n', [(1, "characters", "")]),
        (b"a: \xb5\xd8\xd6\xb7\n", [(1, "encoding", "gbk")]),
        ("a: 1\n".encode("utf-16"), [(1, "encoding", "utf16")]),
        (b"a: 1\nb: \xff\xff\n", [(2, "encoding", "other")]),
        (b"a: \xed\xa0\x80\n", [(1, "encoding", "other")]),
    ],
)
def test_refused(text: str | bytes, expected: list[tuple[int, str, str]]) -> None:
    """What makes two readers see different things is refused, where it stands."""
    assert problems(text) == expected


def test_every_problem_of_a_file() -> None:
    """A file is read to its end: all of its problems are found at once."""
    assert problems("a: &x 1\nb: *x\nb: !t 2\n<<: {}\n") == [
        (1, "plain-yaml", "anchor"),
        (2, "plain-yaml", "alias"),
        (3, "unique-keys", ""),
        (3, "plain-yaml", "tag"),
        (4, "plain-yaml", "merge"),
    ]


def _nested(depth: int) -> str:
    return "a: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"


@pytest.mark.parametrize(
    ("fits", "is_too_much"),
    [
        (_nested(load.MAX_DEPTH), _nested(load.MAX_DEPTH + 1)),
        ("a:\n" + "- x\n" * (load.MAX_NODES - 3), "a:\n" + "- x\n" * (load.MAX_NODES - 2)),
        ("a: " + "字" * load.MAX_TEXT + "\n", "a: " + "字" * (load.MAX_TEXT + 1) + "\n"),
        ("a: b\n#".ljust(files.MAX_BYTES), "a: b\n#".ljust(files.MAX_BYTES + 1)),
    ],
    ids=["depth", "nodes", "text", "bytes"],
)
def test_caps(fits: str, is_too_much: str) -> None:
    """Depth, number of nodes, length of a text and size of a file have a cap; just below it a file is read."""
    tree(fits)
    assert [rule for _, rule, _ in problems(is_too_much)] in (["plain-yaml"], ["file-size"])


MANY = 100_000
HOSTILE = [
    # a text that would cost a careless reader minutes, its memory or its life; the rule that refuses it
    ("a: &a [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1 or ''}]\n" for i in range(1, 99)), "plain-yaml"),
    ("a: &a {x: 1}\n" + "".join(f"b{i}:\n  <<: [{'*a, ' * 99}]\n" for i in range(99)), "plain-yaml"),
    ("[" * MANY, "plain-yaml"),
    ("{a: " * MANY, "plain-yaml"),
    ("- " * MANY, "plain-yaml"),
    ("? " * MANY, "plain-yaml"),
    ("".join(" " * i + "a:\n" for i in range(1000)), "plain-yaml"),
    ('"' * MANY, "yaml-syntax"),
    ("&" * MANY, "yaml-syntax"),
    ("%" * MANY, "yaml-syntax"),
    ("\0" * MANY, "characters"),
    ("a: b\n" * MANY, "file-size"),
]


def _rules_told(folder: Path) -> list[str]:
    """The first rule told of each file, by a fresh interpreter: a crash or a hang is then an ordinary failure."""
    code = (
        "import pathlib, sys; from generator.load import read_file\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).iterdir()): print(read_file(path, 'x')[1][0].rule)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()


def test_hostile_text_is_refused(tmp_path: Path) -> None:
    """Bombs and 100,000 brackets neither crash the reader nor get past it."""
    for number, (text, _) in enumerate(HOSTILE):
        (tmp_path / f"{number:02}.yml").write_text(text, encoding="utf-8")
    assert _rules_told(tmp_path) == [rule for _, rule in HOSTILE]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are not to be had everywhere")
def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """A named pipe is not waited for."""
    os.mkfifo(tmp_path / "x.yml")
    assert _rules_told(tmp_path) == ["file-readable"]


def _file(path: Path) -> list[tuple[str, str]]:
    found, told = load.read_file(path, "x.yml")
    assert found is None
    return [(each.rule, each.case) for each in told]


def test_what_is_no_file(tmp_path: Path) -> None:
    """A folder, a link (even a broken one) and a missing file are problems, not exceptions."""
    (tmp_path / "real.yml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "link.yml").symlink_to("real.yml")
    (tmp_path / "broken.yml").symlink_to("nowhere")
    assert _file(tmp_path) == [("file-readable", "kind")]
    assert _file(tmp_path / "link.yml") == [("file-readable", "link")]
    assert _file(tmp_path / "broken.yml") == [("file-readable", "link")]
    assert _file(tmp_path / "missing.yml") == [("file-readable", "os")]


def test_a_binary_file_is_told_once() -> None:
    """A file full of control characters is one mistake of one person, not thousands of lines to read."""
    found: list[Problem]
    _, found = load.read_bytes(b"PK\x03\x04" + b"\x00\x01\x02" * 1000, "x.yml")
    assert 0 < len(found) <= 20
