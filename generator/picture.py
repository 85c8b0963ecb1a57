"""Draws pictures for the places that show a preview of a link. Only this module knows Pillow.

A machine that builds a site need not have a Chinese font, and none is fetched: a picture then shows amounts, bars
and English, in the Latin font inside Pillow. With a font file of the site's owner it shows Chinese, too.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

SIZE = WIDTH, HEIGHT = 1200, 630
"""What the places that show previews expect."""

LEFT, RIGHT = 64, WIDTH - 64

INK, QUIET, PAPER = 0, 85, 255
SHADES = 5
"""Text is drawn in grey and reduced to so many shades: files stay small, and the eye sees no difference."""

INK_COLOUR = "#1c2430"
COLOURS = {
    "fiscal_appropriation": "#1b4d89",
    "other": "#c0791b",
    "carried_over": "#4b8f7a",
    "remainder": "#8a8f98",
    "level_1": "#233044",
    "level_2": "#52637a",
    "level_3": "#8295ab",
    "level_4": "#adbccb",
    "level_5": "#d3dce6",
}
"""Ink and sources of funds as in `site.css`; levels in steps of one grey, so that nobody takes them for money."""

LATIN = frozenset(string.ascii_letters + string.digits + string.punctuation + " ·…°±«»‘’“”™©")
"""What the font inside Pillow can draw."""

LONGEST = 300
"""What stands behind so many characters of a text is not even measured."""

COUNTABLE = 150
"""So many indicators stand as blocks side by side; more would melt into a line."""

_ALIKE = str.maketrans({"–": "-", "—": "-", "‐": "-", "¥": "CNY "})
_PIECES = re.compile(r"[!-~·’]+ *|.")
"""What a line may be cut between: Latin words, single Chinese characters."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar, and what its label says."""

    colour: str
    weight: int
    name: str
    figure: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown of a page. A text that cannot be drawn is left out."""

    path: str
    """The page's address without language: both languages share the picture."""
    heading: tuple[str, ...]
    titles: tuple[str, ...]
    """The first is large, a second one small below it; the address where none can be drawn."""
    label: str
    amount: str
    """A number; what it counts stands small after it."""
    counted: str
    funds: tuple[Piece, ...]
    levels: tuple[Piece, ...]

    @property
    def file(self) -> str:
        """Where it is published: `2024/x/share.png`. No page stands there: no page's address has a dot in it."""
        return f"{self.path}/share.png".lstrip("/")


@lru_cache(maxsize=10_000)
def png(picture: Picture, font: str = "") -> bytes:
    """The picture as a PNG file, the same bytes for the same facts. `font` is a font file for Chinese.

    Remembered: `mkdocs serve` builds at every saved file, and most of them change no picture.
    """
    sheet = _Sheet(font)
    titles = [*filter(None, map(sheet.drawable, picture.titles))] or [picture.path]
    sheet.box(0, 0, WIDTH, 16, "fiscal_appropriation")
    sheet.text(74, " · ".join(filter(None, map(sheet.drawable, picture.heading))), 28, QUIET)
    sheet.titles(144, titles)
    sheet.text(310, sheet.drawable(picture.label), 28, QUIET)
    sheet.amount(410, picture.amount, sheet.drawable(picture.counted))
    sheet.bar(440, 32, picture.funds)
    sheet.legend(506, picture.funds)
    sheet.bar(544, 14, picture.levels, counted=True)
    sheet.legend(592, picture.levels)
    return sheet.file()


def complaint(font: str, project: Path) -> str:
    """What is wrong with the owner's font file; empty where nothing is, or where there is no such file."""
    try:
        font_of(font, 28)
    except OSError as error:
        return f"share_font: {font} cannot be used as a font: {error}"
    if font and not Path(font).resolve().is_relative_to(project.resolve()):
        return f"share_font: {font} is outside the project: other machines would draw without it"
    return ""


@cache
def font_of(file: str, size: int) -> ImageFont.FreeTypeFont:
    """The font of a file, or the one inside Pillow. Raises OSError for a file that is no font."""
    if file:  # the basic layout: the same pixels on every machine, whatever libraries it has
        return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.BASIC)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "this Pillow was built without FreeType"  # noqa: S101
    return font


