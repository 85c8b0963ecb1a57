"""What lies in a content folder: declarations, what is published as it is, and what does not belong there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator import characters, files
from generator.leaves import DEVICES
from generator.problem import Problem, Severity

GLOSSARY, ORGANISATIONS, REMOVED = "glossary.yml", "organisations.yml", "removed.yml"
FIXED = (GLOSSARY, ORGANISATIONS, REMOVED)
"""The files of a content folder that are no declarations. The last one is there where something was removed."""

PUBLISHED = {".md", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
"""What may lie in the content folder beside YAML. No SVG: it can hold scripts."""

_LEFT_BEHIND = re.compile(r"^[.~]|~$|\.(?:swp|bak|tmp|orig)$")
"""What editors and offices leave beside a file."""

_YAML = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)
"""`x.YML`, and `x.yml.txt` as Notepad saves it, are read too: the rule file-name then says what to call them."""

_UNFIT = re.compile(r'[<>:"|?*\\#%&]|^ |[ .]$')
"""What a name cannot hold on Windows (Microsoft, "Naming Files, Paths, and Namespaces"), or in a link."""

Name = Callable[[Path], str]
"""What a file is called in problems."""


def is_published(path: Path) -> bool:
    """Whether MkDocs may publish a file of the content folder as it is: prose, pictures and documents alone."""
    return path.suffix.lower() in PUBLISHED and not is_left_behind(path)


def is_left_behind(path: Path) -> bool:
    """Whether an editor or an office has left it beside a file."""
    return bool(_LEFT_BEHIND.search(path.name))


def declarations(folder: Path) -> list[Path]:
    """The declarations in a folder: all YAML but the fixed words, and what editors and offices leave behind."""
    fixed = {folder / name for name in FIXED}
    found = (path for path in folder.rglob("*") if _YAML.search(path.name) and not is_left_behind(path))
    return sorted(path for path in found if path not in fixed)


def beside(content: Path, name: Name) -> Iterator[Problem]:
    """What must not lie in a content folder: links, folders nobody may look into, files that nobody reads or
    publishes, and published ones whose name some system or server cannot keep.
    """
    found = sorted(content.rglob("*"))
    for path in (content, *found):
        if path.is_symlink():
            yield files.link(name(path))
        elif path.is_dir():
            yield from _closed(path, name)
        elif path.is_file() and not _known(path):
            args = {"kinds": " ".join(sorted(PUBLISHED))}
            yield Problem(name(path), 1, 1, Severity.WARNING, "published-files", args)
    yield from _names([path for path in found if is_published(path)], content, name)


def _known(path: Path) -> bool:
    return bool(_YAML.search(path.name) or is_published(path) or is_left_behind(path))


def _closed(folder: Path, name: Name) -> Iterator[Problem]:
    """A folder that may not be read lists nothing, in silence: what lies in it would be gone from the site."""
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        yield files.unreadable(name(folder), error)


def _names(published: Iterable[Path], content: Path, name: Name) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    for path in published:
        inside = path.relative_to(content)
        earlier = seen.setdefault(unicodedata.normalize("NFKC", inside.as_posix()).casefold(), path)
        if any(_unfit(part) for part in inside.parts):
            yield Problem(name(path), 1, 1, Severity.ERROR, "file-name", case="portable")
        elif earlier != path:
            args = {"other": name(earlier)}
            yield Problem(name(path), 1, 1, Severity.ERROR, "file-name", args, "twin")


def _unfit(part: str) -> bool:
    return bool(
        _UNFIT.search(part)
        or any(map(characters.unwanted, part))
        or part.partition(".")[0].strip().lower() in DEVICES
        or not unicodedata.is_normalized("NFC", part)
    )
