"""Where a site lies on its host, and below which address it is served."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PREFIX = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*", re.ASCII)
"""What is hidden is not served, so no part of it begins with a dot."""

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"\\${}%*?<>\[\]]")
"""What means something else to one of the servers in a quoted path."""


class PrefixError(ValueError):
    """No address below a host."""


class RootError(ValueError):
    """A folder whose name no configuration could hold."""


@dataclass(frozen=True)
class Where:
    """The folder of a site and its place below a host. Raises PrefixError, RootError."""

    root: str
    """Absolute path of the folder, without a slash at its end."""
    prefix: str = "/"
    """Begins and ends with a slash."""
    precompressed: bool = False
    """Whether packed files lie beside the others."""

    def __post_init__(self) -> None:
        if not _PREFIX.fullmatch(self.prefix):
            raise PrefixError(self.prefix)
        if not self.root or _UNSAFE.search(self.root):
            raise RootError(self.root)

    @property
    def not_found(self) -> str:
        """The address of the page for what is not there."""
        return f"{self.prefix}404.html"
