"""The line, on one screen. Everything here is a pure function of the content folder.

    content/*.yml ─ load ─ shape ─ rules ─ derive ─ render ─ (MkDocs) ─ export, search

`plugin.py` calls it for `mkdocs build`, `cli.py` for `disclosure check` and `disclosure pages`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator import arrange, derive, folder, kept, load, prose, reading, render, rules, shape
from generator.characters import printable
from generator.digest import digest
from generator.export.download import Download
from generator.export.published import Facts
from generator.folder import Name
from generator.i18n import LANGUAGES, Words, read_words
from generator.model import Declaration
from generator.pages import declarations
from generator.pages import pages as pages_of
from generator.problem import Problem, Severity, sort
from generator.reading import Given, Mapped, Source
from generator.removed import Removed, RemovedFile
from generator.shape import Filed
from generator.show import Show
from generator.totals import Sums
from generator.vocabulary import Glossary, Organisations, Vocabulary

T = TypeVar("T")


@dataclass(frozen=True)
class Reading:
    """What a content folder holds, and everything that is wrong with it."""

    vocabulary: Vocabulary
    declarations: tuple[Filed[Declaration], ...]
    problems: tuple[Problem, ...]
    removed: tuple[Removed, ...] = ()
    digests: Mapping[str, bytes] = field(default_factory=dict)
    """Of the bytes of each declaration's file."""

    @property
    def sound(self) -> bool:
        """No error: the site may be built from it."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def read(
    content: Path,
    paths: Iterable[Path] | None = None,
    base: Path | None = None,
    *,
    mapped: Mapped = map,
    keep: Path | None = None,
    markup: prose.Markup | None = None,
) -> Reading:
    """Load, shape and check a content folder (or only the declarations in `paths`). Raises nothing.

    Files are named relative to `base` (default: the parent of `content`), as a person sees them from there.
    `mapped` reads the declarations (`Crew.map`: with several processes); `keep` is the file in which
    readings of a whole folder are kept for the next time. With `markup` the prose is checked.
    """
    name = partial(_name, base or content.parent)
    given, problems = _given(content, name)
    removed: Filed[RemovedFile] | None = None
    if (content / folder.REMOVED).exists():
        removed, found = _fixed(content / folder.REMOVED, name, RemovedFile)
        problems += found
    if paths is None:
        problems += folder.beside(content, name)
    if markup:
        problems += prose.check(content, name, markup, given.vocabulary.known_contacts)
    sources = [
        Source(path, name(path)) for path in (folder.declarations(content) if paths is None else paths)
    ]
    with reading.without_collecting():
        if keep and paths is None:
            reads = kept.readings(keep, given, sources, mapped)
        else:
            reads = list(mapped(partial(reading.read, given), sources))
    problems += [problem for each in reads for problem in each.problems]
    declarations = tuple(each.filed for each in reads if each.filed)
    problems += rules.check_collection(declarations)
    problems += rules.check_former(declarations, removed, given.vocabulary.known_contacts)
    gone = removed.value.removed if removed else ()
    digests = {each.name: each.data for each in reads}
    return Reading(given.vocabulary, declarations, tuple(sort(problems)), gone, digests)


def renewed(last: Reading, some: Reading) -> Reading | None:
    """The last reading of a folder with some of its declarations read again, which are sound; None where one of them
    is new to it, or has another address than before: then all must be read. Fixed words are as they were.
    """
    fresh = {filed.file: filed for filed in some.declarations}
    before = {filed.file: filed for filed in last.declarations}
    if any(_addresses(filed) != _addresses(before.get(file)) for file, filed in fresh.items()):
        return None
    return replace(
        last,
        declarations=tuple(fresh.get(file, filed) for file, filed in before.items()),
        problems=tuple(sort([*(each for each in last.problems if each.file not in fresh), *some.problems])),
        digests={**last.digests, **some.digests},
    )


def _addresses(filed: Filed[Declaration] | None) -> object:
    return filed and (derive.path(filed.value), filed.value.moved_from)


def _name(base: Path, path: Path) -> str:
    """How a file is called in problems: on one line, whatever stands in its name."""
    return printable((path.relative_to(base) if path.is_relative_to(base) else path).as_posix())


def _given(content: Path, name: Name) -> tuple[Given, list[Problem]]:
    """The fixed words, as far as they can be read, and all that is wrong with them."""
    glossary, problems = _fixed(content / folder.GLOSSARY, name, Glossary)
    organisations, found = _fixed(content / folder.ORGANISATIONS, name, Organisations)
    words = Vocabulary(
        glossary.value if glossary else Glossary(),
        organisations.value.organisations if organisations else (),
        organisations.value.contacts if organisations else (),
    )
    labels = {term.name.zh: term.key for term in words.glossary.field}
    problems = [*problems, *found, *rules.check_vocabulary(glossary, organisations)]
    return Given(labels, words, complete=bool(glossary and organisations)), problems


def _fixed(path: Path, name: Name, cls: type[T]) -> tuple[Filed[T] | None, list[Problem]]:
    """One of the files of fixed words, or what is wrong with it."""
    tree, problems = load.read_file(path, name(path))
    return (None, problems) if tree is None or problems else shape.read(tree, cls, name(path))


def site(reading: Reading, last: derive.Site | None = None) -> derive.Site:
    """Derive all that is shown from a sound reading; `last` is the site of one that this is `renewed` from."""
    paths = {filed.file: derive.path(filed.value) for filed in reading.declarations}
    oddities: dict[str, list[Problem]] = {}
    for problem in reading.problems:
        if problem.file in paths and rules.shown(problem):
            oddities.setdefault(paths[problem.file], []).append(problem)
    declarations = (filed.value for filed in reading.declarations)
    found = derive.site(declarations, reading.vocabulary, oddities, reading.removed, last)
    digests = {path: reading.digests.get(file, b"") for file, path in paths.items()}
    marked = tuple(each if each.mark else _marked(each, digests[each.path]) for each in found.declared)
    return replace(found, declared=marked)


def _marked(each: derive.Declared, data: bytes) -> derive.Declared:
    """With its mark, where the bytes of its file are known: all of it but the fixed words follows from these."""
    return replace(each, mark=digest(data, repr(each.oddities), each.units_elsewhere)) if data else each


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
    only: Collection[str] | None = None,
) -> Iterator[render.Page]:
    """Every generated page in every language, as Markdown, or those of `only` the declarations at these paths;
    `downloads` are the data files beside them.
    """
    told = words()
    makes = (
        render.Renderer(published, table, templates, settings, downloads, directory_urls)
        for table in told.values()
    )
    if only is not None:
        for make in makes:
            yield from declarations(make, only)
        return
    lists, sums = arrange.lists(published.declared, published.vocabulary), Sums()
    for make in makes:
        yield from pages_of(make, told, lists, sums)
