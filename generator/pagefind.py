"""Pagefind at work. It comes as a program (`pagefind-bin`); its own library for Python waits 0.1 s for each page."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from io import BufferedReader
from subprocess import DEVNULL, PIPE, CalledProcessError
from typing import IO, Any, cast

import pagefind_bin  # type: ignore[import-untyped]

from generator import clock
from generator.search import Document, page

_WHOLE = 10**9
"""The words of a part are one file: it is cut when it is merged."""

SIGNATURE = b"pagefind_dcd"
"""What files begin with, once they are unpacked."""

LEVEL = 7
"""How hard words are packed. Pagefind's 9 takes three times as long and gives 1.4 % less."""

_SIZE = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"


def serve(documents: Iterable[Document], lang: str) -> dict[str, bytes]:
    """The files of an index of these documents in one language, by their paths. Pages have the order of the
    documents, and all words are in one file. Raises CalledProcessError if Pagefind fails.

    Its service is spoken to as its own libraries do: JSON in base64, a comma behind each message. It reads on while
    its answers wait, and ends when there is nothing more to read. As a command it would write files, which takes as
    long again, and number pages as the file system lists them.
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


def unpack(packed: bytes) -> bytes:
    """What a file of an index holds. Raises ValueError for one that is not Pagefind's."""
    data = gzip.decompress(packed)
    if not data.startswith(SIGNATURE):
        raise ValueError("a file of the index is not what Pagefind 1.5 writes")
    return data.removeprefix(SIGNATURE)


def pack(content: bytes, level: int = 9) -> bytes:
    """A file of an index that holds this."""
    return gzip.compress(SIGNATURE + content, level, mtime=0)
