"""Step 6 for a build: the data files that do not stand from the last one, made by as many processes as there are.

Each declaration's files are a piece of the site, and each list's; those of all declarations are one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from generator import past
from generator.crew import Crew
from generator.derive import Site
from generator.digest import digest
from generator.export import wanted
from generator.export.beside import Records
from generator.export.blocks import Before
from generator.export.download import Download
from generator.export.held import Filled, filled_by, filled_by_vocabulary, merged
from generator.export.publish import Finished, finished, together
from generator.export.published import Facts
from generator.export.shares import Kept, Shares
from generator.export.wanted import Wanted
from generator.export.whole import Whole
from generator.fingerprint import fingerprint
from generator.past import Made, Piece
from generator.place import Place
from generator.render import Settings

DECLARATIONS = 25
"""How many a process is given at once."""

MANY = 2000
"""Of how many declarations files are that a process is given at once: one of a long list, or those of some short."""

ALL = "data"
"""The piece of what holds every declaration."""


class _Told(NamedTuple):
    """What the piece of a declaration tells. Plain values."""

    files: Sequence[tuple[Any, ...]]
    share: tuple[Any, ...]
    """Where it stands (`Kept`)."""
    own: bytes
    """The digest of all that is its own, without others; and which columns it fills."""
    filled: Filled


@dataclass(frozen=True)
class _Alone:
    """What processes share that make the files of single declarations."""

    records: Records
    shares: Shares
    folder: Path
    """Where files of the site wait."""
    files: bool
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
    made_with = digest(
        fingerprint("xlsxwriter"), facts.shows, settings, facts.directory_urls, records
    )  # with the words themselves: `mkdocs serve` sees them change, the fingerprint does not
    own = {each.path: digest(made_with, each) for each in site.declared}
    filled = _filled(site, facts, own, place)
    every = merged([filled_by_vocabulary(site.vocabulary, facts), *filled.values()])
    base = digest(made_with, every)
    keys = {path: digest(base, key) for path, key in own.items()}
    alone = _Alone(Records(facts, settings, every), Shares(kept), place.ours, records)
    known = {path: (own[path], filled[path]) for path in own}
    told = _declarations(alone, site, known, keys, place, crew)
    return (*told, *_many(alone, site, keys, digest(base, site.removed), place, crew, told))


def _filled(site: Site, facts: Facts, own: Mapping[str, bytes], place: Place) -> dict[str, Filled]:
    """The columns that each declaration fills, worked out again only for those that changed."""
    found = {}
    for each in site.declared:
        last = place.last(f"{ALL}/{each.path}")
        told = _Told(*last.told) if last else None
        found[each.path] = told.filled if told and told.own == own[each.path] else filled_by(each, facts)
    return found


def _declarations(
    task: _Alone, site: Site, known: Mapping[str, tuple[bytes, Filled]], keys: Mapping[str, bytes],
    place: Place, crew: Crew,
) -> list[Download]:  # fmt: skip
    """The files of each declaration, and its share of the others."""
    shares = task.shares
    there = shares.files()
    kept = ((path, place.keep(f"{ALL}/{path}", key)) for path, key in keys.items())
    pieces = {path: piece for path, piece in kept if piece and _stands(_share(piece), there)}
    listed = [(keys[path], number) for number, path in enumerate(known) if path not in pieces]
    for made in crew.each("declarations", _make_declarations, (task, site), listed, DECLARATIONS):
        for path, files, downloads, share in made:
            told = _Told(downloads, share, *known[path])
            pieces[path] = place.made(f"{ALL}/{path}", keys[path], files, tuple(told))
    found: list[Download] = []
    for path in keys:
        shares.add(path, _share(pieces[path]))
        found += _downloads(pieces[path])
    shares.forget(map(_share, pieces.values()))
    return found


def _share(piece: Piece) -> Kept:
    return Kept(*_Told(*piece.told).share)


def _stands(kept: Kept, there: Mapping[str, int]) -> bool:
    return there.get(kept.file, 0) >= kept.places[-1]


def _make_declarations(
    shared: tuple[_Alone, Site], listed: Sequence[tuple[bytes, int]]
) -> list[tuple[str, list[Made], Any, tuple[Any, ...]]]:
    task, site = shared
    made, shares = [], []
    for _, number in listed:
        each = site.declared[number]
        files, share = task.records.made(each, files=task.files)
        writer = _Writer(task.folder)
        made.append((each.path, *_noted([file.written(writer.write) for file in files], writer.sizes)))
        shares.append(share)
    kept = task.shares.keep(digest([key for key, _ in listed]).hex(), shares)
    return [(*each, tuple(where)) for each, where in zip(made, kept, strict=True)]


def _many(
    alone: _Alone, site: Site, keys: Mapping[str, bytes], base: bytes, place: Place, crew: Crew,
    others: Sequence[Download],
) -> list[Download]:  # fmt: skip
    """The files beside each list, and those that hold every declaration."""
    made_from: dict[str, bytes] = {}
    wants: dict[str, list[Wanted]] = {}
    for path, listed in wanted.lists(site.declared).items():
        made_from[f"{ALL}/{path}"] = digest(path, [keys[each.path] for each in listed])
        wants[f"{ALL}/{path}"] = wanted.beside_list(path)
    made_from[ALL] = digest(base, list(keys.values()))
    wants[ALL] = [*wanted.tables(), *wanted.together()]
    pieces = {name: place.keep(name, key) for name, key in made_from.items()}
    new = [name for name, piece in pieces.items() if not piece]
    waiting = place.stage / "blocks"
    waiting.mkdir(exist_ok=True)
    whole = Whole(site, alone.records, alone.shares, waiting, keys, _before(place, new))
    made: _ManyMade = {}
    dealt = _dealt(whole, [each for name in new for each in wants[name]])
    for part in crew.each("lists", _make_many, (whole, alone.folder), dealt, 1):
        made |= part
    told: list[Download] = []
    for name, piece in pieces.items():  # the whole is the last
        there = piece or place.made(
            name, made_from[name], *_piece(whole, name, wants[name], made, alone.folder, [*others, *told])
        )
        told += _downloads(there)
    return told


def _piece(
    whole: Whole,
    name: str,
    wants: Iterable[Wanted],
    made: _ManyMade,
    folder: Path,
    others: Sequence[Download],
) -> tuple[list[Made], Any]:
    """The files of a piece, and what it tells."""
    found = {each: made[each][0] for each in wants if each in made}
    sizes = {each.path: made[each][1] for each in found}
    told = [each.download for each in found.values()]
    blocks = {file: there for each in found.values() for file, there in each.blocks.items()}
    if name == ALL:
        told, packed = together(whole, found.get, _Writer(folder, sizes).write, others)
        blocks |= packed
    files, known = _noted(told, sizes)
    return files, (known, blocks)


def _before(place: Place, names: Iterable[str]) -> Before:
    """The blocks of the last site in the pieces of these names."""
    pieces = [piece for name in names if (piece := place.last(name))]
    return Before(place.site, {file: told for piece in pieces for file, told in piece.told[1].items()})


_Sizes = dict[str, tuple[int, int]]
"""How large a file became, and when it was changed, by its address."""
_ManyMade = dict[Wanted, tuple[Finished, tuple[int, int]]]


def _dealt(whole: Whole, wants: Iterable[Wanted]) -> list[list[Wanted]]:
    """What processes are given at once. Workbooks with the same sheets are made by one."""
    found: dict[object, list[Wanted]] = {}
    count = 0
    for each in wants:
        if each.ending == "xlsx" and whole.of_all(each.page):
            found.setdefault(each.lang, []).append(each)
        else:
            found.setdefault(count // MANY, []).append(each)
            count += len(whole.declared(each.page))
    return list(found.values())


def _make_many(shared: tuple[Whole, Path], groups: Sequence[Sequence[Wanted]]) -> _ManyMade:
    whole, folder = shared
    writer, made = _Writer(folder), {}
    for each in chain.from_iterable(groups):
        if found := finished(whole, writer.write, each):
            made[each] = found, writer.sizes[each.path]
    return made


class _Writer:
    """Writes files of the site into the folder where they wait."""

    def __init__(self, folder: Path, sizes: _Sizes | None = None) -> None:
        self._folder = folder
        self.sizes = {} if sizes is None else sizes

    def write(self, path: str, chunks: Iterable[bytes]) -> None:
        """Write one that comes in pieces."""
        self.sizes[path] = past.stream(self._folder, path, chunks)


def _noted(told: Sequence[Download], sizes: _Sizes) -> tuple[list[Made], list[tuple[Any, ...]]]:
    """Files as the list of what was made has them, and what else is known of each, in plain values."""
    made = [Made(each.path, *sizes[each.path], each.sha256) for each in told]
    return made, [(each.page, each.lang, each.table, each.rows) for each in told]


def _downloads(piece: Piece) -> list[Download]:
    """What is known of the files of a piece."""
    return [
        Download(page, lang, made.path, table, made.size, rows, made.sha256)
        for made, (page, lang, table, rows) in zip(piece.files, piece.told[0], strict=True)
    ]
