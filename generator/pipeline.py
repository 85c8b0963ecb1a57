"""The line, on one screen. Everything here is a pure function of the content folder.

    content/*.yml ─ load ─ shape ─ rules ─ derive ─ render ─ (MkDocs) ─ export, search

`plugin.py` calls it for `mkdocs build`, `cli.py` for `disclosure check` and `disclosure pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from generator import derive, load, render, rules, shape
from generator.digest import digest
from generator.export.download import Download
from generator.export.published import Facts
from generator.i18n import LANGUAGES, Words, read_words
from generator.model import Declaration
from generator.pages import pages as pages_of
from generator.problem import Problem, Severity, sort
from generator.removed import Removed, RemovedFile
from generator.shape import Filed
from generator.show import Show
from generator.vocabulary import Glossary, Organisations, Vocabulary

T = TypeVar("T")

GLOSSARY, ORGANISATIONS, REMOVED = "glossary.yml", "organisations.yml", "removed.yml"
FIXED = (GLOSSARY, ORGANISATIONS, REMOVED)
"""The files of a content folder that are no declarations. The last one is there where something was removed."""

_LEFT_BEHIND = re.compile(r"^[.~]|~$|\.(?:swp|bak|tmp|orig)$")
"""What editors and offices leave beside a file."""

PUBLISHED = {".md", ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
"""What may lie in the content folder beside YAML. No SVG: it can hold scripts."""

_YAML = re.compile(r"\.ya?ml(?:\.txt)?$", re.IGNORECASE)
"""`x.YML`, and `x.yml.txt` as Notepad saves it, are read too: the rule file-name then says what to call them."""


@dataclass(frozen=True)
class Reading:
    """What a content folder holds, and everything that is wrong with it."""

    vocabulary: Vocabulary
    declarations: tuple[Filed[Declaration], ...]
    problems: tuple[Problem, ...]
    removed: tuple[Removed, ...] = ()

    @property
    def sound(self) -> bool:
        """No error: the site may be built from it."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def read(content: Path, paths: Iterable[Path] | None = None, base: Path | None = None) -> Reading:
    """Load, shape and check a content folder (or only the declarations in `paths`). Raises nothing.

    Files are named relative to `base` (default: the parent of `content`), as a person sees them from there.
    """
    base = base or content.parent
    problems: list[Problem] = []

    def name(path: Path) -> str:
        return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()

    def file(path: Path, cls: type[T], labels: dict[str, str] | None = None) -> Filed[T] | None:
        tree, found = load.read_file(path, name(path))
        problems.extend(found)
        if tree is None or found:
            return None
        filed, unfit = shape.read(tree, cls, name(path), labels)
        problems.extend(unfit)
        return filed

    glossary = file(content / GLOSSARY, Glossary)
    organisations = file(content / ORGANISATIONS, Organisations)
    problems += rules.check_vocabulary(glossary, organisations)
    vocabulary = Vocabulary(
        glossary.value if glossary else Glossary(),
        organisations.value.organisations if organisations else (),
    )
    labels = {term.name.zh: term.key for term in vocabulary.glossary.field}
    if paths is None:
        problems += [load.link(name(path)) for path in content.rglob("*") if path.is_symlink()]
        problems += [_unpublished(name(path)) for path in content.rglob("*") if _stray(path)]
    listed = declaration_files(content) if paths is None else list(paths)
    declarations = [filed for path in listed if (filed := file(path, Declaration, labels))]
    if glossary and organisations:  # without them every word would be called unknown
        problems += [problem for filed in declarations for problem in rules.check(filed, vocabulary)]
    removed = file(content / REMOVED, RemovedFile) if (content / REMOVED).exists() else None
    problems += rules.check_collection(declarations)
    problems += rules.check_former(declarations, removed)
    gone = removed.value.removed if removed else ()
    return Reading(vocabulary, tuple(declarations), tuple(sort(problems)), gone)


def _stray(path: Path) -> bool:
    known = is_published(path) or _YAML.search(path.name) or _LEFT_BEHIND.search(path.name)
    return path.is_file() and not path.is_symlink() and not known


def _unpublished(name: str) -> Problem:
    return Problem(name, 1, 1, Severity.WARNING, "published-files", {"kinds": " ".join(sorted(PUBLISHED))})


def is_published(path: Path) -> bool:
    """Whether MkDocs may publish a file of the content folder as it is: prose, pictures and documents alone."""
    return path.suffix.lower() in PUBLISHED and not _LEFT_BEHIND.search(path.name)


def declaration_files(folder: Path) -> list[Path]:
    """The declarations in a folder: all YAML but the fixed words, and what editors and offices leave behind."""
    fixed = {folder / name for name in FIXED}
    found = (
        path for path in folder.rglob("*") if _YAML.search(path.name) and not _LEFT_BEHIND.search(path.name)
    )
    return sorted(path for path in found if path not in fixed)


def site(reading: Reading) -> derive.Site:
    """Derive all that is shown from a sound reading."""
    paths = {filed.file: derive.path(filed.value) for filed in reading.declarations}
    oddities: dict[str, list[Problem]] = {}
    for problem in reading.problems:
        if problem.file in paths and rules.shown(problem):
            oddities.setdefault(paths[problem.file], []).append(problem)
    declarations = (filed.value for filed in reading.declarations)
    found = derive.site(declarations, reading.vocabulary, oddities, reading.removed)
    marked = tuple(replace(each, mark=digest(repr(each))) for each in found.declared)
    return replace(found, declared=marked)


def words() -> dict[str, Words]:
    """The generator's own words in every language."""
    return {lang: read_words(lang) for lang in LANGUAGES}


def facts(published: derive.Site, directory_urls: bool = True) -> Facts:
    """What the data is made with, in every language."""
    shows = {lang: Show(table, published.vocabulary) for lang, table in words().items()}
    return Facts(published.vocabulary, shows, directory_urls)


def pages(
    published: derive.Site,
    templates: Path,
    settings: render.Settings,
    downloads: Sequence[Download] = (),
    *,
    directory_urls: bool = True,
) -> Iterator[render.Page]:
    """Every generated page in every language, as Markdown; `downloads` are the data files beside them."""
    told = words()
    for table in told.values():
        make = render.Renderer(published, table, templates, settings, downloads, directory_urls)
        yield from pages_of(make, told)
