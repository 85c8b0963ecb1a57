"""What is indexed: how text is cut, what a document holds, and that its bytes are the same every time."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from generator import search, spelling
from generator.derive import Site

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("考务工作差错率", "考务 务工 工作 作差 差错 错率 率_"),
        ("率", "率_"),
        ("Windows考试", "windows 考试 试_"),
        ("77,677,700.00", "77677700"),
        ("≤1.50(％)", "1.50"),
        ("（安全、顺利）", "安全 全_ 顺利 利_"),
        ("１５５０人次", "1550 人次 次_"),
        ("", ""),
        ("办理5万次", "办理 理_ 5 万次 次_ 50000"),
        ("1.25亿元", "1.25 亿元 元_ 125000000"),
        ("😀率", "率_"),
    ],
)
def test_tokens(text: str, cut: str) -> None:
    """Chinese is cut into pairs and a marked last character, numbers lose separators, the rest stays."""
    assert search.tokens(text) == cut


def test_every_indicator_is_a_place(site: Site) -> None:
    """Every indicator of every declaration is a heading of its document, with the id of its row."""
    found = {document.path: {row.id for row in document.rows} for document in search.documents(site)}
    for each in site.declared:
        assert {indicator.id for indicator in each.declaration.indicators} == found[each.path]


def test_what_is_indexed_is_no_markup() -> None:
    """Whatever a name holds, it is text in the document."""
    document = search.Document("x", "prose", search.Text("<c>率", "<b>rate"), search.NOTHING)
    assert "<c>" not in search.page(document, "zh")
    assert "<b>" not in search.page(document, "en")


def test_what_a_result_shows(site: Site) -> None:
    """Names in both languages, amount, year, and every row with its id: all as it is."""
    for document in search.documents(site):
        shown = search.shown(document)
        assert (shown["title"]["zh"], shown["title"]["en"]) == (document.title.zh, document.title.en)
        assert (shown["kind"], shown["amount"], shown["year"]) == (
            document.kind,
            document.amount,
            document.year,
        )
        assert [row["id"] for row in shown["rows"]] == [row.id for row in document.rows]
        assert [row["zh"] for row in shown["rows"]] == [row.name.zh for row in document.rows]


BUILD = """
import pickle, sys
from pathlib import Path
from generator import index
index.build(pickle.load(sys.stdin.buffer), Path(sys.argv[1]))
"""


def test_the_same_bytes_everywhere(site: Site, tmp_path: Path) -> None:
    """Whatever order documents come in and however Python spreads its hashes: every file has the same name and the
    same bytes, and none is there for looks that are not ours.
    """
    listed = list(search.documents(site))
    found = []
    for seed, documents in (("1", listed), ("2", listed[::-1])):
        folder = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", BUILD, str(folder)]
        subprocess.run(command, input=pickle.dumps(documents), env=environment, check=True)
        files = (path for path in sorted(folder.rglob("*")) if path.is_file())
        found.append({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})
    assert found[0] == found[1]
    assert not [path for path in found[0] if "ui." in path or "highlight" in path]


def test_vocabulary() -> None:
    """Spelling help knows names by frequency, every sound of a character, and the Traditional forms in use."""
    known = json.loads(spelling.vocabulary(["会计考务", "机会", "机会"]))
    assert known["names"] == ["机会", "会计考务"]
    assert known["sounds"]["会"] == ["hui", "kuai"]
    assert known["simplified"]["務"] == "务"
    assert "龍" not in known["simplified"]
