"""Where a site stands, and the folder in it where the next one waits until all of it is made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator import past
from generator.past import Made, Past, Piece

STAGE = ".new"
"""MkDocs, hosts and our own checksums leave hidden folders of a site alone."""


class Place:
    """The folder of a site. Until `settle` is called the site in it stays as it was."""

    def __init__(self, site: Path, record: Path) -> None:
        """`record` is where the list of what was made lies."""
        self.site, self._record = site, record
        self.stage = site / STAGE
        shutil.rmtree(self.stage, ignore_errors=True)  # of a build that was killed
        self.ours, self.theirs = self.stage / "ours", self.stage / "theirs"
        self.ours.mkdir(parents=True)
        self._stood = dict(past.standing(site))
        self._past, self._now = past.load(record, self._stood), Past()

    def keep(self, name: str, key: bytes) -> Piece | None:
        """The piece of the last site that was made from the same: it stays."""
        if piece := self._past.stands(name, key):
            self._now.pieces[name] = piece
        return piece

    def last(self, name: str) -> Piece | None:
        """The piece of this name in the last site, whatever it was made from: its files stand until `settle`."""
        return self._past.pieces.get(name)

    def put(self, path: str, content: str | bytes) -> Made:
        """Write a file that waits for its place, text as UTF-8."""
        return past.write(self.ours, path, content if isinstance(content, bytes) else content.encode())

    def made(self, name: str, key: bytes, files: Iterable[Made], told: Any = None) -> Piece:
        """Note a piece whose files wait now."""
        self._now.pieces[name] = Piece(key, list(files), told)
        return self._now.pieces[name]

    def paths(self) -> Iterator[str]:
        """Every file of the pieces so far."""
        return (file.path for piece in self._now.pieces.values() for file in piece.files)

    def take(self, name: str, key: bytes, folders: Iterable[str]) -> None:
        """Note a piece that another program has written into `ours`."""
        found = (file for folder in folders for file in (self.ours / folder).rglob("*") if file.is_file())
        self.made(name, key, [past.seen(self.ours, file) for file in sorted(found)])

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

    def settle(self) -> None:
        """Put the new site in the place of the old. What is hidden at its root is the host's own and stays."""
        if self._past.pieces:
            self._renew()
        else:
            self._replace()
        shutil.rmtree(self.stage)
        past.save(self._now, self._record)

    def _replace(self) -> None:
        for old in self.site.iterdir():
            if not old.name.startswith("."):
                _remove(old)
        for new in self.ours.iterdir():
            new.rename(self.site / new.name)

    def _renew(self) -> None:
        """Move what is new into the site, then drop what is no longer in it."""
        new = {file.path for piece in self._now.pieces.values() for file in piece.files}
        _move(self.ours, self.site)
        for path in self._stood.keys() - new:
            old = self.site / path
            if old.is_symlink() or old.is_file():  # it may be a folder now, or no folder holds it any more
                old.unlink()
                _drop_empty(old.parent)

    def leave(self) -> None:
        """Give up: the site stays as it is, or absent."""
        shutil.rmtree(self.stage, ignore_errors=True)
        if self.site.is_dir() and not any(self.site.iterdir()):
            self.site.rmdir()


def _move(source: Path, target: Path) -> None:
    for each in list(os.scandir(source)):
        there = target / each.name
        if each.is_dir() and _is_folder(there):
            _move(Path(each), there)
            continue
        try:
            Path(each).replace(there)
        except OSError:  # a file cannot take a folder's place, nor a folder that of a file
            _remove(there)
            Path(each).replace(there)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _drop_empty(folder: Path) -> None:
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
