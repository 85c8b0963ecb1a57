"""What the last build made, and whether it still stands: then it need not be made again.

A *piece* of a site is what is made at once: a page, the data of a declaration. Its key is the digest of all it is
made from. The list lies beside the project, not in the site; without it, or where anybody has touched a file of the
site since, the files concerned are made anew.
"""

from __future__ import annotations

import atexit
import marshal
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, NamedTuple

FORMAT = 3
"""Of the list, and of what pieces tell."""

AT_ONCE = 1000
"""How many pieces are written and read at once: the whole list a second time would be a tenth of a build's memory."""


class Made(NamedTuple):
    """A file of the site."""

    path: str
    size: int
    changed: int
    """When it was last changed, in nanoseconds, as the file system says."""
    sha256: str


@dataclass
class Piece:
    """What one piece of the site was made from, and what became of it."""

    key: bytes
    files: list[Made]
    told: Any = None
    """What other pieces need to know of it: plain values."""


@dataclass
class Past:
    """The pieces of a site by name."""

    pieces: dict[str, Piece] = field(default_factory=dict)

    def stands(self, name: str, key: bytes) -> Piece | None:
        """The piece of this name, if it was made from the same."""
        piece = self.pieces.get(name)
        return piece if piece and piece.key == key else None


def folder(wanted: Path) -> Path:
    """A folder for what the next build finds; where none can be made, one that is forgotten with this process."""
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        forgotten = TemporaryDirectory()
        atexit.register(forgotten.cleanup)
        return Path(forgotten.name)


def load(record: Path, stands: Mapping[str, tuple[int, int]]) -> Past:
    """What of the last build is among the files that are `standing`; an empty past where there is none, or none that
    can be read.
    """
    past = Past()
    try:
        with record.open("rb") as file:
            if marshal.load(file) != FORMAT:  # noqa: S302 (plain values alone)
                return Past()
            while listed := marshal.load(file):  # noqa: S302 (the same)
                for name, key, made, told in listed:
                    files = [Made(*each) for each in made]
                    if all(stands.get(each.path) == (each.size, each.changed) for each in files):
                        past.pieces[name] = Piece(key, files, told)
    except (OSError, EOFError, ValueError, TypeError):
        return Past()
    return past


def save(past: Past, record: Path) -> None:
    """Write the list for the next build, whole or not at all."""
    record.parent.mkdir(parents=True, exist_ok=True)
    waiting = record.with_suffix(".new")
    listed = list(past.pieces.items())
    with waiting.open("wb") as file:
        marshal.dump(FORMAT, file)
        for start in range(0, len(listed), AT_ONCE):
            some = listed[start : start + AT_ONCE]
            told = [(name, each.key, list(map(tuple, each.files)), each.told) for name, each in some]
            marshal.dump(told, file)
        marshal.dump([], file)  # without this end it is not whole
    waiting.replace(record)


def standing(site: Path) -> Iterable[tuple[str, tuple[int, int]]]:
    """Every file of a site, but for what is hidden at its root."""
    folders = [""]
    while folders:
        inside = folders.pop()
        try:
            entries = list(os.scandir(site / inside))
        except OSError:
            continue
        for entry in entries:
            if not inside and entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{inside}{entry.name}/")
            else:
                stat = entry.stat(follow_symlinks=False)
                yield f"{inside}{entry.name}", (stat.st_size, stat.st_mtime_ns)


def write(folder: Path, path: str, content: bytes) -> Made:
    """Write a file of the site that waits in `folder`."""
    return Made(path, *stream(folder, path, (content,)), sha256(content).hexdigest())


def stream(folder: Path, path: str, chunks: Iterable[bytes]) -> tuple[int, int]:
    """The same for a file that comes in pieces: its size, and when it was changed."""
    file = folder / path
    try:
        opened = file.open("wb")
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        opened = file.open("wb")
    with opened:
        opened.writelines(chunks)
        opened.flush()
        stat = os.fstat(opened.fileno())
    return stat.st_size, stat.st_mtime_ns


def seen(folder: Path, file: Path) -> Made:
    """A file that others have written into `folder`."""
    stat = file.stat()
    found = sha256(file.read_bytes()).hexdigest()
    return Made(file.relative_to(folder).as_posix(), stat.st_size, stat.st_mtime_ns, found)
