"""Dependencies point one way, and nothing grows without end."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
MODULES = sorted(GENERATOR.rglob("*.py"))
MOST_LINES = 260
MOST_LINES_OF_A_FUNCTION = 45


def _name(path: Path) -> str:
    return path.relative_to(GENERATOR).with_suffix("").as_posix()


def _imports(path: Path) -> set[str]:
    """Full names of what a module imports, for typing alone too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(str(node.module))
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize(
    ("package", "only"),
    [
        ("mkdocs", {"build", "plugin", "options", "serve", "theme"}),
        ("yaml", {"load", "write"}),
        ("jinja2", {"environment"}),
        ("markdown", {"stash"}),
        ("distributed", {"cluster"}),
        ("brotli", {"compress"}),
        ("xlsxwriter", {"export/xlsx"}),
    ],
)
def test_who_imports_what(package: str, only: set[str]) -> None:
    """Each foreign package has its one place: if it ends, one file changes."""
    importers = {
        _name(path) for path in MODULES if any(each.split(".")[0] == package for each in _imports(path))
    }
    assert importers == only


LINE = ["load", "shape", "rules", "derive", "render", "plugin"]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_step_knows_a_later_one(path: Path) -> None:
    """The line is load, shape, rules, derive, render, plugin: no step imports what comes after it."""
    step = _name(path).split("/")[0]
    step = (
        "shape" if step in ("model", "fields", "target", "hints", "leaves", "problem", "characters") else step
    )
    later = LINE[LINE.index(step) + 1 :] if step in LINE else []
    imported = {each.split(".")[1] for each in _imports(path) if each.startswith("generator.")}
    assert imported.isdisjoint(later)
    if step in ("shape", "rules", "derive", "load"):
        assert imported.isdisjoint({"show", "export", "schema", "cli", "pipeline", "stash", "tell", "write"})


def test_no_circles() -> None:
    """No module imports itself, by whatever way round (what is imported for typing alone aside)."""
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
                node.body.clear()
        names = {f"generator.{_name(each)}".replace("/", ".").removesuffix(".__init__") for each in MODULES}
        found: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)} & names
        own = f"generator.{_name(path)}".replace("/", ".").removesuffix(".__init__")
        graph[own] = found - {"generator"}

    def reach(name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        for each in graph.get(name, set()) - seen:
            seen = reach(each, seen | {each})
        return seen

    circles = {name for name in graph if name in reach(name) and not name.startswith("generator.rules")}
    assert circles == set()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_size(path: Path) -> None:
    """A module fits in a few screens, a function in one."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno <= MOST_LINES_OF_A_FUNCTION, node.name


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_no_float(path: Path) -> None:
    """Money is never a float: no module holds a float but for shares of likeness, nor calls `float`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "float"
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            assert _name(path) in ("rules/goals", "hints", "plugin"), node.value


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_public_things_are_described(path: Path) -> None:
    """Each module, and each public class and function, says what it is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


def test_every_test_is_run() -> None:
    """Each file of tests lies in a folder that pytest looks into unasked; none is left out in silence."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = told["tool"]["pytest"]["ini_options"]["testpaths"]
    looked_into = {path for folder in folders for path in (ROOT / folder).rglob("test_*.py")}
    assert set((ROOT / "tests").rglob("test_*.py")) == looked_into
