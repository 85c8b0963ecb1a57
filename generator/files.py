"""Step 1, before YAML or Markdown: the bytes of a file, and its text if all of it can be seen."""

from __future__ import annotations

import os
import stat
from itertools import islice
from pathlib import Path

from generator import characters, hints
from generator.problem import Problem, Severity

MAX_BYTES = 1_048_576
MAX_CHARACTERS_TOLD = 20
"""A file full of control characters is one mistake (it is no text), not thousands."""


def read_data(path: Path, name: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of one file (no more than show that it is too large), or the problem that there are none.

    A symbolic link is refused: it could publish a file from outside the content folder. So is anything that
    is no plain file: opening a pipe would wait for ever.
    """
    try:
        about = os.lstat(path)
        if stat.S_ISLNK(about.st_mode):
            return None, [link(name)]
        if not stat.S_ISREG(about.st_mode):
            return None, [whole(name, "file-readable", "kind")]
        with path.open("rb", buffering=0) as file:
            return file.read(min(about.st_size, MAX_BYTES) + 1), []
    except OSError as error:
        return None, [unreadable(name, error)]


def read_text(data: bytes, name: str, limit: int = MAX_BYTES) -> tuple[str | None, list[Problem]]:
    """The text of a file of at most `limit` bytes, if all of it can be seen. Never raises, for any bytes."""
    if len(data) > limit:
        return None, [whole(name, "file-size", limit=f"{limit:,}")]
    try:
        read = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [Problem(name, line, 1, Severity.ERROR, "encoding", case=hints.encoding(data))]
    unwanted = [
        Problem(name, line, column, Severity.ERROR, "characters", {"code": code})
        for line, column, code in islice(characters.unwanted_with_places(read), MAX_CHARACTERS_TOLD)
    ]
    return (None, unwanted) if unwanted else (read, [])


def link(name: str) -> Problem:
    """The problem of a symbolic link: MkDocs would follow it, out of the content folder."""
    return whole(name, "file-readable", "link")


def unreadable(name: str, error: OSError) -> Problem:
    """The problem of a file or folder that the system does not give."""
    return whole(name, "file-readable", "os", reason=error.strerror or type(error).__name__)


def whole(name: str, rule: str, case: str = "", **args: str) -> Problem:
    """The problem of a file as such: it is told of its first line."""
    return Problem(name, 1, 1, Severity.ERROR, rule, args, case)