class _Sheet:
    """Text goes onto a grey image; at the end its shades become a palette, and boxes of the colours are added."""

    def __init__(self, font: str) -> None:
        self.font_file = font
        self.image = Image.new("L", SIZE, PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.boxes: list[tuple[tuple[int, int, int, int], str]] = []

    def drawable(self, text: str) -> str:
        """The text as it can be drawn; nothing where a letter cannot: half a name would be another name."""
        text = text[:LONGEST].translate(_ALIKE)
        if self.font_file:
            return text
        text = unicodedata.normalize("NFKD", text)
        if any(sign.isalpha() and sign not in LATIN for sign in text):
            return ""
        return "".join(sign for sign in text if sign in LATIN).strip()

    def font(self, text: str, size: int) -> ImageFont.FreeTypeFont:
        """The font for a text: the owner's only where it is needed."""
        return font_of("" if LATIN.issuperset(text) else self.font_file, size)

    def box(self, left: int, top: int, right: int, bottom: int, colour: str) -> None:
        """A box of one colour, without its right and lower edge."""
        self.boxes.append(((left, top, right - 1, bottom - 1), colour))

    def lines(self, text: str, size: int, most: int, room: int = RIGHT - LEFT) -> list[str]:
        """A text cut into lines; an ellipsis ends the last one where there is more."""
        font = self.font(text, size)
        found, filled = [""], 0
        for word in _PIECES.findall(text):
            for piece in [word] if font.getlength(word) <= room else word:
                width = int(font.getlength(piece))
                if filled + width > room:
                    found.append("")
                    filled = 0
                found[-1] += piece
                filled += width
        if len(found) > most:
            last = "".join(found[most - 1 : most + 1])
            while last and font.getlength(f"{last}…") > room:
                last = last[:-1]
            found[most - 1 :] = [f"{last.rstrip()}…"]
        return found

    def text(self, base: int, text: str, size: int, shade: int, left: int = LEFT, most: int = 1) -> int:
        """Draw at most so many lines of text, the first on the line `base`. Returns where the last one ends."""
        end, font = left, self.font(text, size)
        for number, line in enumerate(self.lines(text, size, most, RIGHT - left)):
            self.draw.text((left, base + number * size * 6 // 5), line, shade, font, anchor="ls")
            end = left + int(font.getlength(line))
        return end

    def titles(self, base: int, titles: Sequence[str]) -> None:
        """The first title as large as three lines allow, together with a second one on the last of them."""
        large, *small = titles
        most = 3 - len(small)
        size = 60 if len(self.lines(large, 60, most)) < most else 46
        self.text(base, large, size, INK, most=most)
        for title in small:
            self.text(base + 50 + (len(self.lines(large, size, most)) - 1) * size * 6 // 5, title, 32, QUIET)

    def amount(self, base: int, number: str, counted: str) -> None:
        """A number is never cut: a longer one is smaller."""
        fitting = (size for size in range(108, 20, -4) if self.font(number, size).getlength(number) < 940)
        end = self.text(base, number, next(fitting, 20), INK)
        self.text(base, counted, 40, QUIET, end + 20)

    def bar(self, top: int, height: int, pieces: Sequence[Piece], *, counted: bool = False) -> None:
        """Pieces side by side, as wide as they weigh; where they are few, what is counted stands in blocks."""
        total = sum(piece.weight for piece in pieces)

        def at(weight: int) -> int:
            return LEFT + (RIGHT - LEFT) * weight // total

        ends = [*accumulate((piece.weight for piece in pieces), initial=0)]
        for number, piece in reversed([*enumerate(pieces)]):  # the last first: a sliver stays in sight
            left, right = at(ends[number]), at(ends[number + 1])
            self.box(left, top, max(right, left + 4), top + height, piece.colour)
        blocks = range(1, total) if counted and total < COUNTABLE else ends[1:-1]
        for weight in blocks:
            self.box(at(weight) - 3, top, at(weight), top + height, "paper")

    def legend(self, base: int, pieces: Sequence[Piece]) -> None:
        """What the colours of a bar mean, on one line as far as it goes."""
        left = LEFT
        for piece in pieces:
            name, figure = self.drawable(piece.name), f" {piece.figure}"
            room = RIGHT - left - 32 - int(self.font(figure, 26).getlength(figure))
            if room > 60:
                self.box(left, base - 19, left + 20, base + 1, piece.colour)
                left = self.text(base, "".join(self.lines(name, 26, 1, room)), 26, QUIET, left + 32)
                left = self.text(base, figure, 26, QUIET, left) + 40

    def file(self) -> bytes:
        """The picture, finished."""
        image = self.image.point([value * SHADES // (PAPER + 1) for value in range(PAPER + 1)])
        draw = ImageDraw.Draw(image)
        numbers = {"paper": SHADES - 1} | {name: SHADES + number for number, name in enumerate(COLOURS)}
        for corners, colour in self.boxes:
            draw.rectangle(corners, numbers[colour])
        image.putpalette(_palette())
        saved = BytesIO()
        image.save(saved, "PNG", compress_level=5)  # 9 takes ten times as long for 5 % less
        return saved.getvalue()


@cache
def _palette() -> list[int]:
    """Shades from ink to paper, then the colours; three numbers each."""
    ink = ImageColor.getrgb(INK_COLOUR)
    last = SHADES - 1
    shades = [value + (PAPER - value) * shade // last for shade in range(SHADES) for value in ink]
    return shades + [value for colour in COLOURS.values() for value in ImageColor.getrgb(colour)]
