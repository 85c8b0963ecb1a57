"""Where a site stands, and the folder in it where the next one waits until all of it is made."""

from __future__ import annotations

import shutil
from pathlib import Path

STAGE = ".new"
"""MkDocs, hosts and our own checksums leave hidden folders of a site alone."""


class Place:
    """The folder of a site. Until `settle` is called the site in it stays as it was."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._stage = site / STAGE
        shutil.rmtree(self._stage, ignore_errors=True)  # of a build that was killed
        self.ours, self.theirs = self._stage / "ours", self._stage / "theirs"
        self.ours.mkdir(parents=True)
        self._folders = {self.ours}

    def put(self, path: str, content: str | bytes) -> None:
        """Write a file that waits for its place, text as UTF-8."""
        file = self.ours / path
        if file.parent not in self._folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(file.parent)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def settle(self) -> None:
        """Put the new site in the place of the old. What is hidden at its root is the host's own and stays."""
        for old in self.site.iterdir():
            if not old.name.startswith("."):
                shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
        for new in self.ours.iterdir():
            new.rename(self.site / new.name)
        shutil.rmtree(self._stage)

    def gather(self) -> Path:
        """Put what MkDocs built beside what we made: the whole new site, still waiting."""
        _merge(self.theirs, self.ours)
        return self.ours

    def leave(self) -> None:
        """Give up: the site stays as it is."""
        shutil.rmtree(self._stage, ignore_errors=True)


def _merge(source: Path, target: Path) -> None:
    for each in source.iterdir():
        there = target / each.name
        if there.is_dir() and each.is_dir():
            _merge(each, there)
        else:
            each.replace(there)
