"""Sites that several tests look at, each built once in a session."""

from __future__ import annotations

from pathlib import Path

import pytest
from building import ADDRESS, ROOT, SMALL, Built, build, copy_project


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real site, without an address."""
    return build(ROOT, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small second site."""
    return build(SMALL, tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def in_files(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real site for reading from a folder: every link names a file."""
    return build(ROOT, tmp_path_factory.mktemp("files"), "--no-directory-urls")


@pytest.fixture(scope="session")
def under_sub_path(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The real site, told that it stands under a sub-path."""
    return build(ROOT, tmp_path_factory.mktemp("sub-path"), SITE_URL=ADDRESS)


@pytest.fixture(scope="session")
def small_with_address(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small second site with its hostile names, told where it stands."""
    return build(SMALL, tmp_path_factory.mktemp("small-with-address"), SITE_URL=ADDRESS)


@pytest.fixture(scope="session")
def files_with_address(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small second site, every link naming a file, told where it stands."""
    return build(
        SMALL, tmp_path_factory.mktemp("files-with-address"), "--no-directory-urls", SITE_URL=ADDRESS
    )


@pytest.fixture(params=["under_sub_path", "small_with_address", "files_with_address"])
def addressed(request: pytest.FixtureRequest) -> Built:
    """Each of the sites that are told where they stand."""
    found: Built = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["real", "small"])
def site(request: pytest.FixtureRequest) -> Built:
    """Each of the two sites."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may spoil."""
    return copy_project(tmp_path / "project")
