"""`SHA256SUMS`: what coreutils say of it, and what `disclosure verify` finds, whatever a host has done."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator import cli
from generator.export import sums
from generator.export.sums import Differences

HOSTILE = (
    "blank in name.html",
    " leads and ends ",
    "-r",
    "*",
    "back\\slash",
    "line\nbreak",
    "return\r",
    "\\n",
    "\x1b[31mred",
    "中文.pdf",
    "\udcff no utf-8",
    "\u202egpj.exe",
)


def write(folder: Path) -> None:
    """Give a folder its list, as a build does."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    names = {os.fspath(path.relative_to(folder)): path for path in files}
    digests = {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if name != sums.NAME and not name.startswith(".")
    }
    (folder / sums.NAME).write_bytes(b"".join(sums.listing(digests)))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with its list."""
    folder = tmp_path / "site"
    for name in ("index.html", "en/index.html", "assets/css/site.css", "empty.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if name == "empty.txt" else name)
    write(folder)
    return folder


def coreutils(folder: Path) -> subprocess.CompletedProcess[bytes]:
    """What a host without our software would run."""
    return subprocess.run(
        ["sha256sum", "--strict", "-c", sums.NAME], cwd=folder, capture_output=True, check=False
    )


def test_the_list_is_sorted_and_whole(site: Path) -> None:
    """Every file but the list itself stands in it, in the order of bytes; a second writing gives the same."""
    lines = (site / sums.NAME).read_text().splitlines()
    assert [line[66:] for line in lines] == [
        "assets/css/site.css",
        "empty.txt",
        "en/index.html",
        "index.html",
    ]
    assert lines[1].startswith("e3b0c44298fc1c149afbf4c8996fb924")  # SHA-256 of nothing (FIPS 180-4)
    before = (site / sums.NAME).read_bytes()
    write(site)
    assert (site / sums.NAME).read_bytes() == before


def test_coreutils_agree(site: Path) -> None:
    """`sha256sum -c` takes the list, and finds what was changed."""
    assert coreutils(site).returncode == 0
    (site / "index.html").write_text("changed")
    assert coreutils(site).returncode == 1


def test_a_list_copied_as_text(site: Path) -> None:
    """A list whose lines some transfer has ended with CR LF is read as it was."""
    path = site / sums.NAME
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    found = sums.verify(site)
    assert (found.missing, found.additional, found.changed) == ((), (), ())


def test_hostile_names(site: Path) -> None:
    """Any name that a file system takes is listed, verified by both, and told on one printable line."""
    for name in HOSTILE:
        (site / name).write_text(name, errors="surrogateescape")
    assert sums.verify(site).additional == tuple(sorted(HOSTILE))
    write(site)
    assert sums.verify(site) == Differences(4 + len(HOSTILE))
    assert coreutils(site).returncode == 0
    for name in HOSTILE:
        (site / name).write_text("changed")
    assert sums.verify(site).changed == tuple(sorted(HOSTILE))


def test_what_differs_is_told_apart(site: Path) -> None:
    """A changed, a missing and an additional file are each named once."""
    (site / "en/index.html").write_text("changed")
    (site / "empty.txt").unlink()
    (site / "en/new.html").write_text("new")
    assert sums.verify(site) == Differences(2, ("en/index.html",), ("empty.txt",), ("en/new.html",))


def test_what_a_host_adds_at_the_root(site: Path) -> None:
    """Names with a dot at the root are the host's own, never listed; deeper ones are additional."""
    (site / ".well-known/acme-challenge").mkdir(parents=True)
    for name in (".htaccess", ".well-known/acme-challenge/x", "en/.htaccess"):
        (site / name).write_text("x")
    assert sums.verify(site) == Differences(4, additional=("en/.htaccess",))
    write(site)
    assert sums.verify(site) == Differences(5)
    shutil.rmtree(site / ".well-known")
    assert sums.verify(site) == Differences(5)


