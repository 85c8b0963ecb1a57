"""A build whose work is spread over shards, processes or a cluster is the build of one process, byte for byte."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from building import ROOT, Built, environment
from distributed import Client, LocalCluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Dask cluster on this machine: its scheduler's address."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as running:
        yield running.scheduler_address


HASTY = "from generator import cli, cluster; cluster.PATIENCE = '100ms'; raise SystemExit(cli.main())"
"""The command, for those who know that nobody will answer."""


def _build(
    project: Path, target: Path, *arguments: str, command: tuple[str, str] = ("-m", "generator.cli")
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command, "build", "--strict", "--site", str(target), *arguments],
        cwd=project,
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("arguments", [("--workers", "1"), ("--workers", "2", "--shards", "3")])
def test_processes_give_the_same(
    real: Built, project: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    """However many processes, and into however many parts the work is cut."""
    done = _build(project, tmp_path / "site", *arguments)
    assert done.returncode == 0, done.stderr
    assert _contents(tmp_path / "site") == _contents(real.folder)


def test_a_cluster_gives_the_same(real: Built, project: Path, tmp_path: Path, cluster: str) -> None:
    """Processes of a Dask cluster read, render and make data as this one would."""
    done = _build(project, tmp_path / "site", "--shards", "3", "--scheduler", cluster)
    assert done.returncode == 0, done.stderr
    assert _contents(tmp_path / "site") == _contents(real.folder)


def test_a_fault_elsewhere_fails_here(project: Path, tmp_path: Path, cluster: str) -> None:
    """A template that fails on another process fails the build with its words, and leaves the last site."""
    target = tmp_path / "site"
    assert _build(project, target).returncode == 0
    before = Built(target, "").contents()
    page = project / "theme_overrides" / "pages" / "declaration.md.j2"
    page.write_text(page.read_text("utf-8").replace("## {{", "{{ no_such_thing }}## {{", 1), "utf-8")
    done = _build(project, target, "--shards", "3", "--scheduler", cluster)
    assert done.returncode != 0
    assert "no_such_thing" in done.stderr
    assert Built(target, "").contents() == before


def test_a_worker_that_dies(real: Built, project: Path, tmp_path: Path) -> None:
    """A process of the cluster that dies over the first page it writes costs its work alone: another does it."""
    died = str(tmp_path / "died")

    def die_once() -> None:  # within the test, or the processes would look for its module
        import os

        from generator import past

        write = past.write

        def fatal(*arguments: Any) -> Any:
            try:
                os.close(os.open(died, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return write(*arguments)
            os._exit(1)

        past.write = fatal

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as running,
        Client(running) as client,
    ):
        client.run(die_once)
        done = _build(project, tmp_path / "site", "--shards", "3", "--scheduler", running.scheduler_address)
    assert done.returncode == 0, done.stderr
    assert Path(died).exists()
    assert _contents(tmp_path / "site") == _contents(real.folder)


def test_nobody_answers(project: Path, tmp_path: Path) -> None:
    """A scheduler that is not there is told by its address."""
    done = _build(project, tmp_path / "site", "--scheduler", "tcp://127.0.0.1:9", command=("-c", HASTY))
    assert done.returncode == 2
    assert "tcp://127.0.0.1:9" in done.stderr
    assert not (tmp_path / "site").exists()


def _contents(folder: Path) -> dict[str, bytes]:
    """But for the state of the project's folder, which a copy has not."""
    found = Built(folder, "").contents()
    return {name: found[name] for name in found if name not in ("version.json", "SHA256SUMS")}
