"""What all tests share: the repository and what its real content says."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

sys.path += [
    str(Path(__file__).parent / name) for name in ("site", "hostile")
]  # what several folders of tests share

import vector_site
from building import ADDRESS, Built, build_once, made_once

from generator import pipeline
from generator.derive import Site

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def reading() -> pipeline.Reading:
    """The real content, read once."""
    return pipeline.read(ROOT / "content")


@pytest.fixture(scope="session")
def site(reading: pipeline.Reading) -> Site:
    """All that is published of it."""
    return pipeline.site(reading)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run of tests, one for all its processes."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def once(shared: Path) -> Callable[..., Built]:
    """Gives `build` of a project that nobody changes: each site is built once, whichever process asks first."""
    return partial(build_once, shared / "sites")


@pytest.fixture(scope="session")
def vectors(shared: Path, once: Callable[..., Built]) -> Built:
    """A site whose every text is hostile, told where it stands."""
    project = shared / "sites" / "vectors"
    made_once(project.with_suffix(".made"), lambda: str(len(vector_site.make(project))))
    return once(project, SITE_URL=ADDRESS)
