"""Step 5: how pages offer data files: which stand in the line under a table, what they are called, how large."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.export.download import Download
from generator.export.skeleton import LAST
from generator.i18n import Words

KILO, MEGA = 1 << 10, 1 << 20

_FORMATS = ("csv", "xlsx", "json")
_WHOLE = ("declaration", "declarations")


@dataclass(frozen=True, slots=True)
class Offer:
    """One link of a line."""

    file: Download
    what: str
    """What is in it: a word of `download.what`."""
    again: bool
    """Whether the link before it says so already."""
    size: str
    saved_as: str


def offered(files: Iterable[Download], whats: Sequence[str], words: Words) -> list[Offer]:
    """The files of a page that hold `whats`, in that order; `whole` is all that the page's declarations say."""
    listed = sorted(
        (each for each in files if what(each) in whats and each.format in _FORMATS),
        key=lambda each: (whats.index(what(each)), _FORMATS.index(each.format)),
    )
    said = [None, *map(what, listed)]
    return [
        Offer(each, what(each), what(each) == before, size(each.size, words), saved_as(each))
        for each, before in zip(listed, said, strict=False)
    ]


def what(file: Download) -> str:
    """What is in a file: a workbook or JSON of declarations holds all there is of them."""
    return "whole" if file.table in _WHOLE and file.format != "csv" else file.table


def content(file: Download) -> str:
    """The words for it on the data page: `indicators`, `all.xlsx`."""
    return f"{file.table}.{file.format}" if file.table == "all" else file.table


def size(count: int, words: Words) -> str:
    """Bytes in KB or MB, rounded up as file managers do."""
    if count <= MEGA:
        return words("download.kilo", count=f"{-(-count // KILO):,}")
    tenths = -(-count * 10 // MEGA)
    return words("download.mega", count=f"{tenths // 10:,}.{tenths % 10}")


def told(file: Download) -> Download:
    """What a line of links tells of a file: no checksum, and its size no finer than it is said. So a page stays as it
    is while nothing changes that it shows.
    """
    size = -(-file.size // KILO) * KILO if file.size <= MEGA else -(-file.size * 10 // MEGA) * MEGA // 10
    return replace(file, size=size, sha256="")


def saved_as(file: Download, mark: str = "") -> str:
    """A name that still says what it is in a folder of downloads: `2024-x-indicators.csv`."""
    stem, _, ending = file.path.replace("/", "-").rpartition(".")
    return f"{stem}{mark}.{ending}"


def table_of(files: Iterable[Download], table: str) -> Download | None:
    """The CSV file with a table."""
    return next((each for each in files if each.table == table and each.format == "csv"), None)


def too_long(files: Iterable[Download]) -> bool:
    """Whether a table has more rows than a workbook may: then there is none with it."""
    return any(each.rows is not None and each.rows >= LAST for each in files)


def in_order(files: Iterable[Download]) -> list[Download]:
    """Files of the whole as pages list them: where one begins, which is the file with all tables, or the index."""
    order = {each: place for place, each in enumerate(("all.xlsx", "all.zip", "all.sqlite", "index"))}
    return sorted(files, key=lambda each: order.get(content(each), len(order)))


def folder(file: Download) -> str:
    """Where a file stands, from the site's root: `en/2024/x/`."""
    return file.path[: file.path.rindex("/") + 1]


def name(file: Download) -> str:
    """Its name there."""
    return file.path.rpartition("/")[2]


def first(files: Iterable[Download], table: str) -> Download | None:
    """The first file with this in it."""
    return next((each for each in files if each.table == table), None)
