"""What is indexed: how text is cut, what a document holds, and that its metadata are the same every time."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from generator import index, search, spelling
from generator.derive import Site
from generator.settle import settle


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


def test_what_a_result_shows_rides_in_ids(site: Site) -> None:
    """Names keep their blanks and are no markup: they are JSON in an attribute."""
    document = search.Document("x", "prose", search.Text('a "b" <c>', "d e"), search.NOTHING)
    page = search.page(document, "zh")
    assert "<c>" not in page
    payload = page.split(' id="')[1].split('"')[0]
    assert " " not in payload
    assert "\\u0020" in payload


def test_settled_metadata(site: Site, tmp_path: Path) -> None:
    """Two indexes of the same documents are the same, file by file, and settling again changes nothing."""
    for name in ("one", "two"):
        index.build(search.documents(site), tmp_path / name)

    def contents(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    before = contents(tmp_path / "one/pagefind-zh")
    settle(tmp_path / "one/pagefind-zh")
    assert contents(tmp_path / "one/pagefind-zh") == before


def test_an_index_of_another_kind_is_refused(site: Site, tmp_path: Path) -> None:
    """Metadata that Pagefind 1.5 does not write stop the build instead of being guessed at."""
    index.build(search.documents(site), tmp_path)
    (meta,) = (tmp_path / "pagefind-zh").glob("*.pf_meta")
    meta.write_bytes(gzip.compress(b"other"))
    with pytest.raises(ValueError, match=r"not what Pagefind 1\.5 writes"):
        settle(tmp_path / "pagefind-zh")
    shutil.rmtree(tmp_path)


def test_vocabulary() -> None:
    """Spelling help knows names by frequency, every sound of a character, and the Traditional forms in use."""
    known = json.loads(spelling.vocabulary(["会计考务", "机会", "机会"]))
    assert known["names"] == ["机会", "会计考务"]
    assert known["sounds"]["会"] == ["hui", "kuai"]
    assert known["simplified"]["務"] == "务"
    assert "龍" not in known["simplified"]
