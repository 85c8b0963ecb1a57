"""A web server as a real host is: it packs text, and it remembers what it sent."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

from serving import listening

TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".csv"}
"""What is worth packing, by the end of its name."""

LEVEL = 6
"""Of gzip, as servers have it unless they are told otherwise."""


@dataclass
class Packed:
    """A served folder: its address, and each answer as path and bytes of the body."""

    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, folder: Path, packed: Packed, **more: Any) -> None:
        self.packed = packed
        super().__init__(*args, directory=str(folder), **more)

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        status = HTTPStatus.OK if file.is_file() else HTTPStatus.NOT_FOUND
        file = file if file.is_file() else Path(self.directory) / "404.html"
        body = file.read_bytes()
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(file))
        if file.suffix in TEXT:
            body = gzip.compress(body, LEVEL)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.packed.sent.append((self.path.split("?")[0], len(body)))

    def log_message(self, *_: Any) -> None:
        """What was sent stands in `sent`."""


@contextmanager
def serve_packed(folder: Path) -> Iterator[Packed]:
    """Serve a folder on a free port of this machine alone; the address ends with a slash."""
    packed = Packed()
    with listening(partial(_Handler, folder=folder, packed=packed)) as host:
        packed.address = f"{host}/"
        yield packed
