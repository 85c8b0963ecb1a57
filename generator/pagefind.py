"""Pagefind at work. It comes as a program (`pagefind-bin`); its own library for Python waits 0.1 s for each page."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path, PurePath
from subprocess import DEVNULL, PIPE, CalledProcessError
from typing import IO, Any, cast

import pagefind_bin  # type: ignore[import-untyped]

from generator import clock
from generator.search import Document, page

CHUNK_SIZE = 3000
"""How much of the index one file holds, in Pagefind's measure (its own default is 20000). A query of five pairs
loads up to five files: at 5,000 declarations small ones save a first search some 20 KB (`tests/bench/find.py`).
"""

_WHOLE = 10**9
"""The words of a part are one file: it is cut when it is merged."""

_SIZE = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"


def run(documents: Iterable[Document], lang: str, bundle: Path, chunk_size: int = CHUNK_SIZE) -> None:
    """Have Pagefind index documents in one language into a bundle. Raises CalledProcessError if it fails, as it does
    where no document has any word.
    """
    with tempfile.TemporaryDirectory() as folder:
        for document in documents:
            path = Path(folder, document.path, "index.html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(document, lang), encoding="utf-8")
        command = [str(pagefind_bin.get_executable()), "--silent", "--site", folder]
        with clock.waiting("index"):
            subprocess.run(  # noqa: S603
                [*command, "--output-path", str(bundle)],
                check=True,
                capture_output=True,
                env=os.environ | {_SIZE: str(chunk_size)},
            )
    for path in bundle.iterdir():
        if needless(path.name):
            path.unlink()


def needless(name: str) -> bool:
    """Whether a file of Pagefind's is for looks that are not ours."""
    return name == "pagefind-highlight.js" or PurePath(name).match("pagefind-*ui.*")


def serve(documents: Iterable[Document], lang: str) -> dict[str, bytes]:
    """What `run` writes, by paths, without a file being written: half of its time goes into files that are soon gone.
    Pages have the order of the documents, and all words are in one file. Raises CalledProcessError if Pagefind fails.

    Its service is spoken to as its own libraries do: JSON in base64, a comma behind each message. It reads on while
    its answers wait, and ends when there is nothing more to read.
    """
    asked: list[dict[str, Any]] = [{"type": "NewIndex", "config": None}]
    for document in documents:
        file = {"file_path": f"{document.path}/index.html", "file_contents": page(document, lang)}
        asked.append({"type": "AddFile", "index_id": 0, **file})
    asked.append({"type": "GetFiles", "index_id": 0})
    command = [str(pagefind_bin.get_executable()), "--service"]
    for told in _answers(command, asked):
        if told["type"] == "Error":
            raise CalledProcessError(1, command, told["message"])
        if told["type"] == "GetFiles":
            return {file["path"]: b64decode(file["content"]) for file in told["files"]}
    raise CalledProcessError(1, command)


def _answers(command: list[str], asked: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    environment = os.environ | {_SIZE: str(_WHOLE)}
    with (
        clock.waiting("index"),
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment) as process,  # noqa: S603
    ):
        stdin, stdout = cast(IO[bytes], process.stdin), cast(BufferedReader, process.stdout)
        for number, payload in enumerate(asked):
            stdin.write(b64encode(json.dumps({"message_id": number, "payload": payload}).encode()) + b",")
        stdin.flush()
        rest = b""
        while piece := stdout.read1(1 << 20):
            *whole, rest = (rest + piece).split(b",")
            yield from (json.loads(b64decode(message))["payload"] for message in whole)