def test_links_are_not_followed(site: Path, tmp_path: Path) -> None:
    """A link in a file's place is a change, even to the same bytes; one beside the files is additional."""
    (tmp_path / "same").write_text("index.html")
    (site / "index.html").unlink()
    (site / "index.html").symlink_to(tmp_path / "same")
    (site / "en" / "round").symlink_to(site)
    (site / "nowhere").symlink_to(tmp_path / "nothing")
    (site / "assets").rename(tmp_path / "assets")
    (site / "assets").symlink_to(tmp_path / "assets")
    assert sums.verify(site) == Differences(
        2, ("index.html",), ("assets/css/site.css",), ("assets", "en/round", "nowhere")
    )


def test_the_site_itself_may_be_a_link(site: Path, tmp_path: Path) -> None:
    """Hosts point a link at the release in use."""
    (tmp_path / "current").symlink_to(site)
    assert sums.verify(tmp_path / "current") == Differences(4)


def test_what_is_no_file(site: Path) -> None:
    """A pipe or folder in a file's place does not hold the check up; what was there is missing or changed."""
    (site / "index.html").unlink()
    os.mkfifo(site / "index.html")
    (site / "empty.txt").unlink()
    (site / "empty.txt").mkdir()
    assert sums.verify(site) == Differences(2, ("index.html",), ("empty.txt",))


def test_a_list_leads_nowhere_outside(site: Path, tmp_path: Path) -> None:
    """A line that names a file outside the site names a missing file; nothing outside is read."""
    (tmp_path / "outside").write_text("")
    nothing = (site / sums.NAME).read_text().splitlines()[1][:64]
    names = ("../outside", "/etc/hostname", "en/../index.html", "./index.html", "")
    with (site / sums.NAME).open("a") as file:
        file.writelines(f"{nothing}  {name}\n" for name in names if name)
    assert set(sums.verify(site).missing) == {name for name in names if name}


def test_command(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Staff are told in their language, machines in JSON; the exit code says whether anything differs."""
    assert cli.main(["verify", str(site)]) == 0
    assert capsys.readouterr().out == "相符 4 个文件，已改动 0，缺少 0，多出 0\n"
    (site / "index.html").write_text("changed")
    (site / "empty.txt").unlink()
    (site / "line\nbreak \x1b[2J").write_text("new")
    assert cli.main(["verify", str(site)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "已改动：index.html",
        "缺少：empty.txt",
        "多出：line\\nbreak \\x1b[2J",
        "相符 2 个文件，已改动 1，缺少 1，多出 1",
    ]
    assert cli.main(["verify", str(site), "--lang", "en"]) == 1
    assert "changed: index.html\n" in capsys.readouterr().out
    assert cli.main(["verify", str(site), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "checked": 2,
        "changed": ["index.html"],
        "missing": ["empty.txt"],
        "additional": ["line\nbreak \x1b[2J"],
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "没有"),
        ("not a list\n", "第 1 行"),
        (f"{'0' * 64}  x\n{'0' * 63}  y\n", "第 2 行"),
        (f"{'0' * 64}  ", "第 1 行"),
    ],
)
def test_no_list_to_go_by(
    site: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    """Without a list that can be read nothing is said of the files, and the exit code is 2."""
    (site / sums.NAME).unlink()
    if text is not None:
        (site / sums.NAME).write_text(text)
    assert cli.main(["verify", str(site)]) == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert said in error


def test_no_such_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there has no list."""
    assert cli.main(["verify", str(tmp_path / "nowhere"), "--lang", "en"]) == 2
    assert "there is no" in capsys.readouterr().err


def test_a_file_that_cannot_be_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unreadable file is a changed one for the host, and stops whoever writes the list."""

    opened = Path.open

    def refuse(path: Path, *arguments: Any, **more: Any) -> Any:
        if path.name != sums.NAME:
            raise PermissionError(path)
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert sums.verify(site).checked == 0
    assert len(sums.verify(site).changed) == 4
