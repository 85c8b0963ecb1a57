"""What a web server serves: a link to one of the releases beside it.

    TARGET -> TARGET.releases/0003-5f2ab1c09d3e    a link: what the web server serves
              TARGET.releases/0002-81d0c6aa24f7    what it served before

A release is a whole site that nothing is changed in. Its name counts the publications, so that there is an order
without a clock, and says by the digest of its SHA256SUMS what it holds. Only the link is ever changed, and a link
changes at once. Whatever else is there begins with a dot: it is being made, or was left by one that was killed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.lock import held
from generator.place import remove

_RELEASE = re.compile(r"[0-9]{4,}-[0-9a-f]{12}")


class RefusedError(Exception):
    """Why nothing was published: the key of its words, and what they name."""

    def __init__(self, why: str, **names: object) -> None:
        super().__init__(why, names)
        self.why, self.names = why, names


class Target:
    """What a web server serves, and the releases beside it."""

    def __init__(self, path: Path) -> None:
        """Raises RefusedError for a path that cannot be a link's, OSError where there is no folder for it."""
        if path.name in ("", ".."):
            raise RefusedError("no_name", target=path)
        self.link = path.parent.resolve(strict=True) / path.name
        self.folder = self.link.with_name(f"{path.name}.releases")
        self.new, self._waiting = self.folder / ".new", self.folder / ".live"

    def live(self) -> str | None:
        """The release that is served; None where nothing stands yet. Raises RefusedError for what is not ours."""
        try:
            led = self.link.readlink().as_posix()
        except FileNotFoundError:
            return None
        except OSError:
            raise RefusedError("not_a_link", target=self.link) from None
        folder, _, name = led.rpartition("/")
        if folder != self.folder.name or not _RELEASE.fullmatch(name):
            raise RefusedError("foreign_link", target=self.link, led=led, folder=self.folder.name)
        return name

    def releases(self) -> list[str]:
        """Every release that is there, oldest first."""
        found = (each.name for each in os.scandir(self.folder) if each.is_dir(follow_symlinks=False))
        return sorted(filter(_RELEASE.fullmatch, found), key=number)

    @contextmanager
    def held(self, waits: Callable[[], object]) -> Iterator[None]:
        """Hold the releases against others. What is only begun goes, also what one that was killed has left. Raises
        RefusedError.
        """
        if self.folder.is_symlink():
            raise RefusedError("releases_link", folder=self.folder)
        self.folder.mkdir(exist_ok=True)
        with held(self.folder, waits):
            self._clear()
            try:
                yield
            finally:
                self._clear()

    def _clear(self) -> None:
        for each in self.folder.iterdir():
            if each.name.startswith("."):
                remove(each)

    def prepare(self, release: str) -> None:
        """Have a link wait that leads to a release. Raises RefusedError where there are no links."""
        try:
            self._waiting.symlink_to(f"{self.folder.name}/{release}")
        except OSError as error:
            raise RefusedError("no_links", folder=self.folder, error=error.strerror) from None

    def serve(self) -> None:
        """Serve what the waiting link leads to: at once, and for good."""
        self._waiting.replace(self.link)
        handle = os.open(self.link.parent, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)

    def drop(self, releases: Iterable[str]) -> None:
        """Delete releases. One that is deleted in part has no name of a release any more."""
        for name in releases:
            remove((self.folder / name).rename(self.folder / f".{name}"))


def number(release: str) -> int:
    """Which publication it was."""
    return int(release.partition("-")[0])
