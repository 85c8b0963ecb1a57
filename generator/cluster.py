"""A build whose work is spread over other machines: Dask, `pip install .[cluster]`.

Every machine of the cluster must see the project's folder, and the site's, at the same place, and have the same
version of this software (https://distributed.dask.org, "Client": `get_executor`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from typing import Any

PATIENCE = "10s"
"""How long a scheduler may take to answer."""


class SchedulerError(Exception):
    """There is no cluster: nobody answers, or Dask is not installed."""


@contextmanager
def scheduler(address: str) -> Iterator[tuple[Callable[[int], Executor], int]]:
    """Executors of the cluster behind a scheduler (`tcp://host:8786`), by the priority of what they are given, and
    how many processes it has, or will have: one at least.

    Raises SchedulerError.
    """
    try:
        from distributed import Client

        client = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except ImportError as error:
        raise SchedulerError(f"{error}: pip install '.[cluster]'") from None
    except OSError as error:
        raise SchedulerError(error) from None
    with client:
        count = len(client.scheduler_info(n_workers=-1)["workers"])
        yield partial(_kept, client), max(1, count)


def _kept(client: Any, priority: int) -> Executor:
    """Not `pure`: to tell whether the same work was done before, Dask would take longer over a part than the work."""
    return _Kept(client.get_executor(pure=False), priority)


class _Kept(Executor):
    """An executor that outlives what it is used for: the cluster is not ours to end."""

    def __init__(self, executor: Any, priority: int) -> None:
        self._executor, self._priority = executor, priority

    def submit(self, *arguments: Any, **named: Any) -> Any:
        """Hand over work."""
        from dask.base import annotate

        with annotate(priority=self._priority):
            return self._executor.submit(*arguments, **named)
