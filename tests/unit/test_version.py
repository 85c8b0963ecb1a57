"""`version.json`: what is known of a build, and null for what is not."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from generator.derive import Site
from generator.export import version

GIT = shutil.which("git")


def test_the_file(site: Site, tmp_path: Path) -> None:
    """Software, state, moment, counts and the newest day of the data; another build of it gives the same bytes."""
    environment = {"SOURCE_DATE_EPOCH": "1700000000", "SOURCE_COMMIT": "abc"}
    text = version.as_file(site, tmp_path, environment)
    found = json.loads(text)
    assert found.pop("software")["name"] == "performance-target-disclosure"
    assert found == {
        "commit": "abc",
        "built": "2023-11-14T22:13:20Z",
        "counts": {"declarations": 6, "indicators": 111, "years": 1, "organisations": 2},
        "modified": "2026-11-22",
        "languages": ["zh", "en"],
        "api": "v1",
    }
    assert version.as_file(site, tmp_path, environment) == text


def test_what_is_not_known_is_null(site: Site, tmp_path: Path) -> None:
    """Without repository, SOURCE_DATE_EPOCH or dated content nothing is made up."""
    found = json.loads(version.as_file(replace(site, declared=()), tmp_path, {}))
    assert (found["commit"], found["built"], found["modified"]) == (None, None, None)
    assert set(found["counts"].values()) == {0}


@pytest.mark.parametrize("epoch", ["", "now", "1e9", "9" * 30, "-" + "9" * 30])
def test_a_moment_that_is_none(epoch: str) -> None:
    """What is no moment is null, never an error."""
    assert version.built({"SOURCE_DATE_EPOCH": epoch}) is None


def test_commit_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole commit id, without tags; `-dirty` once a file differs; SOURCE_COMMIT goes before it."""
    assert GIT, "git is not installed: run .ci/test, which installs it"
    for name in ("GIT_DIR", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    identity = ["-c", "user.name=x", "-c", "user.email=x@host.example", "-c", "commit.gpgsign=false"]

    def git(*arguments: str) -> str:
        done = subprocess.run(
            [GIT or "", *identity, *arguments], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    git("init", "-q")
    assert version.commit(tmp_path, {}) is None  # nothing is committed yet
    (tmp_path / "file").write_text("1")
    git("add", "file")
    git("commit", "-q", "-m", "x")
    git("tag", "-a", "-m", "x", "v1")
    head = git("rev-parse", "HEAD")
    assert version.commit(tmp_path, {}) == head
    assert version.commit(tmp_path, {"SOURCE_COMMIT": " given "}) == "given"
    assert version.commit(tmp_path, {"SOURCE_COMMIT": " "}) == head
    (tmp_path / "file").write_text("2")
    assert version.commit(tmp_path, {}) == f"{head}-dirty"


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git, and a folder that is not there, give null."""
    assert version.commit(tmp_path / "nowhere", {}) is None
    monkeypatch.setenv("PATH", str(tmp_path))
    assert version.commit(tmp_path, {}) is None
