"""Step 5: the Jinja that pages are made with: everything escaped, and what is the same made once.

Only this module knows Jinja. An environment serves one language of one build: nothing it keeps outlives either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, MutableMapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from markupsafe import Markup, escape


class Compiled(jinja2.BytecodeCache):
    """Templates are compiled once for both languages, and again only when they change (`mkdocs serve`). One for each
    environment: they compile the same text differently.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Find what was compiled of the same text."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = Compiled()


class _Template(jinja2.Template):
    """A template whose finished pieces go into its page as they are; `escape` would copy each of them."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> jinja2.Template:
        """Make it of compiled code, which calls `escape` for every value."""
        made = super().from_code(*args, **kwargs)
        made.root_render_func.__globals__["escape"] = _escaped
        return made


_TO_ESCAPE = re.compile("[&<>\"']")


def _escaped(value: object) -> str:
    """What `markupsafe.escape` makes of a value; what needs no escaping is not copied."""
    if type(value) is Markup or (type(value) is str and not _TO_ESCAPE.search(value)):
        return value
    return str(value) if type(value) is int else escape(value)


MOST_KEPT = 1 << 14
"""Pieces of pages kept by `once`, in each language: some 10 MB."""


def _made(macro: Callable[..., str], *given: Hashable) -> str:
    """`once(macro, …)` in a template: what a macro makes of these arguments, made once and kept.

    A macro that is imported without context knows nothing but its arguments and what is the same on every page of
    an environment, so the key is whole: types belong to it (Markup and text with the same letters are equal). No
    Decimal among them: 1.0 and 1.00 are one key and look different.
    """
    return macro(*given)


class _Context(jinja2.runtime.Context):
    """Calls what templates call as it is. Jinja looks each time whether a function wants the context or the
    environment; none of ours does, and the looks cost more than most of the calls.
    """

    def call(
        self, function: Callable[..., Any], /, *args: Any,
        _block_vars: object = None, _loop_vars: object = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        """Call a function with its arguments, and without what Jinja adds for those that want the context."""
        return function(*args, **kwargs)


class _Environment(jinja2.Environment):
    """An environment whose templates all share one table of globals."""

    context_class = _Context
    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own table. Jinja lays one over it for each template, to compare them at each import."""
        return self.globals


def environment(templates: Path) -> jinja2.Environment:
    """Jinja as it should be for hostile values: everything escaped, nothing undefined passes as blank."""
    env = _Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=_COMPILED,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["once"] = lru_cache(MOST_KEPT, typed=True)(_made)
    env.filters["yaml"] = lambda text: Markup(json.dumps(str(text), ensure_ascii=False))  # noqa: S704 (no HTML)
    env.filters["html"] = block
    return env


def block(html: str) -> Markup:
    """HTML as one Markdown block: no blank line, no indent, so that every engine takes it as it is."""
    lines = "\n".join(filter(None, map(str.strip, str(html).splitlines())))
    return Markup(f"\n{lines}\n")  # noqa: S704 (made by macros)
