"""`disclosure build`: the same as `mkdocs build`, its work spread as the command says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.__main__ import cli

from generator import cluster, crew
from generator.cluster import SchedulerError

__all__ = ["SchedulerError", "build"]


def build(arguments: list[str], workers: int, shards: int | None, scheduler: str | None) -> None:
    """Run `mkdocs build` with `arguments`. Ends as MkDocs does, by SystemExit; raises SchedulerError."""
    with _crew(workers, shards, scheduler) as chosen:
        crew.chosen = chosen
        try:
            cli(["build", *arguments])
        finally:
            crew.chosen = None


@contextmanager
def _crew(workers: int, shards: int | None, scheduler: str | None) -> Iterator[crew.Crew]:
    if scheduler is None:
        yield crew.Crew(workers or crew.cores(), None, shards)
        return
    with cluster.scheduler(scheduler) as (executor, count):
        yield crew.Crew(count, executor, shards)
