"""A build that is killed leaves one whole site: the old one, or one that waits to be finished."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from building import Built, build, copy_project, replace
from killed import change, killed
from mkdocs.__main__ import cli

from generator.export import sums
from generator.place import STAGE
from generator.publish import publish

DECLARATIONS = Path("content", "declarations", "2024")
KEPT, DELETED = (
    DECLARATIONS / "commissioned-examinations.yml",
    DECLARATIONS / "examination-fee-remittance.yml",
)


def _change(project: Path) -> None:
    replace(project / KEPT, "委托", "委 托")
    (project / DELETED).unlink()


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A project and its site, built once."""
    project = copy_project(tmp_path_factory.mktemp("before") / "project")
    return build(project, project / "site")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of the changed project, built from nothing."""
    project = copy_project(tmp_path_factory.mktemp("after") / "project")
    _change(project)
    return build(project, project / "site").contents()


def _making(event: str, given: tuple[Any, ...]) -> bool:
    return change(event, given) and event == "open" and STAGE in str(given[0])


def _moving(event: str, given: tuple[Any, ...]) -> bool:
    return event == "os.rename" and f"{STAGE}/ours/" in os.fspath(given[0])


def _dropping(event: str, given: tuple[Any, ...]) -> bool:
    return event == "os.remove" and f"2024/{DELETED.stem}/" in str(given[0])


def _remembering(event: str, given: tuple[Any, ...]) -> bool:
    return event == "os.rename" and Path(given[1]).name == "past"


@pytest.mark.parametrize(
    ("at", "counts", "remembers", "stands"),
    [
        (30, _making, True, "old"),
        (10, _moving, True, "waits"),
        (3, _dropping, True, "waits"),
        (0, _remembering, True, "new"),
        (5, _moving, False, "waits"),
    ],
    ids=["making", "moving", "dropping", "remembering", "moving, from nothing"],
)
def test_killed(
    at: int, counts: Any, remembers: bool, stands: str, before: Built, after: dict[str, bytes], tmp_path: Path
) -> None:
    """Whatever a build was at when it was killed, a whole site is published after it, and the next build is whole."""
    project = Path(shutil.copytree(before.project, tmp_path / "project"))
    _change(project)
    if not remembers:
        shutil.rmtree(project / ".cache")
    site = project / "site"

    def work() -> None:
        os.chdir(project)
        cli(["build", "--strict", "--quiet", "--site-dir", str(site)], standalone_mode=False)

    assert killed(at, work, counts)
    assert (site / STAGE / sums.NAME).exists() == (stands == "waits")
    publish(site, tmp_path / "www")
    served = Built((tmp_path / "www").resolve(), "").contents()
    assert served == (before.contents() if stands == "old" else after)
    assert build(project, site).contents() == after
    assert sums.verify(site).sound
