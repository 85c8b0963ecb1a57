"""`disclosure publish`: a site goes to where a web server serves it, at once and whole; and back again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from generator.export import sums
from generator.export.sums import Differences
from generator.lock import held
from generator.place import finish
from generator.release import RefusedError, Target, number

KEEP = 3
"""How many releases stay beside the one that is served."""

_PLAIN = 0o644


class TornError(Exception):
    """The site is not what was built."""

    def __init__(self, found: Differences) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True)
class Published:
    """What is served now."""

    release: str
    before: str | None
    """What was served until now; the same where this site was served already."""
    linked: int = 0
    """Files that the last release has too: they take no room."""
    copied: int = 0
    spoilt: tuple[str, ...] = ()
    """Releases that were passed over on the way back, because somebody has changed them."""


def publish(
    site: Path, target: Path, keep: int = KEEP, waits: Callable[[], object] = lambda: None
) -> Published:
    """Serve a site at a target. Until the very end what is served stays as it was, and the last `keep` releases stay.

    Raises TornError for a site that differs from its SHA256SUMS, ListError for one without, RefusedError for a target
    that is not ours, OSError for what the system does not allow. Others at work on either are waited for, after
    `waits` has said so.
    """
    there = Target(target)
    if not site.is_dir():
        raise sums.ListError
    if there.folder.is_relative_to(site.resolve()):
        raise RefusedError("inside", target=there.link, site=site)
    there.live()
    with held(site, waits), _plain_modes(), there.held(waits):
        finish(site)
        live, others = there.live(), there.releases()
        last = there.folder / live if live in others else None
        there.new.mkdir()
        shutil.copyfile(site / sums.NAME, there.new / sums.NAME, follow_symlinks=False)
        if not (found := sums.verify(site, there.new)).sound:
            raise TornError(found)
        listing = (there.new / sums.NAME).read_bytes()
        linked = copied = 0
        if live and last and _is_whole(last) and (last / sums.NAME).read_bytes() == listing:
            release = live
        else:
            count = max(map(number, [*others, live or "0"])) + 1
            release = f"{count:04}-{sha256(listing).hexdigest()[:12]}"
            there.prepare(release)
            linked, copied = _fill(there.new, site, last)
            there.new.rename(there.folder / release)
            os.sync()
            there.serve()
        older = [each for each in others if each != release and (not live or number(each) <= number(live))]
        kept = {release, *older[max(0, len(older) - keep) :]}  # not what was gone back from
        there.drop(each for each in others if each not in kept)
    return Published(release, live, linked, copied)


def back(target: Path, waits: Callable[[], object] = lambda: None) -> Published:
    """Serve what was served before: the last release that is still as it was published. Raises RefusedError where
    there is none or the target is not ours, OSError.
    """
    there = Target(target)
    there.live()
    if not there.folder.is_dir():
        raise RefusedError("nothing_before", target=there.link)
    with there.held(waits):
        live = there.live()
        spoilt: list[str] = []
        for each in reversed(there.releases()):
            if live and number(each) >= number(live):
                continue
            if _is_whole(there.folder / each):
                there.prepare(each)
                there.serve()
                return Published(each, live, spoilt=tuple(spoilt))
            spoilt.append(each)
    raise RefusedError("nothing_before", target=there.link)


def _is_whole(release: Path) -> bool:
    try:
        return sums.verify(release).sound
    except sums.ListError:
        return False


def _fill(release: Path, site: Path, last: Path | None) -> tuple[int, int]:
    """Give a release all files of its list: those that the last one has are linked, the others copied; how many of
    each. Raises TornError where the site has changed meanwhile.
    """
    wanted = sums.listed(release)
    for folder in sorted({name.rpartition("/")[0] for name in wanted}):
        (release / folder).mkdir(parents=True, exist_ok=True)
    linked = set(_link(release, wanted, last)) if last else set()
    _copy(site, release, wanted.keys() - linked)
    found = sums.verify(release)
    if spoilt := linked.intersection(found.changed):  # somebody has changed the last release
        for name in spoilt:
            (release / name).unlink()
        _copy(site, release, spoilt)
        found = sums.verify(release)
    if not found.sound:
        raise TornError(found)
    if last:
        _take_over(last, release)
    return len(linked - spoilt), len(wanted) - len(linked - spoilt)


def _copy(site: Path, release: Path, names: Iterable[str]) -> None:
    for name in names:
        shutil.copyfile(site / name, release / name, follow_symlinks=False)


def _link(release: Path, wanted: Mapping[str, str], last: Path) -> Iterator[str]:
    """Link what the last release has, wherever it has it; the names of those for which that went well."""
    try:
        there = {digest: last / name for name, digest in sums.listed(last).items()}
    except sums.ListError:
        return
    for name, digest in wanted.items():
        if file := there.get(digest):
            try:
                mode = file.lstat().st_mode
                if S_ISREG(mode) and mode & 0o7777 == _PLAIN:
                    (release / name).hardlink_to(file)
                    yield name
            except OSError:  # it is gone, or may not be linked: then it is copied
                continue


def _take_over(last: Path, release: Path) -> None:
    """What is hidden at the root of the last release is the host's own (`.htaccess`, `.well-known`) and stays."""
    for each in last.iterdir():
        if each.name.startswith("."):
            if each.is_dir() and not each.is_symlink():
                shutil.copytree(each, release / each.name, symlinks=True)
            else:
                shutil.copy2(each, release / each.name, follow_symlinks=False)


@contextmanager
def _plain_modes() -> Iterator[None]:
    """Folders and files that everybody may read, whatever else is usual here: the web server is somebody else."""
    usual = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(usual)
