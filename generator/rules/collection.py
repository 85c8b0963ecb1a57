"""Rules about files beside one another: addresses, and the two files of fixed words."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from generator.fields import PathKey, texts
from generator.model import Declaration
from generator.personal import Known, known, personal
from generator.problem import Problem, Severity
from generator.removed import RemovedFile
from generator.shape import Filed
from generator.vocabulary import (
    FORM_FIELDS,
    GROUPS,
    LEVELS_1,
    Glossary,
    GlossaryTerm,
    Organisation,
    Organisations,
)


def check_collection(declarations: Iterable[Filed[Declaration]]) -> Iterator[Problem]:
    """unique-address: one declaration, one address. file-name: a file lies where its address says."""
    seen: dict[tuple[int, str], str] = {}
    _folder = cache(lambda folder: Path(folder).resolve().name)  # asks the disk; there are few folders
    for filed in sorted(declarations, key=lambda each: each.file):
        year, identity = filed.value.fiscal_year, filed.value.id
        earlier = seen.setdefault((year, identity), filed.file)
        if earlier != filed.file:
            yield _at(filed, ("id",), "unique-address", id=f"{year}/{identity}", other=earlier)
        folder, name = os.path.split(filed.file)
        if name != f"{identity}.yml" or _folder(folder) != str(year):
            yield _at(filed, ("id",), "file-name", write=f"{year}/{identity}.yml")


def check_former(
    declarations: Iterable[Filed[Declaration]], removed: Filed[RemovedFile] | None, official: Known
) -> Iterator[Problem]:
    """former-address: an address that was given up, moved or removed, is named once and nothing else stands there."""
    listed = sorted(declarations, key=lambda each: each.file)
    living = {f"{each.value.fiscal_year}/{each.value.id}": each.file for each in listed}
    given_up: list[tuple[Filed[Declaration] | Filed[RemovedFile], PathKey, str]] = [
        (filed, ("moved_from", index), path)
        for filed in listed
        for index, path in enumerate(filed.value.moved_from)
    ]
    if removed:
        yield from _personal(removed, official)
        entries = enumerate(removed.value.removed)
        given_up += [(removed, ("removed", index, "path"), each.path) for index, each in entries]
    seen: dict[str, str] = {}
    for filed, at, path in given_up:
        if living.get(path) == filed.file:
            yield _at(filed, at, "former-address", "own", path=path)
        elif path in living:
            yield _at(filed, at, "former-address", "living", path=path, other=living[path])
        elif path in seen:
            yield _at(filed, at, "former-address", "twice", path=path, other=seen[path])
        seen.setdefault(path, filed.file)


def check_vocabulary(
    glossary: Filed[Glossary] | None, organisations: Filed[Organisations] | None
) -> Iterator[Problem]:
    """unique-term: a word has one entry. known-parent: `part_of` names one. glossary-complete: the words every
    page needs are there, in both languages.
    """
    official = known(organisations.value.contacts if organisations else ())
    for filed in (glossary, organisations):
        if filed:
            yield from _personal(filed, official)
    if glossary:
        for group in GROUPS:
            yield from _unique(glossary, (group,), getattr(glossary.value, group))
        for group, needed in (("level_1", LEVELS_1), ("field", FORM_FIELDS)):
            have = {term.key for term in getattr(glossary.value, group) if term.name.en}
            for missing in [key for key in needed if key not in have]:
                yield _at(glossary, (group,), "glossary-complete", group=group, key=missing)
    if organisations:
        listed = organisations.value.organisations
        yield from _unique(organisations, ("organisations",), listed)
        keys = {each.key for each in listed}
        for index, each in enumerate(listed):
            if each.part_of and each.part_of not in keys:
                yield _at(
                    organisations, ("organisations", index, "part_of"), "known-parent", key=each.part_of
                )


def _personal(
    filed: Filed[Glossary] | Filed[Organisations] | Filed[RemovedFile], official: Known
) -> Iterator[Problem]:
    for path, text in texts(filed.value):
        line, column = filed.place(path)
        for hit in personal(text, official):
            yield Problem(filed.file, line, column, hit.severity, "personal-data", case=hit.case)


def _unique(
    filed: Filed[Glossary] | Filed[Organisations],
    path: PathKey,
    entries: Iterable[GlossaryTerm | Organisation],
) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        words = {entry.key, entry.name.zh, *entry.also}
        for word in sorted(words & seen):
            yield _at(filed, (*path, index), "unique-term", word=word)
        seen |= words


def _at(filed: Filed[Any], at: PathKey, rule: str, case: str = "", **args: str) -> Problem:
    line, column = filed.place(at)
    return Problem(filed.file, line, column, Severity.ERROR, rule, args, case)
