"""Step 6: which declarations each page shows, and the newest day that the data gives for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from generator import arrange, summary
from generator.derive import Declared, Site
from generator.pages import ROLES

OF_ALL = (
    *("", "data", *ROLES.values(), "indicators", "indicators/shared"),
    *(f"indicators/{kind}" for kind in arrange.KINDS),
)
"""Pages about the whole site."""

_PART = re.compile(r"/page-\d+$")


def base(path: str) -> str:
    """The first page of the list that the page at `path` is a part of."""
    return _PART.sub("", path)


class Shown:
    """Looks up, by the path of a page without language, what it shows."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def on(self, path: str) -> Sequence[Declared]:
        """The declarations of a page, over all its parts; none for pages that show none."""
        return self._by_path.get(base(path), ())

    def modified(self, path: str) -> dt.date | None:
        """The newest day of what a page shows. What was removed changed the lists of its year and of all."""
        return self._modified.get(base(path))

    @cached_property
    def _by_path(self) -> dict[str, Sequence[Declared]]:
        found: dict[str, Sequence[Declared]] = dict.fromkeys(OF_ALL, self.site.declared)
        found |= {str(year): self.site.of_year(year) for year in self.site.years}
        found["compare"] = found[str(self.site.years[0])] if self.site.years else ()
        found |= {each.path: (each,) for each in self.site.declared}
        for role, folder in ROLES.items():
            found |= {f"{folder}/{key}": below for key, below in self.site.by_organisation(role).items()}
        for key, below in self.site.by_organisation("unit").items():
            documents = summary.by_year(below)
            found |= {path: documents[year] for year, path in summary.paths(key, below).items()}
        return found

    @cached_property
    def _modified(self) -> dict[str, dt.date | None]:
        found = {path: newest(declared) for path, declared in self._by_path.items()}
        for each in self.site.removed:
            for path in (each.path.split("/")[0], *OF_ALL):
                if path in found:
                    found[path] = max(filter(None, (found[path], each.day)))
        return found


def newest(declared: Iterable[Declared]) -> dt.date | None:
    """The newest day of some declarations; None where none is dated."""
    return max((each.modified for each in declared if each.modified), default=None)
