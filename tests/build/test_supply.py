"""Nothing comes into a build but what the locks name: not when it is installed, not while it runs."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from building import ROOT, build, copy_project, environment

CI = ROOT / ".ci"
LOCKS = ("site.lock", "test.lock")

FREE = re.compile(r"(?:MIT|MIT-CMU|BSD|Apache|MPL-2\.0|Mozilla Public License 2\.0)(?:\b.*)?", re.IGNORECASE)
"""Licences of what builds a site: free to use and to pass on. MPL asks only for changes to its own files."""

NO_SOCKETS = """
import sys

def refuse(event, details):
    sends = event in ("socket.connect", "socket.sendto") and not isinstance(details[-1], (str, bytes))
    if sends or event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        sys.stderr.write(f"refused: {event} {details}\\n")
        raise OSError(f"refused: {event}")

sys.addaudithook(refuse)
"""
"""What Python runs before anything else, in every process of a build: no connection but to a file."""


def requirements(lock: str) -> list[str]:
    """Every requirement of a lock, on one line with its hashes."""
    lines = (CI / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_versions_and_hashes_and_no_address(lock: str) -> None:
    """Each package has one version and at least one SHA-256; no line says where it should come from."""
    found = requirements(lock)
    assert len(found) > 30
    whole = r"[a-z0-9][a-z0-9._-]*==\S+(?: ; [^#]+?)?(?:\s+--hash=sha256:[0-9a-f]{64})+\s*"
    assert [line[:60] for line in found if not re.fullmatch(whole, line)] == []
    assert "://" not in "".join(found)


def test_what_is_tested_is_what_builds() -> None:
    """The tests run with the very packages that build a site."""
    site, test = (set(requirements(lock)) for lock in LOCKS)
    assert site <= test


def test_the_lock_of_npm_holds_hashes_and_no_address() -> None:
    """Each package from npm has a SHA-512; none comes from an address of its own."""
    packages = json.loads((CI / "package-lock.json").read_bytes())["packages"]
    found = [about for name, about in packages.items() if name]
    assert len(found) > 50
    assert [each for each in found if not each["integrity"].startswith("sha512-") or "resolved" in each] == []


def test_every_installation_asks_for_hashes() -> None:
    """In what continuous integration runs, pip and npm take nothing unlocked and npm runs nothing it brings."""
    scripts = [path for path in CI.iterdir() if path.is_file() and path.suffix in ("", ".sh")]
    lines = [line.strip() for path in scripts for line in path.read_text(encoding="utf-8").splitlines()]
    by_pip = [line for line in lines if re.search(r"\bpip install\b", line)]
    by_npm = [line for line in lines if re.search(r"\b(?:npm|npx)\b (?!>)", line) and "debian" not in line]
    assert by_pip
    assert by_npm
    for line in by_pip:
        assert "--require-hashes" in line or line.endswith("--no-deps --no-build-isolation -e ."), line
    for line in by_npm:
        assert "npm ci" in line, line
        assert "--ignore-scripts" in line, line
    assert [line for line in lines if re.search(r"\b(?:curl|wget|uvx|pipx)\b", line)] == []


def wheel(folder: Path) -> Path:
    """A small package."""
    path = folder / "harmless-1.0-py3-none-any.whl"
    about = {"METADATA": "Metadata-Version: 2.1\nName: harmless\nVersion: 1.0\n",
             "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}  # fmt: skip
    files = {"harmless.py": "", **{f"harmless-1.0.dist-info/{name}": text for name, text in about.items()}}
    digests = {
        name: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()) for name, text in files.items()
    }
    record = "".join(
        f"{name},sha256={digests[name].decode().rstrip('=')},{len(text)}\n" for name, text in files.items()
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, text in {**files, "harmless-1.0.dist-info/RECORD": record}.items():
            file.writestr(name, text)
    return path


@pytest.mark.parametrize("case", ["right", "wrong", "none"])
def test_what_has_another_hash_is_not_installed(case: str, tmp_path: Path) -> None:
    """`.ci/setup` with a lock: a package with its hash comes in; one with another, or with none, stops everything."""
    package = wheel(tmp_path)
    digest = {"right": hashlib.sha256(package.read_bytes()).hexdigest(), "wrong": "0" * 64}.get(case)
    lock = f"harmless==1.0 --hash=sha256:{digest}\n" if digest else "harmless==1.0\n"
    for name in LOCKS:
        (tmp_path / ".ci").mkdir(exist_ok=True)
        (tmp_path / ".ci" / name).write_text(lock, encoding="utf-8")
    (tmp_path / ".ci/setup").write_bytes((CI / "setup").read_bytes())
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    project = 'case " $* " in *" -e . "*) exit 0;; esac\n'  # the project itself is none of the lock's
    python.write_text(f'#!/bin/sh\n{project}exec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    target = tmp_path / "installed"
    into = {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "PIP_TARGET": str(target),
        "PIP_NO_CACHE_DIR": "1",
    }
    for name in ("site", "test"):
        done = subprocess.run(
            ["sh", "-c", f". .ci/setup; environment {name}", str(tmp_path / ".ci/run")],
            cwd=tmp_path, env=environment(**into), capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        if case == "right":
            assert done.returncode == 0, done.stderr
            assert (target / "harmless.py").exists()
        else:
            assert done.returncode != 0
            assert "hash" in done.stderr.lower()
            assert not target.exists()
            assert not (tmp_path / f".venv/installed-{name}").exists()


def test_what_the_lock_no_longer_names_goes(tmp_path: Path) -> None:
    """Where the lock has changed, the environment is made anew: nothing of the old one stays in it."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/setup").write_bytes((CI / "setup").read_bytes())
    (tmp_path / ".ci/site.lock").write_text("# another\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    for name in ("leftover", "installed-site", "installed-test"):
        (tmp_path / ".venv" / name).write_text("# one\n", encoding="utf-8")
    subprocess.run(
        ["sh", "-c", ". .ci/setup; environment site", str(tmp_path / ".ci/run")],
        cwd=tmp_path, env=environment(PIP_NO_INDEX="1"), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert (tmp_path / ".venv/bin/python").exists()
    assert not {"leftover", "installed-site", "installed-test"} & {
        path.name for path in (tmp_path / ".venv").iterdir()
    }


def without_network() -> list[str]:
    """How a command is cut off from every network, Pagefind's program too; empty where the system forbids that."""
    cut = ["unshare", "--map-root-user", "--net"]
    try:
        return cut if subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0 else []
    except FileNotFoundError:
        return []


def test_a_build_asks_no_network(tmp_path: Path) -> None:
    """Cut off from every network, and with nothing kept from before, the whole site is built, as it is otherwise. No
    process of Python so much as tries to reach another machine; where the system allows, none has a network at all.
    """
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS, encoding="utf-8")
    env = environment(PYTHONPATH=str(tmp_path))
    asks = "import socket; socket.socket().connect(('192.0.2.1', 80))"
    asked = subprocess.run(
        [sys.executable, "-c", asks], env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert "refused: socket.connect" in asked.stderr  # the refusal itself works
    project = copy_project(tmp_path / "project")
    command = [
        *without_network(),
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        tmp_path / "site",
    ]
    done = subprocess.run(
        command, cwd=project, env=env, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "refused" not in done.stderr
    plain = build(project, tmp_path / "other").contents()
    offline = {
        path.relative_to(tmp_path / "site").as_posix(): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    assert offline == plain


def listed(**env: str) -> bytes:
    """What `.ci/sbom` prints."""
    done = subprocess.run(
        [sys.executable, CI / "sbom.py"], env={**os.environ, **env}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_list_of_what_builds_a_site() -> None:
    """The CycloneDX list holds the lock's packages with their hashes, each reached from the project, all of them with
    a free licence; it names no moment, no host and no machine, and is the same bytes each time.
    """
    text = listed(PYTHONHASHSEED="1", TZ="Asia/Shanghai")
    assert text == listed(PYTHONHASHSEED="2", TZ="UTC", SOURCE_DATE_EPOCH="1")
    assert b"file:" not in text
    assert str(ROOT).encode() not in text
    assert re.findall(rb"https?://[^\"]*", text) == [b"http://cyclonedx.org/schema/bom-1.6.schema.json"]
    bom = json.loads(text)
    assert {"serialNumber", "timestamp"}.isdisjoint(bom.keys() | bom["metadata"].keys())
    packages = {each["bom-ref"]: each for each in bom["components"]}
    locked = {line.split()[0]: set(re.findall(r"sha256:(\w+)", line)) for line in requirements("site.lock")}
    assert set(packages) <= set(locked)
    assert len(packages) > 30
    for name, each in packages.items():
        assert {given["content"] for given in each["hashes"]} <= locked[name], name
        (said,) = each["licenses"]
        words = said.get("expression") or said["license"].get("id") or said["license"]["name"]
        assert FREE.fullmatch(words), f"{name}: {words}"
    leads = {each["ref"]: each.get("dependsOn", []) for each in bom["dependencies"]}
    reached, waiting = set[str](), [bom["metadata"]["component"]["bom-ref"]]
    while waiting:
        waiting += {*leads[here := waiting.pop()]} - reached
        reached.add(here)
    assert packages.keys() - reached == {each for each in packages if each.startswith("flit-core==")}


def test_the_paper_on_security_names_what_is_there() -> None:
    """Every test, script and module that the paper counts on exists."""
    text = (ROOT / "generator/SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:tests/|\.ci/|export/)?[a-z_./-]+(?:\.py|\.lock|\.json|/))`", text)) - {
        "version.json",
        "theme_overrides/",
    }
    assert len(named) > 15
    assert [
        each for each in named if not ((ROOT / each).exists() or (ROOT / "generator" / each).exists())
    ] == []
