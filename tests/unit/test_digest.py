"""A digest tells values apart, whatever objects they are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from generator import digest
from generator.derive import Site
from generator.digest import of_folder

VALUES: list[Any] = [
    None, False, True, 0, 1, "", "0", "1", b"1", (), ("",), ("", ""), ("ab", "c"), ("a", "bc"), {}, {"a": "b"},
    [("a", "b")], {"b": "a"}, frozenset({"a"}), frozenset({"a", "b"}), Decimal("1"), Decimal("1.0"),
    dt.date(2024, 1, 1), "2024-01-01", "\udcff", "é", "e\u0301",
]  # fmt: skip


def test_different_values() -> None:
    """No two of these are alike; a list is a tuple."""
    assert len({digest.digest(value) for value in VALUES}) == len(VALUES)
    assert digest.digest([1, "a"]) == digest.digest((1, "a"))


def test_one_object_or_two() -> None:
    """Equal values have one digest, also where one text stands in two places."""
    text = "".join(["a", "b"])
    assert digest.digest((text, text)) == digest.digest(("ab", "".join(["a", "b"])))
    assert digest.digest(Markup("ab")) == digest.digest("ab")


def test_what_has_none() -> None:
    """A thing that nobody thought of is refused, not overlooked."""
    with pytest.raises(TypeError, match="function"):
        digest.digest(test_one_object_or_two)


def test_a_declaration(site: Site) -> None:
    """A declaration is told by its mark, and without one by all that is in it."""
    bare = replace(site.declared[0], mark=b"")
    other = replace(bare, path=f"{bare.path}-other")
    assert len({digest.digest(each) for each in (site.declared[0], bare, other)}) == 3
    assert digest.digest(replace(bare, mark=b"x")) == digest.digest(replace(other, mark=b"x"))


def test_a_folder(tmp_path: Path) -> None:
    """A folder is told by the names and contents of its files."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("1")
    found = [of_folder(tmp_path)]
    (tmp_path / "a" / "b.txt").write_text("2")
    found.append(of_folder(tmp_path))
    (tmp_path / "a" / "b.txt").rename(tmp_path / "a" / "c.txt")
    found.append(of_folder(tmp_path))
    (tmp_path / "a" / "c.pyc").write_text("compiled")
    assert len(set(found)) == 3
    assert of_folder(tmp_path) == found[-1]
