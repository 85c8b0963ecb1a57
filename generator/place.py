"""Where a site stands, and the folder in it where the next one waits until all of it is made.

It is whole once its list of checksums waits beside it. Then its files move to their places, those of the last one
that are no part of it go, and the list moves last. Whoever is killed in between leaves a list that waits: who comes
next finishes the move (`finish`) before anything else. Nothing of this survives a power cut for certain, but a list
that waits: `disclosure publish` copies a site and sees to that.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import past
from generator.export import sums
from generator.lock import held
from generator.past import Made, Past, Piece

STAGE = ".new"
"""MkDocs, hosts and our own checksums leave hidden folders of a site alone."""


class Place:
    """The folder of a site. Until `settle` is called the site in it stays as it was."""

    def __init__(self, site: Path, record: Path, waits: Callable[[], object] = lambda: None) -> None:
        """`record` is where the list of what was made lies. Another build of the same site is waited for, after
        `waits` has said so.
        """
        self.site, self._record = site, record
        self.stage = site / STAGE
        site.mkdir(parents=True, exist_ok=True)
        self._held = ExitStack()
        self._held.enter_context(held(site, waits))
        finish(site)
        shutil.rmtree(self.stage, ignore_errors=True)  # of a build that was killed
        self.ours, self.theirs = _waiting(site), self.stage / "theirs"
        self.ours.mkdir(parents=True)
        stood = dict(past.standing(site))
        self._past, self._now = past.load(record, stood), Past()
        self._stood = frozenset(stood)
        self._keeps = False

    def keep(self, name: str, key: bytes) -> Piece | None:
        """The piece of the last site that was made from the same: it stays."""
        if piece := self._past.stands(name, key):
            self._now.pieces[name] = piece
            self._keeps = True
        return piece

    def last(self, name: str) -> Piece | None:
        """The piece of this name in the last site, whatever it was made from: its files stand until `settle`."""
        return self._past.pieces.get(name)

    def put(self, path: str, content: str | bytes) -> Made:
        """Write a file that waits for its place, text as UTF-8."""
        return past.write(self.ours, path, content if isinstance(content, bytes) else content.encode())

    def made(self, name: str, key: bytes, files: Iterable[Made], told: Any = None) -> Piece:
        """Note a piece whose files wait now. What it was in the last site is forgotten."""
        self._past.pieces.pop(name, None)
        self._now.pieces[name] = Piece(key, list(files), told)
        return self._now.pieces[name]

    def paths(self) -> Iterator[str]:
        """Every file of the pieces so far."""
        return (file.path for piece in self._now.pieces.values() for file in piece.files)

    def take(self, name: str, key: bytes, folders: Iterable[str]) -> None:
        """Note a piece that another program has written into `ours`."""
        found = (file for folder in folders for file in (self.ours / folder).rglob("*") if file.is_file())
        self.made(name, key, [past.seen(self.ours, file) for file in sorted(found)])

    def settle(self) -> None:
        """Put the new site, what MkDocs built and what we made, in the place of the old. What is hidden at its root
        is the host's own and stays.
        """
        listed = {file.path: file.sha256 for file in self.gather()}
        gone: Iterable[str] = self._stood - listed.keys()
        _write_through(self.stage / sums.NAME, sums.listing(listed))
        if not self._keeps:
            self._swap()
            gone = ()
        _settle(self.site, gone)
        past.save(self._now, self._record)  # who is killed before this has the next build make more anew
        shutil.rmtree(self.stage)
        self._held.close()

    def gather(self) -> list[Made]:
        """Put what MkDocs built beside what we made. Every file of the new site."""
        for file in sorted(path for path in self.theirs.rglob("*") if path.is_file()):
            path, content = file.relative_to(self.theirs).as_posix(), file.read_bytes()
            key = sha256(content).digest()
            if not self.keep(path, key):
                there = self.ours / path
                there.parent.mkdir(parents=True, exist_ok=True)
                file.rename(there)
                self.made(path, key, [past.seen(self.ours, there)])
        return [file for piece in self._now.pieces.values() for file in piece.files]

    def _swap(self) -> None:
        """Where no file of the old site stays, whole folders change places: that is done at once, however large."""
        new = {path.name for path in self.ours.iterdir()}
        old = {path.name for path in self.site.iterdir() if not path.name.startswith(".")}
        aside = self.stage / "old"
        aside.mkdir()
        for name in sorted(new | old):
            if name in old:
                (self.site / name).rename(aside / name)
            if name in new:
                (self.ours / name).rename(self.site / name)

    def leave(self) -> None:
        """Give up: the site stays as it is, or absent. A move that has begun is for the next to finish."""
        if not (self.stage / sums.NAME).exists():
            shutil.rmtree(self.stage, ignore_errors=True)
        if self.site.is_dir() and not any(self.site.iterdir()):
            self.site.rmdir()
        self._held.close()


def finish(site: Path) -> bool:
    """Finish what a build that was killed had begun: the new site then stands in the folder whole. Nobody else may be
    at work there (`held`). Gives whether there was anything to finish.
    """
    try:
        listed = sums.listed(site / STAGE)
    except sums.ListError:
        return False
    _settle(site, [path for path, _ in past.standing(site) if path not in listed])
    shutil.rmtree(site / STAGE)
    return True


def _settle(site: Path, gone: Iterable[str]) -> None:
    """Move what waits into the site, then drop what is `gone` from it. To do this twice is harmless."""
    _move(_waiting(site), site)
    for path in gone:
        old = site / path
        if path != sums.NAME and (old.is_symlink() or old.is_file()):  # or it may be a folder now, or in none
            old.unlink()
            _drop_empty(old.parent)
    _take(site / STAGE / sums.NAME, site / sums.NAME)


def _waiting(site: Path) -> Path:
    return site / STAGE / "ours"


def _write_through(file: Path, lines: Iterable[bytes]) -> None:
    """Write a file whole or not at all, even if the power fails: half a list would drop half of a site."""
    part = file.with_suffix(".part")
    with part.open("wb") as opened:
        opened.writelines(lines)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(file)


def _move(source: Path, target: Path) -> None:
    for each in list(os.scandir(source)):
        there = target / each.name
        if each.is_dir() and _is_folder(there):
            _move(Path(each), there)
        else:
            _take(Path(each), there)


def _take(new: Path, there: Path) -> None:
    try:
        new.replace(there)
    except OSError:  # a file cannot take a folder's place, nor a folder that of a file
        remove(there)
        new.replace(there)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def remove(path: Path) -> None:
    """Delete a file, or a folder with all that is in it, or nothing. A link goes, not what it leads to."""
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _drop_empty(folder: Path) -> None:
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
