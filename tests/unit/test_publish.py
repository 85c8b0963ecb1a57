"""`disclosure publish`: what is served is one whole site at any moment, whatever happens to whoever publishes."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from killed import killed

from generator import cli
from generator.export import sums
from generator.place import STAGE, Place
from generator.publish import KEEP, TornError, back, publish
from generator.release import RefusedError, Target

OLD = {"index.html": "1", "a/b.html": "2", "a/same.csv": "3", "gone.html": "4"}
NEW = {"index.html": "one", "a/b.html": "two", "a/same.csv": "3", "c/new.html": "3"}
"""Two sites; `c/new.html` holds what `a/same.csv` holds in both."""


def built(folder: Path, files: dict[str, str]) -> Path:
    """A site of these files, as a build makes it."""
    place = Place(folder, folder.with_name("past"))
    place.theirs.mkdir()
    for path, text in files.items():
        place.made(path, text.encode(), [place.put(path, text)])
    place.settle()
    return folder


def served(target: Path) -> dict[str, str]:
    """What a web server gives: every file of the target but for its list, which must tell the same."""
    release = target.resolve(strict=True)
    assert sums.verify(release).sound
    files = (path for path in release.rglob("*") if path.is_file() and path.name != sums.NAME)
    return {path.relative_to(release).as_posix(): path.read_text() for path in files}


def inside(folder: Path) -> list[str]:
    """Names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site as built."""
    return built(tmp_path / "site", OLD)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a web server looks. Nothing is there yet."""
    (tmp_path / "www").mkdir()
    return tmp_path / "www" / "jx"


