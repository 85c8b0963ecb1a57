"""The quick reader of plain files reads nothing otherwise than PyYAML: it gives the same tree, or gives up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import values

from generator import characters, load, nodes, plain, write
from generator.model import Declaration

ROOT = Path(__file__).parents[2]
BLOCKS = """\
a: |
  x
   y

  z
b:
- c: '1'   # why
  d: |-
    q
- |
  r


- "e \\"f\\" \\n g"
-   h: ''
    i: it''s
e:   # nothing
f:
  - g: h
    i:
    - j
    -  k: l:m#n
       o: 'p ''q'' r'
"""
FILES = [
    BLOCKS,
    *(
        path.read_text(encoding="utf-8")
        for folder in ("content/declarations", "tests/problems/base", "tests/site/content")
        for path in sorted((ROOT / folder).rglob("*.yml"))
    ),
    "".join((ROOT / "content" / "glossary.yml").read_text(encoding="utf-8").splitlines(keepends=True)[:60]),
]
BITS = st.sampled_from(
    [
        *(": ", ":", "- ", "-", "? ", "?", ", ", "[", "]", "{", "}", "&a ", "*a", "!!b ", "<<: *a", "@", "`"),
        *("---\n", "--- a\n", "...\n", "%YAML 9\n", "%", "#", " #", " # ", "# c\n", "\n# c\n", "  # c\n"),
        *("|", ">", "|-\n", "|+\n", ">-\n", "|2\n", ": |\n", ": >\n  a\n  b\n", ": |\n  a\n\n  b\n   c\n"),
        *('"', "'", '""', "''", '\\"', "\\", "\\n", "\\u0041", "~", "=", "x", "x\n", "id: ", "a: \n", "a:\n"),
        *("\t", " ", "  ", "   ", "\n", "\n\n", "\n ", "\n  ", "\n    ", " \n", "\n   \n", "\r", "\r\n"),
        *("\u3000", "\u00a0", "\u2003", "\u0085", "\u2028", "\ufeff", "\u0301", "：", "é", "😀", "﹦", "0"),
        *("- - ", "- \n", "-\n", "\n- ", "\n  - ", "- a: b\n", "-   a: b\n", "a: b: c\n", "a: - b\n"),
    ]
)


def _same(text: str) -> bool:
    """Whether the quick reader reads a text; then as PyYAML does, every place included."""
    text = text.removeprefix("\ufeff")
    if any(map(characters.unwanted, text)):
        return False
    quick = plain.read(text)
    if quick is None:
        return False
    tree, problems = load.parse(text, "x.yml")
    assert problems == []
    assert tree == quick
    assert _order(tree) == _order(quick)
    return True


def _order(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Mapping):
        return [(key, _order(child)) for key, child in node.entries.items()], list(node.keys)
    return [_order(item) for item in node.items] if isinstance(node, nodes.Sequence) else None


@given(st.data())
@settings(max_examples=500)
def test_spoilt_files(data: st.DataObject) -> None:
    """Real files with something put in, cut out, doubled or moved: read alike, or not at all."""
    text = data.draw(st.sampled_from(FILES))
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 0, 0, 1, 2, 5, 40]))
        text = text[:at] + data.draw(st.one_of(BITS, st.just(""))) + text[at + cut :]
    _same(text)


@given(
    st.sampled_from(FILES), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 5)), max_size=3), st.data()
)
@settings(max_examples=300)
def test_spoilt_lines(text: str, spoilt: list[tuple[int, int]], data: st.DataObject) -> None:
    """The same for lines left out, said twice, indented otherwise, or ended otherwise."""
    lines = text.splitlines(keepends=True)
    for number, how in spoilt:
        line = lines[number % len(lines)]
        ways = [
            "",
            line * 2,
            " " * data.draw(st.integers(1, 4)) + line,
            line.removeprefix(" " * data.draw(st.integers(1, 4))),
            line.rstrip("\n") + data.draw(BITS) + "\n",
            line.replace('"', data.draw(st.sampled_from(["", "'"]))),
        ]
        lines[number % len(lines)] = ways[how]
    joined = "".join(lines)
    _same(joined)
    _same(joined.replace("\n", "\r\n"))
    _same(joined.rstrip("\n"))


@given(st.lists(BITS, max_size=20).map("".join))
@settings(max_examples=300)
@example("a: 1\n b: 2\n")
@example("a:\n  - b\n - c\n")
@example("a: |\n\n   \n  b\n")
@example("a: b\n  c\n")
@example("a:\n- b\nc: d\n- e\n")
def test_bits_of_yaml(text: str) -> None:
    """The same for what YAML is made of, in any order, alone and after a key."""
    _same(text)
    _same("k: " + text)
    _same("k:\n- l: " + text)


@given(values(Declaration))
@settings(max_examples=40)
def test_written_declarations(value: Declaration) -> None:
    """What is written of any declaration reads alike; only rare escapes, empty lists and mappings are given up."""
    text = write.to_yaml(value)
    assert _same(text) or re.search(r"\\[^\"\\n]|\[\]|\{\}", text)


def test_real_files_are_read_quickly() -> None:
    """Files as staff write them are not given up."""
    assert [text[:80] for text in FILES if "ostile" not in text and not _same(text)] == []
