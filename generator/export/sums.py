"""`SHA256SUMS` over every published file, in the form of coreutils, and what a site differs from it in.

`sha256sum -c SHA256SUMS` checks the same; `disclosure verify` also tells what was put beside the files.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "SHA256SUMS"

_LINE = re.compile(rb"(\\?)([0-9a-f]{64}) [ *](.+)", re.DOTALL)
_ESCAPES = {b"\\": b"\\\\", b"\n": b"\\n", b"\r": b"\\r"}
_UNESCAPES = {escaped: plain for plain, escaped in _ESCAPES.items()}
_CHUNK = 1 << 20


class ListError(Exception):
    """No list, or one that cannot be read: the number of its first bad line, 0 for none at all."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Differences:
    """Names of files, sorted, with `/` between folders."""

    checked: int
    """How many files are as listed."""
    changed: tuple[str, ...] = ()
    """Other content; or no plain file, or one that cannot be read."""
    missing: tuple[str, ...] = ()
    additional: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing differs."""
        return not (self.changed or self.missing or self.additional)


def listing(digests: Mapping[str, str]) -> Iterator[bytes]:
    """The lines of the list over files by name, each with its digest; the list itself is none of them."""
    for name in sorted(digests, key=os.fsencode):
        plain = os.fsencode(name)
        written = re.sub(rb"[\\\n\r]", lambda found: _ESCAPES[found[0]], plain)
        yield (b"\\" if written != plain else b"") + digests[name].encode() + b"  " + written + b"\n"


def verify(folder: Path, by: Path | None = None) -> Differences:
    """How a site differs from its list, or from that of another folder. Raises ListError.

    Links are never followed: a link in a file's place is a changed file, any other an additional one. What
    stands at the site's root under a name that begins with a dot (`.htaccess`, `.well-known`) is the host's own.
    """
    wanted = listed(by or folder)
    found = set(_files(folder))
    kept = sorted(found & wanted.keys())
    digests = dict(zip(kept, _digests(folder, kept), strict=True))
    changed = [name for name, digest in digests.items() if digest != wanted[name]]
    return Differences(
        len(kept) - len(changed),
        tuple(changed),
        tuple(sorted(wanted.keys() - found)),
        tuple(sorted(found - wanted.keys())),
    )


def listed(folder: Path) -> dict[str, str]:
    """The digests by name in the list of a folder. Raises ListError."""
    try:
        lines = (folder / NAME).read_bytes().split(b"\n")
    except OSError:
        raise ListError from None
    found: dict[str, str] = {}
    for number, each in enumerate(lines, 1):
        line = each.removesuffix(b"\r")  # a copy "as text" ends lines so; in a name it is escaped
        match = _LINE.fullmatch(line)
        if match:
            escaped, digest, name = match.groups()
            if escaped:
                name = re.sub(rb"\\[\\nr]", lambda pair: _UNESCAPES[pair[0]], name)
            found[os.fsdecode(name)] = digest.decode()
        elif line:
            raise ListError(number)
    return found


def _files(folder: Path, inside: str = "") -> Iterator[str]:
    """Names of all that is no folder, but for the list and what is the host's own (MkDocs leaves that alone, too).

    A folder that cannot be read is named itself.
    """
    try:
        with os.scandir(folder / inside) as entries:
            listed = list(entries)
    except OSError:
        yield inside
        return
    for entry in listed:
        name = f"{inside}{entry.name}"
        if name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, f"{name}/")
        elif name != NAME:
            yield name


def _digests(folder: Path, names: Iterable[str]) -> Iterator[str | None]:
    """SHA-256 of each file; None for what is no plain file or cannot be read. Threads made 20,000 pages slower."""
    return (_digest(folder / name) for name in names)


def _digest(path: Path) -> str | None:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
