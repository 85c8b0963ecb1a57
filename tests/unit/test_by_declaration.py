"""Data files are made declaration by declaration, in any process, and put together a piece at a time."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import arrange, pipeline
from generator.derive import Site
from generator.export import cells, tables, whole
from generator.export.archive import OWN, READABLE, member, zipped
from generator.export.beside import Records
from generator.export.held import filled_by, filled_by_vocabulary, held, merged
from generator.export.publish import finished, publish, stream, together
from generator.export.shares import Shares
from generator.export.tables import KINDS
from generator.export.whole import Whole
from generator.model import Text
from generator.render import Settings

SETTINGS = Settings(Text("站", "Site"))


@pytest.fixture(scope="module")
def records(site: Site) -> Records:
    """What makes the files of the real content."""
    facts = pipeline.facts(site)
    found = [filled_by(each, facts) for each in site.declared]
    return Records(facts, SETTINGS, merged([*found, filled_by_vocabulary(site.vocabulary, facts)]))


def test_another_process_makes_the_same(records: Records, site: Site) -> None:
    """What makes the files can be sent to another process, is small, and makes the same there in any order."""
    sent = pickle.dumps(records)
    assert len(sent) < 300_000
    there = pickle.loads(sent)  # noqa: S301 (our own)
    others = {each.path: pickle.loads(pickle.dumps(there.made(each))) for each in reversed(site.declared)}  # noqa: S301
    assert all(records.made(each) == others[each.path] for each in site.declared)


def test_files_beside_a_declaration(records: Records, site: Site) -> None:
    """Beside a declaration stand its tables, itself and its form; the API has the same JSON."""
    (each, *_) = site.declared
    files, _ = records.made(each)
    names = ("indicators.csv", "funding.csv", "declaration.xlsx", "declaration.json")
    assert [file.path for file in files] == [
        *(f"{prefix}{each.path}/{name}" for prefix in ("", "en/") for name in names),
        f"{each.path}/form.xlsx",
        f"api/v1/declarations/{each.path}.json",
    ]
    assert len({file.content for file in files if file.path.endswith(".json")}) == 1


def test_which_columns_are_filled(records: Records, site: Site) -> None:
    """A column is held where some row of the site has a value, told by each declaration without the others."""
    whole_site = [tables.of_declaration(each, records.facts) for each in site.declared]
    words = tables.of_vocabulary(site.vocabulary, records.facts)
    for name, kind in KINDS.items():
        rows = [row for each in (*whole_site, words) for row in cells.rows(kind, each.get(name, []), "zh")]
        columns = enumerate(zip(*rows, strict=True))
        expected = [place for place, column in columns if any(cell is not None for cell in column)]
        assert list(held(kind, records.filled[name])) == expected


def test_a_table_without_rows_has_all_columns() -> None:
    """Where no row fills any column, all are there."""
    assert len(held(KINDS["funding"], 0)) == len(KINDS["funding"].columns("zh"))


def test_shares_come_in_any_order(records: Records, site: Site, tmp_path: Path) -> None:
    """Tables of many are the same, in whichever order the shares of declarations arrive, and from which files."""

    def files(paths: Iterable[int]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}

        def write(path: str, chunks: Iterable[bytes]) -> None:
            found[path] = b"".join(chunks)

        shares = Shares(tmp_path)
        for file in arrange.chunks(list(paths), 4):
            listed = [site.declared[place] for place in file]
            made = [records.made(each, files=False)[1] for each in listed]
            for each, kept in zip(listed, shares.keep(f"from-{file[0]}", made), strict=True):
                shares.add(each.path, kept)
        whole = Whole(site, records, shares, tmp_path)
        together(whole, partial(finished, whole, write), write)
        return found

    places = range(len(site.declared))
    assert files(places) == files(reversed(places))


def test_pieces_are_the_whole(site: Site) -> None:
    """Files that come in pieces are those that come whole, and what is told of them is the same."""
    contents: dict[str, bytes] = {}
    pieces: dict[str, bytes] = {}
    facts = pipeline.facts(site)
    told = publish(site, facts, SETTINGS, contents.__setitem__)
    again = stream(site, facts, SETTINGS, lambda path, chunks: pieces.update({path: b"".join(chunks)}))
    assert (told, contents) == (again, pieces)


def test_more_rows_than_a_sheet(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook with more rows than programs hold is left out; the other files of the page are there."""
    monkeypatch.setattr(whole, "LAST", 100)
    told = publish(site, pipeline.facts(site), SETTINGS, lambda *_: None)
    assert {each.format for each in told if each.page == "data"} == {"csv", "json", "sqlite", "zip", "jsonld"}
    assert {each.format for each in told if each.page == "indicators"} == {"csv", "json"}
    assert {each.format for each in told if each.page == "glossary"} == {"csv", "json"}


CONTENTS = st.dictionaries(
    st.from_regex("[a-z]{1,8}/[a-z]{1,8}", fullmatch=True),
    st.builds(bytes.__mul__, st.binary(max_size=60), st.integers(0, 4000)),
    max_size=3,
)


@given(CONTENTS, st.sampled_from((READABLE, OWN)))
@example({"a": b"x" * 250, "b": b"y" * 251}, READABLE)
def test_archives(files: dict[str, bytes], mode: int) -> None:
    """A ZIP of small files is the one that Python's own module writes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    assert b"".join(zipped([member(*each) for each in files.items()], mode)) == data.getvalue()
