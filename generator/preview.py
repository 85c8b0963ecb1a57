"""Step 6: what the preview of a page shows to those who are sent its link. `picture.py` draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.derive import Declared, Money, Part, Site
from generator.digest import digest
from generator.fingerprint import fingerprint
from generator.i18n import Words
from generator.model import Text
from generator.pages import ROLES
from generator.picture import COLOURS, Picture, Piece, png
from generator.place import Place
from generator.render import Settings
from generator.show import Show
from generator.totals import totals


def make(site: Site, words: dict[str, Words], settings: Settings, font: str, place: Place) -> dict[str, str]:
    """Draw those that do not stand from the last build: their addresses by the path of the page they are of."""
    drawn_with = fingerprint("pillow"), font and Path(font).read_bytes()
    drawn = pictures(site, words, settings, font)
    for each in drawn:
        key = digest(drawn_with, each)
        if not place.keep(each.file, key):
            place.made(each.file, key, [place.put(each.file, png(each, font))])
    return {each.path: settings.site_url + each.file for each in drawn}


def pictures(site: Site, words: dict[str, Words], settings: Settings, font: str) -> tuple[Picture, ...]:
    """One for the home page, each year, each organisation and each declaration, for both languages.

    In English; with a font for it in Chinese, the English names below. None where the site has no address: its
    pages could not tell other places where a picture is.
    """
    shows = [Show(words[lang], site.vocabulary) for lang in (("zh", "en") if font else ("en",))]
    facts = _Facts(site, settings.site_name, shows[0], shows)
    return tuple(facts.pictures()) if settings.site_url else ()


@dataclass(frozen=True, slots=True)
class _Facts:
    site: Site
    site_name: Text
    show: Show
    names: Sequence[Show]
    """The languages that names stand in."""

    def pictures(self) -> Iterator[Picture]:
        for year in self.site.years[:1]:
            yield self._together("", self._names(self.site_name), self.site.of_year(year))
        for year in self.site.years:
            title = self.show.words("page.year", year=str(year))
            yield self._together(str(year), (title,), self.site.of_year(year))
        for role, folder in ROLES.items():
            for key, declared in self.site.by_organisation(role).items():
                names = self._names(getattr(declared[0], role).name)
                yield self._together(f"{folder}/{key}", names, declared)
        for each in self.site.declared:
            yield self._alone(each)

    def _alone(self, each: Declared) -> Picture:
        names = self._names(each.declaration.project_name)
        heading = (str(each.declaration.fiscal_year), self.show.plain(each.unit.name))
        money, label = (each.annual, "amount") if each.annual else (each.project, "amount_project")
        if money:
            return self._picture(each.path, heading, names, f"declaration.{label}", money, (each,))
        number = str(len(each.declaration.indicators))
        counted = self.show.words("cite.indicators")
        return Picture(each.path, heading, names, "", number, counted, (), self._levels((each,)))

    def _together(self, path: str, titles: tuple[str, ...], declared: Sequence[Declared]) -> Picture:
        years = sorted({each.declaration.fiscal_year for each in declared})
        span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
        heading = (span, self.show.words("cite.projects", count=len(declared)))
        annual = totals(declared).annual
        return self._picture(path, heading, titles, "cite.asked", annual, declared)

    def _picture(
        self, path: str, heading: tuple[str, ...], titles: tuple[str, ...], label: str, money: Money,
        declared: Sequence[Declared],
    ) -> Picture:  # fmt: skip
        return Picture(
            path,
            heading,
            titles,
            self.show.words(label),
            self.show.yuan(money.total),
            self.show.words("money.yuan", amount="").strip(),
            tuple(self._fund(part) for part in money.parts if part.depth == 1 and part.share),
            self._levels(declared),
        )

    def _fund(self, part: Part) -> Piece:
        if part.term:
            name = self.show.plain(part.term.name)
        elif part.key == "remainder":
            name = self.show.words("money.remainder")
        else:
            name = self.show.label(part.key)
        colour = part.key if part.key in COLOURS else "remainder"
        return Piece(colour, int(part.share * 100), name, f"{part.share}%")

    def _levels(self, declared: Sequence[Declared]) -> tuple[Piece, ...]:
        counts = totals(declared).levels
        return tuple(
            Piece(f"level_{number}", count, self._level(key), str(count))
            for number, (key, count) in enumerate(counts, 1)
        )

    def _level(self, key: str) -> str:
        term = self.show.vocabulary.entry("level_1", key)
        return self.show.plain(term.name) if term and key != "other" else self.show.words("level.other")

    def _names(self, name: Text) -> tuple[str, ...]:
        return tuple(dict.fromkeys(show.plain(name) for show in self.names))