@pytest.fixture(params=["0o022", "0o077"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is usual for new files, and what careful administrators set."""
    before = os.umask(int(request.param, 8))
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_first_publication(site: Path, target: Path) -> None:
    """A link that may be moved with all beside it leads to the site; everybody may read it, whatever the umask."""
    (site / ".env").write_text("secret")
    done = publish(site, target)
    assert served(target) == OLD
    assert (done.before, done.linked, done.copied) == (None, 0, len(OLD))
    assert target.readlink() == Path("jx.releases", done.release)
    assert inside(target.parent) == ["jx", "jx.releases"]
    assert inside(target.parent / "jx.releases") == [done.release]
    for path in (target.parent / "jx.releases").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


def test_what_stays_takes_no_room(site: Path, target: Path) -> None:
    """Files that the last release has are linked, wherever it has them; the others are new, and the old stay old."""
    publish(site, target)
    old = target.resolve()
    assert (old / "index.html").stat().st_ino != (site / "index.html").stat().st_ino
    done = publish(built(site, NEW), target)
    assert (done.linked, done.copied) == (2, 2)
    assert served(target) == NEW
    for path in ("a/same.csv", "c/new.html"):
        assert (target / path).stat().st_ino == (old / "a/same.csv").stat().st_ino
    assert served(old) == OLD


def test_the_same_again(site: Path, target: Path) -> None:
    """To publish what is served makes no release: older ones stay for the way back."""
    first = publish(site, target)
    again = publish(site, target)
    assert (again.release, again.before) == (first.release, first.release)
    assert inside(target.parent / "jx.releases") == [first.release]


def test_a_spoilt_release_is_mended(site: Path, target: Path) -> None:
    """What somebody has changed in the served release is neither taken over nor left standing."""
    publish(site, target)
    (target / "index.html").write_text("spoilt")
    (target / "a/same.csv").unlink()
    publish(site, target)
    assert served(target) == OLD
    (target / "a/same.csv").write_text("spoilt")
    publish(built(site, NEW), target)
    assert served(target) == NEW


@pytest.mark.parametrize("spoil", ["changed", "deleted", "added"])
def test_a_torn_site(spoil: str, site: Path, target: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site that is not as it was built is not published; what differs is told, what is served stays."""
    publish(site, target)
    built(site, NEW)
    if spoil == "changed":
        (site / "index.html").write_text("other")
    elif spoil == "deleted":
        (site / "index.html").unlink()
    else:
        (site / "more.html").write_text("more")
    before = inside(target.parent / "jx.releases")
    assert cli.main(["publish", str(site), str(target), "--lang", "en"]) == 1
    told = capsys.readouterr().err.splitlines()
    name = "more.html" if spoil == "added" else "index.html"
    word = {"changed": "changed", "deleted": "missing", "added": "additional"}[spoil]
    assert told[0] == f"{word}: {name}"
    assert "nothing was published" in told[-1]
    assert served(target) == OLD
    assert inside(target.parent / "jx.releases") == before


def test_a_site_that_changes_while_it_is_copied(
    site: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was copied is looked at again: a file that has changed since the first look is not published."""
    copy = shutil.copyfile

    def late(source: Path, *there: Any, **more: Any) -> Any:
        if source.name == "gone.html":
            source.write_text("changed since")
        return copy(source, *there, **more)

    monkeypatch.setattr(shutil, "copyfile", late)
    with pytest.raises(TornError):
        publish(site, target)
    assert not target.is_symlink()
    assert inside(target.parent / "jx.releases") == []


def test_a_list_that_leads_outside(site: Path, target: Path) -> None:
    """Names in a list that lead out of the site are files that are missing: nothing is written outside."""
    digest = sums.listed(site)["index.html"]
    with (site / sums.NAME).open("a") as file:
        file.writelines(
            f"{digest}  {name}\n" for name in ("../../../outside", str(target.parent / "outside"))
        )
    with pytest.raises(TornError):
        publish(site, target)
    assert inside(target.parent) == ["jx.releases"]


def test_links_in_a_site_are_not_followed(site: Path, target: Path, tmp_path: Path) -> None:
    """A link in a file's place is a change, even to the same bytes."""
    (site / "index.html").rename(tmp_path / "elsewhere")
    (site / "index.html").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(TornError):
        publish(site, target)


def test_an_interrupted_build_is_finished(site: Path, target: Path) -> None:
    """A site that a killed build has left half moved is finished first, and is whole."""
    assert killed(1, lambda: built(site, NEW), lambda event, _: event == "os.rename")  # 0 says that all waits
    assert (site / STAGE / sums.NAME).exists()
    publish(site, target)
    assert served(target) == NEW


def test_the_way_back(site: Path, target: Path) -> None:
    """Each step back serves what was served before, until there is nothing older; then on from there."""
    releases = [publish(built(site, {"index.html": text}), target).release for text in "abc"]
    with pytest.raises(RefusedError):
        back(target.with_name("other"))
    assert (back(target).release, served(target)) == (releases[1], {"index.html": "b"})
    assert (back(target).release, served(target)) == (releases[0], {"index.html": "a"})
    with pytest.raises(RefusedError):
        back(target)
    assert served(target) == {"index.html": "a"}
    publish(built(site, {"index.html": "d"}), target)
    back(target)
    assert served(target) == {"index.html": "a"}, "what was gone back from is not what was served before"


def test_a_spoilt_release_is_passed_over(site: Path, target: Path) -> None:
    """The way back leads to a whole site only."""
    releases = [publish(built(site, {"index.html": text}), target).release for text in "abc"]
    (target.parent / "jx.releases" / releases[1] / "index.html").write_text("spoilt")
    done = back(target)
    assert (done.release, done.before, done.spoilt) == (releases[0], releases[2], (releases[1],))
    assert served(target) == {"index.html": "a"}


@pytest.mark.parametrize("keep", [0, 1, KEEP])
def test_how_many_stay(keep: int, site: Path, target: Path) -> None:
    """So many older releases stay, the newest; what is not ours in their folder is left alone."""
    (target.parent / "jx.releases" / "notes").mkdir(parents=True)
    releases = [
        publish(built(site, {"index.html": str(number)}), target, keep).release for number in range(KEEP + 3)
    ]
    assert inside(target.parent / "jx.releases") == [*releases[-keep - 1 :], "notes"]
    assert served(target) == {"index.html": str(KEEP + 2)}


def test_what_is_hidden_is_the_hosts_own(site: Path, target: Path) -> None:
    """`.htaccess` and `.well-known` of the served release are taken over by the next."""
    publish(site, target)
    (target / ".htaccess").write_text("own")
    (target / ".well-known").mkdir()
    (target / ".well-known" / "security.txt").write_text("own")
    publish(built(site, NEW), target)
    assert served(target) == {**NEW, ".htaccess": "own", ".well-known/security.txt": "own"}


def _folder(target: Path) -> None:
    target.mkdir()
    (target / "index.html").write_text("own")


def _file(target: Path) -> None:
    target.write_text("own")


def _foreign(target: Path) -> None:
    (target.parent / "elsewhere").mkdir()
    target.symlink_to("elsewhere")


def _outside(target: Path) -> None:
    target.symlink_to("jx.releases/../elsewhere")


def _folder_is_a_link(target: Path) -> None:
    (target.parent / "elsewhere").mkdir()
    (target.parent / "jx.releases").symlink_to("elsewhere")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("there", "said"),
    [
        (_folder, "jx.before"),
        (_file, "jx.before"),
        (_foreign, "elsewhere"),
        (_outside, "elsewhere"),
        (_folder_is_a_link, "jx.releases"),
    ],
)
def test_what_is_not_ours_is_left_alone(
    there: Callable[[Path], None], said: str, lang: str, site: Path, target: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """A folder, a file or a link of somebody else in the target's place stays; the fix is told."""
    there(target)
    before = inside(target.parent), target.is_symlink() and target.readlink()
    for command in (["publish", str(site), str(target)], ["publish", "--back", str(target)]):
        assert cli.main([*command, "--lang", lang]) == 2
        out, error = capsys.readouterr()
        assert out == ""
        if "--back" not in command:
            assert said in error
        assert error.splitlines()[-1].startswith("  fix: ")
    assert (inside(target.parent), target.is_symlink() and target.readlink()) == before
    if (elsewhere := target.parent / "elsewhere").exists():
        assert inside(elsewhere) == []


def test_a_target_in_the_site(site: Path) -> None:
    """A target below the site would be published with it, and deleted by the next build."""
    for target in (site / "live", site / "a" / "live"):
        with pytest.raises(RefusedError, match="inside"):
            publish(site, target)


def test_where_there_are_no_links(
    site: Path, target: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no symbolic link can be made that is said before anything is copied."""

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "symlink", refuse)
    assert cli.main(["publish", str(site), str(target), "--lang", "en"]) == 2
    error = capsys.readouterr().err
    assert "no symbolic link can be made" in error
    assert "Operation not permitted" in error
    assert inside(target.parent / "jx.releases") == []


def test_where_files_cannot_be_linked(site: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two names cannot share a file, every file is copied."""
    publish(site, target)

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    assert publish(built(site, NEW), target).linked == 0
    assert served(target) == NEW


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["site"], 2),
        (["site", "jx", "--back"], 2),
        (["site", "jx", "--keep", "-1"], 2),
        (["nowhere", "jx"], 2),
        (["site", "."], 2),
        (["site", "no/such/folder/jx"], 2),
        (["site", "jx"], 0),
    ],
)
def test_command(arguments: list[str], code: int, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be done is told with exit code 2."""
    monkeypatch.chdir(site.parent)
    try:
        found = cli.main(["publish", *arguments])
    except SystemExit as stopped:
        found = int(stopped.code or 0)
    assert found == code


def test_the_command_says_what_is_served(
    site: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each, in the staff's language; the way back is one command."""
    for files in (OLD, NEW):
        built(site, files)
        assert cli.main(["publish", str(site), str(target), "--lang", "en"]) == 0
    assert cli.main(["publish", str(site), str(target)]) == 0
    assert cli.main(["publish", "--back", str(target), "--lang", "en"]) == 0
    first, second, same, gone_back = capsys.readouterr().out.splitlines()
    old, new = (line.partition("release ")[2][:17] for line in (first, second))
    assert "4 copied" in first
    assert "2 files as in the last one, 2 copied" in second
    assert new in same
    assert gone_back == f"{target} serves release {old} again; before it was {new}"
    assert served(target) == OLD


def test_killed_at_any_moment(site: Path, target: Path, tmp_path: Path) -> None:
    """Before each change of the file system in turn, `publish` is killed: the old site is served, or the new one,
    whole; the next publication clears away what is left, and leaves the folder as one that was never killed.
    """
    publish(site, target)
    built(site, NEW)
    seen = set()
    for moment in count():
        here = Path(shutil.copytree(target.parent, tmp_path / "tries" / str(moment), symlinks=True)) / "jx"
        was_killed = killed(moment, lambda: publish(site, here, keep=0))  # noqa: B023 (it is done at once)
        found = served(here)
        assert found in (OLD, NEW), moment
        seen.add(found == NEW)
        publish(site, here, keep=0)
        assert served(here) == NEW
        assert inside(here.parent) == ["jx", "jx.releases"]
        assert inside(here.parent / "jx.releases") == [here.resolve().name]
        if not was_killed:
            break
    assert seen == {False, True}
    assert moment > 15


def test_going_back_killed_at_any_moment(site: Path, target: Path, tmp_path: Path) -> None:
    """The same on the way back."""
    publish(site, target)
    publish(built(site, NEW), target)
    for moment in count():
        here = Path(shutil.copytree(target.parent, tmp_path / "tries" / str(moment), symlinks=True)) / "jx"
        was_killed = killed(moment, lambda: back(here))  # noqa: B023 (it is done at once)
        assert served(here) in (OLD, NEW)
        if not was_killed:
            break
    assert served(here) == OLD
    assert moment > 1


def test_readers_see_one_whole_release(site: Path, target: Path, tmp_path: Path) -> None:
    """While what is served changes a hundred times, a reader who holds on to one release finds each file of it, and
    one who follows the link always finds a page.
    """
    sites = [built(tmp_path / name / "site", files) for name, files in (("old", OLD), ("new", NEW))]
    publish(sites[0], target)
    wrong: list[str] = []
    seen: list[dict[str, str]] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                seen.append(served(target))
                assert (target / "index.html").read_text() in ("1", "one")
            except (OSError, AssertionError) as error:
                wrong.append(repr(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for turn in range(1, 101):
            publish(sites[turn % 2], target, keep=100)
    finally:
        over.set()
        reader.join()
    assert wrong == []
    assert len(seen) > 10
    assert OLD in seen
    assert NEW in seen
    assert [each for each in seen if each not in (OLD, NEW)] == []


COMMAND = "from generator import cli; raise SystemExit(cli.main())"


def test_two_at_once(site: Path, target: Path) -> None:
    """Whoever publishes while another does waits, says so, and then goes on."""
    publish(site, target)
    built(site, NEW)
    command = [sys.executable, "-c", COMMAND, "publish", str(site), str(target), "--lang", "en"]
    with Target(target).held(lambda: None):
        waiting = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        assert waiting.stderr is not None
        assert "waits" in waiting.stderr.readline()
        assert served(target) == OLD
    assert waiting.wait(30) == 0
    waiting.communicate()
    assert served(target) == NEW
