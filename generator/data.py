"""Step 6 for a build: the data files that do not stand from the last one, made by as many processes as there are.

Each declaration's files are a piece of the site, and each list's; those of all declarations are one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import past
from generator.crew import Crew
from generator.derive import Declared, Site
from generator.digest import digest
from generator.export.beside import Records
from generator.export.download import DataFile, Download
from generator.export.held import filled_by, filled_by_vocabulary, merged
from generator.export.publish import together
from generator.export.published import Facts
from generator.export.shares import Kept, Shares
from generator.export.whole import Whole
from generator.fingerprint import fingerprint
from generator.past import Made, Piece
from generator.place import Place
from generator.render import Settings

DECLARATIONS, LISTS = 25, 5
"""How many of each a process is given at once."""

ALL = "data"
"""The piece of what holds every declaration."""


@dataclass(frozen=True)
class _Task:
    """What processes share."""

    whole: Whole
    folder: Path
    """Where files of the site wait."""
    records: bool
    """Whether declarations have files of their own."""


def make(
    site: Site,
    facts: Facts,
    settings: Settings,
    place: Place,
    crew: Crew,
    kept: Path,
    *,
    records: bool = True,
) -> tuple[Download, ...]:
    """Make them, and tell what is known of each. `kept` is a folder for what lists take over from declarations."""
    every = (filled_by(each, facts) for each in site.declared)
    filled = merged([filled_by_vocabulary(site.vocabulary, facts), *every])
    base = digest(
        fingerprint("xlsxwriter"), facts.shows, settings, facts.directory_urls, filled, records
    )  # with the words themselves: `mkdocs serve` sees them change, the fingerprint does not
    whole = Whole(site, Records(facts, settings, filled), Shares(kept))
    task = _Task(whole, place.ours, records)
    told = _declarations(task, base, place, crew)
    for piece in _lists(task, base, place, crew):
        told += _told(piece)
    key = digest(base, site.declared, site.removed)
    return (*told, *_told(place.keep(ALL, key) or place.made(ALL, key, *_all(task, told))))


def _declarations(task: _Task, base: bytes, place: Place, crew: Crew) -> list[Download]:
    """The files of each declaration, and its share of the others."""
    site, shares = task.whole.site, task.whole.shares
    names = {f"{ALL}/{each.path}": each for each in site.declared}
    keys = {name: digest(base, each) for name, each in names.items()}
    there = shares.files()
    kept = ((name, place.keep(name, key)) for name, key in keys.items())
    pieces = {name: piece for name, piece in kept if piece and _stands(Kept(*piece.told[1]), there)}
    new = [name for name in names if name not in pieces]
    listed = [(name, keys[name], names[name]) for name in new]
    for made in crew.each("declarations", _make_declarations, task, listed, DECLARATIONS):
        for name, files, told in made:
            pieces[name] = place.made(name, keys[name], files, told)
    found: list[Download] = []
    for name, each in names.items():
        shares.add(each.path, Kept(*pieces[name].told[1]))
        found += _told(pieces[name])
    shares.forget(Kept(*piece.told[1]) for piece in pieces.values())
    return found


def _stands(kept: Kept, there: Mapping[str, int]) -> bool:
    return there.get(kept.file, 0) >= kept.places[-1]


def _make_declarations(
    task: _Task, listed: Sequence[tuple[str, bytes, Declared]]
) -> list[tuple[str, list[Made], Any]]:
    made, shares = [], []
    for name, _, each in listed:
        files, share = task.whole.records.made(each, files=task.records)
        made.append((name, *_written(files, task.folder)))
        shares.append(share)
    file = digest([key for _, key, _ in listed]).hex()
    kept = task.whole.shares.keep(file, shares)
    return [
        (name, files, (told, tuple(where))) for (name, files, told), where in zip(made, kept, strict=True)
    ]


def _lists(task: _Task, base: bytes, place: Place, crew: Crew) -> list[Piece]:
    """The files beside each list."""
    lists = task.whole.lists
    keys = {path: digest(base, path, declared) for path, declared in lists.items()}
    pieces = {path: place.keep(f"{ALL}/{path}", keys[path]) for path in lists}
    new = [path for path, piece in pieces.items() if not piece]
    for made in crew.each("lists", _make_lists, task, new, LISTS):
        for path, files, told in made:
            pieces[path] = place.made(f"{ALL}/{path}", keys[path], files, (told,))
    return [piece for piece in pieces.values() if piece]


def _make_lists(task: _Task, paths: Sequence[str]) -> list[tuple[str, list[Made], Any]]:
    lists = task.whole.lists
    return [(path, *_written(task.whole.beside_list(path, lists[path]), task.folder)) for path in paths]


def _all(task: _Task, others: Sequence[Download]) -> tuple[list[Made], Any]:
    """The files that hold every declaration."""
    written: list[tuple[int, int]] = []

    def write(path: str, chunks: Iterable[bytes]) -> None:
        written.append(past.stream(task.folder, path, chunks))

    told = together(task.whole, write, others)
    files, known = _noted(told, written)
    return files, (known,)


def _written(files: Iterable[DataFile], folder: Path) -> tuple[list[Made], list[tuple[Any, ...]]]:
    written: list[tuple[int, int]] = []
    told = [
        file.written(lambda path, chunks: written.append(past.stream(folder, path, chunks))) for file in files
    ]
    return _noted(told, written)


def _noted(
    told: Sequence[Download], written: Sequence[tuple[int, int]]
) -> tuple[list[Made], list[tuple[Any, ...]]]:
    """Files as the list of what was made has them, and what else is known of each, in plain values."""
    made = [Made(each.path, *sizes, each.sha256) for each, sizes in zip(told, written, strict=True)]
    return made, [(each.page, each.lang, each.table, each.rows) for each in told]


def _told(piece: Piece) -> list[Download]:
    """What is known of the files of a piece."""
    return [
        Download(page, lang, made.path, table, made.size, rows, made.sha256)
        for made, (page, lang, table, rows) in zip(piece.files, piece.told[0], strict=True)
    ]
