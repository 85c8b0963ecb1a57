"""Readings that are kept save time and nothing else: with them or without, everything is the same."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import fingerprint, folder, kept, pipeline, reading
from generator.reading import Mapped

ROOT = Path(__file__).parents[2]
ONE = "declarations/2024/reading-room.yml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A few declarations, sound and not."""
    folder = Path(shutil.copytree(ROOT / "tests/problems/base", tmp_path / "content"))
    for case in ("duplicates/name.yml", "money/about.yml", "yaml-syntax/indent.yml"):
        shutil.copy(ROOT / "tests/problems" / case, folder / "declarations" / "2024")
    shutil.copytree(ROOT / "tests/site/content/declarations", folder / "declarations", dirs_exist_ok=True)
    return folder


@pytest.fixture
def keep(content: Path) -> Path:
    """A file that holds the readings of that content."""
    file = content.parent / "kept" / "readings"
    pipeline.read(content, keep=file)
    return file


def _counting(names: list[str]) -> Mapped:
    def mapped(function: Callable[[reading.Source], reading.Read], sources: object) -> list[reading.Read]:
        listed = list(sources)  # type: ignore[call-overload]
        names.extend(each.path.name for each in listed)
        return [function(each) for each in listed]

    return mapped


def _read_anew(content: Path, keep: Path) -> list[str]:
    """Which files were read; with what is kept, the reading is the same as without."""
    names: list[str] = []
    assert pipeline.read(content, keep=keep, mapped=_counting(names)) == pipeline.read(content)
    return names


def test_nothing_is_read_twice(content: Path, keep: Path) -> None:
    """What did not change is not read again, faulty files included."""
    before = keep.read_bytes()
    assert _read_anew(content, keep) == []
    assert keep.read_bytes() == before


def test_what_another_process_read_is_kept_as_it_came(content: Path) -> None:
    """It is packed there; here nobody does that again."""
    sources = [reading.Source(path, path.name) for path in folder.declarations(content)]
    for each in (reading.read(pipeline._given(content, str)[0], source) for source in sources):
        there = pickle.loads(pickle.dumps(each))  # noqa: S301 (our own)
        assert there == each
        assert there.packed() is there.came
        assert there.packed() == each.packed()


def test_one_change_is_one_reading(content: Path, keep: Path) -> None:
    """A declaration that changed is read again, and no other."""
    path = content / ONE
    path.write_text(path.read_text(encoding="utf-8").replace('"≥90(%)"', '"=90(%)"'), encoding="utf-8")
    assert _read_anew(content, keep) == [path.name]
    assert _read_anew(content, keep) == []
    path.write_text("id: [\n", encoding="utf-8")
    assert _read_anew(content, keep) == [path.name]


def test_a_name_is_part_of_a_reading(content: Path, keep: Path) -> None:
    """A file under another name is read again, as its problems tell the name; what left is forgotten."""
    size = keep.stat().st_size
    (content / ONE).rename((content / ONE).with_name("other.yml"))
    assert _read_anew(content, keep) == ["other.yml"]
    (content / ONE).with_name("other.yml").unlink()
    assert _read_anew(content, keep) == []
    assert keep.stat().st_size < size


@pytest.mark.parametrize("name", ["glossary.yml", "organisations.yml"])
def test_fixed_words_concern_all(name: str, content: Path, keep: Path) -> None:
    """After a change of the fixed words every declaration is read again; a comment is none."""
    everything = len(folder.declarations(content))
    path = content / name
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# why\n{text}", encoding="utf-8")
    assert _read_anew(content, keep) == []
    path.write_text(text.replace("    name:\n      zh: ", "    name:\n      zh: 新", 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != text
    assert len(_read_anew(content, keep)) == everything
    path.write_text("- x\n", encoding="utf-8")
    assert len(_read_anew(content, keep)) == everything


def test_other_software_reads_anew(content: Path, keep: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of the generator kept is not used."""
    monkeypatch.setattr(reading, "fingerprint", lambda *_: b"another")
    assert len(_read_anew(content, keep)) == len(folder.declarations(content))


def test_the_fingerprint_is_that_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any file of the generator counts, by content and by name; what Python puts beside them does not."""
    package = tmp_path / "generator"
    (package / "__pycache__").mkdir(parents=True)
    monkeypatch.setattr(fingerprint, "__file__", str(package / "fingerprint.py"))
    made = fingerprint.fingerprint.__wrapped__
    seen = {made()}
    (package / "a.py").write_text("1", encoding="utf-8")
    seen.add(made())
    (package / "a.py").write_text("2", encoding="utf-8")
    seen.add(made())
    (package / "__pycache__" / "a.pyc").write_bytes(b"x")
    seen.add(made())
    (package / "a.py").rename(package / "b.yml")
    seen.add(made())
    seen.add(made("PyYAML"))
    assert len(seen) == 5
    assert {len(each) for each in seen} == {fingerprint.SIZE}


SPOILT: list[Callable[[bytes], bytes]] = [
    lambda _: b"",
    lambda _: b"\x80\x04N.",
    lambda data: data[:-1],
    lambda data: data[: len(data) // 2],
    lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    lambda data: data + b"\n",
    lambda data: data[32:],
    lambda _: b"short" + reading.digest(b"short"),
    lambda data: data[:36] + b"x" + data[37:-32] + reading.digest(data[:36] + b"x" + data[37:-32]),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_file_is_none(spoil: Callable[[bytes], bytes], content: Path, keep: Path) -> None:
    """A file that is cut short, changed or something else is passed over, and written anew."""
    whole = keep.read_bytes()
    keep.write_bytes(spoil(whole))
    assert _read_anew(content, keep)
    assert keep.read_bytes() == whole


def test_where_nothing_can_be_kept(content: Path, tmp_path: Path) -> None:
    """A folder in the way of the file, or a file in the way of its folder, is no error: nothing is kept."""
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path, tmp_path / "file" / "kept"):
        assert _read_anew(content, place)
        assert kept.load(place) == {}


def test_part_of_a_folder_keeps_nothing(content: Path, keep: Path) -> None:
    """Reading a few files of a folder neither uses nor forgets what is kept of the whole."""
    before = keep.read_bytes()
    assert pipeline.read(content, [content / ONE], keep=keep) == pipeline.read(content, [content / ONE])
    assert keep.read_bytes() == before
