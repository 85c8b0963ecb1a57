"""`assets/licences.txt`: which software reaches readers with the pages, and under which licences.

Versions and texts are those of what is installed. What builds the site and stays with its builder is not in it: the
list of all that is made by `.ci/sbom`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

NAME = "assets/licences.txt"

_OURS = Path(__file__).parents[1] / "LICENSE"
_LINE = "=" * 72


@dataclass(frozen=True)
class Part:
    """What of one package is shipped."""

    package: str
    licence: str
    """An SPDX expression."""
    files: tuple[str, ...] = ()
    """Patterns of their addresses, from the site's root."""
    what: str = ""
    """Where it is no file of theirs."""
    holds: tuple[tuple[str, str], ...] = ()
    """Others' work inside these files, with its licence."""
    texts: tuple[str, ...] = ("licenses/LICENSE",)
    """Files with licences, in the package's description or among its modules."""
    notice: str = ""
    """Whose it is, where the package comes without its licence: the text is that of our own, both are MIT."""


OURS = Part(
    "performance-target-disclosure",
    "MIT",
    files=("assets/css/*", "assets/js/*", "assets/icon.svg", "*share.png"),
    texts=("licenses/generator/LICENSE",),
)

THEME = Part(
    "mkdocs-material",
    "MIT",
    files=("assets/stylesheets/*", "assets/javascripts/*"),
    holds=(
        ("clipboard", "MIT"),
        ("escape-html", "MIT"),
        ("focus-visible", "W3C"),
        ("material-design-color", "MIT"),
        ("rxjs", "Apache-2.0"),
        ("tslib", "0BSD"),
        ("icons: fontawesome", "CC-BY-4.0"),
        ("icons: material", "Apache-2.0"),
        ("icons: octicons", "MIT"),
    ),
    texts=(
        "licenses/LICENSE",
        "material/templates/.icons/fontawesome/LICENSE.txt",
        "material/templates/.icons/material/LICENSE",
        "material/templates/.icons/octicons/LICENSE",
    ),
)

SEARCH = Part(
    "pagefind-bin",
    "MIT",
    files=("pagefind-??/pagefind.js", "pagefind-??/pagefind-worker.js", "pagefind-??/wasm.*.pagefind"),
    holds=(
        ("minicbor", "BlueOak-1.0.0 (https://blueoakcouncil.org/license/1.0.0)"),
        ("Snowball stemmers", "BSD-3-Clause"),
        ("wasm-bindgen", "MIT OR Apache-2.0"),
    ),
    texts=(),
    notice="Copyright 2022 CloudCannon",
)

DATA = (
    Part("opencc", "Apache-2.0", what="Traditional characters in pagefind-zh/vocabulary.json"),
    Part("pypinyin", "MIT", what="sounds of characters in the same file", texts=("licenses/LICENSE.txt",)),
)

SHIPPED = (OURS, THEME, SEARCH, *DATA)


def as_file(shipped: Sequence[Part] = SHIPPED) -> str:
    """The file's text. Raises LookupError where a package has lost the licence that must go with it."""
    return "\n".join(
        ("Software in this site, and its licences.\n本网站所含软件及其许可。\n", *_parts(shipped), "")
    )


def _parts(shipped: Sequence[Part]) -> Iterator[str]:
    for part in shipped:
        found = distribution(part.package)
        yield f"{part.package} {found.version}: {part.licence}\n    {part.what or ', '.join(part.files)}"
        yield from (f"    holds {name}: {licence}" for name, licence in part.holds)
    for part in shipped:
        for name, text in texts(part):
            yield f"\n{_LINE}\n{part.package}: {name}\n{_LINE}\n\n{text.strip()}"


def texts(part: Part) -> Iterator[tuple[str, str]]:
    """The licences of a part, each with the name of its file."""
    if part.notice:
        ours = _OURS.read_text(encoding="utf-8")
        before, _, after = ours.partition("Copyright")
        yield "LICENSE", before + part.notice + after[after.index("\n") :]
    package = distribution(part.package)
    for name in part.texts:
        beside = Path(str(package.locate_file(name)))
        text = package.read_text(name) or (beside.read_text(encoding="utf-8") if beside.is_file() else None)
        if text is None:
            raise LookupError(f"{part.package} has no {name}")
        yield name, text
