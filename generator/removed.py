"""What was published and is no longer: the file `removed.yml`. Its address keeps a page that says when and why."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Day, LongText, PagePath, Text, required


@dataclass(frozen=True, slots=True)
class Removed:
    """A declaration that was taken off this site."""

    path: PagePath = required("2024/reading-room")
    day: Day = required("2024-06-30")
    reason: LongText = required("因涉及未公开信息，由发布机构撤下。")
    name: Text | None = None
    """Of the project, where it may still be named."""


@dataclass(frozen=True, slots=True)
class RemovedFile:
    """The file `removed.yml`."""

    removed: tuple[Removed, ...]
