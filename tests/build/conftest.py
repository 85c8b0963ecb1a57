"""Sites that several tests look at, each built once in a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from building import ADDRESS, ROOT, SMALL, Built, copy_project

Once = Callable[..., Built]


@pytest.fixture(scope="session")
def real(once: Once) -> Built:
    """The real site, without an address."""
    return once(ROOT)


@pytest.fixture(scope="session")
def small(once: Once) -> Built:
    """The small second site."""
    return once(SMALL)


@pytest.fixture(scope="session")
def in_files(once: Once) -> Built:
    """The real site for reading from a folder: every link names a file."""
    return once(ROOT, "--no-directory-urls")


@pytest.fixture(scope="session")
def under_sub_path(once: Once) -> Built:
    """The real site, told that it stands under a sub-path."""
    return once(ROOT, SITE_URL=ADDRESS)


@pytest.fixture(scope="session")
def small_with_address(once: Once) -> Built:
    """The small second site with its hostile names, told where it stands."""
    return once(SMALL, SITE_URL=ADDRESS)


@pytest.fixture(scope="session")
def files_with_address(once: Once) -> Built:
    """The small second site, every link naming a file, told where it stands."""
    return once(SMALL, "--no-directory-urls", SITE_URL=ADDRESS)


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
